/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "page_case.h"

static void councils_without_a_rank_come_last(void **state)
{
    struct page_case *fixture = *state;
    uint32_t order[3];
    staith_chart_order(&fixture->given.benchmark, 1, 0, order);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 2);
    assert_int_equal(order[2], 1);
}

/* The scale ends at the greatest figure, 12.3: 420 * 7.7 / 12.3 = 262.9; England stands at
 * 170 + 420 * 11.8 / 12.3 = 572.9. */
static void bars_are_to_scale(void **state)
{
    struct page_case *fixture = *state;
    staith_chart_bars(&fixture->html, &fixture->given.benchmark, 1, 0);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "class=\"bar q1\" x=\"170\"");
    page_case_holds(text, "width=\"262.9\"");
    page_case_holds(text, "width=\"420.0\"");
    page_case_holds(text, "class=\"england\" x1=\"572.9\"");
    page_case_holds(text, ">England 11.8<");
    page_case_holds(text, ">North East 9.9<");
    page_case_holds(text, "<title>Turnover &lt;rate&gt; (%) by council, in order of rank</title>");
}

static void a_status_is_a_word_and_not_a_bar(void **state)
{
    struct page_case *fixture = *state;
    staith_chart_bars(&fixture->html, &fixture->given.benchmark, 1, 0);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "class=\"value\" x=\"600.0\" y=\"88.0\">u<");
    const char *first = strstr(text, "<rect");
    assert_non_null(first);
    const char *second = strstr(first + 1, "<rect");
    assert_non_null(second);
    assert_null(strstr(second + 1, "<rect"));
}

/* Grid lines every 5 up to 20: Beta's 20.0 of 2024 stands at the top of the plot, alone. */
static void a_gap_breaks_the_line(void **state)
{
    struct page_case *fixture = *state;
    staith_chart_trend(&fixture->html, &fixture->given.benchmark, 0);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "d=\"M44.0 14.0l0 0\"");
    page_case_holds(text, ">20<");
    assert_null(strstr(text, ">25<"));
    page_case_holds(text, "class=\"period\" x=\"544.0\" y=\"222.0\">2025<");
}

static void a_spark_is_one_council(void **state)
{
    struct page_case *fixture = *state;
    staith_chart_spark(&fixture->html, &fixture->given.benchmark, 0, 0);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "<title>Alpha &amp; Sons over time</title>");
    page_case_holds(text, "class=\"line own\" d=\"M3.0 11.0l0 0L89.0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(councils_without_a_rank_come_last, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(bars_are_to_scale, page_case_setup, page_case_teardown),
        cmocka_unit_test_setup_teardown(a_status_is_a_word_and_not_a_bar, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(a_gap_breaks_the_line, page_case_setup, page_case_teardown),
        cmocka_unit_test_setup_teardown(a_spark_is_one_council, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
