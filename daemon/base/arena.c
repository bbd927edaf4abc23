/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks double in size, so that a small arena is cheap and a large one has few blocks. A piece
 * larger than half a block gets a block of its own, placed behind the head: the head goes on being
 * filled and little is wasted. The budget counts the pieces, rounded up to their alignment.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Behind each piece the address sanitizer has bytes that nobody may touch, so that it sees who goes
 * beyond a piece as it does for memory of its own. They count in no budget. */
#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#if SANITIZED
#include <sanitizer/asan_interface.h>
enum { GAP_BYTES = 32 };
#else
#define ASAN_POISON_MEMORY_REGION(at, bytes) ((void)(at), (void)(bytes))
enum { GAP_BYTES = 0 };
#endif

enum { FIRST_BLOCK_BYTES = 4096, LAST_BLOCK_BYTES = 256 * 1024 };

struct staith_arena_block {
    struct staith_arena_block *next;
    size_t size;
    size_t used;
    max_align_t data[];
};

static struct staith_arena_block *add_block(struct staith_arena *arena, size_t size, int own)
{
    if (size > SIZE_MAX - sizeof(struct staith_arena_block)) {
        return NULL;
    }
    struct staith_arena_block *block = calloc(1, sizeof(*block) + size);
    if (block == NULL) {
        arena->starved = true;
        return NULL;
    }
    block->size = size;
    if (own && arena->head != NULL) {
        block->next = arena->head->next;
        arena->head->next = block;
    } else {
        block->next = arena->head;
        arena->head = block;
    }
    return block;
}

static struct staith_arena_block *block_for(struct staith_arena *arena, size_t size)
{
    struct staith_arena_block *head = arena->head;
    if (head != NULL && head->size - head->used >= size) {
        return head;
    }
    size_t next = FIRST_BLOCK_BYTES;
    if (head != NULL) {
        next = head->size < LAST_BLOCK_BYTES / 2 ? head->size * 2 : LAST_BLOCK_BYTES;
    }
    if (size > next / 2) {
        return add_block(arena, size, 1);
    }
    return add_block(arena, next, 0);
}

void staith_arena_init(struct staith_arena *arena, size_t max_bytes)
{
    *arena = (struct staith_arena){.max_bytes = max_bytes};
}

void staith_arena_deinit(struct staith_arena *arena)
{
    if (arena == NULL) {
        return;
    }
    struct staith_arena_block *block = arena->head;
    while (block != NULL) {
        struct staith_arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena->head = NULL;
    arena->used_bytes = 0;
}

void *staith_arena_alloc(struct staith_arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    size_t room = arena->max_bytes - arena->used_bytes;
    if (size > room || size > SIZE_MAX - align - GAP_BYTES) {
        return NULL;
    }
    size_t rounded = size == 0 ? align : (size + align - 1) / align * align;
    if (rounded > room) {
        return NULL;
    }
    struct staith_arena_block *block = block_for(arena, rounded + GAP_BYTES);
    if (block == NULL) {
        return NULL;
    }
    unsigned char *piece = (unsigned char *)block->data + block->used;
    ASAN_POISON_MEMORY_REGION(piece + size, rounded - size + GAP_BYTES);
    block->used += rounded + GAP_BYTES;
    arena->used_bytes += rounded;
    return piece;
}

void *staith_arena_array(struct staith_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return staith_arena_alloc(arena, count * size);
}

char *staith_arena_strdup(struct staith_arena *arena, const char *text)
{
    return staith_arena_memdup(arena, text, strlen(text) + 1);
}

void *staith_arena_memdup(struct staith_arena *arena, const void *data, size_t len)
{
    void *copy = staith_arena_alloc(arena, len);
    if (copy != NULL && len > 0) {
        memcpy(copy, data, len);
    }
    return copy;
}
