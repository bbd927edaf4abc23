/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is shown, release by release. Figures are read out of the bytes that the council signed,
 * each time: there is no second copy that could differ from them, and storing a release is storing
 * its record. Those bytes passed every check when they came. The hash that was signed says whether
 * they are the same now, so that nothing of the checks has to be done again, and a bit that flipped
 * since is damage and no number; so is a row that calls them something else than they say.
 */
#include "aggregator/store/sql.h"
#include "codec/codec.h"

#include <string.h>

static void shown_of(struct staith_sql *statement, struct staith_store_shown *shown)
{
    memset(shown, 0, sizeof(*shown));
    staith_store_column_text(statement, 0, shown->authority, sizeof(shown->authority));
    shown->period.kind = (uint32_t)staith_sql_int(statement, 1);
    shown->period.year = staith_sql_int(statement, 2);
    shown->period.part = staith_sql_int(statement, 3);
    shown->withdrawn = staith_sql_int64(statement, 4) != 0;
    shown->number = (uint64_t)staith_sql_int64(statement, 5);
    shown->received_unix_ms = staith_sql_int64(statement, 6);
}

enum {
    CELLS_BYTES = 16 * 1024 * 1024,
    /* columns of the statements */
    PAYLOAD = 7,
    PREVIOUS,
    HASH,
    EPOCH
};

/* The record as it was signed; its texts and bytes are the row's. */
static int record_of(struct staith_sql *statement, const struct staith_store_shown *shown,
                     struct staith_record *record)
{
    *record = (struct staith_record){
        .epoch = (uint64_t)staith_sql_int64(statement, EPOCH),
        .number = shown->number,
        .kind = STAITH_RECORD_RELEASE,
        .payload = staith_sql_blob(statement, PAYLOAD),
        .payload_len = (size_t)staith_sql_bytes(statement, PAYLOAD),
    };
    memcpy(record->authority, shown->authority, sizeof(record->authority));
    int code = staith_store_column_hash(statement, PREVIOUS, record->previous);
    return code != 0 ? code : staith_store_column_hash(statement, HASH, record->hash);
}

static int refuse(const struct staith_store_shown *shown, const char *why, struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_IO, "release %llu of council %.15s cannot be read: %s",
                         (unsigned long long)shown->number, shown->authority, why);
    staith_err_remedy(err, "restore the store from a backup, or move it away: councils send again "
                           "what their ledgers hold");
    return STAITH_ERR_IO;
}

static int read_cells(struct staith_sql *statement, const char *dataset,
                      const struct staith_store_shown *shown, struct staith_arena *arena,
                      struct staith_codec_cells *ret_cells, struct staith_err *err)
{
    struct staith_err why = {0};
    struct staith_record record;
    if (record_of(statement, shown, &record) != 0 || staith_record_intact(&record) != 0) {
        return refuse(shown, "its bytes are not those that the council signed", err);
    }
    int code = staith_codec_read_cells(record.payload, record.payload_len, arena, ret_cells, &why);
    if (code == STAITH_ERR_NOMEM) {
        return staith_err_set(err, code, "no memory for a release");
    }
    if (code != 0) {
        return refuse(shown, why.what, err);
    }
    return strcmp(ret_cells->dataset, dataset) == 0 &&
                   staith_period_compare(&ret_cells->period, &shown->period) == 0
               ? 0
               : refuse(shown, "it is of another dataset or period than its row says", err);
}

static int show_one(struct staith_sql *statement, const char *dataset,
                    int (*fn)(void *ctx, const struct staith_store_shown *shown), void *ctx,
                    struct staith_err *err)
{
    struct staith_store_shown shown;
    struct staith_codec_cells cells;
    struct staith_arena arena;
    staith_arena_init(&arena, CELLS_BYTES);
    shown_of(statement, &shown);
    int code = read_cells(statement, dataset, &shown, &arena, &cells, err);
    if (code == 0) {
        shown.cell_count = cells.count;
        shown.cells = cells.cells;
        shown.certificate_hash = cells.is_certified ? cells.certificate_hash : NULL;
        code = fn(ctx, &shown);
    }
    staith_arena_deinit(&arena);
    return code;
}

int staith_store_each_shown(struct staith_store *store, enum staith_store_statement which,
                            const char *dataset,
                            int (*fn)(void *ctx, const struct staith_store_shown *shown), void *ctx,
                            struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, which, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, dataset);
    if (which == STAITH_SQL_SHOWN_THEN) {
        result |= staith_store_bind_int(statement, 2, store->as_of_unix_ms);
    }
    if (which == STAITH_SQL_SHOWN_OWN) {
        result |= staith_store_bind_text(statement, 2, store->own);
    }
    result = result == STAITH_STEP_OK ? staith_sql_step(statement) : result;
    while (code == 0 && result == STAITH_STEP_ROW) {
        code = show_one(statement, dataset, fn, ctx, err);
        result = code == 0 ? staith_sql_step(statement) : result;
    }
    if (code == 0 && result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading what is shown", err);
    }
    staith_store_done(statement);
    return code;
}

void staith_store_shown_value(const struct staith_store_shown *shown,
                              const struct staith_release_cell *cell,
                              struct staith_value *ret_value, const char **ret_reason)
{
    *ret_value = cell->value;
    *ret_reason = cell->reason;
    if (shown->withdrawn) {
        *ret_value = (struct staith_value){.status = STAITH_STATUS_UNAVAILABLE};
        *ret_reason = "withdrawn";
    }
}
