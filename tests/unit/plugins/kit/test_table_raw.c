/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/table_raw.h"

#include <string.h>

static void test_builds(void **state)
{
    (void)state;
    static struct staith_kit_raw_build build;
    struct staith_kit_raw_row row = {0};
    char longer[6000];
    memset(longer, 'x', sizeof longer);
    for (int round = 0; round < 2; round++) {
        staith_kit_raw_start(&build);
        staith_kit_raw_put(&build, 1, STAITH_KIT_RAW_TEXT, "  Ann \n", 7, 0);
        staith_kit_raw_put(&build, 2, STAITH_KIT_RAW_TEXT, "   ", 3, 0);
        staith_kit_raw_put(&build, 4, STAITH_KIT_RAW_TEXT, longer, sizeof longer, 0);
        staith_kit_raw_put(&build, 5, STAITH_KIT_RAW_ERROR, "", 0, 0);
        staith_kit_raw_put(&build, STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS, STAITH_KIT_RAW_TEXT, "z", 1,
                           0);
        assert_true(staith_kit_raw_finish(&build, &row));
        assert_int_equal(row.count, 6);
        assert_int_equal(row.cells[0].kind, STAITH_KIT_RAW_BLANK);
        assert_string_equal(row.cells[0].text, "");
        assert_string_equal(row.cells[1].text, "Ann");
        assert_int_equal(row.cells[1].len, 3);
        assert_int_equal(row.cells[2].kind, STAITH_KIT_RAW_BLANK);
        assert_int_equal(row.cells[4].len, sizeof longer);
        assert_int_equal(row.cells[5].kind, STAITH_KIT_RAW_ERROR);
    }
    staith_kit_raw_free(&build);
}

/* From the documentation of Excel: serial 1 is 1 January 1900, 61 is 1 March 1900, 45930 is 30
 * September 2025; 1904's serial 0 is 1 January 1904. */
static void test_serials(void **state)
{
    (void)state;
    int32_t day = 0;
    char text[16];
    static const struct {
        double serial;
        bool epoch_1904;
        const char *text;
    } good[] = {{1, false, "1900-01-01"},        {59, false, "1900-02-28"},
                {61, false, "1900-03-01"},       {45930, false, "2025-09-30"},
                {45930.99, false, "2025-09-30"}, {0, true, "1904-01-01"},
                {44468, true, "2025-09-30"},     {2958465, false, "9999-12-31"}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        int result = staith_kit_raw_serial(good[i].serial, good[i].epoch_1904, &day);
        assert_int_equal(result, STAITH_OK);
        staith_kit_raw_day_text(day, text);
        assert_string_equal(text, good[i].text);
    }
    assert_int_equal(staith_kit_raw_serial(0, false, &day), STAITH_EINVAL);
    assert_int_equal(staith_kit_raw_serial(60, false, &day), STAITH_EINVAL);
    assert_int_equal(staith_kit_raw_serial(-1, false, &day), STAITH_EINVAL);
    assert_int_equal(staith_kit_raw_serial(2958466, false, &day), STAITH_EINVAL);
}

static void test_decimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *digits;
    } good[] = {{"0.30000000000000004", "0.3"},
                {"12", "12"},
                {"1.2E-2", "0.012"},
                {"1E5", "100000"},
                {"-3.50", "-3.5"},
                {"0.00001", "0.00001"},
                {"999999999999999", "999999999999999"},
                {"0", "0"},
                {"36.2", "36.2"}};
    char digits[64];
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(staith_kit_raw_decimal(good[i].text, digits, sizeof digits));
        assert_string_equal(digits, good[i].digits);
    }
    static const char *const bad[] = {"", "x", "1x", "1e15", "inf", "nan", "1e999"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(staith_kit_raw_decimal(bad[i], digits, sizeof digits));
    }
}

/* What spreadsheets and web pages leave around a text. */
static void test_trims(void **state)
{
    (void)state;
    static struct staith_kit_raw_build build;
    struct staith_kit_raw_row row = {0};
    staith_kit_raw_start(&build);
    staith_kit_raw_put(&build, 0, STAITH_KIT_RAW_TEXT, "\xC2\xA0 12 \xE2\x80\x8B", 9, 0);
    staith_kit_raw_put(&build, 1, STAITH_KIT_RAW_TEXT, "'0012", 5, 0);
    staith_kit_raw_put(&build, 2, STAITH_KIT_RAW_TEXT, "'t Hooft", 8, 0);
    staith_kit_raw_put(&build, 3, STAITH_KIT_RAW_TEXT, "'12'", 4, 0);
    staith_kit_raw_put(&build, 4, STAITH_KIT_RAW_TEXT, "\xC2\xA0", 2, 0);
    assert_true(staith_kit_raw_finish(&build, &row));
    assert_int_equal(row.count, 4);
    assert_string_equal(row.cells[0].text, "12");
    assert_string_equal(row.cells[1].text, "0012");
    assert_string_equal(row.cells[2].text, "'t Hooft");
    assert_string_equal(row.cells[3].text, "'12'");
    staith_kit_raw_free(&build);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trims), cmocka_unit_test(test_builds),
                                       cmocka_unit_test(test_serials),
                                       cmocka_unit_test(test_decimals)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
