/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

#include <locale.h>

static const char council[] =
    "{\"program\":\"staithd\",\"version\":\"0.1.0\",\"pid\":4711,"
    "\"started_unix_ms\":1763804460000,\"authority\":\"840\",\"name\":\"County Durham\","
    "\"state\":\"degraded\",\"reason\":\"the source cannot be read\",\"datasets\":["
    "{\"name\":\"csww\",\"plugin\":\"workforce\",\"source\":\"/srv/csww\",\"state\":\"idle\","
    "\"last_run_unix_ms\":1763804460000,\"last_outcome\":\"released\",\"last_number\":2,"
    "\"errors\":0,\"queries\":1234,\"health\":\"ok\",\"next_run_unix_ms\":1763850600000},"
    "{\"name\":\"rates\",\"plugin\":\"/opt/own/rates.so\",\"source\":\"/srv/rates\","
    "\"state\":\"idle\",\"health\":\"degraded\",\"next_try_unix_ms\":1763804520000,"
    "\"last_run_unix_ms\":0,\"last_outcome\":\"failed\",\"last_detail\":\"no such folder\"},"
    "{\"name\":\"posts\",\"plugin\":\"table\",\"source\":\"/srv/posts\",\"state\":\"idle\","
    "\"health\":\"failed\",\"last_outcome\":\"refused\",\"last_detail\":\"no heading\"}],"
    "\"ledger\":{\"last\":3,\"received\":2,\"refused\":1},"
    "\"publisher\":{\"state\":\"connected\",\"endpoint\":\"tcp://region:7440\"},"
    "\"children\":[{\"name\":\"publisher\",\"pid\":4712,\"resident_kilobytes\":3100}],"
    "\"sandbox\":[\"run: seccomp on\",\"run: Landlock off: why\"]}";

static const char council_golden[] =
    "840 County Durham: degraded since 2025-11-22 09:41\n"
    "staithd 0.1.0, process 4711\n"
    "\n"
    "the source cannot be read\n"
    "\n"
    "DATASET  PLUGIN     STATE     LAST RUN          OUTCOME   NUMBER  ERRORS  QUERIES\n"
    "csww     workforce  ok        2025-11-22 09:41  released       2       0    1,234\n"
    "rates    rates.so   degraded  never             failed         0       0        0\n"
    "posts    table      failed    never             refused        0       0        0\n"
    "\n"
    "csww, by its schedule: next at 2025-11-22 22:30\n"
    "\n"
    "rates, failed:\n"
    "  no such folder\n"
    "  It is tried again at 2025-11-22 09:42, or now with staith run rates.\n"
    "\n"
    "posts, refused:\n"
    "  no heading\n"
    "  It is read again when it changes.\n"
    "\n"
    "Ledger     3 records, the region has 2, 1 refused by it (staith ledger says why)\n"
    "Publisher  connected tcp://region:7440\n"
    "Sources    csww: /srv/csww\n"
    "           rates: /srv/rates\n"
    "           posts: /srv/posts\n"
    "Children   publisher, process 4712, 3,100 kB resident\n"
    "Sandbox    run: seccomp on\n"
    "           run: Landlock off: why\n";

static const char region[] =
    "{\"program\":\"staith-aggregator\",\"version\":\"0.1.0\",\"pid\":4711,"
    "\"started_unix_ms\":1763804460000,\"region\":\"E12000001\",\"name\":\"North East\","
    "\"state\":\"running\",\"wire\":{\"refused\":1200},\"endpoints\":[\"tcp://"
    "*:7440\"],\"councils\":["
    "{\"code\":\"840\",\"name\":\"County Durham\",\"state\":\"connected\",\"records\":2,"
    "\"releases\":1,\"quarantined\":0,\"newest_period\":\"2025\","
    "\"newest_unix_ms\":1763804460000,\"waiting_epoch\":0},"
    "{\"code\":\"390\",\"name\":\"Gateshead\",\"state\":\"never\",\"waiting_epoch\":-77},"
    "{\"code\":\"841\",\"name\":\"Darlington\",\"state\":\"silent\",\"releases\":3,"
    "\"quarantined\":1,\"refusals\":2,\"refusal\":\"the hash does not match\"}]}";

static const char region_golden[] =
    "E12000001 North East: running since 2025-11-22 09:41\n"
    "staith-aggregator 0.1.0, process 4711\n"
    "\n"
    "CODE  COUNCIL        STATE      NEWEST  ARRIVED           RELEASES  REFUSED\n"
    "840   County Durham  connected  2025    2025-11-22 09:41         1        0\n"
    "390   Gateshead      never              never                    0        0\n"
    "841   Darlington     silent             never                    3        1\n"
    "\n"
    "Releases from 2 of 3 councils. Listening at tcp://*:7440.\n"
    "390 Gateshead began a new ledger.\n"
    "  When the council says why: staith accept-epoch --config FILE 390\n"
    "841 Darlington was refused 2 times since the start, last because:\n"
    "  the hash does not match\n"
    "1,200 connections with a key of no council\n";

static void check(const char *config, const char *reply, const char *golden)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, config, "status", reply);
    (void)snprintf(line, sizeof(line), "status --config %s", daemon.config.path);
    cli_run(&run, line);
    assert_string_equal(run.err, "");
    assert_int_equal(run.status, 0);
    cli_same(run.out, golden);
    cli_free(&run);
    cli_run_at(&run, 80, line);
    cli_same(run.out, golden);
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "status --json --config %s", daemon.config.path);
    cli_run(&run, line);
    json_t *wanted = json_loads(reply, 0, NULL);
    json_t *got = json_loads(run.out, 0, NULL);
    assert_true(json_equal(wanted, got));
    json_decref(wanted);
    json_decref(got);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void of_a_council(void **state)
{
    (void)state;
    check(CLI_COUNCIL, council, council_golden);
}

static void of_a_region(void **state)
{
    (void)state;
    check(CLI_REGION, region, region_golden);
}

/* A daemon of another version that says less is shown as far as it goes. */
static void of_little(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "status", "{\"state\":7,\"datasets\":{},\"x\":[1]}");
    (void)snprintf(line, sizeof(line), "status --config %s", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void of_what_is_held(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "status",
                     "{\"authority\":\"840\",\"datasets\":[{\"name\":\"csww\",\"held\":2,"
                     "\"approved\":1},{\"name\":\"agency\",\"held\":1,\"approved\":0}]}");
    (void)snprintf(line, sizeof(line), "status -c %s", daemon.config.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "\nHeld       3 for an officer, 1 approved for later"
                                    " (staith held lists them)\n"));
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void nobody_there(void **state)
{
    (void)state;
    struct config_file file;
    struct cli_capture run;
    char line[160];
    config_write(&file, CLI_COUNCIL, sizeof(CLI_COUNCIL) - 1);
    (void)snprintf(line, sizeof(line), "status -c %s", file.path);
    cli_run(&run, line);
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "/c.sock: no daemon listens here; start it, or name"));
    cli_free(&run);
    config_remove(&file);
}

int main(void)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_a_council), cmocka_unit_test(of_a_region),
        cmocka_unit_test(of_little),    cmocka_unit_test(of_what_is_held),
        cmocka_unit_test(nobody_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
