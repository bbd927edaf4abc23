/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_STORE_POSTGRESQL_H
#define STAITH_AGGREGATOR_STORE_POSTGRESQL_H
/*
 * Inside the driver for PostgreSQL alone. Tables lie in the first schema of the connection's search
 * path. One writes at a time, as with a file: a transaction that writes begins by taking a lock of
 * the schema's, so that what several aggregators do has an order, and is what one alone could have
 * done.
 */
#include "aggregator/store/sql.h"
#include "pg/pg.h"

/** Of one statement; a copy puts many rows at once. */
enum { STAITH_STORE_PG_PARAMETERS = 600 };

/** store->db. */
struct staith_store_pg {
    struct staith_pg *pg;
    int64_t changes; /**< rows that the last statement changed */
    int64_t own;     /**< commits that changed something, which the count of changes has too */
    bool wrote;      /**< the transaction that is open changed something */
    unsigned named;  /**< statements that are none of the list, so that each has a name */
};

/** Begin to write: the transaction and the lock. */
bool staith_store_pg_begin(struct staith_pg *pg);
/** Commit, and count what wrote. */
bool staith_store_pg_commit(struct staith_store_pg *database);

/* ---- postgresql_text.c: our SQL in PostgreSQL's words. Heap; NULL without memory ---- */

/** A statement: its own text where it has one, with $1 for ?1; `sql`: of STAITH_SQL_COUNT. */
char *staith_store_pg_text(enum staith_store_statement which, const char *sql, int *ret_parameters);
/** A step of the schema. */
char *staith_store_pg_schema(const char *step);

/* ---- postgresql_statement.c: the part of the driver's table that is about statements ---- */

/** A statement of the connection, prepared there. */
int staith_store_pg_statement(struct staith_store_pg *database, enum staith_store_statement which,
                              const char *text, struct staith_sql **ret_statement,
                              struct staith_err *err);
void staith_store_pg_finalize(struct staith_sql *statement);
void staith_store_pg_reset(struct staith_sql *statement);
int staith_store_pg_parameters(struct staith_sql *statement);
int staith_store_pg_bind_text(struct staith_sql *statement, int at, const char *text);
int staith_store_pg_bind_blob(struct staith_sql *statement, int at, const void *bytes, size_t len);
int staith_store_pg_bind_int(struct staith_sql *statement, int at, int64_t value);
int staith_store_pg_step(struct staith_sql *statement);
int64_t staith_store_pg_column_int64(struct staith_sql *statement, int at);
const void *staith_store_pg_column_blob(struct staith_sql *statement, int at);
const char *staith_store_pg_column_text(struct staith_sql *statement, int at);
int staith_store_pg_column_bytes(struct staith_sql *statement, int at);
bool staith_store_pg_column_null(struct staith_sql *statement, int at);

#endif
