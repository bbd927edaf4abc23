/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

/* Middlesbrough's agency rate: mean 21.1, upper limit about 40.5 (test_chart_xmr.c). */
static void chart_and_table(void **state)
{
    struct site_fixture *fixture = *state;
    uint32_t item = site_fixture_item(fixture, "agency_rate_fte");
    fixture->request.council = 4;
    fixture->request.item = item;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "<h2>What is usual for Middlesbrough</h2>");
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">"), 9);
    site_fixture_holds(text, "<td class=\"n\">21.1</td>");
    site_fixture_holds(text, " to 40.");
    site_fixture_holds(text, "outside the limits"); /* 1.2 in 2017 */
    fixture->request.council = -1;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    text = site_fixture_text(fixture);
    site_fixture_holds(text, "<h2>What is usual for North East</h2>");
    site_fixture_holds(text, "agency_rate_fte/xmr.svg");
    fixture->published->benchmark->period_count = 4;
    fixture->request.period = 3;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, item, NULL);
    assert_string_equal(site_fixture_text(fixture), "");
}

/* Four census years before the phase and five in it: limits for the second alone; the first four
 * are shown without. The means are worked out from the published rates of the region. */
static void phases(void **state)
{
    struct site_fixture *fixture = *state;
    staith_part_xmr(&fixture->page, site_fixture_item(fixture, "turnover_rate_fte"), "Title");
    const char *text = site_fixture_text(fixture);
    site_fixture_holds(text, "<h2>Title</h2>");
    assert_int_equal(site_fixture_count(text, "too few in this phase for limits"), 4);
    assert_int_equal(site_fixture_count(text, "<line class=\"phase\""), 1);
    site_fixture_holds(text, "From 2021<small>Another count</small>");
    site_fixture_holds(text, ">Difference from the phase before</th>");
}

/* Of the council's own series alone. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->request.council = 4;
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"), NULL);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers that the councils rounded"), 0);
    site_fixture_round(fixture, "agency_rate_fte", 5);
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"), NULL);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers that the councils rounded"), 0);
    site_fixture_round(fixture, "agency_rate_fte", 4);
    site_fixture_again(fixture);
    staith_part_xmr(&fixture->page, site_fixture_item(fixture, "agency_rate_fte"), NULL);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers that the councils rounded"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(phases, site_fixture_setup_set, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(chart_and_table, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
