/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PROGRAMS "    allow: [programs]\n"

static bool was_asked(struct running *running)
{
    return running->service->datasets[0].asked && running->service->job.dataset == NULL;
}

/* What is wrong with a program is said at the start, with no source there; a configuration that is
 * right again clears it. */
static void test_what_is_wrong_is_said_at_the_start(void **state)
{
    (void)state;
    struct running running;
    const char *why = NULL;
    struct staith_err err = {0};
    bool waits = false;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", PROGRAMS), 0);
    assert_true(running_wait(&running, was_asked));
    const struct staith_gate_dataset *dataset = &running.service->datasets[0];
    assert_string_equal(dataset->outcome, "never");
    assert_string_equal(staith_gate_timing_health(dataset), "failed");
    assert_string_equal(staith_gate_status_health(running.service, &why), "degraded");
    assert_non_null(strstr(why, "the source is refused"));
    assert_int_equal(staith_gate_runs_last(dataset->runs), 0);
    assert_int_equal(place_write_config(&running.place, "staithd.yaml", "well", PROGRAMS), 0);
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), 0);
    assert_true(running_wait(&running, was_asked));
    assert_string_equal(staith_gate_timing_health(&running.service->datasets[0]), "starting");
    assert_string_not_equal(staith_gate_status_health(running.service, &why), "degraded");
    running_deinit(&running);
}

/* A plugin that is no program is known from its file, and is not run without a source. */
static void test_others_are_not_asked(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", ""), 0);
    assert_false(staith_gate_ask_next(running.service));
    assert_null(running.service->job.dataset);
    running_deinit(&running);
}

/* A run says more than the asking did. */
static void test_a_run_says_more(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", PROGRAMS), 0);
    assert_true(running_wait(&running, was_asked));
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "refused");
    assert_string_equal(running.service->datasets[0].fault, "");
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_wrong_is_said_at_the_start),
        cmocka_unit_test(test_others_are_not_asked),
        cmocka_unit_test(test_a_run_says_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
