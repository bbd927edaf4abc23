/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/kit.h>
#include <string.h>

static int read_decimal(const char *text, unsigned digits, int64_t *ret)
{
    return staith_kit_decimal(text, strlen(text), digits, -1000000000000, 1000000000000, ret);
}

static void test_decimal_values(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned digits;
        int64_t value;
    } cases[] = {
        {"0", 6, 0},
        {"1", 6, 1000000},
        {"0.5", 6, 500000},
        {"0.333333", 6, 333333},
        {"1.0000000", 6, 1000000},
        {"12.50", 2, 1250},
        {"007", 0, 7},
        {"-3.2", 1, -32},
        {"+4", 0, 4},
        {".5", 1, 5},
        {"5.", 1, 50},
        {"40000.00", 2, 4000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t value = -1;
        assert_int_equal(read_decimal(cases[i].text, cases[i].digits, &value), STAITH_OK);
        assert_int_equal(value, cases[i].value);
    }
}

static void test_decimal_refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"",    ".",    "-",    "+.",  "1e3",   " 1",  "1 ",
                                      "1,5", "0x10", "1.23", "--1", "1.2.3", "NaN", "1-"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t value = 77;
        assert_int_equal(read_decimal(bad[i], 1, &value), STAITH_EINVAL);
        assert_int_equal(value, 77);
    }
}

static void test_decimal_range(void **state)
{
    (void)state;
    int64_t value = 77;
    assert_int_equal(staith_kit_decimal("1.000001", 8, 6, 0, 1000000, &value), STAITH_ELIMIT);
    assert_int_equal(staith_kit_decimal("-0.000001", 9, 6, 0, 1000000, &value), STAITH_ELIMIT);
    assert_int_equal(staith_kit_decimal("9223372036854775808", 19, 0, INT64_MIN, INT64_MAX, &value),
                     STAITH_ELIMIT);
    assert_int_equal(staith_kit_decimal("99999999999999999999999", 23, 0, 0, INT64_MAX, &value),
                     STAITH_ELIMIT);
    assert_int_equal(value, 77);
    assert_int_equal(staith_kit_decimal("9223372036854775807", 19, 0, INT64_MIN, INT64_MAX, &value),
                     STAITH_OK);
    assert_true(value == INT64_MAX);
    /* The length counts, not the NUL. */
    assert_int_equal(staith_kit_decimal("123", 2, 0, 0, 99, &value), STAITH_OK);
    assert_int_equal(value, 12);
}

static void test_codes(void **state)
{
    (void)state;
    static const struct staith_kit_code codes[] = {
        {"AOTH", 5}, {"APKN", 3}, {"WBRI", 0}, {"WBRIX", 9}, {"WIRI", 1}};
    uint16_t value = 77;
    assert_true(staith_kit_code_sorted(codes, 5));
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(
            staith_kit_code_find(codes, 5, codes[i].code, strlen(codes[i].code), &value), 0);
        assert_int_equal(value, codes[i].value);
    }
    value = 77;
    assert_int_equal(staith_kit_code_find(codes, 5, "WBR", 3, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_code_find(codes, 5, "wbri", 4, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_code_find(codes, 5, "", 0, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_code_find(codes, 5, "AOTH\0x", 6, &value), STAITH_EINVAL);
    assert_int_equal(staith_kit_code_find(codes, 0, "AOTH", 4, &value), STAITH_EINVAL);
    assert_int_equal(value, 77);
    assert_int_equal(staith_kit_code_find(codes, 5, "WBRIXYZ", 4, &value), 0);
    assert_int_equal(value, 0);
    static const struct staith_kit_code twice[] = {{"A", 0}, {"A", 1}};
    static const struct staith_kit_code wrong[] = {{"B", 0}, {"A", 1}};
    assert_false(staith_kit_code_sorted(twice, 2));
    assert_false(staith_kit_code_sorted(wrong, 2));
}

static void test_key(void **state)
{
    (void)state;
    struct staith_kit_key key;
    staith_kit_key_start(&key);
    staith_kit_key_fold(&key, " sw 12a", 7);
    staith_kit_key_text(&key, "ab", 2);
    staith_kit_key_text(&key, "", 0);
    staith_kit_key_number(&key, 0x0102);
    static const unsigned char expected[] = {5, 'S', 'W', '1', '2', 'A', 2, 'a', 'b', 0,
                                             8, 2,   1,   0,   0,   0,   0, 0,   0};
    assert_false(key.too_long);
    assert_int_equal(key.len, sizeof expected);
    assert_memory_equal(key.bytes, expected, sizeof expected);
}

static void test_key_is_bounded(void **state)
{
    (void)state;
    char text[300];
    memset(text, 'x', sizeof text);
    struct staith_kit_key key;
    staith_kit_key_start(&key);
    staith_kit_key_text(&key, text, 255);
    assert_false(key.too_long);
    assert_int_equal(key.len, 256);
    staith_kit_key_text(&key, "", 0);
    assert_true(key.too_long);
    staith_kit_key_start(&key);
    staith_kit_key_text(&key, text, 256);
    assert_true(key.too_long);
    staith_kit_key_start(&key);
    staith_kit_key_fold(&key, text, 255);
    assert_false(key.too_long);
    staith_kit_key_fold(&key, "", 0);
    assert_true(key.too_long);
    assert_int_equal(key.len, 256);
    staith_kit_key_start(&key);
    staith_kit_key_text(&key, text, 250);
    staith_kit_key_fold(&key, "abcdef", 6);
    assert_true(key.too_long);
}

static void test_words(void **state)
{
    (void)state;
    for (int kind = STAITH_KIT_NO_PROBLEM; kind <= STAITH_KIT_TOO_MANY_NAMES; kind++) {
        const char *words = staith_kit_problem_words((enum staith_kit_problem_kind)kind);
        assert_non_null(words);
        assert_string_not_equal(words, "an unknown problem");
    }
    assert_string_equal(staith_kit_problem_words((enum staith_kit_problem_kind)99),
                        "an unknown problem");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decimal_values),
        cmocka_unit_test(test_decimal_refuses),
        cmocka_unit_test(test_decimal_range),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_key),
        cmocka_unit_test(test_key_is_bounded),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
