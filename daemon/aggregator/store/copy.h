/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_COPY_H
#define STAITH_AGGREGATOR_STORE_COPY_H
/*
 * A whole store into another database. What there is to copy is not listed here: it is read off the
 * schema's own steps, so that a table or a column that is added is copied too.
 */
#include "aggregator/store/store.h"

/** What was copied of a table: counted and hashed on the way in, and again when read back. */
struct staith_store_copied {
    const char *table; /**< lives until the call returns */
    uint64_t rows;
    uint8_t hash[STAITH_HASH_BYTES];
};

/**
 * Copy all that `from` (opened to read) shows at one moment into `to` (opened to write), in one
 * transaction: all of it arrives or none. Every row is read back and compared by count and hash
 * before the commit. `fn` is called for each table after the commit, in the order of the schema.
 *
 * Somebody may write to `from` meanwhile; what is written after the copy began would be missing, so
 * the copy is then given up: STAITH_ERR_AGAIN. STAITH_ERR_EXISTS: `to` is not empty.
 */
int staith_store_copy(struct staith_store *from, struct staith_store *to,
                      void (*fn)(void *ctx, const struct staith_store_copied *copied), void *ctx,
                      struct staith_err *err);

#endif
