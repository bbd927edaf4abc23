/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void holds(const struct staith_interval *got, double lower, double upper)
{
    if (!(fabs(got->lower - lower) < 0.6e-5) || !(fabs(got->upper - upper) < 0.6e-5)) {
        fail_msg("%.6f to %.6f, expected %.5f to %.5f", got->lower, got->upper, lower, upper);
    }
}

static void normal(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_funnel(0.13, 100, STAITH_Z95, &got));
    holds(&got, 0.06409, 0.19591);
    assert_true(staith_stats_funnel(0.13, 500, STAITH_Z95, &got));
    holds(&got, 0.10052, 0.15948);
    assert_true(staith_stats_funnel(0.02, 10, STAITH_Z998, &got)); /* clipped */
    holds(&got, 0, 0.02 + STAITH_Z998 * sqrt(0.02 * 0.98 / 10));
    assert_true(staith_stats_funnel(0, 10, STAITH_Z95, &got));
    holds(&got, 0, 0);
    assert_false(staith_stats_funnel(0.5, 0, STAITH_Z95, &got));
    assert_false(staith_stats_funnel(1.1, 10, STAITH_Z95, &got));
    assert_false(staith_stats_funnel(0.5, 10, -1, &got));
}

static void exact(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_funnel_exact(0.13, 100, 0.05, &got));
    holds(&got, 0.06241, 0.19470);
    assert_true(staith_stats_funnel_exact(0.13, 500, 0.05, &got));
    holds(&got, 0.10023, 0.15920);
}

/* One of two people: P(R = 0) = P(R = 2) = 1/4, P(R = 1) = 1/2. At q = 0.1 r = 0 and a = 0.6, so
 * that the limit falls below 0 and is clipped; at q = 0.9 r = 2, a = 0.4: 1.6 / 2. */
static void of_two(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_funnel_exact(0.5, 2, 0.2, &got));
    holds(&got, 0, 0.8);
    assert_false(staith_stats_funnel_exact(0, 2, 0.2, &got));
    assert_false(staith_stats_funnel_exact(0.5, 0, 0.2, &got));
    assert_false(staith_stats_funnel_exact(0.5, 2, 0, &got));
    assert_false(staith_stats_funnel_exact(0.5, (uint64_t)1 << 40, 0.2, &got));
}

/* R 4.2: qbinom, pbinom and dbinom, by the formula; below 0 it is 0. */
static void exact_by_r(void **state)
{
    (void)state;
    static const struct {
        double p0;
        uint64_t n;
        double alpha;
        double lower;
        double upper;
    } CASES[] = {{0.05, 20, 0.05, 0, 0.142364765016904},
                 {0.082, 439, 0.002, 0.043324565323498, 0.123987643739561},
                 {0.5, 11, 0.05, 0.15570247933884, 0.75338842975207},
                 {0.131, 2646, 0.002, 0.11094216727537, 0.15147236305438}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct staith_interval got;
        assert_true(staith_stats_funnel_exact(CASES[i].p0, CASES[i].n, CASES[i].alpha, &got));
        assert_true(fabs(got.lower - CASES[i].lower) < 1e-9);
        assert_true(fabs(got.upper - CASES[i].upper) < 1e-9);
    }
}

/* R 4.2: qpois, ppois and dpois, by the formula; below 0 it is 0, and above 1 a rate goes on. */
static void poisson_by_r(void **state)
{
    (void)state;
    static const struct {
        double p0;
        double n;
        double alpha;
        double lower;
        double upper;
    } CASES[] = {{0.05, 20, 0.05, 0, 0.145097434824271},
                 {0.168, 114, 0.002, 0.0578138232283477, 0.294539228119063},
                 {0.168, 439, 0.002, 0.109729483087934, 0.230491552644251},
                 {0.131, 2646, 0.002, 0.109615082243593, 0.153085233353887},
                 {0.9, 3, 0.2, 0.06024360154164, 1.48719064173614}};
    struct staith_interval got;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        assert_true(staith_stats_funnel_poisson(CASES[i].p0, CASES[i].n, CASES[i].alpha, &got));
        assert_true(fabs(got.lower - CASES[i].lower) < 1e-9);
        assert_true(fabs(got.upper - CASES[i].upper) < 1e-9);
    }
    assert_false(staith_stats_funnel_poisson(0, 2, 0.2, &got));
    assert_false(staith_stats_funnel_poisson(0.5, 0, 0.2, &got));
    assert_false(staith_stats_funnel_poisson(0.5, NAN, 0.2, &got));
    assert_false(staith_stats_funnel_poisson(0.5, 1e10, 0.2, &got));
    assert_false(staith_stats_funnel_poisson(0.5, 2, 0, &got));
    assert_false(staith_stats_funnel_poisson(0.5, 2, 1, &got));
}

/* By hand, mean 1: P(R <= 0) = 1/e = 0.3679, P(R <= 1) = 2/e = 0.7358. At q = 0.25 r = 0 and
 * a = (1/e - 1/4) e = 1 - e/4, below 0; at q = 0.75 r = 2, P(R <= 2) = 2.5/e, P(R = 2) = 0.5/e, and
 * a = 5 - 1.5 e: the limit is (1.5 e - 3) / 2 of two at risk. */
static void poisson_by_hand(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_funnel_poisson(0.5, 2, 0.5, &got));
    assert_true(fabs(got.lower) < 1e-12);
    assert_true(fabs(got.upper - (1.5 * exp(1) - 3) / 2) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal), cmocka_unit_test(exact),        cmocka_unit_test(exact_by_r),
        cmocka_unit_test(of_two), cmocka_unit_test(poisson_by_r), cmocka_unit_test(poisson_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
