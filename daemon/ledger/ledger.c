/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening and appending. One process appends, held to it by a lock on a file of its own (SQLite's
 * locks last a transaction only). Triggers refuse every change of a row, so that a slip in this
 * program cannot rewrite what has left (L1).
 *
 * After a write failed, it is unknown what the file holds: Linux drops the dirty pages of a failed
 * fsync and calls the next one a success. So nothing is appended to what this process remembers:
 * the file is opened again, all of its log is brought into it and synced anew, and its end is
 * checked. That also heals a disk that was full.
 */
#include "ledger/internal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char schema[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE record(number INTEGER PRIMARY KEY, kind INTEGER NOT NULL,"
    " previous BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,"
    " payload BLOB NOT NULL, appended_ms INTEGER NOT NULL);"
    "CREATE TABLE catalogue(hash BLOB PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE note(number INTEGER PRIMARY KEY, dataset TEXT NOT NULL, period TEXT NOT NULL,"
    " source_name TEXT NOT NULL, source_hash BLOB NOT NULL, source_bytes INTEGER NOT NULL,"
    " observed INTEGER NOT NULL, cells_tallied INTEGER NOT NULL, cells_released INTEGER NOT NULL,"
    " cells_withheld INTEGER NOT NULL, errors INTEGER NOT NULL, queries INTEGER NOT NULL,"
    " approved_by TEXT NOT NULL, decision TEXT NOT NULL);"
    "CREATE INDEX note_source ON note(dataset, source_hash, number);"
    "CREATE INDEX note_period ON note(dataset, period, number);"
#define STAITH_APPEND_ONLY(table)                                                                  \
    "CREATE TRIGGER " table "_update BEFORE UPDATE ON " table                                      \
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"                                \
    "CREATE TRIGGER " table "_delete BEFORE DELETE ON " table                                      \
    " BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;"
    STAITH_APPEND_ONLY("meta") STAITH_APPEND_ONLY("record") STAITH_APPEND_ONLY("catalogue")
        STAITH_APPEND_ONLY("note");

/* ---- opening ---- */

static int take_lock(struct staith_ledger *ledger, struct staith_err *err)
{
    char path[STAITH_LEDGER_PATH_BYTES];
    int rc = staith_ledger_db_path(ledger->folder, "ledger.lock", path, err);
    if (rc != 0) {
        return rc;
    }
    const struct staith_places *places = staith_outside_places(ledger->outside);
    rc = places->close_folder(places->ctx, ledger->folder);
    if (rc != 0) {
        bool missing = rc == STAITH_ERR_NOTFOUND;
        (void)staith_err_set(err, rc,
                             missing ? "the state folder does not exist"
                                     : "others can enter the state folder");
        staith_err_remedy(err, missing ? "make it, owned by the daemon's user, mode 0700"
                                       : "chmod 0700 it");
        staith_err_at(err, ledger->folder, 0, 0);
        return rc;
    }
    rc = places->lock(places->ctx, path, &ledger->lock);
    if (rc == STAITH_ERR_EXISTS) {
        (void)staith_err_set(err, rc, "another process is writing this ledger");
        staith_err_remedy(err, "stop the other staithd, or give this one its own state folder");
    } else if (rc != 0) {
        (void)staith_err_set(err, rc, "the ledger's lock file cannot be opened");
    }
    if (rc != 0) {
        staith_err_at(err, path, 0, 0);
    }
    return rc;
}

static int put_meta(struct staith_ledger *ledger, const char *key, const void *value, size_t len,
                    struct staith_err *err)
{
    sqlite3_stmt *put = staith_ledger_db_prepare(ledger->db, "INSERT INTO meta VALUES(?1, ?2)");
    (void)sqlite3_bind_text(put, 1, key, -1, SQLITE_STATIC);
    (void)sqlite3_bind_blob(put, 2, value, (int)len, SQLITE_STATIC);
    return staith_ledger_db_done(ledger->db, put, "writing the ledger's head", err);
}

/* Copies the value of `key` when it has a length of least..most bytes. */
static int get_meta(struct staith_ledger *ledger, const char *key, void *out, size_t least,
                    size_t most, struct staith_err *err)
{
    sqlite3_stmt *get =
        staith_ledger_db_prepare(ledger->db, "SELECT value FROM meta WHERE key = ?1");
    if (get == NULL) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger's head", err);
    }
    (void)sqlite3_bind_text(get, 1, key, -1, SQLITE_STATIC);
    int rc = 0;
    int step = sqlite3_step(get);
    size_t len = step == SQLITE_ROW ? (size_t)sqlite3_column_bytes(get, 0) : 0;
    if (step == SQLITE_DONE) {
        rc = STAITH_ERR_NOTFOUND;
    } else if (step != SQLITE_ROW) {
        rc = staith_ledger_db_fail(ledger->db, "reading the ledger's head", err);
    } else if (len < least || len > most) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "the ledger's %s is damaged", key);
    } else {
        memcpy(out, sqlite3_column_blob(get, 0), len);
    }
    (void)sqlite3_finalize(get);
    return rc;
}

static int make_head(struct staith_ledger *ledger, const char *authority, struct staith_err *err)
{
    uint64_t epoch = 0;
    while (epoch == 0) {
        ledger->outside->random(ledger->outside->ctx, &epoch, sizeof(epoch));
    }
    if (sqlite3_exec(ledger->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(ledger->db, "making the ledger", err);
    }
    int rc = put_meta(ledger, "authority", authority, strlen(authority), err);
    if (rc == 0) {
        rc = put_meta(ledger, "epoch", &epoch, sizeof(epoch), err);
    }
    if (rc == 0) {
        rc = put_meta(ledger, "public_key", ledger->public_key, sizeof(ledger->public_key), err);
    }
    if (rc == 0 && sqlite3_exec(ledger->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(ledger->db, "making the ledger", err);
    }
    if (rc != 0) {
        (void)sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

static int read_head(struct staith_ledger *ledger, struct staith_err *err)
{
    int rc =
        get_meta(ledger, "authority", ledger->authority, 1, sizeof(ledger->authority) - 1, err);
    if (rc == 0) {
        rc = get_meta(ledger, "epoch", &ledger->epoch, sizeof(ledger->epoch), sizeof(ledger->epoch),
                      err);
    }
    if (rc == 0) {
        rc = get_meta(ledger, "public_key", ledger->public_key, sizeof(ledger->public_key),
                      sizeof(ledger->public_key), err);
    }
    return rc;
}

static int check_owner(struct staith_ledger *ledger, const char *authority, struct staith_err *err)
{
    int rc = 0;
    if (strcmp(ledger->authority, authority) != 0) {
        rc = staith_err_set(err, STAITH_ERR_CONFIG,
                            "the ledger is of council %s, the configuration says %s",
                            ledger->authority, authority);
        staith_err_remedy(err, "give each council a state folder of its own");
    } else if (sodium_memcmp(ledger->public_key, ledger->secret + STAITH_PUBLIC_KEY_BYTES,
                             STAITH_PUBLIC_KEY_BYTES) != 0) {
        rc = staith_err_set(err, STAITH_ERR_CONFIG,
                            "the signing key is not the one that this ledger was made with");
        staith_err_remedy(err, "put the right key back; a new key needs a new ledger");
    }
    if (rc != 0) {
        staith_err_at(err, ledger->folder, 0, 0);
    }
    return rc;
}

/* The end of the chain is where a cut or a torn write would show; the whole of it is checked by
 * staith_ledger_verify, which takes longer. */
static int check_last(struct staith_ledger *ledger, struct staith_err *err)
{
    int rc = staith_ledger_last(ledger, &ledger->last);
    if (rc != 0) {
        return staith_ledger_db_fail(ledger->db, "reading the ledger", err);
    }
    if (ledger->last == 0) {
        return 0;
    }
    struct staith_record before = {0};
    struct staith_record record = {0};
    struct staith_arena *arena = &ledger->read_arena;
    if (ledger->last > 1) {
        rc = staith_ledger_read_record(ledger, ledger->last - 1, arena, &before, err);
    }
    if (rc == 0) {
        rc = staith_ledger_read_record(ledger, ledger->last, arena, &record, err);
    }
    if (rc == 0) {
        rc =
            staith_ledger_check_record(&record, ledger->last, before.hash, ledger->public_key, err);
    } else if (rc == STAITH_ERR_NOTFOUND) {
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "record %llu of the ledger is missing",
                            (unsigned long long)ledger->last - 1);
    }
    memcpy(ledger->last_hash, record.hash, sizeof(ledger->last_hash));
    staith_arena_deinit(arena);
    staith_arena_init(arena, STAITH_LEDGER_ARENA_BYTES);
    return rc;
}

static struct staith_ledger *new_ledger(const char *folder, struct staith_err *err)
{
    struct staith_ledger *ledger = calloc(1, sizeof(*ledger));
    if (ledger == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the ledger");
        return NULL;
    }
    ledger->lock = -1;
    staith_arena_init(&ledger->read_arena, STAITH_LEDGER_ARENA_BYTES);
    if (strlen(folder) >= sizeof(ledger->folder)) {
        (void)staith_err_set(err, STAITH_ERR_LIMIT, "the state folder's path is too long");
        free(ledger);
        return NULL;
    }
    memcpy(ledger->folder, folder, strlen(folder) + 1);
    return ledger;
}

int staith_ledger_open(const char *folder, const char *authority,
                       const uint8_t secret[STAITH_SECRET_KEY_BYTES],
                       const struct staith_outside *outside, struct staith_ledger **ret_ledger,
                       struct staith_err *err)
{
    if (authority[0] == '\0' || strlen(authority) >= STAITH_LEDGER_AUTHORITY_BYTES) {
        return staith_err_set(err, STAITH_ERR_INVAL, "the council's code is not valid");
    }
    struct staith_ledger *ledger = new_ledger(folder, err);
    if (ledger == NULL) {
        return STAITH_ERR_NOMEM;
    }
    ledger->outside = outside;
    memcpy(ledger->secret, secret, sizeof(ledger->secret));
    memcpy(ledger->public_key, secret + STAITH_PUBLIC_KEY_BYTES, sizeof(ledger->public_key));
    int rc = take_lock(ledger, err);
    if (rc == 0) {
        rc = staith_ledger_db_open(folder, "ledger.db", true, schema, &ledger->db, err);
    }
    if (rc == 0) {
        rc = read_head(ledger, err);
        if (rc == STAITH_ERR_NOTFOUND) {
            rc = make_head(ledger, authority, err);
            rc = rc == 0 ? read_head(ledger, err) : rc;
        }
    }
    if (rc == 0) {
        rc = check_owner(ledger, authority, err);
    }
    if (rc == 0) {
        rc = check_last(ledger, err);
    }
    if (rc != 0) {
        staith_ledger_close(ledger);
        return rc;
    }
    *ret_ledger = ledger;
    return 0;
}

/* SQLite itself keeps the limit: a page beyond it is refused before anything is written. The
 * greatest number of pages that it knows is the one without a limit. */
static int apply_limit(struct staith_ledger *ledger, struct staith_err *err)
{
    char sql[64];
    int64_t page_bytes = 0;
    int64_t pages = 4294967294;
    int64_t got = 0;
    int rc = staith_ledger_db_number(ledger->db,
                                     staith_ledger_db_prepare(ledger->db, "PRAGMA page_size"),
                                     "reading the ledger", &page_bytes, err);
    if (rc != 0) {
        return rc;
    }
    if (ledger->max_bytes != 0 && page_bytes > 0) {
        pages = (int64_t)(ledger->max_bytes / (uint64_t)page_bytes);
        pages = pages > 0 ? pages : 1;
    }
    (void)snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld", (long long)pages);
    return staith_ledger_db_number(ledger->db, staith_ledger_db_prepare(ledger->db, sql),
                                   "limiting the ledger", &got, err);
}

int staith_ledger_set_limit(struct staith_ledger *ledger, uint64_t max_bytes,
                            struct staith_err *err)
{
    ledger->max_bytes = max_bytes;
    return apply_limit(ledger, err);
}

int staith_ledger_look_again(struct staith_ledger *ledger, struct staith_err *err)
{
    sqlite3 *db = NULL;
    uint64_t epoch = ledger->epoch;
    /* Without memory a failed append could not even be rolled back, and would be in the way. */
    if (sqlite3_get_autocommit(ledger->db) == 0) {
        (void)sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
    }
    int rc = staith_ledger_db_open(ledger->folder, "ledger.db", true, schema, &db, err);
    if (rc != 0) {
        return rc;
    }
    (void)sqlite3_close(ledger->db);
    ledger->db = db;
    rc = apply_limit(ledger, err);
    rc = rc != 0 ? rc : read_head(ledger, err);
    if (rc == STAITH_ERR_NOTFOUND || (rc == 0 && ledger->epoch != epoch)) {
        ledger->epoch = epoch;
        rc = staith_err_set(err, STAITH_ERR_VERIFY, "another ledger lies in place of this one");
        staith_err_remedy(err, "put the right one back, or restart staithd to go on with this one");
    }
    return rc == 0 ? check_last(ledger, err) : rc;
}

int staith_ledger_open_reader(const char *folder, struct staith_ledger **ret_ledger,
                              struct staith_err *err)
{
    struct staith_ledger *ledger = new_ledger(folder, err);
    if (ledger == NULL) {
        return STAITH_ERR_NOMEM;
    }
    int rc = staith_ledger_db_open(folder, "ledger.db", false, schema, &ledger->db, err);
    if (rc == 0) {
        rc = read_head(ledger, err);
        if (rc == STAITH_ERR_NOTFOUND) {
            rc = staith_err_set(err, rc, "the ledger is not made yet");
        }
    }
    if (rc != 0) {
        staith_ledger_close(ledger);
        return rc;
    }
    *ret_ledger = ledger;
    return 0;
}

void staith_ledger_close(struct staith_ledger *ledger)
{
    if (ledger == NULL) {
        return;
    }
    (void)sqlite3_close(ledger->db);
    staith_receipts_close(ledger->receipts);
    if (ledger->lock >= 0) {
        const struct staith_places *places = staith_outside_places(ledger->outside);
        places->unlock(places->ctx, ledger->lock);
    }
    staith_arena_deinit(&ledger->read_arena);
    sodium_memzero(ledger, sizeof(*ledger));
    free(ledger);
}

uint64_t staith_ledger_epoch(const struct staith_ledger *ledger)
{
    return ledger->epoch;
}
