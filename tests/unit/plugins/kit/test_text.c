/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../../../plugins/kit/text.h"

#include <string.h>

static int length_of(const char *bytes)
{
    return staith_kit_utf8_length((const unsigned char *)bytes, strlen(bytes));
}

/* Unicode 15, table 3-7. */
static void test_utf8(void **state)
{
    (void)state;
    assert_int_equal(length_of("A"), 1);
    assert_int_equal(length_of("\xC2\x80"), 2);
    assert_int_equal(length_of("\xDF\xBF"), 2);
    assert_int_equal(length_of("\xE0\xA0\x80"), 3);
    assert_int_equal(length_of("\xEF\xBF\xBF"), 3);
    assert_int_equal(length_of("\xED\x9F\xBF"), 3);
    assert_int_equal(length_of("\xF0\x90\x80\x80"), 4);
    assert_int_equal(length_of("\xF4\x8F\xBF\xBF"), 4);
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xC3(",
                                      "\xE2\x82(",
                                      "\xF0\x9F\x98("};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(length_of(bad[i]), 0);
    }
    static const char *const cut[] = {"\xC3", "\xE2", "\xE2\x82", "\xF0", "\xF0\x9F\x98"};
    for (size_t i = 0; i < sizeof cut / sizeof cut[0]; i++) {
        assert_int_equal(length_of(cut[i]), -1);
    }
}

static void test_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(staith_kit_bad_byte_kind(0xE9), STAITH_KIT_WINDOWS_1252);
    assert_int_equal(staith_kit_bad_byte_kind(0x92), STAITH_KIT_WINDOWS_1252);
    assert_int_equal(staith_kit_bad_byte_kind(0x81), STAITH_KIT_NOT_UTF8);
    assert_int_equal(staith_kit_bad_byte_kind(0x9D), STAITH_KIT_NOT_UTF8);
}

static void test_space(void **state)
{
    (void)state;
    assert_true(staith_kit_is_space(' ') && staith_kit_is_space('\t') &&
                staith_kit_is_space('\r') && staith_kit_is_space('\n'));
    assert_false(staith_kit_is_space('\0') || staith_kit_is_space('a') ||
                 staith_kit_is_space('\v'));
}

/* What shows nothing at either end: U+00A0, U+202F, U+200B, U+2007, U+FEFF. */
static void test_gaps(void **state)
{
    (void)state;
    static const char *const gaps[] = {
        " ", "\n", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8B", "\xE2\x80\x87", "\xEF\xBB\xBF"};
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        size_t len = strlen(gaps[i]);
        assert_int_equal(staith_kit_gap_first(gaps[i], len), len);
        assert_int_equal(staith_kit_gap_last(gaps[i], len), len);
    }
    assert_int_equal(staith_kit_gap_first("\xC2\xA3", 2), 0);
    assert_int_equal(staith_kit_gap_last("\xE2\x80\x99", 3), 0);
    assert_int_equal(staith_kit_gap_first("\xC2\xA0", 1), 0);
    assert_int_equal(staith_kit_gap_last("", 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_utf8), cmocka_unit_test(test_bad_byte),
                                       cmocka_unit_test(test_space), cmocka_unit_test(test_gaps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
