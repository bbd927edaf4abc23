/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/codec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "hostile.h"

/* By `protoc-c --encode=staith.v1.Handout` from the cells below. */
static const uint8_t bytes_of_it[] = {
    0x0a, 0x04, 0x63, 0x61, 0x70, 0x73, 0x10, 0x80, 0xa7, 0x84, 0x8f, 0xc6, 0x68, 0x18,
    0x02, 0x22, 0x04, 0x72, 0x6f, 0x6c, 0x65, 0x22, 0x05, 0x70, 0x65, 0x6e, 0x63, 0x65,
    0x22, 0x05, 0x75, 0x6e, 0x74, 0x69, 0x6c, 0x2a, 0x03, 0x69, 0x72, 0x6f, 0x2a, 0x04,
    0x34, 0x36, 0x30, 0x30, 0x2a, 0x00, 0x32, 0x06, 0x00, 0x01, 0x02, 0x00, 0x02, 0x02};

static const char *const columns[] = {"role", "pence", "until"};
static const char *cells[] = {"iro", "4600", "", "iro", "", ""};
static const struct staith_handout handout = {.name = "caps",
                                              .made_unix_ms = 1796117400000,
                                              .column_count = 3,
                                              .row_count = 2,
                                              .columns = columns,
                                              .cells = cells};

static void known_bytes(void **state)
{
    (void)state;
    struct staith_buf out;
    struct staith_arena arena;
    struct staith_handout back = {0};
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_codec_pack_handout(&handout, &out), 0);
    assert_int_equal(out.len, sizeof(bytes_of_it));
    assert_memory_equal(out.data, bytes_of_it, sizeof(bytes_of_it));
    assert_int_equal(staith_codec_unpack_handout(out.data, out.len, &arena, &back, NULL), 0);
    assert_string_equal(back.name, "caps");
    assert_int_equal(back.made_unix_ms, 1796117400000);
    assert_int_equal(back.column_count, 3);
    assert_int_equal(back.row_count, 2);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(back.cells[i], cells[i]);
        assert_string_equal(back.columns[i % 3], columns[i % 3]);
    }
    staith_arena_deinit(&arena);
    staith_buf_deinit(&out);
}

/* A whole statement may be that there is nothing. */
static void nothing_holds(void **state)
{
    (void)state;
    struct staith_buf out;
    struct staith_arena arena;
    struct staith_handout none = handout;
    none.row_count = 0;
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_codec_pack_handout(&none, &out), 0);
    assert_int_equal(staith_codec_unpack_handout(out.data, out.len, &arena, &none, NULL), 0);
    assert_int_equal(none.row_count, 0);
    staith_arena_deinit(&arena);
    staith_buf_deinit(&out);
    none.column_count = 0;
    assert_int_equal(staith_codec_pack_handout(&none, &out), STAITH_ERR_INVAL);
}

/* The largest that is valid is packed, and read back within the budget. */
static void the_largest(void **state)
{
    (void)state;
    static const char *many[STAITH_HANDOUT_MAX_CELLS];
    static char texts[STAITH_HANDOUT_MAX_CELLS][12];
    static const char *const wide[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    struct staith_buf out;
    struct staith_arena arena;
    struct staith_handout large = {.name = "caps",
                                   .column_count = 8,
                                   .row_count = STAITH_HANDOUT_MAX_CELLS / 8,
                                   .columns = wide,
                                   .cells = many};
    for (size_t i = 0; i < STAITH_HANDOUT_MAX_CELLS; i++) {
        (void)snprintf(texts[i], sizeof(texts[i]), "%09zu", i);
        many[i] = texts[i];
    }
    staith_buf_init(&out, STAITH_CODEC_MAX_BYTES);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_codec_pack_handout(&large, &out), 0);
    assert_int_equal(staith_codec_unpack_handout(out.data, out.len, &arena, &large, NULL), 0);
    assert_string_equal(large.cells[STAITH_HANDOUT_MAX_CELLS - 1], "000016383");
    staith_arena_deinit(&arena);
    staith_buf_deinit(&out);
}

static int unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                  struct staith_err *err)
{
    struct staith_handout got;
    int code = staith_codec_unpack_handout(bytes, len, arena, &got, err);
    if (code == 0) {
        assert_true(staith_handout_valid(&got));
    }
    return code;
}

static void hostile_bytes(void **state)
{
    (void)state;
    struct staith_buf good;
    staith_buf_init(&good, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_handout(&handout, &good), 0);
    hostile_cut(unpack, &good);
    assert_true(hostile_spoil(unpack, &good) > good.len);
    hostile_double(unpack, &good);
    assert_true(hostile_starve(unpack, &good) > 0);
    staith_buf_deinit(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_bytes),
        cmocka_unit_test(nothing_holds),
        cmocka_unit_test(the_largest),
        cmocka_unit_test(hostile_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
