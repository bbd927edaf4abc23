/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"
#include "cli_daemon.h"

static void asks(const char *reply, const char *more, const char *expected)
{
    struct cli_daemon daemon;
    struct cli_capture run;
    char line[160];
    cli_daemon_start(&daemon, CLI_COUNCIL, "runs", reply);
    (void)snprintf(line, sizeof(line), "runs -c %s%s", daemon.config.path, more);
    cli_run(&run, line);
    assert_int_equal(run.status, 0);
    assert_string_equal(run.out, expected);
    cli_free(&run);
    cli_daemon_end(&daemon);
}

static void lists_the_newest(void **state)
{
    (void)state;
    asks("{\"runs\":[{\"run\":3,\"dataset\":\"csww\",\"started_unix_ms\":1764547200000,"
         "\"period\":\"2025\",\"outcome\":\"released\",\"errors\":1,\"queries\":12,"
         "\"source\":\"a.xml\"}]}",
         "",
         "RUN  WHEN              DATASET  PERIOD  OUTCOME   ERRORS  QUERIES  SOURCE\n"
         "  3  2025-12-01 00:00  csww     2025    released       1       12  a.xml\n");
}

static void none_is_said(void **state)
{
    (void)state;
    asks("{\"runs\":[]}", "", "No file has been read yet.\n");
}

static void one_tells_every_place(void **state)
{
    (void)state;
    asks("{\"run\":3,\"dataset\":\"csww\",\"started_unix_ms\":1764547200000,\"period\":\"2025\","
         "\"outcome\":\"released\",\"source\":\"a.xml\",\"people\":11,"
         "\"checks\":[{\"check\":\"e102\",\"severity\":\"error\",\"count\":1,"
         "\"message\":\"A code is wrong.\",\"advice\":\"Use another.\"}],"
         "\"findings\":[{\"check\":\"e102\",\"where\":\"a.xml:41:7\",\"row\":1,"
         "\"element\":\"OrgRole\"},{\"check\":\"q001\",\"where\":\"a.xml:50\"}]}",
         " -n 3",
         "Run 3, 2025-12-01 00:00: csww 2025 from a.xml: released\n"
         "11 people observed.\n"
         "\n"
         "error e102, 1 time\n"
         "  A code is wrong.\n"
         "  Use another.\n"
         "  a.xml:41:7, row 1, OrgRole\n");
}

static void one_that_failed_says_why(void **state)
{
    (void)state;
    asks("{\"run\":4,\"dataset\":\"csww\",\"started_unix_ms\":1764547200000,\"period\":\"2025\","
         "\"outcome\":\"refused\",\"source\":\"a.xml\",\"people\":0,\"checks\":[],"
         "\"error\":{\"where\":\"a.xml:1:1\",\"what\":\"not XML\",\"remedy\":\"export it again\"}}",
         " --number 4",
         "Run 4, 2025-12-01 00:00: csww 2025 from a.xml: refused\n"
         "0 people observed.\n"
         "a.xml:1:1:\n"
         "  not XML\n"
         "  export it again\n");
}

static void wrong_usage_is_told(void **state)
{
    (void)state;
    struct cli_capture run;
    cli_run(&run, "runs -c x -n none");
    assert_int_equal(run.status, 64);
    assert_non_null(strstr(run.err, "--number takes the number of a run"));
    cli_free(&run);
    cli_run(&run, "runs");
    assert_int_equal(run.status, 64);
    cli_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_the_newest),      cmocka_unit_test(none_is_said),
        cmocka_unit_test(one_tells_every_place), cmocka_unit_test(one_that_failed_says_why),
        cmocka_unit_test(wrong_usage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
