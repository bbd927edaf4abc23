/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "table_case.h"
#include "temp_file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char people[] =
    "CREATE TABLE people (\"Name\" TEXT, start_date TEXT, rate REAL, active INTEGER);"
    "INSERT INTO people VALUES ('Ann', '2025-09-30', 32.1, 1), (NULL, NULL, NULL, NULL),"
    "('Bo', '2025-10-01', NULL, 0);";

/* A database file made by these statements. */
static uint8_t *make_file(const char *sql, size_t *ret_len)
{
    char path[] = "/tmp/staith-db-XXXXXX";
    sqlite3 *db = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(close(fd), 0);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    uint8_t *bytes = staith_temp_read(path, ret_len);
    assert_int_equal(unlink(path), 0);
    return bytes;
}

static void read_file(const char *sql, const char *sheet, const char *query, int result,
                      const char *rows, const char *findings)
{
    static struct table_case table;
    size_t len = 0;
    uint8_t *bytes = make_file(sql, &len);
    table_case_init(&table, bytes, len);
    table.job.sheet = sheet;
    table.job.query = query;
    assert_int_equal(table_case_read(&table), result);
    assert_string_equal(table.rows, rows);
    assert_string_equal(table.findings, findings);
    free(bytes);
}

#define ROWS "1@2[Ann|20361|3210|.|1] 2@4[Bo|20362|-|.|0] "

static void test_tables(void **state)
{
    (void)state;
    char two[400];
    read_file(people, NULL, NULL, STAITH_OK, ROWS, "");
    (void)snprintf(two, sizeof two, "%sCREATE TABLE other (a);", people);
    read_file(two, NULL, NULL, STAITH_ESOURCE, "", "no_sheet@0:0:0 ");
    read_file(two, "people", NULL, STAITH_OK, ROWS, "");
    read_file(two, "pe\"ople", NULL, STAITH_ESOURCE, "", "no_sheet@0:0:0 ");
    (void)snprintf(two, sizeof two, "PRAGMA journal_mode=wal;%s", people);
    read_file(two, NULL, NULL, STAITH_OK, ROWS, "");
}

static void test_queries(void **state)
{
    (void)state;
    read_file(people, NULL, "SELECT upper(name) AS worker, start_date FROM people WHERE rate > 1;",
              STAITH_OK, "1@2[ANN|20361|.|.|.] ", "");
    static const char *const bad[] = {
        "DELETE FROM people",
        "SELECT 1; SELECT 2",
        "ATTACH '/tmp/x' AS x",
        "PRAGMA table_info(people)",
        "SELECT load_extension('x')",
        "SELECT nothing FROM people",
        "WITH x AS (SELECT 1) INSERT INTO people SELECT 1,2,3,4 FROM x",
        "VACUUM",
        "EXPLAIN SELECT 1 UNION"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        read_file(people, NULL, bad[i], STAITH_ESOURCE, "", "query_refused@0:0:0 ");
    }
}

static void test_damage(void **state)
{
    (void)state;
    static struct table_case table;
    size_t len = 0;
    uint8_t *bytes = make_file(people, &len);
    for (size_t cut = 16; cut < len; cut += 509) {
        table_case_init(&table, bytes, cut);
        int result = table_case_read(&table);
        assert_true(result == STAITH_ESOURCE);
    }
    for (size_t at = 16; at < len; at += 5) {
        bytes[at] ^= 0xFF;
        table_case_init(&table, bytes, len);
        int result = table_case_read(&table);
        assert_true(result == STAITH_OK || result == STAITH_ESOURCE);
        bytes[at] ^= 0xFF;
    }
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables),
                                       cmocka_unit_test(test_queries),
                                       cmocka_unit_test(test_damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
