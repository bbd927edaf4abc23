/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page.h"

#include "aggregator/views/html.h"

#include "views_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct views_fixture given;
    struct staith_buf out;
    struct staith_html html;
};

static int setup(void **state)
{
    static struct fixture fixture;
    views_fixture_fill(&fixture.given);
    staith_buf_init(&fixture.out, 1024U * 1024U);
    staith_html_init(&fixture.html, &fixture.out);
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    staith_buf_deinit(&fixture->out);
    return 0;
}

/* The document so far; every element is closed. */
static const char *written(struct fixture *fixture)
{
    assert_int_equal(staith_html_end(&fixture->html), 0);
    const char *text = staith_buf_cstr(&fixture->out);
    assert_non_null(text);
    return text;
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in: %s", part, text);
    }
}

static const char *page(struct fixture *fixture)
{
    const struct staith_views_page_options options = {
        .title = "Workforce", .note = "Invented <people>.", .made_unix_ms = 1764547200000};
    assert_int_equal(staith_views_page(&fixture->given.benchmark, &options, &fixture->out), 0);
    return written(fixture);
}

static void it_is_whole_and_loads_nothing(void **state)
{
    const char *text = page(*state);
    assert_memory_equal(text, "<!doctype html>\n<html lang=\"en-GB\">", 34);
    assert_holds(text, "content=\"default-src &#39;none&#39;");
    assert_holds(text, "</html>\n");
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "src=\""));
    assert_null(strstr(text, "href=\"http"));
}

static void it_says_what_and_when(void **state)
{
    const char *text = page(*state);
    assert_holds(text, "<h1>North East: Workforce</h1>");
    assert_holds(text, "Year to 30 September 2025. Figures from 3 of 3 councils");
    assert_holds(text, "Invented &lt;people&gt;.");
    assert_holds(text, "Page made 2025-12-01T00:00:00.000Z by Staith.");
}

static void a_page_that_does_not_fit_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_views_page_options options = {.title = "Workforce"};
    struct staith_buf tight;
    staith_buf_init(&tight, 5000);
    assert_int_not_equal(staith_views_page(&fixture->given.benchmark, &options, &tight), 0);
    staith_buf_deinit(&tight);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_whole_and_loads_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(it_says_what_and_when, setup, teardown),
        cmocka_unit_test_setup_teardown(a_page_that_does_not_fit_is_an_error, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
