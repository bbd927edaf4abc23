/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define YEARLY "    schedule: \"0 0 1 1 *\"\n"

#define PROGRAMS "    allow: [programs]\n"

static const int64_t year_ms = INT64_C(366) * 86400 * 1000;

static bool is_waiting(struct running *running)
{
    return running->service->datasets[0].queue_count == 1;
}

static bool is_open(struct running *running)
{
    return running->service->datasets[0].timing.open;
}

/* A scheduled dataset leaves its files alone until it is asked for. */
static void test_run_on_demand(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", YEARLY), 0);
    struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_false(dataset->timing.open);
    assert_true(dataset->timing.due_unix_ms > staith_gate_service_now(running.service));
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait(&running, is_waiting));
    assert_int_equal(staith_gate_runs_last(dataset->runs), 0);
    staith_gate_timing_run(dataset);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "released");
    assert_string_equal(staith_gate_timing_health(dataset), "ok");
    running_deinit(&running);
}

/* A time that passed while nothing ran is made up for at the start. */
static void test_catching_up(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", YEARLY), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    staith_gate_timing_run(&running.service->datasets[0]);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_false(is_open(&running)); /* no time has passed */
    running.shift_ms = year_ms;
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_true(running_wait(&running, is_open));
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    running_deinit(&running);
}

/* A run that crashed is tried again: after a minute, doubling to an hour, until one ends well. */
static void test_trying_again(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "crash", "staithd.yaml", ""), 0);
    struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_string_equal(staith_gate_timing_health(dataset), "starting");
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(staith_gate_timing_health(dataset), "degraded");
    assert_int_equal(dataset->timing.retry_ms, 60000);
    assert_true(dataset->timing.retry_unix_ms > staith_gate_service_now(running.service));
    assert_non_null(strstr(dataset->timing.retry_path, "/source/a.csv"));
    static const uint64_t waits[] = {120000, 240000, 480000, 960000, 1920000, 3600000, 3600000};
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        staith_gate_timing_failed(dataset, "a.csv");
        assert_int_equal(dataset->timing.retry_ms, waits[i]);
    }
    staith_gate_timing_settled(dataset);
    assert_int_equal(dataset->timing.retry_unix_ms, 0);
    staith_gate_timing_failed(dataset, "a.csv");
    assert_int_equal(dataset->timing.retry_ms, 60000);
    running_deinit(&running);
}

/* ---- windows ---- */

static bool is_shut(struct running *running)
{
    return !is_open(running);
}

/* The minute is over at once. */
static void shut(struct running *running)
{
    staith_timer_again(running->service->datasets[0].timing.timer, 0, 0);
    assert_true(running_wait(running, is_shut));
}

/* The next time of the schedule comes at once. */
static void come(struct running *running)
{
    running->shift_ms += year_ms;
    staith_timer_again(running->service->datasets[0].timing.timer, 0, 0);
    assert_true(running_wait(running, is_open));
}

/* What a program's source names may be right the next time, though the source is the same. */
static void test_refused_is_run_again_at_the_next_time(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", YEARLY PROGRAMS), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    staith_gate_timing_run(&running.service->datasets[0]);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "refused");
    shut(&running);
    come(&running);
    assert_true(running_wait_runs(&running, 2));
    running_deinit(&running);
}

/* One that is to be tried again does not wait for the schedule. */
static void test_trying_again_opens_the_window(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "crash", "staithd.yaml", YEARLY), 0);
    struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    staith_gate_timing_run(dataset);
    assert_true(running_wait_runs(&running, 1));
    shut(&running);
    staith_timer_again(dataset->timing.retry_timer, 0, 0);
    assert_true(running_wait_runs(&running, 2));
    shut(&running); /* and the schedule holds again */
    assert_true(dataset->timing.due_unix_ms > staith_gate_service_now(running.service));
    running_deinit(&running);
}

/* The same bytes of a program's source were released, then a run of them failed: the one that is
 * tried again is no same file twice. */
static void test_trying_again_is_anew(void **state)
{
    (void)state;
    struct running running;
    char path[PLACE_PATH];
    assert_int_equal(running_start(&running, "well", "staithd.yaml", PROGRAMS), 0);
    struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    staith_gate_timing_failed(dataset, place_path(&running.place, "source/a.csv", path));
    staith_timer_again(dataset->timing.retry_timer, 0, 0);
    assert_true(running_wait_runs(&running, 2));
    assert_string_equal(running_outcome(&running), "released");
    running_deinit(&running);
}

/* One that was refused needs another file. */
static void test_refused_is_not_tried_again(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", ""), 0);
    struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(staith_gate_timing_health(dataset), "failed");
    assert_int_equal(dataset->timing.retry_unix_ms, 0);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_on_demand),
        cmocka_unit_test(test_catching_up),
        cmocka_unit_test(test_trying_again),
        cmocka_unit_test(test_refused_is_not_tried_again),
        cmocka_unit_test(test_refused_is_run_again_at_the_next_time),
        cmocka_unit_test(test_trying_again_opens_the_window),
        cmocka_unit_test(test_trying_again_is_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
