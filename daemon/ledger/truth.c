/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row for the counts behind a release: its cells as lines "count name", in the order of the
 * names. Nobody asks for one cell alone, so there is no table of them.
 */
#include "ledger/truth.h"

#include "base/buf.h"
#include "ledger/db.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TRUTH_TABLE                                                                                \
    "CREATE TABLE truth(id INTEGER PRIMARY KEY AUTOINCREMENT, release BLOB NOT NULL,"              \
    " dataset TEXT NOT NULL, cells INTEGER NOT NULL, lines TEXT NOT NULL);"                        \
    "CREATE INDEX truth_release ON truth(release, id);"

static const char schema[] = TRUTH_TABLE "CREATE INDEX truth_dataset ON truth(dataset, id);";
/* Files in which a release had one row, whatever counts came later. */
static const char renewal[] =
    "BEGIN IMMEDIATE; ALTER TABLE truth RENAME TO truth_before; DROP INDEX "
    "truth_dataset;" TRUTH_TABLE
    "INSERT INTO truth SELECT id, release, dataset, cells, lines FROM truth_before;"
    "DROP TABLE truth_before; CREATE INDEX truth_dataset ON truth(dataset, id); COMMIT";
static const char keeping[] = "keeping the true counts";

struct staith_truth {
    sqlite3 *db;
};

/* An older file is made anew by whoever writes it; its rows are read as they are. */
static int renew(struct staith_truth *truth, struct staith_err *err)
{
    int64_t ours = 0;
    int rc = staith_ledger_db_number(
        truth->db,
        staith_ledger_db_prepare(truth->db, "SELECT count(*) FROM sqlite_master WHERE type ="
                                            " 'index' AND name = 'truth_release'"),
        keeping, &ours, err);
    if (rc == 0 && ours == 0 && sqlite3_exec(truth->db, renewal, NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(truth->db, keeping, err);
        (void)sqlite3_exec(truth->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

int staith_truth_open(const char *folder, const struct staith_outside *outside,
                      struct staith_truth **ret_truth, struct staith_err *err)
{
    char path[STAITH_LEDGER_PATH_BYTES];
    struct staith_truth *truth = calloc(1, sizeof(*truth));
    if (truth == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the true counts");
    }
    int rc = staith_ledger_db_path(folder, "truth.db", path, err);
    if (rc == 0 && outside != NULL) {
        const struct staith_places *places = staith_outside_places(outside);
        places->make_file(places->ctx, path);
    }
    if (rc == 0) {
        rc = staith_ledger_db_open(folder, "truth.db", outside != NULL, schema, &truth->db, err);
    }
    if (rc == 0 && outside != NULL) {
        rc = renew(truth, err);
    }
    if (rc != 0) {
        staith_truth_close(truth);
        return rc;
    }
    *ret_truth = truth;
    return 0;
}

void staith_truth_close(struct staith_truth *truth)
{
    if (truth != NULL) {
        (void)sqlite3_close(truth->db);
        free(truth);
    }
}

static int write_lines(const struct staith_system *system, struct staith_buf *lines)
{
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < system->cell_count; i++) {
        rc = staith_buf_printf(lines, "%" PRId64 " %s\n", system->values[i], system->names[i]);
    }
    return rc;
}

static int insert(struct staith_truth *truth, const char *dataset, const uint8_t *release_hash,
                  uint32_t cells, const struct staith_buf *lines, struct staith_err *err)
{
    sqlite3_stmt *statement = staith_ledger_db_prepare(
        truth->db, "INSERT INTO truth(release, dataset, cells, lines) VALUES(?1, ?2, ?3, ?4)");
    const char *text = lines->len > 0 ? (const char *)lines->data : "";
    (void)sqlite3_bind_blob(statement, 1, release_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_text(statement, 2, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 3, cells);
    (void)sqlite3_bind_text(statement, 4, text, (int)lines->len, SQLITE_STATIC);
    return staith_ledger_db_done(truth->db, statement, keeping, err);
}

/* The number of counts that are kept already; STAITH_ERR_NOTFOUND. */
static int find(struct staith_truth *truth, const uint8_t *release_hash,
                const struct staith_buf *lines, int64_t *ret_number, struct staith_err *err)
{
    sqlite3_stmt *row = staith_ledger_db_prepare(
        truth->db, "SELECT id FROM truth WHERE release = ?1 AND lines = ?2 ORDER BY id DESC");
    const char *text = lines->len > 0 ? (const char *)lines->data : "";
    (void)sqlite3_bind_blob(row, 1, release_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_text(row, 2, text, (int)lines->len, SQLITE_STATIC);
    return staith_ledger_db_number(truth->db, row, keeping, ret_number, err);
}

static int drop_oldest(struct staith_truth *truth, const char *dataset, struct staith_err *err)
{
    sqlite3_stmt *statement = staith_ledger_db_prepare(
        truth->db, "DELETE FROM truth WHERE dataset = ?1 AND id <= (SELECT id FROM truth"
                   " WHERE dataset = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)");
    (void)sqlite3_bind_text(statement, 1, dataset, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(statement, 2, STAITH_TRUTH_MAX_KEPT);
    return staith_ledger_db_done(truth->db, statement, keeping, err);
}

static int put(struct staith_truth *truth, const char *dataset, const uint8_t *release_hash,
               uint32_t cells, const struct staith_buf *lines, int64_t *ret_number,
               uint32_t *ret_dropped, struct staith_err *err)
{
    int rc = find(truth, release_hash, lines, ret_number, err);
    if (rc != STAITH_ERR_NOTFOUND) {
        return rc;
    }
    rc = insert(truth, dataset, release_hash, cells, lines, err);
    if (rc == 0) {
        *ret_number = sqlite3_last_insert_rowid(truth->db);
        rc = drop_oldest(truth, dataset, err);
        *ret_dropped = rc == 0 ? (uint32_t)sqlite3_changes(truth->db) : 0;
    }
    return rc;
}

int staith_truth_put(struct staith_truth *truth, const char *dataset,
                     const uint8_t release_hash[STAITH_HASH_BYTES],
                     const struct staith_system *system, int64_t *ret_number, uint32_t *ret_dropped,
                     struct staith_err *err)
{
    struct staith_buf lines;
    *ret_number = 0;
    *ret_dropped = 0;
    staith_buf_init(&lines, STAITH_TRUTH_MAX_BYTES);
    int rc = write_lines(system, &lines);
    if (rc != 0) {
        (void)staith_err_set(err, rc, "the true counts of %s cannot be kept: %s", dataset,
                             staith_err_words(rc));
    } else {
        rc = put(truth, dataset, release_hash, system->cell_count, &lines, ret_number, ret_dropped,
                 err);
    }
    staith_buf_deinit(&lines);
    return rc;
}

static int damaged(struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_VERIFY, "the true counts behind a release are damaged");
    staith_err_remedy(err, "restore truth.db from a copy, or move it away");
    return STAITH_ERR_VERIFY;
}

/* `text` is cut into its lines. */
static int read_lines(char *text, uint32_t cells, struct staith_arena *arena,
                      struct staith_system *system, struct staith_err *err)
{
    system->names = staith_arena_array(arena, (size_t)cells + 1, sizeof(*system->names));
    system->values = staith_arena_array(arena, (size_t)cells + 1, sizeof(*system->values));
    if (system->names == NULL || system->values == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the true counts");
    }
    for (uint32_t i = 0; i < cells; i++) {
        char *end = NULL;
        char *line = strchr(text, '\n');
        if (line == NULL) {
            return damaged(err);
        }
        *line = '\0';
        system->values[i] = strtoll(text, &end, 10);
        if (end == text || *end != ' ') {
            return damaged(err);
        }
        system->names[i] = end + 1;
        system->cell_count++;
        text = line + 1;
    }
    return *text == '\0' ? staith_system_check(system, err) : damaged(err);
}

int staith_truth_read(struct staith_truth *truth, const uint8_t release_hash[STAITH_HASH_BYTES],
                      int64_t number, struct staith_arena *arena, struct staith_system *ret_system,
                      struct staith_err *err)
{
    struct staith_system system = {0};
    int rc = 0;
    /* While accounts gave no number a release had one row, and its first one stayed. */
    sqlite3_stmt *row =
        staith_ledger_db_prepare(truth->db, "SELECT cells, lines FROM truth WHERE release = ?1"
                                            " AND (?2 = 0 OR id = ?2) ORDER BY id LIMIT 1");
    if (row == NULL) {
        return staith_ledger_db_fail(truth->db, "reading the true counts", err);
    }
    (void)sqlite3_bind_blob(row, 1, release_hash, STAITH_HASH_BYTES, SQLITE_STATIC);
    (void)sqlite3_bind_int64(row, 2, number);
    switch (sqlite3_step(row)) {
    case SQLITE_ROW: {
        int64_t cells = sqlite3_column_int64(row, 0);
        char *text = staith_arena_strdup(arena, (const char *)sqlite3_column_text(row, 1));
        if (cells < 0 || cells > STAITH_SYSTEM_MAX_CELLS) {
            rc = damaged(err);
        } else if (text == NULL) {
            rc = staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the true counts");
        } else {
            rc = read_lines(text, (uint32_t)cells, arena, &system, err);
        }
        break;
    }
    case SQLITE_DONE:
        rc = STAITH_ERR_NOTFOUND;
        break;
    default:
        rc = staith_ledger_db_fail(truth->db, "reading the true counts", err);
        break;
    }
    (void)sqlite3_finalize(row);
    if (rc == 0) {
        *ret_system = system;
    }
    return rc;
}
