/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is read back: catalogues, headline figures and the account of what arrived.
 */
#include "aggregator/store/sql.h"

#include <stdio.h>
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

/* A total of a measure: which cell it is, and in how large a table. */
struct total {
    const char *measure;
    uint32_t dimension_count;
    uint32_t position;
};

struct headlines {
    int (*fn)(void *ctx, const struct staith_store_figure *figure);
    void *ctx;
    struct staith_err *err;
};

static bool is_total(const struct staith_release_cell *cell)
{
    bool total = true;
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        total = total && cell->categories[i] == NULL;
    }
    return total;
}

static int by_measure(const void *a, const void *b)
{
    const struct total *one = a;
    const struct total *other = b;
    int order = strcmp(one->measure, other->measure);
    if (order == 0) {
        order = (one->dimension_count > other->dimension_count) -
                (one->dimension_count < other->dimension_count);
    }
    return order != 0 ? order
                      : (one->position > other->position) - (one->position < other->position);
}

/* One figure a measure: of the tables that total to it, the one with the fewest dimensions, then
 * the first. */
static int give_totals(const struct headlines *headlines, const struct staith_store_shown *shown,
                       struct total *totals)
{
    uint32_t count = 0;
    int code = 0;
    for (uint32_t i = 0; i < shown->cell_count; i++) {
        const struct staith_release_cell *cell = &shown->cells[i];
        if (is_total(cell)) {
            totals[count++] = (struct total){cell->measure, cell->dimension_count, i};
        }
    }
    qsort(totals, count, sizeof(*totals), by_measure);
    for (uint32_t i = 0; i < count && code == 0; i++) {
        if (i > 0 && strcmp(totals[i].measure, totals[i - 1].measure) == 0) {
            continue;
        }
        const struct staith_release_cell *cell = &shown->cells[totals[i].position];
        struct staith_store_figure figure = {.period = shown->period,
                                             .number = shown->number,
                                             .received_unix_ms = shown->received_unix_ms};
        memcpy(figure.authority, shown->authority, sizeof(figure.authority));
        (void)snprintf(figure.measure, sizeof(figure.measure), "%s", cell->measure);
        const char *reason = NULL;
        staith_store_shown_value(shown, cell, &figure.value, &reason);
        (void)snprintf(figure.reason, sizeof(figure.reason), "%s", reason != NULL ? reason : "");
        code = headlines->fn(headlines->ctx, &figure);
    }
    return code;
}

static int give_headlines(void *ctx, const struct staith_store_shown *shown)
{
    const struct headlines *headlines = ctx;
    struct total *totals = calloc((size_t)shown->cell_count + 1, sizeof(*totals));
    if (totals == NULL) {
        return staith_err_set(headlines->err, STAITH_ERR_NOMEM, "no memory for headlines");
    }
    int code = give_totals(headlines, shown, totals);
    free(totals);
    return code;
}

int staith_store_headlines(struct staith_store *store, const char *dataset,
                           int (*fn)(void *ctx, const struct staith_store_figure *figure),
                           void *ctx, struct staith_err *err)
{
    struct headlines headlines = {fn, ctx, err};
    enum staith_store_statement which = STAITH_SQL_SHOWN;
    if (store->as_of_unix_ms != 0) {
        which = STAITH_SQL_SHOWN_THEN;
    } else if (store->own[0] != '\0') {
        which = STAITH_SQL_SHOWN_OWN;
    }
    return staith_store_each_shown(store, which, dataset, give_headlines, &headlines, err);
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
