/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

#include "page_case.h"

static void the_style_loads_nothing(void **state)
{
    (void)state;
    const char *css = staith_page_style();
    assert_null(strchr(css, '<'));
    assert_null(strstr(css, "url("));
    assert_null(strstr(css, "@import"));
}

/* On paper a table is as wide as it is, on a sheet that is wide enough, and in its colours. */
static void paper_holds_the_tables(void **state)
{
    (void)state;
    const char *print = strstr(staith_page_style(), "@media print{");
    assert_non_null(print);
    page_case_holds(print, ".scroll{overflow:visible}");
    page_case_holds(print, "print-color-adjust:exact");
    page_case_holds(print, "@page{size:A4 landscape;");
}

/* Classes that the parts use and that carry meaning. */
static void every_quarter_has_a_colour(void **state)
{
    struct page_case *fixture = *state;
    staith_html_style(&fixture->html, staith_page_style());
    const char *css = page_case_written(fixture);
    page_case_holds(css, "td.q1{");
    page_case_holds(css, "td.q4{");
    page_case_holds(css, ".bar.q1{");
    page_case_holds(css, "path.england{");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_style_loads_nothing, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(paper_holds_the_tables, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(every_quarter_has_a_colour, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
