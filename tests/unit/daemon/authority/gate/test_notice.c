/* SPDX-License-Identifier: Apache-2.0 */
#include "held_case.h"

#include <staith/plugin.h>

static json_t *ask(struct running *running, const char *request)
{
    json_t *asked = json_loads(request, 0, NULL);
    json_t *reply = NULL;
    struct staith_err err = {0};
    assert_non_null(asked);
    int rc = staith_gate_status_handle(running->service,
                                       json_string_value(json_object_get(asked, "command")), asked,
                                       &reply, &err);
    json_decref(asked);
    assert_int_equal(rc, err.code);
    return rc == 0 ? reply : json_integer(rc);
}

static void expect_code(struct running *running, const char *request, int code)
{
    json_t *reply = ask(running, request);
    assert_int_equal(json_integer_value(reply), code);
    json_decref(reply);
}

static void expect_number(struct running *running, const char *request, json_int_t number)
{
    json_t *reply = ask(running, request);
    assert_int_equal(json_integer_value(json_object_get(reply, "number")), number);
    json_decref(reply);
}

#define SAY(command, more)                                                                         \
    "{\"command\": \"" command "\", \"dataset\": \"csww\", \"period\": \"2025\", \"officer\": "    \
    "\"Ann Lee\", \"reason\": \"Leavers were counted twice.\"" more "}"

/* One release of 2025 has left, as records 1 and 2. */
static void start_released(struct running *running)
{
    assert_int_equal(running_start(running, "well", "staithd.yaml", HELD_OFFICERS), 0);
    assert_int_equal(place_write(&running->place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(running, 1));
    assert_int_equal(held_case_last(running), 2);
}

static void test_withdraw(void **state)
{
    (void)state;
    struct running running;
    struct staith_ledger_entry entry;
    struct staith_notice notice;
    start_released(&running);
    expect_number(&running, SAY("withdraw", ""), 3);
    assert_int_equal(staith_ledger_read(running.service->ledger, 3, &entry, NULL), 0);
    assert_int_equal(entry.record.kind, STAITH_RECORD_NOTICE);
    assert_string_equal(entry.note.approved_by, "Ann Lee");
    assert_non_null(strstr(entry.note.decision_json, "\"of\":2"));
    assert_int_equal(
        staith_codec_unpack_notice(entry.record.payload, entry.record.payload_len, &notice, NULL),
        0);
    assert_int_equal(notice.kind, STAITH_NOTICE_WITHDRAWAL);
    assert_string_equal(notice.reason, "Leavers were counted twice.");
    /* the name is not in what leaves */
    for (size_t i = 0; i + 7 <= entry.record.payload_len; i++) {
        assert_memory_not_equal(entry.record.payload + i, "Ann Lee", 7);
    }
    expect_code(&running, SAY("withdraw", ""), STAITH_ERR_STATE);
    /* what comes of the period afterwards does not leave by itself, and needs two */
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_int_equal(held_case_last(&running), 3);
    json_t *reply = ask(&running, "{\"command\": \"held\"}");
    const json_t *item = json_array_get(json_object_get(reply, "held"), 0);
    assert_string_equal(json_string_value(json_object_get(item, "new")), "withdrawn");
    assert_int_equal(json_integer_value(json_object_get(item, "needed")), 2);
    json_decref(reply);
    expect_number(&running,
                  "{\"command\": \"approve\", \"number\": 1, \"officer\": \"Ann Lee\", "
                  "\"reason\": \"mended\"}",
                  1);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_WAITING);
    expect_number(&running,
                  "{\"command\": \"approve\", \"number\": 1, \"officer\": \"Bo Ray\", "
                  "\"reason\": \"mended\"}",
                  1);
    assert_int_equal(held_case_last(&running), 4);
    expect_number(&running, SAY("withdraw", ""), 5);
    running_deinit(&running);
}

/* Approved and not left: a withdrawal of its period refuses it, or it would bring the period back.
 */
static void test_withdraw_stops_what_is_approved(void **state)
{
    (void)state;
    struct running running;
    start_released(&running);
    expect_number(&running, SAY("revise", ""), 3);
    json_t *reply = ask(&running, "{\"command\": \"hold\", \"dataset\": \"csww\"}");
    json_decref(reply);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    held_case_say(&running, 1, "Bo Ray", STAITH_HELD_APPROVED, running_unix_ms(&running) + 3600000);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_APPROVED);
    expect_number(&running, SAY("withdraw", ""), 4);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_REFUSED);
    running.shift_ms = 3600001;
    staith_gate_signoff_leave_due(running.service);
    assert_int_equal(held_case_last(&running), 4);
    running_deinit(&running);
}

static void test_revise_and_embargo(void **state)
{
    (void)state;
    struct running running;
    struct staith_notice notice;
    const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    uint64_t number = 0;
    start_released(&running);
    expect_number(&running, SAY("revise", ", \"at_unix_ms\": 1796117400000"), 3);
    assert_int_equal(staith_ledger_find_notice(running.service->ledger, "csww", &period,
                                               STAITH_NOTICE_REVISION, &number, &notice),
                     0);
    assert_int_equal(notice.at_unix_ms, 1796117400000);
    expect_number(&running, SAY("embargo", ", \"at_unix_ms\": 1796117400000"), 4);
    assert_int_equal(staith_ledger_find_notice(running.service->ledger, "csww", &period,
                                               STAITH_NOTICE_EMBARGO, &number, &notice),
                     0);
    assert_string_equal(notice.reason, ""); /* its reason stays */
    assert_int_equal(staith_ledger_withdrawn(running.service->ledger, "csww", &period, &number),
                     STAITH_ERR_NOTFOUND);
    expect_code(&running, SAY("embargo", ""), STAITH_ERR_INVAL); /* until when? */
    running_deinit(&running);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    struct running running;
    start_released(&running);
    expect_code(&running,
                "{\"command\": \"withdraw\", \"dataset\": \"csww\", \"period\": \"2024\", "
                "\"officer\": \"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_NOTFOUND);
    expect_code(&running,
                "{\"command\": \"revise\", \"dataset\": \"other\", \"period\": \"2025\", "
                "\"officer\": \"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_NOTFOUND);
    expect_code(&running,
                "{\"command\": \"withdraw\", \"dataset\": \"csww\", \"period\": \"2025\", "
                "\"officer\": \"Cy Day\", \"reason\": \"x\"}",
                STAITH_ERR_DENIED);
    expect_code(&running,
                "{\"command\": \"withdraw\", \"dataset\": \"csww\", \"period\": \"2025\", "
                "\"officer\": \"Ann Lee\", \"reason\": \"\"}",
                STAITH_ERR_INVAL);
    expect_code(&running,
                "{\"command\": \"withdraw\", \"dataset\": \"csww\", \"period\": \"25\", "
                "\"officer\": \"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_INVAL);
    expect_code(&running,
                "{\"command\": \"withdraw\", \"dataset\": \"CSWW\", \"period\": \"2025\", "
                "\"officer\": \"Ann Lee\", \"reason\": \"x\"}",
                STAITH_ERR_INVAL);
    assert_int_equal(held_case_last(&running), 2);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_withdraw),
        cmocka_unit_test(test_withdraw_stops_what_is_approved),
        cmocka_unit_test(test_revise_and_embargo),
        cmocka_unit_test(test_what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
