/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *newest(const struct running *running)
{
    json_t *record = NULL;
    const struct staith_gate_runs *runs = running->service->datasets[0].runs;
    assert_int_equal(staith_gate_runs_get(runs, staith_gate_runs_last(runs), &record, NULL), 0);
    return record;
}

static uint64_t ledger_last(const struct running *running)
{
    uint64_t last = 0;
    assert_int_equal(staith_ledger_last(running->service->ledger, &last), 0);
    return last;
}

static void test_same_file_twice(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(ledger_last(&running), 2);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_string_equal(running_outcome(&running), "unchanged");
    assert_int_equal(ledger_last(&running), 2);
    json_t *record = newest(&running);
    const char *what = json_string_value(json_object_get(json_object_get(record, "error"), "what"));
    assert_non_null(strstr(what, "same file twice"));
    assert_null(json_object_get(record, "end")); /* not run */
    json_decref(record);
    /* Corrected, it is another file. */
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 3));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(ledger_last(&running), 3);
    running_deinit(&running);
}

static void test_file_put_back_is_released_again(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(ledger_last(&running), 2);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_int_equal(ledger_last(&running), 3);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 3));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(ledger_last(&running), 4);
    running_deinit(&running);
}

static bool is_seen(struct running *running)
{
    return running->service->job.dataset == NULL && running->service->datasets[0].sight_count > 0 &&
           running->service->datasets[0].queue_count == 0;
}

static void test_restart_passes_over_what_was_released(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    struct place place = running.place;
    running_stop(&running);
    memset(&running, 0, sizeof(running));
    running.place = place;
    assert_int_equal(staith_loop_new(&running.loop, NULL), 0);
    assert_int_equal(
        staith_timer_start(running.loop, 3600000, 0, running_tick, &running, &running.tick), 0);
    running.log = staith_log_new("test", -1, STAITH_LOG_ERROR);
    assert_int_equal(running_open(&running, "staithd.yaml", NULL), 0);
    assert_string_equal(running_outcome(&running), "released"); /* of the run before */
    assert_true(running_wait(&running, is_seen));
    assert_int_equal(staith_gate_runs_last(running.service->datasets[0].runs), 1);
    assert_int_equal(ledger_last(&running), 2);
    running_deinit(&running);
}

static bool is_seen_again(struct running *running)
{
    /* Both files have been taken since: the one that was put there last was taken after. */
    return running->service->job.dataset == NULL &&
           running->service->datasets[0].sight_count >= 2 &&
           running->service->datasets[0].queue_count == 0;
}

static void test_failed_file_is_not_run_again_until_it_changes(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "crash", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "failed");
    json_t *record = newest(&running);
    assert_string_equal(json_string_value(json_object_get(record, "end")), "crashed");
    json_decref(record);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0); /* same bytes */
    assert_true(running_wait(&running, is_seen_again));
    assert_int_equal(staith_gate_runs_last(running.service->datasets[0].runs), 1);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    staith_gate_datasets_rescan(running.service);
    assert_true(running_wait_runs(&running, 4)); /* both again: somebody asked for it */
    assert_int_equal(ledger_last(&running), 0);
    running_deinit(&running);
}

static void test_refusal_is_recorded_with_its_findings(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "refused");
    json_t *record = newest(&running);
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(record, "error"), "where")), "a.csv:7:3");
    assert_int_equal(json_array_size(json_object_get(record, "findings")), 1);
    json_decref(record);
    running_deinit(&running);
}

static void test_file_that_changes_under_the_run_is_dropped(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "liar", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "failed");
    assert_non_null(strstr(running.service->datasets[0].detail, "changed while it was read"));
    assert_int_equal(ledger_last(&running), 0);
    running_deinit(&running);
}

static void test_large_source_is_refused_unread(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(
        running_start(&running, "well", "staithd.yaml", "limits:\n  max-source-megabytes: 1\n"), 0);
    char path[PLACE_PATH];
    /* Its name is no text: the record is made all the same. */
    int fd =
        open(place_path(&running.place, "source/a\xff\x1b.csv", path), O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 2 << 20), 0);
    assert_int_equal(close(fd), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "failed");
    json_t *record = newest(&running);
    assert_string_equal(json_string_value(json_object_get(record, "source_hash")), "");
    assert_string_equal(
        json_string_value(json_object_get(json_object_get(record, "error"), "where")), "a??.csv");
    json_decref(record);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_file_twice),
        cmocka_unit_test(test_file_put_back_is_released_again),
        cmocka_unit_test(test_restart_passes_over_what_was_released),
        cmocka_unit_test(test_failed_file_is_not_run_again_until_it_changes),
        cmocka_unit_test(test_refusal_is_recorded_with_its_findings),
        cmocka_unit_test(test_file_that_changes_under_the_run_is_dropped),
        cmocka_unit_test(test_large_source_is_refused_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
