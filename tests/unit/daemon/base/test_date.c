/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* Day numbers counted by another calendar (Python's datetime). */
static const struct {
    const char *text;
    int32_t day;
} known[] = {
    {"1800-01-01", -62091}, {"1900-02-28", -25509}, {"1900-03-01", -25508}, {"1969-12-31", -1},
    {"1970-01-01", 0},      {"2000-02-29", 11016},  {"2024-02-29", 19782},  {"2024-09-30", 19996},
    {"2025-10-01", 20362},  {"2999-12-31", 376199},
};

static void known_days_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        int32_t day = 12345;
        char text[11];
        assert_int_equal(staith_date_parse(known[i].text, 10, &day), 0);
        assert_int_equal(day, known[i].day);
        staith_date_format(day, text, sizeof(text));
        assert_string_equal(text, known[i].text);
    }
}

static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    for (int32_t day = -62091; day <= 376199; day++) {
        int year;
        int month;
        int day_of_month;
        int32_t back = 0;
        staith_date_split(day, &year, &month, &day_of_month);
        assert_int_equal(staith_date_from(year, month, day_of_month, &back), 0);
        assert_int_equal(back, day);
    }
}

static void dates_that_do_not_exist(void **state)
{
    (void)state;
    static const char *const wrong[] = {"2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10",
                                        "2024-04-31", "2024-01-00", "1799-12-31", "3000-01-01",
                                        "2024/01/01", "2024-1-011", "20240-1-01", "    -  -  ",
                                        "2024-01-0x", "-024-01-01"};
    int32_t day = 7;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(staith_date_parse(wrong[i], strlen(wrong[i]), &day), STAITH_ERR_SYNTAX);
    }
    assert_int_equal(staith_date_parse("2024-01-011", 11, &day), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_date_parse("", 0, &day), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_date_from(2024, 2, 30, &day), STAITH_ERR_INVAL);
    assert_int_equal(day, 7);
}

static void leap_years(void **state)
{
    (void)state;
    assert_true(staith_date_is_leap(2024));
    assert_true(staith_date_is_leap(2000));
    assert_false(staith_date_is_leap(1900));
    assert_false(staith_date_is_leap(2023));
}

static void times(void **state)
{
    (void)state;
    char text[25];
    staith_time_format(0, text, sizeof(text));
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");
    staith_time_format(1709212455678, text, sizeof(text));
    assert_string_equal(text, "2024-02-29T13:14:15.678Z");
    staith_time_format(-1, text, sizeof(text));
    assert_string_equal(text, "1969-12-31T23:59:59.999Z");
}

static void times_that_people_write(void **state)
{
    (void)state;
    int64_t ms = 7;
    assert_int_equal(staith_time_parse("2026-12-01T09:30", &ms), 0);
    assert_int_equal(ms, 1796117400000); /* by date -u */
    assert_int_equal(staith_time_parse("1970-01-02T00:00Z", &ms), 0);
    assert_int_equal(ms, 86400000);
    static const char *const bad[] = {"",
                                      "2026-12-01",
                                      "2026-12-01 09:30",
                                      "2026-12-01T24:00",
                                      "2026-12-01T09:60",
                                      "2026-12-01T09.30",
                                      "2026-02-30T09:30",
                                      "2026-12-01T09:30:00",
                                      "2026-12-01T09:30+01:00",
                                      "2026-12-01T 9:30",
                                      "1970-01-01T00:00",
                                      "1969-12-31T09:30"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_int_equal(staith_time_parse(bad[i], &ms), STAITH_ERR_SYNTAX);
    }
    assert_int_equal(ms, 86400000);
}

static int years(const char *born, const char *on)
{
    int32_t from = 0;
    int32_t to = 0;
    assert_int_equal(staith_date_parse(born, 10, &from), 0);
    assert_int_equal(staith_date_parse(on, 10, &to), 0);
    return staith_date_years(from, to);
}

static void ages(void **state)
{
    (void)state;
    assert_int_equal(years("1980-10-01", "2024-09-30"), 43);
    assert_int_equal(years("1980-09-30", "2024-09-30"), 44);
    assert_int_equal(years("2000-02-29", "2023-02-28"), 22);
    assert_int_equal(years("2000-02-29", "2023-03-01"), 23);
    assert_int_equal(years("2000-02-29", "2024-02-29"), 24);
    assert_int_equal(years("2024-09-30", "2024-09-30"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_both_ways),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(dates_that_do_not_exist),
        cmocka_unit_test(leap_years),
        cmocka_unit_test(times),
        cmocka_unit_test(times_that_people_write),
        cmocka_unit_test(ages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
