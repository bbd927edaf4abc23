/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "db/db.h"
#include <cmocka.h>

enum { RECORDS = 9 };

static void fill(struct ledger_fixture *f)
{
    struct staith_ledger *ledger = NULL;
    assert_int_equal(ledger_fixture_init(f), 0);
    assert_int_equal(
        staith_ledger_open(f->folder, "840", f->secret, staith_outside_machine(), &ledger, NULL),
        0);
    for (uint8_t i = 1; i < RECORDS; i++) {
        uint64_t number = 0;
        assert_int_equal(ledger_fixture_append(f, ledger, 2025, i, i, &number, NULL), 0);
    }
    staith_ledger_close(ledger);
}

/* Change rows behind the ledger's back, as somebody with the file could. */
static void tamper(const struct ledger_fixture *f, const char *sql)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/ledger.db", f->folder);
    sqlite3 *db = NULL;
    assert_int_equal(staith_db_open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &db),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER record_update; DROP TRIGGER record_delete;"
                                  "DROP TRIGGER meta_update",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int verify(const struct ledger_fixture *f, struct staith_err *err)
{
    struct staith_ledger *reader = NULL;
    assert_int_equal(staith_ledger_open_reader(f->folder, &reader, NULL), 0);
    int rc = staith_ledger_verify(reader, f->public_key, err);
    staith_ledger_close(reader);
    return rc;
}

static void expect_found(const char *sql, const char *named)
{
    struct ledger_fixture f;
    struct staith_err err = {0};
    fill(&f);
    assert_int_equal(verify(&f, &err), 0);
    tamper(&f, sql);
    assert_int_equal(verify(&f, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, named));
    ledger_fixture_deinit(&f);
}

/* L1 */
static void test_one_changed_byte_is_named(void **state)
{
    (void)state;
    expect_found("UPDATE record SET payload = substr(payload, 1, 20) || x'ff' ||"
                 " substr(payload, 22) WHERE number = 5",
                 "record 5 ");
}

/* L4 */
static void test_forged_signature_is_named(void **state)
{
    (void)state;
    expect_found("UPDATE record SET signature = (SELECT signature FROM record WHERE number = 4)"
                 " WHERE number = 6",
                 "record 6 ");
}

/* L2 */
static void test_gap_is_named(void **state)
{
    (void)state;
    expect_found("DELETE FROM record WHERE number = 3", "record 3 ");
}

/* L3 */
static void test_swapped_records_are_named(void **state)
{
    (void)state;
    expect_found("UPDATE record SET number = 100 WHERE number = 4;"
                 "UPDATE record SET number = 4 WHERE number = 5;"
                 "UPDATE record SET number = 5 WHERE number = 100",
                 "record 4 ");
}

static void test_another_epoch_does_not_verify(void **state)
{
    (void)state;
    expect_found("UPDATE meta SET value = x'0102030405060708' WHERE key = 'epoch'", "record 1 ");
}

static void test_another_key_does_not_verify(void **state)
{
    (void)state;
    struct ledger_fixture f;
    fill(&f);
    f.public_key[0] ^= 1;
    struct staith_err err = {0};
    assert_int_equal(verify(&f, &err), STAITH_ERR_VERIFY);
    assert_non_null(strstr(err.what, "record 1 "));
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_changed_byte_is_named),
        cmocka_unit_test(test_forged_signature_is_named),
        cmocka_unit_test(test_gap_is_named),
        cmocka_unit_test(test_swapped_records_are_named),
        cmocka_unit_test(test_another_epoch_does_not_verify),
        cmocka_unit_test(test_another_key_does_not_verify),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
