/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "db/db.h"
#include <cmocka.h>
#include <sys/stat.h>

static int open_it(const struct ledger_fixture *f, struct staith_ledger **ledger,
                   struct staith_err *err)
{
    return staith_ledger_open(f->folder, "840", f->secret, staith_outside_machine(), ledger, err);
}

static void test_new_ledger_is_empty_and_closed_to_others(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(chmod(f.folder, 0755), 0);
    struct staith_ledger *ledger = NULL;
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    uint64_t last = 99;
    assert_int_equal(staith_ledger_last(ledger, &last), 0);
    assert_int_equal(last, 0);
    assert_int_not_equal(staith_ledger_epoch(ledger), 0);
    struct stat facts;
    assert_int_equal(stat(f.folder, &facts), 0);
    assert_int_equal(facts.st_mode & 0777, 0700);
    staith_ledger_close(ledger);
    staith_ledger_close(NULL);
    ledger_fixture_deinit(&f);
}

static void test_one_writer_many_readers(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *reader = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_ledger_open_reader(f.folder, &reader, &err), STAITH_ERR_NOTFOUND);
    struct staith_ledger *ledger = NULL;
    struct staith_ledger *second = NULL;
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    assert_int_equal(open_it(&f, &second, &err), STAITH_ERR_EXISTS);
    assert_null(second);
    assert_int_equal(staith_ledger_open_reader(f.folder, &reader, &err), 0);
    assert_true(staith_ledger_epoch(reader) == staith_ledger_epoch(ledger));
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_append(&f, reader, 2025, 3, 1, &number, &err),
                     STAITH_ERR_STATE);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, &err), 0);
    uint64_t last = 0;
    assert_int_equal(staith_ledger_last(reader, &last), 0);
    assert_int_equal(last, 2);
    staith_ledger_close(reader);
    staith_ledger_close(ledger);
    assert_int_equal(open_it(&f, &second, &err), 0);
    staith_ledger_close(second);
    ledger_fixture_deinit(&f);
}

static void test_epoch_and_end_survive_a_restart(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    uint64_t epoch = staith_ledger_epoch(ledger);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 3, 1, &number, NULL), 0);
    staith_ledger_close(ledger);
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    assert_true(staith_ledger_epoch(ledger) == epoch);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 4, 2, &number, NULL), 0);
    assert_int_equal(number, 3); /* catalogue 1, releases 2 and 3 */
    assert_int_equal(staith_ledger_verify(ledger, f.public_key, NULL), 0);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

static void test_wrong_owner_is_refused(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    staith_ledger_close(ledger);
    ledger = NULL;
    assert_int_equal(
        staith_ledger_open(f.folder, "841", f.secret, staith_outside_machine(), &ledger, &err),
        STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.what, "council 840"));
    uint8_t other_public[STAITH_PUBLIC_KEY_BYTES];
    uint8_t other[STAITH_SECRET_KEY_BYTES];
    assert_int_equal(crypto_sign_keypair(other_public, other), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", other, staith_outside_machine(), &ledger, &err),
        STAITH_ERR_CONFIG);
    assert_non_null(strstr(err.what, "signing key"));
    assert_null(ledger);
    ledger_fixture_deinit(&f);
}

static int run_sql(const struct ledger_fixture *f, const char *sql)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/ledger.db", f->folder);
    sqlite3 *db = NULL;
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db),
                     SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    (void)sqlite3_close(db);
    return rc;
}

/* L1 */
static void test_rows_refuse_change(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 1, &number, NULL), 0);
    staith_ledger_close(ledger);
    static const char *const changes[] = {
        "UPDATE record SET kind = 1",      "DELETE FROM record",
        "UPDATE note SET errors = 0",      "DELETE FROM note",
        "UPDATE meta SET value = 'x'",     "DELETE FROM meta",
        "UPDATE catalogue SET number = 9", "DELETE FROM catalogue",
    };
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        assert_int_equal(run_sql(&f, changes[i]), SQLITE_CONSTRAINT);
    }
    ledger_fixture_deinit(&f);
}

static void test_damaged_end_is_found_on_opening(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    assert_int_equal(open_it(&f, &ledger, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 3, 1, &number, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2025, 3, 2, &number, NULL), 0);
    staith_ledger_close(ledger);
    assert_int_equal(run_sql(&f, "DROP TRIGGER record_update;"
                                 "UPDATE record SET signature = zeroblob(64) WHERE number = 3"),
                     SQLITE_OK);
    struct staith_err err = {0};
    ledger = NULL;
    assert_int_equal(open_it(&f, &ledger, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, "record 3 "));
    assert_null(ledger);
    ledger_fixture_deinit(&f);
}

static void test_missing_folder_says_so(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    ledger_fixture_deinit(&f);
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    assert_int_equal(open_it(&f, &ledger, &err), STAITH_ERR_NOTFOUND);
    assert_string_equal(err.where, f.folder);
    assert_true(err.remedy[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_ledger_is_empty_and_closed_to_others),
        cmocka_unit_test(test_one_writer_many_readers),
        cmocka_unit_test(test_epoch_and_end_survive_a_restart),
        cmocka_unit_test(test_wrong_owner_is_refused),
        cmocka_unit_test(test_rows_refuse_change),
        cmocka_unit_test(test_damaged_end_is_found_on_opening),
        cmocka_unit_test(test_missing_folder_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
