/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition.h"

static void check(const char *name, uint32_t kind, int32_t year, int32_t part)
{
    struct staith_period_def period = {0};
    assert_true(staith_table_period_in_name(name, &period));
    assert_int_equal(period.kind, kind);
    assert_int_equal(period.year, year);
    assert_int_equal(period.part, part);
}

static void test_names(void **state)
{
    (void)state;
    struct staith_period_def period;
    check("caseloads-2025-Q3.csv", STAITH_PERIOD_QUARTER, 2025, 3);
    check("2025Q1.csv", STAITH_PERIOD_QUARTER, 2025, 1);
    check("list 2025 q4.xlsx", STAITH_PERIOD_QUARTER, 2025, 4);
    check("list_2025-07.csv", STAITH_PERIOD_MONTH, 2025, 7);
    check("return2025.csv", STAITH_PERIOD_CENSUS_YEAR, 2025, 0);
    check("v1 2025-13.csv", STAITH_PERIOD_CENSUS_YEAR, 2025, 0);
    assert_false(staith_table_period_in_name("list.csv", &period));
    assert_false(staith_table_period_in_name("20250930.csv", &period));
    assert_false(staith_table_period_in_name("1889.csv", &period));
}

static void test_texts(void **state)
{
    (void)state;
    struct staith_period_def period;
    assert_true(staith_table_period_parse("2025", &period));
    assert_true(staith_table_period_parse("2025Q3", &period));
    assert_true(staith_table_period_parse("2025-07", &period));
    assert_false(staith_table_period_parse("2025Q5", &period));
    assert_false(staith_table_period_parse("2025-07-01", &period));
    assert_false(staith_table_period_parse("", &period));
}

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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names), cmocka_unit_test(test_texts),
                                       cmocka_unit_test(test_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
