/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

/* The list names every command with its line, and fits a terminal. */
static void lists(void **state)
{
    (void)state;
    struct cli_capture run;
    size_t count = 0;
    const struct staith_cli_command *commands = staith_cli_commands(&count);
    cli_run(&run, "--help");
    assert_int_equal(run.status, 0);
    assert_string_equal(run.err, "");
    assert_int_equal(strncmp(run.out, "Usage: staith COMMAND [OPTION...]\n", 34), 0);
    for (size_t i = 0; i < count; i++) {
        char line[128];
        (void)snprintf(line, sizeof(line), "\n  %-18s %s\n", commands[i].name, commands[i].help);
        assert_non_null(strstr(run.out, line));
    }
    cli_neat(run.out, 79);
    cli_free(&run);
}

/* Every command explains itself in the same shape, and refuses what it does not know. */
static void every_command(void **state)
{
    (void)state;
    size_t count = 0;
    const struct staith_cli_command *commands = staith_cli_commands(&count);
    assert_true(count >= 6);
    for (size_t i = 0; i < count; i++) {
        struct cli_capture run;
        char line[96];
        char usage[96];
        (void)snprintf(line, sizeof(line), "%s --help", commands[i].name);
        int len = snprintf(usage, sizeof(usage), "Usage: staith %s ", commands[i].name);
        cli_run(&run, line);
        assert_int_equal(run.status, 0);
        assert_int_equal(strncmp(run.out, usage, (size_t)len), 0);
        assert_string_equal(run.err, "");
        cli_neat(run.out, 79);
        cli_free(&run);
        (void)snprintf(line, sizeof(line), "%s --no-such-option", commands[i].name);
        cli_run(&run, line);
        assert_int_equal(run.status, 64);
        assert_string_equal(run.out, "");
        assert_non_null(strstr(run.err, "--help"));
        cli_free(&run);
        (void)snprintf(line, sizeof(line), "%s --usage", commands[i].name);
        cli_run(&run, line);
        assert_int_equal(run.status, 0);
        assert_int_equal(strncmp(run.out, usage, (size_t)len), 0);
        cli_free(&run);
    }
}

static void words(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "statsu");
    assert_int_equal(run.status, 64);
    assert_string_equal(run.err,
                        "staith: there is no command \"statsu\"; `staith --help` lists them\n");
    cli_free(&run);
    cli_run(&run, "keys");
    assert_int_equal(run.status, 64);
    assert_non_null(strstr(run.err, "  keys new "));
    assert_null(strstr(run.err, "  status "));
    cli_free(&run);
    cli_run(&run, "keys --help");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "  keys new "));
    cli_free(&run);
    cli_run(&run, "keys old");
    assert_non_null(strstr(run.err, "staith: there is no command \"keys old\"\n"));
    assert_non_null(strstr(run.err, "  keys new "));
    assert_int_equal(run.status, 64);
    cli_free(&run);
    cli_run(&run, "--version");
    assert_int_equal(run.status, 0);
    assert_int_equal(strncmp(run.out, "staith 0.", 9), 0);
    cli_free(&run);
}

/* A configuration's error comes out on one line, with its place, and as its exit status. */
static void errors(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "status --config /tmp/no/such.yaml");
    assert_int_equal(run.status, 66);
    assert_string_equal(run.out, "");
    assert_string_equal(run.err,
                        "staith: /tmp/no/such.yaml: there is no such file; name a configuration "
                        "file that this user may read\n");
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists),
        cmocka_unit_test(every_command),
        cmocka_unit_test(words),
        cmocka_unit_test(errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
