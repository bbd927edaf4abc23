/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

/* The hash that store_fixture_put gives the record of a release. */
static void hash_of(uint64_t number, const struct staith_release_cell *cell,
                    uint8_t hash[STAITH_HASH_BYTES])
{
    struct staith_release *release = store_fixture_release("840", 2025, cell, 1);
    memcpy(hash, store_fixture_carry("840", 77, number, release).hash, STAITH_HASH_BYTES);
    staith_release_free(release);
}

static void cursor_moves_with_each_record(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(5));
    uint8_t first[STAITH_HASH_BYTES];
    uint8_t second[STAITH_HASH_BYTES];
    hash_of(1, &cell, first);
    hash_of(2, &cell, second);
    uint64_t number = 9;
    uint8_t hash[STAITH_HASH_BYTES];
    static const uint8_t ZERO[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_cursor(fixture->store, "840", 77, &number, hash, &fixture->err),
                     0);
    assert_int_equal(number, 0);
    assert_memory_equal(hash, ZERO, sizeof(hash));
    assert_int_equal(store_fixture_put(fixture, "840", 77, 1, 2025, &cell, 1), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 77, 2, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_cursor(fixture->store, "840", 77, &number, hash, &fixture->err),
                     0);
    assert_int_equal(number, 2);
    assert_memory_equal(hash, second, sizeof(hash));
    assert_int_equal(staith_store_record_hash(fixture->store, "840", 77, 1, hash), 0);
    assert_memory_equal(hash, first, sizeof(hash));
    assert_int_equal(staith_store_record_hash(fixture->store, "840", 77, 3, hash),
                     STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_store_record_hash(fixture->store, "841", 77, 1, hash),
                     STAITH_ERR_NOTFOUND);
}

static void number_once_and_without_gap(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(5));
    assert_int_equal(store_fixture_put(fixture, "840", 77, 2, 2025, &cell, 1), STAITH_ERR_STATE);
    assert_int_equal(store_fixture_put(fixture, "840", 77, 1, 2025, &cell, 1), 0);
    assert_int_equal(store_fixture_put(fixture, "840", 77, 1, 2025, &cell, 1), STAITH_ERR_EXISTS);
    assert_int_equal(store_fixture_put(fixture, "840", 77, 3, 2025, &cell, 1), STAITH_ERR_STATE);
    assert_int_equal(store_fixture_put(fixture, "841", 77, 1, 2025, &cell, 1), 0);
}

/* Epochs use all 64 bits, and the newest is the one seen last, not the greatest. */
static void newest_epoch_is_the_last_seen(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(5));
    uint64_t epoch = 0;
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), STAITH_ERR_NOTFOUND);
    assert_int_equal(store_fixture_put(fixture, "840", UINT64_MAX, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == UINT64_MAX);
    assert_int_equal(store_fixture_put(fixture, "840", 5, 1, 2025, &cell, 1), 0);
    assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
    assert_true(epoch == 5);
}

/* The word counts before the new ledger's first record, over a restart, and until the next word. */
static void accepted_epoch_is_the_current_one(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(5));
    uint64_t epoch = 0;
    assert_int_equal(store_fixture_put(fixture, "840", 5, 1, 2025, &cell, 1), 0);
    assert_int_equal(store_fixture_put(fixture, "841", 6, 1, 2025, &cell, 1), 0);
    static const uint64_t accepted[] = {UINT64_MAX, 5, 7};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
        assert_int_equal(staith_store_accept_epoch(fixture->store, "840", accepted[i], NULL), 0);
        assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
        staith_store_close(fixture->store);
        assert_int_equal(staith_store_open(fixture->where, false, &fixture->outside,
                                           &fixture->store, &fixture->err),
                         0);
        assert_int_equal(staith_store_epoch(fixture->store, "840", &epoch), 0);
        assert_true(epoch == accepted[i]);
    }
    assert_int_equal(staith_store_epoch(fixture->store, "841", &epoch), 0);
    assert_true(epoch == 6);
}

static void writing_needs_a_transaction(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(staith_store_accept_epoch(fixture->store, "840", 1, NULL), STAITH_ERR_STATE);
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "unsigned", "no", false, &fixture->err),
        STAITH_ERR_STATE);
}

/* A put that fails leaves what the group stored before it. */
static void failed_put_keeps_the_group(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_release_cell cell = store_fixture_cell("agency_fte", staith_value_exact(5));
    struct staith_release *release = store_fixture_release("840", 2025, &cell, 1);
    struct staith_store_record good = store_fixture_carry("840", 1, 1, release);
    struct staith_store_record gap = store_fixture_record("841", 1, 4);
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    assert_int_equal(staith_store_put_release(fixture->store, &good, release, STAITH_STORE_ACCEPTED,
                                              &fixture->err),
                     0);
    assert_int_equal(staith_store_put_release(fixture->store, &gap, release, STAITH_STORE_ACCEPTED,
                                              &fixture->err),
                     STAITH_ERR_STATE);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    staith_release_free(release);
    assert_int_equal(store_fixture_headlines(fixture->store).count, 1);
}

static int count_quarantined(void *ctx, const struct staith_store_arrival *arrival)
{
    *(uint64_t *)ctx = arrival->quarantined;
    return 0;
}

static void quarantine_is_bounded_and_may_advance(void **state)
{
    struct store_fixture *fixture = *state;
    struct staith_store_record record = store_fixture_record("840", 1, 1);
    uint64_t count = 0;
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    assert_int_equal(staith_store_begin(fixture->store, &fixture->err), 0);
    for (int i = 0; i < 300; i++) {
        assert_int_equal(staith_store_quarantine(fixture->store, &record, "unsigned", "no", false,
                                                 &fixture->err),
                         0);
    }
    assert_int_equal(
        staith_store_quarantine(fixture->store, &record, "invalid", NULL, true, &fixture->err), 0);
    assert_int_equal(staith_store_commit(fixture->store, &fixture->err), 0);
    assert_int_equal(
        staith_store_arrivals(fixture->store, count_quarantined, &count, &fixture->err), 0);
    assert_int_equal(count, 256);
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, &fixture->err),
                     0);
    assert_int_equal(number, 1);
    assert_int_equal(staith_store_record_hash(fixture->store, "840", 1, 1, hash), 0);
    assert_memory_equal(hash, store_fixture_hash(1), sizeof(hash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cursor_moves_with_each_record, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(number_once_and_without_gap, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(accepted_epoch_is_the_current_one, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(newest_epoch_is_the_last_seen, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(writing_needs_a_transaction, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(failed_put_keeps_the_group, store_fixture_setup,
                                        store_fixture_teardown),
        cmocka_unit_test_setup_teardown(quarantine_is_bounded_and_may_advance, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
