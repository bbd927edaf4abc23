/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_PG_PG_H
#define STAITH_PG_PG_H
/*
 * A connection to PostgreSQL whose every wait has an end: a server that stands still costs
 * STAITH_PG_ANSWER_MS once, and then the connection is given up. Passwords stay in the address, in
 * ~/.pgpass or wherever libpq finds them; no message repeats one.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/* libpq's own names, so that who includes this needs no folder of its headers */
struct pg_conn;
struct pg_result;

enum { STAITH_PG_ANSWER_MS = 20000, STAITH_PG_CONNECT_S = 5, STAITH_PG_SHOWN_BYTES = 256 };

struct staith_pg {
    struct pg_conn *connection;
    char shown[STAITH_PG_SHOWN_BYTES]; /**< the place, for messages: never a password */
    char state[6];                     /**< SQLSTATE of the last failure; "": none */
    char message[256];                 /**< its words, one line */
    bool silent; /**< it did not answer in time: nothing more is asked of it */
};

/** Connect to `address` (postgresql://...). Heap. On a failure *ret_pg is there too, unless there
 * is no memory, to say why (staith_pg_fail). */
int staith_pg_open(const char *address, struct staith_pg **ret_pg, struct staith_err *err);
/** NULL is allowed. */
void staith_pg_close(struct staith_pg *pg);
/** Whether nothing can be asked any more. */
bool staith_pg_gone(const struct staith_pg *pg);
/** Our code for the last failure, and the error in words; `doing`: "storing a release". */
int staith_pg_fail(const struct staith_pg *pg, const char *doing, struct staith_err *err);
/** Set the last failure. */
void staith_pg_say(struct staith_pg *pg, const char *state, const char *message);

/** Wait for the answer to what was sent. The last result, or NULL; the caller's to PQclear. `sent`:
 *  what sending came to. */
struct pg_result *staith_pg_answer(struct staith_pg *pg, int sent);
/** Whether a result is what was asked for; the last failure when it is not. */
bool staith_pg_good(struct staith_pg *pg, const struct pg_result *result);
/** Run texts that give no rows, one behind the other. */
bool staith_pg_run(struct staith_pg *pg, const char *text);
/** Run one text that gives a number, or true or false. */
bool staith_pg_number(struct staith_pg *pg, const char *text, int64_t *ret_number);
/** An integer or truth value of a binary result; 0 for NULL and all else. */
int64_t staith_pg_int64(const struct pg_result *result, int row, int column);
/** Commit. False also when the server rolled back instead, which it says in a good result. */
bool staith_pg_commit(struct staith_pg *pg);
/** Whether a transaction is open, or has failed and is to be rolled back. */
bool staith_pg_in_transaction(const struct staith_pg *pg);

#endif
