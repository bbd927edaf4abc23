/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/deadline.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Start a deadline in a child and let it sleep; what came through the pipe, and how it ended. */
static size_t run_child(uint64_t ms, int stop, unsigned sleep_ms, char *out, size_t cap,
                        int *ret_status)
{
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct staith_deadline deadline;
        const struct timespec wait = {sleep_ms / 1000, (long)(sleep_ms % 1000) * 1000000};
        if (staith_deadline_init(&deadline, pipes[1]) != 0 ||
            staith_deadline_start(&deadline, ms, "too long", 8) != 0) {
            _exit(1);
        }
        if (stop) {
            staith_deadline_stop(&deadline);
        }
        (void)nanosleep(&wait, NULL);
        staith_deadline_deinit(&deadline);
        _exit(42);
    }
    assert_int_equal(close(pipes[1]), 0);
    size_t len = 0;
    ssize_t got = 0;
    while ((got = read(pipes[0], out + len, cap - len)) > 0) {
        len += (size_t)got;
    }
    assert_int_equal(close(pipes[0]), 0);
    assert_int_equal(waitpid(child, ret_status, 0), child);
    return len;
}

static void test_passes(void **state)
{
    (void)state;
    char out[64];
    int status = 0;
    size_t len = run_child(30, 0, 5000, out, sizeof out, &status);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), STAITH_DEADLINE_EXIT_STATUS);
    assert_int_equal(len, 12);
    assert_memory_equal(out, "\0\0\0\10too long", 12);
}

static void test_stopped_or_in_time(void **state)
{
    (void)state;
    char out[64];
    int status = 0;
    assert_int_equal(run_child(30, 1, 100, out, sizeof out, &status), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 42);
    assert_int_equal(run_child(5000, 0, 10, out, sizeof out, &status), 0);
    assert_int_equal(WEXITSTATUS(status), 42);
}

static void test_bounds(void **state)
{
    (void)state;
    static char answer[STAITH_DEADLINE_MAX_ANSWER_BYTES];
    struct staith_deadline deadline;
    assert_int_equal(staith_deadline_init(&deadline, 1), 0);
    assert_int_equal(staith_deadline_start(&deadline, 1000, answer, sizeof answer - 3),
                     STAITH_ERR_LIMIT);
    assert_int_equal(staith_deadline_start(&deadline, 0, answer, 1), STAITH_ERR_LIMIT);
    assert_int_equal(staith_deadline_start(&deadline, 60000, answer, sizeof answer - 4), 0);
    staith_deadline_stop(&deadline);
    staith_deadline_deinit(&deadline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_passes),
                                       cmocka_unit_test(test_stopped_or_in_time),
                                       cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
