/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_GATE_HELD_CASE_H
#define STAITH_TEST_GATE_HELD_CASE_H
/* A running service whose dataset is held for two officers. */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HELD_OFFICERS                                                                              \
    "officers:\n  - {name: Ann Lee, role: SIRO}\n  - {name: Bo Ray, role: performance}\n"
#define HELD_CONFIG "    sign-off: hold\n" HELD_OFFICERS

/* Held release 1 is there, made of three people. */
static inline void held_case_start(struct running *running)
{
    assert_int_equal(running_start(running, "well", "staithd.yaml", HELD_CONFIG), 0);
    assert_int_equal(place_write(&running->place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(running, 1));
}

static inline uint64_t held_case_last(struct running *running)
{
    uint64_t last = 99;
    assert_int_equal(staith_ledger_last(running->service->ledger, &last), 0);
    return last;
}

static inline enum staith_held_state held_case_state(struct running *running, uint64_t number)
{
    struct staith_held_item item;
    assert_int_equal(staith_held_read(running->service->held, number, &item, NULL), 0);
    return item.state;
}

/* What the approval of an officer writes, without the letting go. */
static inline void held_case_say(struct running *running, uint64_t number, const char *officer,
                                 enum staith_held_state state, int64_t leaves_unix_ms)
{
    const struct staith_held_word word = {.officer = officer,
                                          .role = "SIRO",
                                          .reason = "agrees with the return",
                                          .approves = state != STAITH_HELD_REFUSED,
                                          .at_unix_ms = running_unix_ms(running),
                                          .embargo_unix_ms = leaves_unix_ms};
    assert_int_equal(
        staith_held_say(running->service->held, number, &word, state, leaves_unix_ms, NULL), 0);
}

static inline bool held_case_has_left(struct running *running)
{
    return held_case_state(running, running->wanted) == STAITH_HELD_LEFT;
}

/* Wait until held release `number` has left. */
static inline bool held_case_wait_left(struct running *running, uint64_t number)
{
    running->wanted = number;
    return running_wait(running, held_case_has_left);
}

/* Time enough for the timer to fire twice. */
static inline void held_case_linger(struct running *running)
{
    staith_gate_signoff_leave_due(running->service); /* by itself it looks once a second */
    running->until = running_never;
    running->ticks_left = 30;
    staith_timer_again(running->tick, RUNNING_TICK_MS, RUNNING_TICK_MS);
    (void)staith_loop_run(running->loop);
    staith_gate_signoff_leave_due(running->service);
}

#endif
