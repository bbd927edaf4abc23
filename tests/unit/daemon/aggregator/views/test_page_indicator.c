/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "page_case.h"

static const char *section(struct page_case *fixture)
{
    staith_page_indicator(&fixture->html, &fixture->given.benchmark, 1, 0);
    return page_case_written(fixture);
}

/* 7.7 - 11.8 = -4.1 and 12.3 - 11.8 = 0.5; the median 9.250 is shown as 9.3. */
static void a_row_has_neighbours_and_the_distance_from_england(void **state)
{
    const char *text = section(*state);
    page_case_holds(text, "<td>9.3 (8)</td><td>\xE2\x88\x92"
                          "4.1</td>");
    page_case_holds(text, "<td>+0.5</td>");
}

static void a_mark_says_its_reason(void **state)
{
    page_case_holds(section(*state), ">u</abbr><small>withdrawn</small>");
}

static void it_says_what_is_good_and_where_the_rule_is_from(void **state)
{
    const char *text = section(*state);
    page_case_holds(text, "Leavers over staff. Low is good.");
    page_case_holds(text, "Source: A statute");
    page_case_holds(text, "<h2>Turnover &lt;rate&gt;, %</h2>");
}

static void one_period_has_no_trend(void **state)
{
    struct page_case *fixture = *state;
    fixture->given.benchmark.period_count = 1;
    staith_page_indicator(&fixture->html, &fixture->given.benchmark, 0, 0);
    assert_null(strstr(page_case_written(fixture), "Over time"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_has_neighbours_and_the_distance_from_england,
                                        page_case_setup, page_case_teardown),
        cmocka_unit_test_setup_teardown(a_mark_says_its_reason, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(it_says_what_is_good_and_where_the_rule_is_from,
                                        page_case_setup, page_case_teardown),
        cmocka_unit_test_setup_teardown(one_period_has_no_trend, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
