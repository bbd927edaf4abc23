/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A SQLite file as a source: its bytes are read through the host into memory, where SQLite opens
 * them, read only. An authoriser lets through reading alone, so that a query can neither write nor
 * attach a file nor load code.
 */
#include "table_raw.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 64, HEADER_BYTES = 100, WRITE_VERSION_AT = 18, READ_VERSION_AT = 19 };

struct database {
    const struct staith_kit_raw_input *input;
    const struct staith_kit_raw_sink *sink;
    sqlite3 *db;
    sqlite3_stmt *statement;
    struct staith_kit_raw_build build;
};

static int refuse(const struct database *database, uint32_t check)
{
    int reported = database->sink->on_notice(database->sink->ctx, check, 0, 0, 0);
    return reported != STAITH_OK ? reported : STAITH_ESOURCE;
}

/* The whole source. *ret_bytes is SQLite's memory, the caller's. */
static int read_whole(const struct staith_kit_raw_input *input, unsigned char **ret_bytes,
                      sqlite3_uint64 *ret_len)
{
    sqlite3_uint64 cap = 1 << 20;
    sqlite3_uint64 len = 0;
    int result = STAITH_OK;
    unsigned char *bytes = sqlite3_malloc64(cap);
    while (bytes != NULL && result == STAITH_OK) {
        size_t got = 0;
        if (len == cap) {
            cap *= 2;
            unsigned char *more = sqlite3_realloc64(bytes, cap);
            if (more == NULL) {
                sqlite3_free(bytes);
                return STAITH_ENOMEM;
            }
            bytes = more;
        }
        result = input->host->read_at(input->host->ctx, input->source, len, bytes + len,
                                      (size_t)(cap - len), &got);
        len += result == STAITH_OK ? got : 0;
        if (len > input->max_bytes) {
            result = STAITH_ELIMIT;
        }
    }
    if (bytes == NULL || result != STAITH_END) {
        sqlite3_free(bytes);
        return bytes == NULL ? STAITH_ENOMEM : result;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return STAITH_OK;
}

static int authorise(void *ctx, int action, const char *a, const char *b, const char *c,
                     const char *d)
{
    (void)ctx;
    (void)a;
    (void)c;
    (void)d;
    if (action == SQLITE_FUNCTION && b != NULL && strcmp(b, "load_extension") == 0) {
        return SQLITE_DENY;
    }
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION ||
                   action == SQLITE_RECURSIVE
               ? SQLITE_OK
               : SQLITE_DENY;
}

/* A file that is kept in write-ahead mode wants a second file beside it, which memory has not: what
 * stands in the file itself is read as it is. */
static void leave_write_ahead(unsigned char *bytes)
{
    if (bytes[WRITE_VERSION_AT] == 2) {
        bytes[WRITE_VERSION_AT] = 1;
        bytes[READ_VERSION_AT] = 1;
    }
}

/* Whether the file has all the pages that its header counts: SQLite itself would take those that
 * are missing for empty ones. */
static bool is_whole(const unsigned char *bytes, sqlite3_uint64 len)
{
    if (len < HEADER_BYTES) {
        return false;
    }
    sqlite3_uint64 page = ((sqlite3_uint64)bytes[16] << 8) | bytes[17];
    sqlite3_uint64 count = ((sqlite3_uint64)bytes[28] << 24) | ((sqlite3_uint64)bytes[29] << 16) |
                           ((sqlite3_uint64)bytes[30] << 8) | bytes[31];
    return count * (page == 1 ? 65536 : page) <= len;
}

static int open_memory(struct database *database)
{
    unsigned char *bytes = NULL;
    sqlite3_uint64 len = 0;
    int result = read_whole(database->input, &bytes, &len);
    if (result != STAITH_OK) {
        return result == STAITH_ELIMIT ? refuse(database, STAITH_KIT_TABLE_TOO_LARGE) : result;
    }
    if (!is_whole(bytes, len)) {
        sqlite3_free(bytes);
        return refuse(database, STAITH_KIT_TABLE_UNREADABLE);
    }
    leave_write_ahead(bytes);
    if (sqlite3_open_v2(":memory:", &database->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK) {
        sqlite3_free(bytes);
        return STAITH_ENOMEM;
    }
    /* From here the bytes are SQLite's. */
    if (sqlite3_deserialize(database->db, "main", bytes, (sqlite3_int64)len, (sqlite3_int64)len,
                            SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY) !=
        SQLITE_OK) {
        return refuse(database, STAITH_KIT_TABLE_UNREADABLE);
    }
    (void)sqlite3_db_config(database->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(database->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    (void)sqlite3_limit(database->db, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
    (void)sqlite3_limit(database->db, SQLITE_LIMIT_ATTACHED, 0);
    return STAITH_OK;
}

/* The only table, when there is one. The caller's to sqlite3_free, or NULL. */
static char *only_table(struct database *database, int *ret_rc)
{
    static const char list[] = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                               "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name LIMIT 2";
    sqlite3_stmt *statement = NULL;
    char *name = NULL;
    *ret_rc = sqlite3_prepare_v2(database->db, list, -1, &statement, NULL);
    if (*ret_rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
        name = sqlite3_mprintf("%s", (const char *)sqlite3_column_text(statement, 0));
        if (sqlite3_step(statement) == SQLITE_ROW) {
            sqlite3_free(name);
            name = NULL;
        }
    }
    (void)sqlite3_finalize(statement);
    return name;
}

/* Whether a statement is followed by white space, comments not counted, alone. */
static bool is_rest(const char *tail)
{
    return tail == NULL || tail[strspn(tail, " \t\r\n;")] == '\0';
}

static int prepare(struct database *database, const char *query, uint32_t check)
{
    const char *tail = NULL;
    (void)sqlite3_set_authorizer(database->db, authorise, NULL);
    int rc = sqlite3_prepare_v2(database->db, query, -1, &database->statement, &tail);
    if (rc != SQLITE_OK || database->statement == NULL || !is_rest(tail) ||
        sqlite3_stmt_readonly(database->statement) == 0) {
        bool damaged = rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT;
        return refuse(database, damaged ? STAITH_KIT_TABLE_UNREADABLE : check);
    }
    return STAITH_OK;
}

static int prepare_wanted(struct database *database)
{
    const struct staith_kit_raw_input *input = database->input;
    int rc = SQLITE_OK;
    if (input->query != NULL && input->query[0] != '\0') {
        return prepare(database, input->query, STAITH_KIT_TABLE_QUERY_REFUSED);
    }
    char *name = input->sheet != NULL && input->sheet[0] != '\0'
                     ? sqlite3_mprintf("%s", input->sheet)
                     : only_table(database, &rc);
    if (name == NULL) {
        bool damaged = rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT;
        return refuse(database, damaged ? STAITH_KIT_TABLE_UNREADABLE : STAITH_KIT_TABLE_NO_SHEET);
    }
    char *query = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
    int result =
        query != NULL ? prepare(database, query, STAITH_KIT_TABLE_NO_SHEET) : STAITH_ENOMEM;
    sqlite3_free(query);
    sqlite3_free(name);
    return result;
}

static int open_file(const struct staith_kit_raw_input *input,
                     const struct staith_kit_raw_sink *sink, void **ret_state)
{
    struct database *database = calloc(1, sizeof *database);
    if (database == NULL) {
        return STAITH_ENOMEM;
    }
    *ret_state = database;
    database->input = input;
    database->sink = sink;
    int result = open_memory(database);
    return result == STAITH_OK ? prepare_wanted(database) : result;
}

/* ---- rows ---- */

static void put_real(struct database *database, int column)
{
    char exact[NUMBER_BYTES];
    char digits[NUMBER_BYTES];
    (void)snprintf(exact, sizeof exact, "%.17g",
                   sqlite3_column_double(database->statement, column));
    if (staith_kit_raw_decimal(exact, digits, sizeof digits)) {
        staith_kit_raw_put(&database->build, (uint32_t)column, STAITH_KIT_RAW_NUMBER, digits,
                           strlen(digits), 0);
    } else {
        staith_kit_raw_put(&database->build, (uint32_t)column, STAITH_KIT_RAW_TEXT, exact,
                           strlen(exact), 0);
    }
}

static int put_text(struct database *database, int column, uint64_t line)
{
    const char *text = (const char *)sqlite3_column_text(database->statement, column);
    size_t len = (size_t)sqlite3_column_bytes(database->statement, column);
    if (text == NULL) {
        return STAITH_ENOMEM;
    }
    if (len > database->input->cell_bytes) {
        return database->sink->on_notice(database->sink->ctx, STAITH_KIT_TABLE_TOO_LONG, 0, line,
                                         (uint64_t)column + 1);
    }
    bool number = sqlite3_column_type(database->statement, column) == SQLITE_INTEGER;
    staith_kit_raw_put(&database->build, (uint32_t)column,
                       number ? STAITH_KIT_RAW_NUMBER : STAITH_KIT_RAW_TEXT, text, strlen(text), 0);
    return STAITH_OK;
}

static int put_row(struct database *database, uint64_t line)
{
    struct staith_kit_raw_row row = {.line = line};
    int count = sqlite3_column_count(database->statement);
    int result = STAITH_OK;
    staith_kit_raw_start(&database->build);
    for (int i = 0; result == STAITH_OK && i < count; i++) {
        int type = sqlite3_column_type(database->statement, i);
        if (type == SQLITE_FLOAT) {
            put_real(database, i);
        } else if (type == SQLITE_TEXT || type == SQLITE_INTEGER) {
            result = put_text(database, i, line);
        }
    }
    if (result == STAITH_OK && !staith_kit_raw_finish(&database->build, &row)) {
        result = STAITH_ENOMEM;
    }
    return result == STAITH_OK && row.count > 0 ? database->sink->on_row(database->sink->ctx, &row)
                                                : result;
}

static int put_names(struct database *database)
{
    struct staith_kit_raw_row row = {.line = 1};
    int count = sqlite3_column_count(database->statement);
    staith_kit_raw_start(&database->build);
    for (int i = 0; i < count; i++) {
        const char *name = sqlite3_column_name(database->statement, i);
        if (name != NULL) {
            staith_kit_raw_put(&database->build, (uint32_t)i, STAITH_KIT_RAW_TEXT, name,
                               strlen(name), 0);
        }
    }
    return staith_kit_raw_finish(&database->build, &row)
               ? database->sink->on_row(database->sink->ctx, &row)
               : STAITH_ENOMEM;
}

static int read_rows(void *state, uint32_t only, const struct staith_kit_raw_sink *sink)
{
    struct database *database = state;
    uint64_t line = 1;
    (void)only;
    database->sink = sink;
    (void)sqlite3_reset(database->statement);
    int result = put_names(database);
    while (result == STAITH_OK) {
        int rc = sqlite3_step(database->statement);
        if (rc == SQLITE_DONE) {
            return sink->on_end(sink->ctx, 0);
        }
        if (rc == SQLITE_NOMEM) {
            return STAITH_ENOMEM;
        }
        if (rc != SQLITE_ROW) {
            bool damaged = rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT;
            return refuse(database,
                          damaged ? STAITH_KIT_TABLE_UNREADABLE : STAITH_KIT_TABLE_QUERY_REFUSED);
        }
        line++;
        result = put_row(database, line);
    }
    return result;
}

static void close_file(void *state)
{
    struct database *database = state;
    if (database != NULL) {
        (void)sqlite3_finalize(database->statement);
        (void)sqlite3_close(database->db);
        staith_kit_raw_free(&database->build);
        free(database);
    }
}

const struct staith_kit_raw_format staith_kit_raw_sqlite = {open_file, read_rows, close_file};
