/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_SHORT_ARENA_H
#define STAITH_TEST_SHORT_ARENA_H
/*
 * Arenas that are too small, by 16 bytes less each time: what is made in one is made whole or
 * refused.
 */
#include "base/arena.h"

#include <stdbool.h>

/** Whether `make` answers `code` in every arena from 0 to `most` bytes that is smaller than what it
 * takes of a large one, and 0 in those that are not. */
static inline bool short_arena_refused(int (*make)(struct staith_arena *arena), int code,
                                       size_t most)
{
    struct staith_arena arena;
    staith_arena_init(&arena, (size_t)1 << 30);
    bool fine = make(&arena) == 0;
    size_t need = arena.used_bytes;
    staith_arena_deinit(&arena);
    for (size_t bytes = 0; fine && bytes <= most; bytes += 16) {
        staith_arena_init(&arena, bytes);
        fine = make(&arena) == (bytes < need ? code : 0);
        staith_arena_deinit(&arena);
    }
    return fine && need > 0;
}

#endif
