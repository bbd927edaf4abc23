/* SPDX-License-Identifier: Apache-2.0 */
#include "held_case.h"

/* The reply, or the error's code as an integer. */
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

static json_int_t number(const json_t *object, const char *name)
{
    assert_non_null(json_object_get(object, name));
    return json_integer_value(json_object_get(object, name));
}

static const char *text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void expect_state(struct running *running, const char *request, const char *state)
{
    json_t *reply = ask(running, request);
    assert_true(json_is_object(reply));
    assert_string_equal(text(reply, "state"), state);
    json_decref(reply);
}

#define APPROVE(number, officer, more)                                                             \
    "{\"command\": \"approve\", \"number\": " number ", \"officer\": \"" officer                   \
    "\", \"reason\": \"agrees with the return\"" more "}"

/* The first release needs two, the next of the same kind one; both are in the ledger with names. */
static void test_two_then_one(void **state)
{
    (void)state;
    struct running running;
    struct staith_ledger_entry entry;
    held_case_start(&running);
    json_t *reply = ask(&running, "{\"command\": \"held\"}");
    assert_int_equal(number(reply, "waiting"), 1);
    const json_t *item = json_array_get(json_object_get(reply, "held"), 0);
    assert_string_equal(text(item, "new"), "dataset");
    assert_int_equal(number(item, "needed"), 2);
    assert_int_equal(number(item, "last"), 0);
    json_decref(reply);
    expect_state(&running, APPROVE("1", "Ann Lee", ""), "waiting");
    assert_int_equal(held_case_last(&running), 0);
    expect_code(&running, APPROVE("1", "Ann Lee", ""), STAITH_ERR_STATE);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    expect_code(&running, APPROVE("1", "Ann Lee", ""), STAITH_ERR_STATE);
    expect_state(&running, APPROVE("1", "Bo Ray", ""), "left");
    assert_int_equal(held_case_last(&running), 2);
    expect_code(&running, APPROVE("1", "Bo Ray", ""), STAITH_ERR_STATE);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_int_equal(held_case_last(&running), 2);
    reply = ask(&running, "{\"command\": \"held\", \"number\": 2}");
    assert_int_equal(number(reply, "needed"), 1);
    assert_int_equal(number(reply, "last"), 2);
    item = json_array_get(json_object_get(reply, "cells"), 0);
    assert_int_equal(number(json_object_get(item, "is"), "value"), 2);
    assert_int_equal(number(json_object_get(item, "was"), "value"), 3);
    json_decref(reply);
    expect_state(&running, APPROVE("2", "Bo Ray", ""), "left");
    assert_int_equal(held_case_last(&running), 3);
    assert_int_equal(staith_ledger_read(running.service->ledger, 3, &entry, NULL), 0);
    assert_string_equal(entry.note.approved_by, "Bo Ray");
    reply = ask(&running, "{\"command\": \"status\"}");
    item = json_array_get(json_object_get(reply, "datasets"), 0);
    assert_string_equal(text(item, "last_outcome"), "released");
    assert_int_equal(number(item, "last_number"), 3);
    assert_string_equal(text(item, "sign_off"), "hold");
    assert_int_equal(number(item, "held"), 0);
    json_decref(reply);
    running_deinit(&running);
}

static void test_what_is_not_taken(void **state)
{
    (void)state;
    struct running running;
    held_case_start(&running);
    expect_code(&running, APPROVE("1", "Cy Fox", ""), STAITH_ERR_DENIED);
    expect_code(&running, APPROVE("2", "Ann Lee", ""), STAITH_ERR_NOTFOUND);
    expect_code(&running, APPROVE("1", "Ann Lee", ", \"embargo_unix_ms\": 5"), STAITH_ERR_INVAL);
    expect_code(&running, APPROVE("1", "Ann Lee", ", \"embargo_unix_ms\": \"9\""),
                STAITH_ERR_INVAL);
    expect_code(&running, APPROVE("1", "Ann Lee", ", \"embargo_unix_ms\": 0"), STAITH_ERR_INVAL);
    expect_code(&running, "{\"command\": \"approve\", \"number\": 1, \"officer\": \"Ann Lee\"}",
                STAITH_ERR_INVAL);
    expect_code(&running, "{\"command\": \"approve\"}", STAITH_ERR_NOTFOUND);
    expect_code(&running, "{\"command\": \"held\", \"number\": 7}", STAITH_ERR_NOTFOUND);
    expect_code(&running, "{\"command\": \"hold\", \"dataset\": \"x\"}", STAITH_ERR_NOTFOUND);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_WAITING);
    running_deinit(&running);
}

static void test_refused_stays_in_the_account(void **state)
{
    (void)state;
    struct running running;
    held_case_start(&running);
    expect_state(&running,
                 "{\"command\": \"refuse\", \"number\": 1, \"officer\": \"Bo Ray\","
                 " \"reason\": \"leavers are missing\"}",
                 "refused");
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    json_t *reply = ask(&running, "{\"command\": \"held\"}");
    assert_int_equal(json_array_size(json_object_get(reply, "held")), 0);
    json_decref(reply);
    reply = ask(&running, "{\"command\": \"held\", \"all\": true}");
    const json_t *item = json_array_get(json_object_get(reply, "held"), 0);
    const json_t *word = json_array_get(json_object_get(item, "words"), 0);
    assert_string_equal(text(word, "decision"), "refuse");
    assert_string_equal(text(word, "reason"), "leavers are missing");
    json_decref(reply);
    expect_code(&running, APPROVE("1", "Ann Lee", ""), STAITH_ERR_STATE);
    assert_int_equal(held_case_last(&running), 0);
    running_deinit(&running);
}

/* Approved with an embargo: not in the ledger, and so not the publisher's to see, until then. */
static void test_embargo(void **state)
{
    (void)state;
    struct running running;
    char request[512];
    held_case_start(&running);
    expect_state(&running, APPROVE("1", "Ann Lee", ""), "waiting");
    int64_t leaves = running_unix_ms(&running) + 3600000;
    (void)snprintf(request, sizeof(request), APPROVE("1", "Bo Ray", ", \"embargo_unix_ms\": %lld"),
                   (long long)leaves);
    expect_state(&running, request, "approved");
    held_case_linger(&running);
    assert_int_equal(held_case_last(&running), 0);
    assert_int_equal(staith_gate_publisher_state(running.service->publisher).received, 0);
    running.shift_ms = 3600001;
    assert_true(held_case_wait_left(&running, 1));
    assert_int_equal(held_case_last(&running), 2);
    running_deinit(&running);
}

/* A revision leaves on its date, by itself where no officer need approve it. */
static void test_revisions_leave_on_dates(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml",
                                   "    release-dates: [\"2099-01-01T09:30\"]\n" HELD_OFFICERS),
                     0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(held_case_last(&running), 2); /* the first of its period leaves at once */
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    assert_int_equal(held_case_last(&running), 2);
    assert_int_equal(held_case_state(&running, 1), STAITH_HELD_APPROVED);
    json_t *reply = ask(&running, "{\"command\": \"held\", \"number\": 1}");
    assert_true(json_is_true(json_object_get(reply, "dated")));
    /* 2099-01-01T09:30 is 4070943000000 by date -u */
    assert_int_equal(number(reply, "date_unix_ms"), 4070943000000);
    assert_int_equal(number(reply, "leaves_unix_ms"), 4070943000000);
    assert_int_equal(number(reply, "last"), 2);
    json_decref(reply);
    running.shift_ms = 4070943000001 - running_unix_ms(&running);
    assert_true(held_case_wait_left(&running, 1));
    assert_int_equal(held_case_last(&running), 3);
    /* no date is ahead now: the next one waits, and nobody can let it go */
    assert_int_equal(place_write(&running.place, "source/c.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 3));
    assert_int_equal(held_case_state(&running, 2), STAITH_HELD_WAITING);
    expect_code(&running, APPROVE("2", "Ann Lee", ""), STAITH_ERR_STATE);
    assert_int_equal(held_case_last(&running), 3);
    running_deinit(&running);
}

/* Two officers, and the date after that. */
static void test_revisions_for_two(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml",
                                   "    revisions: hold-for-two\n"
                                   "    release-dates: [\"2099-01-01T09:30\"]\n" HELD_OFFICERS),
                     0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n3\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_int_equal(held_case_last(&running), 2);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    expect_state(&running, APPROVE("1", "Ann Lee", ""), "waiting");
    expect_state(&running, APPROVE("1", "Bo Ray", ""), "approved");
    struct staith_held_item item;
    assert_int_equal(staith_held_read(running.service->held, 1, &item, NULL), 0);
    assert_int_equal(item.leaves_unix_ms, 4070943000000);
    assert_int_equal(held_case_last(&running), 2);
    running_deinit(&running);
}

static void test_switch(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", HELD_OFFICERS), 0);
    json_t *reply = ask(&running, "{\"command\": \"hold\", \"dataset\": \"csww\"}");
    assert_string_equal(text(reply, "sign_off"), "hold");
    json_decref(reply);
    assert_int_equal(running_restart(&running, "staithd.yaml"), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(running_outcome(&running), "held");
    reply = ask(&running, "{\"command\": \"release\", \"dataset\": \"csww\"}");
    assert_string_equal(text(reply, "sign_off"), "at-once");
    assert_int_equal(number(reply, "held"), 1); /* what waits goes on waiting */
    json_decref(reply);
    assert_int_equal(held_case_last(&running), 0);
    running_deinit(&running);
    held_case_start(&running);
    expect_code(&running, "{\"command\": \"release\", \"dataset\": \"csww\"}", STAITH_ERR_STATE);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_then_one),
        cmocka_unit_test(test_what_is_not_taken),
        cmocka_unit_test(test_refused_stays_in_the_account),
        cmocka_unit_test(test_embargo),
        cmocka_unit_test(test_revisions_leave_on_dates),
        cmocka_unit_test(test_revisions_for_two),
        cmocka_unit_test(test_switch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
