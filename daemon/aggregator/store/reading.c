/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read back: catalogues, headline figures and the account of what arrived.
 */
#include "aggregator/store/sql.h"

#include <stdlib.h>
#include <string.h>

/* The bytes in column 0 of the first row of a bound statement. */
static int bytes_of(struct staith_store *store, struct staith_sql *statement, int bound,
                    uint8_t **ret_bytes, size_t *ret_len)
{
    int code = 0;
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result != STAITH_STEP_ROW) {
        code = result == STAITH_STEP_DONE ? STAITH_ERR_NOTFOUND
                                          : staith_store_fail(store, "reading a catalogue", NULL);
        goto done;
    }
    const void *bytes = staith_sql_blob(statement, 0);
    size_t len = (size_t)staith_sql_bytes(statement, 0);
    if (bytes == NULL) {
        code = STAITH_ERR_IO;
        goto done;
    }
    uint8_t *copy = malloc(len);
    if (copy == NULL) {
        code = STAITH_ERR_NOMEM;
        goto done;
    }
    memcpy(copy, bytes, len);
    *ret_bytes = copy;
    *ret_len = len;
done:
    staith_store_done(statement);
    return code;
}

int staith_store_catalogue(struct staith_store *store,
                           const uint8_t catalogue_hash[STAITH_HASH_BYTES], uint8_t **ret_bytes,
                           size_t *ret_len)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CATALOGUE_GET, &statement, NULL);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_blob(statement, 1, catalogue_hash, STAITH_HASH_BYTES);
    return bytes_of(store, statement, bound, ret_bytes, ret_len);
}

int staith_store_record_bytes(struct staith_store *store, const char *authority, uint64_t epoch,
                              uint64_t number, uint8_t **ret_bytes, size_t *ret_len)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_RECORD_BYTES, &statement, NULL);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_int(statement, 2, (int64_t)epoch) |
                staith_store_bind_int(statement, 3, (int64_t)number);
    return bytes_of(store, statement, bound, ret_bytes, ret_len);
}

int staith_store_newest_catalogue(struct staith_store *store, const char *dataset,
                                  uint8_t **ret_bytes, size_t *ret_len)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CATALOGUE_NEWEST, &statement, NULL);
    if (code != 0) {
        return code;
    }
    return bytes_of(store, statement, staith_store_bind_text(statement, 1, dataset), ret_bytes,
                    ret_len);
}

static void figure_of(struct staith_sql *statement, struct staith_store_figure *figure)
{
    memset(figure, 0, sizeof(*figure));
    staith_store_column_text(statement, 0, figure->authority, sizeof(figure->authority));
    figure->period.kind = (uint32_t)staith_sql_int(statement, 1);
    figure->period.year = staith_sql_int(statement, 2);
    figure->period.part = staith_sql_int(statement, 3);
    staith_store_column_text(statement, 4, figure->measure, sizeof(figure->measure));
    figure->value.status = (enum staith_status)staith_sql_int(statement, 5);
    figure->value.value = staith_sql_int64(statement, 6);
    figure->value.lo = staith_sql_int64(statement, 7);
    figure->value.hi = staith_sql_int64(statement, 8);
    staith_store_column_text(statement, 9, figure->reason, sizeof(figure->reason));
    figure->number = (uint64_t)staith_sql_int64(statement, 10);
    figure->received_unix_ms = staith_sql_int64(statement, 11);
}

int staith_store_headlines(struct staith_store *store, const char *dataset,
                           int (*fn)(void *ctx, const struct staith_store_figure *figure),
                           void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    bool then = store->as_of_unix_ms != 0;
    bool own = !then && store->own[0] != '\0';
    int code = staith_store_prepare(store,
                                    then  ? STAITH_SQL_SHOWN_THEN
                                    : own ? STAITH_SQL_HEADLINES_OWN
                                          : STAITH_SQL_HEADLINES,
                                    &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, dataset);
    if (then) {
        result |= staith_store_bind_int(statement, 2, store->as_of_unix_ms);
    }
    if (own) {
        result |= staith_store_bind_text(statement, 2, store->own);
    }
    while (result == STAITH_STEP_OK || result == STAITH_STEP_ROW) {
        result = staith_sql_step(statement);
        if (result != STAITH_STEP_ROW) {
            break;
        }
        struct staith_store_figure figure;
        figure_of(statement, &figure);
        code = fn(ctx, &figure);
        if (code != 0) {
            goto done;
        }
    }
    if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading figures", err);
    }
done:
    staith_store_done(statement);
    return code;
}

static void arrival_of(struct staith_sql *statement, struct staith_store_arrival *arrival)
{
    memset(arrival, 0, sizeof(*arrival));
    staith_store_column_text(statement, 0, arrival->authority, sizeof(arrival->authority));
    arrival->epoch = (uint64_t)staith_sql_int64(statement, 1);
    arrival->records = (uint64_t)staith_sql_int64(statement, 2);
    arrival->releases = (uint64_t)staith_sql_int64(statement, 3);
    arrival->quarantined = (uint64_t)staith_sql_int64(statement, 4);
    arrival->newest_unix_ms = staith_sql_int64(statement, 5);
    if (!staith_sql_null(statement, 6)) {
        struct staith_period period = {
            .kind = (uint32_t)staith_sql_int(statement, 6),
            .year = staith_sql_int(statement, 7),
            .part = staith_sql_int(statement, 8),
        };
        staith_period_format(&period, arrival->newest_period);
    }
}

int staith_store_arrivals(struct staith_store *store,
                          int (*fn)(void *ctx, const struct staith_store_arrival *arrival),
                          void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_ARRIVALS, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_sql_step(statement);
    while (result == STAITH_STEP_ROW) {
        struct staith_store_arrival arrival;
        arrival_of(statement, &arrival);
        code = fn(ctx, &arrival);
        if (code != 0) {
            goto done;
        }
        result = staith_sql_step(statement);
    }
    if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading what arrived", err);
    }
done:
    staith_store_done(statement);
    return code;
}

int staith_store_datasets(struct staith_store *store, int (*fn)(void *ctx, const char *dataset),
                          void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_DATASETS, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_sql_step(statement);
    while (result == STAITH_STEP_ROW) {
        char dataset[64];
        staith_store_column_text(statement, 0, dataset, sizeof(dataset));
        code = fn(ctx, dataset);
        if (code != 0) {
            goto done;
        }
        result = staith_sql_step(statement);
    }
    if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading the datasets", err);
    }
done:
    staith_store_done(statement);
    return code;
}
