/* SPDX-License-Identifier: Apache-2.0 */
#include "running.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static json_t *ask(struct running *running, const char *request)
{
    json_t *asked = json_loads(request, 0, NULL);
    json_t *reply = NULL;
    struct staith_err err = {0};
    const char *command = json_string_value(json_object_get(asked, "command"));
    int rc = staith_gate_status_handle(running->service, command, asked, &reply, &err);
    json_decref(asked);
    if (rc != 0) {
        assert_null(reply);
        return json_integer(rc);
    }
    return reply;
}

static const char *text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static json_int_t number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

static bool is_connected(struct running *running)
{
    const char *why = NULL;
    return strcmp(staith_gate_status_health(running->service, &why), "ok") == 0;
}

static void test_status_of_a_healthy_daemon(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    json_t *reply = ask(&running, "{\"command\": \"status\"}");
    assert_string_equal(text(reply, "state"), "starting");
    json_decref(reply);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_true(running_wait(&running, is_connected));
    reply = ask(&running, "{\"command\": \"status\"}");
    assert_string_equal(text(reply, "program"), "staithd");
    assert_string_equal(text(reply, "version"), "9.9.9");
    assert_string_equal(text(reply, "authority"), "840");
    assert_string_equal(text(reply, "name"), "County Durham");
    assert_string_equal(text(reply, "state"), "ok");
    assert_int_equal(number(reply, "pid"), getpid());
    assert_true(number(reply, "resident_kilobytes") > 100);
    const json_t *dataset = json_array_get(json_object_get(reply, "datasets"), 0);
    assert_string_equal(text(dataset, "name"), "csww");
    assert_string_equal(text(dataset, "state"), "idle");
    assert_string_equal(text(dataset, "last_outcome"), "released");
    assert_int_equal(number(dataset, "last_number"), 2);
    assert_int_equal(number(dataset, "queries"), 1);
    assert_int_equal(number(json_object_get(reply, "ledger"), "last"), 2);
    assert_int_equal(number(json_object_get(reply, "ledger"), "received"), 0);
    assert_string_equal(text(json_object_get(reply, "publisher"), "state"), "connected");
    assert_int_equal(json_array_size(json_object_get(reply, "children")), 1);
    json_decref(reply);
    running_deinit(&running);
}

static void test_health_says_why(void **state)
{
    (void)state;
    struct running running;
    const char *why = NULL;
    assert_int_equal(running_start(&running, "refuse", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 1));
    assert_string_equal(staith_gate_status_health(running.service, &why), "degraded");
    assert_string_equal(why, "the source is refused");
    running.service->ledger_failed = true;
    assert_string_equal(staith_gate_status_health(running.service, &why), "failed");
    assert_true(why[0] != '\0');
    running_deinit(&running);
}

static void test_runs_by_list_and_by_number(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    assert_int_equal(place_write(&running.place, "source/a.csv", "1\n"), 0);
    assert_int_equal(place_write(&running.place, "source/b.csv", "1\n2\n"), 0);
    assert_true(running_wait_runs(&running, 2));
    json_t *reply = ask(&running, "{\"command\": \"runs\", \"dataset\": \"csww\"}");
    const json_t *runs = json_object_get(reply, "runs");
    assert_int_equal(json_array_size(runs), 2);
    assert_string_equal(text(json_array_get(runs, 0), "source"), "b.csv"); /* newest first */
    assert_null(json_object_get(json_array_get(runs, 0), "findings"));
    json_decref(reply);
    reply = ask(&running, "{\"command\": \"runs\", \"limit\": 1}");
    assert_int_equal(json_array_size(json_object_get(reply, "runs")), 1);
    json_decref(reply);
    reply = ask(&running, "{\"command\": \"runs\", \"run\": 1}");
    assert_string_equal(text(reply, "source"), "a.csv");
    assert_int_equal(json_array_size(json_object_get(reply, "findings")), 1);
    json_decref(reply);
    running_deinit(&running);
}

static void expect_code(struct running *running, const char *request, int code)
{
    json_t *reply = ask(running, request);
    assert_int_equal(json_integer_value(reply), code);
    json_decref(reply);
}

static void test_what_cannot_be_asked(void **state)
{
    (void)state;
    struct running running;
    assert_int_equal(running_start(&running, "well", "staithd.yaml", ""), 0);
    expect_code(&running, "{\"command\": \"dance\"}", STAITH_ERR_INVAL);
    expect_code(&running, "{\"command\": \"runs\", \"dataset\": \"x\"}", STAITH_ERR_NOTFOUND);
    expect_code(&running, "{\"command\": \"runs\", \"run\": 7}", STAITH_ERR_NOTFOUND);
    expect_code(&running, "{\"command\": \"runs\", \"limit\": 0}", STAITH_ERR_INVAL);
    expect_code(&running, "{\"command\": \"runs\", \"limit\": 101}", STAITH_ERR_INVAL);
    json_t *reply = ask(&running, "{\"command\": \"rescan\"}");
    assert_int_equal(number(reply, "datasets"), 1);
    json_decref(reply);
    running_deinit(&running);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_of_a_healthy_daemon),
        cmocka_unit_test(test_health_says_why),
        cmocka_unit_test(test_runs_by_list_and_by_number),
        cmocka_unit_test(test_what_cannot_be_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
