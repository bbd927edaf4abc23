/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/followed.h"

#include "ledger/internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct staith_followed {
    sqlite3 *db;
    bool knows_shown; /* the file has the tables of what was shown */
    uint8_t key[STAITH_FOLLOWED_KEY_BYTES];
};

static const char schema[] =
    "CREATE TABLE key(id INTEGER PRIMARY KEY CHECK(id = 1), bytes BLOB NOT NULL);"
    "CREATE TABLE source(dataset TEXT NOT NULL, hash BLOB NOT NULL, at_ms INTEGER NOT NULL,"
    " PRIMARY KEY(dataset, hash)) WITHOUT ROWID;"
    "CREATE TABLE sketch(dataset TEXT NOT NULL, hash BLOB NOT NULL, name TEXT NOT NULL,"
    " words BLOB NOT NULL, PRIMARY KEY(dataset, hash, name)) WITHOUT ROWID;";

/* What was shown. A file of an earlier version gets them when it is opened for writing, in the
 * place of those that have the last figure of each name alone. */
static const char shown_schema[] =
    "DROP TABLE IF EXISTS shown; DROP TABLE IF EXISTS shown_to;"
    "CREATE TABLE IF NOT EXISTS figure_to(dataset TEXT PRIMARY KEY, catalogue BLOB NOT NULL,"
    " epoch INTEGER NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS figure(dataset TEXT NOT NULL, place INTEGER NOT NULL,"
    " name TEXT NOT NULL, value INTEGER NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY(dataset, place)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS figure_of ON figure(dataset, name, hash);";

/* The key as it stands. STAITH_ERR_NOTFOUND: none yet. */
static int read_key(struct staith_followed *followed, struct staith_err *err)
{
    sqlite3_stmt *find = staith_ledger_db_prepare(followed->db, "SELECT bytes FROM key");
    if (find == NULL) {
        return staith_ledger_db_fail(followed->db, "reading the key of sketches", err);
    }
    int rc = 0;
    int step = sqlite3_step(find);
    if (step == SQLITE_DONE) {
        rc = STAITH_ERR_NOTFOUND;
    } else if (step != SQLITE_ROW) {
        rc = staith_ledger_db_fail(followed->db, "reading the key of sketches", err);
    } else if (sqlite3_column_bytes(find, 0) != STAITH_FOLLOWED_KEY_BYTES) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "the key of sketches is not of 16 bytes");
    } else {
        memcpy(followed->key, sqlite3_column_blob(find, 0), sizeof(followed->key));
    }
    (void)sqlite3_finalize(find);
    return rc;
}

static int make_key(struct staith_followed *followed, const struct staith_outside *outside,
                    struct staith_err *err)
{
    outside->random(outside->ctx, followed->key, sizeof(followed->key));
    sqlite3_stmt *put =
        staith_ledger_db_prepare(followed->db, "INSERT INTO key(id, bytes) VALUES(1, ?1)");
    (void)sqlite3_bind_blob(put, 1, followed->key, sizeof(followed->key), SQLITE_STATIC);
    return staith_ledger_db_done(followed->db, put, "writing the key of sketches", err);
}

static int find_shown(struct staith_followed *followed, bool write, struct staith_err *err)
{
    int64_t count = 0;
    if (write && sqlite3_exec(followed->db, shown_schema, NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(followed->db, "making the list of what was shown", err);
    }
    int rc = staith_ledger_db_number(
        followed->db,
        staith_ledger_db_prepare(
            followed->db,
            "SELECT count(*) FROM sqlite_master WHERE name IN ('figure_to', 'figure')"),
        "reading the sketches", &count, err);
    followed->knows_shown = rc == 0 && count == 2;
    return rc;
}

int staith_followed_open(const char *folder, const struct staith_outside *outside,
                         struct staith_followed **ret_followed, struct staith_err *err)
{
    struct staith_followed *followed = calloc(1, sizeof(*followed));
    if (followed == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the sketches");
    }
    int rc =
        staith_ledger_db_open(folder, "followed.db", outside != NULL, schema, &followed->db, err);
    rc = rc != 0 ? rc : find_shown(followed, outside != NULL, err);
    if (rc == 0) {
        rc = read_key(followed, err);
        if (rc == STAITH_ERR_NOTFOUND && outside != NULL) {
            rc = make_key(followed, outside, err);
        }
    }
    if (rc != 0) {
        staith_followed_close(followed);
        return rc;
    }
    *ret_followed = followed;
    return 0;
}

void staith_followed_close(struct staith_followed *followed)
{
    if (followed != NULL) {
        (void)sqlite3_close(followed->db);
        sodium_memzero(followed->key, sizeof(followed->key));
        free(followed);
    }
}

const uint8_t *staith_followed_key(const struct staith_followed *followed)
{
    return followed->key;
}

/* A statement about one source; `name` and `words` may be NULL. */
static int run(struct staith_followed *followed, const char *sql, const char *dataset,
               const uint8_t *hash, const struct staith_followed_cell *cell, int64_t number,
               struct staith_err *err)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(followed->db, sql);
    (void)sqlite3_bind_text(put, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 2, hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 3, number);
    if (cell != NULL) {
        (void)sqlite3_bind_text(put, 4, cell->name, -1, SQLITE_STATIC);
        (void)sqlite3_bind_blob(put, 5, &cell->sketch, sizeof(cell->sketch), SQLITE_STATIC);
    }
    return staith_ledger_db_done(followed->db, put, "writing a sketch", err);
}

static int put_all(struct staith_followed *followed, const char *dataset, const uint8_t *hash,
                   const struct staith_followed_cell *cells, uint32_t count, int64_t now_unix_ms,
                   struct staith_err *err)
{
    int rc = run(followed, "INSERT OR REPLACE INTO source VALUES(?1, ?2, ?3)", dataset, hash, NULL,
                 now_unix_ms, err);
    /* Words that differ: a figure that was made from either may be shown, and nobody could say
     * which. So neither is known. */
    for (uint32_t i = 0; rc == 0 && i < count; i++) {
        rc = run(followed,
                 "INSERT INTO sketch SELECT ?1, ?2, ?4, ?5 WHERE ?3 = 0 ON CONFLICT DO UPDATE SET"
                 " words = CASE WHEN words = excluded.words THEN words ELSE x'' END",
                 dataset, hash, &cells[i], 0, err);
    }
    if (rc == 0) {
        rc = run(followed,
                 "DELETE FROM source WHERE dataset = ?1 AND hash <> ?2 AND hash NOT IN (SELECT hash"
                 " FROM source WHERE dataset = ?1 ORDER BY at_ms DESC, hash LIMIT ?3)",
                 dataset, hash, NULL, STAITH_FOLLOWED_MAX_SOURCES, err);
    }
    return rc != 0 ? rc
                   : run(followed,
                         "DELETE FROM sketch WHERE dataset = ?1 AND hash <> ?2 AND ?3 = 0 AND hash"
                         " NOT IN (SELECT hash FROM source WHERE dataset = ?1) AND NOT EXISTS"
                         " (SELECT 1 FROM figure WHERE figure.dataset = sketch.dataset AND"
                         " figure.name = sketch.name AND figure.hash = sketch.hash)",
                         dataset, hash, NULL, 0, err);
}

/* In one transaction, or not at all. */
static int begin(struct staith_followed *followed, struct staith_err *err)
{
    return sqlite3_exec(followed->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : staith_ledger_db_fail(followed->db, "writing sketches", err);
}

static int finish(struct staith_followed *followed, int rc, struct staith_err *err)
{
    if (rc == 0 && sqlite3_exec(followed->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(followed->db, "writing sketches", err);
    }
    if (rc != 0) {
        (void)sqlite3_exec(followed->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

int staith_followed_put(struct staith_followed *followed, const char *dataset,
                        const uint8_t source_hash[STAITH_HASH_BYTES],
                        const struct staith_followed_cell *cells, uint32_t count,
                        int64_t now_unix_ms, struct staith_err *err)
{
    int rc = begin(followed, err);
    return rc != 0 ? rc
                   : finish(followed,
                            put_all(followed, dataset, source_hash, cells, count, now_unix_ms, err),
                            err);
}

int staith_followed_get(struct staith_followed *followed, const char *dataset,
                        const uint8_t source_hash[STAITH_HASH_BYTES], const char *name,
                        struct staith_sketch *ret_sketch)
{
    sqlite3_stmt *find = staith_ledger_db_prepare(
        followed->db, "SELECT words FROM sketch WHERE dataset = ?1 AND hash = ?2 AND name = ?3");
    if (find == NULL) {
        return staith_ledger_db_fail(followed->db, "reading a sketch", NULL);
    }
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(find, 2, source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_text(find, 3, name, -1, SQLITE_STATIC);
    int rc = STAITH_ERR_NOTFOUND;
    if (sqlite3_step(find) == SQLITE_ROW) {
        rc = sqlite3_column_bytes(find, 0) == (int)sizeof(*ret_sketch) ? 0 : STAITH_ERR_STATE;
        if (rc == 0) {
            memcpy(ret_sketch, sqlite3_column_blob(find, 0), sizeof(*ret_sketch));
        }
    }
    (void)sqlite3_finalize(find);
    return rc;
}

/* ---- what was shown ---- */

int staith_followed_shown_to(struct staith_followed *followed, struct staith_followed_mark *mark,
                             struct staith_err *err)
{
    int64_t number = 0;
    mark->number = 0;
    if (!followed->knows_shown) {
        return 0;
    }
    sqlite3_stmt *find = staith_ledger_db_prepare(
        followed->db,
        "SELECT number FROM figure_to WHERE dataset = ?1 AND catalogue = ?2 AND epoch = ?3");
    (void)sqlite3_bind_text(find, 1, mark->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(find, 2, mark->catalogue_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(find, 3, (sqlite3_int64)mark->epoch);
    int rc = staith_ledger_db_number(followed->db, find, "reading what was shown", &number, err);
    mark->number = rc == 0 && number > 0 ? (uint64_t)number : 0;
    return rc == STAITH_ERR_NOTFOUND ? 0 : rc;
}

/* STAITH_ERR_VERIFY: what the file says is no figure. */
static int take_shown(sqlite3_stmt *row, struct staith_followed_shown *shown,
                      struct staith_err *err)
{
    shown->name = (const char *)sqlite3_column_text(row, 0);
    shown->value = sqlite3_column_int64(row, 1);
    if (shown->name == NULL || sqlite3_column_bytes(row, 2) != STAITH_HASH_BYTES) {
        return staith_err_set(err, STAITH_ERR_VERIFY, "what was shown is damaged");
    }
    memcpy(shown->source_hash, sqlite3_column_blob(row, 2), STAITH_HASH_BYTES);
    shown->followed = sqlite3_column_bytes(row, 3) == (int)sizeof(shown->sketch);
    if (shown->followed) {
        memcpy(&shown->sketch, sqlite3_column_blob(row, 3), sizeof(shown->sketch));
    }
    return 0;
}

int staith_followed_shown_each(struct staith_followed *followed, const char *dataset,
                               int (*each)(void *ctx, const struct staith_followed_shown *shown),
                               void *ctx, struct staith_err *err)
{
    if (!followed->knows_shown) {
        return 0;
    }
    sqlite3_stmt *find = staith_ledger_db_prepare(
        followed->db, "SELECT figure.name, figure.value, figure.hash, sketch.words FROM figure"
                      " LEFT JOIN sketch ON sketch.dataset = figure.dataset AND sketch.hash ="
                      " figure.hash AND sketch.name = figure.name WHERE figure.dataset = ?1"
                      " ORDER BY figure.place");
    if (find == NULL) {
        return staith_ledger_db_fail(followed->db, "reading what was shown", err);
    }
    (void)sqlite3_bind_text(find, 1, dataset, -1, SQLITE_STATIC);
    int rc = 0;
    int step = SQLITE_DONE;
    while (rc == 0 && (step = sqlite3_step(find)) == SQLITE_ROW) {
        struct staith_followed_shown shown = {0};
        rc = take_shown(find, &shown, err);
        rc = rc != 0 ? rc : each(ctx, &shown);
    }
    if (rc == 0 && step != SQLITE_DONE) {
        rc = staith_ledger_db_fail(followed->db, "reading what was shown", err);
    }
    (void)sqlite3_finalize(find);
    return rc;
}

static int put_shown(struct staith_followed *followed, const struct staith_followed_mark *mark,
                     const struct staith_followed_shown *item, uint32_t place,
                     struct staith_err *err)
{
    sqlite3_stmt *put =
        staith_ledger_db_prepare(followed->db, "INSERT INTO figure VALUES(?1, ?5, ?2, ?3, ?4)");
    (void)sqlite3_bind_text(put, 1, mark->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(put, 2, item->name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 3, item->value);
    (void)sqlite3_bind_blob(put, 4, item->source_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 5, place);
    return staith_ledger_db_done(followed->db, put, "writing what was shown", err);
}

static int put_mark(struct staith_followed *followed, const struct staith_followed_mark *mark,
                    struct staith_err *err)
{
    sqlite3_stmt *clear =
        staith_ledger_db_prepare(followed->db, "DELETE FROM figure WHERE dataset = ?1");
    (void)sqlite3_bind_text(clear, 1, mark->dataset, -1, SQLITE_STATIC);
    int rc = staith_ledger_db_done(followed->db, clear, "writing what was shown", err);
    if (rc != 0) {
        return rc;
    }
    sqlite3_stmt *put = staith_ledger_db_prepare(
        followed->db, "INSERT OR REPLACE INTO figure_to VALUES(?1, ?2, ?3, ?4)");
    (void)sqlite3_bind_text(put, 1, mark->dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 2, mark->catalogue_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(put, 3, (sqlite3_int64)mark->epoch);
    (void)sqlite3_bind_int64(put, 4, (sqlite3_int64)mark->number);
    return staith_ledger_db_done(followed->db, put, "writing what was shown", err);
}

int staith_followed_shown_put(struct staith_followed *followed,
                              const struct staith_followed_mark *mark,
                              const struct staith_followed_shown *items, uint32_t count,
                              struct staith_err *err)
{
    int rc = begin(followed, err);
    if (rc != 0) {
        return rc;
    }
    rc = put_mark(followed, mark, err);
    for (uint32_t i = 0; rc == 0 && i < count; i++) {
        rc = put_shown(followed, mark, &items[i], i, err);
    }
    return finish(followed, rc, err);
}
