/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void close_to(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9)) {
        fail_msg("%.12f, expected %.12f", value, expected);
    }
}

/* Worked out by a second program from the formulas of S2005b. */
static void spread_out(void **state)
{
    (void)state;
    static const double X[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 30};
    static const double N[] = {50, 60, 70, 80, 90, 100, 50, 60, 70, 80};
    struct staith_dispersion got;
    struct staith_interval limits;
    assert_true(staith_stats_dispersion(X, N, 10, &got));
    close_to(got.centre, 0.33102604800649327);
    close_to(got.phi, 2.7209102118375865);
    close_to(got.tau, 0.08463673452289926);
    assert_int_equal(got.areas, 10);
    assert_true(staith_stats_funnel_adjusted(&got, 100, STAITH_Z998, &limits));
    close_to(limits.lower, 0.0007423002913862333);
    close_to(limits.upper, 0.3516719318462263);
    assert_true(staith_stats_funnel_adjusted(&got, 50, STAITH_Z998, &limits)); /* below 0: 0 */
    close_to(limits.lower, 0);
    close_to(limits.upper, 0.38741622341674586);
}

/* R 4.2, with quantile(type = 7): one council with none, one of 40.5 FTE, one far out. */
static void by_r(void **state)
{
    (void)state;
    static const double X[] = {0, 4.5, 11, 36, 21, 19, 17, 16, 15, 14, 5, 59, 3};
    static const double N[] = {40.5, 110, 98, 439, 150, 141, 166, 178, 215, 114, 121, 188, 240};
    struct staith_dispersion got;
    struct staith_interval limits;
    assert_true(staith_stats_dispersion(X, N, 13, &got));
    close_to(got.centre, 0.32209123130450873);
    close_to(got.phi, 4.06603639604484712);
    close_to(got.tau, 0.07181955246531463);
    assert_true(staith_stats_funnel_adjusted(&got, 188, STAITH_Z998, &limits));
    close_to(limits.lower, 0.00534604821143424);
    close_to(limits.upper, 0.29211223732844449);
}

/* All alike: nothing to allow for, and the limits are those of chance on this scale: for p = 0.1,
 * n = 100, sin^2(0.32175055 -+ 1.959964 / 20). */
static void all_alike(void **state)
{
    (void)state;
    double x[12];
    double n[12];
    struct staith_dispersion got;
    struct staith_interval limits;
    for (size_t i = 0; i < 12; i++) {
        x[i] = 10;
        n[i] = 100;
    }
    assert_true(staith_stats_dispersion(x, n, 12, &got));
    close_to(got.tau, 0);
    close_to(got.phi, 0);
    assert_true(staith_stats_funnel_adjusted(&got, 100, STAITH_Z95, &limits));
    close_to(limits.lower, pow(sin(0.32175055439664219 - 0.0979981992270027), 2));
    close_to(limits.upper, pow(sin(0.32175055439664219 + 0.0979981992270027), 2));
    assert_false(staith_stats_funnel_adjusted(&got, 0, STAITH_Z95, &limits));
    assert_false(staith_stats_dispersion(x, n, 9, &got)); /* too few */
    assert_false(staith_stats_dispersion(x, n, 1025, &got));
    n[3] = 0;
    assert_false(staith_stats_dispersion(x, n, 12, &got));
    n[3] = 9; /* more than all */
    assert_false(staith_stats_dispersion(x, n, 12, &got));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spread_out),
        cmocka_unit_test(by_r),
        cmocka_unit_test(all_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
