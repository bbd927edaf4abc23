/* SPDX-License-Identifier: Apache-2.0 */
#include "site_fixture.h"

static void heat_table(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "csww/2025/index.html");
    site_fixture_holds(text, "Figures from 12 of 12 councils for the year to 30 September 2025");
    /* Durham's turnover: the figure, its word, its place. */
    site_fixture_holds(text, "<td class=\"better\"><b>7.7</b><small>better</small><small>1st (1");
    site_fixture_holds(text, "<td class=\"worse\"><b>16.9</b><small>worse</small>");
    site_fixture_holds(text,
                       "<td class=\"plain\"><b>16.6</b><small>6th</small></td>"); /* caseload */
    site_fixture_holds(text, "<small>higher</small>"); /* neither is good: a word, no colour */
    site_fixture_holds(text, "12 of 12</small>");
    assert_int_equal(site_fixture_count(text, "<h1>"), 1);
    site_fixture_holds(text, "Counts and sums behind the rates");
    site_fixture_holds(text, "href=\"../../csww/2025/indicators/caseload_fte.html\"");
    site_fixture_holds(text, "href=\"../../csww/2025/councils/929.html\"");
    site_fixture_holds(text, "href=\"../../csww/2025/index.xlsx\"");
}

/* Eleven councils inside where one has withdrawn. */
static void not_all_inside(void **state)
{
    const char *text = site_fixture_page(*state, "csww/2022/index.html");
    site_fixture_holds(text, "<small>11 of 12</small>");
    site_fixture_holds(text, "<td class=\"plain\"><b><abbr title=\"low reliability");
}

/* Without measures there is no second table. */
static void no_measures(void **state)
{
    struct site_fixture *fixture = *state;
    fixture->published->benchmark->item_count = PUBLISHED_INDICATORS;
    staith_part_measures(&fixture->page);
    assert_string_equal(site_fixture_text(fixture), "");
}

/* What England has not is not compared with it, and no row of dashes says so. */
static void without_england(void **state)
{
    struct site_fixture *fixture = *state;
    struct staith_benchmark *benchmark = fixture->published->benchmark;
    const char *text = site_fixture_page(fixture, "csww/2025/index.html");
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">England</th>"), 1);
    for (uint32_t i = 0; i < benchmark->period_count * benchmark->item_count; i++) {
        benchmark->results[i].country = (struct staith_benchmark_figure){0};
    }
    text = site_fixture_page(fixture, "csww/2025/index.html");
    assert_int_equal(site_fixture_count(text, "<th scope=\"row\">England</th>"), 0);
    site_fixture_holds(text, "England has no figures of these");
    assert_null(strstr(text, "Blue, better"));
    site_fixture_holds(text, "30 September 2025, beside the region.</p>");
}

static void groups_are_rows(void **state)
{
    struct site_fixture *fixture = *state;
    const char *text = site_fixture_page(fixture, "csww/2025/index.html");
    site_fixture_holds(text, "<th scope=\"row\">Tees &lt;Valley&gt;</th>");
    site_fixture_holds(text, "13.2<small>5 of 6</small>");
}

/* Said once, whichever indicator it is of. */
static void rounded_numbers(void **state)
{
    struct site_fixture *fixture = *state;
    site_fixture_again(fixture);
    staith_part_region(&fixture->page);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 0);
    site_fixture_round(fixture, "turnover_rate_fte", 0);
    site_fixture_again(fixture);
    staith_part_region(&fixture->page);
    assert_int_equal(
        site_fixture_count(site_fixture_text(fixture), "numbers were rounded in the councils"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rounded_numbers, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(groups_are_rows, site_fixture_setup_set,
                                        site_fixture_teardown),
        cmocka_unit_test_setup_teardown(without_england, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(heat_table, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(not_all_inside, site_fixture_setup, site_fixture_teardown),
        cmocka_unit_test_setup_teardown(no_measures, site_fixture_setup, site_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
