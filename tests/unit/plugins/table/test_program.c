/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory_source.h"
#include "program.h"

#include <stdlib.h>
#include <string.h>

/* Run a command over a text of `repeat` times `text`; the output must be freed. */
static int run_over(struct staith_table_program *program, const char *command, const char *text,
                    uint64_t repeat)
{
    static struct staith_memory_source source;
    staith_memory_source_init(&source, text, strlen(text), 5000);
    source.repeat = repeat;
    memset(program, 0, sizeof *program);
    return staith_table_program_run(&source.host, command, program);
}

static void check_end(const char *command, enum staith_table_program_end end)
{
    struct staith_table_program program;
    assert_int_equal(run_over(&program, command, "a,b\n", 1), STAITH_OK);
    assert_int_equal(program.end, end);
    staith_table_program_free(&program);
}

static void test_filters(void **state)
{
    (void)state;
    struct staith_table_program program;
    char text[64];
    size_t got = 0;
    assert_int_equal(run_over(&program, "/usr/bin/tr\na-z\nA-Z\n", "name,from\nann,x\n", 1),
                     STAITH_OK);
    assert_int_equal(program.end, STAITH_TABLE_PROGRAM_WELL);
    assert_int_equal(program.len, 16);
    assert_int_equal(program.host.read_at(program.host.ctx, 0, 10, text, 64, &got), STAITH_OK);
    assert_int_equal(got, 6);
    assert_memory_equal(text, "ANN,X\n", 6);
    assert_int_equal(program.host.read_at(program.host.ctx, 0, 16, text, 64, &got), STAITH_END);
    assert_false(program.said);
    staith_table_program_free(&program);
}

/* More than pipes hold, both ways. */
static void test_much(void **state)
{
    (void)state;
    struct staith_table_program program;
    assert_int_equal(run_over(&program, "/bin/cat\n", "0123456789abcde\n", 200000), STAITH_OK);
    assert_int_equal(program.end, STAITH_TABLE_PROGRAM_WELL);
    assert_int_equal(program.len, 3200000);
    staith_table_program_free(&program);
    /* a program that reads nothing */
    assert_int_equal(run_over(&program, "/bin/echo\na,b\n", "0123456789abcde\n", 200000),
                     STAITH_OK);
    assert_int_equal(program.end, STAITH_TABLE_PROGRAM_WELL);
    assert_int_equal(program.len, 4);
    staith_table_program_free(&program);
}

static void test_ends(void **state)
{
    (void)state;
    struct staith_table_program program;
    check_end("/bin/false\n", STAITH_TABLE_PROGRAM_FAILED);
    check_end("/bin/sh\n-c\nkill -9 $$\n", STAITH_TABLE_PROGRAM_FAILED);
    check_end("/nowhere/program\n", STAITH_TABLE_PROGRAM_NO_START);
    check_end("/bin/sh\n-c\nwhile :; do echo 0123456789012345678901234567890; done\n",
              STAITH_TABLE_PROGRAM_TOO_MUCH);
    assert_int_equal(run_over(&program, "/bin/sh\n-c\necho secret >&2\n", "", 1), STAITH_OK);
    assert_true(program.said);
    assert_int_equal(program.len, 0);
    staith_table_program_free(&program);
    assert_int_equal(run_over(&program, "cat\n", "", 1), STAITH_EINVAL);
    assert_int_equal(run_over(&program, "", "", 1), STAITH_EINVAL);
}

/* It has nothing of ours: no variables, no descriptors. */
static void test_is_alone(void **state)
{
    (void)state;
    struct staith_table_program program;
    assert_int_equal(setenv("STAITH_SECRET", "x", 1), 0);
    assert_int_equal(run_over(&program, "/usr/bin/env\n", "", 1), STAITH_OK);
    assert_int_equal(program.len, strlen("LANG=C.UTF-8\nPATH=/usr/local/bin:/usr/bin:/bin\n"));
    staith_table_program_free(&program);
    assert_int_equal(run_over(&program, "/bin/sh\n-c\nls /proc/self/fd | wc -l\n", "", 1),
                     STAITH_OK);
    assert_memory_equal(program.output, "4\n", 2); /* ls itself holds the folder open */
    staith_table_program_free(&program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_filters), cmocka_unit_test(test_much),
                                       cmocka_unit_test(test_ends),
                                       cmocka_unit_test(test_is_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
