/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define YEARLY "    schedule: \"0 0 1 1 *\"\n"

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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
