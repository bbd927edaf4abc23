/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region hands to its councils: tables that an officer imported, kept with all their
 * vintages, and the national figures of the country and the region, made anew from their own.
 */
#include "aggregator/store/sql.h"

#include "base/decimal.h"
#include "model/status.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FIGURES = STAITH_HANDOUT_MAX_CELLS / 7, TEXT_BYTES = 32 };

static int read_newest(struct staith_store *store, const char *name, struct staith_sql **ret_row,
                       struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_HANDOUT_GET, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, name);
    result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
    *ret_row = statement;
    if (result == STAITH_STEP_ROW) {
        return 0;
    }
    return result == STAITH_STEP_DONE ? STAITH_ERR_NOTFOUND
                                      : staith_store_fail(store, "reading a handout", err);
}

int staith_store_handout(struct staith_store *store, const char *name, uint8_t **ret_bytes,
                         size_t *ret_len, struct staith_err *err)
{
    struct staith_sql *row = NULL;
    int code = read_newest(store, name, &row, err);
    if (code == 0) {
        size_t len = (size_t)staith_sql_bytes(row, 0);
        uint8_t *bytes = malloc(len > 0 ? len : 1);
        const void *blob = staith_sql_blob(row, 0);
        if (bytes == NULL || blob == NULL) {
            free(bytes);
            code = staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a handout");
        } else {
            memcpy(bytes, blob, len);
            *ret_bytes = bytes;
            *ret_len = len;
        }
    }
    if (row != NULL) {
        staith_store_done(row);
    }
    return code;
}

static int check_new(struct staith_store *store, const char *name,
                     const uint8_t source_hash[STAITH_HASH_BYTES], struct staith_err *err)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_sql *row = NULL;
    int code = read_newest(store, name, &row, err);
    if (code == 0) {
        code = staith_store_column_hash(row, 1, hash);
        if (code == 0 && memcmp(hash, source_hash, sizeof(hash)) == 0) {
            code = staith_err_set(err, STAITH_ERR_EXISTS, "this file is the newest import already");
        }
    }
    if (row != NULL) {
        staith_store_done(row);
    }
    return code == STAITH_ERR_NOTFOUND ? 0 : code;
}

int staith_store_put_handout(struct staith_store *store, const char *name, const uint8_t *bytes,
                             size_t len, const uint8_t source_hash[STAITH_HASH_BYTES],
                             struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_writing(store, err);
    code = code != 0 ? code : check_new(store, name, source_hash, err);
    code = code != 0 ? code : staith_store_prepare(store, STAITH_SQL_HANDOUT_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, name) |
                staith_store_bind_blob(statement, 2, bytes, len) |
                staith_store_bind_blob(statement, 3, source_hash, STAITH_HASH_BYTES) |
                staith_store_bind_int(statement, 4, store->outside->unix_ms(store->outside->ctx));
    return staith_store_run(store, statement, bound, "storing a handout", err);
}

/* ---- national figures ---- */

struct gathering {
    const char *region;
    struct staith_arena *arena;
    struct staith_handout *handout;
};

static const char *figure_text(const struct staith_store_national *figure,
                               struct staith_arena *arena)
{
    char text[TEXT_BYTES];
    if (figure->status != STAITH_STATUS_VALUE) {
        return staith_status_symbol(figure->status);
    }
    return staith_decimal_format(figure->value, figure->decimals, text, sizeof(text)) >= 0
               ? staith_arena_strdup(arena, text)
               : NULL;
}

static int gather(void *ctx, const struct staith_store_national *figure)
{
    struct gathering *to = ctx;
    struct staith_handout *handout = to->handout;
    bool country = strcmp(figure->level, "country") == 0;
    if (!country && strcmp(figure->area, to->region) != 0) {
        return 0;
    }
    if (handout->row_count == MAX_FIGURES) {
        return STAITH_ERR_LIMIT;
    }
    const char **row = handout->cells + (size_t)handout->row_count * handout->column_count;
    row[0] = staith_arena_strdup(to->arena, figure->period);
    row[1] = country ? "country" : "region";
    row[2] = staith_arena_strdup(to->arena, figure->area);
    row[3] = staith_arena_strdup(to->arena, figure->area_name);
    row[4] = staith_arena_strdup(to->arena, figure->item);
    row[5] = figure_text(figure, to->arena);
    row[6] = staith_arena_strdup(to->arena, figure->source);
    for (uint32_t i = 0; i < handout->column_count; i++) {
        if (row[i] == NULL) {
            return STAITH_ERR_NOMEM;
        }
    }
    handout->row_count++;
    return 0;
}

int staith_store_national_handout(struct staith_store *store, const char *region_code,
                                  struct staith_arena *arena, struct staith_handout *ret_handout,
                                  struct staith_err *err)
{
    static const char *const columns[] = {"period", "level", "area_code", "area_name",
                                          "item",   "value", "source"};
    struct staith_handout handout = {.name = STAITH_HANDOUT_NATIONAL,
                                     .column_count = sizeof(columns) / sizeof(columns[0]),
                                     .columns = columns};
    struct gathering to = {region_code, arena, &handout};
    handout.cells = staith_arena_array(arena, (size_t)MAX_FIGURES * handout.column_count,
                                       sizeof(*handout.cells));
    int code =
        handout.cells == NULL ? STAITH_ERR_NOMEM : staith_store_nationals(store, gather, &to, err);
    if (code == STAITH_ERR_NOMEM) {
        return staith_err_set(err, code, "no memory for the national figures");
    }
    if (code == STAITH_ERR_LIMIT) {
        return staith_err_set(err, code, "there are more national figures than can be handed out");
    }
    if (code == 0 && handout.row_count == 0) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "no national figures were imported yet");
    }
    *ret_handout = handout;
    return code;
}

int staith_store_touched(struct staith_store *store, bool *ret_touched, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_DATA_VERSION, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_sql_step(statement);
    if (result == STAITH_STEP_ROW) {
        int64_t version = staith_sql_int64(statement, 0);
        *ret_touched = version != store->seen_version;
        store->seen_version = version;
    } else {
        code = staith_store_fail(store, "reading the store's version", err);
    }
    staith_store_done(statement);
    return code;
}
