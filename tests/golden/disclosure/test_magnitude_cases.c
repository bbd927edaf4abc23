/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Amounts: published cases of dominance, p % and the protection that an unsafe cell needs.
 *
 * Sources: A. Hundepool et al., Handbook on Statistical Disclosure Control, second edition, chapter
 * 4 (the sensitivity rules and the required upper protection level of each); tau-ARGUS user's
 * manual, the same rules as the program computes them. p % and (n,k) are in thousandths here.
 */
#include "disclosure/protect/magnitude.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* 100,000 of which 50,000 and 49,000 are two: the first has 50 %, so (1,90) finds nothing; but the
 * second knows that the others have at most 51,000, within 2 % of the first. p = 10 asks that they
 * have 5,000 to spare: they have 1,000, so the cell needs 4,000 above it. */
static void safe_by_dominance_and_estimated(void **state)
{
    (void)state;
    assert_false(staith_magnitude_dominated(100000, 50000, 49000, 1, 900));
    assert_true(staith_magnitude_estimated(100000, 50000, 49000, 100));
    assert_int_equal(staith_magnitude_level_p(100000, 50000, 49000, 100), 4000);
}

/* 110,000 of which 52,000 and 50,000: the others have 8,000, more than 10 % of 52,000; yet two have
 * 92.7 %. */
static void dominated_and_not_estimated(void **state)
{
    (void)state;
    assert_false(staith_magnitude_estimated(110000, 52000, 50000, 100));
    assert_int_equal(staith_magnitude_level_p(110000, 52000, 50000, 100), 0);
    assert_true(staith_magnitude_dominated(110000, 52000, 50000, 2, 909));
}

/* 300, 20 and 10: one has 90.9 %. At 85 % it would be 352.94 in all, 22.94 more; in ten-thousandths
 * here, rounded up. */
static void upper_level_of_dominance(void **state)
{
    (void)state;
    assert_true(staith_magnitude_dominated(330, 300, 20, 1, 850));
    assert_int_equal(staith_magnitude_level_dominance(3300000, 3000000, 200000, 1, 850), 229412);
    assert_int_equal(staith_magnitude_level_dominance(330, 300, 20, 1, 850), 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(safe_by_dominance_and_estimated),
        cmocka_unit_test(dominated_and_not_estimated),
        cmocka_unit_test(upper_level_of_dominance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
