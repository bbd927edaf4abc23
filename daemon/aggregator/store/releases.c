/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A release as a row: of which period it is, under which catalogue, and what may be shown of it.
 * Its figures stay where they are, in the record that its council signed (shown.c).
 */
#include "aggregator/store/sql.h"

#include <stdio.h>

static struct staith_store_slot slot_of(const struct staith_store_record *record,
                                        const struct staith_release *release)
{
    struct staith_store_slot slot = {.period = *staith_release_period(release)};
    (void)snprintf(slot.authority, sizeof(slot.authority), "%s", record->authority);
    (void)snprintf(slot.dataset, sizeof(slot.dataset), "%s", staith_release_dataset(release));
    return slot;
}

/* Until when the release is not to be shown, by the council's last embargo before it; 0: none. */
static int embargo_of(struct staith_store *store, const struct staith_store_slot *slot,
                      int64_t epoch_id, uint64_t number, int64_t *ret_unix_ms,
                      struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_EMBARGO_GET, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_slot(statement, slot) |
                staith_store_bind_int(statement, 6, epoch_id) |
                staith_store_bind_int(statement, 7, (int64_t)number);
    int result = bound == STAITH_STEP_OK ? staith_sql_step(statement) : bound;
    if (result == STAITH_STEP_ROW) {
        *ret_unix_ms = staith_sql_int64(statement, 0);
    } else if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "looking for an embargo", err);
    }
    staith_store_done(statement);
    return code;
}

/* What the row of a release says beside the release itself. */
struct row {
    int64_t epoch_id;
    int64_t record_id;
    enum staith_store_standing standing;
    int64_t now_unix_ms;
    int64_t show_from_unix_ms;
};

static int put_row(struct staith_store *store, const struct staith_store_record *record,
                   const struct staith_release *release, const struct row *row,
                   struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_RELEASE_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    const struct staith_period *period = staith_release_period(release);
    bool waits = row->standing == STAITH_STORE_WAITS;
    int bound =
        staith_store_bind_int(statement, 1, row->record_id) |
        staith_store_bind_text(statement, 2, record->authority) |
        staith_store_bind_int(statement, 3, row->epoch_id) |
        staith_store_bind_int(statement, 4, (int64_t)record->number) |
        staith_store_bind_text(statement, 5, staith_release_dataset(release)) |
        staith_store_bind_int(statement, 6, period->kind) |
        staith_store_bind_int(statement, 7, period->year) |
        staith_store_bind_int(statement, 8, period->part) |
        staith_store_bind_int(statement, 9, (int64_t)staith_release_audience(release)) |
        staith_store_bind_text(statement, 10, staith_release_policy(release)) |
        staith_store_bind_blob(statement, 11, staith_release_catalogue_hash(release),
                               STAITH_HASH_BYTES) |
        staith_store_bind_int(statement, 12, (int64_t)row->standing) |
        staith_store_bind_int(statement, 13, waits ? 0 : row->now_unix_ms) |
        staith_store_bind_int(statement, 14, row->show_from_unix_ms) |
        staith_store_bind_int(statement, 15, row->show_from_unix_ms > row->now_unix_ms ? 1 : 0);
    return staith_store_run(store, statement, bound, "storing a release", err);
}

int staith_store_release_row(struct staith_store *store, const struct staith_store_record *record,
                             int64_t epoch_id, int64_t record_id,
                             const struct staith_release *release,
                             enum staith_store_standing standing, struct staith_err *err)
{
    const struct staith_store_slot slot = slot_of(record, release);
    struct row row = {.epoch_id = epoch_id,
                      .record_id = record_id,
                      .standing = standing,
                      .now_unix_ms = store->outside->unix_ms(store->outside->ctx)};
    int code = embargo_of(store, &slot, epoch_id, record->number, &row.show_from_unix_ms, err);
    code = code != 0 ? code : put_row(store, record, release, &row, err);
    return code != 0 ? code : staith_store_settle(store, &slot, err);
}
