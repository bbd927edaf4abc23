/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

static void reader_needs_a_store(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store *reader = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_store_open("/nonexistent", true, &fixture->outside, &reader, &err),
                     STAITH_ERR_NOTFOUND);
    assert_null(reader);
    assert_true(err.remedy[0] != '\0');
}

/* A reader sees what is committed, while the writer is in the middle of the next group. */
static void reader_works_beside_the_writer(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    struct staith_store *reader = NULL;
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_release *release = store_fixture_release("840", 2024, &cell, 1);
    struct staith_store_record record = store_fixture_carry("840", 1, 2, release);
    assert_int_equal(staith_store_put_release(fixture->store, &record, release,
                                              STAITH_STORE_ACCEPTED, &fixture->err),
                     0);
    staith_release_free(release);
    assert_int_equal(
        staith_store_open(fixture->where, true, &fixture->outside, &reader, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1);
    assert_int_equal(staith_store_begin(reader, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(store_fixture_headlines(reader).count, 1); /* one picture */
    staith_store_rollback(reader);
    assert_int_equal(store_fixture_headlines(reader).count, 2);
    assert_int_equal(staith_store_quarantine(reader, &record, "x", "", false, &fixture->err),
                     STAITH_ERR_STATE);
    staith_store_close(reader);
}

static void committed_is_there_after_opening_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(7));
    assert_int_equal(store_fixture_put(fixture, "840", 1, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_store_record record = store_fixture_record("840", 1, 2);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "invalid", "", true, &fixture->err), 0);
    staith_store_close(fixture->store); /* without a commit */
    fixture->store = NULL;
    assert_int_equal(
        staith_store_open(fixture->where, false, &fixture->outside, &fixture->store, &fixture->err),
        0);
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, &fixture->err),
                     0);
    assert_int_equal(number, 1);
}

/* What is not open cannot be committed: the caller would acknowledge what was never stored. */
static void transactions_do_not_nest_and_commit_needs_one(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), STAITH_ERR_STATE);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), STAITH_ERR_STATE);
    staith_store_rollback(fixture->store);
    staith_store_rollback(fixture->store);
    staith_store_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reader_needs_a_store, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(reader_works_beside_the_writer, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(committed_is_there_after_opening_again, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(transactions_do_not_nest_and_commit_needs_one,
                                        store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
