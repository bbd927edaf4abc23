/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include "db/db.h"

static void set(struct store_fixture *fixture, const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    staith_store_close(fixture->store);
    fixture->store = NULL;
    (void)snprintf(path, sizeof(path), "%s/store.db", fixture->folder);
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db),
                     SQLITE_OK);
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

#define H31 "00000000000000000000000000000000000000000000000000000000000000"

/* Takes the file back to before releases had a standing. */
#define BEFORE_STANDING                                                                            \
    "CREATE TABLE cell(record_id INTEGER);"                                                        \
    "DROP TABLE handout; DROP TABLE told; DROP TABLE word; DROP TABLE region; DROP TABLE notice; " \
    "DROP TABLE verdict; DROP INDEX "                                                              \
    "release_embargoed;"                                                                           \
    "DROP INDEX release_period; DROP INDEX release_catalogue; DROP INDEX catalogue_leads;"         \
    "ALTER TABLE release DROP COLUMN standing; ALTER TABLE release DROP COLUMN judged_unix_ms;"    \
    "ALTER TABLE release DROP COLUMN show_from_unix_ms; ALTER TABLE release DROP COLUMN "          \
    "first_standing;"                                                                              \
    "ALTER TABLE release DROP COLUMN embargoed; ALTER TABLE catalogue DROP COLUMN state;"

static void old_file_is_brought_up_by_a_writer_only(void **state)
{
    struct store_fixture *fixture = *state;
    set(fixture, "DROP TABLE handout; DROP TABLE told; DROP TABLE word; DROP TABLE region;"
                 "DROP TABLE notice; DROP TABLE verdict; DROP TABLE release;"
                 "DROP TABLE indicator; DROP TABLE measure;"
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
    set(fixture, BEFORE_STANDING "DROP TABLE accepted; PRAGMA user_version = 1");
    assert_int_equal(reopen(fixture, true), STAITH_ERR_VERSION);
    assert_int_equal(reopen(fixture, false), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 9);
    assert_int_equal(store_fixture_put(fixture, "840", 9, 2, 2025, &cell, 1), 0);
}

static int count_state(void *ctx, const struct staith_store_listed_catalogue *listed)
{
    int *counts = ctx;
    counts[listed->state]++;
    counts[4] = listed->state == STAITH_STORE_CATALOGUE_LEADS ? listed->hash[0] : counts[4];
    return 0;
}

/* What was shown before there were standings is shown, and its newest catalogue leads. */
static void what_was_shown_is_shown(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct store_fixture_figures figures = {0};
    int counts[5] = {0};
    assert_int_equal(store_fixture_put(fixture, "840", 9, 1, 2025, &cell, 1), 0);
    set(fixture,
        BEFORE_STANDING "INSERT INTO catalogue VALUES(1, x'01" H31 "', 'csww', 'p', '1', 1);"
                        "INSERT INTO catalogue VALUES(2, x'02" H31 "', 'csww', 'p', '2', 1);"
                        "PRAGMA user_version = 2");
    assert_int_equal(reopen(fixture, false), 0);
    assert_int_equal(staith_store_list_catalogues(fixture->store, count_state, counts, NULL), 0);
    assert_int_equal(counts[STAITH_STORE_CATALOGUE_LEADS], 1);
    assert_int_equal(counts[STAITH_STORE_CATALOGUE_ACCEPTED], 1);
    assert_int_equal(counts[4], 2);
    assert_int_equal(
        staith_store_headlines(fixture->store, "csww", store_fixture_collect, &figures, NULL), 0);
    assert_int_equal(figures.count, 1);
    assert_int_equal(figures.figures[0].value.value, 7);
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
        cmocka_unit_test_setup_teardown(what_was_shown_is_shown, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(old_file_is_brought_up_by_a_writer_only,
                                        store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
