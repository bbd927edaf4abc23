/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_cumulative_and_by_epoch(void **state)
{
    (void)state;
    struct ledger_fixture f;
    assert_int_equal(ledger_fixture_init(&f), 0);
    struct staith_receipts *receipts = NULL;
    assert_int_equal(staith_receipts_open(f.folder, true, &receipts, NULL), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_receipts_open(f.folder, false, &receipts, NULL), 0);
    const uint64_t epoch = UINT64_C(0xfedcba9876543210); /* above INT64_MAX */
    uint64_t committed = 9;
    assert_int_equal(staith_receipts_committed(receipts, epoch, &committed), 0);
    assert_int_equal(committed, 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 4, 1000), 0);
    assert_int_equal(staith_receipts_commit(receipts, epoch, 2, 2000), 0); /* late and lower */
    assert_int_equal(staith_receipts_commit(receipts, epoch, 4, 3000), 0); /* said twice */
    assert_int_equal(staith_receipts_committed(receipts, epoch, &committed), 0);
    assert_int_equal(committed, 4);
    assert_int_equal(staith_receipts_committed(receipts, 7, &committed), 0);
    assert_int_equal(committed, 0);
    staith_receipts_close(receipts);
    assert_int_equal(staith_receipts_open(f.folder, true, &receipts, NULL), 0);
    assert_int_equal(staith_receipts_committed(receipts, epoch, &committed), 0);
    assert_int_equal(committed, 4);
    assert_int_not_equal(staith_receipts_commit(receipts, epoch, 5, 4000), 0); /* read only */
    staith_receipts_close(receipts);
    staith_receipts_close(NULL);
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
        cmocka_unit_test(test_cumulative_and_by_epoch),
        cmocka_unit_test(test_refusal_without_detail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
