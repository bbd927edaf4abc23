/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void expect(const char *reply, const char *more, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_REGION, "quarantine", reply);
    (void)snprintf(line, sizeof(line), "region quarantine --config %s%s", daemon.config.path, more);
    cli_run(&run, line);
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    cli_same(run.out, out);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

/* 1763804520000 is 2025-11-22 09:42 by date -u. */
static void shows_what_was_refused(void **state)
{
    (void)state;
    expect("{\"quarantine\":[{\"authority\":\"840\",\"number\":7,\"kind\":\"a release\","
           "\"reason\":\"the record cannot be read\",\"detail\":\"a code is not valid\","
           "\"received_unix_ms\":1763804520000}]}",
           "",
           "COUNCIL  NUMBER  ARRIVED           WHAT       WHY\n"
           "840           7  2025-11-22 09:42  a release  the record cannot be read: a code is not "
           "valid\n");
    expect("{\"quarantine\":[]}", "", "Nothing was refused for good.\n");
    expect("{\"quarantine\":[]}", " --json", "{\n  \"quarantine\": []\n}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_what_was_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
