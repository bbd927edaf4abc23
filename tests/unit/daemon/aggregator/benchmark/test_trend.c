/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const double HUNDREDS[] = {100, 100, 100, 100, 100};

static void close_to(double value, double expected, double within)
{
    if (!(fabs(value - expected) < within)) {
        fail_msg("%.8f, expected %.8f", value, expected);
    }
}

static void rising(void **state)
{
    (void)state;
    static const double X[] = {10, 12, 15, 18, 25};
    double x2 = 0;
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, X, HUNDREDS, &x2),
                     STAITH_TREND_UP);
    close_to(x2, 9.642857, 1e-6);
}

/* As published: agency workers of North Tyneside, 2021 to 2025, and those with people in post. */
static void north_tyneside(void **state)
{
    (void)state;
    static const double X[] = {2, 5, 12, 24, 16};
    static const double N[] = {153.6, 164.3, 179.4, 192.9, 194.6};
    double x2 = 0;
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, X, N, &x2), STAITH_TREND_UP);
    close_to(x2, 14.5314, 5e-5);
}

/* The same as a rate: D = 500, C = 80, A = 276, B = 1500, Q = 5500; (500 276 - 80 1500)^2 /
 * (80 (500 5500 - 1500^2)) = 18000^2 / (80 500000) = 8.1. Not above the limit. */
static void as_rate(void **state)
{
    (void)state;
    static const double X[] = {10, 12, 15, 18, 25};
    static const double MORE[] = {10, 12, 15, 18, 40}; /* C = 95, A = 351: 11.6447 */
    double x2 = 0;
    assert_int_equal(staith_stats_trend(STAITH_RATIO_RATE, X, HUNDREDS, &x2), STAITH_TREND_FLAT);
    close_to(x2, 8.1, 1e-9);
    assert_int_equal(staith_stats_trend(STAITH_RATIO_RATE, MORE, HUNDREDS, &x2), STAITH_TREND_UP);
    close_to(x2, 33000.0 * 33000.0 / (95.0 * 500000.0), 1e-9);
}

/* Far beyond the limit, but the slope turns when the last point is left out. */
static void unstable(void **state)
{
    (void)state;
    static const double X[] = {30, 25, 22, 20, 70};
    static const double DOWN[] = {40, 30, 22, 14, 8};
    double x2 = 0;
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, X, HUNDREDS, &x2),
                     STAITH_TREND_FLAT);
    assert_true(x2 > 20);
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, DOWN, HUNDREDS, NULL),
                     STAITH_TREND_DOWN);
}

/* R 4.2: prop.trend.test, and chisq.test(correct = FALSE) of 17 of 122.1 and 33 of 133.9. */
static void by_r(void **state)
{
    (void)state;
    static const double X[] = {20, 14, 12, 9, 5};
    static const double N[] = {120, 118, 131, 125, 140};
    double x2 = 0;
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, X, N, &x2), STAITH_TREND_DOWN);
    close_to(x2, 14.1944508966672, 1e-9);
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 17, 122.1, 33, 133.9, &x2),
                     STAITH_TREND_UP);
    close_to(x2, 4.67165036417558, 1e-9);
}

static void not_given(void **state)
{
    (void)state;
    static const double ZERO[] = {0, 12, 15, 18, 25};
    static const double ALL[] = {10, 12, 15, 18, 100};
    static const double NOBODY[] = {100, 100, 0, 100, 100};
    static const double X[] = {10, 12, 15, 18, 25};
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, ZERO, HUNDREDS, NULL),
                     STAITH_TREND_NONE);
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, ALL, HUNDREDS, NULL),
                     STAITH_TREND_NONE);
    assert_int_not_equal(staith_stats_trend(STAITH_RATIO_RATE, ALL, HUNDREDS, NULL),
                         STAITH_TREND_NONE);
    assert_int_equal(staith_stats_trend(STAITH_RATIO_PROPORTION, X, NOBODY, NULL),
                     STAITH_TREND_NONE);
    assert_int_equal(staith_stats_trend(STAITH_RATIO_NONE, X, HUNDREDS, NULL), STAITH_TREND_NONE);
}

/* 10 of 100 and 25 of 100: 200 (10 75 - 25 90)^2 / (100 100 35 165) = 7.792208. As rates:
 * (25 100 - 10 100)^2 / (35 100 100) = 6.428571. */
static void change(void **state)
{
    (void)state;
    double x2 = 0;
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 10, 100, 25, 100, &x2),
                     STAITH_TREND_UP);
    close_to(x2, 7.792208, 1e-6);
    assert_int_equal(staith_stats_change(STAITH_RATIO_RATE, 25, 100, 10, 100, &x2),
                     STAITH_TREND_DOWN);
    close_to(x2, 6.428571, 1e-6);
    assert_int_equal(staith_stats_change(STAITH_RATIO_RATE, 10, 100, 15, 100, &x2),
                     STAITH_TREND_FLAT); /* 1 */
    close_to(x2, 1, 1e-9);
    assert_int_equal(staith_stats_change(STAITH_RATIO_RATE, 10, 100, 20, 100, NULL),
                     STAITH_TREND_FLAT); /* 10 / 3 */
    assert_int_equal(staith_stats_change(STAITH_RATIO_RATE, 10, 100, 21, 100, NULL),
                     STAITH_TREND_UP); /* 121 / 31 = 3.903 */
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 0, 100, 8, 100, NULL),
                     STAITH_TREND_UP);
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 9, 9, 8, 8, NULL),
                     STAITH_TREND_FLAT);
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 0, 100, 0, 100, NULL),
                     STAITH_TREND_NONE);
    assert_int_equal(staith_stats_change(STAITH_RATIO_PROPORTION, 101, 100, 1, 100, NULL),
                     STAITH_TREND_NONE);
    assert_int_equal(staith_stats_change(STAITH_RATIO_NONE, 10, 100, 25, 100, NULL),
                     STAITH_TREND_NONE);
}

static void judged(void **state)
{
    (void)state;
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_DOWN, STAITH_LOW_IS_GOOD),
                     STAITH_JUDGEMENT_BETTER);
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_UP, STAITH_LOW_IS_GOOD),
                     STAITH_JUDGEMENT_WORSE);
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_UP, STAITH_HIGH_IS_GOOD),
                     STAITH_JUDGEMENT_BETTER);
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_FLAT, STAITH_HIGH_IS_GOOD),
                     STAITH_JUDGEMENT_SIMILAR);
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_UP, STAITH_NEUTRAL),
                     STAITH_JUDGEMENT_NONE);
    assert_int_equal(staith_stats_judge_trend(STAITH_TREND_NONE, STAITH_LOW_IS_GOOD),
                     STAITH_JUDGEMENT_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rising),   cmocka_unit_test(north_tyneside), cmocka_unit_test(as_rate),
        cmocka_unit_test(unstable), cmocka_unit_test(not_given),      cmocka_unit_test(change),
        cmocka_unit_test(judged),   cmocka_unit_test(by_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
