/* SPDX-License-Identifier: Apache-2.0 */
#include "model/period.h"

#include "base/date.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/plugin.h>

static void known(const char *code, const char *first, const char *last, bool leap)
{
    struct staith_period period = {0};
    char text[STAITH_PERIOD_CODE_BYTES];
    char day[11];
    int32_t from = 0;
    int32_t to = 0;
    assert_int_equal(staith_period_parse(code, &period), 0);
    staith_period_format(&period, text);
    assert_string_equal(text, code);
    staith_period_days(&period, &from, &to);
    staith_date_format(from, day, sizeof(day));
    assert_string_equal(day, first);
    staith_date_format(to, day, sizeof(day));
    assert_string_equal(day, last);
    assert_int_equal(staith_period_has_leap_day(&period), leap);
}

static void days_of_periods(void **state)
{
    (void)state;
    known("2025", "2024-10-01", "2025-09-30", false);
    known("2024", "2023-10-01", "2024-09-30", true);
    known("2020", "2019-10-01", "2020-09-30", true);
    known("2028", "2027-10-01", "2028-09-30", true);
    known("2025Q3", "2025-07-01", "2025-09-30", false);
    known("2025Q4", "2025-10-01", "2025-12-31", false);
    known("2024Q1", "2024-01-01", "2024-03-31", true);
    known("2024Q2", "2024-04-01", "2024-06-30", false);
    known("2025-07", "2025-07-01", "2025-07-31", false);
    known("2024-02", "2024-02-01", "2024-02-29", true);
    known("2025-02", "2025-02-01", "2025-02-28", false);
    known("2025-12", "2025-12-01", "2025-12-31", false);
    known("2999-12", "2999-12-01", "2999-12-31", false);
    known("2999Q4", "2999-10-01", "2999-12-31", false);
    known("2000", "1999-10-01", "2000-09-30", true);
    known("1900", "1899-10-01", "1900-09-30", false);
}

static void wrong_codes(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",        "25",      "2025Q0", "2025Q5",   "2025-00",
                                        "2025-13", "1899",    "3000",   "2025Q",    "2025-7",
                                        "2025-",   "2025q1",  "20256",  "2025-07 ", "x025",
                                        "2025Q12", "2025- 7", "2025/26"};
    struct staith_period period = {9, 9, 9};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(staith_period_parse(wrong[i], &period), STAITH_ERR_SYNTAX);
    }
    assert_int_equal(period.kind, 9);
    struct staith_period invalid = {STAITH_PERIOD_CENSUS_YEAR, 2025, 1};
    char text[STAITH_PERIOD_CODE_BYTES] = "x";
    assert_false(staith_period_valid(&invalid));
    staith_period_format(&invalid, text);
    assert_string_equal(text, "");
    invalid = (struct staith_period){0, 2025, 0};
    assert_false(staith_period_valid(&invalid));
    invalid = (struct staith_period){4, 2025, 1};
    assert_false(staith_period_valid(&invalid));
}

static int order(const char *a, const char *b)
{
    struct staith_period left = {0};
    struct staith_period right = {0};
    assert_int_equal(staith_period_parse(a, &left), 0);
    assert_int_equal(staith_period_parse(b, &right), 0);
    return staith_period_compare(&left, &right);
}

static void order_is_by_kind_then_time(void **state)
{
    (void)state;
    assert_int_equal(order("2025", "2025"), 0);
    assert_int_equal(order("2024", "2025"), -1);
    assert_int_equal(order("2025Q1", "2024Q4"), 1);
    assert_int_equal(order("2025-07", "2025-08"), -1);
    assert_int_equal(order("2999", "1900Q1"), -1);
    assert_int_equal(order("1900-01", "2999Q4"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_of_periods),
        cmocka_unit_test(wrong_codes),
        cmocka_unit_test(order_is_by_kind_then_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
