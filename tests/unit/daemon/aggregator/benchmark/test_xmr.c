/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 32 };

static bool chart(struct staith_xmr_point *points, const double *values, size_t count)
{
    memset(points, 0, MOST * sizeof(*points));
    for (size_t i = 0; i < count; i++) {
        points[i].valid = !isnan(values[i]);
        points[i].value = values[i];
    }
    return staith_stats_xmr(points, count);
}

static void close_to(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9)) {
        fail_msg("%.9f, expected %.9f", value, expected);
    }
}

/* Mean 10; differences 2, 4, 2, 2, 4: mean 2.8. */
static void limits(void **state)
{
    (void)state;
    static const double VALUES[] = {10, 12, 8, 10, 8, 12};
    static const double EVEN[] = {10, 12, 8, 10, 8, 10, 12};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 6));
    for (size_t i = 0; i < 6; i++) {
        close_to(points[i].centre, 10);
        close_to(points[i].upper, 10 + 2.66 * 2.8);
        close_to(points[i].lower, 10 - 2.66 * 2.8);
        close_to(points[i].inner_upper, 10 + 2.66 * 2.8 * 2 / 3);
        close_to(points[i].inner_lower, 10 - 2.66 * 2.8 * 2 / 3);
        assert_int_equal(points[i].rule, STAITH_XMR_NONE);
    }
    assert_true(chart(points, EVEN, 7)); /* 2 4 2 2 2 2: 14 / 6 */
    close_to(points[0].upper, 10 + 2.66 * 14 / 6);
}

/* R 4.2: mean(v) -+ 2.66 * mean(abs(diff(v))). */
static void limits_by_r(void **state)
{
    (void)state;
    static const double VALUES[] = {8.2, 7.9, 9.4, 6.1, 7.7, 8.8, 12.9, 7.1, 8.0, 9.1, 10.2};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 11));
    close_to(points[3].centre, 95.4 / 11);
    assert_true(fabs(points[3].lower - 3.13992727272727) < 1e-9);
    assert_true(fabs(points[3].upper - 14.2055272727273) < 1e-9);
    assert_true(fabs(points[3].inner_lower - 4.98419393939394) < 1e-9);
    assert_true(fabs(points[3].inner_upper - 12.3612606060606) < 1e-9);
}

/* Nine steady values and one far away: mean 12, one difference of 20 in nine. */
static void outside(void **state)
{
    (void)state;
    static const double VALUES[] = {10, 10, 10, 10, 10, 10, 10, 10, 10, 30};
    static const double LOW[] = {30, 30, 30, 30, 30, 30, 30, 30, 30, 10};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 10)); /* upper 12 + 2.66 20 / 9 = 17.9 */
    assert_int_equal(points[9].rule, STAITH_XMR_OUTSIDE);
    assert_int_equal(points[9].direction, 1);
    assert_int_equal(points[8].rule, STAITH_XMR_SHIFT); /* nine in a row below the mean */
    assert_int_equal(points[0].rule, STAITH_XMR_SHIFT);
    assert_int_equal(points[0].direction, -1);
    assert_true(chart(points, LOW, 10));
    assert_int_equal(points[9].rule, STAITH_XMR_OUTSIDE);
    assert_int_equal(points[9].direction, -1);
}

/* Seven values that rise have six steps; six values do not make a trend. */
static void trend(void **state)
{
    (void)state;
    static const double SEVEN[] = {20, 10, 11, 12, 13, 14, 15, 16, 5, 20};
    static const double SIX[] = {20, 10, 11, 12, 13, 14, 15, 5, 20};
    static const double FALL[] = {16, 15, 14, 13, 12, 11, 10, 20, 5, 20};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, SEVEN, 10));
    assert_int_equal(points[0].rule, STAITH_XMR_NONE);
    for (size_t i = 1; i <= 7; i++) {
        assert_int_equal(points[i].rule, STAITH_XMR_TREND);
        assert_int_equal(points[i].direction, 1);
    }
    assert_int_equal(points[8].rule, STAITH_XMR_NONE);
    assert_true(chart(points, SIX, 9));
    for (size_t i = 0; i < 9; i++) {
        assert_int_not_equal(points[i].rule, STAITH_XMR_TREND);
    }
    assert_true(chart(points, FALL, 10));
    assert_int_equal(points[0].rule, STAITH_XMR_TREND);
    assert_int_equal(points[6].rule, STAITH_XMR_TREND);
    assert_int_equal(points[6].direction, -1);
    assert_int_equal(points[7].rule, STAITH_XMR_NONE);
}

/* Two of 5.5 among -1 and 1: mean 11 / 12, differences 27 / 11, inner limit 5.27, outer 7.45. With
 * one between two of 6: mean 12 / 16, differences 44 / 15, inner limit 5.95. With two between two
 * of 6.5: mean 12 / 17, differences 52 / 16, inner limit 6.47. */
static void two_of_three(void **state)
{
    (void)state;
    static const double VALUES[] = {-1, 1, -1, 1, -1, 5.5, 5.5, 1, -1, 1, -1, 1};
    static const double ONE_BETWEEN[] = {-1, 1, -1, 1, -1, 6, 1, 6, 1, -1, 1, -1, 1, -1, 1, -1};
    static const double FAR[] = {-1, 1, -1, 1, -1, 6.5, 1, -1, 6.5, 1, -1, 1, -1, 1, -1, 1, -1};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 12));
    close_to(points[0].inner_upper, 11.0 / 12 + 2.66 * 27 / 11 * 2 / 3);
    assert_int_equal(points[5].rule, STAITH_XMR_TWO_OF_THREE);
    assert_int_equal(points[6].rule, STAITH_XMR_TWO_OF_THREE);
    assert_int_equal(points[6].direction, 1);
    assert_int_equal(points[4].rule, STAITH_XMR_NONE);
    assert_int_equal(points[7].rule, STAITH_XMR_NONE);
    assert_true(chart(points, ONE_BETWEEN, 16));
    assert_int_equal(points[5].rule, STAITH_XMR_TWO_OF_THREE);
    assert_int_equal(points[6].rule, STAITH_XMR_NONE);
    assert_int_equal(points[7].rule, STAITH_XMR_TWO_OF_THREE);
    assert_true(chart(points, FAR, 17));
    assert_true(points[5].value > points[5].inner_upper);
    assert_int_equal(points[5].rule, STAITH_XMR_NONE);
    assert_int_equal(points[8].rule, STAITH_XMR_NONE);
}

/* Seven of one side in a row, then seven of the other; the outer ones of each are close to a limit
 * (inner limits 11.2 and 20.5, outer 8.9 and 22.8), and that rule comes first. */
static void shift_and_rebase(void **state)
{
    (void)state;
    static const double VALUES[] = {10, 12, 10, 12, 10, 12, 10, 20, 22, 20, 22, 20, 22, 20};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 14));
    for (size_t i = 0; i < 14; i++) {
        bool outer = i % 2 == 0;
        assert_int_equal(points[i].direction, i < 7 ? -1 : 1);
        assert_int_equal(points[i].rule, outer ? STAITH_XMR_TWO_OF_THREE : STAITH_XMR_SHIFT);
    }
    points[7].rebased = true;
    for (size_t i = 0; i < 14; i++) {
        points[i].rule = STAITH_XMR_NONE;
        points[i].direction = 0;
    }
    assert_true(staith_stats_xmr(points, 14));
    close_to(points[6].centre, 76.0 / 7);
    close_to(points[7].centre, 146.0 / 7);
    for (size_t i = 0; i < 14; i++) {
        assert_int_equal(points[i].rule, STAITH_XMR_NONE);
    }
}

/* Six on one side are not enough: mean 16, inner limits 16 -+ 4.51. */
static void no_shift_of_six(void **state)
{
    (void)state;
    static const double VALUES[] = {10, 12, 10, 12, 10, 12, 20, 22, 20, 22, 20, 22};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, VALUES, 12));
    assert_int_equal(points[1].rule, STAITH_XMR_NONE);
    assert_int_equal(points[6].rule, STAITH_XMR_NONE);
    assert_int_equal(points[0].rule, STAITH_XMR_TWO_OF_THREE);
}

/* Gaps are passed over; fewer than five numbers have no limits. */
static void few(void **state)
{
    (void)state;
    static const double GAPS[] = {10, NAN, 12, 8, NAN, 10, 8, 12};
    static const double FOUR[] = {10, 12, NAN, 8, 10};
    struct staith_xmr_point points[MOST];
    assert_true(chart(points, GAPS, 8));
    close_to(points[0].upper, 10 + 2.66 * 2.8);
    assert_false(points[1].valid);
    assert_false(chart(points, FOUR, 5));
    assert_false(points[0].valid);
    assert_false(staith_stats_xmr(points, 513));
}

static void words(void **state)
{
    (void)state;
    assert_string_equal(staith_stats_xmr_words(STAITH_XMR_NONE), "");
    assert_string_equal(staith_stats_xmr_words(STAITH_XMR_OUTSIDE), "outside the limits");
    assert_non_null(strstr(staith_stats_xmr_words(STAITH_XMR_TREND), "rising or falling"));
    assert_non_null(strstr(staith_stats_xmr_words(STAITH_XMR_TWO_OF_THREE), "two in three"));
    assert_non_null(strstr(staith_stats_xmr_words(STAITH_XMR_SHIFT), "one side"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits),          cmocka_unit_test(limits_by_r),
        cmocka_unit_test(outside),         cmocka_unit_test(trend),
        cmocka_unit_test(two_of_three),    cmocka_unit_test(few),
        cmocka_unit_test(words),           cmocka_unit_test(shift_and_rebase),
        cmocka_unit_test(no_shift_of_six),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
