/* SPDX-License-Identifier: Apache-2.0 */
#include "query_case.h"

#include "query/rows.h"
#include "temp_file.h"

#include <stdio.h>
#include <unistd.h>

/* The rows of a query, or the code it ends with. */
static int rows_of(const char *sql, uint64_t max_rows, char *ret_text, size_t cap,
                   struct staith_query_place *ret_place)
{
    struct staith_err err = {0};
    struct staith_query_database *database = staith_query_case(true);
    const struct staith_query_output output = {.max_rows = max_rows, .fd = staith_temp_fd("", 0)};
    int done = staith_query_database_execute(database, sql, &err);
    assert_string_equal(err.what, "");
    assert_int_equal(done, 0);
    int rc = staith_query_rows(database, &output, ret_place, &err);
    assert_null(strstr(err.what, "hunter2"));
    ssize_t got = pread(output.fd, ret_text, cap - 1, 0);
    assert_true(got >= 0);
    ret_text[got] = '\0';
    assert_int_equal(close(output.fd), 0);
    staith_query_database_close(database);
    return rc;
}

static void check(const char *sql, const char *expected)
{
    char text[4096];
    struct staith_query_place place;
    assert_int_equal(rows_of(sql, 100, text, sizeof(text), &place), 0);
    assert_string_equal(text, expected);
}

static void test_values(void **state)
{
    (void)state;
    check("SELECT 1 AS a, 'x' AS b, NULL AS c, '' AS d", "a,b,c,d\n1,x,,\"\"\n");
    check("SELECT 'a,b' AS \"q,r\"", "\"q,r\"\n\"a,b\"\n");
    check("SELECT 'Zo\xC3\xAB ' || char(128512) AS n", "n\nZo\xC3\xAB \xF0\x9F\x98\x80\n");
    check("SELECT 1 AS a UNION ALL SELECT 2 ORDER BY 1", "a\n1\n2\n");
    check("SELECT 1 AS a WHERE 1 = 0", "a\n");
}

static void test_long_text(void **state)
{
    (void)state;
    static char text[80000];
    struct staith_query_place place;
    /* 40,000 characters; then 70,000, over the limit */
    assert_int_equal(rows_of("SELECT replace(hex(zeroblob(20000)), '0', 'x') AS t", 9, text,
                             sizeof(text), &place),
                     0);
    assert_int_equal(strlen(text), 2 + 40000 + 1);
    assert_int_equal(strspn(text + 2, "x"), 40000);
    assert_int_equal(rows_of("SELECT 1 AS a, replace(hex(zeroblob(35000)), '0', 'x') AS t", 9, text,
                             sizeof(text), &place),
                     STAITH_ERR_SYNTAX);
    assert_int_equal(place.row, 2);
    assert_int_equal(place.column, 2);
}

static void test_limits(void **state)
{
    (void)state;
    char text[4096];
    struct staith_query_place place;
    static const char three[] = "SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3";
    assert_int_equal(rows_of(three, 3, text, sizeof(text), &place), 0);
    assert_int_equal(rows_of(three, 2, text, sizeof(text), &place), STAITH_ERR_REFUSED);
    assert_string_equal(text, ""); /* nothing of it was handed on */
    assert_int_equal(rows_of("CREATE TABLE t (x INT)", 2, text, sizeof(text), &place),
                     STAITH_ERR_REFUSED);
}

/* A column of bytes is named by its number. */
static void test_bytes(void **state)
{
    (void)state;
    char text[4096];
    struct staith_query_place place;
    assert_int_equal(
        rows_of("SELECT 'hunter2' AS a, CAST(x'00ff' AS BLOB) AS b", 9, text, sizeof(text), &place),
        STAITH_ERR_SYNTAX);
    assert_int_equal(place.row, 1);
    assert_int_equal(place.column, 2);
}

static void test_nobody_reads(void **state)
{
    (void)state;
    struct staith_err err = {0};
    struct staith_query_place place;
    struct staith_query_database *database = staith_query_case(true);
    const struct staith_query_output output = {.max_rows = 9, .fd = -1};
    assert_int_equal(staith_query_database_execute(database, "SELECT 1 AS a", &err), 0);
    assert_int_equal(staith_query_rows(database, &output, &place, &err), STAITH_ERR_IO);
    staith_query_database_close(database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values),
                                       cmocka_unit_test(test_long_text),
                                       cmocka_unit_test(test_limits), cmocka_unit_test(test_bytes),
                                       cmocka_unit_test(test_nobody_reads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
