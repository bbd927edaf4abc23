/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page.h"

#include "page_case.h"

static const char *page(struct page_case *fixture)
{
    const struct staith_views_page_options options = {
        .title = "Workforce", .note = "Invented <people>.", .made_unix_ms = 1764547200000};
    assert_int_equal(staith_views_page(&fixture->given.benchmark, &options, &fixture->out), 0);
    return page_case_written(fixture);
}

static void it_is_whole_and_loads_nothing(void **state)
{
    const char *text = page(*state);
    assert_memory_equal(text, "<!doctype html>\n<html lang=\"en-GB\">", 34);
    page_case_holds(text, "content=\"default-src &#39;none&#39;");
    page_case_holds(text, "</html>\n");
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "src=\""));
    assert_null(strstr(text, "href=\"http"));
}

static void it_says_what_and_when(void **state)
{
    const char *text = page(*state);
    page_case_holds(text, "<h1>North East: Workforce</h1>");
    page_case_holds(text, "Year to 30 September 2025. Figures from 3 of 3 councils");
    page_case_holds(text, "Invented &lt;people&gt;.");
    page_case_holds(text, "Page made 2025-12-01T00:00:00.000Z by Staith.");
}

static void a_page_that_does_not_fit_is_an_error(void **state)
{
    struct page_case *fixture = *state;
    const struct staith_views_page_options options = {.title = "Workforce"};
    struct staith_buf tight;
    staith_buf_init(&tight, 5000);
    assert_int_not_equal(staith_views_page(&fixture->given.benchmark, &options, &tight), 0);
    staith_buf_deinit(&tight);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_whole_and_loads_nothing, page_case_setup,
                                        page_case_teardown),
        cmocka_unit_test_setup_teardown(it_says_what_and_when, page_case_setup, page_case_teardown),
        cmocka_unit_test_setup_teardown(a_page_that_does_not_fit_is_an_error, page_case_setup,
                                        page_case_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
