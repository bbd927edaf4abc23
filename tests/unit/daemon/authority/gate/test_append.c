/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"
#include "ledger/db.h"
#include "running.h"

#include <staith/plugin.h>

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
    return strcmp(running_outcome(running), "failed") == 0;
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
    assert_string_equal(staith_gate_status_health(running.service, &why), "degraded");
    assert_non_null(strstr(why, "keeping the true counts")); /* they come before the ledger */
    assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
    assert_int_equal(last, 0);
    assert_true(running_wait(&running, is_poked));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(running.service->datasets[0].last_number, 2);
    assert_string_equal(staith_gate_status_health(running.service, &why), "ok");
    running_deinit(&running);
}

static void say_to_ledger(const struct running *running, const char *sql)
{
    char folder[PLACE_PATH];
    sqlite3 *db = NULL;
    assert_int_equal(staith_ledger_db_open(place_path(&running->place, "state", folder),
                                           "ledger.db", true, "", &db, NULL),
                     0);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* It is said that the ledger cannot be written where that is what went wrong. */
static void test_ledger_that_cannot_be_written(void **state)
{
    (void)state;
    struct running running;
    const char *why = NULL;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    say_to_ledger(&running, "CREATE TRIGGER full BEFORE INSERT ON record"
                            " BEGIN SELECT RAISE(ABORT, 'no room'); END");
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait(&running, is_failed));
    assert_string_equal(staith_gate_status_health(running.service, &why), "failed");
    assert_non_null(strstr(why, "the ledger cannot be written"));
    say_to_ledger(&running, "DROP TRIGGER full");
    running.service->again_at_ms = 0;
    staith_timer_again(running.service->work_timer, 0, 0);
    assert_true(running_wait_runs(&running, 2));
    assert_string_equal(running_outcome(&running), "released");
    assert_string_not_equal(staith_gate_status_health(running.service, &why), "failed");
    running_deinit(&running);
}

/* ---- decisions beside the loop ---- */

static json_t *csww(struct running *running)
{
    json_t *request = json_pack("{s:s}", "command", "status");
    json_t *reply = NULL;
    assert_int_equal(staith_gate_status_handle(running->service, "status", request, &reply, NULL),
                     0);
    json_t *dataset = json_incref(json_array_get(json_object_get(reply, "datasets"), 0));
    json_decref(request);
    json_decref(reply);
    return dataset;
}

static void check_state(struct running *running, const char *wanted)
{
    json_t *dataset = csww(running);
    assert_string_equal(json_string_value(json_object_get(dataset, "state")), wanted);
    assert_int_equal(json_integer_value(json_object_get(dataset, "deciding_unix_ms")) != 0,
                     strcmp(wanted, "deciding") == 0);
    json_decref(dataset);
}

static uint64_t last_of(struct running *running)
{
    uint64_t last = 0;
    assert_int_equal(staith_ledger_last(running->service->ledger, &last), 0);
    return last;
}

static void begin(struct running *running)
{
    assert_int_equal(running_start(running, "well", "staithd.yaml", ""), 0);
    running_hold_decisions(running);
    assert_int_equal(place_write(&running->place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait(running, running_decides));
}

/* Something else leaves meanwhile. */
static void say_something(struct running *running)
{
    const struct staith_notice notice = {.kind = STAITH_NOTICE_EMBARGO,
                                         .authority = "840",
                                         .dataset = "csww",
                                         .period = {STAITH_PERIOD_CENSUS_YEAR, 2020, 0},
                                         .at_unix_ms = 1};
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "Ann Lee", .decision_json = "{}"};
    uint64_t number = 0;
    struct staith_err err = {0};
    if (staith_ledger_append_notice(running->service->ledger, &notice, &note, &number, &err) != 0) {
        fail_msg("%s", err.what);
    }
}

static bool is_waiting(struct running *running)
{
    return running->service->datasets[0].queue_count == 1;
}

/* The loop goes on: it answers, looks at files, and begins no second decision. */
static void test_the_loop_goes_on(void **state)
{
    (void)state;
    struct running running;
    begin(&running);
    check_state(&running, "deciding");
    assert_int_equal(last_of(&running), 0);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait(&running, is_waiting));
    assert_int_equal(atomic_load(&running.decisions), 1);
    running_let_go(&running);
    assert_true(running_wait_runs(&running, 2));
    check_state(&running, "idle");
    assert_int_equal(last_of(&running), 3);
    running_deinit(&running);
}

/* What was known when it began is not all that is known when it ends: it is made anew. */
static void test_what_leaves_meanwhile(void **state)
{
    (void)state;
    struct running running;
    begin(&running);
    say_something(&running);
    running_let_go(&running);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(atomic_load(&running.decisions), 2);
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(running.service->datasets[0].last_number, 3);
    running_deinit(&running);
}

/* One that comes too late every time is tried again in a while, and is no fault of the ledger's. */
static void test_always_too_late(void **state)
{
    (void)state;
    struct running running;
    const char *why = NULL;
    begin(&running);
    for (unsigned i = 1; i <= 4; i++) {
        assert_int_equal(atomic_load(&running.decisions), i);
        say_something(&running);
        running_let_one_go(&running);
        assert_true(i < 4 ? running_wait(&running, running_decides)
                          : running_wait_runs(&running, 1));
    }
    assert_string_equal(running_outcome(&running), "failed");
    assert_string_equal(staith_gate_status_health(running.service, &why), "degraded");
    assert_non_null(strstr(why, "left while it was decided on"));
    assert_int_equal(last_of(&running), 4);
    assert_true(is_waiting(&running));
    running_let_go(&running);
    running_deinit(&running);
}

/* ... and does not hide one that is the ledger's. */
static void test_too_late_clears_nothing(void **state)
{
    (void)state;
    struct running running;
    const char *why = NULL;
    begin(&running);
    running.service->ledger_failed = true;
    for (unsigned i = 1; i <= 4; i++) {
        say_something(&running);
        running_let_one_go(&running);
        assert_true(i < 4 ? running_wait(&running, running_decides)
                          : running_wait_runs(&running, 1));
    }
    assert_string_equal(running_outcome(&running), "failed");
    assert_string_equal(staith_gate_status_health(running.service, &why), "failed");
    running_let_go(&running);
    running_deinit(&running);
}

/* The first decision takes the day before for today. */
enum { TWO_DAYS_MS = 2 * 86400000 };

static int64_t day_before(void *ctx)
{
    struct running *running = ctx;
    bool early = atomic_load(&running->decisions) == 0;
    int64_t now = running_unix_ms(running);
    return !pthread_equal(pthread_self(), running->thread) && early ? now - TWO_DAYS_MS : now;
}

static void check_policy(struct running *running, const char *wanted)
{
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    assert_int_equal(staith_ledger_read(running->service->ledger, 2, &entry, NULL), 0);
    json_t *decision = json_loads(entry.note.decision_json, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(decision, "policy")), wanted);
    json_decref(decision);
    assert_int_equal(
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, NULL),
        0);
    assert_string_equal(staith_release_policy(release), wanted);
    staith_release_free(release);
}

/* Another policy begins while it is decided on: nothing leaves by the old one. */
static void test_policy_that_begins_meanwhile(void **state)
{
    (void)state;
    struct running running;
    char day[32];
    char more[96];
    const struct staith_outside *machine = staith_outside_machine();
    staith_time_format(machine->unix_ms(machine->ctx) - TWO_DAYS_MS / 2, day, sizeof(day));
    day[10] = '\0';
    (void)snprintf(more, sizeof(more), "policies:\n  - from: %s\n    base: 3\n", day);
    assert_int_equal(running_start(&running, "well", "staithd.yaml", more), 0);
    running.outside.unix_ms = day_before;
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(atomic_load(&running.decisions), 2);
    check_policy(&running, day);
    running_deinit(&running);
}

static bool is_over(struct running *running)
{
    return running->service->job.dataset == NULL;
}

/* A configuration that is read meanwhile holds when the decision is over. */
static void test_reload_waits(void **state)
{
    (void)state;
    struct running running;
    struct staith_err err = {0};
    bool waits = false;
    begin(&running);
    const struct staith_config_council *old = running.service->config;
    assert_int_equal(
        place_write_config(&running.place, "staithd.yaml", "well", "    sign-off: at-once\n"), 0);
    assert_int_equal(staith_gate_reload_ask(running.service, &waits, &err), 0);
    assert_true(waits);
    assert_ptr_equal(running.service->config, old);
    running_let_go(&running);
    assert_true(running_wait(&running, is_over));
    assert_ptr_not_equal(running.service->config, old);
    assert_string_equal(running_outcome(&running), "released");
    running_deinit(&running);
}

/* A stop drops the decision, and nothing leaves; the file's turn comes again. */
static void test_stop_meanwhile(void **state)
{
    (void)state;
    struct running running;
    uint64_t last = 9;
    begin(&running);
    staith_gate_service_stop(running.service);
    running_let_go(&running);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(staith_ledger_last(running.service->ledger, &last), 0);
    assert_int_equal(last, 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(last_of(&running), 2);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release_and_note_are_in_the_ledger),
        cmocka_unit_test(test_wrong_mark_refuses_and_nothing_leaves),
        cmocka_unit_test(test_full_disk_heals_by_itself),
        cmocka_unit_test(test_ledger_that_cannot_be_written),
        cmocka_unit_test(test_the_loop_goes_on),
        cmocka_unit_test(test_what_leaves_meanwhile),
        cmocka_unit_test(test_always_too_late),
        cmocka_unit_test(test_too_late_clears_nothing),
        cmocka_unit_test(test_policy_that_begins_meanwhile),
        cmocka_unit_test(test_reload_waits),
        cmocka_unit_test(test_stop_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
