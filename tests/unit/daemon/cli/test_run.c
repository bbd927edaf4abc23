/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of a run that is asked for is held by tests/integration/check_timing. */
#include "cli_case.h"
#include "cli_daemon.h"

static void asked(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "run", "{\"dataset\":\"csww\",\"runs\":3}");
    (void)snprintf(line, sizeof(line), "run csww -c %s --wait 0", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_string_equal(run.out, "Its source is looked at; no run has ended yet (staith runs).\n");
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void wrong_words(void **state)
{
    (void)state;
    static const char *const lines[] = {"run",
                                        "run csww",
                                        "run -c x",
                                        "run a b -c x",
                                        "run a -c x --wait soon",
                                        "run a -c x --wait 3601"};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct cli_capture run;
        cli_run(&run, lines[i]);
        assert_int_equal(run.status, 64);
        cli_free(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(asked), cmocka_unit_test(wrong_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
