/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/facts.h"

#include "disclosure/place.h"
#include "ledger/db.h"

#include <stdio.h>
#include <stdlib.h>

#define FACT_COLUMNS                                                                               \
    "(id INTEGER PRIMARY KEY AUTOINCREMENT, dataset TEXT NOT NULL, period TEXT NOT NULL,"          \
    " cell TEXT NOT NULL, value INTEGER NOT NULL, decimals INTEGER NOT NULL, day INTEGER NOT "     \
    "NULL,"                                                                                        \
    " source TEXT NOT NULL, at_ms INTEGER NOT NULL, nearest INTEGER NOT NULL,"                     \
    " from_ms INTEGER NOT NULL, figure TEXT NOT NULL,"                                             \
    " UNIQUE(dataset, period, figure, value, decimals, nearest, from_ms));"

static const char schema[] = "CREATE TABLE fact" FACT_COLUMNS;
/* Files of before figures had a rounding and a time of the day: they counted from 00:00 UTC. */
static const char older[] =
    "BEGIN IMMEDIATE; ALTER TABLE fact RENAME TO fact_before; CREATE TABLE fact" FACT_COLUMNS
    "INSERT INTO fact SELECT id, dataset, period, cell, value, decimals, day, source, at_ms, 1,"
    " day * 86400000, cell FROM fact_before; DROP TABLE fact_before; COMMIT";
static const char doing[] = "keeping public facts";

enum { COMPARE_BYTES = 64 << 20 };

struct staith_facts {
    sqlite3 *db;
    bool older; /* without the columns of today, and only read */
};

/* A reader leaves an older file as it is. */
static int renew(struct staith_facts *facts, bool write, struct staith_err *err)
{
    int64_t columns = 0;
    int rc = staith_ledger_db_number(
        facts->db,
        staith_ledger_db_prepare(
            facts->db, "SELECT count(*) FROM pragma_table_info('fact') WHERE name = 'nearest'"),
        doing, &columns, err);
    if (rc != 0 || columns > 0) {
        return rc;
    }
    facts->older = !write;
    if (write && sqlite3_exec(facts->db, older, NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(facts->db, doing, err);
        (void)sqlite3_exec(facts->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

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
    rc = rc != 0 ? rc : renew(facts, outside != NULL, err);
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
                   const char *figure, int64_t now_unix_ms, uint32_t *count, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    sqlite3_stmt *row = staith_ledger_db_prepare(
        facts->db,
        "INSERT OR IGNORE INTO fact(dataset, period, cell, value, decimals, day, source,"
        " at_ms, nearest, from_ms, figure) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    staith_period_format(&fact->period, period);
    (void)sqlite3_bind_text(row, 1, fact->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 2, period, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 3, fact->cell, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 4, fact->value);
    (void)sqlite3_bind_int64(row, 5, fact->decimals);
    (void)sqlite3_bind_int64(row, 6, fact->day);
    (void)sqlite3_bind_text(row, 7, fact->source, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 8, now_unix_ms);
    (void)sqlite3_bind_int64(row, 9, fact->nearest > 1 ? fact->nearest : 1);
    (void)sqlite3_bind_int64(row, 10, fact->from_unix_ms);
    (void)sqlite3_bind_text(row, 11, figure, -1, SQLITE_STATIC);
    int rc = staith_ledger_db_done(facts->db, row, doing, err);
    *count += rc == 0 ? (uint32_t)sqlite3_changes(facts->db) : 0;
    return rc;
}

static int run(struct staith_facts *facts, const char *sql, struct staith_err *err)
{
    return staith_ledger_db_done(facts->db, staith_ledger_db_prepare(facts->db, sql), doing, err);
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
    fact->nearest = sqlite3_column_int64(row, 7);
    fact->from_unix_ms = sqlite3_column_int64(row, 8);
    if (fact->dataset == NULL || fact->cell == NULL || fact->source == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for public facts");
    }
    if (staith_period_parse(period, &fact->period) != 0 || fact->value < 0 ||
        fact->value > STAITH_PUBLIC_MAX_VALUE || fact->decimals > STAITH_PUBLIC_MAX_DECIMALS ||
        fact->nearest < 1 || fact->nearest > STAITH_PUBLIC_MAX_NEAREST) {
        (void)staith_err_set(err, STAITH_ERR_VERIFY, "the public facts are damaged");
        staith_err_remedy(err, "restore facts.db from a copy, or move it away and load them again");
        return STAITH_ERR_VERIFY;
    }
    return 0;
}

/* Whether one is kept that cannot be true beside `fact`. */
static int compare(struct staith_facts *facts, const struct staith_public_fact *fact,
                   const char *figure, bool *ret_beside, struct staith_err *err)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    struct staith_arena arena;
    sqlite3_stmt *row = staith_ledger_db_prepare(
        facts->db,
        "SELECT dataset, period, cell, value, decimals, day, source, nearest, from_ms"
        " FROM fact WHERE dataset = ?1 AND period = ?2 AND figure = ?3 AND day = ?4 ORDER BY id");
    int rc = row == NULL ? staith_ledger_db_fail(facts->db, doing, err) : 0;
    int step = SQLITE_DONE;
    staith_arena_init(&arena, COMPARE_BYTES);
    staith_period_format(&fact->period, period);
    if (rc == 0) {
        (void)sqlite3_bind_text(row, 1, fact->dataset, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(row, 2, period, -1, SQLITE_STATIC);
        (void)sqlite3_bind_text(row, 3, figure, -1, SQLITE_STATIC);
        (void)sqlite3_bind_int64(row, 4, fact->day);
    }
    while (rc == 0 && (step = sqlite3_step(row)) == SQLITE_ROW) {
        struct staith_public_fact kept;
        rc = take_row(row, &arena, &kept, err);
        *ret_beside = *ret_beside || (rc == 0 && staith_public_fact_contradicts(fact, &kept));
    }
    if (rc == 0 && step != SQLITE_DONE) {
        rc = staith_ledger_db_fail(facts->db, doing, err);
    }
    (void)sqlite3_finalize(row);
    staith_arena_deinit(&arena);
    return rc;
}

int staith_facts_put(struct staith_facts *facts, const struct staith_public_fact *list,
                     uint32_t count, int64_t now_unix_ms, uint32_t *ret_new, bool *ret_beside,
                     struct staith_err *err)
{
    int64_t total = 0;
    int rc = run(facts, "BEGIN IMMEDIATE", err);
    *ret_new = 0;
    if (rc != 0) {
        return rc;
    }
    for (uint32_t i = 0; rc == 0 && i < count; i++) {
        ret_beside[i] = false;
        char figure[STAITH_SYSTEM_NAME_BYTES];
        (void)snprintf(figure, sizeof(figure), "%s", list[i].cell);
        staith_place_sort(figure);
        rc = compare(facts, &list[i], figure, &ret_beside[i], err);
        rc = rc != 0 ? rc : put_one(facts, &list[i], figure, now_unix_ms, ret_new, err);
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

int staith_facts_count(struct staith_facts *facts, int64_t unix_ms, int64_t *ret_count,
                       struct staith_err *err)
{
    sqlite3_stmt *row = staith_ledger_db_prepare(
        facts->db, facts->older ? "SELECT count(*) FROM fact WHERE day * 86400000 <= ?1"
                                : "SELECT count(*) FROM fact WHERE from_ms <= ?1");
    if (row != NULL) {
        (void)sqlite3_bind_int64(row, 1, unix_ms);
    }
    return staith_ledger_db_number(facts->db, row, "reading public facts", ret_count, err);
}

int staith_facts_read(struct staith_facts *facts, int64_t unix_ms, struct staith_arena *arena,
                      const struct staith_public_fact **ret_list, uint32_t *ret_count,
                      struct staith_err *err)
{
    struct staith_public_fact *list =
        staith_arena_array(arena, STAITH_PUBLIC_MAX_FACTS, sizeof(*list));
    sqlite3_stmt *rows = staith_ledger_db_prepare(
        facts->db, facts->older
                       ? "SELECT dataset, period, cell, value, decimals, day, source, 1,"
                         " day * 86400000 FROM fact WHERE day * 86400000 <= ?1"
                         " ORDER BY dataset, period, cell, day, id"
                       : "SELECT dataset, period, cell, value, decimals, day, source, nearest,"
                         " from_ms FROM fact WHERE from_ms <= ?1"
                         " ORDER BY dataset, period, cell, from_ms, id");
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
        (void)sqlite3_bind_int64(rows, 1, unix_ms);
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
