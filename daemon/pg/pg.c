/* SPDX-License-Identifier: Apache-2.0 */
#include "pg/pg.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- answers ---- */

void staith_pg_say(struct staith_pg *pg, const char *state, const char *message)
{
    (void)snprintf(pg->state, sizeof(pg->state), "%s", state != NULL ? state : "");
    (void)snprintf(pg->message, sizeof(pg->message), "%s", message != NULL ? message : "");
    for (char *at = pg->message; *at != '\0'; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until a result can be had without waiting. */
static bool wait_for(struct staith_pg *pg, int64_t until_ms)
{
    for (;;) {
        const int unsent = PQflush(pg->connection);
        if (unsent < 0) {
            return false;
        }
        if (unsent == 0 && PQisBusy(pg->connection) == 0) {
            return true;
        }
        struct pollfd look = {.fd = PQsocket(pg->connection),
                              .events = (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN)};
        const int64_t left = until_ms - now_ms();
        if (look.fd < 0 || left <= 0 || poll(&look, 1, (int)left) == 0) {
            pg->silent = look.fd >= 0;
            return false;
        }
        if (PQconsumeInput(pg->connection) == 0) {
            return false;
        }
    }
}

PGresult *staith_pg_answer(struct staith_pg *pg, int sent)
{
    const int64_t until_ms = now_ms() + STAITH_PG_ANSWER_MS;
    PGresult *last = NULL;
    if (sent != 1) {
        return NULL;
    }
    for (;;) {
        PGresult *next = wait_for(pg, until_ms) ? PQgetResult(pg->connection) : NULL;
        if (next == NULL) {
            break;
        }
        const bool failed = last != NULL && PQresultStatus(last) == PGRES_FATAL_ERROR;
        PQclear(failed ? next : last);
        last = failed ? last : next;
    }
    if (pg->silent) {
        PQclear(last);
        return NULL;
    }
    return last;
}

bool staith_pg_good(struct staith_pg *pg, const PGresult *result)
{
    const ExecStatusType status = result != NULL ? PQresultStatus(result) : PGRES_FATAL_ERROR;
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        return true;
    }
    if (result != NULL) {
        staith_pg_say(pg, PQresultErrorField(result, PG_DIAG_SQLSTATE),
                      PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    }
    if (pg->message[0] == '\0' || result == NULL) {
        staith_pg_say(pg, "", pg->silent ? "it does not answer" : PQerrorMessage(pg->connection));
    }
    return false;
}

bool staith_pg_run(struct staith_pg *pg, const char *text)
{
    PGresult *result = staith_pg_answer(pg, PQsendQuery(pg->connection, text));
    bool good = staith_pg_good(pg, result);
    PQclear(result);
    return good;
}

/* Of pg_type, as in postgresql_statement.c. */
int64_t staith_pg_int64(const PGresult *result, int row, int column)
{
    static const uint8_t none = 0;
    const int len = PQgetisnull(result, row, column) != 0 ? 0 : PQgetlength(result, row, column);
    const uint8_t *bytes = (const uint8_t *)PQgetvalue(result, row, column);
    uint64_t number = 0;
    bytes = bytes != NULL ? bytes : &none;
    if (len != 1 && len != 2 && len != 4 && len != 8) {
        return 0;
    }
    if (len > 1 && (bytes[0] & 0x80) != 0) {
        number = UINT64_MAX;
    }
    for (int i = 0; i < len; i++) {
        number = (number << 8) | bytes[i];
    }
    return (int64_t)number;
}

bool staith_pg_number(struct staith_pg *pg, const char *text, int64_t *ret_number)
{
    PGresult *result =
        staith_pg_answer(pg, PQsendQueryParams(pg->connection, text, 0, NULL, NULL, NULL, NULL, 1));
    bool good = staith_pg_good(pg, result) && PQntuples(result) == 1;
    if (good) {
        *ret_number = staith_pg_int64(result, 0, 0);
    }
    PQclear(result);
    return good;
}

bool staith_pg_commit(struct staith_pg *pg)
{
    PGresult *result = staith_pg_answer(pg, PQsendQuery(pg->connection, "COMMIT"));
    bool good = staith_pg_good(pg, result);
    if (good && strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        staith_pg_say(pg, "25P02", "the transaction was rolled back");
        good = false;
    }
    PQclear(result);
    return good;
}

/* ---- errors ---- */

static int code_of(const char *state)
{
    static const struct {
        const char *state; /* or its class, two characters */
        int code;
    } codes[] = {
        {"23505", STAITH_ERR_EXISTS}, {"40", STAITH_ERR_AGAIN},     {"55P03", STAITH_ERR_AGAIN},
        {"53200", STAITH_ERR_NOMEM},  {"25006", STAITH_ERR_DENIED}, {"42501", STAITH_ERR_DENIED},
        {"28", STAITH_ERR_DENIED},    {"54", STAITH_ERR_LIMIT},
    };
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (strncmp(state, codes[i].state, strlen(codes[i].state)) == 0) {
            return codes[i].code;
        }
    }
    return STAITH_ERR_IO;
}

bool staith_pg_gone(const struct staith_pg *pg)
{
    return pg->silent || PQstatus(pg->connection) != CONNECTION_OK;
}

int staith_pg_fail(const struct staith_pg *pg, const char *doing, struct staith_err *err)
{
    const bool gone = staith_pg_gone(pg);
    const int code = gone ? STAITH_ERR_IO : code_of(pg->state);
    (void)staith_err_set(err, code, "%s failed: %s%s", doing,
                         gone ? "the database is out of reach: " : "", pg->message);
    staith_err_at(err, pg->shown, 0, 0);
    if (gone) {
        staith_err_remedy(err, "see to the database: nothing is acknowledged until it is back, and "
                               "then all goes on by itself");
    } else if (strcmp(pg->state, "53100") == 0) {
        staith_err_remedy(err, "free space on the disk of the database");
    } else if (strncmp(pg->state, "XX001", 5) == 0 || strncmp(pg->state, "XX002", 5) == 0) {
        staith_err_remedy(err, "the database is damaged: restore it from a backup");
    }
    return code;
}

/* ---- opening ---- */

static void no_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static void show(struct staith_pg *pg)
{
    const char *host = PQhost(pg->connection);
    const char *port = PQport(pg->connection);
    const char *name = PQdb(pg->connection);
    (void)snprintf(pg->shown, sizeof(pg->shown), "postgresql://%s:%s/%s", host != NULL ? host : "",
                   port != NULL ? port : "", name != NULL ? name : "");
}

int staith_pg_open(const char *address, struct staith_pg **ret_pg, struct staith_err *err)
{
    static const char *const names[] = {"application_name", "connect_timeout", "tcp_user_timeout",
                                        "client_encoding",  "dbname",          NULL};
    char seconds[16];
    char most[16];
    struct staith_pg *pg = calloc(1, sizeof(*pg));
    (void)snprintf(seconds, sizeof(seconds), "%d", (int)STAITH_PG_CONNECT_S);
    (void)snprintf(most, sizeof(most), "%d", (int)STAITH_PG_ANSWER_MS);
    const char *const values[] = {"staith", seconds, most, "UTF8", address, NULL};
    if (pg != NULL) {
        pg->connection = PQconnectdbParams(names, values, 1);
    }
    if (pg == NULL || pg->connection == NULL) {
        free(pg);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a database");
    }
    *ret_pg = pg;
    show(pg);
    if (PQstatus(pg->connection) != CONNECTION_OK || PQsetnonblocking(pg->connection, 1) != 0) {
        staith_pg_say(pg, "", PQerrorMessage(pg->connection));
        return staith_pg_fail(pg, "opening the database", err);
    }
    (void)PQsetNoticeProcessor(pg->connection, no_notice, NULL);
    return 0;
}

void staith_pg_close(struct staith_pg *pg)
{
    if (pg != NULL) {
        PQfinish(pg->connection);
        free(pg);
    }
}

bool staith_pg_in_transaction(const struct staith_pg *pg)
{
    const PGTransactionStatusType status = PQtransactionStatus(pg->connection);
    return !pg->silent && (status == PQTRANS_INTRANS || status == PQTRANS_INERROR);
}
