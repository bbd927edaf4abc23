/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void is(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-12)) {
        fail_msg("%.12f, expected %.12f", value, expected);
    }
}

/* R: quantile(c(10, 20, 30, 40), type = 7), and quantile(c(7.7, 11.7, 15.4), c(0.1, 0.9)). */
static void quantiles(void **state)
{
    (void)state;
    double four[] = {40, 10, 30, 20};
    static const double THREE[] = {7.7, 11.7, 15.4};
    static const double ONE[] = {42};
    staith_stats_sort(four, 4);
    is(staith_stats_quantile(four, 4, 0.25), 17.5);
    is(staith_stats_quantile(four, 4, 0.5), 25);
    is(staith_stats_quantile(four, 4, 0.75), 32.5);
    is(staith_stats_quantile(four, 4, 0), 10);
    is(staith_stats_quantile(four, 4, 1), 40);
    is(staith_stats_quantile(THREE, 3, 0.1), 8.5);
    is(staith_stats_quantile(THREE, 3, 0.9), 14.66);
    is(staith_stats_quantile(ONE, 1, 0.3), 42);
}

/* 1-2, 1.5-3, 4-5, 6-7 and one without an interval. Low is best: the first two share 1 to 2, the
 * third is third, the fourth fourth. */
static void ranks(void **state)
{
    (void)state;
    static const struct staith_interval INTERVALS[] = {{1, 2}, {1.5, 3}, {4, 5}, {6, 7}, {0, 9}};
    static const bool VALID[] = {true, true, true, true, false};
    static const uint32_t BEST[] = {1, 1, 3, 4};
    static const uint32_t WORST[] = {2, 2, 3, 4};
    for (size_t i = 0; i < 4; i++) {
        uint32_t best = 0;
        uint32_t worst = 0;
        assert_true(staith_stats_rank_interval(INTERVALS, VALID, 5, i, true, &best, &worst));
        assert_int_equal(best, BEST[i]);
        assert_int_equal(worst, WORST[i]);
        assert_true(staith_stats_rank_interval(INTERVALS, VALID, 5, i, false, &best, &worst));
        assert_int_equal(best, 5 - WORST[i]);
        assert_int_equal(worst, 5 - BEST[i]);
    }
    uint32_t none = 77;
    assert_false(staith_stats_rank_interval(INTERVALS, VALID, 5, 4, true, &none, &none));
    assert_false(staith_stats_rank_interval(INTERVALS, VALID, 5, 5, true, &none, &none));
    assert_int_equal(none, 77);
}

static void straddles(void **state)
{
    (void)state;
    static const double LINES[3] = {10, 20, 30};
    const struct staith_interval inside = {10, 20};
    const struct staith_interval across = {19, 21};
    const struct staith_interval below = {5, 9};
    assert_false(staith_stats_straddles(&inside, LINES));
    assert_true(staith_stats_straddles(&across, LINES));
    assert_false(staith_stats_straddles(&below, LINES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles),
        cmocka_unit_test(ranks),
        cmocka_unit_test(straddles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
