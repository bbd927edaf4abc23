/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static const char *bars(struct site_fixture *fixture, int year, const char *item)
{
    site_fixture_again(fixture);
    staith_chart_bars(&fixture->svg, fixture->dataset, published_year(fixture->published, year),
                      site_fixture_item(fixture, item));
    return site_fixture_text(fixture);
}

/* Twelve bars; Durham lower than England, Newcastle and Redcar and Cleveland higher; two lines with
 * their names. */
static void ranked(void **state)
{
    const char *text = bars(*state, 2025, "turnover_rate_fte");
    assert_int_equal(site_fixture_count(text, "<rect class=\"bar"), 12);
    assert_int_equal(site_fixture_count(text, "bar better"), 1);
    assert_int_equal(site_fixture_count(text, "bar worse"), 2);
    assert_int_equal(site_fixture_count(text, "bar similar"), 9);
    assert_int_equal(site_fixture_count(text, "class=\"median\""), 12);
    assert_true(site_fixture_count(text, "class=\"whisker\"") >= 24);
    site_fixture_holds(text, ">North East 11.7<");
    site_fixture_holds(text, ">England 11.8<");
    site_fixture_holds(text, "Turnover rate (FTE) (%) by council, 2025, in order of rank");
    assert_true(strstr(text, ">Durham<") < strstr(text, ">Middlesbrough<"));
}

/* A withdrawn figure has its symbol and no bar; an indicator without intervals no whiskers. */
static void without(void **state)
{
    const char *text = bars(*state, 2022, "turnover_rate_fte");
    assert_int_equal(site_fixture_count(text, "<rect class=\"bar"), 11);
    site_fixture_holds(text, ">u<");
    text = bars(*state, 2025, "caseload_fte");
    assert_int_equal(site_fixture_count(text, "class=\"whisker\""), 0);
    assert_int_equal(site_fixture_count(text, "bar plain"), 12);
}

static void targets_are_lines(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t newest = published_year(fixture->published, 2025);
    staith_chart_bars(&fixture->svg, fixture->dataset, newest,
                      site_fixture_item(fixture, "turnover_rate_fte"));
    const char *text = site_fixture_text(fixture);
    assert_int_equal(site_fixture_count(text, "<line class=\"target\""), 1);
    site_fixture_holds(text, ">Ambition 12<");
    assert_int_equal(site_fixture_count(text, "Own 10.5"), 0); /* a council's own is no line here */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(targets_are_lines, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(ranked, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(without, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
