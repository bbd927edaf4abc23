/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/harden.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Run `check` in a child that has hardened itself; 0 when it is content. */
static int in_child(int (*check)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool hard = staith_harden_process(NULL) == 0 && staith_harden_processes(false, NULL) == 0;
        _exit(hard ? check() : 99);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static int check_settings(void)
{
    struct rlimit limit;
    int signal_number = 0;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0UL, 0UL, 0UL, 0UL) != 1) {
        return 1;
    }
    if (prctl(PR_GET_PDEATHSIG, &signal_number, 0UL, 0UL, 0UL) != 0 || signal_number != SIGKILL) {
        return 2;
    }
    if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0) {
        return 3;
    }
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max != STAITH_HARDEN_MAX_FILES) {
        return 4;
    }
    return 0;
}

static int check_no_file_is_written(void)
{
    (void)signal(SIGXFSZ, SIG_IGN);
    FILE *file = tmpfile();
    if (file == NULL) {
        return 0;
    }
    return fputs("x", file) >= 0 && fflush(file) == 0 ? 1 : 0;
}

static int check_a_pipe_is_written(void)
{
    int pipes[2];
    char byte = 0;
    return pipe(pipes) == 0 && write(pipes[1], "x", 1) == 1 && read(pipes[0], &byte, 1) == 1 ? 0
                                                                                             : 1;
}

static void test_process(void **state)
{
    (void)state;
    assert_int_equal(in_child(check_settings), 0);
    assert_int_equal(in_child(check_no_file_is_written), 0);
    assert_int_equal(in_child(check_a_pipe_is_written), 0);
}

/* What is printed goes nowhere; what is written to the private descriptor arrives. */
static void test_detach(void **state)
{
    (void)state;
    int to_child[2];
    int from_child[2];
    char buf[64];
    assert_int_equal(pipe(to_child), 0);
    assert_int_equal(pipe(from_child), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int in = -1;
        int out = -1;
        char byte = 0;
        if (dup2(to_child[0], 0) != 0 || dup2(from_child[1], 1) != 1 ||
            dup2(from_child[1], 2) != 2 || close(from_child[1]) != 0 ||
            staith_harden_detach(&in, &out, NULL) != 0 || in < 3 || out < 3) {
            _exit(1);
        }
        (void)!write(1, "loud", 4);
        (void)!write(2, "loud", 4);
        bool ends = read(0, &byte, 1) == 0;
        bool reads = read(in, &byte, 1) == 1 && byte == 'q';
        (void)!write(out, ends && reads ? "good" : "poor", 4);
        _exit(0);
    }
    assert_int_equal(close(to_child[0]), 0);
    assert_int_equal(close(from_child[1]), 0);
    assert_int_equal(write(to_child[1], "q", 1), 1);
    size_t len = 0;
    ssize_t got = 0;
    while ((got = read(from_child[0], buf + len, sizeof buf - len)) > 0) {
        len += (size_t)got;
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(len, 4);
    assert_memory_equal(buf, "good", 4);
    assert_int_equal(close(to_child[1]), 0);
    assert_int_equal(close(from_child[0]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_process),
                                       cmocka_unit_test(test_detach)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
