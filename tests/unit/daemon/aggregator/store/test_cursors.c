/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/db.h"
#include "store_fixture.h"

static uint64_t number_of(struct store_fixture *fixture, uint64_t epoch)
{
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(
        staith_store_cursor(fixture->store, "840", epoch, &number, hash, &fixture->err), 0);
    assert_memory_equal(hash, store_fixture_hash((uint8_t)number), sizeof(hash));
    return number;
}

static int quarantine(struct store_fixture *fixture, uint64_t epoch, uint64_t number)
{
    const struct staith_store_record record = store_fixture_record("840", epoch, number);
    return staith_store_quarantine(fixture->store, &record, "invalid", "", true, &fixture->err);
}

static void only_a_transaction_remembers(void **state)
{
    struct store_fixture *fixture = *state;
    assert_null(staith_store_known(fixture->store, "840"));
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    struct staith_store_known *known = staith_store_known(fixture->store, "840");
    assert_non_null(known);
    assert_false(known->has_cursor);
    assert_int_equal(quarantine(fixture, 5, 1), 0);
    assert_true(known->has_cursor);
    assert_true(known->cursor.number == 1);
    assert_ptr_equal(staith_store_known(fixture->store, "840"), known);
    assert_int_equal(number_of(fixture, 5), 1);
    staith_store_rollback(fixture->store);
    assert_int_equal(number_of(fixture, 5), 0);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_false(staith_store_known(fixture->store, "840")->has_cursor);
    assert_int_equal(number_of(fixture, 5), 0);
    assert_int_equal(quarantine(fixture, 5, 1), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(number_of(fixture, 5), 1);
}

/* A put that fails takes back what it moved, and what was remembered of it. */
static void what_is_undone_is_forgotten(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(quarantine(fixture, 5, 1), 0);
    assert_int_equal(staith_store_save(fixture->store, &fixture->err), 0);
    assert_int_equal(quarantine(fixture, 5, 2), 0);
    assert_int_equal(number_of(fixture, 5), 2);
    assert_int_equal(staith_store_keep_or_undo(fixture->store, 17, &fixture->err), 17);
    assert_int_equal(number_of(fixture, 5), 1);
    assert_int_equal(quarantine(fixture, 5, 3), STAITH_ERR_STATE);
    assert_int_equal(quarantine(fixture, 5, 2), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(number_of(fixture, 5), 2);
}

static void the_epoch_follows_what_is_said(void **state)
{
    struct store_fixture *fixture = *state;
    uint64_t epoch = 0;
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), STAITH_ERR_NOTFOUND);
    assert_int_equal(quarantine(fixture, 5, 1), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 5);
    assert_int_equal(quarantine(fixture, 7, 1), 0); /* the one that began last */
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 7);
    assert_int_equal(staith_store_accept_epoch(fixture->store, "840", 5, &fixture->err), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 5);
    assert_int_equal(number_of(fixture, 7), 1);
    assert_int_equal(number_of(fixture, 5), 1);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

/* More councils than places: two that share one do not take each other's number. */
static void many_councils(void **state)
{
    struct store_fixture *fixture = *state;
    char code[16];
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    for (uint64_t number = 1; number <= 2; number++) {
        for (int i = 100; i < 100 + STAITH_STORE_KNOWN + 40; i++) {
            (void)snprintf(code, sizeof(code), "%d", i);
            const struct staith_store_record record = store_fixture_record(code, 5, number);
            assert_int_equal(staith_store_quarantine(fixture->store, &record, "invalid", "", true,
                                                     &fixture->err),
                             0);
        }
    }
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_a_transaction_remembers, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_undone_is_forgotten, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_epoch_follows_what_is_said, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(many_councils, store_fixture_setup, store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
