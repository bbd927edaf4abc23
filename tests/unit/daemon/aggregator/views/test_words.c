/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/words.h"

#include "published_fixture.h"

static void small_words(void **state)
{
    (void)state;
    char text[64];
    assert_string_equal(staith_words_trend(STAITH_TREND_NONE), "");
    assert_string_equal(staith_words_trend(STAITH_TREND_FLAT), "no change");
    assert_string_equal(staith_words_trend(STAITH_TREND_UP), "rising");
    assert_string_equal(staith_words_trend(STAITH_TREND_DOWN), "falling");
    assert_string_equal(staith_words_place(STAITH_PLACE_NONE), "");
    assert_string_equal(staith_words_place(STAITH_PLACE_BELOW), "below");
    assert_string_equal(staith_words_place(STAITH_PLACE_INSIDE), "inside");
    assert_string_equal(staith_words_place(STAITH_PLACE_ABOVE), "above");
    assert_string_equal(staith_words_polarity(STAITH_LOW_IS_GOOD), "Low is good.");
    assert_string_equal(staith_words_polarity(STAITH_HIGH_IS_GOOD), "High is good.");
    assert_non_null(strstr(staith_words_polarity(STAITH_NEUTRAL), "Neither"));
    static const struct {
        uint32_t rank;
        bool tied;
        const char *words;
    } RANKS[] = {{1, false, "1st"},   {2, true, "=2nd"},   {3, false, "3rd"},
                 {4, false, "4th"},   {11, false, "11th"}, {12, true, "=12th"},
                 {13, false, "13th"}, {21, false, "21st"}, {112, false, "112th"}};
    for (size_t i = 0; i < sizeof(RANKS) / sizeof(RANKS[0]); i++) {
        staith_words_rank(RANKS[i].rank, RANKS[i].tied, text, sizeof(text));
        assert_string_equal(text, RANKS[i].words);
    }
}

static void periods(void **state)
{
    (void)state;
    char text[64];
    const struct staith_period year = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    const struct staith_period quarter = {STAITH_PERIOD_QUARTER, 2025, 2};
    const struct staith_period month = {STAITH_PERIOD_MONTH, 2025, 6};
    staith_words_period(&year, text, sizeof(text));
    assert_string_equal(text, "year to 30 September 2025");
    staith_words_period(&quarter, text, sizeof(text));
    assert_string_equal(text, "quarter to 30 June 2025");
    staith_words_period(&month, text, sizeof(text));
    assert_string_equal(text, "June 2025");
}

static void figures(void **state)
{
    (void)state;
    char text[64];
    const struct staith_benchmark_item rate = {.unit = "%", .decimals = 1};
    const struct staith_benchmark_item cases = {.unit = "cases per FTE", .decimals = 1};
    struct staith_benchmark_figure figure = {.status = STAITH_STATUS_VALUE, .value = 113};
    staith_words_figure(&figure, &rate, text, sizeof(text));
    assert_string_equal(text, "11.3%");
    staith_words_figure(&figure, &cases, text, sizeof(text));
    assert_string_equal(text, "11.3 cases per FTE");
    figure = (struct staith_benchmark_figure){.status = STAITH_STATUS_UNSET};
    staith_words_figure(&figure, &rate, text, sizeof(text));
    assert_string_equal(text, "not sent");
    figure.status = STAITH_STATUS_UNRELIABLE;
    staith_words_figure(&figure, &rate, text, sizeof(text));
    assert_string_equal(text, staith_status_words(STAITH_STATUS_UNRELIABLE));
    figure = (struct staith_benchmark_figure){
        .status = STAITH_STATUS_SUPPRESSED, .band = STAITH_BAND_UP_TO, .end = 42};
    staith_words_figure(&figure, &rate, text, sizeof(text));
    assert_string_equal(text, "up to 4.2%");
}

static void tags(void **state)
{
    (void)state;
    const struct staith_benchmark_item low = {.polarity = STAITH_LOW_IS_GOOD};
    const struct staith_benchmark_item neutral = {.polarity = STAITH_NEUTRAL};
    assert_string_equal(staith_words_tag(&low, STAITH_WORD_LOWER), "better");
    assert_string_equal(staith_words_class(&low, STAITH_WORD_LOWER), "better");
    assert_string_equal(staith_words_tag(&low, STAITH_WORD_HIGHER), "worse");
    assert_string_equal(staith_words_tag(&low, STAITH_WORD_SIMILAR), "similar");
    assert_string_equal(staith_words_tag(&low, STAITH_WORD_NONE), "");
    assert_string_equal(staith_words_class(&low, STAITH_WORD_NONE), "plain");
    assert_string_equal(staith_words_tag(&neutral, STAITH_WORD_LOWER), "lower");
    assert_string_equal(staith_words_class(&neutral, STAITH_WORD_LOWER), "plain");
}

static const char *summary(const struct published_fixture *fixture, int year, const char *item,
                           const char *council)
{
    static char text[STAITH_WORDS_SENTENCE_BYTES];
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        if (strcmp(fixture->councils[i].code, council) == 0) {
            staith_words_summary(fixture->benchmark, published_year(fixture, year),
                                 published_item(fixture, item), i, text);
        }
    }
    return text;
}

/* Only what chance does not explain is said; where there is nothing, nothing is. */
static void summaries(void **state)
{
    const struct published_fixture *fixture = *state;
    assert_string_equal(summary(fixture, 2025, "turnover_rate_fte", "841"), "");
    assert_string_equal(summary(fixture, 2025, "caseload_fte", "840"), "");
    assert_string_equal(summary(fixture, 2022, "turnover_rate_fte", "390"), "");
    const char *durham = summary(fixture, 2025, "turnover_rate_fte", "840");
    assert_non_null(strstr(durham, "Turnover rate (FTE) was 7.7%: lower than England (11.8)"));
    const char *tyneside = summary(fixture, 2025, "agency_rate_fte", "392");
    assert_non_null(strstr(tyneside, "lower than England (13.0)"));
    assert_non_null(strstr(tyneside, "rising over five periods"));
    assert_null(strstr(tyneside, "the period before"));
    assert_non_null(
        strstr(summary(fixture, 2022, "agency_rate_fte", "807"), "up from 13.9 the period before"));
}

static void methods(void **state)
{
    (void)state;
    struct staith_benchmark_item item = {.kind = STAITH_RATIO_PROPORTION};
    assert_non_null(strstr(staith_words_method(&item), "Wilson"));
    item.kind = STAITH_RATIO_RATE;
    assert_non_null(strstr(staith_words_method(&item), "Byar"));
    item.kind = STAITH_RATIO_NONE;
    assert_non_null(strstr(staith_words_method(&item), "No interval"));
}

static void reasons(void **state)
{
    (void)state;
    assert_string_equal(staith_words_reason("too_few_people"), "too few people");
    assert_string_equal(staith_words_reason("of_its_own"), "of_its_own");
    assert_null(staith_words_reason(NULL));
}

static void targets(void **state)
{
    (void)state;
    struct staith_benchmark_item item = {.polarity = STAITH_LOW_IS_GOOD};
    assert_string_equal(staith_words_target(&item, STAITH_WORD_LOWER), "met");
    assert_string_equal(staith_words_target(&item, STAITH_WORD_SIMILAR), "about met");
    assert_string_equal(staith_words_target(&item, STAITH_WORD_HIGHER), "missed");
    assert_string_equal(staith_words_target(&item, STAITH_WORD_NONE), "");
    item.polarity = STAITH_HIGH_IS_GOOD;
    assert_string_equal(staith_words_target(&item, STAITH_WORD_LOWER), "missed");
    assert_string_equal(staith_words_target(&item, STAITH_WORD_HIGHER), "met");
    item.polarity = STAITH_NEUTRAL;
    assert_string_equal(staith_words_target(&item, STAITH_WORD_LOWER), "below");
    assert_string_equal(staith_words_target(&item, STAITH_WORD_SIMILAR), "about");
}

/* 2026-02-28 is day 20512; 1772285400000 is half past one that day. */
static void dates(void **state)
{
    (void)state;
    char text[48];
    staith_words_date(20512, text, sizeof(text));
    assert_string_equal(text, "28 February 2026");
    staith_words_time(1772285400000, true, text, sizeof(text));
    assert_string_equal(text, "28 February 2026 13:30");
    staith_words_time(1772285400000, false, text, sizeof(text));
    assert_string_equal(text, "28 February 2026");
}

/* What a test did not find is not said to be absent. */
static void found(void **state)
{
    (void)state;
    assert_string_equal(staith_words_change_found(STAITH_TREND_NONE), "not tested");
    assert_string_equal(staith_words_change_found(STAITH_TREND_FLAT), "none found");
    assert_string_equal(staith_words_change_found(STAITH_TREND_UP), "up");
    assert_string_equal(staith_words_change_found(STAITH_TREND_DOWN), "down");
    assert_string_equal(staith_words_trend_found(STAITH_TREND_FLAT), "none found");
    assert_string_equal(staith_words_trend_found(STAITH_TREND_UP), "rising");
    assert_string_equal(staith_words_trend_found(STAITH_TREND_DOWN), "falling");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(targets),   cmocka_unit_test(reasons), cmocka_unit_test(small_words),
        cmocka_unit_test(periods),   cmocka_unit_test(figures), cmocka_unit_test(tags),
        cmocka_unit_test(summaries), cmocka_unit_test(methods), cmocka_unit_test(dates),
        cmocka_unit_test(found),
    };
    return cmocka_run_group_tests(tests, published_setup, published_teardown);
}
