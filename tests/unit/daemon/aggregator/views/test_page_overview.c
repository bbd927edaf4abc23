/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "page_case.h"

static void figures_stand_with_rank_and_quarter(void **state)
{
    struct page_case *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "Alpha &amp; Sons</th><td class=\"q1\">7.7<small>1 of 2, Q1<");
    page_case_holds(text, "Gamma</th><td class=\"q4\">12.3<small>2 of 2, Q4<");
    page_case_holds(text, "All indicators, 2025");
}

static void a_status_has_words_and_no_colour(void **state)
{
    struct page_case *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    page_case_holds(page_case_written(fixture), "Beta</th><td><abbr title=\"");
    page_case_holds(page_case_written(fixture), ">u</abbr></td>");
}

static void the_region_says_how_many_councils(void **state)
{
    struct page_case *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "North East</th><td>9.9<small>2 of 3</small>");
    page_case_holds(text, "England</th><td>11.8</td>");
}

static void what_was_not_sent_is_a_dash(void **state)
{
    struct page_case *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 0);
    page_case_holds(page_case_written(fixture),
                    "Gamma</th><td><abbr title=\"not sent\">\xE2\x80\x93</abbr>");
}

static void measures_are_no_columns(void **state)
{
    struct page_case *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    assert_null(strstr(page_case_written(fixture), "Leavers"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures_stand_with_rank_and_quarter, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(a_status_has_words_and_no_colour, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(the_region_says_how_many_councils, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(what_was_not_sent_is_a_dash, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(measures_are_no_columns, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
