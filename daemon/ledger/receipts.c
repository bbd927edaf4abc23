/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region said of our records. Kept apart from the ledger, since the publisher writes it
 * and has no business in the ledger. It may be lost: the region says all of it again.
 */
#include "ledger/internal.h"

#include <stdlib.h>

struct staith_receipts {
    sqlite3 *db;
};

static const char schema[] =
    "CREATE TABLE receipt(epoch INTEGER, committed INTEGER, at_ms INTEGER NOT NULL,"
    " PRIMARY KEY(epoch, committed)) WITHOUT ROWID;"
    "CREATE TABLE refusal(epoch INTEGER, number INTEGER, reason INTEGER NOT NULL,"
    " detail TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(epoch, number)) WITHOUT ROWID;";

int staith_receipts_open(const char *folder, bool read_only, struct staith_receipts **ret_receipts,
                         struct staith_err *err)
{
    struct staith_receipts *receipts = calloc(1, sizeof(*receipts));
    if (receipts == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the receipts");
    }
    int rc = staith_ledger_db_open(folder, "receipts.db", !read_only, schema, &receipts->db, err);
    if (rc != 0) {
        free(receipts);
        return rc;
    }
    *ret_receipts = receipts;
    return 0;
}

void staith_receipts_close(struct staith_receipts *receipts)
{
    if (receipts != NULL) {
        (void)sqlite3_close(receipts->db);
        free(receipts);
    }
}

/* The first word on a number stands: it says when the region had it. */
int staith_receipts_commit(struct staith_receipts *receipts, uint64_t epoch, uint64_t committed,
                           int64_t at_unix_ms)
{
    sqlite3_stmt *put =
        staith_ledger_db_prepare(receipts->db, "INSERT OR IGNORE INTO receipt VALUES(?1, ?2, ?3)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)epoch);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)committed);
    (void)sqlite3_bind_int64(put, 3, at_unix_ms);
    return staith_ledger_db_done(receipts->db, put, "writing a receipt", NULL);
}

int staith_receipts_refuse(struct staith_receipts *receipts, uint64_t epoch, uint64_t number,
                           uint32_t reason, const char *detail, int64_t at_unix_ms)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT OR REPLACE INTO refusal VALUES(?1, ?2, ?3, ?4, ?5)");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)epoch);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)number);
    (void)sqlite3_bind_int64(put, 3, reason);
    (void)sqlite3_bind_text(put, 4, detail == NULL ? "" : detail, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 5, at_unix_ms);
    return staith_ledger_db_done(receipts->db, put, "writing a refusal", NULL);
}

int staith_receipts_committed(struct staith_receipts *receipts, uint64_t epoch,
                              uint64_t *ret_committed)
{
    int64_t committed = 0;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        receipts->db, "SELECT coalesce(max(committed), 0) FROM receipt WHERE epoch = ?1");
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)epoch);
    int rc = staith_ledger_db_number(receipts->db, get, "reading the receipts", &committed, NULL);
    if (rc == 0) {
        *ret_committed = (uint64_t)committed;
    }
    return rc;
}

static int find_refusal(struct staith_receipts *receipts, uint64_t epoch, uint64_t number,
                        struct staith_arena *arena, uint32_t *ret_refused, const char **ret_detail)
{
    sqlite3_stmt *get = staith_ledger_db_prepare(
        receipts->db, "SELECT reason, detail FROM refusal WHERE epoch = ?1 AND number = ?2");
    if (get == NULL) {
        return staith_ledger_db_fail(receipts->db, "reading the receipts", NULL);
    }
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)epoch);
    (void)sqlite3_bind_int64(get, 2, (sqlite3_int64)number);
    int rc = 0;
    int step = sqlite3_step(get);
    if (step == SQLITE_ROW) {
        const char *detail = (const char *)sqlite3_column_text(get, 1);
        *ret_refused = (uint32_t)sqlite3_column_int64(get, 0);
        *ret_detail = staith_arena_strdup(arena, detail == NULL ? "" : detail);
        rc = *ret_detail == NULL ? STAITH_ERR_NOMEM : 0;
    } else if (step != SQLITE_DONE) {
        rc = staith_ledger_db_fail(receipts->db, "reading the receipts", NULL);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

int staith_receipts_of(struct staith_receipts *receipts, uint64_t epoch, uint64_t number,
                       struct staith_arena *arena, int64_t *ret_received_unix_ms,
                       uint32_t *ret_refused, const char **ret_detail)
{
    int64_t at = 0;
    sqlite3_stmt *get = staith_ledger_db_prepare(
        receipts->db, "SELECT at_ms FROM receipt WHERE epoch = ?1 AND committed >= ?2"
                      " ORDER BY committed LIMIT 1");
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)epoch);
    (void)sqlite3_bind_int64(get, 2, (sqlite3_int64)number);
    int rc = staith_ledger_db_number(receipts->db, get, "reading the receipts", &at, NULL);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    *ret_received_unix_ms = at;
    return find_refusal(receipts, epoch, number, arena, ret_refused, ret_detail);
}
