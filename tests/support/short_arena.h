/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_SHORT_ARENA_H
#define STAITH_TEST_SHORT_ARENA_H
/*
 * Arenas that are too small, by 16 bytes less each time: what is made in one is made whole or
 * refused.
 */
#include "base/arena.h"

#include <stdbool.h>

/** Whether `make` answers `code` in every arena from 0 to `most` bytes, until one is enough. */
static inline bool short_arena_refused(int (*make)(struct staith_arena *arena), int code,
                                       size_t most)
{
    for (size_t bytes = 0; bytes <= most; bytes += 16) {
        struct staith_arena arena;
        staith_arena_init(&arena, bytes);
        int got = make(&arena);
        staith_arena_deinit(&arena);
        if (got == 0) {
            return bytes > 0;
        }
        if (got != code) {
            return false;
        }
    }
    return true;
}

#endif
