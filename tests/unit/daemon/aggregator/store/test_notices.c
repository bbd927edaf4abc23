/* SPDX-License-Identifier: Apache-2.0 */
#include "store_fixture.h"

#include "standing_case.h"

/* A notice has its place among the records: stored once, in order. */
static void notices_are_records(void **state)
{
    struct store_fixture *fixture = *state;
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    standing_say(fixture, 1, STAITH_NOTICE_REVISION, 2025, 0);
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, NULL), 0);
    assert_int_equal(number, 1);
    assert_memory_equal(hash, store_fixture_hash(1), STAITH_HASH_BYTES);
    const struct staith_notice notice = {.kind = STAITH_NOTICE_WITHDRAWAL,
                                         .authority = "840",
                                         .dataset = "csww",
                                         .period = {1, 2025, 0},
                                         .reason = "wrong"};
    struct staith_store_record again = store_fixture_record("840", 1, 1);
    struct staith_store_record gap = store_fixture_record("840", 1, 3);
    assert_int_equal(staith_store_put_notice(fixture->store, &again, &notice, NULL),
                     STAITH_ERR_STATE); /* in no transaction */
    assert_int_equal(staith_store_begin(fixture->store, NULL), 0);
    assert_int_equal(staith_store_put_notice(fixture->store, &again, &notice, NULL),
                     STAITH_ERR_EXISTS);
    assert_int_equal(staith_store_put_notice(fixture->store, &gap, &notice, NULL),
                     STAITH_ERR_STATE);
    assert_int_equal(staith_store_commit(fixture->store, NULL), 0);
    assert_int_equal(staith_store_cursor(fixture->store, "840", 1, &number, hash, NULL), 0);
    assert_int_equal(number, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(notices_are_records, store_fixture_setup,
                                        store_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
