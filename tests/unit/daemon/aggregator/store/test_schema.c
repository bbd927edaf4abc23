/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include <sqlite3.h>

static void set(struct store_fixture *fixture, const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    staith_store_close(fixture->store);
    fixture->store = NULL;
    (void)snprintf(path, sizeof(path), "%s/store.db", fixture->folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int reopen(struct store_fixture *fixture, bool read_only)
{
    return staith_store_open(fixture->folder, read_only, &fixture->outside, &fixture->store,
                             &fixture->err);
}

static void newer_file_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    set(fixture, "PRAGMA user_version = 99");
    assert_int_equal(reopen(fixture, false), STAITH_ERR_VERSION);
    assert_non_null(strstr(fixture->err.what, "99"));
    assert_int_equal(reopen(fixture, true), STAITH_ERR_VERSION);
}

static void foreign_file_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    set(fixture, "PRAGMA application_id = 1");
    assert_int_equal(reopen(fixture, false), STAITH_ERR_VERSION);
}

static void old_file_is_brought_up_by_a_writer_only(void **state)
{
    struct store_fixture *fixture = *state;
    set(fixture, "DROP TABLE cell; DROP TABLE release; DROP TABLE indicator; DROP TABLE measure;"
                 "DROP TABLE catalogue; DROP TABLE record; DROP TABLE epoch; DROP TABLE national;"
                 "DROP TABLE national_vintage; DROP TABLE quarantine; DROP TABLE accepted;"
                 "PRAGMA user_version = 0");
    assert_int_equal(reopen(fixture, true), STAITH_ERR_VERSION);
    assert_int_equal(reopen(fixture, false), 0);
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
}

/* The first version of the file, with what it holds. */
static void first_version_keeps_its_records(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    uint64_t epoch = 0;
    assert_int_equal(store_fixture_put(fixture, "840", 9, 1, 2025, &cell, 1), 0);
    set(fixture, "DROP TABLE accepted; PRAGMA user_version = 1");
    assert_int_equal(reopen(fixture, true), STAITH_ERR_VERSION);
    assert_int_equal(reopen(fixture, false), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 9);
    assert_int_equal(store_fixture_put(fixture, "840", 9, 2, 2025, &cell, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(newer_file_is_refused, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(foreign_file_is_refused, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(first_version_keeps_its_records, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(old_file_is_brought_up_by_a_writer_only,
                                        store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
