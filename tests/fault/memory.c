/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table for everything: the linker's names for malloc and its kin, and SQLite's own.
 */
#include "memory.h"

#include <malloc.h>
#include <sqlite3.h>
#include <stdlib.h>

void *__real_malloc(size_t len);
void *__real_calloc(size_t count, size_t len);
void *__real_realloc(void *at, size_t len);
void *__wrap_malloc(size_t len);
void *__wrap_calloc(size_t count, size_t len);
void *__wrap_realloc(void *at, size_t len);

static struct {
    uint64_t nth;
    uint64_t requests;
    unsigned mine;
    bool for_ever;
    bool failed;
} state;

static bool refuse(void)
{
    if (state.nth == 0 || state.mine > 0) {
        return false;
    }
    state.requests++;
    if (state.requests < state.nth || (state.requests > state.nth && !state.for_ever)) {
        return false;
    }
    state.failed = true;
    return true;
}

void *__wrap_malloc(size_t len)
{
    return refuse() ? NULL : __real_malloc(len);
}

void *__wrap_calloc(size_t count, size_t len)
{
    return refuse() ? NULL : __real_calloc(count, len);
}

void *__wrap_realloc(void *at, size_t len)
{
    return refuse() ? NULL : __real_realloc(at, len);
}

static void *on_malloc(int len)
{
    return __wrap_malloc((size_t)len);
}

static void *on_realloc(void *at, int len)
{
    return __wrap_realloc(at, (size_t)len);
}

static int on_size(void *at)
{
    return at != NULL ? (int)malloc_usable_size(at) : 0;
}

static int on_round(int len)
{
    return (len + 7) & ~7;
}

static int on_init(void *ctx)
{
    (void)ctx;
    return SQLITE_OK;
}

static void on_end(void *ctx)
{
    (void)ctx;
}

void memory_start(void)
{
    static const sqlite3_mem_methods methods = {.xMalloc = on_malloc,
                                                .xFree = free,
                                                .xRealloc = on_realloc,
                                                .xSize = on_size,
                                                .xRoundup = on_round,
                                                .xInit = on_init,
                                                .xShutdown = on_end};
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK) {
        abort();
    }
}

void memory_fail(uint64_t nth, bool for_ever)
{
    state.nth = nth;
    state.for_ever = for_ever;
    state.requests = 0;
    state.failed = false;
}

bool memory_failed(void)
{
    return state.failed;
}

uint64_t memory_requests(void)
{
    return state.requests;
}

void memory_mine(void)
{
    state.mine++;
}

void memory_theirs(void)
{
    state.mine--;
}
