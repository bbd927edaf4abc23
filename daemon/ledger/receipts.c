/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the region said of our records. Kept apart from the ledger, since the publisher writes it
 * and has no business in the ledger. It may be lost: the region says all of it again.
 *
 * A receipt names its record by hash, so that a ledger that was put back from an older copy, and
 * went on with other records under the same numbers, does not take over its predecessor's receipts.
 * The region's own records are kept as they came (words.c).
 */
#include "ledger/internal.h"

#include <stdlib.h>
#include <string.h>

static const char schema[] =
    "CREATE TABLE receipt(epoch INTEGER, committed INTEGER, hash BLOB NOT NULL,"
    " at_ms INTEGER NOT NULL, PRIMARY KEY(epoch, committed)) WITHOUT ROWID;"
    "CREATE TABLE refusal(epoch INTEGER, number INTEGER, reason INTEGER NOT NULL,"
    " detail TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(epoch, number)) WITHOUT ROWID;"
    "CREATE TABLE word(id INTEGER PRIMARY KEY AUTOINCREMENT, region_epoch INTEGER NOT NULL,"
    " number INTEGER NOT NULL, kind INTEGER NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL,"
    " signature BLOB NOT NULL, payload BLOB NOT NULL, UNIQUE(region_epoch, number));"
    "CREATE TABLE standing(epoch INTEGER, number INTEGER, standing INTEGER NOT NULL,"
    " reason TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY(epoch, number)) WITHOUT ROWID;"
    "CREATE TABLE comparison(dataset TEXT, period TEXT, payload BLOB NOT NULL, id INTEGER NOT NULL,"
    " PRIMARY KEY(dataset, period)) WITHOUT ROWID;";

/* Of each name the newest. Apart from the rest, so that a file from before it gets it too. */
static const char handouts[] =
    "CREATE TABLE IF NOT EXISTS handout(name TEXT PRIMARY KEY, payload BLOB NOT NULL,"
    " id INTEGER NOT NULL) WITHOUT ROWID;";

int staith_receipts_open(const char *folder, bool read_only, struct staith_receipts **ret_receipts,
                         struct staith_err *err)
{
    struct staith_receipts *receipts = calloc(1, sizeof(*receipts));
    if (receipts == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the receipts");
    }
    int rc = staith_ledger_db_open(folder, "receipts.db", !read_only, schema, &receipts->db, err);
    if (rc == 0 && !read_only &&
        sqlite3_exec(receipts->db, handouts, NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(receipts->db, "opening the receipts", err);
        (void)sqlite3_close(receipts->db);
    }
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

/* The first word on a number stands: it says when the region had it. Another record under the same
 * number is another matter. */
int staith_receipts_commit(struct staith_receipts *receipts, uint64_t epoch, uint64_t committed,
                           const uint8_t hash[STAITH_HASH_BYTES], int64_t at_unix_ms)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(
        receipts->db, "INSERT INTO receipt(epoch, committed, hash, at_ms) VALUES(?1, ?2, ?3, ?4)"
                      " ON CONFLICT DO UPDATE SET hash = ?3, at_ms = ?4 WHERE hash <> ?3");
    (void)sqlite3_bind_int64(put, 1, (sqlite3_int64)epoch);
    (void)sqlite3_bind_int64(put, 2, (sqlite3_int64)committed);
    (void)sqlite3_bind_blob(put, 3, hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 4, at_unix_ms);
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

/* Whether the ledger's record `number` has the hash in `column` of `row`. */
static bool is_of_ledger(struct staith_ledger *ledger, uint64_t number, sqlite3_stmt *row,
                         int column)
{
    uint8_t hash[STAITH_HASH_BYTES];
    const void *kept = sqlite3_column_blob(row, column);
    return kept != NULL && sqlite3_column_bytes(row, column) == STAITH_HASH_BYTES &&
           staith_ledger_hash(ledger, number, hash) == 0 && memcmp(kept, hash, sizeof(hash)) == 0;
}

/* Step through receipts (committed, hash, at) to the first that is of this ledger. */
static int first_of_ledger(struct staith_ledger *ledger, sqlite3_stmt *rows, uint64_t *ret_number,
                           int64_t *ret_at_ms, struct staith_err *err)
{
    int step = sqlite3_step(rows);
    while (step == SQLITE_ROW) {
        uint64_t number = (uint64_t)sqlite3_column_int64(rows, 0);
        if (is_of_ledger(ledger, number, rows, 1)) {
            *ret_number = number;
            *ret_at_ms = sqlite3_column_int64(rows, 2);
            return 0;
        }
        step = sqlite3_step(rows);
    }
    return step == SQLITE_DONE
               ? STAITH_ERR_NOTFOUND
               : staith_ledger_db_fail(ledger->receipts->db, "reading the receipts", err);
}

/* The publisher makes receipts.db when it first starts; until then nothing has a receipt. One that
 * is damaged is another matter: it would seem as if the region had said nothing. */
int staith_receipts_ready(struct staith_ledger *ledger, struct staith_err *err)
{
    if (ledger->receipts != NULL) {
        return 0;
    }
    struct staith_err why = {0};
    int rc = staith_receipts_open(ledger->folder, true, &ledger->receipts, &why);
    if (rc == STAITH_ERR_VERIFY) {
        staith_err_remedy(&why,
                          "stop staithd and remove the file: the region says all of it again");
    }
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND && err != NULL) {
        *err = why;
    }
    return rc;
}

int staith_ledger_received(struct staith_ledger *ledger, uint64_t *ret_number)
{
    uint64_t number = 0;
    int64_t at_ms = 0;
    int rc = staith_receipts_ready(ledger, NULL);
    if (rc != 0) {
        *ret_number = 0;
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get =
        staith_ledger_db_prepare(db, "SELECT committed, hash, at_ms FROM receipt WHERE epoch = ?1"
                                     " ORDER BY committed DESC");
    if (get == NULL) {
        return staith_ledger_db_fail(db, "reading the receipts", NULL);
    }
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)ledger->epoch);
    rc = first_of_ledger(ledger, get, &number, &at_ms, NULL);
    (void)sqlite3_finalize(get);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    *ret_number = number;
    return 0;
}

int staith_ledger_refused(struct staith_ledger *ledger, uint64_t *ret_count)
{
    int64_t count = 0;
    int rc = staith_receipts_ready(ledger, NULL);
    if (rc != 0) {
        *ret_count = 0;
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get =
        staith_ledger_db_prepare(db, "SELECT count(*) FROM refusal WHERE epoch = ?1");
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)ledger->epoch);
    rc = staith_ledger_db_number(db, get, "reading the receipts", &count, NULL);
    if (rc == 0) {
        *ret_count = (uint64_t)count;
    }
    return rc;
}

static int find_refusal(struct staith_receipts *receipts, uint64_t epoch, uint64_t number,
                        struct staith_arena *arena, uint32_t *ret_refused, const char **ret_detail,
                        struct staith_err *err)
{
    sqlite3_stmt *get = staith_ledger_db_prepare(
        receipts->db, "SELECT reason, detail FROM refusal WHERE epoch = ?1 AND number = ?2");
    if (get == NULL) {
        return staith_ledger_db_fail(receipts->db, "reading the receipts", err);
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
        rc = staith_ledger_db_fail(receipts->db, "reading the receipts", err);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

int staith_receipts_of(struct staith_ledger *ledger, uint64_t number, struct staith_arena *arena,
                       int64_t *ret_received_unix_ms, uint32_t *ret_refused,
                       const char **ret_detail, struct staith_err *err)
{
    uint64_t committed = 0;
    int64_t at_ms = 0;
    int rc = staith_receipts_ready(ledger, err);
    if (rc != 0) {
        return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
    }
    sqlite3 *db = ledger->receipts->db;
    sqlite3_stmt *get =
        staith_ledger_db_prepare(db, "SELECT committed, hash, at_ms FROM receipt WHERE epoch = ?1"
                                     " AND committed >= ?2 ORDER BY committed");
    if (get == NULL) {
        return staith_ledger_db_fail(db, "reading the receipts", err);
    }
    (void)sqlite3_bind_int64(get, 1, (sqlite3_int64)ledger->epoch);
    (void)sqlite3_bind_int64(get, 2, (sqlite3_int64)number);
    rc = first_of_ledger(ledger, get, &committed, &at_ms, err);
    (void)sqlite3_finalize(get);
    if (rc != 0 && rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    *ret_received_unix_ms = at_ms;
    return find_refusal(ledger->receipts, ledger->epoch, number, arena, ret_refused, ret_detail,
                        err);
}
