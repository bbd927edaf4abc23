/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/limits.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The soft limit that the kernel shows for a process, "unlimited" as -1. */
static long long limit_of(pid_t pid, const char *name)
{
    char path[64];
    char line[256];
    long long value = -2;
    (void)snprintf(path, sizeof(path), "/proc/%ld/limits", (long)pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            const char *at = line + strlen(name);
            at += strspn(at, " ");
            value = *at == 'u' ? -1 : strtoll(at, NULL, 10);
        }
    }
    assert_int_equal(fclose(file), 0);
    return value;
}

static void test_limits_lie_on_the_child(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)pause();
        _exit(0);
    }
    assert_int_equal(staith_gate_limit_child(child, 64u << 20, NULL), 0);
    assert_int_equal(limit_of(child, "Max core file size"), 0);
    assert_int_equal(limit_of(child, "Max file size"), 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(__clang__)
    assert_int_equal(limit_of(child, "Max address space"), 64 << 20);
#endif
    assert_int_equal(limit_of(getpid(), "Max file size"), -1);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    /* One that is gone is no error: its end is reported elsewhere. */
    assert_int_equal(staith_gate_limit_child(child, 64u << 20, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_limits_lie_on_the_child)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
