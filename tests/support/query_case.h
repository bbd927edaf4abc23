/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_QUERY_CASE_H
#define STAITH_QUERY_CASE_H
/*
 * A database for tests of the query program that needs no server: SQLite by its ODBC driver, in
 * memory. What a server alone can show is in tests/integration/check_query. A machine without the
 * driver skips these tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "query/database.h"

#include <string.h>

/** Connect, with `login_reads_only` as said; NULL: there is no driver here. */
static inline struct staith_query_database *staith_query_case(bool login_reads_only)
{
    static const char text[] = "driver=SQLite3;database=:memory:;";
    const struct staith_query_options options = {.seconds = 10,
                                                 .login_reads_only = login_reads_only};
    struct staith_query_connection connection = {.len = sizeof(text) - 1};
    struct staith_query_database *database = NULL;
    struct staith_err err = {0};
    memcpy(connection.text, text, sizeof(text));
    int rc = staith_query_database_open(&connection, &options, &database, &err);
    if (rc == STAITH_ERR_CONFIG) {
        skip();
    }
    assert_int_equal(rc, 0);
    return database;
}

#endif
