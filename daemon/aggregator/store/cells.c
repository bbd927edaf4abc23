/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cell of what is shown, for breakdowns. Totals are among them: whoever wants headlines alone
 * asks for those (reading.c).
 */
#include "aggregator/store/db.h"

#include <string.h>

static void cell_of(sqlite3_stmt *statement, struct staith_store_cell *cell)
{
    memset(cell, 0, sizeof(*cell));
    staith_store_column_text(statement, 0, cell->authority, sizeof(cell->authority));
    cell->period.kind = (uint32_t)sqlite3_column_int(statement, 1);
    cell->period.year = sqlite3_column_int(statement, 2);
    cell->period.part = sqlite3_column_int(statement, 3);
    staith_store_column_text(statement, 4, cell->table, sizeof(cell->table));
    staith_store_column_text(statement, 5, cell->measure, sizeof(cell->measure));
    staith_store_column_text(statement, 6, cell->place, sizeof(cell->place));
    cell->value.status = (enum staith_status)sqlite3_column_int(statement, 7);
    cell->value.value = sqlite3_column_int64(statement, 8);
    cell->value.lo = sqlite3_column_int64(statement, 9);
    cell->value.hi = sqlite3_column_int64(statement, 10);
    staith_store_column_text(statement, 11, cell->reason, sizeof(cell->reason));
}

int staith_store_cells(struct staith_store *store, const char *dataset,
                       int (*fn)(void *ctx, const struct staith_store_cell *cell), void *ctx,
                       struct staith_err *err)
{
    sqlite3_stmt *statement = NULL;
    int code = staith_store_prepare(store, STAITH_SQL_CELLS, &statement, err);
    if (code != 0) {
        return code;
    }
    int result = staith_store_bind_text(statement, 1, dataset);
    while (result == SQLITE_OK || result == SQLITE_ROW) {
        struct staith_store_cell cell;
        result = sqlite3_step(statement);
        if (result != SQLITE_ROW) {
            break;
        }
        cell_of(statement, &cell);
        code = fn(ctx, &cell);
        if (code != 0) {
            goto done;
        }
    }
    if (result != SQLITE_DONE) {
        code = staith_store_fail(store, "reading cells", err);
    }
done:
    staith_store_done(statement);
    return code;
}
