/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/db.h"

#include "db/db.h"

#include <stdio.h>

enum { BUSY_TIMEOUT_MS = 5000, SCHEMA_VERSION = 1 };

int staith_ledger_db_path(const char *folder, const char *name,
                          char ret_path[STAITH_LEDGER_PATH_BYTES], struct staith_err *err)
{
    int len = snprintf(ret_path, STAITH_LEDGER_PATH_BYTES, "%s/%s", folder, name);
    if (len < 0 || len >= STAITH_LEDGER_PATH_BYTES) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the state folder's path is too long");
    }
    return 0;
}

int staith_ledger_db_fail(sqlite3 *db, const char *what, struct staith_err *err)
{
    int code = STAITH_ERR_IO;
    switch (sqlite3_errcode(db)) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        code = STAITH_ERR_AGAIN;
        break;
    case SQLITE_NOMEM:
        code = STAITH_ERR_NOMEM;
        break;
    case SQLITE_CONSTRAINT:
        code = STAITH_ERR_STATE;
        break;
    default:
        break;
    }
    code = staith_db_damaged(db) ? STAITH_ERR_VERIFY : code;
    (void)staith_err_set(err, code, "%s failed: %s", what, sqlite3_errmsg(db));
    staith_err_at(err, sqlite3_db_filename(db, "main"), 0, 0);
    if ((sqlite3_errcode(db) & 0xff) == SQLITE_FULL) {
        staith_err_remedy(err,
                          "free space on the disk of the state folder, or raise the limit that "
                          "the configuration sets (limits, max-ledger-megabytes)");
    } else if (code == STAITH_ERR_VERIFY) {
        staith_err_remedy(err, "the file is damaged: restore it from a copy");
    }
    return code;
}

sqlite3_stmt *staith_ledger_db_prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return NULL;
    }
    return statement;
}

int staith_ledger_db_done(sqlite3 *db, sqlite3_stmt *statement, const char *what,
                          struct staith_err *err)
{
    if (statement == NULL) {
        return staith_ledger_db_fail(db, what, err);
    }
    int rc = 0;
    if (sqlite3_step(statement) != SQLITE_DONE) {
        rc = staith_ledger_db_fail(db, what, err);
    }
    (void)sqlite3_finalize(statement);
    return rc;
}

int staith_ledger_db_number(sqlite3 *db, sqlite3_stmt *statement, const char *what,
                            int64_t *ret_number, struct staith_err *err)
{
    if (statement == NULL) {
        return staith_ledger_db_fail(db, what, err);
    }
    int rc = 0;
    switch (sqlite3_step(statement)) {
    case SQLITE_ROW:
        *ret_number = sqlite3_column_int64(statement, 0);
        break;
    case SQLITE_DONE:
        rc = STAITH_ERR_NOTFOUND;
        break;
    default:
        rc = staith_ledger_db_fail(db, what, err);
        break;
    }
    (void)sqlite3_finalize(statement);
    return rc;
}

/* What every connection needs. The cache is small because records are read once, in order. */
static int set_up(sqlite3 *db, bool write, struct staith_err *err)
{
    const char *sql = write ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                              "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
                              "PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY;"
                            : "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF;"
                              "PRAGMA cell_size_check=ON; PRAGMA cache_size=-256;";
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 0, 0);
    (void)sqlite3_extended_result_codes(db, 0);
    if (sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        return staith_ledger_db_fail(db, "opening the database", err);
    }
    return 0;
}

/* A file whose making was cut short has version 0 and no tables: the schema and the version go in
 * together or not at all. */
static int make_schema(sqlite3 *db, bool write, const char *schema, struct staith_err *err)
{
    int64_t version = 0;
    int rc = staith_ledger_db_number(db, staith_ledger_db_prepare(db, "PRAGMA user_version"),
                                     "reading the database's version", &version, err);
    if (rc != 0 || version == SCHEMA_VERSION) {
        return rc;
    }
    if (version == 0 && !write) {
        return staith_err_set(err, STAITH_ERR_NOTFOUND, "the database is not made yet");
    }
    if (version != 0) {
        (void)staith_err_set(err, STAITH_ERR_VERSION,
                             "the database has schema version %lld, this program knows %d",
                             (long long)version, (int)SCHEMA_VERSION);
        staith_err_at(err, sqlite3_db_filename(db, "main"), 0, 0);
        staith_err_remedy(err, "use the version of Staith that wrote it, or a newer one");
        return STAITH_ERR_VERSION;
    }
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, schema, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA user_version=1; COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        rc = staith_ledger_db_fail(db, "making the database", err);
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return rc;
}

/* What an earlier process wrote, and could not sync, is not believed before it is on the disk. */
static int settle(sqlite3 *db, const char *name, struct staith_err *err)
{
    int rc = staith_db_settle(db) & 0xFF;
    if (rc == SQLITE_BUSY) {
        return staith_err_set(err, STAITH_ERR_AGAIN, "%s is being read; try again", name);
    }
    return rc == SQLITE_OK ? 0 : staith_ledger_db_fail(db, "syncing the database", err);
}

int staith_ledger_db_open(const char *folder, const char *name, bool write, const char *schema,
                          sqlite3 **ret_db, struct staith_err *err)
{
    char path[STAITH_LEDGER_PATH_BYTES];
    int rc = staith_ledger_db_path(folder, name, path, err);
    if (rc != 0) {
        return rc;
    }
    if (!write && !staith_db_exists(path)) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "there is no %s yet", name);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "staithd makes it when it starts");
        return STAITH_ERR_NOTFOUND;
    }
    int flags = (write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY) |
                SQLITE_OPEN_NOMUTEX;
    sqlite3 *db = NULL;
    if (staith_db_open(path, flags, &db) != SQLITE_OK) {
        rc = db == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the database")
                        : staith_ledger_db_fail(db, "opening the database", err);
    }
    if (rc == 0 && write && sqlite3_db_readonly(db, "main") != 0) {
        /* SQLite opens what it may not write for reading, and says nothing. */
        rc = staith_err_set(err, STAITH_ERR_DENIED, "%s cannot be written", name);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "let the daemon's user own it");
    }
    if (rc == 0) {
        rc = set_up(db, write, err);
    }
    if (rc == 0) {
        rc = make_schema(db, write, schema, err);
    }
    if (rc == 0 && write) {
        rc = settle(db, name, err);
    }
    if (rc != 0) {
        (void)sqlite3_close(db);
        return rc;
    }
    *ret_db = db;
    return 0;
}
