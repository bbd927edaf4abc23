/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_BASE_ARENA_H
#define STAITH_BASE_ARENA_H
/*
 * An arena: memory that is freed together, with a budget. Single pieces are never freed.
 */
#include <stdbool.h>
#include <stddef.h>

struct staith_arena_block;
struct staith_arena {
    struct staith_arena_block *head;
    size_t used_bytes;
    size_t max_bytes;
    bool starved; /**< the machine had no memory, at least once; the budget is another matter */
};

/** Caller's storage. Allocates nothing yet. */
void staith_arena_init(struct staith_arena *arena, size_t max_bytes);
/** Free everything. NULL is allowed. */
void staith_arena_deinit(struct staith_arena *arena);
/** `size` zeroed bytes aligned for any type, arena's; NULL over the budget or without memory. */
void *staith_arena_alloc(struct staith_arena *arena, size_t size);
/** The same for `count` items; NULL also when the product overflows. */
void *staith_arena_array(struct staith_arena *arena, size_t count, size_t size);
/** A copy of `text`, arena's, or NULL. */
char *staith_arena_strdup(struct staith_arena *arena, const char *text);
/** A copy of `len` bytes, arena's, or NULL. */
void *staith_arena_memdup(struct staith_arena *arena, const void *data, size_t len);

#endif
