/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cell of what is shown, for breakdowns. Totals are among them: whoever wants headlines alone
 * asks for those (reading.c).
 */
#include "aggregator/store/sql.h"

#include <string.h>

static void cell_of(struct staith_sql *statement, struct staith_store_cell *cell)
{
    memset(cell, 0, sizeof(*cell));
    staith_store_column_text(statement, 0, cell->authority, sizeof(cell->authority));
    cell->period.kind = (uint32_t)staith_sql_int(statement, 1);
    cell->period.year = staith_sql_int(statement, 2);
    cell->period.part = staith_sql_int(statement, 3);
    staith_store_column_text(statement, 4, cell->table, sizeof(cell->table));
    staith_store_column_text(statement, 5, cell->measure, sizeof(cell->measure));
    staith_store_column_text(statement, 6, cell->place, sizeof(cell->place));
    cell->value.status = (enum staith_status)staith_sql_int(statement, 7);
    cell->value.value = staith_sql_int64(statement, 8);
    cell->value.lo = staith_sql_int64(statement, 9);
    cell->value.hi = staith_sql_int64(statement, 10);
    staith_store_column_text(statement, 11, cell->reason, sizeof(cell->reason));
}

int staith_store_cells(struct staith_store *store, const char *dataset,
                       int (*fn)(void *ctx, const struct staith_store_cell *cell), void *ctx,
                       struct staith_err *err)
{
    struct staith_sql *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CELLS, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, dataset);
    while (result == STAITH_STEP_OK || result == STAITH_STEP_ROW) {
        struct staith_store_cell cell;
        result = staith_sql_step(statement);
        if (result != STAITH_STEP_ROW) {
            break;
        }
        cell_of(statement, &cell);
        code = fn(ctx, &cell);
        if (code != 0) {
            goto done;
        }
    }
    if (result != STAITH_STEP_DONE) {
        code = staith_store_fail(store, "reading cells", err);
    }
done:
    staith_store_done(statement);
    return code;
}
