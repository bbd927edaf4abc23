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

static void counts_stand_by_council(void **state)
{
    struct fixture *fixture = *state;
    staith_page_measures(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = written(fixture);
    assert_holds(text, "Leavers<small>people</small></th><td>34</td>");
    assert_holds(text, "<td>1,016</td><td>1,050<small>2 of 3</small></td>");
    assert_null(strstr(text, "Turnover"));
}

static void the_legend_explains_every_symbol(void **state)
{
    struct fixture *fixture = *state;
    staith_page_legend(&fixture->html, &fixture->given.benchmark);
    const char *text = written(fixture);
    assert_holds(text, "<dt>z</dt>");
    assert_holds(text, "<dt>x</dt>");
    assert_holds(text, "<dt>c</dt>");
    assert_holds(text, "<dt>u</dt>");
    assert_holds(text, "<dt>low</dt>");
    assert_holds(text, "outside the region: facts.csv, OGL v3.0.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counts_stand_by_council, setup, teardown),
        cmocka_unit_test_setup_teardown(the_legend_explains_every_symbol, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
