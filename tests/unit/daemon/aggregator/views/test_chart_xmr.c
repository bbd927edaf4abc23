/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

#include <math.h>

/* Middlesbrough's agency rate: 1.2 10.3 3.2 23.1 28.7 34.6 31.4 32.2 25.6; mean 21.1444,
 * differences 9.1 7.1 19.9 5.6 5.9 3.2 0.8 6.6: mean 7.275, upper limit 40.4959. */
static void limits(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    assert_true(staith_chart_xmr_points(fixture->dataset,
                                        site_fixture_item(fixture, "agency_rate_fte"), 4, points));
    assert_true(fabs(points[0].centre - 190.3 / 9) < 0.05);
    assert_true(fabs(points[0].upper - (190.3 / 9 + 2.66 * 7.275)) < 0.1);
    assert_true(staith_chart_xmr(&fixture->svg, fixture->dataset,
                                 site_fixture_item(fixture, "agency_rate_fte"), 4));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<circle"), 9);
    site_fixture_holds(text, "Middlesbrough: what is usual");
    site_fixture_holds(text, "limit far");
    site_fixture_holds(text, ">mean<");
}

/* A council that sent four periods alone. */
static void too_few(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    for (uint32_t i = 0; i < 5; i++) {
        fixture->published->benchmark->results[i * fixture->dataset->item_count + item]
            .councils[4]
            .figure.status = STAITH_STATUS_UNSET;
    }
    assert_false(staith_chart_xmr(&fixture->svg, fixture->dataset, item, 4));
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(limits, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(too_few, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
