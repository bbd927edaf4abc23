/* SPDX-License-Identifier: Apache-2.0 */
#include "query/rows.h"

#include "query/text.h"

#include <errno.h>
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_UNITS = 256, PIECE_UNITS = 4096, FLUSH_BYTES = 65536, NUMBER_BYTES = 128 };

/* How a column is asked for. */
enum kind { KIND_TEXT, KIND_WHOLE, KIND_DECIMAL, KIND_FLOAT, KIND_BIT, KIND_DATE, KIND_TIME };

struct reading {
    const struct staith_query_database *database;
    const struct staith_query_output *output;
    struct staith_query_place *place;
    struct staith_err *err;
    SQLHANDLE statement;
    SQLUSMALLINT columns;
    struct staith_buf out;
    struct staith_buf field;
    enum kind kinds[STAITH_QUERY_MAX_COLUMNS];
};

static int refuse(const struct reading *reading, const char *what, const char *remedy)
{
    (void)staith_err_set(reading->err, STAITH_ERR_REFUSED, "%s", what);
    staith_err_remedy(reading->err, "%s", remedy);
    return STAITH_ERR_REFUSED;
}

/* The place alone, never the value. */
static int refuse_value(const struct reading *reading, const char *what)
{
    (void)staith_err_set(reading->err, STAITH_ERR_SYNTAX, "row %llu, column %llu: %s",
                         (unsigned long long)reading->place->row,
                         (unsigned long long)reading->place->column, what);
    staith_err_remedy(reading->err, "cast or clean it in the query");
    return STAITH_ERR_SYNTAX;
}

static int flush(struct reading *reading)
{
    while (reading->out.len > 0) {
        ssize_t done = write(reading->output->fd, reading->out.data, reading->out.len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return staith_err_set(reading->err, STAITH_ERR_IO, "nobody takes the rows");
        }
        staith_buf_consume(&reading->out, (size_t)done);
    }
    return 0;
}

static int buffers(const struct reading *reading, int rc)
{
    return rc == 0 ? 0 : staith_err_set(reading->err, rc, "no memory for a row");
}

/* ---- columns ---- */

static bool kind_of(SQLSMALLINT type, enum kind *ret_kind)
{
    switch (type) {
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
        *ret_kind = KIND_WHOLE;
        return true;
    case SQL_DECIMAL:
    case SQL_NUMERIC:
        *ret_kind = KIND_DECIMAL;
        return true;
    case SQL_REAL:
    case SQL_FLOAT:
    case SQL_DOUBLE:
        *ret_kind = KIND_FLOAT;
        return true;
    case SQL_BIT:
        *ret_kind = KIND_BIT;
        return true;
    case SQL_TYPE_DATE:
        *ret_kind = KIND_DATE;
        return true;
    case SQL_TYPE_TIMESTAMP:
        *ret_kind = KIND_TIME;
        return true;
    default:
        *ret_kind = KIND_TEXT;
        return type != SQL_BINARY && type != SQL_VARBINARY && type != SQL_LONGVARBINARY;
    }
}

static int describe(struct reading *reading, SQLUSMALLINT column)
{
    SQLWCHAR name[NAME_UNITS] = {0};
    SQLSMALLINT name_len = 0;
    SQLSMALLINT type = 0;
    SQLSMALLINT decimals = 0;
    SQLSMALLINT nullable = 0;
    SQLULEN size = 0;
    if (!SQL_SUCCEEDED(SQLDescribeColW(reading->statement, column, name, NAME_UNITS, &name_len,
                                       &type, &size, &decimals, &nullable))) {
        return staith_query_database_fault(reading->database, "describing the columns",
                                           reading->err);
    }
    if (!kind_of(type, &reading->kinds[column - 1])) {
        return refuse_value(reading, "a column of bytes");
    }
    staith_buf_clear(&reading->field);
    if (name_len < 0 || name_len >= NAME_UNITS ||
        staith_query_utf8(&reading->field, name, (size_t)name_len) != 0) {
        return refuse_value(reading, "the column's name is too long, or no text");
    }
    int rc = column > 1 ? staith_buf_text(&reading->out, ",") : 0;
    if (rc == 0) {
        rc = staith_query_field(&reading->out, (const char *)reading->field.data,
                                reading->field.len);
    }
    return buffers(reading, rc);
}

static int describe_all(struct reading *reading)
{
    SQLSMALLINT count = 0;
    int rc = 0;
    if (!SQL_SUCCEEDED(SQLNumResultCols(reading->statement, &count))) {
        return staith_query_database_fault(reading->database, "describing the columns",
                                           reading->err);
    }
    if (count <= 0 || count > STAITH_QUERY_MAX_COLUMNS) {
        return refuse(reading,
                      count <= 0 ? "the query gives no rows" : "the query has over 512 columns",
                      "write one SELECT of the columns that are counted");
    }
    reading->columns = (SQLUSMALLINT)count;
    reading->place->row = 1;
    for (SQLUSMALLINT column = 1; column <= reading->columns && rc == 0; column++) {
        reading->place->column = column;
        rc = describe(reading, column);
    }
    return rc == 0 ? buffers(reading, staith_buf_text(&reading->out, "\n")) : rc;
}

/* ---- values ---- */

static int take(struct reading *reading, SQLUSMALLINT column, SQLSMALLINT type, void *into,
                size_t cap, SQLLEN *ret_len)
{
    SQLRETURN done = SQLGetData(reading->statement, column, type, into, (SQLLEN)cap, ret_len);
    if (done == SQL_SUCCESS_WITH_INFO && (*ret_len == SQL_NO_TOTAL || (size_t)*ret_len >= cap)) {
        return 1; /* there is more */
    }
    if (done == SQL_NO_DATA) {
        *ret_len = 0;
        return 0;
    }
    return SQL_SUCCEEDED(done)
               ? 0
               : staith_query_database_fault(reading->database, "reading a value", reading->err);
}

static int append_text(struct reading *reading, SQLUSMALLINT column)
{
    SQLWCHAR piece[PIECE_UNITS];
    SQLLEN len = 0;
    int more = 1;
    struct staith_buf units;
    staith_buf_init(&units, STAITH_QUERY_FIELD_BYTES * sizeof(SQLWCHAR));
    int rc = 0;
    while (more == 1 && rc == 0) {
        more = take(reading, column, SQL_C_WCHAR, piece, sizeof(piece), &len);
        if (more < 0 || len == SQL_NULL_DATA) {
            staith_buf_deinit(&units);
            return more < 0 ? more : 0;
        }
        size_t held = more == 1 ? (PIECE_UNITS - 1) * sizeof(SQLWCHAR) : (size_t)len;
        rc = staith_buf_append(&units, piece, held);
    }
    staith_buf_clear(&reading->field);
    if (rc == 0 && units.len > 0) {
        const uint16_t *text = (const void *)units.data; /* allocated, so aligned for any type */
        rc = staith_query_utf8(&reading->field, text, units.len / sizeof(SQLWCHAR));
    }
    staith_buf_deinit(&units);
    if (rc == STAITH_ERR_LIMIT || rc == STAITH_ERR_SYNTAX) {
        return refuse_value(reading, rc == STAITH_ERR_LIMIT ? "a text of over 64 KiB"
                                                            : "characters that are none");
    }
    if (rc == 0) {
        const char *text = reading->field.len > 0 ? (const char *)reading->field.data : "";
        rc = staith_query_field(&reading->out, text, reading->field.len);
    }
    return buffers(reading, rc);
}

static int append_number(struct reading *reading, SQLUSMALLINT column, enum kind kind)
{
    char text[NUMBER_BYTES] = "";
    char plain[NUMBER_BYTES] = "";
    SQLBIGINT whole = 0;
    SQLDOUBLE number = 0;
    SQLLEN len = 0;
    int rc = 0;
    if (kind == KIND_WHOLE) {
        rc = take(reading, column, SQL_C_SBIGINT, &whole, sizeof(whole), &len);
        (void)snprintf(plain, sizeof(plain), "%lld", (long long)whole);
    } else if (kind == KIND_DECIMAL) {
        rc = take(reading, column, SQL_C_CHAR, text, sizeof(text), &len);
    } else {
        rc = take(reading, column, SQL_C_DOUBLE, &number, sizeof(number), &len);
    }
    if (rc < 0 || len == SQL_NULL_DATA) {
        return rc < 0 ? rc : 0;
    }
    if (kind == KIND_DECIMAL) {
        rc = rc == 1 ? STAITH_ERR_SYNTAX
                     : staith_query_decimal(text, strlen(text), plain, sizeof(plain));
    } else if (kind == KIND_FLOAT) {
        rc = staith_query_float(number, plain, sizeof(plain));
    }
    return rc != 0 ? refuse_value(reading, "a number that no decimal is")
                   : buffers(reading, staith_buf_text(&reading->out, plain));
}

static int append_bit(struct reading *reading, SQLUSMALLINT column)
{
    unsigned char bit = 0;
    SQLLEN len = 0;
    int rc = take(reading, column, SQL_C_BIT, &bit, sizeof(bit), &len);
    if (rc < 0 || len == SQL_NULL_DATA) {
        return rc < 0 ? rc : 0;
    }
    return buffers(reading, staith_buf_text(&reading->out, bit != 0 ? "yes" : "no"));
}

static int append_date(struct reading *reading, SQLUSMALLINT column)
{
    SQL_TIMESTAMP_STRUCT time = {0};
    SQLLEN len = 0;
    int rc = take(reading, column, SQL_C_TYPE_TIMESTAMP, &time, sizeof(time), &len);
    if (rc < 0 || len == SQL_NULL_DATA) {
        return rc < 0 ? rc : 0;
    }
    if (time.year < 1 || time.year > 9999 || time.month < 1 || time.month > 12 || time.day < 1 ||
        time.day > 31) {
        return refuse_value(reading, "a date that is none");
    }
    rc = staith_buf_printf(&reading->out, "%04d-%02u-%02u", time.year, time.month, time.day);
    if (rc == 0 && (time.hour != 0 || time.minute != 0 || time.second != 0)) {
        rc = staith_buf_printf(&reading->out, " %02u:%02u:%02u", time.hour, time.minute,
                               time.second);
    }
    return buffers(reading, rc);
}

static int append_value(struct reading *reading, SQLUSMALLINT column)
{
    enum kind kind = reading->kinds[column - 1];
    switch (kind) {
    case KIND_WHOLE:
    case KIND_DECIMAL:
    case KIND_FLOAT:
        return append_number(reading, column, kind);
    case KIND_BIT:
        return append_bit(reading, column);
    case KIND_DATE:
    case KIND_TIME:
        return append_date(reading, column);
    case KIND_TEXT:
        break;
    }
    return append_text(reading, column);
}

/* ---- rows ---- */

static int append_row(struct reading *reading)
{
    int rc = 0;
    for (SQLUSMALLINT column = 1; column <= reading->columns && rc == 0; column++) {
        reading->place->column = column;
        rc = column > 1 ? buffers(reading, staith_buf_text(&reading->out, ",")) : 0;
        if (rc == 0) {
            rc = append_value(reading, column);
        }
    }
    if (rc == 0) {
        rc = buffers(reading, staith_buf_text(&reading->out, "\n"));
    }
    return rc == 0 && reading->out.len >= FLUSH_BYTES ? flush(reading) : rc;
}

static int read_rows(struct reading *reading)
{
    int rc = describe_all(reading);
    while (rc == 0) {
        SQLRETURN done = SQLFetch(reading->statement);
        if (done == SQL_NO_DATA) {
            break;
        }
        reading->place->row++;
        reading->place->column = 0;
        if (!SQL_SUCCEEDED(done)) {
            rc = staith_query_database_fault(reading->database, "reading the rows", reading->err);
        } else if (reading->place->row - 1 > reading->output->max_rows) {
            rc = refuse(reading, "the query gives more rows than its limit",
                        "narrow it, or raise --rows");
        } else {
            rc = append_row(reading);
        }
    }
    if (rc == 0) {
        rc = flush(reading);
    }
    if (rc == 0 && SQL_SUCCEEDED(SQLMoreResults(reading->statement))) {
        rc = refuse(reading, "the query gives more than one result", "write one SELECT");
    }
    return rc;
}

int staith_query_rows(const struct staith_query_database *database,
                      const struct staith_query_output *output,
                      struct staith_query_place *ret_place, struct staith_err *err)
{
    struct reading *reading = calloc(1, sizeof(*reading));
    *ret_place = (struct staith_query_place){0, 0};
    if (reading == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the rows");
    }
    reading->database = database;
    reading->output = output;
    reading->place = ret_place;
    reading->err = err;
    reading->statement = staith_query_database_statement(database);
    /* a row of the widest columns that are allowed */
    staith_buf_init(&reading->out, (size_t)STAITH_QUERY_MAX_COLUMNS * STAITH_QUERY_FIELD_BYTES * 2);
    staith_buf_init(&reading->field, STAITH_QUERY_FIELD_BYTES);
    int rc = read_rows(reading);
    staith_buf_deinit(&reading->out);
    staith_buf_deinit(&reading->field);
    free(reading);
    return rc;
}
