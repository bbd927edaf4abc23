/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/history.h"
#include "ledger_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t figure(const struct staith_history *history, uint32_t count, int32_t year)
{
    int64_t value = -1;
    for (uint32_t i = 0; i < count; i++) {
        assert_string_equal(history[i].measure, "leavers_headcount");
        if (history[i].period.year == year) {
            assert_int_equal(value, -1); /* each figure once */
            value = history[i].value;
        }
    }
    return value;
}

static void test_newest_release_of_each_period(void **state)
{
    (void)state;
    struct ledger_fixture f;
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    assert_int_equal(ledger_fixture_init(&f), 0);
    assert_int_equal(
        staith_ledger_open(f.folder, "840", f.secret, staith_outside_machine(), &ledger, NULL), 0);
    struct staith_arena arena;
    const struct staith_history *history = NULL;
    uint32_t count = 99;
    staith_arena_init(&arena, STAITH_GATE_HISTORY_MAX_BYTES);
    assert_int_equal(staith_gate_history_read(ledger, "csww", &arena, &history, &count, NULL), 0);
    assert_int_equal(count, 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2023, 3, 1, &number, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2024, 5, 2, &number, NULL), 0);
    assert_int_equal(ledger_fixture_append(&f, ledger, 2023, 4, 3, &number, NULL), 0);
    assert_int_equal(staith_gate_history_read(ledger, "csww", &arena, &history, &count, NULL), 0);
    assert_int_equal(count, 2); /* the unreliable measure of the fixture gives no number */
    assert_int_equal(figure(history, count, 2023), 4);
    assert_int_equal(figure(history, count, 2024), 5);
    assert_int_equal(staith_gate_history_read(ledger, "other", &arena, &history, &count, NULL), 0);
    assert_int_equal(count, 0);
    staith_arena_deinit(&arena);
    staith_ledger_close(ledger);
    ledger_fixture_deinit(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_newest_release_of_each_period)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
