/* SPDX-License-Identifier: Apache-2.0 */
#include "loop/loop.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

struct trace {
    struct staith_loop *loop;
    struct staith_timer *timer;
    int ticks;
    int stops;
    int hups;
};

static void stop_at_three(void *ctx)
{
    struct trace *trace = ctx;
    if (++trace->ticks == 3) {
        staith_loop_stop(trace->loop);
    }
}

static void count(void *ctx)
{
    struct trace *trace = ctx;
    trace->ticks++;
}

static void test_timer_repeats_until_stopped(void **state)
{
    (void)state;
    struct trace trace = {0};
    assert_int_equal(staith_loop_new(&trace.loop, NULL), 0);
    assert_int_equal(staith_timer_start(trace.loop, 1, 1, stop_at_three, &trace, &trace.timer), 0);
    assert_int_equal(staith_loop_run(trace.loop), 0);
    assert_int_equal(trace.ticks, 3);
    staith_timer_stop(trace.timer);
    staith_loop_free(trace.loop);
}

static void test_single_timer_fires_once_and_again(void **state)
{
    (void)state;
    struct trace trace = {0};
    assert_int_equal(staith_loop_new(&trace.loop, NULL), 0);
    assert_int_equal(staith_timer_start(trace.loop, 1, 0, count, &trace, &trace.timer), 0);
    assert_int_equal(staith_loop_run(trace.loop), STAITH_ERR_STATE);
    assert_int_equal(trace.ticks, 1);
    staith_timer_again(trace.timer, 1, 0);
    assert_int_equal(staith_loop_run(trace.loop), STAITH_ERR_STATE);
    assert_int_equal(trace.ticks, 2);
    staith_loop_free(trace.loop); /* frees the timer that was not stopped */
}

static void stop_self(void *ctx)
{
    struct trace *trace = ctx;
    trace->ticks++;
    staith_timer_stop(trace->timer);
}

static void test_timer_may_stop_itself(void **state)
{
    (void)state;
    struct trace trace = {0};
    assert_int_equal(staith_loop_new(&trace.loop, NULL), 0);
    assert_int_equal(staith_timer_start(trace.loop, 1, 1, stop_self, &trace, &trace.timer), 0);
    assert_int_equal(staith_loop_run(trace.loop), STAITH_ERR_STATE);
    assert_int_equal(trace.ticks, 1);
    staith_loop_free(trace.loop);
}

static void test_stop_before_run_returns_at_once(void **state)
{
    (void)state;
    struct trace trace = {0};
    assert_int_equal(staith_loop_new(&trace.loop, NULL), 0);
    assert_int_equal(staith_timer_start(trace.loop, 1, 1, count, &trace, &trace.timer), 0);
    staith_loop_stop(trace.loop);
    assert_int_equal(staith_loop_run(trace.loop), 0);
    assert_int_equal(trace.ticks, 0);
    staith_loop_free(trace.loop);
}

static void raise_next(void *ctx)
{
    struct trace *trace = ctx;
    static const int order[] = {SIGHUP, SIGHUP, SIGTERM, SIGINT};
    if (trace->ticks < 4) {
        (void)kill(getpid(), order[trace->ticks]);
    }
    trace->ticks++;
}

static void on_stop(void *ctx)
{
    struct trace *trace = ctx;
    trace->stops++;
}

static void on_hup(void *ctx)
{
    struct trace *trace = ctx;
    trace->hups++;
}

/* The first SIGTERM asks, the second signal stops the loop whatever the callback did. */
static void test_signals(void **state)
{
    (void)state;
    struct trace trace = {0};
    assert_int_equal(staith_loop_new(&trace.loop, NULL), 0);
    assert_int_equal(staith_loop_on_signals(trace.loop, on_stop, on_hup, &trace), 0);
    assert_int_equal(staith_loop_on_signals(trace.loop, on_stop, on_hup, &trace), STAITH_ERR_STATE);
    assert_int_equal(staith_timer_start(trace.loop, 5, 20, raise_next, &trace, &trace.timer), 0);
    assert_int_equal(staith_loop_run(trace.loop), 0);
    assert_int_equal(trace.stops, 1);
    assert_int_equal(trace.hups, 2);
    staith_loop_free(trace.loop);
    staith_loop_free(NULL);
    staith_timer_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timer_repeats_until_stopped),
        cmocka_unit_test(test_single_timer_fires_once_and_again),
        cmocka_unit_test(test_timer_may_stop_itself),
        cmocka_unit_test(test_stop_before_run_returns_at_once),
        cmocka_unit_test(test_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
