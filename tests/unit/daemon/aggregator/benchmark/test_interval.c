/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void close_to(double value, double expected)
{
    if (!(fabs(value - expected) < 0.6e-10 * fmax(1, fabs(expected)))) {
        fail_msg("%.12f, expected %.12f", value, expected);
    }
}

/* PHEindicatormethods, phe_proportion(x, n, confidence). */
static void wilson(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_wilson(3, 100, STAITH_Z95, &got));
    close_to(got.lower, 0.0102545240);
    close_to(got.upper, 0.0845193643);
    assert_true(staith_stats_wilson(3, 100, STAITH_Z998, &got));
    close_to(got.lower, 0.0060454372);
    close_to(got.upper, 0.1358952439);
    assert_true(staith_stats_wilson(14.7, 95.6, STAITH_Z95, &got));
    close_to(got.lower, 0.0949913737);
    close_to(got.upper, 0.2392903154);
    assert_true(staith_stats_wilson(0, 20, STAITH_Z95, &got));
    close_to(got.lower, 0);
    close_to(got.upper, 0.1611251581);
    assert_true(staith_stats_wilson(20, 20, STAITH_Z95, &got)); /* the same from the other end */
    close_to(got.lower, 1 - 0.1611251581);
    close_to(got.upper, 1);
}

/* All of it reaches 1, and none of it 0, whatever the rounding: by the formula alone half of these
 * would end a last digit short. */
static void wilson_at_the_ends(void **state)
{
    (void)state;
    struct staith_interval got;
    for (int hundredths = 1; hundredths <= 5000; hundredths++) {
        double n = hundredths / 100.0;
        assert_true(staith_stats_wilson(n, n, STAITH_Z95, &got));
        assert_true(got.upper >= 1);
        assert_int_equal(staith_stats_word(&got, 1), STAITH_WORD_SIMILAR);
        assert_true(staith_stats_wilson(0, n, STAITH_Z95, &got));
        assert_true(got.lower <= 0);
    }
}

static void wilson_refuses(void **state)
{
    (void)state;
    struct staith_interval got = {-1, -1};
    assert_false(staith_stats_wilson(1, 0, STAITH_Z95, &got));
    assert_false(staith_stats_wilson(-1, 10, STAITH_Z95, &got));
    assert_false(staith_stats_wilson(11, 10, STAITH_Z95, &got));
    assert_false(staith_stats_wilson(1, 10, 0, &got));
    assert_false(staith_stats_wilson(NAN, 10, STAITH_Z95, &got));
    assert_false(staith_stats_wilson(1, NAN, STAITH_Z95, &got));
    close_to(got.lower, -1); /* and writes nothing */
}

/* PHEindicatormethods, phe_rate(x, 1, multiplier = 1). */
static void byar(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_byar(10, 1, STAITH_Z95, &got));
    close_to(got.lower, 4.7874499140);
    close_to(got.upper, 18.3914586058);
    assert_true(staith_stats_byar(31, 1, STAITH_Z95, &got));
    close_to(got.lower, 21.0591414568);
    close_to(got.upper, 44.0035277850);
    assert_true(staith_stats_byar(31, 403.7, STAITH_Z95, &got));
    close_to(got.lower, 21.0591414568 / 403.7);
    close_to(got.upper, 44.0035277850 / 403.7);
}

/* Below one event the formula's root is negative: a rate is not. */
static void byar_of_little(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_byar(0, 10, STAITH_Z95, &got));
    close_to(got.lower, 0);
    assert_true(got.upper > 0.3 && got.upper < 0.4); /* exact: 0.369 */
    assert_true(staith_stats_byar(0.5, 10, STAITH_Z95, &got));
    close_to(got.lower, 0);
    assert_false(staith_stats_byar(1, 0, STAITH_Z95, &got));
    assert_false(staith_stats_byar(-0.1, 1, STAITH_Z95, &got));
}

/* The exact limits of a Poisson count; those of 0 are 0 and -ln(0.025). */
static void poisson(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_poisson(0, 1, 0.05, &got));
    close_to(got.lower, 0);
    close_to(got.upper, 3.6888794541);
    assert_true(staith_stats_poisson(5, 1, 0.05, &got));
    close_to(got.lower, 1.6234863901);
    close_to(got.upper, 11.6683320793);
    assert_true(staith_stats_poisson(9, 1, 0.05, &got));
    close_to(got.lower, 4.1153730974);
    close_to(got.upper, 17.0848034514);
    assert_true(staith_stats_poisson(9, 100, 0.05, &got));
    close_to(got.upper, 0.170848034514);
    assert_false(staith_stats_poisson(9, 0, 0.05, &got));
    assert_false(staith_stats_poisson(9, 1, 0, &got));
    assert_false(staith_stats_poisson(9, 1, 1, &got));
}

/* Tables of Student's t: 2.262157 at 9 degrees of freedom, 12.706205 at 1. */
static void mean(void **state)
{
    (void)state;
    struct staith_interval got;
    assert_true(staith_stats_mean(20, 5, 10, 0.05, &got));
    assert_true(fabs(got.lower - (20 - 2.262157 * 5 / sqrt(10))) < 1e-5);
    assert_true(fabs(got.upper - (20 + 2.262157 * 5 / sqrt(10))) < 1e-5);
    assert_true(staith_stats_mean(0, 1, 2, 0.05, &got));
    assert_true(fabs(got.upper - 12.706205 / sqrt(2)) < 1e-5);
    assert_false(staith_stats_mean(0, 1, 1, 0.05, &got));
    assert_false(staith_stats_mean(0, -1, 5, 0.05, &got));
}

/* R 4.2: prop.test(correct = FALSE) for whole numbers, the formula with qnorm for FTE. */
static void wilson_by_r(void **state)
{
    (void)state;
    static const double CASES[][4] = {{1, 9, 0.019890887638545, 0.434999705576656},
                                      {35.2, 438.9, 0.058282767704605, 0.109403039308922},
                                      {59, 188, 0.25178605667895, 0.38332931186385},
                                      {17, 17, 0.81568186499115, 1},
                                      {212, 2646, 0.070375154789049, 0.091084111914063}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        struct staith_interval got;
        assert_true(staith_stats_wilson(CASES[i][0], CASES[i][1], STAITH_Z95, &got));
        close_to(got.lower, CASES[i][2]);
        close_to(got.upper, CASES[i][3]);
    }
}

/* R 4.2: Byar's formula with qnorm; poisson.test at 95 % and 99.8 %; t.test of six caseloads. */
static void others_by_r(void **state)
{
    (void)state;
    static const double BYAR[][3] = {{12, 6.193509843079, 20.962858053617},
                                     {27.4, 18.113642573862, 39.759174468187},
                                     {100, 81.362105490528, 121.627937579207},
                                     {431, 391.26454390063, 473.6764596353}};
    static const double POISSON[][4] = {{1, 0.05, 0.02531780798429, 5.5716433909389},
                                        {2, 0.05, 0.24220927854397, 7.22468766772396},
                                        {7, 0.05, 2.8143630515199, 14.4226753617024},
                                        {4, 0.002, 0.42855241362842, 14.79414922253721},
                                        {7, 0.002, 1.5203362603988, 19.6261773953842}};
    struct staith_interval got;
    for (size_t i = 0; i < sizeof(BYAR) / sizeof(BYAR[0]); i++) {
        assert_true(staith_stats_byar(BYAR[i][0], 1, STAITH_Z95, &got));
        close_to(got.lower, BYAR[i][1]);
        close_to(got.upper, BYAR[i][2]);
    }
    for (size_t i = 0; i < sizeof(POISSON) / sizeof(POISSON[0]); i++) {
        assert_true(staith_stats_poisson((uint64_t)POISSON[i][0], 1, POISSON[i][1], &got));
        close_to(got.lower, POISSON[i][2]);
        close_to(got.upper, POISSON[i][3]);
    }
    assert_true(staith_stats_mean(15.95, 2.12296961824704, 6, 0.05, &got));
    close_to(got.lower, 13.722080020195);
    close_to(got.upper, 18.177919979805);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_at_the_ends),
        cmocka_unit_test(wilson),
        cmocka_unit_test(wilson_by_r),
        cmocka_unit_test(others_by_r),
        cmocka_unit_test(wilson_refuses),
        cmocka_unit_test(byar),
        cmocka_unit_test(byar_of_little),
        cmocka_unit_test(poisson),
        cmocka_unit_test(mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
