/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void well_formed(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "plain",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF",
                                       "\xC2\xA3 5"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        assert_true(staith_utf8_valid(good[i], strlen(good[i])));
    }
    assert_true(staith_utf8_valid("a\0b", 3));
    assert_int_equal(staith_utf8_step("\xF4\x8F\xBF\xBF", 4), 4);
    assert_int_equal(staith_utf8_step("\xC2\xA3", 2), 2);
}

static void ill_formed(void **state)
{
    (void)state;
    /* In turn: lone continuation, overlong of 2, 3 and 4, surrogates, beyond U+10FFFF, cut short,
     * wrong continuation. */
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xE0\x9F\xBF",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xED\xA0\x80",
                                      "\xED\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xC2",
                                      "\xE1\x80",
                                      "\xF1\x80\x80",
                                      "\xC2 A",
                                      "\xE1\x80 A",
                                      "\xF1\x80\x80 A"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_false(staith_utf8_valid(bad[i], strlen(bad[i])));
        assert_int_equal(staith_utf8_step(bad[i], strlen(bad[i])), 0);
    }
}

static void lines(void **state)
{
    (void)state;
    assert_int_equal(staith_utf8_line("", 10), 0);
    assert_int_equal(staith_utf8_line("one two", 7), 7);
    assert_int_equal(staith_utf8_line("one two", 6), 3);
    assert_int_equal(staith_utf8_line("one two", 3), 3); /* the blank is not shown */
    assert_int_equal(staith_utf8_line("unbreakable one", 5), 11);
    assert_int_equal(staith_utf8_line("unbreakable", 5), 11);
    assert_int_equal(staith_utf8_line("\xC2\xA3\xC2\xA3 \xC2\xA3", 4), 7);
    assert_int_equal(staith_utf8_line("\xC2\xA3\xC2\xA3 \xC2\xA3", 3), 4);
}

static void one_line(void **state)
{
    (void)state;
    assert_true(staith_utf8_is_line("Leavers \xC2\xA3 twice", 16));
    assert_false(staith_utf8_is_line("", 0));
    assert_false(staith_utf8_is_line("   ", 3));
    assert_false(staith_utf8_is_line("a\tb", 3));
    assert_false(staith_utf8_is_line("a\0b", 3));
    assert_false(staith_utf8_is_line("a\x7F", 2));
    assert_false(staith_utf8_is_line("a\xC2", 2));
    assert_false(staith_utf8_is_line("a\xC2\x9B"
                                     "1m",
                                     5)); /* a terminal's escape in one character */
}

static void controls(void **state)
{
    (void)state;
    static const char *const obeyed[] = {"\x1b",         "\x7f",         "\xC2\x80",
                                         "\xC2\x9F",     "\xE2\x80\x8E", "\xE2\x80\xA8",
                                         "\xE2\x80\xAE", "\xE2\x81\xA9"};
    static const char *const shown[] = {" ", "\xC2\xA0", "\xE2\x80\x93", "\xE2\x80\xAF",
                                        "\xE2\x82\xAC"};
    for (size_t i = 0; i < sizeof(obeyed) / sizeof(obeyed[0]); i++) {
        assert_true(staith_utf8_is_control(obeyed[i], strlen(obeyed[i])));
    }
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        assert_false(staith_utf8_is_control(shown[i], strlen(shown[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(well_formed), cmocka_unit_test(ill_formed), cmocka_unit_test(lines),
        cmocka_unit_test(one_line),    cmocka_unit_test(controls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
