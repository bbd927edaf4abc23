/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/table.h"

#include "benchmark_fixture.h"
#include "views_fixture.h"

#include "base/err.h"

#include <locale.h>

static const char *text_of(const struct staith_benchmark *benchmark, unsigned width, bool colour,
                           struct staith_buf *out)
{
    const struct staith_views_table_options options = {.width = width, .colour = colour};
    staith_buf_init(out, 1 << 20);
    assert_int_equal(staith_views_table(benchmark, &options, out), 0);
    return staith_buf_cstr(out);
}

static void expect(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in\n%s", part, text);
    }
}

static size_t widest(const char *text)
{
    size_t most = 0;
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width = *text == '\n' ? 0 : width + ((*text & 0xC0) != 0x80 ? 1 : 0);
        most = width > most ? width : most;
    }
    return most;
}

static void councils_across_where_it_fits(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    const char *text = text_of(&fixture.benchmark, 0, false, &out);
    expect(text, "\nNorth East, 2025\n"
                 "                            Alpha  Beta  Gamma  Region (n)  England\n"
                 "Turnover <rate>, %            7.7     u   12.3     9.9 (2)     11.8\n"
                 "  rank of 2                     1            2\n"
                 "  neighbours' median (n)  9.3 (8)\n"
                 "Leavers, people                34     \xE2\x80\x93  1,016   1,050 (2)"
                 "        \xE2\x80\x93\n");
    expect(text, "\nu    low reliability\n");
    expect(text, "\n\xE2\x80\x93    nothing sent or published\n");
    expect(text, "England: as published; facts.csv, OGL v3.0.\n");
    assert_null(strstr(text, "\nz "));
    assert_null(strchr(text, '\033'));
    staith_buf_deinit(&out);
}

static void councils_down_where_it_does_not(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    /* 24 + 7 + 4 + 5 + 10 + 7 columns and five gaps of one take 62. */
    const char *text = text_of(&fixture.benchmark, 61, false, &out);
    expect(text, "\nTurnover <rate>, %\n"
                 "Council         Value Rank of 2 Quarter Neighbours (n) England Difference\n"
                 "Alpha             7.7         1    best        9.3 (8)    11.8       -4.1\n"
                 "Beta                u                                     11.8\n"
                 "Gamma            12.3         2    last                   11.8       +0.5\n"
                 "Region (2 of 3)   9.9                                     11.8       -1.9\n");
    expect(text, "A wider terminal shows all councils side by side, with the\ncounts.\n");
    expect(text, "Neighbours: median of each council's statistical neighbours;\n(n) have");
    staith_buf_deinit(&out);
}

static void gap_shrinks_before_the_layout_changes(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    const char *text = text_of(&fixture.benchmark, 66, false, &out);
    expect(text, "  Alpha Beta Gamma Region (n) England\n");
    assert_null(strstr(text, "A wider terminal"));
    staith_buf_deinit(&out);
}

/* Twelve councils with the longest numbers that occur, in 200 columns. */
static void twelve_councils_fit_200_columns(void **state)
{
    (void)state;
    static const char *const SHORT[] = {"Durham",     "Darlington", "Gateshead",  "Hartlepool",
                                        "Middlesbro", "Newcastle",  "N Tyneside", "Northumb",
                                        "Redcar",     "S Tyneside", "Stockton",   "Sunderland"};
    static const char *const NEIGHBOURS[] = {"900"};
    static struct benchmark_fixture fixture;
    struct staith_benchmark_council councils[12];
    struct staith_benchmark_question question = benchmark_fixture_question(NULL);
    struct staith_benchmark *benchmark = NULL;
    struct staith_err err = {0};
    char codes[12][4];
    for (int i = 0; i < 12; i++) {
        (void)snprintf(codes[i], sizeof(codes[i]), "%d", 800 + i);
        councils[i] =
            (struct staith_benchmark_council){codes[i], SHORT[i], SHORT[i], 1, NEIGHBOURS, 0, 0};
        benchmark_fixture_turnover(&fixture, codes[i], 34, 430);
        benchmark_fixture_number(&fixture, codes[i], 2025, "working_days_lost_fte", 307400);
    }
    (void)benchmark_fixture_national(&fixture, "2025", "900", "turnover_rate_headcount",
                                     STAITH_STATUS_VALUE, 1000);
    (void)benchmark_fixture_national(&fixture, "2025", "ENG", "working_days_lost_fte",
                                     STAITH_STATUS_VALUE, 3227863);
    question.council_count = 12;
    question.councils = councils;
    assert_int_equal(staith_benchmark_compute(&question, fixture.figures, fixture.figure_count,
                                              fixture.nationals, fixture.national_count, &benchmark,
                                              &err),
                     0);
    struct staith_buf out;
    const char *text = text_of(benchmark, 200, false, &out);
    expect(text, "Sunderland");
    expect(text, "100.0 (1)");
    expect(text, "322,786.3");
    expect(text, "Region (n)");
    assert_true(widest(text) <= 200);
    staith_buf_deinit(&out);
    text = text_of(benchmark, 80, false, &out);
    expect(text, "=1");
    assert_true(widest(text) <= 100);
    staith_buf_deinit(&out);
    staith_benchmark_free(benchmark);
}

static void colour_only_where_it_is_wanted(void **state)
{
    (void)state;
    struct views_fixture fixture;
    struct staith_buf out;
    views_fixture_fill(&fixture);
    const char *text = text_of(&fixture.benchmark, 0, true, &out);
    expect(text, "\033[32m    7.7");
    expect(text, "\033[31m 12.3");
    staith_buf_deinit(&out);
}

static void neutral_says_what_first_means(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "agency_cover_fte", 5000000);
    benchmark_fixture_number(&fixture, "840", 2025, "agency_fte", 10000000);
    struct staith_benchmark *benchmark =
        benchmark_fixture_compute(&fixture, "agency_cover_rate_fte");
    struct staith_buf out;
    const char *text = text_of(benchmark, 0, false, &out);
    expect(text, "rank of 1, 1 highest");
    expect(text, "England: as published, none imported.");
    staith_buf_deinit(&out);
    text = text_of(benchmark, 60, false, &out);
    expect(text, "Cover rate, % (neither high nor low is good)");
    staith_buf_deinit(&out);
    staith_benchmark_free(benchmark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(councils_across_where_it_fits),
        cmocka_unit_test(councils_down_where_it_does_not),
        cmocka_unit_test(gap_shrinks_before_the_layout_changes),
        cmocka_unit_test(twelve_councils_fit_200_columns),
        cmocka_unit_test(colour_only_where_it_is_wanted),
        cmocka_unit_test(neutral_says_what_first_means),
    };
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
