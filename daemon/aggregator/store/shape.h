/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_SHAPE_H
#define STAITH_AGGREGATOR_STORE_SHAPE_H
/*
 * What tables a store has, read off the schema's steps. Included by aggregator/store only.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum staith_store_type { STAITH_STORE_INTEGER, STAITH_STORE_TEXT, STAITH_STORE_BLOB };
enum { STAITH_STORE_MOST_TABLES = 64, STAITH_STORE_MOST_COLUMNS = 24 };

struct staith_store_column {
    const char *name;
    enum staith_store_type type;
};

struct staith_store_table {
    const char *name;
    uint32_t column_count;
    uint32_t key_count; /**< its primary key, else its first column */
    uint32_t keys[STAITH_STORE_MOST_COLUMNS];
    bool counts; /**< the key is a number that the database gives */
    struct staith_store_column columns[STAITH_STORE_MOST_COLUMNS];
};

struct staith_store_shape {
    uint32_t table_count;
    struct staith_store_table tables[STAITH_STORE_MOST_TABLES]; /**< whom others name comes first */
};

/** Texts lie in `arena`. STAITH_ERR_NOMEM, STAITH_ERR_LIMIT, STAITH_ERR_IO. */
int staith_store_shape_read(struct staith_arena *arena, struct staith_store_shape *ret_shape,
                            struct staith_err *err);

#endif
