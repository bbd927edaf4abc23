/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A statement is prepared when it first runs, because only what is bound says of which type its
 * parameters are. Values go and come in binary. A result is taken whole: every one of the store's
 * has a maximum.
 */
#include "aggregator/store/postgresql.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 8 };

struct parameter {
    bool is_number;
    const char *value; /* NULL: NULL */
    int len;
    char number[NUMBER_BYTES];
};

struct statement {
    struct staith_sql base;
    struct staith_store_pg *database;
    enum staith_store_statement which;
    char name[16];
    char *text;
    int count;
    struct parameter *parameters; /* `count` of them */
    PGresult *result;
    int row;
};

static struct statement *of(struct staith_sql *statement)
{
    return (struct statement *)(void *)statement;
}

/* The first of the list begin, mark and end transactions. They are not prepared: a transaction that
 * failed prepares nothing, and these are to end it. */
static bool is_of_transactions(enum staith_store_statement which)
{
    return which <= STAITH_SQL_UNDO;
}

static bool prepare(struct statement *statement)
{
    struct staith_pg *pg = statement->database->pg;
    PGresult *result = staith_pg_answer(
        pg, PQsendPrepare(pg->connection, statement->name, statement->text, 0, NULL));
    bool good = staith_pg_good(pg, result);
    PQclear(result);
    return good;
}

int staith_store_pg_statement(struct staith_store_pg *database, enum staith_store_statement which,
                              const char *text, struct staith_sql **ret_statement,
                              struct staith_err *err)
{
    struct statement *statement = calloc(1, sizeof(*statement));
    if (statement != NULL) {
        statement->text = staith_store_pg_text(which, text, &statement->count);
        statement->parameters =
            calloc((size_t)statement->count + 1, sizeof(*statement->parameters));
    }
    if (statement == NULL || statement->text == NULL || statement->parameters == NULL ||
        statement->count > STAITH_STORE_PG_PARAMETERS) {
        if (statement != NULL) {
            free(statement->text);
            free(statement->parameters);
        }
        free(statement);
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for a statement");
    }
    statement->base.driver = &staith_sql_postgresql;
    statement->database = database;
    statement->which = which;
    if (which == STAITH_SQL_COUNT) {
        (void)snprintf(statement->name, sizeof(statement->name), "t%u", ++database->named);
    } else {
        (void)snprintf(statement->name, sizeof(statement->name), "s%d", (int)which);
    }
    if (!is_of_transactions(which) && !prepare(statement)) {
        staith_store_pg_finalize(&statement->base);
        return staith_pg_fail(database->pg, "preparing a statement", err);
    }
    *ret_statement = &statement->base;
    return 0;
}

void staith_store_pg_reset(struct staith_sql *base)
{
    struct statement *statement = of(base);
    PQclear(statement->result);
    statement->result = NULL;
    statement->row = 0;
    memset(statement->parameters, 0, (size_t)statement->count * sizeof(*statement->parameters));
}

void staith_store_pg_finalize(struct staith_sql *base)
{
    staith_store_pg_reset(base);
    free(of(base)->text);
    free(of(base)->parameters);
    free(of(base));
}

int staith_store_pg_parameters(struct staith_sql *statement)
{
    return of(statement)->count;
}

static int bind(struct staith_sql *statement, int at, const void *value, size_t len)
{
    if (at < 1 || at > of(statement)->count || len > INT32_MAX) {
        return STAITH_ERR_INVAL;
    }
    of(statement)->parameters[at - 1] = (struct parameter){.value = value, .len = (int)len};
    return STAITH_STEP_OK;
}

int staith_store_pg_bind_text(struct staith_sql *statement, int at, const char *text)
{
    return bind(statement, at, text, text != NULL ? strlen(text) : 0);
}

int staith_store_pg_bind_blob(struct staith_sql *statement, int at, const void *bytes, size_t len)
{
    return bind(statement, at, bytes, len);
}

int staith_store_pg_bind_int(struct staith_sql *statement, int at, int64_t value)
{
    int code = bind(statement, at, "", NUMBER_BYTES);
    if (code == STAITH_STEP_OK) {
        struct parameter *parameter = &of(statement)->parameters[at - 1];
        for (int i = 0; i < NUMBER_BYTES; i++) {
            parameter->number[i] = (char)((uint64_t)value >> (8 * (NUMBER_BYTES - 1 - i)));
        }
        parameter->is_number = true;
    }
    return code;
}

static bool execute(struct statement *statement)
{
    struct staith_pg *pg = statement->database->pg;
    const char *values[STAITH_STORE_PG_PARAMETERS];
    int lengths[STAITH_STORE_PG_PARAMETERS];
    int formats[STAITH_STORE_PG_PARAMETERS];
    for (int i = 0; i < statement->count; i++) {
        const struct parameter *parameter = &statement->parameters[i];
        values[i] = parameter->is_number ? parameter->number : parameter->value;
        lengths[i] = statement->parameters[i].len;
        formats[i] = 1;
    }
    statement->result =
        staith_pg_answer(pg, PQsendQueryPrepared(pg->connection, statement->name, statement->count,
                                                 values, lengths, formats, 1));
    return staith_pg_good(pg, statement->result);
}

static bool run(struct statement *statement)
{
    if (statement->which == STAITH_SQL_BEGIN_WRITE) {
        statement->database->wrote = false;
        return staith_store_pg_begin(statement->database->pg);
    }
    if (statement->which == STAITH_SQL_COMMIT) {
        return staith_store_pg_commit(statement->database);
    }
    if (is_of_transactions(statement->which)) {
        return staith_pg_run(statement->database->pg, statement->text);
    }
    return execute(statement);
}

int staith_store_pg_step(struct staith_sql *base)
{
    struct statement *statement = of(base);
    if (statement->result != NULL) {
        statement->row++;
    } else if (!run(statement)) {
        return STAITH_ERR_IO;
    }
    if (statement->result != NULL && statement->row < PQntuples(statement->result)) {
        return STAITH_STEP_ROW;
    }
    if (statement->result != NULL) {
        struct staith_store_pg *database = statement->database;
        database->changes = strtoll(PQcmdTuples(statement->result), NULL, 10);
        database->wrote =
            database->wrote || (database->changes > 0 && PQnfields(statement->result) == 0);
    }
    return STAITH_STEP_DONE;
}

bool staith_store_pg_column_null(struct staith_sql *statement, int at)
{
    return PQgetisnull(of(statement)->result, of(statement)->row, at) != 0;
}

int64_t staith_store_pg_column_int64(struct staith_sql *statement, int at)
{
    const struct statement *row = of(statement);
    const int64_t number = staith_pg_int64(row->result, row->row, at);
    /* What others changed is asked for. */
    return row->which == STAITH_SQL_DATA_VERSION ? number - row->database->own : number;
}

const void *staith_store_pg_column_blob(struct staith_sql *statement, int at)
{
    return staith_store_pg_column_text(statement, at);
}

const char *staith_store_pg_column_text(struct staith_sql *statement, int at)
{
    return staith_store_pg_column_null(statement, at)
               ? NULL
               : PQgetvalue(of(statement)->result, of(statement)->row, at);
}

int staith_store_pg_column_bytes(struct staith_sql *statement, int at)
{
    return PQgetlength(of(statement)->result, of(statement)->row, at);
}
