/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

#include "cli/daemon.h"

/* Members that are missing or of another type read as nothing. */
static void members(void **state)
{
    (void)state;
    char out[32];
    json_t *object = json_pack("{s:s, s:i, s:i}", "text", "x", "number", 1234, "below", -5);
    assert_string_equal(staith_cli_text(object, "text"), "x");
    assert_string_equal(staith_cli_text(object, "number"), "");
    assert_string_equal(staith_cli_text(object, "none"), "");
    assert_string_equal(staith_cli_text(NULL, "text"), "");
    assert_int_equal(staith_cli_number(object, "number"), 1234);
    assert_int_equal(staith_cli_number(object, "text"), 0);
    assert_int_equal(staith_cli_number(NULL, "number"), 0);
    assert_string_equal(staith_cli_count_of(object, "number", out), "1,234");
    assert_string_equal(staith_cli_count_of(object, "below", out), "0");
    json_decref(object);
}

static void asks(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct staith_err err = {0};
    json_t *reply = NULL;
    bool region = false;
    cli_daemon_start(&daemon, CLI_REGION, "hello", "{\"a\":1}");
    assert_int_equal(staith_cli_ask(daemon.config.path, json_pack("{s:s}", "command", "hello"),
                                    &region, &reply, &err),
                     0);
    assert_true(region);
    assert_int_equal(staith_cli_number(reply, "a"), 1);
    json_decref(reply);
    assert_int_equal(staith_cli_ask(daemon.config.path, json_pack("{s:s}", "command", "bye"),
                                    &region, &reply, &err),
                     STAITH_ERR_REFUSED);
    assert_int_equal(staith_cli_ask(daemon.config.path, NULL, &region, &reply, &err),
                     STAITH_ERR_NOMEM);
    cli_daemon_end(&daemon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members),
        cmocka_unit_test(asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
