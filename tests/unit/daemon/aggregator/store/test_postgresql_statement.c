/* SPDX-License-Identifier: Apache-2.0 */
/* Against the server of tests/support/with-postgresql; test_sql.c holds both drivers to the same.
 */
#include "aggregator/store/postgresql.h"
#include "store_fixture.h"

static void need_server(void)
{
    if (getenv("STAITH_TEST_POSTGRESQL") == NULL) {
        skip();
    }
}

static void parameters_have_bounds(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_sql *statement = NULL;
    need_server();
    assert_int_equal(staith_store_prepare(fixture->store, STAITH_SQL_CURSOR, &statement, NULL), 0);
    assert_int_equal(staith_sql_parameters(statement), 2);
    assert_int_not_equal(staith_store_bind_int(statement, 0, 1), STAITH_STEP_OK);
    assert_int_not_equal(staith_store_bind_int(statement, 3, 1), STAITH_STEP_OK);
    staith_store_done(statement);
}

/* A statement that fails fails its transaction; the savepoint around a put undoes that. */
static void a_failed_put_leaves_the_others(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    struct staith_sql *put = NULL;
    need_server();
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "why", "", true, &fixture->err), 0);
    assert_int_equal(staith_store_save(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_prepare(fixture->store, STAITH_SQL_CURSOR_NEW, &put, NULL), 0);
    int bound = staith_store_bind_text(put, 1, "840") | staith_store_bind_int(put, 2, 1) |
                staith_store_bind_int(put, 3, 9) | staith_store_bind_blob(put, 4, "x", 1);
    int code = staith_store_run(fixture->store, put, bound, "putting", &fixture->err);
    assert_int_equal(code, STAITH_ERR_EXISTS);
    assert_int_equal(staith_store_keep_or_undo(fixture->store, code, &fixture->err), code);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, NULL), 0);
    assert_int_equal(number, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(parameters_have_bounds, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_failed_put_leaves_the_others, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
