/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit.h>
#include <string.h>

static int32_t day_of(const char *text)
{
    int32_t day = INT32_MIN;
    assert_int_equal(staith_kit_date(text, strlen(text), &day), STAITH_OK);
    return day;
}

/* Unix time / 86400 of well-known days. */
static void test_known_days(void **state)
{
    (void)state;
    assert_int_equal(day_of("1970-01-01"), 0);
    assert_int_equal(day_of("1969-12-31"), -1);
    assert_int_equal(day_of("2000-03-01"), 11017);
    assert_int_equal(day_of("2024-02-29"), 19782);
    assert_int_equal(day_of("2025-09-30"), 20361);
    assert_int_equal(day_of("2038-01-19"), 24855);
    int32_t day = 0;
    assert_int_equal(staith_kit_date_dmy("30/09/2025", 10, &day), STAITH_OK);
    assert_int_equal(day, 20361);
}

static void test_every_day_splits_back(void **state)
{
    (void)state;
    int32_t first = day_of("1800-01-01");
    int32_t last = day_of("2999-12-31");
    assert_int_equal(last - first + 1, 1200 * 365 + 300 - 12 + 3); /* leap: 2000, 2400, 2800 */
    for (int32_t day = first; day <= last; day++) {
        int year;
        int month;
        int day_of_month;
        int32_t again = INT32_MIN;
        staith_kit_date_split(day, &year, &month, &day_of_month);
        assert_int_equal(staith_kit_date_from(year, month, day_of_month, &again), STAITH_OK);
        assert_int_equal(again, day);
    }
}

static void test_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"",           "2025-9-30",   "2025-02-29", "1900-02-29",
                                      "2025-04-31", "2025-13-01",  "2025-00-01", "2025-01-00",
                                      "1799-12-31", "3000-01-01",  "2025/09/30", "2025-09-3O",
                                      "20250930",   "2025-09-30 ", "-025-09-30", "30/09/2025"};
    int32_t day = 77;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(staith_kit_date(bad[i], strlen(bad[i]), &day), STAITH_EINVAL);
    }
    assert_int_equal(staith_kit_date_dmy("09/30/2025", 10, &day), STAITH_EINVAL);
    assert_int_equal(staith_kit_date_dmy("2025-09-30", 10, &day), STAITH_EINVAL);
    assert_int_equal(day, 77);
}

static void test_census_year(void **state)
{
    (void)state;
    assert_int_equal(staith_kit_census_year(day_of("2024-09-30")), 2024);
    assert_int_equal(staith_kit_census_year(day_of("2024-10-01")), 2025);
    assert_int_equal(staith_kit_census_year(day_of("2025-09-30")), 2025);
    assert_int_equal(staith_kit_census_year(day_of("2025-01-01")), 2025);
}

static void test_years(void **state)
{
    (void)state;
    assert_int_equal(staith_kit_years(day_of("1980-09-30"), day_of("2025-09-30")), 45);
    assert_int_equal(staith_kit_years(day_of("1980-10-01"), day_of("2025-09-30")), 44);
    assert_int_equal(staith_kit_years(day_of("2000-02-29"), day_of("2025-02-28")), 24);
    assert_int_equal(staith_kit_years(day_of("2000-02-29"), day_of("2025-03-01")), 25);
}

static void check_period(uint32_t kind, int32_t year, int32_t part, const char *first,
                         const char *last)
{
    struct staith_period_def period = {kind, year, part, 0};
    int32_t ret_first = 0;
    int32_t ret_last = 0;
    assert_int_equal(staith_kit_period_days(&period, &ret_first, &ret_last), STAITH_OK);
    assert_int_equal(ret_first, day_of(first));
    assert_int_equal(ret_last, day_of(last));
}

static void test_periods(void **state)
{
    (void)state;
    check_period(STAITH_PERIOD_CENSUS_YEAR, 2025, 0, "2024-10-01", "2025-09-30");
    check_period(STAITH_PERIOD_QUARTER, 2025, 1, "2025-01-01", "2025-03-31");
    check_period(STAITH_PERIOD_QUARTER, 2025, 4, "2025-10-01", "2025-12-31");
    check_period(STAITH_PERIOD_MONTH, 2024, 2, "2024-02-01", "2024-02-29");
    check_period(STAITH_PERIOD_MONTH, 2025, 12, "2025-12-01", "2025-12-31");
    static const struct staith_period_def bad[] = {{STAITH_PERIOD_CENSUS_YEAR, 2025, 1, 0},
                                                   {STAITH_PERIOD_QUARTER, 2025, 0, 0},
                                                   {STAITH_PERIOD_QUARTER, 2025, 5, 0},
                                                   {STAITH_PERIOD_MONTH, 2025, 13, 0},
                                                   {STAITH_PERIOD_MONTH, 1899, 1, 0},
                                                   {STAITH_PERIOD_MONTH, 3000, 1, 0},
                                                   {0, 2025, 0, 0},
                                                   {4, 2025, 0, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t first = 77;
        int32_t last = 77;
        assert_int_equal(staith_kit_period_days(&bad[i], &first, &last), STAITH_EINVAL);
        assert_int_equal(first, 77);
        assert_int_equal(last, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days), cmocka_unit_test(test_every_day_splits_back),
        cmocka_unit_test(test_refuses),    cmocka_unit_test(test_census_year),
        cmocka_unit_test(test_years),      cmocka_unit_test(test_periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
