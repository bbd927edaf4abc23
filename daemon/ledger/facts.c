/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/facts.h"

#include "ledger/db.h"

#include <stdlib.h>

static const char schema[] =
    "CREATE TABLE fact(id INTEGER PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL,"
    " period TEXT NOT NULL, cell TEXT NOT NULL, value INTEGER NOT NULL, decimals INTEGER NOT NULL,"
    " day INTEGER NOT NULL, source TEXT NOT NULL, at_ms INTEGER NOT NULL,"
    " UNIQUE(dataset, period, cell, value, decimals, day));";
static const char doing[] = "keeping public facts";

struct staith_facts {
    sqlite3 *db;
};

int staith_facts_open(const char *folder, const struct staith_outside *outside,
                      struct staith_facts **ret_facts, struct staith_err *err)
{
    char path[STAITH_LEDGER_PATH_BYTES];
    struct staith_facts *facts = calloc(1, sizeof(*facts));
    if (facts == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for public facts");
    }
    int rc = staith_ledger_db_path(folder, "facts.db", path, err);
    if (rc == 0 && outside != NULL) {
        const struct staith_places *places = staith_outside_places(outside);
        places->make_file(places->ctx, path);
    }
    if (rc == 0) {
        rc = staith_ledger_db_open(folder, "facts.db", outside != NULL, schema, &facts->db, err);
    }
    if (rc != 0) {
        staith_facts_close(facts);
        return rc;
    }
    *ret_facts = facts;
    return 0;
}

void staith_facts_close(struct staith_facts *facts)
{
    if (facts != NULL) {
        (void)sqlite3_close(facts->db);
        free(facts);
    }
}

static int put_one(struct staith_facts *facts, const struct staith_public_fact *fact,
                   int64_t now_unix_ms, uint32_t *count, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    sqlite3_stmt *row = staith_ledger_db_prepare(
        facts->db, "INSERT OR IGNORE INTO fact(dataset, period, cell, value, decimals, day, source,"
                   " at_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    staith_period_format(&fact->period, period);
    (void)sqlite3_bind_text(row, 1, fact->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 2, period, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 3, fact->cell, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 4, fact->value);
    (void)sqlite3_bind_int64(row, 5, fact->decimals);
    (void)sqlite3_bind_int64(row, 6, fact->day);
    (void)sqlite3_bind_text(row, 7, fact->source, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 8, now_unix_ms);
    int rc = staith_ledger_db_done(facts->db, row, doing, err);
    *count += rc == 0 ? (uint32_t)sqlite3_changes(facts->db) : 0;
    return rc;
}

static int run(struct staith_facts *facts, const char *sql, struct staith_err *err)
{
    return staith_ledger_db_done(facts->db, staith_ledger_db_prepare(facts->db, sql), doing, err);
}

int staith_facts_put(struct staith_facts *facts, const struct staith_public_fact *list,
                     uint32_t count, int64_t now_unix_ms, uint32_t *ret_new, struct staith_err *err)
{
    int64_t total = 0;
    int rc = run(facts, "BEGIN IMMEDIATE", err);
    *ret_new = 0;
    if (rc != 0) {
        return rc;
    }
    for (uint32_t i = 0; rc == 0 && i < count; i++) {
        rc = put_one(facts, &list[i], now_unix_ms, ret_new, err);
    }
    if (rc == 0) {
        rc = staith_ledger_db_number(
            facts->db, staith_ledger_db_prepare(facts->db, "SELECT count(*) FROM fact"), doing,
            &total, err);
    }
    if (rc == 0 && total > STAITH_PUBLIC_MAX_FACTS) {
        rc = staith_err_set(err, STAITH_ERR_LIMIT, "more public facts than can be kept");
        staith_err_remedy(err, "load those of the last years alone");
    }
    if (rc == 0) {
        rc = run(facts, "COMMIT", err);
    }
    if (rc != 0) {
        (void)run(facts, "ROLLBACK", NULL);
        *ret_new = 0;
    }
    return rc;
}

static int take_row(sqlite3_stmt *row, struct staith_arena *arena, struct staith_public_fact *fact,
                    struct staith_err *err)
{
    const char *period = (const char *)sqlite3_column_text(row, 1);
    fact->dataset = staith_arena_strdup(arena, (const char *)sqlite3_column_text(row, 0));
    fact->cell = staith_arena_strdup(arena, (const char *)sqlite3_column_text(row, 2));
    fact->value = sqlite3_column_int64(row, 3);
    fact->decimals = (uint32_t)sqlite3_column_int64(row, 4);
    fact->day = (int32_t)sqlite3_column_int64(row, 5);
    fact->source = staith_arena_strdup(arena, (const char *)sqlite3_column_text(row, 6));
    if (fact->dataset == NULL || fact->cell == NULL || fact->source == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for public facts");
    }
    if (staith_period_parse(period, &fact->period) != 0 || fact->value < 0 ||
        fact->value > STAITH_PUBLIC_MAX_VALUE || fact->decimals > STAITH_PUBLIC_MAX_DECIMALS) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY, "the public facts are damaged");
        staith_err_remedy(err, "restore facts.db from a copy, or move it away and load them again");
        return STAITH_ERR_VERIFY;
    }
    return 0;
}

int staith_facts_read(struct staith_facts *facts, int32_t day, struct staith_arena *arena,
                      const struct staith_public_fact **ret_list, uint32_t *ret_count,
                      struct staith_err *err)
{
    struct staith_public_fact *list =
        staith_arena_array(arena, STAITH_PUBLIC_MAX_FACTS, sizeof(*list));
    sqlite3_stmt *rows = staith_ledger_db_prepare(
        facts->db, "SELECT dataset, period, cell, value, decimals, day, source FROM fact"
                   " WHERE day <= ?1 ORDER BY dataset, period, cell, day, id");
    uint32_t count = 0;
    int step = SQLITE_DONE;
    int rc = 0;
    if (list == NULL) {
        (void)sqlite3_finalize(rows);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for public facts");
    }
    if (rows == NULL) {
        rc = staith_ledger_db_fail(facts->db, "reading public facts", err);
    }
    if (rc == 0) {
        (void)sqlite3_bind_int64(rows, 1, day);
    }
    while (rc == 0 && (step = sqlite3_step(rows)) == SQLITE_ROW &&
           count < STAITH_PUBLIC_MAX_FACTS) {
        rc = take_row(rows, arena, &list[count++], err);
    }
    if (rc == 0 && step != SQLITE_DONE) {
        rc = staith_ledger_db_fail(facts->db, "reading public facts", err);
    }
    (void)sqlite3_finalize(rows);
    if (rc == 0) {
        *ret_list = list;
        *ret_count = count;
    }
    return rc;
}
