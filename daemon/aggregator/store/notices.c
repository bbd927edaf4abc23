/* SPDX-License-Identifier: Apache-2.0 */
/* What councils say of a dataset and period beside their releases. */
#include "aggregator/store/sql.h"

#include <string.h>

static int put(struct staith_store *store, const struct staith_store_record *record,
               const struct staith_notice *notice, struct staith_err *err)
{
    struct staith_store_slot slot = {.period = notice->period};
    int64_t epoch_id = 0;
    int64_t record_id = 0;
    struct staith_sql *statement = NULL;
    memcpy(slot.authority, notice->authority, sizeof(slot.authority));
    memcpy(slot.dataset, notice->dataset, sizeof(slot.dataset));
    int code = staith_store_put_record(store, record, false, &epoch_id, &record_id, err);
    code = code != 0 ? code : staith_store_prepare(store, STAITH_SQL_NOTICE_PUT, &statement, err);
    if (code != 0) {
        return code;
    }
    int bound = staith_store_bind_slot(statement, &slot) |
                staith_store_bind_int(statement, 6, record_id) |
                staith_store_bind_int(statement, 7, epoch_id) |
                staith_store_bind_int(statement, 8, (int64_t)record->number) |
                staith_store_bind_int(statement, 9, (int64_t)notice->kind) |
                staith_store_bind_int(statement, 10, notice->at_unix_ms) |
                staith_store_bind_text(statement, 11, notice->reason);
    code = staith_store_run(store, statement, bound, "storing a notice", err);
    return code != 0 ? code : staith_store_settle(store, &slot, err);
}

int staith_store_put_notice(struct staith_store *store, const struct staith_store_record *record,
                            const struct staith_notice *notice, struct staith_err *err)
{
    int code = staith_store_save(store, err);
    if (code != 0) {
        return code;
    }
    code = put(store, record, notice, err);
    return staith_store_keep_or_undo(store, code, err);
}
