/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>

#include <cmocka.h>

static bool is_poked(struct running *running)
{
    return staith_gate_publisher_state(running->service->publisher).received > 0;
}

static void test_release_and_note_are_in_the_ledger(void **state)
{
    (void)state;
    struct running running;
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait(&running, is_poked));
    assert_int_equal(staith_ledger_read(running.service->ledger, 2, &entry, NULL), 0);
    assert_string_equal(entry.note.source_name, "a.csv");
    assert_int_equal(entry.note.source_bytes, 6);
    assert_int_equal(entry.note.observed, 3);
    assert_int_equal(entry.note.cells_tallied, 2);
    assert_int_equal(entry.note.cells_released, 2);
    assert_int_equal(entry.note.cells_withheld, 0);
    assert_int_equal(entry.note.queries, 1);
    assert_int_equal(entry.note.errors, 0);
    assert_string_equal(entry.note.approved_by, "at once");
    json_t *decision = json_loads(entry.note.decision_json, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(decision, "tables")), 1);
    json_decref(decision);
    assert_int_equal(
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, NULL),
        0);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 3);
    staith_release_free(release);
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(running.service->datasets[0].last_number, 2);
    running_deinit(&running);
}

static void test_wrong_mark_refuses_and_nothing_leaves(void **state)
{
    (void)state;
    struct running running;
    uint64_t last = 9;
    assert_int_equal(running_start(&running, "well", "staithd.yaml",
                                   "    marks:\n      - {measure: leavers, period: \"2025\","
                                   " status: u, reason: withdrawn}\n"),
                     0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "refused");
    assert_non_null(strstr(running.service->datasets[0].detail, "leavers"));
    assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
    assert_int_equal(last, 0);
    running_deinit(&running);
}

static bool is_failed(struct running *running)
{
    return running->service->ledger_failed;
}

/* The disk is full: the file waits, and is released by itself when there is space again. */
static void test_full_disk_heals_by_itself(void **state)
{
    (void)state;
    struct running running;
    struct rlimit before;
    const char *why = NULL;
    uint64_t last = 9;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit little = {.rlim_cur = 4096, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    assert_true(running_wait(&running, is_failed));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_string_equal(staith_gate_status_health(running.service, &why), "failed");
    assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
    assert_int_equal(last, 0);
    assert_true(running_wait(&running, is_poked));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(running.service->datasets[0].last_number, 2);
    assert_string_equal(staith_gate_status_health(running.service, &why), "ok");
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_and_note_are_in_the_ledger),
        cmocka_unit_test(test_wrong_mark_refuses_and_nothing_leaves),
        cmocka_unit_test(test_full_disk_heals_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
