/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/access/internal.h"

#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "STAC": who may see a region's figures. */
enum { APPLICATION_ID = 0x53544143, VERSION = 2, BUSY_MS = 5000 };

static const char SCHEMA[] =
    "CREATE TABLE account("
    " name TEXT PRIMARY KEY, role INTEGER NOT NULL, council TEXT NOT NULL, password TEXT,"
    " locked INTEGER NOT NULL, failures INTEGER NOT NULL, failed_unix_ms INTEGER NOT NULL,"
    " made_unix_ms INTEGER NOT NULL, seen_unix_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE session("
    " hash BLOB PRIMARY KEY, name TEXT NOT NULL REFERENCES account(name),"
    " begun_unix_ms INTEGER NOT NULL, seen_unix_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_name ON session(name);"
    "CREATE TABLE token("
    " name TEXT PRIMARY KEY, role INTEGER NOT NULL, council TEXT NOT NULL,"
    " hash BLOB NOT NULL UNIQUE, made_unix_ms INTEGER NOT NULL, seen_unix_ms INTEGER NOT NULL,"
    " revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE note("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, at_unix_ms INTEGER NOT NULL, who TEXT NOT NULL,"
    " council TEXT NOT NULL, peer TEXT NOT NULL, action TEXT NOT NULL, what TEXT NOT NULL,"
    " outcome TEXT NOT NULL, chain BLOB NOT NULL) STRICT;"
    "CREATE INDEX note_at ON note(at_unix_ms);"
    "CREATE TRIGGER note_stays BEFORE UPDATE ON note"
    " BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;"
    "CREATE TRIGGER note_is_kept BEFORE DELETE ON note"
    " BEGIN SELECT RAISE(ABORT, 'the log is only appended to'); END;"
    "CREATE TABLE secret(form BLOB NOT NULL) STRICT;";

/* What later versions added. A step that was released is never changed. */
static const char SECOND[] =
    "CREATE TABLE head(count INTEGER NOT NULL, chain BLOB NOT NULL) STRICT;"
    "INSERT INTO head SELECT (SELECT count(*) FROM note),"
    " coalesce((SELECT chain FROM note ORDER BY id DESC LIMIT 1), zeroblob(32));"
    "CREATE TABLE nobody(failures INTEGER NOT NULL, failed_unix_ms INTEGER NOT NULL) STRICT;"
    "INSERT INTO nobody VALUES(0, 0);"
    "ALTER TABLE account ADD COLUMN vouched_unix_ms INTEGER NOT NULL DEFAULT 0;";

int64_t staith_access_now(const struct staith_access *access)
{
    return access->outside->unix_ms(access->outside->ctx);
}

int staith_access_fail(struct staith_access *access, const char *doing, struct staith_err *err)
{
    int code = sqlite3_errcode(access->db) == SQLITE_BUSY ? STAITH_ERR_AGAIN : STAITH_ERR_IO;
    (void)staith_err_set(err, code, "%s failed: %.120s", doing, sqlite3_errmsg(access->db));
    const char *path = sqlite3_db_filename(access->db, "main");
    staith_err_at(err, path != NULL ? path : "access.db", 0, 0);
    return code;
}

sqlite3_stmt *staith_access_prepare(struct staith_access *access, const char *sql, unsigned count,
                                    const char *const *texts, struct staith_err *err)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(access->db, sql, -1, &statement, NULL);
    for (unsigned i = 0; i < count && result == SQLITE_OK; i++) {
        result = texts[i] != NULL
                     ? sqlite3_bind_text(statement, (int)i + 1, texts[i], -1, SQLITE_TRANSIENT)
                     : sqlite3_bind_null(statement, (int)i + 1);
    }
    if (result != SQLITE_OK) {
        (void)staith_access_fail(access, "reading accounts", err);
        (void)sqlite3_finalize(statement);
        return NULL;
    }
    return statement;
}

int staith_access_run(struct staith_access *access, sqlite3_stmt *statement, int *ret_changed,
                      const char *doing, struct staith_err *err)
{
    int code = sqlite3_step(statement) == SQLITE_DONE ? 0 : staith_access_fail(access, doing, err);
    if (code == 0 && ret_changed != NULL) {
        *ret_changed = sqlite3_changes(access->db);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

void staith_access_hash(const char *secret, uint8_t ret_hash[STAITH_ACCESS_HASH_BYTES])
{
    (void)crypto_generichash(ret_hash, STAITH_ACCESS_HASH_BYTES, (const unsigned char *)secret,
                             strlen(secret), NULL, 0);
}

void staith_access_text(sqlite3_stmt *statement, int column, char *out, size_t cap)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    (void)snprintf(out, cap, "%s", text != NULL ? (const char *)text : "");
}

void staith_access_user_of(sqlite3_stmt *statement, int column, struct staith_access_user *ret_user)
{
    int role = sqlite3_column_int(statement, column + 1);
    staith_access_text(statement, column, ret_user->name, sizeof(ret_user->name));
    ret_user->role = role >= STAITH_ACCESS_VIEWER && role <= STAITH_ACCESS_ADMINISTRATOR
                         ? (enum staith_access_role)role
                         : STAITH_ACCESS_NOBODY;
    staith_access_text(statement, column + 2, ret_user->council, sizeof(ret_user->council));
}

static const char *const ROLES[] = {"nobody", "viewer", "analyst", "officer", "administrator"};

const char *staith_access_role_name(enum staith_access_role role)
{
    return ROLES[role];
}

int staith_access_role_parse(const char *text, enum staith_access_role *ret_role)
{
    for (int i = STAITH_ACCESS_VIEWER; i <= STAITH_ACCESS_ADMINISTRATOR; i++) {
        if (strcmp(ROLES[i], text) == 0) {
            *ret_role = (enum staith_access_role)i;
            return 0;
        }
    }
    return STAITH_ERR_INVAL;
}

int staith_access_check_user(const struct staith_access_user *user, struct staith_err *err)
{
    static const char PLAIN[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@";
    size_t len = strlen(user->name);
    if (len == 0 || strspn(user->name, PLAIN) != len) {
        (void)staith_err_set(err, STAITH_ERR_INVAL, "the name is not plain");
        staith_err_remedy(err, "use letters, digits, and . _ - @ alone, 64 at most");
        return STAITH_ERR_INVAL;
    }
    return 0;
}

/* ---- the file ---- */

static int look(struct staith_access *access, const char *sql, int *ret_number)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(access->db, sql, -1, &statement, NULL);
    if (result == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        *ret_number = sqlite3_column_int(statement, 0);
        result = SQLITE_OK;
    } else {
        result = SQLITE_ERROR;
    }
    (void)sqlite3_finalize(statement);
    return result == SQLITE_OK ? 0 : STAITH_ERR_IO;
}

static int make_key(struct staith_access *access, struct staith_err *err)
{
    uint8_t key[crypto_generichash_KEYBYTES];
    sqlite3_stmt *statement =
        staith_access_prepare(access, "INSERT INTO secret(form) VALUES(?1)", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    access->outside->random(access->outside->ctx, key, sizeof(key));
    (void)sqlite3_bind_blob(statement, 1, key, sizeof(key), SQLITE_TRANSIENT);
    sodium_memzero(key, sizeof(key));
    return staith_access_run(access, statement, NULL, "making the file of accounts", err);
}

/* Two programs may open at once: the version is looked at again inside the transaction. */
static int make(struct staith_access *access, struct staith_err *err)
{
    char sql[96];
    int version = 0;
    (void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                   (int)APPLICATION_ID, (int)VERSION);
    if (sqlite3_exec(access->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
        look(access, "PRAGMA user_version", &version) != 0) {
        return staith_access_fail(access, "making the file of accounts", err);
    }
    int code = 0;
    if (version == 0) {
        code = sqlite3_exec(access->db, SCHEMA, NULL, NULL, NULL) == SQLITE_OK
                   ? make_key(access, err)
                   : staith_access_fail(access, "making the file of accounts", err);
    }
    if (code == 0 && version < VERSION &&
        (sqlite3_exec(access->db, SECOND, NULL, NULL, NULL) != SQLITE_OK ||
         sqlite3_exec(access->db, sql, NULL, NULL, NULL) != SQLITE_OK)) {
        code = staith_access_fail(access, "making the file of accounts", err);
    }
    if (code == 0 && sqlite3_exec(access->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        code = staith_access_fail(access, "making the file of accounts", err);
    }
    if (sqlite3_get_autocommit(access->db) == 0) {
        (void)sqlite3_exec(access->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

static int read_key(struct staith_access *access, struct staith_err *err)
{
    sqlite3_stmt *statement =
        staith_access_prepare(access, "SELECT form FROM secret", 0, NULL, err);
    if (statement == NULL) {
        return STAITH_ERR_IO;
    }
    int code = STAITH_ERR_IO;
    if (sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_bytes(statement, 0) == (int)sizeof(access->key)) {
        memcpy(access->key, sqlite3_column_blob(statement, 0), sizeof(access->key));
        code = 0;
    } else {
        code = staith_access_fail(access, "reading accounts", err);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

static int make_ready(struct staith_access *access, const char *path, struct staith_err *err)
{
    int version = 0;
    int application = 0;
    (void)sqlite3_busy_timeout(access->db, BUSY_MS);
    if (sqlite3_exec(access->db,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                     " PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;",
                     NULL, NULL, NULL) != SQLITE_OK ||
        look(access, "PRAGMA user_version", &version) != 0 ||
        look(access, "PRAGMA application_id", &application) != 0) {
        return staith_access_fail(access, "opening the file of accounts", err);
    }
    if (version > VERSION || (version > 0 && application != APPLICATION_ID)) {
        (void)staith_err_set(err, STAITH_ERR_VERSION,
                             "the file of accounts is not of this program");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "use the newer program that wrote it");
        return STAITH_ERR_VERSION;
    }
    int code = version < VERSION ? make(access, err) : 0;
    if (code == 0 && staith_db_settle(access->db) != SQLITE_OK) {
        code = staith_access_fail(access, "syncing the file of accounts", err);
    }
    return code != 0 ? code : read_key(access, err);
}

int staith_access_open(const char *folder, const struct staith_outside *outside,
                       struct staith_access **ret_access, struct staith_err *err)
{
    char path[1024];
    int len = snprintf(path, sizeof(path), "%s/access.db", folder);
    if (len < 0 || (size_t)len >= sizeof(path)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of the state folder is too long");
    }
    if (sodium_init() < 0) {
        return staith_err_set(err, STAITH_ERR_IO, "random numbers are not available");
    }
    struct staith_access *access = calloc(1, sizeof(*access));
    if (access == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    access->outside = outside;
    staith_access_set_cost(access, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                           crypto_pwhash_MEMLIMIT_INTERACTIVE);
    /* What is in it is its owner's alone, whatever the umask of the command that made it. */
    const struct staith_places *places = staith_outside_places(outside);
    places->make_file(places->ctx, path);
    int result = staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &access->db);
    int code = 0;
    if (result != SQLITE_OK) {
        (void)staith_err_set(err, STAITH_ERR_IO, "the file of accounts cannot be opened");
        staith_err_at(err, path, 0, 0);
        code = STAITH_ERR_IO;
    }
    code = code != 0 ? code : make_ready(access, path, err);
    if (code != 0) {
        staith_access_close(access);
        return code;
    }
    *ret_access = access;
    return 0;
}

void staith_access_set_cost(struct staith_access *access, unsigned passes, size_t memory_bytes)
{
    access->passes = passes;
    access->memory_bytes = memory_bytes;
}

void staith_access_close(struct staith_access *access)
{
    if (access != NULL) {
        (void)sqlite3_close(access->db);
        sodium_memzero(access->key, sizeof(access->key));
        free(access);
    }
}
