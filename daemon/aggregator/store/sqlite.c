/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store as a file. WAL lets readers work while the daemon writes; synchronous FULL makes a
 * commit durable before the council is told to forget its copy.
 */
#include "aggregator/store/sql.h"
#include "db/db.h"

#include <stdlib.h>

struct statement {
    struct staith_sql base;
    sqlite3_stmt *of;
};

static sqlite3_stmt *of(struct staith_sql *statement)
{
    return ((struct statement *)(void *)statement)->of;
}

static sqlite3 *db_of(const struct staith_store *store)
{
    return store->db;
}

static int on_fail(struct staith_store *store, const char *doing, struct staith_err *err)
{
    sqlite3 *db = db_of(store);
    int primary = sqlite3_errcode(db) & 0xFF;
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
    (void)staith_err_set(err, code, "%s failed: %s", doing, sqlite3_errmsg(db));
    staith_err_at(err, sqlite3_db_filename(db, "main"), 0, 0);
    if (primary == SQLITE_FULL) {
        staith_err_remedy(err, "free space on the disk of the state folder");
    } else if (staith_db_damaged(db)) {
        staith_err_remedy(
            err,
            "the file is damaged: restore the store from a backup, or move it away: councils send "
            "again what their ledgers hold");
    }
    return code;
}

/* ---- statements ---- */

static int on_prepare(struct staith_store *store, enum staith_store_statement which,
                      const char *text, struct staith_sql **ret_statement, struct staith_err *err)
{
    struct statement *statement = malloc(sizeof(*statement));
    if (statement == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a statement");
    }
    *statement = (struct statement){.base = {&staith_sql_sqlite}};
    const char *sql = which == STAITH_SQL_COUNT ? text : staith_store_sql(which);
    if (sqlite3_prepare_v3(db_of(store), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->of,
                           NULL) != SQLITE_OK) {
        free(statement);
        return on_fail(store, "preparing a statement", err);
    }
    *ret_statement = &statement->base;
    return 0;
}

static void on_finalize(struct staith_sql *statement)
{
    (void)sqlite3_finalize(of(statement));
    free(statement);
}

static void on_reset(struct staith_sql *statement)
{
    /* The result repeats that of the last step, which was looked at there. */
    (void)sqlite3_reset(of(statement));
    (void)sqlite3_clear_bindings(of(statement));
}

static int on_parameters(struct staith_sql *statement)
{
    return sqlite3_bind_parameter_count(of(statement));
}

static int on_bind_text(struct staith_sql *statement, int at, const char *text)
{
    return sqlite3_bind_text(of(statement), at, text, -1, SQLITE_STATIC);
}

static int on_bind_blob(struct staith_sql *statement, int at, const void *bytes, size_t len)
{
    return sqlite3_bind_blob64(of(statement), at, bytes, len, SQLITE_STATIC);
}

static int on_bind_int(struct staith_sql *statement, int at, int64_t value)
{
    return sqlite3_bind_int64(of(statement), at, value);
}

_Static_assert((int)STAITH_STEP_OK == SQLITE_OK && (int)STAITH_STEP_ROW == SQLITE_ROW &&
                   (int)STAITH_STEP_DONE == SQLITE_DONE,
               "what a step comes to is said as SQLite says it");

static int on_step(struct staith_sql *statement)
{
    return sqlite3_step(of(statement));
}

static int64_t on_int64(struct staith_sql *statement, int at)
{
    return sqlite3_column_int64(of(statement), at);
}

static const void *on_blob(struct staith_sql *statement, int at)
{
    return sqlite3_column_blob(of(statement), at);
}

static const char *on_text(struct staith_sql *statement, int at)
{
    return (const char *)sqlite3_column_text(of(statement), at);
}

static int on_bytes(struct staith_sql *statement, int at)
{
    return sqlite3_column_bytes(of(statement), at);
}

static bool on_null(struct staith_sql *statement, int at)
{
    return sqlite3_column_type(of(statement), at) == SQLITE_NULL;
}

static int64_t on_last_id(struct staith_store *store)
{
    return sqlite3_last_insert_rowid(db_of(store));
}

static int64_t on_changes(struct staith_store *store)
{
    return sqlite3_changes(db_of(store));
}

static bool on_is_open(struct staith_store *store)
{
    return sqlite3_get_autocommit(db_of(store)) == 0;
}

/* ---- opening ---- */

static int settings(struct staith_store *store, struct staith_err *err)
{
    static const char *const WRITER = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                                      " PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";
    static const char *const READER = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF;";
    if (sqlite3_busy_timeout(db_of(store), STAITH_STORE_BUSY_MS) != SQLITE_OK ||
        sqlite3_exec(db_of(store), store->read_only ? READER : WRITER, NULL, NULL, NULL) !=
            SQLITE_OK) {
        return on_fail(store, "setting up the store", err);
    }
    return 0;
}

static int open_failed(struct staith_store *store, struct staith_err *err)
{
    int primary = store->db != NULL ? sqlite3_errcode(db_of(store)) & 0xFF : SQLITE_NOMEM;
    bool missing = store->read_only && !staith_db_exists(store->where);
    int code = primary == SQLITE_NOMEM ? STAITH_ERR_NOMEM : STAITH_ERR_IO;
    if (missing) {
        code = STAITH_ERR_NOTFOUND;
    }
    (void)staith_err_set(err, code, "the store cannot be opened: %s",
                         missing ? "there is none" : sqlite3_errstr(primary));
    staith_err_at(err, store->where, 0, 0);
    staith_err_remedy(err, missing ? "start staith-aggregator first: it makes the store"
                                   : "run as the user of staith-aggregator");
    return code;
}

/* SQLite opens what it may not write for reading, and says nothing. */
static int check_writable(struct staith_store *store, struct staith_err *err)
{
    if (store->read_only || sqlite3_db_readonly(db_of(store), "main") == 0) {
        return 0;
    }
    (void)staith_err_set(err, STAITH_ERR_DENIED, "the store cannot be written");
    staith_err_at(err, store->where, 0, 0);
    staith_err_remedy(err, "let the daemon's user own it, on a file system that can be written");
    return STAITH_ERR_DENIED;
}

static int on_open(struct staith_store *store, struct staith_err *err)
{
    sqlite3 *db = NULL;
    int code = 0;
    int flags =
        store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (!store->read_only) {
        /* Councils' figures are their owner's alone, whatever the umask of who made the store.
         * SQLite gives the files beside it the same mode. */
        const struct staith_places *places = staith_outside_places(store->outside);
        places->make_file(places->ctx, store->where);
    }
    int result = staith_db_open(store->where, flags | SQLITE_OPEN_NOMUTEX, &db);
    store->db = db;
    if (result != SQLITE_OK) {
        code = open_failed(store, err);
    }
    code = code != 0 ? code : check_writable(store, err);
    code = code != 0 ? code : settings(store, err);
    code = code != 0 ? code : staith_store_migrate(db, store->read_only, store->where, err);
    if (code == 0 && !store->read_only) {
        code = staith_store_resync(db, store->where, err);
    }
    return code;
}

static void on_close(struct staith_store *store)
{
    (void)sqlite3_close(db_of(store));
}

const struct staith_sql_driver staith_sql_sqlite = {
    .open = on_open,
    .close = on_close,
    .prepare = on_prepare,
    .finalize = on_finalize,
    .reset = on_reset,
    .parameters = on_parameters,
    .bind_text = on_bind_text,
    .bind_blob = on_bind_blob,
    .bind_int = on_bind_int,
    .step = on_step,
    .int64 = on_int64,
    .blob = on_blob,
    .text = on_text,
    .bytes = on_bytes,
    .null = on_null,
    .last_id = on_last_id,
    .changes = on_changes,
    .is_open = on_is_open,
    .fail = on_fail,
};
