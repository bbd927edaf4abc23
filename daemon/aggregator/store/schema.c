/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema and its migrations. Step i of the list takes a file from user_version i to i + 1; a
 * step that has left this repository is never changed, a new one is added. Each runs in its own
 * immediate transaction, after looking at the version again: two programs may open at once.
 *
 * Vintages: a release row is never changed but for its standing and for `newest`, which says what
 * is shown of a council, dataset and period (standing.c): 1 for the release that is shown, 2 for
 * one that was withdrawn and of which that alone is shown, 0 for all others. A release is a whole
 * statement: a measure that a later one no longer holds is gone from the newest vintage too.
 */
#include "aggregator/store/db.h"
#include "db/db.h"

#include <stdio.h>

/* "STAR": a store of the region. */
enum { APPLICATION_ID = 0x53544152 };

static const char *const STEPS[] = {
    "CREATE TABLE epoch("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, authority TEXT NOT NULL, epoch INTEGER NOT NULL,"
    " number INTEGER NOT NULL, hash BLOB NOT NULL,"
    " UNIQUE(authority, epoch)) STRICT;"
    "CREATE TABLE record("
    " id INTEGER PRIMARY KEY, epoch_id INTEGER NOT NULL REFERENCES epoch(id),"
    " number INTEGER NOT NULL, kind INTEGER NOT NULL, refused INTEGER NOT NULL,"
    " previous BLOB, hash BLOB NOT NULL, signature BLOB, payload BLOB,"
    " received_unix_ms INTEGER NOT NULL, UNIQUE(epoch_id, number)) STRICT;"
    "CREATE TABLE catalogue("
    " id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, dataset TEXT NOT NULL,"
    " plugin TEXT NOT NULL, plugin_version TEXT NOT NULL,"
    " record_id INTEGER NOT NULL REFERENCES record(id)) STRICT;"
    "CREATE TABLE measure("
    " catalogue_id INTEGER NOT NULL REFERENCES catalogue(id), position INTEGER NOT NULL,"
    " code TEXT NOT NULL, label TEXT NOT NULL, definition TEXT, unit INTEGER NOT NULL,"
    " aggregation INTEGER NOT NULL, PRIMARY KEY(catalogue_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE indicator("
    " catalogue_id INTEGER NOT NULL REFERENCES catalogue(id), position INTEGER NOT NULL,"
    " code TEXT NOT NULL, label TEXT NOT NULL, unit_label TEXT, definition TEXT, source TEXT,"
    " scale INTEGER NOT NULL, decimals INTEGER NOT NULL, polarity INTEGER NOT NULL,"
    " flags INTEGER NOT NULL, PRIMARY KEY(catalogue_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE release("
    " record_id INTEGER PRIMARY KEY REFERENCES record(id), authority TEXT NOT NULL,"
    " epoch_id INTEGER NOT NULL, number INTEGER NOT NULL, dataset TEXT NOT NULL,"
    " period_kind INTEGER NOT NULL, period_year INTEGER NOT NULL, period_part INTEGER NOT NULL,"
    " audience INTEGER NOT NULL, policy TEXT NOT NULL, catalogue_hash BLOB NOT NULL,"
    " newest INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX release_newest ON release"
    "(dataset, period_kind, period_year, period_part, authority) WHERE newest = 1;"
    "CREATE TABLE cell("
    " record_id INTEGER NOT NULL REFERENCES release(record_id), position INTEGER NOT NULL,"
    " tab TEXT NOT NULL, measure TEXT NOT NULL, place TEXT NOT NULL,"
    " dimensions INTEGER NOT NULL, status INTEGER NOT NULL, value INTEGER NOT NULL,"
    " lo INTEGER NOT NULL, hi INTEGER NOT NULL, reason TEXT,"
    " PRIMARY KEY(record_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE quarantine("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, authority TEXT NOT NULL, epoch INTEGER NOT NULL,"
    " number INTEGER NOT NULL, kind INTEGER NOT NULL, hash BLOB, payload BLOB,"
    " reason TEXT NOT NULL, detail TEXT, received_unix_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX quarantine_authority ON quarantine(authority, id);"
    "CREATE TABLE national_vintage("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, source TEXT NOT NULL, source_hash BLOB NOT NULL,"
    " imported_unix_ms INTEGER NOT NULL) STRICT;"
    "CREATE TABLE national("
    " period TEXT NOT NULL, area TEXT NOT NULL, item TEXT NOT NULL, vintage INTEGER NOT NULL"
    " REFERENCES national_vintage(id), area_name TEXT NOT NULL, level TEXT NOT NULL,"
    " joint TEXT NOT NULL, status INTEGER NOT NULL, value INTEGER NOT NULL,"
    " decimals INTEGER NOT NULL, PRIMARY KEY(period, area, item, vintage)) STRICT, WITHOUT ROWID;",
    /* An operator's word on a council's ledger, which outlives the process that took it. */
    "CREATE TABLE accepted("
    " authority TEXT PRIMARY KEY, epoch INTEGER NOT NULL, accepted_unix_ms INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;",
    /* What may be shown: what the region said of a release and of a catalogue, what the council
     * said of a dataset and period, and the time before which a release is not shown. What was
     * stored before was shown, and its newest catalogue was the region's. */
    "ALTER TABLE release ADD COLUMN standing INTEGER NOT NULL DEFAULT 1;"
    "ALTER TABLE release ADD COLUMN judged_unix_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE release ADD COLUMN show_from_unix_ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE release ADD COLUMN embargoed INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX release_embargoed ON release(show_from_unix_ms) WHERE embargoed = 1;"
    "CREATE INDEX release_period ON release"
    "(authority, dataset, period_kind, period_year, period_part);"
    "CREATE INDEX release_catalogue ON release(catalogue_hash);"
    "ALTER TABLE catalogue ADD COLUMN state INTEGER NOT NULL DEFAULT 1;"
    "UPDATE catalogue SET state = 2 WHERE id IN (SELECT max(id) FROM catalogue GROUP BY dataset);"
    "CREATE UNIQUE INDEX catalogue_leads ON catalogue(dataset) WHERE state = 2;"
    "CREATE TABLE notice("
    " record_id INTEGER PRIMARY KEY REFERENCES record(id), authority TEXT NOT NULL,"
    " epoch_id INTEGER NOT NULL, number INTEGER NOT NULL, dataset TEXT NOT NULL,"
    " period_kind INTEGER NOT NULL, period_year INTEGER NOT NULL, period_part INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, at_unix_ms INTEGER NOT NULL, reason TEXT NOT NULL) STRICT;"
    "CREATE INDEX notice_period ON notice"
    "(authority, dataset, period_kind, period_year, period_part, epoch_id, number);"
    "CREATE TABLE verdict("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, record_id INTEGER REFERENCES release(record_id),"
    " catalogue_id INTEGER REFERENCES catalogue(id), standing INTEGER NOT NULL,"
    " officer TEXT NOT NULL, role TEXT NOT NULL, reason TEXT NOT NULL,"
    " given_unix_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX verdict_record ON verdict(record_id, id);"
    "CREATE INDEX verdict_catalogue ON verdict(catalogue_id, id);",
    /* The region's own records, a chain for each council, and the epoch that they are in. */
    "CREATE TABLE region(epoch INTEGER NOT NULL) STRICT;"
    "CREATE TABLE word("
    " authority TEXT NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " previous BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL, payload BLOB NOT NULL,"
    " given_unix_ms INTEGER NOT NULL, PRIMARY KEY(authority, number)) STRICT, WITHOUT ROWID;",
    /* What a release was before anybody said a word: without it no earlier state can be told. */
    "ALTER TABLE release ADD COLUMN first_standing INTEGER NOT NULL DEFAULT 1;",
    /* The hash of the comparison that each council was told last. */
    "CREATE TABLE told("
    " authority TEXT NOT NULL, dataset TEXT NOT NULL, hash BLOB NOT NULL,"
    " PRIMARY KEY(authority, dataset)) STRICT, WITHOUT ROWID;",
    /* Tables that the region hands to its councils: each import, packed. */
    "CREATE TABLE handout("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, payload BLOB NOT NULL,"
    " source_hash BLOB NOT NULL, imported_unix_ms INTEGER NOT NULL) STRICT;"
    "CREATE INDEX handout_name ON handout(name, id);",
    /* What is shown is read out of the records, as they were signed: no second copy of a figure
     * lies beside them. Of a council, dataset and period one release is shown or withdrawn. */
    "DROP TABLE cell;"
    "DROP INDEX release_newest;"
    "CREATE UNIQUE INDEX release_newest ON release"
    "(dataset, period_kind, period_year, period_part, authority) WHERE newest <> 0;"
    "DROP INDEX release_period;"
    "CREATE INDEX release_period ON release"
    "(authority, dataset, period_kind, period_year, period_part, epoch_id, number);",
};
enum { VERSION = sizeof(STEPS) / sizeof(STEPS[0]) };

int64_t staith_store_schema_version(void)
{
    return VERSION;
}

const char *staith_store_schema_step(int64_t from)
{
    return STEPS[from];
}

int staith_store_version_fits(int64_t version, bool read_only, const char *where,
                              struct staith_err *err)
{
    if (version > VERSION) {
        (void)staith_err_set(err, STAITH_ERR_VERSION,
                             "the store has version %lld; this program knows up to %d",
                             (long long)version, (int)VERSION);
        staith_err_at(err, where, 0, 0);
        staith_err_remedy(err, "use the newer program that wrote it, or another store");
        return STAITH_ERR_VERSION;
    }
    if (read_only && version < VERSION) {
        (void)staith_err_set(err, STAITH_ERR_VERSION,
                             "the store has version %lld; this program reads %d",
                             (long long)version, (int)VERSION);
        staith_err_at(err, where, 0, 0);
        staith_err_remedy(err, "start staith-aggregator once: it brings the store up to date");
        return STAITH_ERR_VERSION;
    }
    return 0;
}

static int fail(sqlite3 *db, const char *path, struct staith_err *err)
{
    int code = sqlite3_errcode(db) == SQLITE_BUSY ? STAITH_ERR_AGAIN : STAITH_ERR_IO;
    (void)staith_err_set(err, code, "the store could not be made ready: %s", sqlite3_errmsg(db));
    staith_err_at(err, path, 0, 0);
    return code;
}

static int pragma_int(sqlite3 *db, const char *sql, int *ret_value)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        return STAITH_ERR_IO;
    }
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) {
        *ret_value = sqlite3_column_int(statement, 0);
    }
    (void)sqlite3_finalize(statement);
    return result == SQLITE_ROW ? 0 : STAITH_ERR_IO;
}

static int look(sqlite3 *db, const char *path, int *ret_version, struct staith_err *err)
{
    int version = 0;
    int application = 0;
    if (pragma_int(db, "PRAGMA user_version", &version) != 0 ||
        pragma_int(db, "PRAGMA application_id", &application) != 0) {
        return fail(db, path, err);
    }
    if (version > VERSION || (version > 0 && application != APPLICATION_ID)) {
        (void)staith_err_set(err, STAITH_ERR_VERSION,
                             "the store has version %d; this program knows up to %d", version,
                             (int)VERSION);
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "use the newer program that wrote it, or another state folder");
        return STAITH_ERR_VERSION;
    }
    *ret_version = version;
    return 0;
}

static int step(sqlite3 *db, int from, const char *path, struct staith_err *err)
{
    char sql[96];
    (void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                   (int)APPLICATION_ID, from + 1);
    if (sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
        return fail(db, path, err);
    }
    int version = 0;
    int code = look(db, path, &version, err);
    if (code == 0 && version == from) {
        if (sqlite3_exec(db, STEPS[from], NULL, NULL, NULL) != SQLITE_OK ||
            sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
            code = fail(db, path, err);
        }
    }
    if (code == 0 && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
        code = fail(db, path, err);
    }
    if (code != 0 && sqlite3_get_autocommit(db) == 0) {
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

int staith_store_migrate(sqlite3 *db, bool read_only, const char *path, struct staith_err *err)
{
    int version = 0;
    int code = look(db, path, &version, err);
    if (code != 0) {
        return code;
    }
    code = staith_store_version_fits(version, read_only, path, err);
    if (code != 0) {
        return code;
    }
    for (int from = version; from < (int)VERSION; from++) {
        code = step(db, from, path, err);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

int staith_store_resync(sqlite3 *db, const char *path, struct staith_err *err)
{
    int rc = staith_db_settle(db) & 0xFF;
    if (rc == SQLITE_BUSY) {
        (void)staith_err_set(err, STAITH_ERR_AGAIN, "the store is being read for too long");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "end what reads it, and start again");
        return STAITH_ERR_AGAIN;
    }
    return rc == SQLITE_OK ? 0 : fail(db, path, err);
}
