/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void dots_and_curves(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    staith_chart_funnel(&fixture->svg, fixture->dataset, newest,
                        site_fixture_item(fixture, "agency_rate_fte"));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<circle"), 12);
    assert_int_equal(site_fixture_count(text, "<path class=\"limit"), 6);
    assert_int_equal(site_fixture_count(text, "dot noted"), 0); /* all inside */
    site_fixture_holds(text, ">England<");
    site_fixture_holds(text, ">Middlesbrough<");
    site_fixture_holds(text, "Agency workers (FTE) + Social workers in post (FTE)");
}

/* One council far outside of what England's differ by: 300 of 400. */
static void outside(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    struct staith_benchmark_area *area =
        &fixture->published->benchmark->results[newest * fixture->dataset->item_count + item]
             .councils[4];
    area->chance.place = STAITH_PLACE_ABOVE;
    staith_chart_funnel(&fixture->svg, fixture->dataset, newest, item);
    assert_int_equal(site_fixture_count(site_fixture_text(fixture), "dot noted"), 1);
}

static void nothing_to_draw(void **state)
{
    struct site_fixture *fixture = *state;
    staith_chart_funnel(&fixture->svg, fixture->dataset, 0,
                        site_fixture_item(fixture, "caseload_fte"));
    assert_string_equal(site_fixture_text(fixture), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dots_and_curves, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(outside, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_to_draw, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
