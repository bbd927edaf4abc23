/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static const char reply[] =
    "{\"standing\":1,\"periods\":[{\"dataset\":\"rates\",\"period\":\"2025Q3\","
    "\"at_unix_ms\":1764547200000,\"alarms\":["
    "{\"code\":\"not_declared\",\"label\":\"Breaches not declared.\",\"advice\":\"Declare them.\","
    "\"count\":1200},"
    "{\"code\":\"unapproved\",\"label\":\"Not approved.\",\"advice\":\"Ask.\",\"count\":0}],"
    "\"told\":[{\"way\":\"mail\",\"well\":true,\"detail\":\"\",\"at_unix_ms\":1764547200000},"
    "{\"way\":\"webhook\",\"well\":false,\"detail\":\"exit status 22\","
    "\"at_unix_ms\":1764547200000}]}]}";

static void asks(const char *answer, const char *more, int status, const char *expected)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "alarms", answer);
    (void)snprintf(line, sizeof(line), "alarms -c %s%s", daemon.config.path, more);
    cli_run(&run, line);
    assert_int_equal(run.status, status);
    assert_string_equal(run.out, expected);
    assert_string_equal(run.err, "");
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void those_that_stand(void **state)
{
    (void)state;
    asks(reply, "", 2,
         "rates 2025Q3, counted 2025-12-01 00:00\n"
         "   1,200  not_declared\n"
         "          Breaches not declared.\n"
         "          Declare them.\n"
         "  mail 2025-12-01 00:00 told\n"
         "  webhook 2025-12-01 00:00 not told: exit status 22\n");
}

static void all_of_them(void **state)
{
    (void)state;
    asks(reply, " --all", 2,
         "rates 2025Q3, counted 2025-12-01 00:00\n"
         "   1,200  not_declared\n"
         "          Breaches not declared.\n"
         "          Declare them.\n"
         "       0  unapproved\n"
         "          Not approved.\n"
         "  mail 2025-12-01 00:00 told\n"
         "  webhook 2025-12-01 00:00 not told: exit status 22\n");
}

static void none(void **state)
{
    (void)state;
    asks("{\"standing\":0,\"periods\":[]}", "", 0, "No alarm stands.\n");
    asks("{\"standing\":0,\"periods\":[{\"dataset\":\"rates\",\"period\":\"2025Q3\",\"alarms\":["
         "{\"code\":\"unapproved\",\"count\":0}]}]}",
         "", 0, "No alarm stands.\n");
}

static void json_too(void **state)
{
    (void)state;
    asks("{\"standing\":1,\"periods\":[]}", " --json", 2,
         "{\n  \"standing\": 1,\n  \"periods\": []\n}\n");
    asks("{\"standing\":0}", " --json", 0, "{\n  \"standing\": 0\n}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_that_stand),
        cmocka_unit_test(all_of_them),
        cmocka_unit_test(none),
        cmocka_unit_test(json_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
