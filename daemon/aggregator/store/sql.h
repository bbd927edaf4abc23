/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_SQL_H
#define STAITH_AGGREGATOR_STORE_SQL_H
/*
 * The seam between the store and the database it lies in: a driver is a table of functions that
 * prepares, binds and steps statements. What the store is and does is written once, above it, in
 * SQL that every driver takes; a driver may have a text of its own for a statement that cannot be
 * said so. Included by aggregator/store only.
 *
 *   sqlite.c       a file in the state folder, whose pages carry checksums
 *   postgresql.c   a database that several aggregators share
 */
#include "aggregator/store/db.h"

/** What a step came to; STAITH_STEP_OK is also that of binding. Anything else is a failure. */
enum { STAITH_STEP_OK = 0, STAITH_STEP_ROW = 100, STAITH_STEP_DONE = 101 };

struct staith_sql_driver;

/** A statement: the first member of the driver's own. */
struct staith_sql {
    const struct staith_sql_driver *driver;
};

struct staith_sql_driver {
    /** Open store->where, bring its schema up to date unless the store is read_only, and make sure
     *  that what it shows is durable. Errors as staith_store_open. */
    int (*open)(struct staith_store *store, struct staith_err *err);
    /** Every statement was finalized. Also after an open that failed. */
    void (*close)(struct staith_store *store);
    /** `text`: of STAITH_SQL_COUNT, which is none of the list; else not looked at. */
    int (*prepare)(struct staith_store *store, enum staith_store_statement which, const char *text,
                   struct staith_sql **ret_statement, struct staith_err *err);
    void (*finalize)(struct staith_sql *statement);
    /** Drop what was bound and what is left of the result. */
    void (*reset)(struct staith_sql *statement);
    int (*parameters)(struct staith_sql *statement);
    /** Parameters count from 1. What is bound outlives the run; NULL binds NULL. */
    int (*bind_text)(struct staith_sql *statement, int at, const char *text);
    int (*bind_blob)(struct staith_sql *statement, int at, const void *bytes, size_t len);
    int (*bind_int)(struct staith_sql *statement, int at, int64_t value);
    int (*step)(struct staith_sql *statement);
    /** Columns count from 0; pointers live until the next step. */
    int64_t (*int64)(struct staith_sql *statement, int at);
    const void *(*blob)(struct staith_sql *statement, int at);
    const char *(*text)(struct staith_sql *statement, int at);
    int (*bytes)(struct staith_sql *statement, int at);
    bool (*null)(struct staith_sql *statement, int at);
    int64_t (*last_id)(struct staith_store *store);
    int64_t (*changes)(struct staith_store *store);
    /** Rows were put into a table with keys of their own: the keys that the database gives from now
     *  on come after them. NULL: it sees to that by itself. */
    int (*count_on)(struct staith_store *store, const char *table, const char *key,
                    struct staith_err *err);
    /** The open transaction may stand still for as long as it takes, until its end. NULL: it may
     *  anyhow. */
    int (*stay)(struct staith_store *store, struct staith_err *err);
    bool (*is_open)(struct staith_store *store);
    int (*fail)(struct staith_store *store, const char *doing, struct staith_err *err);
};

extern const struct staith_sql_driver staith_sql_sqlite;
extern const struct staith_sql_driver staith_sql_postgresql;

/** The driver of a place: a file's path, or the address of a database (postgresql://...). */
const struct staith_sql_driver *staith_sql_driver_of(const char *where);

int staith_sql_step(struct staith_sql *statement);
int staith_sql_parameters(struct staith_sql *statement);
int64_t staith_sql_int64(struct staith_sql *statement, int at);
int staith_sql_int(struct staith_sql *statement, int at);
const void *staith_sql_blob(struct staith_sql *statement, int at);
int staith_sql_bytes(struct staith_sql *statement, int at);
bool staith_sql_null(struct staith_sql *statement, int at);
/** Id of the row that the last insert made; -1 when it cannot be had. */
int64_t staith_sql_last_id(struct staith_store *store);
/** Rows that the last statement changed. */
int64_t staith_sql_changes(struct staith_store *store);
/** staith_store_begin, for a transaction that may stand still for as long as it takes. */
int staith_sql_begin_long(struct staith_store *store, struct staith_err *err);
/** Whether a transaction is open. A driver may have ended it by itself on a failure. */
bool staith_sql_is_open(struct staith_store *store);

#endif
