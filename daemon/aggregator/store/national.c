/* SPDX-License-Identifier: Apache-2.0 */
/*
 * National figures with their vintages: an import is one vintage, and of every figure the newest
 * vintage that has it counts, so that a file for some areas or years leaves the others standing.
 */
#include "aggregator/store/sql.h"

#include <string.h>

static int check_fresh(struct staith_store *store, const uint8_t source_hash[STAITH_HASH_BYTES],
                       struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_NATIONAL_NEWEST, &statement, err);
    if (code != 0) {
        return code;
    }
    uint8_t hash[STAITH_HASH_BYTES];
    int result = staith_sql_step(statement);
    if (result == STAITH_STEP_ROW) {
        code = staith_store_column_hash(statement, 1, hash);
        if (code == 0 && memcmp(hash, source_hash, sizeof(hash)) == 0) {
            code = STAITH_ERR_EXISTS;
        }
    } else if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading national vintages", err);
    }
    staith_store_done(statement);
    if (code == STAITH_ERR_EXISTS) {
        (void)staith_err_set(err, code, "this file is the newest import already");
    }
    return code;
}

int staith_store_national_begin(struct staith_store *store, const char *source,
                                const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_vintage,
                                struct staith_err *err)
{
    int code = staith_store_writing(store, err);
    if (code == 0) {
        code = check_fresh(store, source_hash, err);
    }
    struct staith_sql *statement = NULL;
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_NATIONAL_BEGIN, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, source) |
                staith_store_bind_blob(statement, 2, source_hash, STAITH_HASH_BYTES) |
                staith_store_bind_int(statement, 3, store->outside->unix_ms(store->outside->ctx));
    code = staith_store_run(store, statement, bound, "beginning a national vintage", err);
    if (code == 0) {
        *ret_vintage = (uint64_t)staith_sql_last_id(store);
    }
    return code;
}

int staith_store_national_put(struct staith_store *store, uint64_t vintage,
                              const struct staith_store_national *figure, struct staith_err *err)
{
    int code = staith_store_writing(store, err);
    struct staith_sql *statement = NULL;
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_NATIONAL_PUT, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_int(statement, 1, (int64_t)vintage) |
                staith_store_bind_text(statement, 2, figure->period) |
                staith_store_bind_text(statement, 3, figure->area) |
                staith_store_bind_text(statement, 4, figure->item) |
                staith_store_bind_text(statement, 5, figure->area_name) |
                staith_store_bind_text(statement, 6, figure->level) |
                staith_store_bind_text(statement, 7, figure->joint) |
                staith_store_bind_int(statement, 8, (int64_t)figure->status) |
                staith_store_bind_int(statement, 9, figure->value) |
                staith_store_bind_int(statement, 10, figure->decimals);
    return staith_store_run(store, statement, bound, "storing a national figure", err);
}

static void national_of(struct staith_sql *statement, struct staith_store_national *figure)
{
    memset(figure, 0, sizeof(*figure));
    staith_store_column_text(statement, 0, figure->period, sizeof(figure->period));
    staith_store_column_text(statement, 1, figure->area, sizeof(figure->area));
    staith_store_column_text(statement, 2, figure->item, sizeof(figure->item));
    staith_store_column_text(statement, 3, figure->area_name, sizeof(figure->area_name));
    staith_store_column_text(statement, 4, figure->level, sizeof(figure->level));
    staith_store_column_text(statement, 5, figure->joint, sizeof(figure->joint));
    figure->status = (enum staith_status)staith_sql_int(statement, 6);
    figure->value = staith_sql_int64(statement, 7);
    figure->decimals = (uint32_t)staith_sql_int(statement, 8);
    staith_store_column_text(statement, 9, figure->source, sizeof(figure->source));
}

int staith_store_nationals(struct staith_store *store,
                           int (*fn)(void *ctx, const struct staith_store_national *figure),
                           void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    bool then = store->as_of_unix_ms != 0;
    int code = staith_store_prepare(store, then ? STAITH_SQL_NATIONALS_THEN : STAITH_SQL_NATIONALS,
                                    &statement, err);
    if (code != 0) {
        return code;
    }
    int result = then ? staith_store_bind_int(statement, 1, store->as_of_unix_ms) : STAITH_STEP_OK;
    result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
    while (result == STAITH_STEP_ROW) {
        struct staith_store_national figure;
        national_of(statement, &figure);
        code = fn(ctx, &figure);
        if (code != 0) {
            goto done;
        }
        result = staith_sql_step(statement);
    }
    if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading national figures", err);
    }
done:
    staith_store_done(statement);
    return code;
}
