/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static const char *trend(struct site_fixture *fixture, const char *item, int picked)
{
    site_fixture_again(fixture);
    staith_chart_trend(&fixture->svg, fixture->dataset, site_fixture_item(fixture, item), picked);
    return site_fixture_text(fixture);
}

static void lines(void **state)
{
    const char *text = trend(*state, "agency_rate_fte", -1);
    assert_int_equal(site_fixture_count(text, "<path class=\"other\""), 12);
    assert_int_equal(site_fixture_count(text, "<path class=\"region\""), 1);
    assert_int_equal(site_fixture_count(text, "<path class=\"england\""), 1);
    assert_int_equal(site_fixture_count(text, "<path class=\"picked\""), 0);
    site_fixture_holds(text, ">2017<");
    site_fixture_holds(text, ">2025<");
    site_fixture_holds(text, ">England<");
    text = trend(*state, "agency_rate_fte", 0);
    assert_int_equal(site_fixture_count(text, "<path class=\"picked\""), 1);
    site_fixture_holds(text, "with County Durham");
    site_fixture_holds(text, ">Durham<");
}

/* Gateshead withdrew the leavers of 2022: its line has a gap, and so two stretches. */
static void a_gap(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = trend(fixture, "turnover_rate_fte", 2);
    const char *line = strstr(text, "<path class=\"picked\"");
    assert_non_null(line);
    size_t stretches = 0;
    for (const char *at = strstr(line, "d=\"") + 3; *at != '"'; at++) {
        stretches += *at == 'M' ? 1 : 0;
    }
    assert_int_equal(stretches, 2);
}

static void small(void **state)
{
    struct site_fixture *fixture = *state;
    staith_chart_small(&fixture->svg, fixture->dataset,
                       site_fixture_item(fixture, "agency_rate_fte"), 0);
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<path"), 3);
    site_fixture_holds(text, "County Durham, the region and England");
}

/* It holds in one year of nine: a dot, and its name at the end of the line. */
static void a_target_while_it_holds(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "turnover_rate_fte");
    staith_chart_trend(&fixture->svg, fixture->dataset, item, STAITH_CHART_REGION);
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<path class=\"target\""), 1);
    site_fixture_holds(text, ">target<");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_target_while_it_holds, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(lines, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_gap, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(small, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
