/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_DATABASE_H
#define STAITH_QUERY_DATABASE_H
/*
 * One connection and one statement over ODBC, in a transaction that only reads and is always taken
 * back. An error carries the database's five-letter SQLSTATE and words of ours; what the server
 * itself says may quote a person's value and is given only to who asks for it by hand.
 */
#include "base/err.h"
#include "query/connection.h"

#include <sqltypes.h>
#include <stdbool.h>

struct staith_query_options {
    unsigned seconds;      /**< for connecting, and again for the statement; 1..86400 */
    bool login_reads_only; /**< go on where the database has no transaction that only reads */
    bool server_words;     /**< add what the server says to errors */
};

struct staith_query_database;

/** Connect. Opens files (drivers, certificates) and one socket; nothing after it opens any.
 *  STAITH_ERR_CONFIG: no such driver; STAITH_ERR_DENIED: the login; STAITH_ERR_AGAIN: not reached;
 *  STAITH_ERR_NOMEM. */
int staith_query_database_open(const struct staith_query_connection *connection,
                               const struct staith_query_options *options,
                               struct staith_query_database **ret_database, struct staith_err *err);
/** Begin the transaction and execute `sql` (UTF-8). STAITH_ERR_REFUSED: it writes, or the database
 *  cannot promise that it does not; STAITH_ERR_SYNTAX: it is no query here; STAITH_ERR_DENIED,
 *  STAITH_ERR_TIMEOUT, STAITH_ERR_AGAIN. */
int staith_query_database_execute(struct staith_query_database *database, const char *sql,
                                  struct staith_err *err);
/** The statement, for rows.c: the database's. */
SQLHANDLE staith_query_database_statement(const struct staith_query_database *database);
/** What went wrong with the statement last. `doing`: "reading the rows". */
int staith_query_database_fault(const struct staith_query_database *database, const char *doing,
                                struct staith_err *err);
/** Take the transaction back and disconnect. NULL is allowed. */
void staith_query_database_close(struct staith_query_database *database);

#endif
