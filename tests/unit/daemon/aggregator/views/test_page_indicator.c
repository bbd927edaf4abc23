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

static const char *section(struct fixture *fixture)
{
    staith_page_indicator(&fixture->html, &fixture->given.benchmark, 1, 0);
    return written(fixture);
}

/* 7.7 - 11.8 = -4.1 and 12.3 - 11.8 = 0.5; the median 9.250 is shown as 9.3. */
static void a_row_has_neighbours_and_the_distance_from_england(void **state)
{
    const char *text = section(*state);
    assert_holds(text, "<td>9.3 (8)</td><td>\xE2\x88\x92"
                       "4.1</td>");
    assert_holds(text, "<td>+0.5</td>");
}

static void a_mark_says_its_reason(void **state)
{
    assert_holds(section(*state), ">u</abbr><small>withdrawn</small>");
}

static void it_says_what_is_good_and_where_the_rule_is_from(void **state)
{
    const char *text = section(*state);
    assert_holds(text, "Leavers over staff. Low is good.");
    assert_holds(text, "Source: A statute");
    assert_holds(text, "<h2>Turnover &lt;rate&gt;, %</h2>");
}

static void one_period_has_no_trend(void **state)
{
    struct fixture *fixture = *state;
    fixture->given.benchmark.period_count = 1;
    staith_page_indicator(&fixture->html, &fixture->given.benchmark, 0, 0);
    assert_null(strstr(written(fixture), "Over time"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_has_neighbours_and_the_distance_from_england, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_mark_says_its_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(it_says_what_is_good_and_where_the_rule_is_from, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(one_period_has_no_trend, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
