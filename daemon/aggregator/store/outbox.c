/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region says to councils, kept as councils keep what they say to it: numbered and chained
 * for each of them, never changed. What a council has heard it says itself, with every hello; there
 * is nothing about it to be kept here, or to be wrong.
 */
#include "aggregator/store/sql.h"

#include <string.h>

static int read_epoch(struct staith_store *store, uint64_t *ret_epoch, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_REGION_EPOCH, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_sql_step(statement);
    if (result == STAITH_STEP_ROW) {
        *ret_epoch = (uint64_t)staith_sql_int64(statement, 0);
    } else {
        code = result == STAITH_STEP_DONE
                   ? STAITH_ERR_NOTFOUND
                   : staith_store_fail(store, "reading the region's epoch", err);
    }
    staith_store_done(statement);
    return code;
}

int staith_store_region_epoch(struct staith_store *store, uint64_t *ret_epoch,
                              struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    uint64_t epoch = 0;
    int code = read_epoch(store, ret_epoch, err);
    if (code != STAITH_ERR_NOTFOUND) {
        return code;
    }
    code = staith_store_writing(store, err);
    while (epoch == 0) {
        store->outside->random(store->outside->ctx, &epoch, sizeof(epoch));
    }
    code = code != 0 ? code
                     : staith_store_prepare(store, STAITH_SQL_REGION_EPOCH_PUT, &statement, err);
    if (code == 0) {
        code =
            staith_store_run(store, statement, staith_store_bind_int(statement, 1, (int64_t)epoch),
                             "making the region's epoch", err);
    }
    if (code == 0) {
        *ret_epoch = epoch;
    }
    return code;
}

static void keep_word(struct staith_store *store, const char *authority, uint64_t number,
                      const uint8_t hash[STAITH_HASH_BYTES])
{
    struct staith_store_known *known = staith_store_known(store, authority);
    if (known != NULL) {
        known->has_word = true;
        known->word = number;
        memcpy(known->word_hash, hash, STAITH_HASH_BYTES);
    }
}

int staith_store_word_last(struct staith_store *store, const char *authority, uint64_t *ret_number,
                           uint8_t ret_hash[STAITH_HASH_BYTES], struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    struct staith_store_known *known = staith_store_known(store, authority);
    if (known != NULL && known->has_word) {
        *ret_number = known->word;
        memcpy(ret_hash, known->word_hash, STAITH_HASH_BYTES);
        return 0;
    }
    int code = staith_store_prepare(store, STAITH_SQL_WORD_LAST, &statement, err);
    if (code != 0) {
        return code;
    }
    *ret_number = 0;
    memset(ret_hash, 0, STAITH_HASH_BYTES);
    int bound = staith_store_bind_text(statement, 1, authority);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        *ret_number = (uint64_t)staith_sql_int64(statement, 0);
        code = staith_store_column_hash(statement, 1, ret_hash);
    }
    if (code != 0 || (result != STAITH_STEP_ROW && result != STAITH_STEP_DONE)) {
        code = staith_store_fail(store, "reading the region's records", err);
    }
    staith_store_done(statement);
    if (code == 0) {
        keep_word(store, authority, *ret_number, ret_hash);
    }
    return code;
}

static int put(struct staith_store *store, const struct staith_store_record *record,
               struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t last = 0;
    struct staith_sql *statement = NULL;
    int code = staith_store_word_last(store, record->authority, &last, hash, err);
    if (code == 0 &&
        (record->number != last + 1 || memcmp(record->previous, hash, STAITH_HASH_BYTES) != 0)) {
        code = staith_err_set(err, STAITH_ERR_STATE, "word %llu does not follow word %llu",
                              (unsigned long long)record->number, (unsigned long long)last);
    }
    code = code != 0 ? code : staith_store_prepare(store, STAITH_SQL_WORD_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound =
        staith_store_bind_text(statement, 1, record->authority) |
        staith_store_bind_int(statement, 2, (int64_t)record->number) |
        staith_store_bind_int(statement, 3, record->kind) |
        staith_store_bind_blob(statement, 4, record->previous, STAITH_HASH_BYTES) |
        staith_store_bind_blob(statement, 5, record->hash, STAITH_HASH_BYTES) |
        staith_store_bind_blob(statement, 6, record->signature, STAITH_STORE_SIGNATURE_BYTES) |
        staith_store_bind_blob(statement, 7, record->payload, record->payload_len) |
        staith_store_bind_int(statement, 8, store->outside->unix_ms(store->outside->ctx));
    code = staith_store_run(store, statement, bound, "storing a record of the region's", err);
    if (code == 0) {
        keep_word(store, record->authority, record->number, record->hash);
    }
    return code;
}

int staith_store_put_word(struct staith_store *store, const struct staith_store_record *record,
                          struct staith_err *err)
{
    int code = staith_store_save(store, err);
    return code != 0 ? code : staith_store_keep_or_undo(store, put(store, record, err), err);
}

/* Read the hash; *ret_same: it is this one. */
static int read_told(struct staith_store *store, const char *authority, const char *dataset,
                     const uint8_t hash[STAITH_HASH_BYTES], bool *ret_same, struct staith_err *err)
{
    uint8_t last[STAITH_HASH_BYTES];
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_TOLD_GET, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_text(statement, 2, dataset);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    *ret_same = result == STAITH_STEP_ROW && staith_store_column_hash(statement, 0, last) == 0 &&
                memcmp(last, hash, sizeof(last)) == 0;
    if (result != STAITH_STEP_ROW && result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading what was told", err);
    }
    staith_store_done(statement);
    return code;
}

int staith_store_told(struct staith_store *store, const char *authority, const char *dataset,
                      const uint8_t hash[STAITH_HASH_BYTES], bool *ret_same, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_writing(store, err);
    code = code != 0 ? code : read_told(store, authority, dataset, hash, ret_same, err);
    if (code != 0 || *ret_same) {
        return code;
    }
    code = staith_store_prepare(store, STAITH_SQL_TOLD_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_text(statement, 2, dataset) |
                staith_store_bind_blob(statement, 3, hash, STAITH_HASH_BYTES);
    return staith_store_run(store, statement, bound, "keeping what was told", err);
}

/* A row as a record; false when the file holds something else there. */
static bool record_of(struct staith_sql *row, const char *authority, uint64_t epoch,
                      struct staith_store_record *record)
{
    *record = (struct staith_store_record){
        .authority = authority,
        .epoch = epoch,
        .number = (uint64_t)staith_sql_int64(row, 0),
        .kind = (uint32_t)staith_sql_int(row, 1),
        .previous = staith_sql_blob(row, 2),
        .hash = staith_sql_blob(row, 3),
        .signature = staith_sql_blob(row, 4),
        .payload = staith_sql_blob(row, 5),
        .payload_len = (size_t)staith_sql_bytes(row, 5),
    };
    return staith_sql_bytes(row, 2) == STAITH_HASH_BYTES &&
           staith_sql_bytes(row, 3) == STAITH_HASH_BYTES &&
           staith_sql_bytes(row, 4) == STAITH_STORE_SIGNATURE_BYTES && record->payload_len > 0;
}

int staith_store_words(struct staith_store *store, const char *authority, uint64_t after,
                       uint32_t limit,
                       int (*fn)(void *ctx, const struct staith_store_record *record), void *ctx,
                       struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    uint64_t epoch = 0;
    int code = read_epoch(store, &epoch, err);
    if (code == STAITH_ERR_NOTFOUND) {
        return 0; /* nothing was said to anybody yet */
    }
    code = code != 0 ? code : staith_store_prepare(store, STAITH_SQL_WORDS, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, authority) |
                 staith_store_bind_int(statement, 2, (int64_t)after) |
                 staith_store_bind_int(statement, 3, limit);
    while (code == 0 && (result == STAITH_STEP_OK || result == STAITH_STEP_ROW)) {
        struct staith_store_record record;
        result = staith_sql_step(statement);
        if (result == STAITH_STEP_ROW) {
            code =
                record_of(statement, authority, epoch, &record) ? fn(ctx, &record) : STAITH_ERR_IO;
        }
    }
    if (code == 0 && result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading the region's records", err);
    }
    staith_store_done(statement);
    return code;
}
