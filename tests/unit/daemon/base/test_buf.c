/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static void grows_to_its_maximum_and_no_further(void **state)
{
    (void)state;
    struct staith_buf buf;
    staith_buf_init(&buf, 1000);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(staith_buf_append(&buf, "0123456789", 10), 0);
    }
    assert_int_equal(buf.len, 1000);
    assert_true(buf.cap <= 1000);
    assert_int_equal(staith_buf_append(&buf, "x", 1), STAITH_ERR_LIMIT);
    assert_int_equal(buf.len, 1000);
    assert_memory_equal(buf.data + 990, "0123456789", 10);
    assert_null(staith_buf_cstr(&buf));
    staith_buf_deinit(&buf);
    assert_null(buf.data);
}

static void a_length_near_the_top_does_not_wrap(void **state)
{
    (void)state;
    struct staith_buf buf;
    uint8_t *at = NULL;
    staith_buf_init(&buf, 100);
    assert_int_equal(staith_buf_text(&buf, "abc"), 0);
    assert_int_equal(staith_buf_reserve(&buf, SIZE_MAX - 1, &at), STAITH_ERR_LIMIT);
    assert_null(at);
    assert_int_equal(buf.len, 3);
    staith_buf_deinit(&buf);
}

static void text_and_format(void **state)
{
    (void)state;
    struct staith_buf buf;
    char wide[700];
    memset(wide, 'w', sizeof(wide) - 1);
    wide[sizeof(wide) - 1] = '\0';
    staith_buf_init(&buf, 2000);
    assert_int_equal(staith_buf_text(&buf, "n="), 0);
    assert_int_equal(staith_buf_printf(&buf, "%d,", 42), 0);
    assert_string_equal(staith_buf_cstr(&buf), "n=42,");
    assert_int_equal(buf.len, 5);
    assert_int_equal(staith_buf_printf(&buf, "%s", wide), 0);
    assert_int_equal(buf.len, 704);
    assert_memory_equal(buf.data + 5, wide, 699);
    staith_buf_clear(&buf);
    assert_string_equal(staith_buf_cstr(&buf), "");
    staith_buf_deinit(&buf);
}

static void consume_keeps_the_rest(void **state)
{
    (void)state;
    struct staith_buf buf;
    staith_buf_init(&buf, 64);
    staith_buf_consume(&buf, 5);
    assert_int_equal(staith_buf_text(&buf, "abcdef"), 0);
    staith_buf_consume(&buf, 2);
    assert_string_equal(staith_buf_cstr(&buf), "cdef");
    staith_buf_consume(&buf, 9);
    assert_int_equal(buf.len, 0);
    staith_buf_deinit(&buf);
    staith_buf_deinit(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_to_its_maximum_and_no_further),
        cmocka_unit_test(a_length_near_the_top_does_not_wrap),
        cmocka_unit_test(text_and_format),
        cmocka_unit_test(consume_keeps_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
