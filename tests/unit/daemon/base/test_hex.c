/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"
#include "base/hex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void both_ways(void **state)
{
    (void)state;
    const uint8_t bytes[] = {0x00, 0x7F, 0x80, 0xFF, 0xA5};
    uint8_t back[5] = {0};
    char text[11];
    assert_int_equal(staith_hex_encode(bytes, 5, text, sizeof(text)), 0);
    assert_string_equal(text, "007f80ffa5");
    assert_int_equal(staith_hex_decode("007F80ffA5", back, 5), 0);
    assert_memory_equal(back, bytes, 5);
    assert_int_equal(staith_hex_encode(bytes, 5, text, 10), STAITH_ERR_LIMIT);
    assert_int_equal(staith_hex_encode(bytes, 0, text, 0), STAITH_ERR_LIMIT);
}

static void wrong_text_leaves_the_output(void **state)
{
    (void)state;
    uint8_t back[2] = {1, 2};
    assert_int_equal(staith_hex_decode("00f", back, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_hex_decode("00ff00", back, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_hex_decode("", back, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_hex_decode("00fg", back, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_hex_decode("00 f", back, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(back[0], 1);
    assert_int_equal(back[1], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways),
        cmocka_unit_test(wrong_text_leaves_the_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
