/* SPDX-License-Identifier: Apache-2.0 */
#include "base/outside.h"
#include "running.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t now_ms(void)
{
    const struct staith_outside *machine = staith_outside_machine();
    return machine->monotonic_ms(machine->ctx);
}

static void test_one_daemon_a_state_folder(void **state)
{
    (void)state;
    struct running running;
    struct staith_err err = {0};
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    struct staith_gate_service *first = running.service;
    assert_int_equal(running_open(&running, "staithd.yaml", &err), STAITH_ERR_EXISTS);
    assert_ptr_equal(running.service, first);
    running_deinit(&running);
}

static void test_start_says_what_is_wrong(void **state)
{
    (void)state;
    struct running running;
    char path[PLACE_PATH];
    struct staith_err err = {0};
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    struct place place = running.place;
    running_stop(&running);
    assert_int_equal(staith_loop_new(&running.loop, NULL), 0);
    running.log = staith_log_new("test", -1, STAITH_LOG_ERROR);
    assert_int_equal(chmod(place_path(&place, "signing.key", path), 0644), 0);
    assert_int_equal(running_open(&running, "staithd.yaml", &err), STAITH_ERR_DENIED);
    assert_string_equal(err.where, path);
    running_deinit(&running);
}

static bool has_job(struct running *running)
{
    return running->service->job.run != NULL;
}

/* The host hangs and the publisher runs: both end in time, and the lock is free again. */
static void test_clean_stop_within_a_second(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "hang", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait(&running, has_job));
    int publisher = staith_gate_publisher_state(running.service->publisher).pid;
    assert_int_equal(kill(publisher, 0), 0);
    int64_t before = now_ms();
    running_stop(&running);
    assert_true(now_ms() - before < 1000);
    assert_int_equal(kill(publisher, 0), -1);
    place_deinit(&running.place);
}

static bool is_read_again(struct running *running)
{
    return running->service->config->datasets[0].mark_count == 1 &&
           running->service->job.dataset == NULL &&
           staith_gate_runs_last(running->service->datasets[0].runs) >= 2;
}

static void test_new_marks_release_the_file_again(void **state)
{
    (void)state;
    struct running running;
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(place_write_config(&running.place, "staithd.yaml", "well",
                                        "    marks:\n      - {measure: leavers_headcount,"
                                        " period: \"2025\", status: u, reason: withdrawn}\n"),
                     0);
    staith_gate_service_reload(running.service);
    assert_true(running_wait(&running, is_read_again));
    assert_int_equal(staith_ledger_read(running.service->ledger, 3, &entry, NULL), 0);
    assert_int_equal(
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, NULL),
        0);
    assert_int_equal(staith_release_cell_at(release, 0).value.status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 0);
    staith_release_free(release);
    running_deinit(&running);
}

static void test_bad_configuration_leaves_the_old_one(void **state)
{
    (void)state;
    struct running running;
    char path[PLACE_PATH];
    char text[256];
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    const struct staith_config_council *old = running.service->config;
    assert_int_equal(place_write(&running.place, "staithd.yaml", "authority: 7\n"), 0);
    staith_gate_service_reload(running.service);
    assert_ptr_equal(running.service->config, old);
    /* What is open cannot change under a running daemon. */
    (void)snprintf(text, sizeof(text), "log: debug\n");
    assert_int_equal(place_write_config(&running.place, "staithd.yaml", "well", text), 0);
    assert_int_equal(mkdir(place_path(&running.place, "state2", path), 0700), 0);
    struct place other = running.place;
    FILE *file = fopen(place_path(&other, "staithd.yaml", path), "r");
    assert_non_null(file);
    char whole[4096];
    size_t len = fread(whole, 1, sizeof(whole) - 1, file);
    assert_int_equal(fclose(file), 0);
    whole[len] = '\0';
    char *code = strstr(whole, "\"840\"");
    assert_non_null(code);
    memcpy(code, "\"841\"", 5);
    assert_int_equal(place_write(&other, "staithd.yaml", whole), 0);
    staith_gate_service_reload(running.service);
    assert_ptr_equal(running.service->config, old);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_daemon_a_state_folder),
        cmocka_unit_test(test_start_says_what_is_wrong),
        cmocka_unit_test(test_clean_stop_within_a_second),
        cmocka_unit_test(test_new_marks_release_the_file_again),
        cmocka_unit_test(test_bad_configuration_leaves_the_old_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
