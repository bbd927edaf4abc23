/* SPDX-License-Identifier: Apache-2.0 */
#include "base/err.h"
#include "base/hex.h"
#include "base/z85.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

/* The key of the example in ZeroMQ RFC 32. */
static const char key_hex[] = "8e0bdd697628b91d8f245587ee95c5b04d48963f79259877b49cd9063aead3b7";
static const char key_text[] = "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6";

static void the_example_both_ways(void **state)
{
    (void)state;
    uint8_t key[STAITH_Z85_KEY_BYTES];
    uint8_t back[STAITH_Z85_KEY_BYTES];
    char text[STAITH_Z85_TEXT_BYTES];
    assert_int_equal(staith_hex_decode(key_hex, key, sizeof(key)), 0);
    staith_z85_encode(key, text);
    assert_string_equal(text, key_text);
    assert_int_equal(staith_z85_decode(key_text, back), 0);
    assert_memory_equal(back, key, sizeof(key));
}

static void wrong_text_leaves_the_output(void **state)
{
    (void)state;
    uint8_t key[STAITH_Z85_KEY_BYTES] = {42};
    char text[STAITH_Z85_TEXT_BYTES];
    memcpy(text, key_text, sizeof(text));
    text[17] = '"';
    assert_int_equal(staith_z85_decode(text, key), STAITH_ERR_SYNTAX);
    /* Five of the last character are more than 32 bits. */
    memcpy(text, key_text, sizeof(text));
    memset(text + 35, '#', 5);
    assert_int_equal(staith_z85_decode(text, key), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_z85_decode("", key), STAITH_ERR_SYNTAX);
    memcpy(text, key_text, sizeof(text));
    text[39] = '\0';
    assert_int_equal(staith_z85_decode(text, key), STAITH_ERR_SYNTAX);
    assert_int_equal(key[0], 42);
}

static void largest_group(void **state)
{
    (void)state;
    uint8_t key[STAITH_Z85_KEY_BYTES];
    uint8_t back[STAITH_Z85_KEY_BYTES];
    char text[STAITH_Z85_TEXT_BYTES];
    memset(key, 0xFF, sizeof(key));
    staith_z85_encode(key, text);
    /* 2^32 - 1 = 82*85^4 + 23*85^3 + 54*85^2 + 12*85 + 0 */
    assert_memory_equal(text, "%nSc0%nSc0", 10);
    assert_int_equal(staith_z85_decode(text, back), 0);
    assert_memory_equal(back, key, sizeof(key));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_both_ways),
        cmocka_unit_test(wrong_text_leaves_the_output),
        cmocka_unit_test(largest_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
