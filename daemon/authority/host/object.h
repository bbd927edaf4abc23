/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_OBJECT_H
#define STAITH_AUTHORITY_HOST_OBJECT_H
/*
 * What a plugin's file exports, needs and links, read without loading it.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

/** Names are the arena's. */
struct staith_object {
    uint32_t export_count;
    const char **exports; /**< symbols it defines for others */
    uint32_t import_count;
    const char **imports; /**< symbols that it takes from elsewhere */
    uint32_t library_count;
    const char **libraries; /**< libraries it names */
    const char *search;     /**< where it looks for them first (RUNPATH), or NULL */
};

/** STAITH_ERR_NOTFOUND, IO, SYNTAX, NOMEM. */
int staith_object_read(const char *path, struct staith_arena *arena,
                       struct staith_object *ret_object, struct staith_err *err);

#endif
