/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wide functions throughout: they carry every character, whatever the driver and the locale.
 */
#include "query/database.h"

#include "query/text.h"

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct staith_query_database {
    struct staith_query_options options;
    SQLHANDLE environment;
    SQLHANDLE connection;
    SQLHANDLE statement;
    bool connected;
};

/* How a SQLSTATE is understood; the first whose beginning fits. */
static const struct {
    const char *state;
    int code;
    const char *what;
    const char *remedy;
} meanings[] = {
    {"25006", STAITH_ERR_REFUSED, "the query writes", "let it read alone"},
    {"28", STAITH_ERR_DENIED, "the database does not let this login in",
     "check the user and password of the connection file"},
    {"40", STAITH_ERR_AGAIN, "another transaction stood in its way", "it is tried again by itself"},
    {"42501", STAITH_ERR_DENIED, "the login may not read what the query reads",
     "have it granted SELECT on these tables"},
    {"42", STAITH_ERR_SYNTAX, "the database does not understand the query",
     "try it there, or with --server-words"},
    {"57014", STAITH_ERR_TIMEOUT, "the query took longer than its limit",
     "narrow it, or raise --seconds"},
    {"HYT", STAITH_ERR_TIMEOUT, "the database took longer than its limit", "raise --seconds"},
    {"S1T", STAITH_ERR_TIMEOUT, "the database took longer than its limit", "raise --seconds"},
    {"01000", STAITH_ERR_CONFIG, "the driver cannot be loaded", "install it, see `odbcinst -q -d`"},
    {"IM", STAITH_ERR_CONFIG, "there is no such driver or data source", "see `odbcinst -q -d`"},
    {"08", STAITH_ERR_AGAIN, "the database cannot be reached, or does not let this login in",
     "check the server, port, user and password of the connection file, and that the run may use "
     "the network"},
    {"HY001", STAITH_ERR_NOMEM, "there is no memory for the rows",
     "narrow the query, or raise limits.memory-megabytes"},
    {"", STAITH_ERR_REFUSED, "the database refused", "try it with --server-words"},
};

/* ---- what went wrong ---- */

static void copy_plain(char *out, size_t cap, const SQLWCHAR *units, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count && len + 1 < cap; i++) {
        out[len++] = units[i] >= 0x20 && units[i] < 0x7F ? (char)units[i] : '?';
    }
    out[len] = '\0';
}

/* FreeTDS gives most of SQL Server's errors one SQLSTATE; their numbers tell them apart. Who is
 * only connecting has asked nothing, so that it is the login. */
static const char *meant_by(const char *state, SQLINTEGER number, bool connecting)
{
    static const struct {
        SQLINTEGER number;
        const char *state;
    } numbers[] = {{229, "42501"}, {230, "42501"}, {262, "42501"},
                   {297, "42501"}, {300, "42501"}, {1205, "40001"}};
    if (connecting && strncmp(state, "42", 2) == 0) {
        return "28000";
    }
    for (size_t i = 0; strcmp(state, "42000") == 0 && i < sizeof(numbers) / sizeof(numbers[0]);
         i++) {
        if (numbers[i].number == number) {
            return numbers[i].state;
        }
    }
    return state;
}

static int explain(SQLSMALLINT type, SQLHANDLE handle, const char *doing, bool server_words,
                   struct staith_err *err)
{
    SQLWCHAR state_units[6] = {0};
    SQLWCHAR message[256] = {0};
    SQLSMALLINT len = 0;
    SQLINTEGER native = 0;
    char state[6] = "";
    char words[160] = "";
    if (SQL_SUCCEEDED(SQLGetDiagRecW(type, handle, 1, state_units, &native, message,
                                     (SQLSMALLINT)(sizeof(message) / sizeof(message[0])), &len))) {
        size_t held = sizeof(message) / sizeof(message[0]) - 1;
        copy_plain(state, sizeof(state), state_units, 5);
        copy_plain(words, sizeof(words), message,
                   len < 0 || (size_t)len > held ? held : (size_t)len);
    }
    const char *means = meant_by(state, native, type == SQL_HANDLE_DBC);
    size_t i = 0;
    while (strncmp(means, meanings[i].state, strlen(meanings[i].state)) != 0) {
        i++;
    }
    (void)staith_err_set(err, meanings[i].code, "%s: %s (SQLSTATE %s)%s%s", doing, meanings[i].what,
                         state[0] == '\0' ? "none" : state, server_words ? ": " : "",
                         server_words ? words : "");
    staith_err_remedy(err, "%s", meanings[i].remedy);
    return meanings[i].code;
}

int staith_query_database_fault(const struct staith_query_database *database, const char *doing,
                                struct staith_err *err)
{
    return explain(SQL_HANDLE_STMT, database->statement, doing, database->options.server_words,
                   err);
}

static int connection_fault(const struct staith_query_database *database, const char *doing,
                            struct staith_err *err)
{
    return explain(SQL_HANDLE_DBC, database->connection, doing, database->options.server_words,
                   err);
}

static int no_memory(struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the connection");
}

/* ODBC takes small numbers in place of pointers. */
static SQLPOINTER as_pointer(uintptr_t number)
{
    return (SQLPOINTER)number; /* NOLINT(performance-no-int-to-ptr): the interface asks for it */
}

/* ---- connecting ---- */

static int make_handles(struct staith_query_database *database, struct staith_err *err)
{
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &database->environment)) ||
        !SQL_SUCCEEDED(SQLSetEnvAttr(database->environment, SQL_ATTR_ODBC_VERSION,
                                     as_pointer(SQL_OV_ODBC3), 0)) ||
        !SQL_SUCCEEDED(
            SQLAllocHandle(SQL_HANDLE_DBC, database->environment, &database->connection))) {
        return no_memory(err);
    }
    /* A driver that lacks one of them says so and goes on; the watch of main.c holds in any case.
     */
    (void)SQLSetConnectAttrW(database->connection, SQL_ATTR_LOGIN_TIMEOUT,
                             as_pointer(database->options.seconds), 0);
    (void)SQLSetConnectAttrW(database->connection, SQL_ATTR_ACCESS_MODE,
                             as_pointer(SQL_MODE_READ_ONLY), 0);
    return 0;
}

static int connect_to(struct staith_query_database *database,
                      const struct staith_query_connection *connection, struct staith_err *err)
{
    uint16_t *units = NULL;
    size_t count = 0;
    int rc = staith_query_utf16(connection->text, connection->len, &units, &count);
    if (rc != 0) {
        return staith_err_set(err, rc == STAITH_ERR_NOMEM ? rc : STAITH_ERR_CONFIG,
                              "the connection file is not in UTF-8");
    }
    SQLRETURN done = SQLDriverConnectW(database->connection, NULL, units, (SQLSMALLINT)count, NULL,
                                       0, NULL, SQL_DRIVER_NOPROMPT);
    volatile uint16_t *wipe = units;
    for (size_t i = 0; i < count; i++) {
        wipe[i] = 0;
    }
    free(units);
    if (!SQL_SUCCEEDED(done)) {
        return connection_fault(database, "connecting", err);
    }
    database->connected = true;
    if (!SQL_SUCCEEDED(SQLSetConnectAttrW(database->connection, SQL_ATTR_AUTOCOMMIT,
                                          as_pointer(SQL_AUTOCOMMIT_OFF), SQL_IS_UINTEGER)) ||
        !SQL_SUCCEEDED(
            SQLAllocHandle(SQL_HANDLE_STMT, database->connection, &database->statement))) {
        return connection_fault(database, "connecting", err);
    }
    return 0;
}

int staith_query_database_open(const struct staith_query_connection *connection,
                               const struct staith_query_options *options,
                               struct staith_query_database **ret_database, struct staith_err *err)
{
    struct staith_query_database *database = calloc(1, sizeof(*database));
    if (database == NULL) {
        return no_memory(err);
    }
    database->options = *options;
    int rc = make_handles(database, err);
    if (rc == 0) {
        rc = connect_to(database, connection, err);
    }
    if (rc != 0) {
        staith_query_database_close(database);
        return rc;
    }
    *ret_database = database;
    return 0;
}

void staith_query_database_close(struct staith_query_database *database)
{
    if (database == NULL) {
        return;
    }
    if (database->statement != NULL) {
        (void)SQLFreeHandle(SQL_HANDLE_STMT, database->statement);
    }
    if (database->connected) {
        (void)SQLEndTran(SQL_HANDLE_DBC, database->connection, SQL_ROLLBACK);
        (void)SQLDisconnect(database->connection);
    }
    if (database->connection != NULL) {
        (void)SQLFreeHandle(SQL_HANDLE_DBC, database->connection);
    }
    if (database->environment != NULL) {
        (void)SQLFreeHandle(SQL_HANDLE_ENV, database->environment);
    }
    free(database);
}

/* ---- executing ---- */

static int execute(struct staith_query_database *database, const char *sql, const char *doing,
                   struct staith_err *err)
{
    uint16_t *units = NULL;
    size_t count = 0;
    int rc = staith_query_utf16(sql, strlen(sql), &units, &count);
    if (rc != 0) {
        return staith_err_set(err, rc, "the query is not in UTF-8");
    }
    SQLRETURN done = SQLExecDirectW(database->statement, units, (SQLINTEGER)count);
    free(units);
    if (!SQL_SUCCEEDED(done) && done != SQL_NO_DATA) {
        return staith_query_database_fault(database, doing, err);
    }
    return 0;
}

/* The standard's words, which PostgreSQL, MariaDB and Oracle take. SQL Server has nothing of the
 * kind: there the login's own rights are all there is. The first holds for what a query of several
 * statements would begin after ours, where the database has it. */
static int only_read(struct staith_query_database *database, struct staith_err *err)
{
    struct staith_err refused = {0};
    int rc = execute(database, "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY", "beginning",
                     &refused);
    (void)SQLFreeStmt(database->statement, SQL_CLOSE);
    (void)SQLEndTran(SQL_HANDLE_DBC, database->connection, rc == 0 ? SQL_COMMIT : SQL_ROLLBACK);
    rc = execute(database, "SET TRANSACTION READ ONLY", "beginning", &refused);
    (void)SQLFreeStmt(database->statement, SQL_CLOSE);
    if (rc == 0 || database->options.login_reads_only) {
        return 0;
    }
    if (rc == STAITH_ERR_TIMEOUT || rc == STAITH_ERR_AGAIN) {
        if (err != NULL) {
            *err = refused;
        }
        return rc;
    }
    (void)staith_err_set(err, STAITH_ERR_REFUSED,
                         "this database has no transaction that only reads");
    staith_err_remedy(err, "give it a login that can only read, and say --login-reads-only");
    return STAITH_ERR_REFUSED;
}

int staith_query_database_execute(struct staith_query_database *database, const char *sql,
                                  struct staith_err *err)
{
    (void)SQLSetStmtAttrW(database->statement, SQL_ATTR_QUERY_TIMEOUT,
                          as_pointer(database->options.seconds), 0);
    int rc = only_read(database, err);
    return rc == 0 ? execute(database, sql, "the query", err) : rc;
}

SQLHANDLE staith_query_database_statement(const struct staith_query_database *database)
{
    return database->statement;
}
