/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ingest writes: records as they arrived, and what they hold. Every put runs inside a
 * savepoint, so that one that fails leaves the group's transaction as it found it.
 */
#include "aggregator/store/sql.h"

#include <string.h>

int staith_store_record_hash(struct staith_store *store, const char *authority, uint64_t epoch,
                             uint64_t number, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_RECORD_HASH, &statement, NULL);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, authority) |
                staith_store_bind_int(statement, 2, (int64_t)epoch) |
                staith_store_bind_int(statement, 3, (int64_t)number);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        code = staith_store_column_hash(statement, 0, ret_hash);
    } else {
        code = result == STAITH_STEP_DONE ? STAITH_ERR_NOTFOUND
                                          : staith_store_fail(store, "reading a record", NULL);
    }
    staith_store_done(statement);
    return code;
}

/* Move the cursor to the record, or begin a new epoch with it. Numbers have no gaps: a gap would
 * hide a record that was never stored behind an acknowledgement. */
static int advance(struct staith_store *store, const struct staith_store_record *record,
                   int64_t *ret_epoch_id, struct staith_err *err)
{
    struct staith_store_cursor cursor;
    int code = staith_store_read_cursor(store, record->authority, record->epoch, &cursor, err);
    if (code != 0) {
        return code;
    }
    if (record->number <= cursor.number) {
        return staith_err_set(err, STAITH_ERR_EXISTS, "record %llu is stored already",
                              (unsigned long long)record->number);
    }
    if (record->number != cursor.number + 1) {
        return staith_err_set(err, STAITH_ERR_STATE, "record %llu does not follow record %llu",
                              (unsigned long long)record->number,
                              (unsigned long long)cursor.number);
    }
    struct staith_sql *statement = NULL;
    int bound = STAITH_STEP_OK;
    code = staith_store_prepare(
        store, cursor.id == 0 ? STAITH_SQL_CURSOR_NEW : STAITH_SQL_CURSOR_MOVE, &statement, err);
    if (code != 0) {
        return code;
    }
    if (cursor.id == 0) {
        bound = staith_store_bind_text(statement, 1, record->authority) |
                staith_store_bind_int(statement, 2, (int64_t)record->epoch) |
                staith_store_bind_int(statement, 3, (int64_t)record->number) |
                staith_store_bind_blob(statement, 4, record->hash, STAITH_HASH_BYTES);
    } else {
        bound = staith_store_bind_int(statement, 1, cursor.id) |
                staith_store_bind_int(statement, 2, (int64_t)record->number) |
                staith_store_bind_blob(statement, 3, record->hash, STAITH_HASH_BYTES);
    }
    code = staith_store_run(store, statement, bound, "moving a cursor", err);
    if (code == 0) {
        cursor.id = cursor.id != 0 ? cursor.id : staith_sql_last_id(store);
        cursor.number = record->number;
        memcpy(cursor.hash, record->hash, STAITH_HASH_BYTES);
        staith_store_keep_cursor(store, record->authority, &cursor);
        *ret_epoch_id = cursor.id;
    }
    return code;
}

/* A refused record keeps its place and hash, not its bytes: those are in the quarantine. */
int staith_store_put_record(struct staith_store *store, const struct staith_store_record *record,
                            bool refused, int64_t *ret_epoch_id, int64_t *ret_record_id,
                            struct staith_err *err)
{
    int64_t epoch_id = 0;
    int code = advance(store, record, &epoch_id, err);
    if (code != 0) {
        return code;
    }
    struct staith_sql *statement = NULL;
    code = staith_store_prepare(store, STAITH_SQL_RECORD_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_int(statement, 1, epoch_id) |
                staith_store_bind_int(statement, 2, (int64_t)record->number) |
                staith_store_bind_int(statement, 3, record->kind) |
                staith_store_bind_int(statement, 4, refused ? 1 : 0) |
                staith_store_bind_blob(statement, 5, record->previous, STAITH_HASH_BYTES) |
                staith_store_bind_blob(statement, 6, record->hash, STAITH_HASH_BYTES) |
                staith_store_bind_int(statement, 9, store->outside->unix_ms(store->outside->ctx));
    if (!refused) {
        bound |=
            staith_store_bind_blob(statement, 7, record->signature, STAITH_STORE_SIGNATURE_BYTES) |
            staith_store_bind_blob(statement, 8, record->payload, record->payload_len);
    }
    code = staith_store_run(store, statement, bound, "storing a record", err);
    if (code == 0) {
        *ret_epoch_id = epoch_id;
        *ret_record_id = staith_sql_last_id(store);
    }
    return code;
}

static int put_measures(struct staith_store *store, int64_t id,
                        const struct staith_catalogue *catalogue, struct staith_err *err)
{
    int code = 0;
    for (uint32_t i = 0; i < catalogue->measure_count && code == 0; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        struct staith_sql *statement = NULL;
        code = staith_store_prepare(store, STAITH_SQL_MEASURE_PUT, &statement, err);
        if (code != 0) {
            return code;
        }
        int bound = staith_store_bind_int(statement, 1, id) |
                    staith_store_bind_int(statement, 2, i) |
                    staith_store_bind_text(statement, 3, measure->code) |
                    staith_store_bind_text(statement, 4, measure->label) |
                    staith_store_bind_text(statement, 5, measure->definition) |
                    staith_store_bind_int(statement, 6, measure->unit) |
                    staith_store_bind_int(statement, 7, measure->aggregation);
        code = staith_store_run(store, statement, bound, "storing a measure", err);
    }
    return code;
}

static int put_indicators(struct staith_store *store, int64_t id,
                          const struct staith_catalogue *catalogue, struct staith_err *err)
{
    int code = 0;
    for (uint32_t i = 0; i < catalogue->indicator_count && code == 0; i++) {
        const struct staith_indicator *indicator = &catalogue->indicators[i];
        struct staith_sql *statement = NULL;
        code = staith_store_prepare(store, STAITH_SQL_INDICATOR_PUT, &statement, err);
        if (code != 0) {
            return code;
        }
        int bound = staith_store_bind_int(statement, 1, id) |
                    staith_store_bind_int(statement, 2, i) |
                    staith_store_bind_text(statement, 3, indicator->code) |
                    staith_store_bind_text(statement, 4, indicator->label) |
                    staith_store_bind_text(statement, 5, indicator->unit_label) |
                    staith_store_bind_text(statement, 6, indicator->definition) |
                    staith_store_bind_text(statement, 7, indicator->source) |
                    staith_store_bind_int(statement, 8, indicator->scale) |
                    staith_store_bind_int(statement, 9, indicator->decimals) |
                    staith_store_bind_int(statement, 10, indicator->polarity) |
                    staith_store_bind_int(statement, 11, indicator->flags);
        code = staith_store_run(store, statement, bound, "storing an indicator", err);
    }
    return code;
}

static int put_catalogue(struct staith_store *store, const struct staith_store_record *record,
                         const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                         const struct staith_catalogue *catalogue,
                         enum staith_store_catalogue_state state, struct staith_err *err)
{
    int64_t epoch_id = 0;
    int64_t record_id = 0;
    int code = staith_store_put_record(store, record, false, &epoch_id, &record_id, err);
    struct staith_sql *statement = NULL;
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_CATALOGUE_PUT, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_blob(statement, 1, catalogue_hash, STAITH_HASH_BYTES) |
                staith_store_bind_text(statement, 2, catalogue->dataset) |
                staith_store_bind_text(statement, 3, catalogue->plugin) |
                staith_store_bind_text(statement, 4, catalogue->plugin_version) |
                staith_store_bind_int(statement, 5, record_id);
    code = staith_store_run(store, statement, bound, "storing a catalogue", err);
    if (code != 0 || staith_sql_changes(store) == 0) {
        return code; /* every council sends the same one: its definitions are there */
    }
    int64_t id = staith_sql_last_id(store);
    code = put_measures(store, id, catalogue, err);
    code = code != 0 ? code : put_indicators(store, id, catalogue, err);
    return code != 0 ? code : staith_store_set_catalogue(store, id, state, err);
}

static int put_quarantine(struct staith_store *store, const struct staith_store_record *record,
                          const char *reason, const char *detail, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_QUARANTINE_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_text(statement, 1, record->authority) |
                staith_store_bind_int(statement, 2, (int64_t)record->epoch) |
                staith_store_bind_int(statement, 3, (int64_t)record->number) |
                staith_store_bind_int(statement, 4, record->kind) |
                staith_store_bind_blob(statement, 5, record->hash, STAITH_HASH_BYTES) |
                staith_store_bind_blob(statement, 6, record->payload, record->payload_len) |
                staith_store_bind_text(statement, 7, reason) |
                staith_store_bind_text(statement, 8, detail) |
                staith_store_bind_int(statement, 9, store->outside->unix_ms(store->outside->ctx));
    code = staith_store_run(store, statement, bound, "storing a refused record", err);
    if (code == 0) {
        code = staith_store_prepare(store, STAITH_SQL_QUARANTINE_TRIM, &statement, err);
    }
    if (code != 0) {
        return code;
    }
    bound = staith_store_bind_text(statement, 1, record->authority) |
            staith_store_bind_int(statement, 2, STAITH_STORE_QUARANTINE_PER_COUNCIL);
    return staith_store_run(store, statement, bound, "trimming the quarantine", err);
}

int staith_store_save(struct staith_store *store, struct staith_err *err)
{
    int code = staith_store_writing(store, err);
    return code != 0 ? code : staith_store_exec(store, STAITH_SQL_SAVE, "storing", err);
}

int staith_store_keep_or_undo(struct staith_store *store, int code, struct staith_err *err)
{
    if (code != 0) {
        staith_store_forget(store);
    }
    if (code != 0 && staith_sql_is_open(store)) {
        (void)staith_store_exec(store, STAITH_SQL_UNDO, "undoing", NULL);
        (void)staith_store_exec(store, STAITH_SQL_RELEASE, "undoing", NULL);
    }
    return code != 0 ? code : staith_store_exec(store, STAITH_SQL_RELEASE, "storing", err);
}

int staith_store_put_catalogue(struct staith_store *store, const struct staith_store_record *record,
                               const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                               const struct staith_catalogue *catalogue,
                               enum staith_store_catalogue_state state, struct staith_err *err)
{
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = put_catalogue(store, record, catalogue_hash, catalogue, state, err);
    return staith_store_keep_or_undo(store, code, err);
}

int staith_store_put_release(struct staith_store *store, const struct staith_store_record *record,
                             const struct staith_release *release,
                             enum staith_store_standing standing, struct staith_err *err)
{
    int64_t epoch_id = 0;
    int64_t record_id = 0;
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = staith_store_put_record(store, record, false, &epoch_id, &record_id, err);
    if (code == 0) {
        code = staith_store_release_row(store, record, epoch_id, record_id, release, standing, err);
    }
    return staith_store_keep_or_undo(store, code, err);
}

int staith_store_quarantine(struct staith_store *store, const struct staith_store_record *record,
                            const char *reason, const char *detail, bool advance_cursor,
                            struct staith_err *err)
{
    int64_t epoch_id = 0;
    int64_t record_id = 0;
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = put_quarantine(store, record, reason, detail, err);
    if (code == 0 && advance_cursor) {
        code = staith_store_put_record(store, record, true, &epoch_id, &record_id, err);
    }
    return staith_store_keep_or_undo(store, code, err);
}
