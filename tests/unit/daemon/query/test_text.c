/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "query/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_field(const char *text, const char *expected)
{
    struct staith_buf out;
    staith_buf_init(&out, 256);
    assert_int_equal(staith_query_field(&out, text, strlen(text)), 0);
    assert_string_equal(staith_buf_cstr(&out), expected);
    staith_buf_deinit(&out);
}

/* As RFC 4180 has it. */
static void test_field(void **state)
{
    (void)state;
    struct staith_buf small;
    check_field("plain", "plain");
    check_field("", "\"\"");
    check_field("a,b", "\"a,b\"");
    check_field("a;b", "\"a;b\"");
    check_field("say \"x\"", "\"say \"\"x\"\"\"");
    check_field("two\nlines", "\"two\nlines\"");
    check_field(" edge", "\" edge\"");
    staith_buf_init(&small, 4);
    assert_int_equal(staith_query_field(&small, "a,bcd", 5), STAITH_ERR_LIMIT);
    staith_buf_deinit(&small);
}

/* U+00E9, U+20AC and U+1F600 are C3 A9, E2 82 AC and F0 9F 98 80; D83D DE00 in UTF-16. */
static void test_characters(void **state)
{
    (void)state;
    static const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    static const uint16_t units[] = {'a', 0xE9, 0x20AC, 0xD83D, 0xDE00};
    static const uint16_t half[] = {0xD83D};
    static const uint16_t wrong[] = {0xDE00, 0xD83D};
    static const uint16_t zero[] = {'a', 0};
    struct staith_buf out;
    uint16_t *got = NULL;
    size_t count = 0;
    staith_buf_init(&out, 64);
    assert_int_equal(staith_query_utf8(&out, units, 5), 0);
    assert_string_equal(staith_buf_cstr(&out), text);
    assert_int_equal(staith_query_utf8(&out, half, 1), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_utf8(&out, wrong, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_utf8(&out, zero, 2), STAITH_ERR_SYNTAX);
    staith_buf_deinit(&out);
    assert_int_equal(staith_query_utf16(text, strlen(text), &got, &count), 0);
    assert_int_equal(count, 5);
    assert_memory_equal(got, units, sizeof(units));
    free(got);
    assert_int_equal(staith_query_utf16("a\xE9", 2, &got, &count), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_utf16("a\0b", 3, &got, &count), STAITH_ERR_SYNTAX);
}

static void check_decimal(const char *text, const char *expected)
{
    char out[32];
    assert_int_equal(staith_query_decimal(text, strlen(text), out, sizeof(out)), 0);
    assert_string_equal(out, expected);
}

static void test_decimal(void **state)
{
    (void)state;
    static const char *const none[] = {"", "-", ".", "NaN", "1e5", "1.2.3", "1,5", "+1", " 1"};
    char out[32];
    check_decimal("12.50", "12.50");
    check_decimal("-12.50", "-12.50");
    check_decimal(".5", "0.5");
    check_decimal("-.5", "-0.5");
    check_decimal("7.", "7");
    check_decimal("0", "0");
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        assert_int_equal(staith_query_decimal(none[i], strlen(none[i]), out, sizeof(out)),
                         STAITH_ERR_SYNTAX);
    }
    assert_int_equal(staith_query_decimal("123456", 6, out, 7), STAITH_ERR_SYNTAX);
}

static void check_float(double value, const char *expected)
{
    char out[64];
    assert_int_equal(staith_query_float(value, out, sizeof(out)), 0);
    assert_string_equal(out, expected);
}

static void test_float(void **state)
{
    (void)state;
    char out[64];
    check_float(0.8, "0.8");
    check_float(37.5, "37.5");
    check_float(-37.0, "-37");
    check_float(0.0, "0");
    check_float(-0.0, "0");
    check_float(0.1 + 0.2, "0.3");
    check_float(1e-7, "0.0000001");
    check_float(123456789012345.0, "123456789012345");
    assert_int_equal(staith_query_float((double)NAN, out, sizeof(out)), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_float((double)INFINITY, out, sizeof(out)), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_float(1e15, out, sizeof(out)), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_query_float(-1e15, out, sizeof(out)), STAITH_ERR_SYNTAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_field), cmocka_unit_test(test_characters),
        cmocka_unit_test(test_decimal), cmocka_unit_test(test_float)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
