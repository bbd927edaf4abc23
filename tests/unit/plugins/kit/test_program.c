/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"
#include <staith/kit_program.h>

#include <stdlib.h>
#include <string.h>

/* Run a command over a text of `repeat` times `text`; the output must be freed. */
static int run_over(struct staith_kit_program *program, const char *command, const char *text,
                    uint64_t repeat)
{
    static struct staith_memory_source source;
    staith_memory_source_init(&source, text, strlen(text), 5000);
    source.repeat = repeat;
    memset(program, 0, sizeof *program);
    return staith_kit_program_run(&source.host, command, program);
}

static void check_end(const char *command, enum staith_kit_program_end end)
{
    struct staith_kit_program program;
    assert_int_equal(run_over(&program, command, "a,b\n", 1), STAITH_OK);
    assert_int_equal(program.end, end);
    staith_kit_program_free(&program);
}

static void test_filters(void **state)
{
    (void)state;
    struct staith_kit_program program;
    char text[64];
    size_t got = 0;
    assert_int_equal(run_over(&program, "/usr/bin/tr\na-z\nA-Z\n", "name,from\nann,x\n", 1),
                     STAITH_OK);
    assert_int_equal(program.end, STAITH_KIT_PROGRAM_WELL);
    assert_int_equal(program.len, 16);
    assert_int_equal(program.host.read_at(program.host.ctx, 0, 10, text, 64, &got), STAITH_OK);
    assert_int_equal(got, 6);
    assert_memory_equal(text, "ANN,X\n", 6);
    assert_int_equal(program.host.read_at(program.host.ctx, 0, 16, text, 64, &got), STAITH_END);
    assert_false(program.said);
    staith_kit_program_free(&program);
}

/* More than pipes hold, both ways. */
static void test_much(void **state)
{
    (void)state;
    struct staith_kit_program program;
    assert_int_equal(run_over(&program, "/bin/cat\n", "0123456789abcde\n", 200000), STAITH_OK);
    assert_int_equal(program.end, STAITH_KIT_PROGRAM_WELL);
    assert_int_equal(program.len, 3200000);
    staith_kit_program_free(&program);
    /* a program that reads nothing */
    assert_int_equal(run_over(&program, "/bin/echo\na,b\n", "0123456789abcde\n", 200000),
                     STAITH_OK);
    assert_int_equal(program.end, STAITH_KIT_PROGRAM_WELL);
    assert_int_equal(program.len, 4);
    staith_kit_program_free(&program);
}

static void test_ends(void **state)
{
    (void)state;
    struct staith_kit_program program;
    check_end("/bin/false\n", STAITH_KIT_PROGRAM_FAILED);
    check_end("/bin/sh\n-c\nkill -9 $$\n", STAITH_KIT_PROGRAM_FAILED);
    check_end("/nowhere/program\n", STAITH_KIT_PROGRAM_NO_START);
    check_end("/usr/bin/yes\n", STAITH_KIT_PROGRAM_TOO_MUCH);
    assert_int_equal(run_over(&program, "/bin/sh\n-c\necho secret >&2\n", "", 1), STAITH_OK);
    assert_true(program.said);
    assert_int_equal(program.len, 0);
    staith_kit_program_free(&program);
    assert_int_equal(run_over(&program, "cat\n", "", 1), STAITH_EINVAL);
    assert_int_equal(run_over(&program, "", "", 1), STAITH_EINVAL);
}

/* Statuses of sysexits.h say why; places are numbers alone. */
static void test_says_why(void **state)
{
    (void)state;
    struct staith_kit_program program;
    check_end("/bin/sh\n-c\nexit 65\n", STAITH_KIT_PROGRAM_DATA);
    check_end("/bin/sh\n-c\nexit 75\n", STAITH_KIT_PROGRAM_LATER);
    check_end("/bin/sh\n-c\nexit 77\n", STAITH_KIT_PROGRAM_DENIED);
    check_end("/bin/sh\n-c\nexit 78\n", STAITH_KIT_PROGRAM_CONFIG);
    check_end("/bin/sh\n-c\nexit 64\n", STAITH_KIT_PROGRAM_CONFIG);
    assert_int_equal(run_over(&program,
                              "/bin/sh\n-c\n"
                              "printf 'row 12 column 3\\nrow 1 column x\\nrow 2 column 4 Ann\\n"
                              "Ann\\nrow 5 column 600' >&2; exit 65\n",
                              "", 1),
                     STAITH_OK);
    assert_int_equal(program.place_count, 2);
    assert_int_equal(program.places[0].line, 12);
    assert_int_equal(program.places[0].column, 3);
    assert_int_equal(program.places[1].line, 5);
    assert_int_equal(program.places[1].column, 600);
    staith_kit_program_free(&program);
}

static int count_finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    uint64_t *seen = ctx;
    seen[0]++;
    seen[1] = check;
    seen[2] = where->line;
    return STAITH_OK;
}

static void check_report(const struct staith_kit_program *program, int result, uint64_t count,
                         uint64_t check)
{
    uint64_t seen[3] = {0, 0, 0};
    const struct staith_host host = {.size = sizeof host, .ctx = seen, .finding = count_finding};
    assert_int_equal(staith_kit_program_report(&host, 100, program), result);
    assert_int_equal(seen[0], count);
    assert_int_equal(seen[1], check);
}

static void test_reports(void **state)
{
    (void)state;
    struct staith_kit_program program = {.end = STAITH_KIT_PROGRAM_WELL};
    check_report(&program, STAITH_OK, 0, 0);
    program.said = true;
    check_report(&program, STAITH_OK, 1, 100 + STAITH_KIT_PROGRAM_CHECK_SAID);
    program.end = STAITH_KIT_PROGRAM_LATER;
    check_report(&program, STAITH_EIO, 1, 100 + STAITH_KIT_PROGRAM_CHECK_LATER);
    program.end = STAITH_KIT_PROGRAM_DENIED;
    check_report(&program, STAITH_ESOURCE, 1, 100 + STAITH_KIT_PROGRAM_CHECK_DENIED);
    program.end = STAITH_KIT_PROGRAM_DATA;
    check_report(&program, STAITH_ESOURCE, 1, 100 + STAITH_KIT_PROGRAM_CHECK_DATA);
    program.place_count = 3;
    check_report(&program, STAITH_ESOURCE, 3, 100 + STAITH_KIT_PROGRAM_CHECK_DATA);
}

/* With no source at all its input is empty. */
static void test_no_source(void **state)
{
    (void)state;
    struct staith_kit_program program = {0};
    assert_int_equal(staith_kit_program_run(NULL, "/usr/bin/wc\n-c\n", &program), STAITH_OK);
    assert_int_equal(program.len, 2);
    assert_memory_equal(program.output, "0\n", 2);
    staith_kit_program_free(&program);
}

/* It has nothing of ours: no variables, no descriptors. */
static void test_is_alone(void **state)
{
    (void)state;
    struct staith_kit_program program;
    assert_int_equal(setenv("STAITH_SECRET", "x", 1), 0);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_int_equal(run_over(&program, "/usr/bin/env\n", "", 1), STAITH_OK);
    assert_int_equal(program.len, strlen("LANG=C.UTF-8\nPATH=/usr/local/bin:/usr/bin:/bin\n"));
    staith_kit_program_free(&program);
    static const char *const variables[] = {"STAITH_PERIOD=2025Q3", NULL};
    static const char *const many[] = {"A=1", "A=2", "A=3", "A=4", "A=5",
                                       "A=6", "A=7", "A=8", "A=9", NULL};
    struct staith_kit_program given = {.variables = variables};
    assert_int_equal(staith_kit_program_run(NULL, "/usr/bin/printenv\nSTAITH_PERIOD\n", &given),
                     STAITH_OK);
    assert_int_equal(given.len, strlen("2025Q3\n"));
    staith_kit_program_free(&given);
    given = (struct staith_kit_program){0};
    assert_int_equal(setenv("TMPDIR", "/run/x", 1), 0);
    assert_int_equal(staith_kit_program_run(NULL, "/usr/bin/printenv\nTMPDIR\n", &given),
                     STAITH_OK);
    assert_int_equal(given.len, strlen("/run/x\n"));
    assert_int_equal(unsetenv("TMPDIR"), 0);
    staith_kit_program_free(&given);
    given = (struct staith_kit_program){.variables = many};
    assert_int_equal(staith_kit_program_run(NULL, "/usr/bin/env\n", &given), STAITH_EINVAL);
    assert_int_equal(run_over(&program, "/bin/sh\n-c\nls /proc/self/fd | wc -l\n", "", 1),
                     STAITH_OK);
    assert_memory_equal(program.output, "4\n", 2); /* ls itself holds the folder open */
    staith_kit_program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filters),   cmocka_unit_test(test_much),
        cmocka_unit_test(test_ends),      cmocka_unit_test(test_says_why),
        cmocka_unit_test(test_no_source), cmocka_unit_test(test_reports),
        cmocka_unit_test(test_is_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
