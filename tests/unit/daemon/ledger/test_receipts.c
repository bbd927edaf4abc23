/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static uint64_t received(struct staith_ledger *ledger)
{
    uint64_t number = 99;
    assert_int_equal(staith_ledger_received(ledger, &number), 0);
    return number;
}

static void test_cumulative_and_of_this_ledger(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    struct staith_receipts *receipts = NULL;
    struct staith_ledger_entry entry;
    uint8_t hash[5][STAITH_HASH_BYTES] = {{0}};
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    for (uint8_t i = 1; i <= 3; i++) {
        assert_int_equal(ledger_fixture_append(&f, ledger, 2025, i, i, &number, NULL), 0);
    }
    assert_int_equal(number, 4);
    for (uint64_t i = 1; i <= 4; i++) {
        assert_int_equal(staith_ledger_hash(ledger, i, hash[i]), 0);
    }
    assert_int_equal(staith_ledger_hash(ledger, 5, hash[0]), STAITH_ERR_NOTFOUND);
    const uint64_t epoch = staith_ledger_epoch(ledger);
    assert_int_equal(staith_receipts_open(f.folder, true, &receipts, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(received(ledger), 0);
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    assert_int_equal(received(ledger), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 3, hash[3], 1000), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 2, hash[2], 2000), 0); /* late */
    assert_int_equal(staith_receipts_commit(receipts, epoch, 3, hash[3], 3000), 0); /* twice */
    assert_int_equal(received(ledger), 3);
    assert_int_equal(staith_ledger_read(ledger, 3, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 1000);
    /* other epochs, records that this ledger lost, and other records under its numbers */
    assert_int_equal(staith_receipts_commit(receipts, epoch + 1, 4, hash[4], 4000), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 9, hash[4], 4000), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 4, hash[3], 4000), 0);
    assert_int_equal(received(ledger), 3);
    assert_int_equal(staith_ledger_read(ledger, 4, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 4, hash[4], 5000), 0);
    assert_int_equal(received(ledger), 4);
    assert_int_equal(staith_ledger_read(ledger, 4, &entry, NULL), 0);
    assert_int_equal(entry.received_unix_ms, 5000);
    staith_receipts_close(receipts);
    assert_int_equal(staith_receipts_open(f.folder, true, &receipts, NULL), 0);
    assert_int_not_equal(staith_receipts_commit(receipts, epoch, 5, hash[4], 4000), 0);
    staith_receipts_close(receipts);
    staith_receipts_close(NULL);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

static void test_refusal_without_detail(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_receipts *receipts = NULL;
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_refuse(receipts, 1, 2, 3, NULL, 1000), 0);
    assert_int_equal(staith_receipts_refuse(receipts, 1, 2, 4, "again", 2000), 0);
    staith_receipts_close(receipts);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cumulative_and_of_this_ledger),
        cmocka_unit_test(test_refusal_without_detail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
