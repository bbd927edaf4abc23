/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_IN_CHILD_H
#define STAITH_IN_CHILD_H
/*
 * For tests of what a process gives up for good: a check in a child of its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/** Run `check` in a child without new privileges: its exit status, or 1000 + the signal that ended
 *  it. */
static inline int staith_in_child(int (*check)(void))
{
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)signal(SIGSYS, SIG_DFL); /* cmocka has one of its own */
        (void)prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL);
        _exit(check());
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#endif
