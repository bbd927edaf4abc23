/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/turns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* One look at `now_unix_ms`, at which these three wait. */
static uint64_t look(struct staith_gate_turns *turns, int64_t now_unix_ms)
{
    staith_gate_turns_begin(turns);
    staith_gate_turns_wait(turns, 3, now_unix_ms);
    staith_gate_turns_wait(turns, 5, now_unix_ms);
    staith_gate_turns_wait(turns, 9, now_unix_ms);
    return staith_gate_turns_take(turns);
}

static void one_after_the_other(void **state)
{
    (void)state;
    struct staith_gate_turns turns = {0};
    assert_int_equal(look(&turns, 1), 3);
    assert_int_equal(look(&turns, 1), 5);
    assert_int_equal(look(&turns, 1), 9);
    assert_int_equal(look(&turns, 1), 3);
    staith_gate_turns_begin(&turns);
    assert_int_equal(staith_gate_turns_take(&turns), 0);
    assert_int_equal(look(&turns, 1), 5);
}

static void one_rests_a_minute(void **state)
{
    (void)state;
    struct staith_gate_turns turns = {0};
    staith_gate_turns_add(&turns, 5);
    assert_int_equal(look(&turns, 1000), 3);
    staith_gate_turns_rest(&turns, 5, 1000);
    assert_int_equal(look(&turns, 60999), 9);
    assert_int_equal(look(&turns, 60999), 3);
    assert_int_equal(look(&turns, 61000), 5);
    /* The clock was set back. */
    turns.last = 3;
    assert_int_equal(look(&turns, 999), 5);
    /* What is not known does not rest. */
    staith_gate_turns_rest(&turns, 9, 1000);
    assert_int_equal(look(&turns, 1000), 9);
}

static void the_oldest_is_forgotten(void **state)
{
    (void)state;
    struct staith_gate_turns turns = {0};
    assert_false(staith_gate_turns_has(&turns, 1));
    for (uint64_t held = 1; held <= STAITH_GATE_TURNS_MAX; held++) {
        staith_gate_turns_add(&turns, held);
        staith_gate_turns_add(&turns, held);
    }
    assert_true(staith_gate_turns_has(&turns, 1));
    staith_gate_turns_add(&turns, STAITH_GATE_TURNS_MAX + 1);
    assert_false(staith_gate_turns_has(&turns, 1));
    assert_true(staith_gate_turns_has(&turns, 2));
    assert_true(staith_gate_turns_has(&turns, STAITH_GATE_TURNS_MAX + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_after_the_other),
        cmocka_unit_test(one_rests_a_minute),
        cmocka_unit_test(the_oldest_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
