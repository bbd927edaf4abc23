/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store in PostgreSQL: what its server must be, and the schema.
 */
#include "aggregator/store/postgresql.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDLE_MS = 60000, /* a transaction that stands still so long is ended by the server */
    OLDEST_VERSION = 130000
};

/* Of the schema, so that two stores in one database do not wait for each other. */
#define LOCK                                                                                       \
    "SELECT pg_advisory_xact_lock(hashtextextended('staith store ' || current_schema(), 0))"

/* The store's version and how often it was written. */
#define BEGINNING                                                                                  \
    "CREATE TABLE IF NOT EXISTS staith_version AS"                                                 \
    " SELECT 0::BIGINT AS version, 1::BIGINT AS changes"

static struct staith_pg *pg_of(const struct staith_store *store)
{
    const struct staith_store_pg *database = store->db;
    return database->pg;
}

bool staith_store_pg_begin(struct staith_pg *pg)
{
    if (!staith_pg_run(pg, "BEGIN")) {
        return false;
    }
    if (staith_pg_run(pg, LOCK)) {
        return true;
    }
    const struct staith_pg why = *pg;
    (void)staith_pg_run(pg, "ROLLBACK");
    staith_pg_say(pg, why.state, why.message);
    return false;
}

static int settings(struct staith_store *store, struct staith_err *err)
{
    char text[320];
    (void)snprintf(text, sizeof(text),
                   "SET synchronous_commit = on; SET lock_timeout = %d; SET statement_timeout = %d;"
                   " SET idle_in_transaction_session_timeout = %d;"
                   " SET default_transaction_isolation = 'read committed';"
                   " SET default_transaction_read_only = %s",
                   (int)STAITH_STORE_BUSY_MS, (int)STAITH_PG_ANSWER_MS - 1000, (int)IDLE_MS,
                   store->read_only ? "on" : "off");
    return staith_pg_run(pg_of(store), text)
               ? 0
               : staith_pg_fail(pg_of(store), "setting up the store", err);
}

static int refuse(const struct staith_pg *pg, int code, const char *what, const char *remedy,
                  struct staith_err *err)
{
    (void)staith_err_set(err, code, "%s", what);
    staith_err_at(err, pg->shown, 0, 0);
    staith_err_remedy(err, "%s", remedy);
    return code;
}

/* What a commit is worth there, and whether a flipped bit would be found. */
static int check_server(struct staith_store *store, struct staith_err *err)
{
    static const struct {
        const char *ask;
        const char *what;
        const char *remedy;
    } needs[] = {
        {"SELECT current_setting('server_encoding') = 'UTF8'", "the database is not in UTF-8",
         "make one with `createdb --encoding UTF8 --template template0`"},
        {"SELECT current_setting('fsync')::bool AND current_setting('full_page_writes')::bool",
         "the database does not keep what it commits: fsync or full_page_writes is off",
         "turn both on in postgresql.conf"},
        {"SELECT current_setting('data_checksums')::bool",
         "the database has no checksums: a flipped bit would be shown as a number",
         "stop the server, run `pg_checksums --enable` on its folder, and start it"},
    };
    struct staith_pg *pg = pg_of(store);
    if (PQserverVersion(pg->connection) < OLDEST_VERSION) {
        return refuse(pg, STAITH_ERR_VERSION, "the database is older than PostgreSQL 13",
                      "use a newer one", err);
    }
    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
        int64_t is = 0;
        if (!staith_pg_number(pg, needs[i].ask, &is)) {
            return staith_pg_fail(pg_of(store), "asking how the database is set up", err);
        }
        if (is == 0) {
            return refuse(pg, STAITH_ERR_CONFIG, needs[i].what, needs[i].remedy, err);
        }
    }
    return 0;
}

static int version_of(struct staith_store *store, int64_t *ret_version, struct staith_err *err)
{
    struct staith_pg *pg = pg_of(store);
    int64_t there = 0;
    *ret_version = 0;
    if (!staith_pg_number(pg, "SELECT to_regclass('staith_version') IS NOT NULL", &there) ||
        (there != 0 && !staith_pg_number(pg, "SELECT version FROM staith_version", ret_version))) {
        return staith_pg_fail(pg_of(store), "reading the version of the store", err);
    }
    if (*ret_version == 0 && store->read_only) {
        return refuse(pg, STAITH_ERR_NOTFOUND, "the store cannot be opened: there is none",
                      "start staith-aggregator first: it makes the store", err);
    }
    return staith_store_version_fits(*ret_version, store->read_only, pg->shown, err);
}

/* A transaction that writes is counted, so that others see that there is something new. */
bool staith_store_pg_commit(struct staith_store_pg *database)
{
    const bool wrote = database->wrote;
    bool good =
        !wrote || staith_pg_run(database->pg, "UPDATE staith_version SET changes = changes + 1");
    good = good && staith_pg_commit(database->pg);
    database->own += good && wrote ? 1 : 0;
    return good;
}

static bool step(struct staith_pg *pg, int64_t from)
{
    char version[64];
    char *text = staith_store_pg_schema(staith_store_schema_step(from));
    (void)snprintf(version, sizeof(version), "UPDATE staith_version SET version = %d",
                   (int)from + 1);
    if (text == NULL) {
        staith_pg_say(pg, "53200", "out of memory");
    }
    bool good = text != NULL && staith_pg_run(pg, text) && staith_pg_run(pg, version);
    free(text);
    return good;
}

/* All missing steps in one transaction under the lock: two programs may open at once. */
static int migrate(struct staith_store *store, struct staith_err *err)
{
    struct staith_pg *pg = pg_of(store);
    int64_t version = 0;
    int code = version_of(store, &version, err);
    if (code != 0 || store->read_only || version == staith_store_schema_version()) {
        return code;
    }
    if (!staith_store_pg_begin(pg)) {
        return staith_pg_fail(pg_of(store), "bringing the store up to date", err);
    }
    code = version_of(store, &version, err);
    bool good = code == 0 && (version != 0 || staith_pg_run(pg, BEGINNING));
    for (; good && version < staith_store_schema_version(); version++) {
        good = step(pg, version);
    }
    good = good && staith_pg_commit(pg);
    if (code == 0 && !good) {
        code = staith_pg_fail(pg_of(store), "bringing the store up to date", err);
    }
    if (code != 0) {
        (void)staith_pg_run(pg, "ROLLBACK");
    }
    return code;
}

static int on_open(struct staith_store *store, struct staith_err *err)
{
    struct staith_store_pg *database = calloc(1, sizeof(*database));
    store->db = database;
    if (database == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the database");
    }
    int code = staith_pg_open(store->where, &database->pg, err);
    code = code != 0 ? code : settings(store, err);
    code = code != 0 ? code : check_server(store, err);
    return code != 0 ? code : migrate(store, err);
}

static void on_close(struct staith_store *store)
{
    struct staith_store_pg *database = store->db;
    if (database != NULL) {
        staith_pg_close(database->pg);
        free(database);
    }
}

static int on_fail(struct staith_store *store, const char *doing, struct staith_err *err)
{
    return staith_pg_fail(pg_of(store), doing, err);
}

static int on_prepare(struct staith_store *store, enum staith_store_statement which,
                      const char *text, struct staith_sql **ret_statement, struct staith_err *err)
{
    return staith_store_pg_statement(store->db, which, text, ret_statement, err);
}

/* Names are the schema's own and need no quotes. */
static int on_count_on(struct staith_store *store, const char *table, const char *key,
                       struct staith_err *err)
{
    char text[256];
    int64_t next = 0;
    int len = snprintf(text, sizeof(text),
                       "SELECT setval(pg_get_serial_sequence('%s', '%s'),"
                       " (SELECT coalesce(max(%s), 0) + 1 FROM %s), false)",
                       table, key, key, table);
    if (len < 0 || (size_t)len >= sizeof(text)) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "the name of a table is too long");
    }
    return staith_pg_number(pg_of(store), text, &next)
               ? 0
               : staith_pg_fail(pg_of(store), "setting what is counted on from", err);
}

static int on_stay(struct staith_store *store, struct staith_err *err)
{
    return staith_pg_run(pg_of(store), "SET LOCAL idle_in_transaction_session_timeout = 0")
               ? 0
               : staith_pg_fail(pg_of(store), "setting up a long transaction", err);
}

static int64_t on_last_id(struct staith_store *store)
{
    int64_t id = -1;
    (void)staith_pg_number(pg_of(store), "SELECT lastval()", &id);
    return id;
}

static int64_t on_changes(struct staith_store *store)
{
    return ((const struct staith_store_pg *)store->db)->changes;
}

static bool on_is_open(struct staith_store *store)
{
    return staith_pg_in_transaction(pg_of(store));
}

const struct staith_sql_driver staith_sql_postgresql = {
    .open = on_open,
    .close = on_close,
    .prepare = on_prepare,
    .finalize = staith_store_pg_finalize,
    .reset = staith_store_pg_reset,
    .parameters = staith_store_pg_parameters,
    .bind_text = staith_store_pg_bind_text,
    .bind_blob = staith_store_pg_bind_blob,
    .bind_int = staith_store_pg_bind_int,
    .step = staith_store_pg_step,
    .int64 = staith_store_pg_column_int64,
    .blob = staith_store_pg_column_blob,
    .text = staith_store_pg_column_text,
    .bytes = staith_store_pg_column_bytes,
    .null = staith_store_pg_column_null,
    .last_id = on_last_id,
    .changes = on_changes,
    .count_on = on_count_on,
    .stay = on_stay,
    .is_open = on_is_open,
    .fail = on_fail,
};
