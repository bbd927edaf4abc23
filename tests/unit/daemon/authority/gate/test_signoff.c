/* SPDX-License-Identifier: Apache-2.0 */
#include "gate_case.h"
#include "held_case.h"
#include "ledger/facts.h"

#include <pthread.h>
#include <staith/plugin.h>
#include <stdatomic.h>

static void test_held_and_nothing_leaves(void **state)
{
    (void)state;
    struct running running;
    struct staith_held_item item;
    char words[256];
    uint64_t left = 9;
    held_case_start(&running);
    assert_string_equal(running_outcome(&running), "held");
    assert_int_equal(running.service->datasets[0].last_held, 1);
    assert_int_equal(held_case_last(&running), 0);
    assert_int_equal(staith_held_read(running.service->held, 1, &item, NULL), 0);
    assert_string_equal(item.note.source_name, "a.csv");
    assert_int_equal(item.note.observed, 3);
    assert_int_equal(item.note.queries, 1);
    assert_string_equal(staith_gate_signoff_words(running.service, 1, words, sizeof(words), &left),
                        "held");
    assert_string_equal(words, "held as 1 for an officer");
    assert_int_equal(left, 0);
    /* neither a restart nor looking again changes that, and the file is not run again */
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    held_case_linger(&running);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_WAITING);
    assert_int_equal(held_case_last(&running), 0);
    assert_int_equal(staith_gate_runs_last(running.service->datasets[0].runs), 1);
    assert_int_equal(running.service->datasets[0].last_held, 1);
    running_deinit(&running);
}

static void test_newer_run_takes_its_place(void **state)
{
    (void)state;
    struct running running;
    json_t *record = NULL;
    held_case_start(&running);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_REPLACED);
    assert_int_equal(held_case_state(&running, 2), STAITH_HELD_WAITING);
    assert_int_equal(staith_gate_runs_get(running.service->datasets[0].runs, 2, &record, NULL), 0);
    assert_string_equal(json_string_value(json_object_get(record, "outcome")), "held");
    assert_int_equal(json_integer_value(json_object_get(record, "held")), 2);
    assert_int_equal(json_integer_value(json_object_get(record, "replaces")), 1);
    json_decref(record);
    running_deinit(&running);
}

/* The daemon ended after the approval was written and before the ledger was: it leaves, once. */
static void test_approved_leaves_at_the_start(void **state)
{
    (void)state;
    struct running running;
    struct staith_ledger_entry entry;
    struct staith_release *release = NULL;
    held_case_start(&running);
    held_case_say(&running, 1, "Ann Lee", STAITH_HELD_WAITING, 0);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(held_case_last(&running), 0);
    held_case_say(&running, 1, "Bo Ray", STAITH_HELD_APPROVED, 0);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_LEFT);
    assert_int_equal(held_case_last(&running), 2);
    assert_int_equal(staith_ledger_read(running.service->ledger, 2, &entry, NULL), 0);
    assert_string_equal(entry.note.approved_by, "Ann Lee, Bo Ray");
    assert_string_equal(entry.note.source_name, "a.csv");
    json_t *decision = json_loads(entry.note.decision_json, 0, NULL);
    const json_t *sign_off = json_object_get(decision, "sign_off");
    assert_int_equal(json_integer_value(json_object_get(sign_off, "held")), 1);
    const json_t *second = json_array_get(json_object_get(sign_off, "approvals"), 1);
    assert_string_equal(json_string_value(json_object_get(second, "officer")), "Bo Ray");
    assert_string_equal(json_string_value(json_object_get(second, "reason")),
                        "agrees with the return");
    assert_int_equal(json_array_size(json_object_get(decision, "tables")), 1);
    json_decref(decision);
    assert_int_equal(
        staith_codec_unpack_release(entry.record.payload, entry.record.payload_len, &release, NULL),
        0);
    assert_int_equal(staith_release_cell_at(release, 0).value.value, 3);
    staith_release_free(release);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(held_case_last(&running), 2);
    running_deinit(&running);
}

/* The daemon was killed when the ledger had it and held.db did not know: it leaves no second time.
 * Played by putting held.db back to where it was before. */
static void copy_file(const struct place *place, const char *from, const char *to)
{
    char path[PLACE_PATH];
    static char bytes[1 << 20];
    int in = open(place_path(place, from, path), O_RDONLY);
    assert_true(in >= 0);
    ssize_t len = read(in, bytes, sizeof(bytes));
    assert_true(len > 0 && (size_t)len < sizeof(bytes));
    assert_int_equal(close(in), 0);
    int out = open(place_path(place, to, path), O_WRONLY | O_CREAT | O_TRUNC, S_IRUSR | S_IWUSR);
    assert_true(out >= 0);
    assert_int_equal(write(out, bytes, (size_t)len), len);
    assert_int_equal(close(out), 0);
}

static void test_killed_between_the_two_files(void **state)
{
    (void)state;
    struct running running;
    struct staith_held_item item;
    held_case_start(&running);
    held_case_say(&running, 1, "Ann Lee", STAITH_HELD_APPROVED, 0);
    running_stop(&running);
    copy_file(&running.place, "state/held.db", "held.before");
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(held_case_last(&running), 2);
    running_stop(&running);
    copy_file(&running.place, "held.before", "state/held.db");
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(held_case_last(&running), 2);
    assert_int_equal(staith_held_read(running.service->held, 1, &item, NULL), 0);
    assert_int_equal(item.state, STAITH_HELD_LEFT);
    assert_int_equal(item.ledger_number, 2);
    running_deinit(&running);
}

/* Approved for tomorrow: not today, not after a restart, not when the clock goes back; but when
 * the clock says so. */
static void test_embargo_holds_until_its_time(void **state)
{
    (void)state;
    static const int64_t day_ms = 86400000;
    struct running running;
    char words[256];
    uint64_t left = 0;
    held_case_start(&running);
    int64_t leaves = running_unix_ms(&running) + day_ms;
    held_case_say(&running, 1, "Ann Lee", STAITH_HELD_APPROVED, leaves);
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(held_case_last(&running), 0);
    (void)staith_gate_signoff_words(running.service, 1, words, sizeof(words), &left);
    assert_non_null(strstr(words, "held as 1, approved; leaves at 20"));
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    running.shift_ms = -day_ms;
    held_case_linger(&running);
    running.shift_ms = day_ms - 60000;
    held_case_linger(&running);
    assert_int_equal(held_case_last(&running), 0);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_APPROVED);
    running.shift_ms = day_ms + 1;
    assert_true(held_case_wait_left(&running, 1));
    assert_int_equal(held_case_last(&running), 2);
    assert_string_equal(staith_gate_signoff_words(running.service, 1, words, sizeof(words), &left),
                        "released");
    assert_int_equal(left, 2);
    running_deinit(&running);
}

static void test_refused_never_leaves(void **state)
{
    (void)state;
    struct running running;
    char words[256];
    uint64_t left = 0;
    held_case_start(&running);
    held_case_say(&running, 1, "Bo Ray", STAITH_HELD_REFUSED, 0);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    held_case_linger(&running);
    assert_int_equal(held_case_last(&running), 0);
    assert_int_equal(staith_gate_runs_last(running.service->datasets[0].runs), 1);
    (void)staith_gate_signoff_words(running.service, 1, words, sizeof(words), &left);
    assert_string_equal(words, "held as 1, refused by Bo Ray");
    running_deinit(&running);
}

/* The switch holds what the configuration lets go; what leaves at once closes what waited. */
static void test_switch_and_back(void **state)
{
    (void)state;
    struct running running;
    bool holds = true;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", HELD_OFFICERS), 0);
    const struct staith_config_dataset *config = running.service->datasets[0].config;
    assert_int_equal(staith_gate_signoff_holds(running.service, config, &holds, NULL), 0);
    assert_false(holds);
    assert_int_equal(staith_held_set_switch(running.service->held, "csww", true, 1, NULL), 0);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    config = running.service->datasets[0].config;
    assert_int_equal(staith_gate_signoff_holds(running.service, config, &holds, NULL), 0);
    assert_true(holds);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "held");
    assert_int_equal(staith_held_set_switch(running.service->held, "csww", false, 2, NULL), 0);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_string_equal(running_outcome(&running), "released");
    assert_int_equal(held_case_last(&running), 2);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_REPLACED);
    running_deinit(&running);
}

/* Notices until no more fits; the last number. */
static uint64_t fill_ledger(struct staith_ledger *ledger)
{
    const struct staith_notice notice = {.kind = STAITH_NOTICE_EMBARGO,
                                         .authority = "840",
                                         .dataset = "csww",
                                         .period = {STAITH_PERIOD_CENSUS_YEAR, 2020, 0},
                                         .at_unix_ms = 1};
    const struct staith_ledger_note note = {
        .source_name = "", .approved_by = "Ann Lee", .decision_json = "{}"};
    uint64_t number = 0;
    uint64_t last = 0;
    assert_int_equal(staith_ledger_set_limit(ledger, 65536, NULL), 0);
    while (staith_ledger_append_notice(ledger, &notice, &note, &number, NULL) == 0) {
        last = number;
        assert_true(last < 10000);
    }
    return last;
}

/* A ledger at its limit, or a full disk: what is approved stays approved, the state says why, and
 * it leaves by itself when there is room. */
static void test_no_room(void **state)
{
    (void)state;
    struct running running;
    const char *why = "";
    held_case_start(&running);
    uint64_t last = fill_ledger(running.service->ledger);
    held_case_say(&running, 1, "Ann Lee", STAITH_HELD_APPROVED, 0);
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_APPROVED);
    assert_int_equal(held_case_last(&running), last);
    assert_string_equal(staith_gate_status_health(running.service, &why), "failed");
    assert_int_equal(staith_ledger_set_limit(running.service->ledger, 0, NULL), 0);
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_LEFT);
    assert_int_equal(held_case_last(&running), last + 2);
    assert_string_equal(staith_gate_status_health(running.service, &why), "ok");
    running_deinit(&running);
}

/* Made before something else of its period left, it says too much beside that: approved or not, it
 * does not leave, and the account says why. */
static void test_what_says_too_much_by_now_is_refused(void **state)
{
    (void)state;
    struct running running;
    struct staith_held_item item;
    struct staith_release *release = NULL;
    uint64_t number = 0;
    uint64_t replaced = 0;
    const struct staith_policy_term term = {.hides = true};
    const struct staith_policy policy = {.version = "2026-12-01", .term_count = 1, .terms = &term};
    const struct staith_ledger_note note = {
        .source_name = "a.csv", .approved_by = "at once", .decision_json = "{}"};
    struct gate_case *c = gate_case_new();
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    held_case_start(&running);
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&c->table.catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    c->what.catalogue_hash = hash;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, NULL), 0);
    assert_int_equal(staith_held_put(running.service->held, release, &c->table.catalogue, &note,
                                     running_unix_ms(&running), &number, &replaced, NULL),
                     0);
    staith_release_free(release);
    c->what.policy = &policy;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, NULL), 0);
    uint64_t left = 0;
    assert_int_equal(staith_ledger_append(running.service->ledger, release, &c->table.catalogue,
                                          &note, &left, NULL),
                     0);
    staith_release_free(release);
    /* Nobody can approve it now. */
    json_t *reply = NULL;
    struct staith_err err = {0};
    json_t *request = json_pack("{s:I, s:s, s:s}", "number", (json_int_t)number, "officer",
                                "Ann Lee", "reason", "agrees");
    assert_int_equal(staith_gate_answer_handle(running.service, "approve", request, &reply, &err),
                     STAITH_ERR_REFUSED);
    assert_non_null(strstr(err.what, "cannot leave any more"));
    json_decref(request);
    assert_int_equal(held_case_state(&running, number), STAITH_HELD_WAITING);
    /* Nor does what was approved before leave. */
    held_case_say(&running, number, "Ann Lee", STAITH_HELD_APPROVED, 0);
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(held_case_state(&running, number), STAITH_HELD_REFUSED);
    assert_int_equal(held_case_last(&running), left);
    assert_int_equal(staith_held_read(running.service->held, number, &item, NULL), 0);
    assert_string_equal(item.words[1].officer, "auditor");
    assert_non_null(strstr(item.words[1].reason, "are lost"));
    staith_buf_deinit(&packed);
    gate_case_free(c);
    running_deinit(&running);
}

/* ---- audits beside the loop ---- */

/* A steady clock that runs off on the loop's thread, so that no audit ends there, and beside it as
 * often as is wished. */
enum { JUMPS = 1000 };
static pthread_t loop_thread;
static atomic_llong ahead_on_loop;
static atomic_llong ahead_beside;
static atomic_int jumps_beside;

static int64_t hurried_ms(void *ctx)
{
    const struct staith_outside *machine = staith_outside_machine();
    bool on_loop = pthread_equal(pthread_self(), loop_thread) != 0;
    atomic_llong *ahead = on_loop ? &ahead_on_loop : &ahead_beside;
    (void)ctx;
    if (on_loop || atomic_fetch_sub(&jumps_beside, 1) > 0) {
        (void)atomic_fetch_add(ahead, 70000);
    }
    return machine->monotonic_ms(machine->ctx) + atomic_load(ahead);
}

/* Once an audit that ran off has ended, the clock is a true one beside the loop. The loop asks what
 * day it is before it begins another. */
static int64_t watching_unix_ms(void *ctx)
{
    const struct running *running = ctx;
    if (pthread_equal(pthread_self(), loop_thread) != 0 && running->service != NULL &&
        running->service->again == NULL && atomic_load(&jumps_beside) < JUMPS) {
        atomic_store(&jumps_beside, 0);
    }
    return running_unix_ms(ctx);
}

static void start_hurried(struct running *running)
{
    assert_int_equal(running_start(running, "well", "staithd.yaml", HELD_CONFIG), 0);
    loop_thread = pthread_self();
    atomic_store(&jumps_beside, 0);
    running->outside.monotonic_ms = hurried_ms;
    running->outside.unix_ms = watching_unix_ms;
}

/* The leavers of a year, rounded, wait approved; their number. */
static uint64_t approve_leavers(struct running *running, uint16_t year)
{
    const struct staith_ledger_note note = {
        .source_name = "a.csv", .approved_by = "at once", .decision_json = "{}"};
    struct gate_case *c = gate_case_new();
    struct staith_release *release = NULL;
    struct staith_buf packed;
    uint8_t hash[STAITH_HASH_BYTES];
    uint64_t number = 0;
    uint64_t replaced = 0;
    c->table.raw.period.year = year;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    assert_int_equal(staith_codec_pack_catalogue(&c->table.catalogue, &packed), 0);
    staith_codec_hash(packed.data, packed.len, hash);
    c->what.catalogue_hash = hash;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, NULL), 0);
    assert_non_null(staith_release_certificate(release));
    assert_int_equal(staith_held_put(running->service->held, release, &c->table.catalogue, &note,
                                     running_unix_ms(running), &number, &replaced, NULL),
                     0);
    held_case_say(running, number, "Ann Lee", STAITH_HELD_APPROVED, 0);
    staith_release_free(release);
    staith_buf_deinit(&packed);
    gate_case_free(c);
    return number;
}

static void publish(struct running *running, const char *cell, int64_t value)
{
    struct staith_facts *facts = NULL;
    uint32_t fresh = 0;
    bool beside = true;
    const struct staith_public_fact fact = {.dataset = "csww",
                                            .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                            .cell = cell,
                                            .value = value,
                                            .source = "Answer",
                                            .nearest = 1,
                                            .from_unix_ms = 1};
    assert_int_equal(staith_facts_open(running->service->config->state_folder,
                                       staith_outside_machine(), &facts, NULL),
                     0);
    assert_int_equal(staith_facts_put(facts, &fact, 1, 1, &fresh, &beside, NULL), 0);
    assert_int_equal(fresh, 1);
    assert_false(beside);
    staith_facts_close(facts);
}

static bool is_closed(struct running *running)
{
    return held_case_state(running, running->wanted) != STAITH_HELD_APPROVED;
}

/* 6 managers left, and 3 of them resigned: it is read while the audit goes on, which knows nothing
 * of it. The other two reasons share 3, 0 to 3 each: fewer than the five that are promised. */
static void test_published_during_the_audit(void **state)
{
    (void)state;
    struct running running;
    for (int turn = 0; turn < 2; turn++) {
        start_hurried(&running);
        running.wanted = approve_leavers(&running, 2025);
        staith_gate_signoff_leave_due(running.service);
        assert_non_null(running.service->again);
        if (turn == 1) {
            publish(&running, "leavers_headcount|role=manager", 6);
            publish(&running, "leavers_headcount|role=manager|reason=resigned", 3);
        }
        assert_true(running_wait(&running, is_closed));
        assert_int_equal(held_case_state(&running, running.wanted),
                         turn == 0 ? STAITH_HELD_LEFT : STAITH_HELD_REFUSED);
        running_deinit(&running);
    }
}

/* What is published once the audit on the loop has begun: when it asks for the time first. */
static struct running *answering;

static int64_t answering_ms(void *ctx)
{
    const struct staith_outside *machine = staith_outside_machine();
    struct running *running = answering;
    (void)ctx;
    answering = NULL;
    if (running != NULL) {
        publish(running, "leavers_headcount|role=manager", 6);
        publish(running, "leavers_headcount|role=manager|reason=resigned", 3);
    }
    return machine->monotonic_ms(machine->ctx);
}

/* The same, where the audit is short enough for the loop. */
static void test_published_during_a_short_audit(void **state)
{
    (void)state;
    struct running running;
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(running_start(&running, "well", "staithd.yaml", HELD_CONFIG), 0);
        running.wanted = approve_leavers(&running, 2025);
        running.outside.monotonic_ms = answering_ms;
        answering = turn == 1 ? &running : NULL;
        staith_gate_signoff_leave_due(running.service);
        assert_null(answering);
        assert_true(running_wait(&running, is_closed));
        assert_int_equal(held_case_state(&running, running.wanted),
                         turn == 0 ? STAITH_HELD_LEFT : STAITH_HELD_REFUSED);
        running_deinit(&running);
    }
}

/* The first one's audit takes more than a minute, and that of the second does not: it leaves while
 * the first one waits. Neither is tried on the loop twice. */
static void test_a_long_audit_keeps_no_other_waiting(void **state)
{
    (void)state;
    struct running running;
    start_hurried(&running);
    atomic_store(&jumps_beside, JUMPS);
    uint64_t first = approve_leavers(&running, 2025);
    running.wanted = approve_leavers(&running, 2005);
    staith_gate_signoff_leave_due(running.service);
    assert_non_null(running.service->again);
    assert_int_equal(running.service->again_held, first);
    long long ahead = atomic_load(&ahead_on_loop);
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(atomic_load(&ahead_on_loop), ahead);
    assert_true(running_wait(&running, is_closed));
    assert_int_equal(held_case_state(&running, running.wanted), STAITH_HELD_LEFT);
    assert_int_equal(held_case_state(&running, first), STAITH_HELD_APPROVED);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_held_and_nothing_leaves),
        cmocka_unit_test(test_what_says_too_much_by_now_is_refused),
        cmocka_unit_test(test_newer_run_takes_its_place),
        cmocka_unit_test(test_approved_leaves_at_the_start),
        cmocka_unit_test(test_killed_between_the_two_files),
        cmocka_unit_test(test_embargo_holds_until_its_time),
        cmocka_unit_test(test_refused_never_leaves),
        cmocka_unit_test(test_switch_and_back),
        cmocka_unit_test(test_published_during_the_audit),
        cmocka_unit_test(test_published_during_a_short_audit),
        cmocka_unit_test(test_a_long_audit_keeps_no_other_waiting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
