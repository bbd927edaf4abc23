/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linked with each test that has mutants in it (tests/mutation/run). STAITH_MUTANT names the one to
 * be. STAITH_MUTANTS names several, by commas: for each of them a child goes on to the test's main,
 * and a line "NUMBER STATUS" tells how it ended, on the descriptor STAITH_VERDICTS. So a program is
 * loaded once for many mutants. STAITH_SECONDS of the processor each (five times that of the clock,
 * and thirty, for those that wait), and STAITH_MEMORY bytes.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern int staith_mutant;
int staith_mutant;

static long number_of(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? 0 : strtol(text, NULL, 10);
}

static void limit(long seconds, long bytes)
{
    const struct rlimit most = {(rlim_t)seconds, (rlim_t)seconds + 1};
    const struct rlimit none = {0, 0};
    const struct rlimit memory = {(rlim_t)bytes, (rlim_t)bytes};
    if (setrlimit(RLIMIT_CPU, &most) != 0 || setrlimit(RLIMIT_CORE, &none) != 0 ||
        (bytes > 0 && setrlimit(RLIMIT_AS, &memory) != 0)) {
        _exit(125);
    }
}

/* How a child ended: 0 or not. */
static int wait_for(pid_t child, const sigset_t *ended, long seconds)
{
    const struct timespec most = {seconds * 5 + 30, 0};
    int status = 0;
    if (sigtimedwait(ended, NULL, &most) < 0) {
        (void)kill(child, SIGKILL);
    }
    return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

__attribute__((constructor)) static void choose(void)
{
    const char *list = getenv("STAITH_MUTANTS");
    long seconds = number_of("STAITH_SECONDS");
    sigset_t ended;
    sigset_t before;
    staith_mutant = (int)number_of("STAITH_MUTANT");
    if (list == NULL) {
        return;
    }
    (void)sigemptyset(&ended);
    (void)sigaddset(&ended, SIGCHLD);
    (void)sigprocmask(SIG_BLOCK, &ended, &before);
    while (*list != '\0') {
        char *end = NULL;
        long number = strtol(list, &end, 10);
        pid_t child = fork();
        if (child == 0) {
            (void)sigprocmask(SIG_SETMASK, &before, NULL);
            staith_mutant = (int)number;
            limit(seconds, number_of("STAITH_MEMORY"));
            return;
        }
        int status = child < 0 ? 2 : wait_for(child, &ended, seconds);
        (void)dprintf((int)number_of("STAITH_VERDICTS"), "%ld %d\n", number, status);
        list = *end == ',' ? end + 1 : "";
    }
    _exit(0);
}
