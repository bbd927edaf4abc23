/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void answers(const char *reply, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "reload", reply);
    (void)snprintf(line, sizeof(line), "reload -c %s", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    cli_same(run.out, out);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void told(void **state)
{
    (void)state;
    answers("{\"datasets\":2,\"waits\":false}",
            "The configuration was read again.\nIt has 2 datasets.\n");
    answers("{\"datasets\":1,\"waits\":true}",
            "The configuration is good and holds when the run under way is over.\n");
}

static void refused(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "status", "{}");
    (void)snprintf(line, sizeof(line), "reload -c %s", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 65);
    assert_string_equal(run.err, "staith: not that\n");
    cli_free(&run);
    cli_daemon_end(&daemon);
    cli_run(&run, "reload");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(told), cmocka_unit_test(refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
