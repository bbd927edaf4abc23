/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/publisher.h"
#include "authority/gate/run.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct wait {
    struct staith_loop *loop;
    struct staith_gate_publisher *publisher;
    bool (*until)(const struct staith_gate_publisher_state *state);
    bool late;
};

static void on_change(void *ctx)
{
    struct wait *wait = ctx;
    struct staith_gate_publisher_state state = staith_gate_publisher_state(wait->publisher);
    if (wait->until(&state)) {
        staith_loop_stop(wait->loop);
    }
}

static void on_late(void *ctx)
{
    struct wait *wait = ctx;
    wait->late = true;
    staith_loop_stop(wait->loop);
}

static void wait_for(struct wait *wait,
                     bool (*until)(const struct staith_gate_publisher_state *state))
{
    struct staith_timer *timer = NULL;
    wait->until = until;
    assert_int_equal(staith_timer_start(wait->loop, 10000, 0, on_late, wait, &timer), 0);
    assert_int_equal(staith_loop_run(wait->loop), 0);
    staith_timer_stop(timer);
    assert_false(wait->late);
}

static bool is_connected(const struct staith_gate_publisher_state *state)
{
    return strcmp(state->state, "connected") == 0;
}

static bool has_two(const struct staith_gate_publisher_state *state)
{
    return state->received == 2;
}

static bool died(const struct staith_gate_publisher_state *state)
{
    return state->deaths > 0;
}

static bool is_down(const struct staith_gate_publisher_state *state)
{
    return strcmp(state->state, "down") == 0;
}

static void start(struct wait *wait, const char *config)
{
    char program[4096];
    memset(wait, 0, sizeof(*wait));
    assert_int_equal(staith_gate_program("staithd-publish", program, sizeof(program), NULL), 0);
    assert_int_equal(staith_loop_new(&wait->loop, NULL), 0);
    assert_int_equal(staith_gate_publisher_start(wait->loop, program, config, on_change, wait,
                                                 &wait->publisher, NULL),
                     0);
    wait_for(wait, is_connected);
}

static void finish(struct wait *wait)
{
    staith_gate_publisher_finish(wait->publisher);
    if (!staith_gate_publisher_ended(wait->publisher)) {
        wait_for(wait, is_down);
    }
    assert_true(staith_gate_publisher_ended(wait->publisher));
    staith_loop_free(wait->loop);
    staith_gate_publisher_free(wait->publisher);
    staith_gate_publisher_free(NULL);
}

static void test_says_its_state_and_takes_pokes(void **state)
{
    (void)state;
    struct wait wait;
    start(&wait, "council.yaml");
    struct staith_gate_publisher_state now = staith_gate_publisher_state(wait.publisher);
    assert_true(now.pid > 0);
    assert_string_equal(now.endpoint, "tcp://region");
    assert_int_equal(now.received, 0);
    staith_gate_publisher_poke(wait.publisher);
    staith_gate_publisher_poke(wait.publisher);
    wait_for(&wait, has_two);
    finish(&wait);
}

static void test_is_started_again_when_it_dies(void **state)
{
    (void)state;
    struct wait wait;
    start(&wait, "mortal.yaml");
    int pid = staith_gate_publisher_state(wait.publisher).pid;
    staith_gate_publisher_poke(wait.publisher);
    wait_for(&wait, died);
    struct staith_gate_publisher_state now = staith_gate_publisher_state(wait.publisher);
    assert_string_equal(now.detail, "it ended with status 3");
    assert_int_equal(now.pid, 0);
    wait_for(&wait, is_connected);
    now = staith_gate_publisher_state(wait.publisher);
    assert_int_not_equal(now.pid, pid);
    assert_int_equal(now.deaths, 1);
    assert_int_equal(kill(now.pid, SIGKILL), 0);
    wait_for(&wait, is_down);
    assert_string_equal(staith_gate_publisher_state(wait.publisher).detail,
                        "it was killed by signal 9");
    finish(&wait);
}

static void test_restart_is_no_death(void **state)
{
    (void)state;
    struct wait wait;
    start(&wait, "council.yaml");
    int pid = staith_gate_publisher_state(wait.publisher).pid;
    staith_gate_publisher_restart(wait.publisher);
    wait_for(&wait, is_down);
    wait_for(&wait, is_connected);
    struct staith_gate_publisher_state now = staith_gate_publisher_state(wait.publisher);
    assert_int_not_equal(now.pid, pid);
    assert_int_equal(now.deaths, 0);
    finish(&wait);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_says_its_state_and_takes_pokes),
        cmocka_unit_test(test_is_started_again_when_it_dies),
        cmocka_unit_test(test_restart_is_no_death),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
