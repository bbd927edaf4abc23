/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening, transactions and what the other files share. WAL lets readers work while the daemon
 * writes; synchronous FULL makes a commit durable before the council is told to forget its copy.
 */
#include "aggregator/store/db.h"

#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int staith_store_fail(struct staith_store *store, const char *doing, struct staith_err *err)
{
    int primary = sqlite3_errcode(store->db) & 0xFF;
    int code = STAITH_ERR_IO;
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        code = STAITH_ERR_AGAIN;
    } else if (primary == SQLITE_NOMEM) {
        code = STAITH_ERR_NOMEM;
    } else if (primary == SQLITE_CONSTRAINT) {
        code = STAITH_ERR_EXISTS;
    } else if (primary == SQLITE_READONLY) {
        code = STAITH_ERR_DENIED;
    } else if (primary == SQLITE_TOOBIG) {
        code = STAITH_ERR_LIMIT;
    }
    (void)staith_err_set(err, code, "%s failed: %s", doing, sqlite3_errmsg(store->db));
    staith_err_at(err, sqlite3_db_filename(store->db, "main"), 0, 0);
    if (primary == SQLITE_FULL) {
        staith_err_remedy(err, "free space on the disk of the state folder");
    } else if (staith_db_damaged(store->db)) {
        staith_err_remedy(
            err,
            "the file is damaged: restore the store from a backup, or move it away: councils send "
            "again what their ledgers hold");
    }
    return code;
}

int staith_store_prepare(struct staith_store *store, enum staith_store_statement which,
                         sqlite3_stmt **ret_statement, struct staith_err *err)
{
    sqlite3_stmt **slot = &store->statements[which];
    if (*slot == NULL && sqlite3_prepare_v3(store->db, staith_store_sql(which), -1,
                                            SQLITE_PREPARE_PERSISTENT, slot, NULL) != SQLITE_OK) {
        return staith_store_fail(store, "preparing a statement", err);
    }
    *ret_statement = *slot;
    return 0;
}

void staith_store_done(sqlite3_stmt *statement)
{
    /* The result repeats that of the last step, which was looked at there. */
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
}

int staith_store_run(struct staith_store *store, sqlite3_stmt *statement, int bound,
                     const char *doing, struct staith_err *err)
{
    int code = 0;
    if (bound != SQLITE_OK || sqlite3_step(statement) != SQLITE_DONE) {
        code = staith_store_fail(store, doing, err);
    }
    staith_store_done(statement);
    return code;
}

int staith_store_exec(struct staith_store *store, enum staith_store_statement which,
                      const char *doing, struct staith_err *err)
{
    sqlite3_stmt *statement = NULL;
    int code = staith_store_prepare(store, which, &statement, err);
    return code != 0 ? code : staith_store_run(store, statement, SQLITE_OK, doing, err);
}

int staith_store_writing(struct staith_store *store, struct staith_err *err)
{
    if (store->read_only || sqlite3_get_autocommit(store->db) != 0) {
        return staith_err_set(err, STAITH_ERR_STATE, "the store is written in a transaction only");
    }
    return 0;
}

int staith_store_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    return sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

int staith_store_bind_blob(sqlite3_stmt *statement, int at, const void *bytes, size_t len)
{
    return sqlite3_bind_blob64(statement, at, bytes, len, SQLITE_STATIC);
}

int staith_store_bind_int(sqlite3_stmt *statement, int at, int64_t value)
{
    return sqlite3_bind_int64(statement, at, value);
}

void staith_store_column_text(sqlite3_stmt *statement, int at, char *out, size_t cap)
{
    const unsigned char *text = sqlite3_column_text(statement, at);
    (void)snprintf(out, cap, "%s", text != NULL ? (const char *)text : "");
}

int staith_store_column_hash(sqlite3_stmt *statement, int at, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    const void *bytes = sqlite3_column_blob(statement, at);
    if (bytes == NULL || sqlite3_column_bytes(statement, at) != STAITH_HASH_BYTES) {
        return STAITH_ERR_IO;
    }
    memcpy(ret_hash, bytes, STAITH_HASH_BYTES);
    return 0;
}

static int make_folder(const char *folder, const struct staith_outside *outside,
                       struct staith_err *err)
{
    const struct staith_places *places = staith_outside_places(outside);
    int code = places->make_folder(places->ctx, folder);
    if (code != 0) {
        (void)staith_err_set(err, code, "the state folder cannot be made");
        staith_err_at(err, folder, 0, 0);
        staith_err_remedy(err, "make its parent folder and give it to the user of the program");
    }
    return code;
}

static int settings(struct staith_store *store, struct staith_err *err)
{
    static const char *const WRITER = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                      " PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";
    static const char *const READER = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;";
    if (sqlite3_busy_timeout(store->db, STAITH_STORE_BUSY_MS) != SQLITE_OK ||
        sqlite3_exec(store->db, store->read_only ? READER : WRITER, NULL, NULL, NULL) !=
            SQLITE_OK) {
        return staith_store_fail(store, "setting up the store", err);
    }
    return 0;
}

static int open_failed(struct staith_store *store, const char *path, struct staith_err *err)
{
    int primary = store->db != NULL ? sqlite3_errcode(store->db) & 0xFF : SQLITE_NOMEM;
    bool missing = store->read_only && !staith_db_exists(path);
    int code = primary == SQLITE_NOMEM ? STAITH_ERR_NOMEM : STAITH_ERR_IO;
    if (missing) {
        code = STAITH_ERR_NOTFOUND;
    }
    (void)staith_err_set(err, code, "the store cannot be opened: %s",
                         missing ? "there is none" : sqlite3_errstr(primary));
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, missing ? "start staith-aggregator first: it makes the store"
                                   : "run as the user of staith-aggregator");
    return code;
}

/* SQLite opens what it may not write for reading, and says nothing. */
static int check_writable(struct staith_store *store, const char *path, struct staith_err *err)
{
    if (store->read_only || sqlite3_db_readonly(store->db, "main") == 0) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_DENIED, "the store cannot be written");
    staith_err_at(err, path, 0, 0);
    staith_err_remedy(err, "let the daemon's user own it, on a file system that can be written");
    return STAITH_ERR_DENIED;
}

static int open_at(const char *path, bool read_only, const struct staith_outside *outside,
                   struct staith_store **ret_store, struct staith_err *err)
{
    struct staith_store *store = calloc(1, sizeof(*store));
    if (store == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    store->outside = outside;
    store->read_only = read_only;
    if (!read_only) {
        /* Councils' figures are their owner's alone, whatever the umask of who made the store.
         * SQLite gives the files beside it the same mode. */
        const struct staith_places *places = staith_outside_places(outside);
        places->make_file(places->ctx, path);
    }
    int code = 0;
    int flags = read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (staith_db_open(path, flags | SQLITE_OPEN_NOMUTEX, &store->db) != SQLITE_OK) {
        code = open_failed(store, path, err);
    }
    if (code == 0) {
        code = check_writable(store, path, err);
    }
    if (code == 0) {
        code = settings(store, err);
    }
    if (code == 0) {
        code = staith_store_migrate(store->db, read_only, path, err);
    }
    if (code == 0 && !read_only) {
        code = staith_store_resync(store->db, path, err);
    }
    if (code != 0) {
        staith_store_close(store);
        return code;
    }
    *ret_store = store;
    return 0;
}

int staith_store_open(const char *folder, bool read_only, const struct staith_outside *outside,
                      struct staith_store **ret_store, struct staith_err *err)
{
    char path[4096];
    int len = snprintf(path, sizeof(path), "%s/store.db", folder);
    if (len < 0 || (size_t)len >= sizeof(path)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the state folder is too long");
    }
    int code = read_only ? 0 : make_folder(folder, outside, err);
    return code != 0 ? code : open_at(path, read_only, outside, ret_store, err);
}

int staith_store_reopen(struct staith_store *store, struct staith_err *err)
{
    struct staith_store *fresh = NULL;
    staith_store_rollback(store);
    int code = open_at(sqlite3_db_filename(store->db, "main"), store->read_only, store->outside,
                       &fresh, err);
    if (fresh == NULL) {
        return code;
    }
    const struct staith_store old = *store;
    *store = *fresh;
    *fresh = old;
    staith_store_close(fresh);
    return 0;
}

void staith_store_close(struct staith_store *store)
{
    if (store == NULL) {
        return;
    }
    for (size_t i = 0; i < STAITH_SQL_COUNT; i++) {
        (void)sqlite3_finalize(store->statements[i]);
    }
    (void)sqlite3_close(store->db);
    free(store);
}

void staith_store_set_as_of(struct staith_store *store, int64_t unix_ms)
{
    store->as_of_unix_ms = unix_ms;
}

int staith_store_begin(struct staith_store *store, struct staith_err *err)
{
    if (sqlite3_get_autocommit(store->db) == 0) {
        return staith_err_set(err, STAITH_ERR_STATE, "a transaction is open already");
    }
    return staith_store_exec(store,
                             store->read_only ? STAITH_SQL_BEGIN_READ : STAITH_SQL_BEGIN_WRITE,
                             "beginning a transaction", err);
}

int staith_store_commit(struct staith_store *store, struct staith_err *err)
{
    /* SQLite rolls a transaction back by itself on some failures (disk full). Committing nothing
     * must not look like success: the caller acknowledges after this. */
    if (sqlite3_get_autocommit(store->db) != 0) {
        return staith_err_set(err, STAITH_ERR_STATE, "no transaction is open: nothing was stored");
    }
    return staith_store_exec(store, STAITH_SQL_COMMIT, "committing", err);
}

void staith_store_rollback(struct staith_store *store)
{
    if (sqlite3_get_autocommit(store->db) == 0) {
        (void)staith_store_exec(store, STAITH_SQL_ROLLBACK, "rolling back", NULL);
    }
}
