/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/db.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char schema[] = "CREATE TABLE t(n INTEGER PRIMARY KEY);";

static int64_t number(sqlite3 *db, const char *sql)
{
    int64_t value = -1;
    assert_int_equal(
        staith_ledger_db_number(db, staith_ledger_db_prepare(db, sql), "test", &value, NULL), 0);
    return value;
}

static void test_durable_settings(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    sqlite3 *db = NULL;
    assert_int_equal(staith_ledger_db_open(f.folder, "ledger.db", true, schema, &db, NULL), 0);
    assert_int_equal(number(db, "PRAGMA synchronous"), 2); /* FULL */
    assert_int_equal(number(db, "PRAGMA busy_timeout"), 5000);
    assert_int_equal(
        number(db, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode='wal'"), 1);
    assert_int_equal(number(db, "PRAGMA user_version"), 1);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(staith_ledger_db_open(f.folder, "ledger.db", false, schema, &db, NULL), 0);
    assert_int_equal(staith_ledger_db_done(
                         db, staith_ledger_db_prepare(db, "INSERT INTO t VALUES(1)"), "x", NULL),
                     STAITH_ERR_IO);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    ledger_fixture_deinit(&f);
}

static void test_another_schema_is_refused(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    sqlite3 *db = NULL;
    assert_int_equal(staith_ledger_db_open(f.folder, "ledger.db", true, schema, &db, NULL), 0);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=2", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    struct staith_err err = {0};
    db = NULL;
    assert_int_equal(staith_ledger_db_open(f.folder, "ledger.db", true, schema, &db, &err),
                     STAITH_ERR_VERSION);
    assert_null(db);
    ledger_fixture_deinit(&f);
}

static void test_a_file_that_is_no_database(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/ledger.db", f.folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 200; i++) {
        assert_true(fputs("this is no database\n", file) >= 0);
    }
    assert_int_equal(fclose(file), 0);
    struct staith_err err = {0};
    sqlite3 *db = NULL;
    assert_int_equal(staith_ledger_db_open(f.folder, "ledger.db", true, schema, &db, &err),
                     STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.where, "ledger.db"));
    ledger_fixture_deinit(&f);
}

static void test_path_limit(void **state)
{
    (void)state;
    char path[STAITH_LEDGER_PATH_BYTES];
    char folder[STAITH_LEDGER_PATH_BYTES];
    memset(folder, 'x', sizeof(folder) - 1);
    folder[sizeof(folder) - 1] = '\0';
    assert_int_equal(staith_ledger_db_path(folder, "ledger.db", path, NULL), STAITH_ERR_LIMIT);
    assert_int_equal(staith_ledger_db_path("/var/lib", "ledger.db", path, NULL), 0);
    assert_string_equal(path, "/var/lib/ledger.db");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_durable_settings),
        cmocka_unit_test(test_another_schema_is_refused),
        cmocka_unit_test(test_a_file_that_is_no_database),
        cmocka_unit_test(test_path_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
