/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/sql.h"
#include "store_fixture.h"

/* What is bound comes back, and nothing of it is left for the next run. */
static void values_go_through(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *store = fixture->store;
    struct staith_sql *put = NULL;
    struct staith_sql *get = NULL;
    const uint8_t bytes[] = {0, 1, 0xff, 0};
    assert_false(staith_sql_is_open(store));
    assert_int_equal(staith_store_begin(store, &fixture->err), 0);
    assert_true(staith_sql_is_open(store));
    assert_int_equal(staith_store_prepare(store, STAITH_SQL_QUARANTINE_PUT, &put, NULL), 0);
    assert_int_equal(staith_sql_parameters(put), 9);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(staith_store_bind_text(put, 1, "840"), STAITH_STEP_OK);
        assert_int_equal(staith_store_bind_int(put, 2, INT64_MIN), STAITH_STEP_OK);
        assert_int_equal(staith_store_bind_int(put, 3, INT64_MAX), STAITH_STEP_OK);
        assert_int_equal(staith_store_bind_int(put, 4, 2), STAITH_STEP_OK);
        if (i == 0) {
            assert_int_equal(staith_store_bind_blob(put, 6, bytes, sizeof(bytes)), STAITH_STEP_OK);
        }
        assert_int_equal(staith_store_bind_text(put, 7, "\xc3\xa9 'quoted'"), STAITH_STEP_OK);
        assert_int_equal(staith_store_bind_text(put, 8, NULL), STAITH_STEP_OK);
        assert_int_equal(staith_store_bind_int(put, 9, 5), STAITH_STEP_OK);
        assert_int_equal(staith_store_run(store, put, STAITH_STEP_OK, "putting", &fixture->err), 0);
        assert_int_equal(staith_sql_changes(store), 1);
        assert_int_equal(staith_sql_last_id(store), i + 1);
    }
    assert_int_equal(staith_store_prepare(store, STAITH_SQL_LIST_QUARANTINE, &get, NULL), 0);
    for (int i = 0; i < 2; i++) {
        char text[32];
        assert_int_equal(staith_sql_step(get), STAITH_STEP_ROW);
        assert_true(staith_sql_int64(get, 1) == INT64_MIN);
        assert_true(staith_sql_int64(get, 2) == INT64_MAX);
        assert_int_equal(staith_sql_int(get, 3), 2);
        assert_int_equal(staith_sql_int(get, 4), i == 0 ? 4 : 0);
        staith_store_column_text(get, 5, text, sizeof(text));
        assert_string_equal(text, "\xc3\xa9 'quoted'");
        assert_true(staith_sql_null(get, 6));
        assert_false(staith_sql_null(get, 5));
    }
    assert_int_equal(staith_sql_step(get), STAITH_STEP_DONE);
    staith_store_done(get);
    assert_int_equal(staith_store_commit(store, &fixture->err), 0);
    assert_false(staith_sql_is_open(store));
}

static void bytes_come_back(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    struct staith_sql *get = NULL;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "why", "how", true, &fixture->err), 0);
    assert_int_equal(staith_store_prepare(fixture->store, STAITH_SQL_RECORD_HASH, &get, NULL), 0);
    assert_int_equal(staith_store_bind_text(get, 1, "840"), STAITH_STEP_OK);
    assert_int_equal(staith_store_bind_int(get, 2, 1), STAITH_STEP_OK);
    assert_int_equal(staith_store_bind_int(get, 3, 1), STAITH_STEP_OK);
    assert_int_equal(staith_sql_step(get), STAITH_STEP_ROW);
    assert_int_equal(staith_sql_bytes(get, 0), STAITH_HASH_BYTES);
    assert_memory_equal(staith_sql_blob(get, 0), record.hash, STAITH_HASH_BYTES);
    assert_int_equal(staith_sql_step(get), STAITH_STEP_DONE);
    staith_store_done(get);
    staith_store_rollback(fixture->store);
    assert_false(staith_sql_is_open(fixture->store));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_go_through, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(bytes_come_back, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
