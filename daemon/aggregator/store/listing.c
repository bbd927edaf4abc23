/* SPDX-License-Identifier: Apache-2.0 */
/* What came, as the region's officers see it: every vintage of every release, and catalogues. */
#include "aggregator/store/sql.h"

#include <string.h>

static void listed_of(struct staith_sql *row, struct staith_store_listed *listed)
{
    struct staith_store_slot slot;
    memset(listed, 0, sizeof(*listed));
    staith_store_column_slot(row, &slot);
    memcpy(listed->authority, slot.authority, sizeof(listed->authority));
    memcpy(listed->dataset, slot.dataset, sizeof(listed->dataset));
    listed->period = slot.period;
    listed->number = (uint64_t)staith_sql_int64(row, 5);
    listed->received_unix_ms = staith_sql_int64(row, 6);
    listed->standing = (enum staith_store_standing)staith_sql_int(row, 7);
    listed->judged_unix_ms = staith_sql_int64(row, 8);
    listed->show_from_unix_ms = staith_sql_int64(row, 9);
    listed->embargoed = staith_sql_int(row, 10) != 0;
    listed->shown = staith_sql_int(row, 11) == 1;
    int catalogue = staith_sql_int(row, 12);
    listed->catalogue_waits =
        catalogue == STAITH_STORE_CATALOGUE_WAITS || catalogue == STAITH_STORE_CATALOGUE_REFUSED;
    staith_store_column_text(row, 13, listed->officer, sizeof(listed->officer));
    staith_store_column_text(row, 14, listed->reason, sizeof(listed->reason));
    listed->withdrawn = staith_sql_int(row, 15) == STAITH_NOTICE_WITHDRAWAL;
    listed->revision = staith_sql_int(row, 15) == STAITH_NOTICE_REVISION;
    staith_store_column_text(row, 16, listed->council_reason, sizeof(listed->council_reason));
    listed->earlier_epoch = staith_sql_int(row, 17) != 0;
}

/* Step to the next row: STAITH_STEP_ROW with code 0, or the end. */
static int step(struct staith_store *store, struct staith_sql *statement, int *ret_result,
                struct staith_err *err)
{
    *ret_result = staith_sql_step(statement);
    return *ret_result == STAITH_STEP_ROW || *ret_result == STAITH_STEP_DONE
               ? 0
               : staith_store_fail(store, "listing what came", err);
}

int staith_store_list_releases(struct staith_store *store,
                               int (*fn)(void *ctx, const struct staith_store_listed *listed),
                               void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int result = STAITH_STEP_ROW;
    int code = staith_store_prepare(store, STAITH_SQL_LIST_RELEASES, &statement, err);
    if (code != 0) {
        return code;
    }
    code = step(store, statement, &result, err);
    while (code == 0 && result == STAITH_STEP_ROW) {
        struct staith_store_listed listed;
        listed_of(statement, &listed);
        code = fn(ctx, &listed);
        code = code != 0 ? code : step(store, statement, &result, err);
    }
    staith_store_done(statement);
    return code;
}

static int catalogue_of(struct staith_sql *row, struct staith_store_listed_catalogue *listed)
{
    memset(listed, 0, sizeof(*listed));
    staith_store_column_text(row, 1, listed->dataset, sizeof(listed->dataset));
    staith_store_column_text(row, 2, listed->plugin, sizeof(listed->plugin));
    staith_store_column_text(row, 3, listed->plugin_version, sizeof(listed->plugin_version));
    staith_store_column_text(row, 4, listed->authority, sizeof(listed->authority));
    listed->received_unix_ms = staith_sql_int64(row, 5);
    listed->state = (enum staith_store_catalogue_state)staith_sql_int(row, 6);
    listed->releases = (uint64_t)staith_sql_int64(row, 7);
    staith_store_column_text(row, 8, listed->officer, sizeof(listed->officer));
    staith_store_column_text(row, 9, listed->reason, sizeof(listed->reason));
    return staith_store_column_hash(row, 0, listed->hash);
}

int staith_store_list_catalogues(struct staith_store *store,
                                 int (*fn)(void *ctx,
                                           const struct staith_store_listed_catalogue *listed),
                                 void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int result = STAITH_STEP_ROW;
    int code = staith_store_prepare(store, STAITH_SQL_LIST_CATALOGUES, &statement, err);
    if (code != 0) {
        return code;
    }
    code = step(store, statement, &result, err);
    while (code == 0 && result == STAITH_STEP_ROW) {
        struct staith_store_listed_catalogue listed;
        code = catalogue_of(statement, &listed);
        code = code != 0 ? code : fn(ctx, &listed);
        code = code != 0 ? code : step(store, statement, &result, err);
    }
    staith_store_done(statement);
    return code;
}

static void quarantined_of(struct staith_sql *row, struct staith_store_quarantined *one)
{
    memset(one, 0, sizeof(*one));
    staith_store_column_text(row, 0, one->authority, sizeof(one->authority));
    one->epoch = (uint64_t)staith_sql_int64(row, 1);
    one->number = (uint64_t)staith_sql_int64(row, 2);
    one->kind = (uint32_t)staith_sql_int(row, 3);
    one->bytes = (uint64_t)staith_sql_int64(row, 4);
    staith_store_column_text(row, 5, one->reason, sizeof(one->reason));
    staith_store_column_text(row, 6, one->detail, sizeof(one->detail));
    one->received_unix_ms = staith_sql_int64(row, 7);
}

int staith_store_list_quarantine(struct staith_store *store,
                                 int (*fn)(void *ctx, const struct staith_store_quarantined *one),
                                 void *ctx, struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int result = STAITH_STEP_ROW;
    int code = staith_store_prepare(store, STAITH_SQL_LIST_QUARANTINE, &statement, err);
    if (code != 0) {
        return code;
    }
    code = step(store, statement, &result, err);
    while (code == 0 && result == STAITH_STEP_ROW) {
        struct staith_store_quarantined one;
        quarantined_of(statement, &one);
        code = fn(ctx, &one);
        code = code != 0 ? code : step(store, statement, &result, err);
    }
    staith_store_done(statement);
    return code;
}
