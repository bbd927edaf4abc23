/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void accepts(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_REGION, "accept-epoch",
                     "{\"authority\":\"840\",\"epoch\":\"0000000000000063\"}");
    (void)snprintf(line, sizeof(line), "accept-epoch -c %s 840", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_string_equal(run.out, "Council 840's new ledger is accepted.\n");
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "accept-epoch -c %s --json 840", daemon.config.path);
    cli_run(&run, line);
    assert_non_null(strstr(run.out, "\"epoch\": \"0000000000000063\""));
    cli_free(&run);
    /* what the aggregator refuses is told in its words and by its exit status */
    (void)snprintf(line, sizeof(line), "accept-epoch -c %s 999", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 65);
    assert_string_equal(run.err, "staith: not that\n");
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void arguments(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "accept-epoch 840");
    assert_int_equal(run.status, 64);
    assert_non_null(strstr(run.err, "--config FILE is missing"));
    cli_free(&run);
    cli_run(&run, "accept-epoch -c x");
    assert_int_equal(run.status, 64);
    assert_non_null(strstr(run.err, "the council's code is missing"));
    cli_free(&run);
    cli_run(&run, "accept-epoch -c x 840 841");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
