/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"
#include "benchmark_fixture.h"

static struct staith_benchmark_item item(uint32_t numerator_digits, uint32_t denominator_digits,
                                         uint32_t flags)
{
    struct staith_benchmark_item made = {.decimals = 1,
                                         .flags = flags,
                                         .numerator_digits = numerator_digits,
                                         .denominator_digits = denominator_digits};
    return made;
}

static struct staith_benchmark_figure rate(const struct staith_benchmark_item *of, int64_t n,
                                           int64_t d)
{
    struct staith_value numerator = staith_value_exact(n);
    struct staith_value denominator = staith_value_exact(d);
    return staith_benchmark_rate(of, 100, &numerator, &denominator, false);
}

static void expect(struct staith_benchmark_figure figure, enum staith_status status, int64_t value)
{
    assert_int_equal(figure.status, status);
    assert_int_equal(figure.value, value);
}

/* Exact halves of a tenth: 11.25, 6.25 and 8.75 per cent go up, whatever floats would do. */
static void halves_go_up(void **state)
{
    (void)state;
    struct staith_benchmark_item people = item(0, 0, 0);
    expect(rate(&people, 9, 80), STAITH_STATUS_VALUE, 113);
    expect(rate(&people, 9, 144), STAITH_STATUS_VALUE, 63);
    expect(rate(&people, 14, 160), STAITH_STATUS_VALUE, 88);
    expect(rate(&people, 1, 3), STAITH_STATUS_VALUE, 333);
    expect(rate(&people, 2, 3), STAITH_STATUS_VALUE, 667);
    expect(rate(&people, 12, 10), STAITH_STATUS_VALUE, 1200);
}

static struct staith_benchmark_figure rounded(int64_t n, int64_t d)
{
    struct staith_benchmark_item people = item(0, 0, 0);
    struct staith_value numerator = {STAITH_STATUS_VALUE, n, n > 4 ? n - 4 : 0, n + 4};
    struct staith_value denominator = {STAITH_STATUS_VALUE, d, d > 4 ? d - 4 : 0, d + 4};
    return staith_benchmark_rate(&people, 100, &numerator, &denominator, false);
}

/* Parts that are rounded to multiples of 5: no rate of a few people, none that says 0 or 100 % of
 * everybody, and where there are many, the rate. */
static void rates_of_rounded_parts_say_no_more_than_they_do(void **state)
{
    (void)state;
    expect(rounded(50, 200), STAITH_STATUS_VALUE, 250);
    expect(rounded(0, 0), STAITH_STATUS_SUPPRESSED, 0);
    expect(rounded(5, 5), STAITH_STATUS_SUPPRESSED, 0);
    expect(rounded(0, 100), STAITH_STATUS_SUPPRESSED, 0);
    expect(rounded(100, 100), STAITH_STATUS_SUPPRESSED, 0);
    assert_int_equal(rounded(0, 0).band, STAITH_BAND_NONE);
    assert_int_equal(rounded(50, 200).band, STAITH_BAND_NONE);
}

/* None of 100 are at most 4 of 96 at least, 4.17 %; all of 100 are at least 96 of 104 at most, 92.3
 * %. A share of more than all is all. */
static void none_and_all_are_bands(void **state)
{
    (void)state;
    struct staith_benchmark_figure figure = rounded(0, 100);
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    assert_int_equal(figure.band, STAITH_BAND_UP_TO);
    assert_int_equal(figure.end, 42);
    staith_benchmark_text(&figure, 1, true, text);
    assert_string_equal(text, "up to 4.2");
    figure = rounded(100, 100);
    assert_int_equal(figure.band, STAITH_BAND_FROM);
    assert_int_equal(figure.end, 923);
    staith_benchmark_text(&figure, 1, true, text);
    assert_string_equal(text, "from 92.3");
    struct staith_benchmark_item share = item(0, 0, 0);
    const struct staith_value more = {STAITH_STATUS_VALUE, 105, 101, 109};
    const struct staith_value all = {STAITH_STATUS_VALUE, 100, 96, 104};
    expect(staith_benchmark_rate(&share, 100, &more, &all, false), STAITH_STATUS_VALUE, 1050);
    share.kind = STAITH_RATIO_PROPORTION;
    figure = staith_benchmark_rate(&share, 100, &more, &all, false);
    expect(figure, STAITH_STATUS_SUPPRESSED, 0);
    assert_int_equal(figure.band, STAITH_BAND_FROM);
    assert_int_equal(figure.end, 971); /* 101 of 104 */
    /* Two decimals are asked for, and one is given: the end is in hundredths all the same. */
    share.decimals = 2;
    const struct staith_value none = {STAITH_STATUS_VALUE, 0, 0, 4};
    assert_int_equal(staith_benchmark_rate(&share, 100, &none, &all, false).end, 420);
    assert_null(staith_benchmark_band_words(STAITH_BAND_NONE));
    assert_non_null(strstr(staith_benchmark_band_words(STAITH_BAND_UP_TO), "a plain 0"));
    assert_non_null(strstr(staith_benchmark_band_words(STAITH_BAND_FROM), "a plain 100"));
    assert_null(staith_benchmark_band_words((enum staith_benchmark_band)3));
}

/* What is added keeps its interval. */
static void sums_keep_their_intervals(void **state)
{
    (void)state;
    const struct staith_value a = {STAITH_STATUS_VALUE, 5, 1, 9};
    const struct staith_value b = {STAITH_STATUS_VALUE, 0, 0, 4};
    const struct staith_value sum = staith_benchmark_add(&a, &b);
    assert_int_equal(sum.value, 5);
    assert_int_equal(sum.lo, 1);
    assert_int_equal(sum.hi, 13);
    const struct staith_value up = staith_benchmark_scale_up(&a, 2);
    assert_int_equal(up.lo, 100);
    assert_int_equal(up.hi, 900);
}

static void nothing_of_nothing_is_z(void **state)
{
    (void)state;
    struct staith_benchmark_item people = item(0, 0, 0);
    struct staith_benchmark_item cover = item(6, 6, STAITH_OVER_100_IS_UNRELIABLE);
    expect(rate(&people, 0, 0), STAITH_STATUS_NOT_APPLICABLE, 0);
    expect(rate(&people, 3, 0), STAITH_STATUS_NOT_APPLICABLE, 0);
    expect(rate(&people, 0, 50), STAITH_STATUS_VALUE, 0);
    expect(rate(&cover, 0, 0), STAITH_STATUS_NOT_APPLICABLE, 0);
    expect(rate(&cover, 3, 0), STAITH_STATUS_UNRELIABLE, 0);
}

static void cover_above_100_is_u(void **state)
{
    (void)state;
    struct staith_benchmark_item cover = item(6, 6, STAITH_OVER_100_IS_UNRELIABLE);
    expect(rate(&cover, 105300000, 103400000), STAITH_STATUS_UNRELIABLE, 0);
    expect(rate(&cover, 35200000, 35200000), STAITH_STATUS_VALUE, 1000);
    expect(rate(&cover, 1000000, 999999), STAITH_STATUS_VALUE, 1000); /* three thirds */
    cover.flags = 0;
    expect(rate(&cover, 105300000, 103400000), STAITH_STATUS_VALUE, 1018);
}

/* 0.04 FTE of 233.7 is 0.017 %: not 0, but it rounds to 0. */
static void what_rounds_to_0_is_low(void **state)
{
    (void)state;
    struct staith_benchmark_item fte = item(6, 6, 0);
    struct staith_value small = staith_value_exact(40000);
    struct staith_value none = staith_value_exact(0);
    expect(rate(&fte, 40000, 233740000), STAITH_STATUS_LOW, 0);
    expect(rate(&fte, 40000, 40000), STAITH_STATUS_VALUE, 1000);
    expect(rate(&fte, 40000, 10000000), STAITH_STATUS_VALUE, 4);
    expect(staith_benchmark_shown(&small, 6, 1), STAITH_STATUS_LOW, 0);
    expect(staith_benchmark_shown(&none, 6, 1), STAITH_STATUS_VALUE, 0);
    small.value = 50000;
    expect(staith_benchmark_shown(&small, 6, 1), STAITH_STATUS_VALUE, 1);
}

/* 2.53 days of 4 FTE: 0.25 % of 253 days, which rounds up, and 0.249 % of 254, which does not. */
static void a_leap_year_has_254_days(void **state)
{
    (void)state;
    struct staith_benchmark_item absence = item(2, 6, STAITH_PER_WORKING_DAY);
    struct staith_value days = staith_value_exact(253);
    struct staith_value fte = staith_value_exact(4000000);
    expect(staith_benchmark_rate(&absence, 100, &days, &fte, false), STAITH_STATUS_VALUE, 3);
    expect(staith_benchmark_rate(&absence, 100, &days, &fte, true), STAITH_STATUS_VALUE, 2);
    days.value = 146680; /* 1466.80 / (95.6 * 253) = 6.064 % */
    fte.value = 95600000;
    expect(staith_benchmark_rate(&absence, 100, &days, &fte, false), STAITH_STATUS_VALUE, 61);
}

static void units_are_brought_together(void **state)
{
    (void)state;
    struct staith_benchmark_item caseload = item(0, 6, 0);
    struct staith_value cases = staith_value_exact(4378);
    struct staith_value fte = staith_value_exact(264400000);
    expect(staith_benchmark_rate(&caseload, 1, &cases, &fte, false), STAITH_STATUS_VALUE, 166);
    struct staith_benchmark_item other = item(6, 0, 0);
    expect(staith_benchmark_rate(&other, 100, &fte, &cases, false), STAITH_STATUS_VALUE, 60);
}

static void statuses_pass_through(void **state)
{
    (void)state;
    static const enum staith_status ORDER[] = {STAITH_STATUS_SUPPRESSED, STAITH_STATUS_UNRELIABLE,
                                               STAITH_STATUS_UNAVAILABLE,
                                               STAITH_STATUS_NOT_APPLICABLE, STAITH_STATUS_UNSET};
    struct staith_benchmark_item people = item(0, 0, 0);
    struct staith_value number = staith_value_exact(5);
    for (size_t i = 0; i < 5; i++) {
        struct staith_value strong = {.status = ORDER[i]};
        expect(staith_benchmark_rate(&people, 100, &strong, &number, false), ORDER[i], 0);
        expect(staith_benchmark_rate(&people, 100, &number, &strong, false), ORDER[i], 0);
        expect(staith_benchmark_shown(&strong, 0, 0), ORDER[i], 0);
        for (size_t j = i; j < 5; j++) {
            struct staith_value weak = {.status = ORDER[j]};
            expect(staith_benchmark_rate(&people, 100, &weak, &strong, false), ORDER[i], 0);
            assert_int_equal(staith_benchmark_add(&strong, &weak).status, ORDER[i]);
        }
        assert_int_equal(staith_benchmark_add(&strong, &number).status, ORDER[i]);
    }
}

static void huge_numbers_are_not_believed(void **state)
{
    (void)state;
    struct staith_benchmark_item people = item(0, 6, 0);
    struct staith_value huge = staith_value_exact(INT64_MAX);
    struct staith_value one = staith_value_exact(1);
    expect(rate(&people, INT64_MAX, 1), STAITH_STATUS_UNRELIABLE, 0);
    expect(rate(&people, -5, 10), STAITH_STATUS_UNRELIABLE, 0);
    assert_int_equal(staith_benchmark_add(&huge, &one).status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(staith_benchmark_scale_up(&huge, 6).status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(staith_benchmark_scale_up(&one, 6).value, 1000000);
    expect(staith_benchmark_shown(&huge, 0, 0), STAITH_STATUS_UNRELIABLE, 0);
}

static void published_in_the_items_decimals(void **state)
{
    (void)state;
    struct staith_store_national figure = {
        .status = STAITH_STATUS_VALUE, .value = 12, .decimals = 0};
    expect(staith_benchmark_published(&figure, 1), STAITH_STATUS_VALUE, 120);
    figure.value = 1225;
    figure.decimals = 2;
    expect(staith_benchmark_published(&figure, 1), STAITH_STATUS_VALUE, 123);
    figure.status = STAITH_STATUS_LOW;
    figure.value = 0;
    expect(staith_benchmark_published(&figure, 1), STAITH_STATUS_LOW, 0);
    expect(staith_benchmark_published(NULL, 1), STAITH_STATUS_UNSET, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(halves_go_up),
        cmocka_unit_test(rates_of_rounded_parts_say_no_more_than_they_do),
        cmocka_unit_test(none_and_all_are_bands),
        cmocka_unit_test(sums_keep_their_intervals),
        cmocka_unit_test(nothing_of_nothing_is_z),
        cmocka_unit_test(cover_above_100_is_u),
        cmocka_unit_test(what_rounds_to_0_is_low),
        cmocka_unit_test(a_leap_year_has_254_days),
        cmocka_unit_test(units_are_brought_together),
        cmocka_unit_test(statuses_pass_through),
        cmocka_unit_test(huge_numbers_are_not_believed),
        cmocka_unit_test(published_in_the_items_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
