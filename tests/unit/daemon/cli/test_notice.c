/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void expect(const char *command, const char *reply, const char *more, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_COUNCIL, command, reply);
    (void)snprintf(line, sizeof(line), "%s -c %s -d csww -p 2025 -o Ann -r why%s%s", command,
                   daemon.config.path, more[0] != '\0' ? " " : "", more);
    cli_run(&run, line);
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    cli_same(run.out, out);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void says_what_became_of_it(void **state)
{
    (void)state;
    expect("withdraw", "{\"number\":7,\"dataset\":\"csww\",\"period\":\"2025\"}", "",
           "csww 2025 is withdrawn, as number 7 in the ledger.\n");
    expect("revise", "{\"number\":8,\"dataset\":\"csww\",\"period\":\"2025\"}",
           "--expected 2026-12-01T09:30",
           "A revision of csww 2025 is announced, as number 8 in the ledger.\n");
    /* 2026-12-01T09:30 is 1796117400000 by date -u */
    expect("embargo",
           "{\"number\":9,\"dataset\":\"csww\",\"period\":\"2025\",\"at_unix_ms\":1796117400000}",
           "--until 2026-12-01T09:30",
           "What is released of csww 2025 from now on is shown from 2026-12-01 09:30 UTC; number "
           "9 in the ledger.\n");
    expect("withdraw", "{\"number\":7}", "--json", "{\n  \"number\": 7\n}\n");
}

static void arguments(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *says;
    } cases[] = {
        {"withdraw -d csww -p 2025 -o A -r b", "--config FILE is missing"},
        {"withdraw -c x -p 2025 -o A -r b", "--dataset NAME is missing"},
        {"withdraw -c x -d csww -o A -r b", "--period PERIOD is missing"},
        {"withdraw -c x -d csww -p 2025 -r b", "--officer NAME is missing"},
        {"revise -c x -d csww -p 2025 -o A", "--reason TEXT is missing"},
        {"embargo -c x -d csww -p 2025 -o A -r b", "--until TIME is missing"},
        {"embargo -c x -d csww -p 2025 -o A -r b --until noon", "\"noon\" is no time"},
        {"withdraw -c x -d csww -p 2025 -o A -r b more", "unexpected argument \"more\""},
        {"withdraw -c x -d csww -p 2025 -o A -r b --until 2026-12-01T09:30", "withdraw --help"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct cli_capture run;
        cli_run(&run, cases[i].line);
        assert_int_equal(run.status, 64);
        if (strstr(run.err, cases[i].says) == NULL) {
            fail_msg("%s: %s", cases[i].line, run.err);
        }
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_became_of_it),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
