/* SPDX-License-Identifier: Apache-2.0 */
#include "control/arguments.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_WORDS = 6 };

static const struct staith_control_program program = {.name = "staithx",
                                                      .version = "1.2.3",
                                                      .config_help = "the file",
                                                      .check_help = "try it",
                                                      .doc = "Does it.\vStatus 64."};

static void read_words(const char *line, struct staith_control_arguments *arguments)
{
    static char words[256]; /* what is read points into it */
    char *argv[MOST_WORDS + 1] = {(char[]){"staithx"}};
    int argc = 1;
    (void)snprintf(words, sizeof(words), "%s", line);
    for (char *at = words; *at != '\0' && argc < MOST_WORDS;) {
        argv[argc++] = at;
        at += strcspn(at, " ");
        if (*at == ' ') {
            *at++ = '\0';
        }
    }
    staith_control_arguments_read(&program, argc, argv, arguments);
}

/* The exit status of a process that reads these, and the first bytes of what it printed. */
static int ends_with(const char *line, char printed[512])
{
    int ends[2];
    int status = 0;
    size_t len = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct staith_control_arguments arguments;
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)dup2(ends[1], STDERR_FILENO);
        (void)close(ends[0]);
        read_words(line, &arguments);
        _exit(99); /* it was read */
    }
    (void)close(ends[1]);
    for (ssize_t got = 1; got > 0 && len < 511;) {
        got = read(ends[0], printed + len, 511 - len);
        len += got > 0 ? (size_t)got : 0;
    }
    printed[len] = '\0';
    (void)close(ends[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void read_as_given(void **state)
{
    (void)state;
    struct staith_control_arguments arguments;
    read_words("--config a.yaml", &arguments);
    assert_string_equal(arguments.config, "a.yaml");
    assert_false(arguments.check);
    assert_false(arguments.json);
    read_words("--check-config b.yaml --json", &arguments);
    assert_string_equal(arguments.config, "b.yaml");
    assert_true(arguments.check);
    assert_true(arguments.json);
}

static void wrong_usage(void **state)
{
    (void)state;
    char printed[512];
    assert_int_equal(ends_with("", printed), 64);
    assert_int_equal(strncmp(printed, "staithx: --config FILE is missing\n", 34), 0);
    assert_int_equal(ends_with("-c a b", printed), 64);
    assert_non_null(strstr(printed, "more than one configuration"));
    assert_int_equal(ends_with("-c a --json", printed), 64);
    assert_non_null(strstr(printed, "--json goes with --check-config"));
    assert_int_equal(ends_with("-c a --bogus", printed), 64);
}

static void help_and_version(void **state)
{
    (void)state;
    char printed[512];
    assert_int_equal(ends_with("--version", printed), 0);
    assert_string_equal(printed, "staithx 1.2.3\n");
    assert_int_equal(ends_with("-V", printed), 0);
    assert_int_equal(ends_with("--help", printed), 0);
    assert_non_null(strstr(printed, "[FILE]\nDoes it.\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_as_given),
        cmocka_unit_test(wrong_usage),
        cmocka_unit_test(help_and_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
