/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

/* Run one command against a daemon that answers `command` with `reply`. */
static void expect(const char *command, const char *reply, const char *more, const char *out)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[256];
    cli_daemon_start(&daemon, CLI_COUNCIL, command, reply);
    (void)snprintf(line, sizeof(line), "%s --config %s %s", command, daemon.config.path, more);
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
    expect("approve", "{\"number\":3,\"state\":\"left\",\"ledger_number\":7}",
           "3 --officer Ann --reason good", "Held 3 is approved and has left as number 7.\n");
    expect("approve", "{\"number\":3,\"state\":\"waiting\"}", "3 --officer Ann --reason good",
           "Held 3 is approved once; a second officer must approve it.\n");
    /* 2026-12-01T09:30 is 1796117400 by date -u */
    expect("approve", "{\"number\":3,\"state\":\"approved\",\"leaves_unix_ms\":1796117400000}",
           "--officer Ann --reason good --embargo 2099-12-01T09:30 3",
           "Held 3 is approved and leaves at 2026-12-01 09:30 UTC.\n");
    expect("refuse", "{\"number\":3,\"state\":\"refused\"}", "3 --officer Ann --reason wrong",
           "Held 3 is refused and stays.\n");
    expect("hold",
           "{\"dataset\":\"csww\",\"sign_off\":\"hold\",\"held\":1,\"approved\":1,\"officers\":0}",
           "--dataset csww",
           "Releases of csww are held from now on; 2 held already.\n"
           "There are no officers who could approve them: name some in the configuration.\n");
    expect("release", "{\"dataset\":\"csww\",\"sign_off\":\"at-once\",\"held\":1,\"officers\":2}",
           "--dataset csww", "Releases of csww leave at once from now on; 1 held already.\n");
    expect("approve", "{\"number\":3,\"state\":\"waiting\"}",
           "3 --officer Ann --reason good --json",
           "{\n  \"number\": 3,\n  \"state\": \"waiting\"\n}\n");
}

/* What reaches the daemon: it answers with the request itself. */

static int echo_handle(void *ctx, const char *command, const json_t *request, json_t **ret_reply,
                       struct staith_err *err)
{
    (void)ctx;
    (void)command;
    (void)err;
    *ret_reply = json_deep_copy(request);
    return 0;
}

static void serve_echo(const char *path, int ready)
{
    struct cli_daemon_side side = {0};
    int rc = staith_loop_new(&side.loop, NULL);
    rc = rc != 0 ? rc
                 : staith_control_start(side.loop, path, echo_handle, &side, &side.control, NULL);
    rc = rc != 0 ? rc : staith_loop_on_signals(side.loop, cli_daemon_on_stop, NULL, &side);
    (void)!write(ready, &rc, sizeof(rc));
    rc = rc != 0 ? rc : staith_loop_run(side.loop);
    staith_loop_free(side.loop);
    exit(rc == 0 ? 0 : 1);
}

static void what_is_asked(void **state)
{
    (void)state;
    struct cli_daemon daemon;
    struct cli_capture run;
    char path[128];
    char line[256];
    int ready[2];
    int rc = 0;
    config_write(&daemon.config, CLI_COUNCIL, strlen(CLI_COUNCIL));
    (void)config_in(&daemon.config, "c.sock", path, sizeof(path));
    assert_int_equal(pipe(ready), 0);
    daemon.pid = fork();
    assert_true(daemon.pid >= 0);
    if (daemon.pid == 0) {
        serve_echo(path, ready[1]);
    }
    assert_int_equal(read(ready[0], &rc, sizeof(rc)), sizeof(rc));
    assert_int_equal(rc, 0);
    (void)snprintf(line, sizeof(line), "approve -c %s -o Ann -r good -e 2026-12-01T09:30 -j 3",
                   daemon.config.path);
    cli_run(&run, line);
    cli_same(run.out, "{\n  \"command\": \"approve\",\n  \"number\": 3,\n  \"officer\": \"Ann\",\n"
                      "  \"reason\": \"good\",\n  \"embargo_unix_ms\": 1796117400000\n}\n");
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "refuse -c %s -o Ann -r bad -j 3", daemon.config.path);
    cli_run(&run, line);
    cli_same(run.out, "{\n  \"command\": \"refuse\",\n  \"number\": 3,\n  \"officer\": \"Ann\",\n"
                      "  \"reason\": \"bad\"\n}\n");
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "hold -c %s -d csww -j", daemon.config.path);
    cli_run(&run, line);
    cli_same(run.out, "{\n  \"command\": \"hold\",\n  \"dataset\": \"csww\"\n}\n");
    cli_free(&run);
    (void)close(ready[0]);
    (void)close(ready[1]);
    cli_daemon_end(&daemon);
}

static void arguments(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        const char *says;
    } cases[] = {
        {"approve 3 -o A -r b", "--config FILE is missing"},
        {"approve -c x -o A -r b", "the number of the held release is missing"},
        {"approve -c x -r b 3", "--officer NAME is missing"},
        {"approve -c x -o A 3", "--reason TEXT is missing"},
        {"approve -c x -o A -r b 0", "\"0\" is no number of a held release"},
        {"approve -c x -o A -r b -- -3", "\"-3\" is no number of a held release"},
        {"approve -c x -o A -r b 3 4", "unexpected argument \"4\""},
        {"approve -c x -o A -r b -e 2026-12-01 3", "is no time"},
        {"approve -c x -o A -r b -e 2026-12-01T24:00 3", "is no time"},
        {"approve -c x -o A -r b -e 2026-12-01T09:60 3", "is no time"},
        {"approve -c x -o A -r b -e 2026-02-30T09:00 3", "is no time"},
        {"approve -c x -o A -r b -e 2026-12-01T09:30+01:00 3", "is no time"},
        {"refuse -c x -o A 3", "--reason TEXT is missing"},
        {"refuse -c x -o A -r b --embargo 2026-12-01T09:30 3", "refuse --help"},
        {"hold -c x", "--dataset NAME is missing"},
        {"release -d csww", "--config FILE is missing"},
        {"release -c x -d csww more", "unexpected argument \"more\""},
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
        cmocka_unit_test(what_is_asked),
        cmocka_unit_test(arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
