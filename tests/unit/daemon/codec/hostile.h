/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_CODEC_HOSTILE_H
#define STAITH_TEST_CODEC_HOSTILE_H
/*
 * What hostile input does to an unpacker that makes its result in an arena: cut at every byte,
 * spoilt at every byte, memory ended at every point.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

/** Unpack and, when that went well, look at all of the result. `ret` codes as the unpacker's. */
typedef int (*hostile_unpack)(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                              struct staith_err *err);

/* A copy of the very length, so that reading past its end is seen by the address sanitizer. */
static inline int hostile_try(hostile_unpack unpack, const uint8_t *bytes, size_t len,
                              size_t max_bytes)
{
    struct staith_arena arena;
    struct staith_err err = {0};
    uint8_t *copy = malloc(len == 0 ? 1 : len);
    assert_non_null(copy);
    if (len > 0) {
        memcpy(copy, bytes, len);
    }
    staith_arena_init(&arena, max_bytes);
    int code = unpack(copy, len, &arena, &err);
    if (code != 0) {
        assert_int_equal(err.code, code);
        assert_true(err.what[0] != '\0');
    }
    assert_true(arena.used_bytes <= max_bytes);
    staith_arena_deinit(&arena);
    free(copy);
    return code;
}

static inline void hostile_cut(hostile_unpack unpack, const struct staith_buf *good)
{
    for (size_t len = 0; len < good->len; len++) {
        assert_int_equal(hostile_try(unpack, good->data, len, 1024 * 1024), STAITH_ERR_SYNTAX);
    }
}

/* Every byte with every one bit turned, and a few whole values. Returns how many were refused. */
static inline size_t hostile_spoil(hostile_unpack unpack, struct staith_buf *good)
{
    static const uint8_t changes[] = {1, 2, 4, 8, 16, 32, 64, 128, 0xFF, 0x7F};
    size_t refused = 0;
    for (size_t at = 0; at < good->len; at++) {
        for (size_t i = 0; i < sizeof(changes); i++) {
            good->data[at] ^= changes[i];
            int code = hostile_try(unpack, good->data, good->len, 1024 * 1024);
            refused += code != 0 ? 1 : 0;
            good->data[at] ^= changes[i];
        }
    }
    return refused;
}

/* The same bytes twice: a reader merges what stands twice, and lists grow beyond their counts. */
static inline void hostile_double(hostile_unpack unpack, const struct staith_buf *good)
{
    struct staith_buf twice;
    staith_buf_init(&twice, good->len * 2);
    assert_int_equal(staith_buf_append(&twice, good->data, good->len), 0);
    assert_int_equal(staith_buf_append(&twice, good->data, good->len), 0);
    assert_int_equal(hostile_try(unpack, twice.data, twice.len, 1024 * 1024), STAITH_ERR_SYNTAX);
    staith_buf_deinit(&twice);
}

/* With any budget below what it needs the result is refused. Returns the least budget that does. */
static inline size_t hostile_starve(hostile_unpack unpack, const struct staith_buf *good)
{
    for (size_t budget = 0; budget < 1024 * 1024; budget += 16) {
        int code = hostile_try(unpack, good->data, good->len, budget);
        if (code == 0) {
            return budget;
        }
        assert_int_equal(code, STAITH_ERR_LIMIT);
    }
    fail_msg("more than 1 MiB is needed for %zu bytes", good->len);
    return 0;
}

#endif
