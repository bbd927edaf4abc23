/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_what_is_wrong_is_said(void **state)
{
    (void)state;
    struct running running;
    struct staith_err err = {0};
    const char *why = NULL;
    bool waits = true;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    const struct staith_config_council *old = running.service->config;
    assert_int_equal(
        place_write_config(&running.place, "staithd.yaml", "well", "    scan-second: 5\n"), 0);
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), STAITH_ERR_CONFIG);
    assert_false(waits);
    assert_ptr_equal(running.service->config, old);
    assert_non_null(strstr(err.where, "staithd.yaml:1")); /* line and column */
    assert_non_null(strstr(err.what, "scan-second"));
    assert_string_equal(staith_gate_status_health(running.service, &why), "degraded");
    assert_non_null(strstr(why, "staithd.yaml:1"));
    assert_non_null(strstr(why, "scan-second"));
    assert_int_equal(running.service->dataset_count, 1); /* it goes on */
    assert_int_equal(
        place_write_config(&running.place, "staithd.yaml", "well", "    sign-off: at-once\n"), 0);
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), 0);
    assert_ptr_not_equal(running.service->config, old);
    assert_string_not_equal(staith_gate_status_health(running.service, &why), "degraded");
    running_deinit(&running);
}

/* A run under way ends first, under the configuration that it began with. */
static void test_a_run_is_not_lost(void **state)
{
    (void)state;
    struct running running;
    struct staith_err err = {0};
    bool waits = false;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    const struct staith_config_council *old = running.service->config;
    running.service->job.dataset = &running.service->datasets[0];
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), 0);
    assert_true(waits);
    assert_true(running.service->reload_wanted);
    assert_ptr_equal(running.service->config, old);
    assert_int_equal(place_write(&running.place, "staithd.yaml", "authority: 7\n"), 0);
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), STAITH_ERR_CONFIG);
    running.service->job.dataset = NULL;
    staith_gate_service_job_over(running.service);
    assert_ptr_equal(running.service->config, old);
    assert_false(running.service->reload_wanted);
    running_deinit(&running);
}

/* A plugin that is not there is a mistake in the configuration, also while a run is under way. */
static void test_a_plugin_that_is_not_there(void **state)
{
    (void)state;
    struct running running;
    bool waits = false;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    const struct staith_config_council *old = running.service->config;
    char path[PLACE_PATH];
    assert_int_equal(place_write_config(&running.place, "staithd.yaml", "gone", ""), 0);
    assert_int_equal(unlink(place_path(&running.place, "gone.so", path)), 0);
    for (int busy = 0; busy < 2; busy++) {
        struct staith_err err = {0};
        running.service->job.dataset = busy == 1 ? &running.service->datasets[0] : NULL;
        assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), STAITH_ERR_CONFIG);
        assert_non_null(strstr(err.what, "cannot be opened"));
        assert_ptr_equal(running.service->config, old);
        assert_false(running.service->reload_wanted);
    }
    running.service->job.dataset = NULL;
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_wrong_is_said),
                                       cmocka_unit_test(test_a_plugin_that_is_not_there),
                                       cmocka_unit_test(test_a_run_is_not_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
