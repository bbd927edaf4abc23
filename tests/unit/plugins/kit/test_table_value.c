/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit_table.h>
#include <string.h>

/* 30 September 2025 is day 20361 (date -d 2025-09-30 +%s gives 1759190400). */
static void test_dates(void **state)
{
    (void)state;
    static const char *const good[] = {"2025-09-30",
                                       "30/09/2025",
                                       "30-Sep-2025",
                                       "30.09.2025",
                                       "45930",
                                       "30-09-2025",
                                       "30 September 2025",
                                       "30-SEPT-2025",
                                       "30/Sep/2025",
                                       "2025-09-30T00:00",
                                       "2025-09-30 12:30:01",
                                       "30/09/2025 09:00",
                                       "2025-09-30T12:30:01.25Z",
                                       "2025/09/30",
                                       "20250930",
                                       "30/09/2025 9:05"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int32_t day = 0;
        assert_int_equal(staith_kit_date_any(good[i], strlen(good[i]), &day), STAITH_OK);
        assert_int_equal(day, 20361);
    }
    int32_t day = 0;
    assert_int_equal(staith_kit_date_any("3/4/2025", 8, &day), STAITH_OK);
    assert_int_equal(day, 20181); /* 3 April: the day stands first */
}

static void test_no_dates(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "09/30/2025",     "30/09/25",       "31/09/2025", "2025-02-29",  "2025-9-30",
        "30092025",   "4593",           "20251301",       "2025/09-30", "459300",      "30/09-2025",
        "30 09 2025", "30-Sep",         "30-Foo-2025",    "30-Se-2025", "30/09/2025x", "/09/2025",
        "2025",       "30-Septem-2025", "30/09/2025 noon"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int32_t day = 7;
        assert_int_equal(staith_kit_date_any(bad[i], strlen(bad[i]), &day), STAITH_EINVAL);
        assert_int_equal(day, 7);
    }
}

static void check_money(const char *text, int result, int64_t expected)
{
    int64_t pence = -7;
    assert_int_equal(staith_kit_money(text, strlen(text), 0, 100000000, &pence), result);
    assert_int_equal(pence, result == STAITH_OK ? expected : -7);
}

static void test_money(void **state)
{
    (void)state;
    check_money("32.5", STAITH_OK, 3250);
    check_money("\xC2\xA3"
                "1,234.50",
                STAITH_OK, 123450);
    check_money("\xC2\xA3 12", STAITH_OK, 1200);
    check_money("GBP 12.00", STAITH_OK, 1200);
    check_money("1,000,000", STAITH_OK, 100000000);
    check_money("1,000,000.01", STAITH_ELIMIT, 0);
    check_money("-\xC2\xA3"
                "1",
                STAITH_ELIMIT, 0);
    check_money("12.345", STAITH_EINVAL, 0);
    check_money("12,34", STAITH_EINVAL, 0);
    check_money("1,23,456", STAITH_EINVAL, 0);
    check_money(",123", STAITH_EINVAL, 0);
    check_money("1234,567", STAITH_EINVAL, 0);
    check_money("\xC2\xA3", STAITH_EINVAL, 0);
    check_money("12 p", STAITH_EINVAL, 0);
    check_money("\xE2\x82\xAC"
                "12",
                STAITH_EINVAL, 0); /* euros are not pounds */
    check_money("11111111111111111111111111111111111111111", STAITH_EINVAL, 0);
}

static void test_numbers(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_int_equal(staith_kit_number("1,234", 5, 0, 0, INT64_MAX, &value), STAITH_OK);
    assert_int_equal(value, 1234);
    assert_int_equal(staith_kit_number("12.0", 4, 0, 0, INT64_MAX, &value), STAITH_OK);
    assert_int_equal(value, 12);
    assert_int_equal(staith_kit_number("0.8", 3, 6, 0, INT64_MAX, &value), STAITH_OK);
    assert_int_equal(value, 800000);
    assert_int_equal(staith_kit_number("12.5", 4, 0, 0, INT64_MAX, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_number("0.8,123", 7, 6, 0, INT64_MAX, &value), STAITH_EINVAL);
}

static void test_words(void **state)
{
    (void)state;
    static const char *const yes[] = {"Yes", "y", "TRUE", "1", "x", "T"};
    static const char *const no[] = {"No", "n", "false", "0", "F"};
    bool value = false;
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        value = false;
        assert_int_equal(staith_kit_yes_no(yes[i], strlen(yes[i]), &value), STAITH_OK);
        assert_true(value);
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        value = true;
        assert_int_equal(staith_kit_yes_no(no[i], strlen(no[i]), &value), STAITH_OK);
        assert_false(value);
    }
    assert_int_equal(staith_kit_yes_no("maybe", 5, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_yes_no("", 0, &value), STAITH_EINVAL);
}

static void test_items(void **state)
{
    (void)state;
    const char *at = "start\tStart date\nend\tTo\nlone\n";
    const char *name = NULL;
    const char *value = NULL;
    size_t name_len = 0;
    size_t value_len = 0;
    assert_int_equal(staith_kit_item_next(&at, &name, &name_len, &value, &value_len), STAITH_OK);
    assert_memory_equal(name, "start", name_len);
    assert_memory_equal(value, "Start date", value_len);
    assert_int_equal(value_len, 10);
    assert_int_equal(staith_kit_item_next(&at, &name, &name_len, &value, &value_len), STAITH_OK);
    assert_int_equal(name_len, 3);
    assert_int_equal(staith_kit_item_next(&at, &name, &name_len, &value, &value_len), STAITH_OK);
    assert_memory_equal(name, "lone", name_len);
    assert_int_equal(value_len, 0);
    assert_int_equal(staith_kit_item_next(&at, &name, &name_len, &value, &value_len), STAITH_END);
    at = NULL;
    assert_int_equal(staith_kit_item_next(&at, &name, &name_len, &value, &value_len), STAITH_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates), cmocka_unit_test(test_no_dates),
        cmocka_unit_test(test_money), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_words), cmocka_unit_test(test_items)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
