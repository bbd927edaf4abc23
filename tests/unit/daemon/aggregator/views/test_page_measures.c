/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "page_case.h"

static void counts_stand_by_council(void **state)
{
    struct page_case *fixture = *state;
    staith_page_measures(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "Leavers<small>people</small></th><td>34</td>");
    page_case_holds(text, "<td>1,016</td><td>1,050<small>2 of 3</small></td>");
    assert_null(strstr(text, "Turnover"));
}

static void the_legend_explains_every_symbol(void **state)
{
    struct page_case *fixture = *state;
    staith_page_legend(&fixture->html, &fixture->given.benchmark);
    const char *text = page_case_written(fixture);
    page_case_holds(text, "<dt>z</dt>");
    page_case_holds(text, "<dt>x</dt>");
    page_case_holds(text, "<dt>c</dt>");
    page_case_holds(text, "<dt>u</dt>");
    page_case_holds(text, "<dt>low</dt>");
    page_case_holds(text, "outside the region: facts.csv, OGL v3.0.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts_stand_by_council, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(the_legend_explains_every_symbol, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
