/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Means beside protected counts.
 *
 * Source: Handbook on Statistical Disclosure Control, second edition, on noise added to counts: a
 * mean that was computed before the noise gives the count back, because the mean times the count is
 * a sum, and sums are whole numbers.
 */
#include "model/ratio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { GROUPS = 3, NOISE = 2 };

static const int64_t published[GROUPS] = {9, 14, 19};
static const int64_t counts[GROUPS] = {8, 12, 20};
/* 11.25, 7.9167 and 9.25, in ten-thousandths. */
static const int64_t means[GROUPS] = {112500, 79167, 92500};
static const int64_t sums[GROUPS] = {90, 95, 185};

/* Whether some whole sum has this mean, to four decimals, half up. */
static bool whole_sum(int64_t count, int64_t mean)
{
    for (int64_t sum = 0; sum < 1000; sum++) {
        if ((sum * 20000 + count) / (2 * count) == mean) {
            return true;
        }
    }
    return false;
}

/* Published counts of 9, 14 and 19 are at most 2 off: beside the true means, 8, 12 and 20 alone fit
 * and everything is known. */
static void true_means_give_counts_away(void **state)
{
    (void)state;
    for (int i = 0; i < GROUPS; i++) {
        for (int64_t count = published[i] - NOISE; count <= published[i] + NOISE; count++) {
            assert_true(whole_sum(count, means[i]) == (count == counts[i]));
        }
    }
}

/* The nearest multiple of 5 of a number, with what it leaves possible. */
static struct staith_value rounded(int64_t value)
{
    int64_t shown = (value + 2) / 5 * 5;
    return (struct staith_value){STAITH_STATUS_VALUE, shown, shown - 4, shown + 4};
}

/* A mean of what is published leaves every count possible that was so before: for each there is a
 * whole sum whose mean lies in the interval that is shown. */
static void means_of_published_parts_do_not(void **state)
{
    (void)state;
    const struct staith_ratio_rule rule = staith_ratio_rule_region();
    for (int i = 0; i < GROUPS; i++) {
        const struct staith_ratio_parts parts = {.numerator = rounded(sums[i]),
                                                 .denominator = rounded(counts[i]),
                                                 .scale = 1,
                                                 .decimals = 1};
        const struct staith_ratio mean = staith_ratio_show(&parts, &rule);
        assert_int_equal(mean.reason, STAITH_RATIO_SHOWN);
        for (int64_t count = parts.denominator.lo; count <= parts.denominator.hi; count++) {
            bool fits = false;
            for (int64_t sum = parts.numerator.lo; sum <= parts.numerator.hi; sum++) {
                fits = fits ||
                       (10 * sum >= mean.value.lo * count && 10 * sum <= mean.value.hi * count);
            }
            assert_true(fits);
        }
        assert_true(parts.denominator.hi - parts.denominator.lo + 1 >= 5);
        /* The true mean is not hidden by this, only not known: it lies in the interval. */
        assert_in_range(means[i], mean.value.lo * 1000, mean.value.hi * 1000);
    }
}

/* Nine people are not ten: no mean. */
static void a_mean_needs_ten_people(void **state)
{
    (void)state;
    const struct staith_ratio_rule rule = staith_ratio_rule_region();
    const struct staith_ratio_parts parts = {.numerator = staith_value_exact(90),
                                             .denominator = staith_value_exact(9),
                                             .scale = 1,
                                             .decimals = 1};
    assert_int_equal(staith_ratio_show(&parts, &rule).reason, STAITH_RATIO_SMALL_DENOMINATOR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(true_means_give_counts_away),
        cmocka_unit_test(means_of_published_parts_do_not),
        cmocka_unit_test(a_mean_needs_ten_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
