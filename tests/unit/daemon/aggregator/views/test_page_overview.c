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

static void figures_stand_with_rank_and_quarter(void **state)
{
    struct fixture *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = written(fixture);
    assert_holds(text, "Alpha &amp; Sons</th><td class=\"q1\">7.7<small>1 of 2, Q1<");
    assert_holds(text, "Gamma</th><td class=\"q4\">12.3<small>2 of 2, Q4<");
    assert_holds(text, "All indicators, 2025");
}

static void a_status_has_words_and_no_colour(void **state)
{
    struct fixture *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    assert_holds(written(fixture), "Beta</th><td><abbr title=\"");
    assert_holds(written(fixture), ">u</abbr></td>");
}

static void the_region_says_how_many_councils(void **state)
{
    struct fixture *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    const char *text = written(fixture);
    assert_holds(text, "North East</th><td>9.9<small>2 of 3</small>");
    assert_holds(text, "England</th><td>11.8</td>");
}

static void what_was_not_sent_is_a_dash(void **state)
{
    struct fixture *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 0);
    assert_holds(written(fixture), "Gamma</th><td><abbr title=\"not sent\">\xE2\x80\x93</abbr>");
}

static void measures_are_no_columns(void **state)
{
    struct fixture *fixture = *state;
    staith_page_overview(&fixture->html, &fixture->given.benchmark, 1);
    assert_null(strstr(written(fixture), "Leavers"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(figures_stand_with_rank_and_quarter, setup, teardown),
        cmocka_unit_test_setup_teardown(a_status_has_words_and_no_colour, setup, teardown),
        cmocka_unit_test_setup_teardown(the_region_says_how_many_councils, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_not_sent_is_a_dash, setup, teardown),
        cmocka_unit_test_setup_teardown(measures_are_no_columns, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
