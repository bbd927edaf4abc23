/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void expect_at(const char *reply, const char *more, unsigned width, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_COUNCIL, "held", reply);
    (void)snprintf(line, sizeof(line), "held --config %s%s", daemon.config.path, more);
    cli_run_at(&run, width, line);
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    cli_same(run.out, out);
    cli_neat(run.out, 80);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static const char list[] =
    "{\"held\":[{\"number\":1,\"state\":\"replaced\",\"dataset\":\"csww\",\"period\":\"2025\","
    "\"source\":\"a.xml\",\"held_unix_ms\":1796117400000,\"released\":14,\"replaced_by\":2},"
    "{\"number\":2,\"state\":\"waiting\",\"dataset\":\"csww\",\"period\":\"2025\","
    "\"source\":\"b.xml\",\"held_unix_ms\":1796117460000,\"released\":14,\"approvals\":1,"
    "\"needed\":2}],\"waiting\":1,\"approved\":0}";

static void lists(void **state)
{
    (void)state;
    expect_at(list, "", 80,
              "HELD  SINCE             DATASET  PERIOD  SOURCE  FIGURES  STATE\n"
              "   1  2026-12-01 09:30  csww     2025    a.xml        14  replaced by held 2\n"
              "   2  2026-12-01 09:31  csww     2025    b.xml        14  waiting, 1 of 2\n"
              "                                                          approved\n"
              "\n1 wait for an officer, 0 approved for later.\n");
    expect_at("{\"held\":[],\"waiting\":0,\"approved\":0}", " --all", 0,
              "0 wait for an officer, 0 approved for later.\n");
    expect_at("{\"held\":[],\"waiting\":0}", " --json", 0,
              "{\n  \"held\": [],\n  \"waiting\": 0\n}\n");
}

/* Answers of two lines each until all four are there. */
static void asks_until_all_is_there(void **state)
{
    (void)state;
    static const char reply[] =
        "{\"number\":2,\"state\":\"waiting\",\"lines\":4,\"cells\":["
        "{\"label\":\"Leavers\",\"unit\":1,\"of\":\"\",\"is\":{\"value\":3,\"lo\":3,\"hi\":3},"
        "\"was\":null},"
        "{\"label\":\"In post\",\"unit\":1,\"of\":\"\",\"is\":{\"value\":9,\"lo\":9,\"hi\":9},"
        "\"was\":null}]}";
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_COUNCIL, "held", reply);
    (void)snprintf(line, sizeof(line), "held -c %s -n 2 --json", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    json_t *json = json_loads(run.out, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(json, "cells")), 4);
    json_decref(json);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void arguments(void **state)
{
    (void)state;
    static const char *const lines[] = {"held", "held -c x 3", "held -c x -n 0", "held -c x -n 1x"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_capture run;
        cli_run(&run, lines[i]);
        assert_int_equal(run.status, 64);
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(asks_until_all_is_there),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
