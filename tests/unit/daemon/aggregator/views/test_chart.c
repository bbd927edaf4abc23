/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

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

static void councils_without_a_rank_come_last(void **state)
{
    struct fixture *fixture = *state;
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
    struct fixture *fixture = *state;
    staith_chart_bars(&fixture->html, &fixture->given.benchmark, 1, 0);
    const char *text = written(fixture);
    assert_holds(text, "class=\"bar q1\" x=\"170\"");
    assert_holds(text, "width=\"262.9\"");
    assert_holds(text, "width=\"420.0\"");
    assert_holds(text, "class=\"england\" x1=\"572.9\"");
    assert_holds(text, ">England 11.8<");
    assert_holds(text, ">North East 9.9<");
    assert_holds(text, "<title>Turnover &lt;rate&gt; (%) by council, in order of rank</title>");
}

static void a_status_is_a_word_and_not_a_bar(void **state)
{
    struct fixture *fixture = *state;
    staith_chart_bars(&fixture->html, &fixture->given.benchmark, 1, 0);
    const char *text = written(fixture);
    assert_holds(text, "class=\"value\" x=\"600.0\" y=\"88.0\">u<");
    const char *first = strstr(text, "<rect");
    assert_non_null(first);
    const char *second = strstr(first + 1, "<rect");
    assert_non_null(second);
    assert_null(strstr(second + 1, "<rect"));
}

/* Grid lines every 5 up to 20: Beta's 20.0 of 2024 stands at the top of the plot, alone. */
static void a_gap_breaks_the_line(void **state)
{
    struct fixture *fixture = *state;
    staith_chart_trend(&fixture->html, &fixture->given.benchmark, 0);
    const char *text = written(fixture);
    assert_holds(text, "d=\"M44.0 14.0l0 0\"");
    assert_holds(text, ">20<");
    assert_null(strstr(text, ">25<"));
    assert_holds(text, "class=\"period\" x=\"544.0\" y=\"222.0\">2025<");
}

static void a_spark_is_one_council(void **state)
{
    struct fixture *fixture = *state;
    staith_chart_spark(&fixture->html, &fixture->given.benchmark, 0, 0);
    const char *text = written(fixture);
    assert_holds(text, "<title>Alpha &amp; Sons over time</title>");
    assert_holds(text, "class=\"line own\" d=\"M3.0 11.0l0 0L89.0 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(councils_without_a_rank_come_last, setup, teardown),
        cmocka_unit_test_setup_teardown(bars_are_to_scale, setup, teardown),
        cmocka_unit_test_setup_teardown(a_status_is_a_word_and_not_a_bar, setup, teardown),
        cmocka_unit_test_setup_teardown(a_gap_breaks_the_line, setup, teardown),
        cmocka_unit_test_setup_teardown(a_spark_is_one_council, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
