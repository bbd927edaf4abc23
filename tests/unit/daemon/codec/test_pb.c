/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/pb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/v1/exchange.pb-c.h>
#include <string.h>

static ProtobufCBinaryData data(char *text, size_t len)
{
    return (ProtobufCBinaryData){.len = len, .data = (uint8_t *)text};
}

static int read_code(char *text, size_t len, size_t max_len)
{
    struct staith_arena arena;
    struct staith_err err = {0};
    ProtobufCBinaryData field = data(text, len);
    staith_arena_init(&arena, 4096);
    struct staith_pb_reader reader = {.arena = &arena, .err = &err};
    const char *copy = staith_pb_read_text(&reader, &field, max_len, "bad text");
    if (reader.code == 0) {
        assert_int_equal(strlen(copy), len);
        assert_memory_equal(copy, text, len);
    } else {
        assert_string_equal(copy, "");
        assert_string_equal(err.what, "bad text");
    }
    staith_arena_deinit(&arena);
    return reader.code;
}

static void text_is_looked_at(void **state)
{
    (void)state;
    char plain[] = "abc";
    char pound[] = "\xC2\xA3";
    char hidden[] = "a\0b";
    char broken[] = "a\xFF";
    assert_int_equal(read_code(plain, 3, 3), 0);
    assert_int_equal(read_code(plain, 3, 2), STAITH_ERR_SYNTAX);
    assert_int_equal(read_code(plain, 0, 0), 0);
    assert_int_equal(read_code(pound, 2, 9), 0);
    assert_int_equal(read_code(hidden, 3, 9), STAITH_ERR_SYNTAX);
    assert_int_equal(read_code(broken, 2, 9), STAITH_ERR_SYNTAX);
}

static void the_first_failure_stands(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_err err = {0};
    uint8_t out[4] = {1, 2, 3, 4};
    char four[] = "wxyz";
    char chars[4];
    ProtobufCBinaryData field = data(four, 4);
    staith_arena_init(&arena, 64);
    struct staith_pb_reader reader = {.arena = &arena, .err = &err};
    staith_pb_read_bytes(&reader, &field, out, 3, "first");
    staith_pb_read_chars(&reader, &field, chars, sizeof(chars), "second");
    staith_pb_refuse(&reader, "third");
    assert_string_equal(err.what, "first");
    assert_int_equal(out[0], 1);
    assert_string_equal(chars, "");
    assert_null(staith_pb_items(&reader, 1, 1));
    reader.code = 0;
    assert_null(staith_pb_items(&reader, 65, 1));
    assert_int_equal(reader.code, STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
}

static void a_pen_fails_once(void **state)
{
    (void)state;
    struct staith_pb_pen pen;
    struct staith_buf out;
    Staith__V1__Hello hello = STAITH__V1__HELLO__INIT;
    staith_buf_init(&out, 100);
    staith_pb_pen_init(&pen, 64);
    hello.epoch = 5;
    assert_int_equal(staith_pb_pack(&pen, &hello.base, 100, &out), 0);
    assert_int_equal(out.len, 9);
    assert_int_equal(staith_pb_pack(&pen, &hello.base, 8, &out), STAITH_ERR_LIMIT);
    ProtobufCBinaryData cut = staith_pb_text_cut(&pen, "ab\xC2\xA3", 3);
    assert_int_equal(cut.len, 2);
    assert_null(staith_pb_array(&pen, 100, 8));
    assert_true(pen.failed);
    assert_int_equal(staith_pb_text(&pen, "x").len, 0);
    assert_int_equal(staith_pb_pack(&pen, &hello.base, 100, &out), STAITH_ERR_NOMEM);
    assert_int_equal(out.len, 9);
    staith_pb_pen_deinit(&pen);
    staith_buf_deinit(&out);
}

/* Two bytes on the wire, an unknown empty field, cost more than 100 of heap: the budget ends it. */
static void many_fields_meet_the_budget(void **state)
{
    (void)state;
    static uint8_t bytes[200000];
    struct staith_pb_memory memory;
    struct staith_err err = {0};
    ProtobufCMessage *message = NULL;
    for (size_t i = 0; i < sizeof(bytes); i += 2) {
        bytes[i] = 0x7A; /* field 15, length-delimited */
        bytes[i + 1] = 0;
    }
    assert_int_equal(staith_pb_unpack(&staith__v1__hello__descriptor, bytes, sizeof(bytes),
                                      sizeof(bytes), 1024 * 1024, &memory, &message, &err),
                     STAITH_ERR_SYNTAX);
    assert_true(memory.arena.used_bytes <= 1024 * 1024);
    assert_null(message);
    staith_pb_memory_deinit(&memory);
    assert_int_equal(staith_pb_unpack(&staith__v1__hello__descriptor, bytes, sizeof(bytes),
                                      sizeof(bytes) - 1, 1024 * 1024, &memory, &message, &err),
                     STAITH_ERR_LIMIT);
    staith_pb_memory_deinit(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_looked_at),
        cmocka_unit_test(the_first_failure_stands),
        cmocka_unit_test(a_pen_fails_once),
        cmocka_unit_test(many_fields_meet_the_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
