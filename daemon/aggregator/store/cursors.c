/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where each council's numbering stands, and in which epoch it sends. Within a transaction nobody
 * else writes (BEGIN IMMEDIATE, or PostgreSQL's lock), so what was read or written in it is known
 * until it ends: of a group of records the first asks the database, the others do not.
 */
#include "aggregator/store/sql.h"

#include <stdio.h>
#include <string.h>

struct staith_store_known *staith_store_known(struct staith_store *store, const char *authority)
{
    uint32_t hash = 2166136261U;
    if (store->read_only || !staith_sql_is_open(store)) {
        return NULL;
    }
    for (const char *at = authority; *at != '\0'; at++) {
        hash = (hash ^ (unsigned char)*at) * 16777619U;
    }
    struct staith_store_known *known = &store->known[hash % STAITH_STORE_KNOWN];
    if (known->turn != store->turn || strcmp(known->authority, authority) != 0) {
        memset(known, 0, sizeof(*known));
        known->turn = store->turn;
        (void)snprintf(known->authority, sizeof(known->authority), "%s", authority);
    }
    return known;
}

void staith_store_forget(struct staith_store *store)
{
    store->turn++;
}

int staith_store_read_cursor(struct staith_store *store, const char *authority, uint64_t epoch,
                             struct staith_store_cursor *ret_cursor, struct staith_err *err)
{
    struct staith_store_cursor cursor = {.epoch = epoch};
    struct staith_store_known *known = staith_store_known(store, authority);
    if (known != NULL && known->has_cursor && known->cursor.epoch == epoch) {
        *ret_cursor = known->cursor;
        return 0;
    }
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CURSOR, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_int(statement, 2, (int64_t)epoch);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        cursor.id = staith_sql_int64(statement, 0);
        cursor.number = (uint64_t)staith_sql_int64(statement, 1);
        code = staith_store_column_hash(statement, 2, cursor.hash);
    }
    if (code != 0 || (result != STAITH_STEP_ROW && result != STAITH_STEP_DONE)) {
        code = staith_store_fail(store, "reading a cursor", err);
    }
    staith_store_done(statement);
    if (code == 0) {
        *ret_cursor = cursor;
        if (known != NULL) {
            known->has_cursor = true;
            known->cursor = cursor;
        }
    }
    return code;
}

void staith_store_keep_cursor(struct staith_store *store, const char *authority,
                              const struct staith_store_cursor *cursor)
{
    struct staith_store_known *known = staith_store_known(store, authority);
    if (known != NULL) {
        known->has_epoch = known->has_epoch && known->epoch == cursor->epoch;
        known->has_cursor = true;
        known->cursor = *cursor;
    }
}

int staith_store_cursor(struct staith_store *store, const char *authority, uint64_t epoch,
                        uint64_t *ret_number, uint8_t ret_hash[STAITH_HASH_BYTES],
                        struct staith_err *err)
{
    struct staith_store_cursor cursor;
    int code = staith_store_read_cursor(store, authority, epoch, &cursor, err);
    if (code == 0) {
        *ret_number = cursor.number;
        memcpy(ret_hash, cursor.hash, STAITH_HASH_BYTES);
    }
    return code;
}

int staith_store_epoch(struct staith_store *store, const char *authority, uint64_t *ret_epoch)
{
    struct staith_sql *statement = NULL;
    struct staith_store_known *known = staith_store_known(store, authority);
    if (known != NULL && known->has_epoch) {
        *ret_epoch = known->epoch;
        return 0;
    }
    int code = staith_store_prepare(store, STAITH_SQL_EPOCH_CURRENT, &statement, NULL);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        *ret_epoch = (uint64_t)staith_sql_int64(statement, 0);
    } else {
        code = result == STAITH_STEP_DONE ? STAITH_ERR_NOTFOUND
                                          : staith_store_fail(store, "reading an epoch", NULL);
    }
    staith_store_done(statement);
    if (code == 0 && known != NULL) {
        known->has_epoch = true;
        known->epoch = *ret_epoch;
    }
    return code;
}

int staith_store_accept_epoch(struct staith_store *store, const char *authority, uint64_t epoch,
                              struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_writing(store, err);
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_EPOCH_ACCEPT, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    staith_store_forget(store);
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_int(statement, 2, (int64_t)epoch) |
                staith_store_bind_int(statement, 3, store->outside->unix_ms(store->outside->ctx));
    return staith_store_run(store, statement, bound, "accepting a ledger", err);
}
