/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition.h"

static void test_days(void **state)
{
    (void)state;
    struct staith_period_def period;
    staith_table_period_of(STAITH_PERIOD_QUARTER, 20361, &period); /* 30 September 2025 */
    assert_int_equal(period.year * 10 + period.part, 20253);
    staith_table_period_of(STAITH_PERIOD_QUARTER, 20362, &period);
    assert_int_equal(period.year * 10 + period.part, 20254);
    staith_table_period_of(STAITH_PERIOD_MONTH, 20361, &period);
    assert_int_equal(period.part, 9);
    staith_table_period_of(STAITH_PERIOD_CENSUS_YEAR, 20362, &period);
    assert_int_equal(period.year, 2026);
    assert_int_equal(period.part, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
