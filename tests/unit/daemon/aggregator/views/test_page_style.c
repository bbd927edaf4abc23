/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/page_parts.h"

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
    assert_holds(print, ".scroll{overflow:visible}");
    assert_holds(print, "print-color-adjust:exact");
    assert_holds(print, "@page{size:A4 landscape;");
}

/* Classes that the parts use and that carry meaning. */
static void every_quarter_has_a_colour(void **state)
{
    struct fixture *fixture = *state;
    staith_html_style(&fixture->html, staith_page_style());
    const char *css = written(fixture);
    assert_holds(css, "td.q1{");
    assert_holds(css, "td.q4{");
    assert_holds(css, ".bar.q1{");
    assert_holds(css, "path.england{");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_style_loads_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(paper_holds_the_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(every_quarter_has_a_colour, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
