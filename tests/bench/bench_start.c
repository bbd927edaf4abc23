/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From exec to the first release in the ledger, and back to nothing:
 * bench-start STAITHD CONFIG STATE_FOLDER. Prints milliseconds from exec to the durable release
 * and from SIGTERM to the end of the process.
 */
#include "ledger/ledger.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POLL_NS = 500000, LIMIT_MS = 10000 };

static double now_ms(void)
{
    struct timespec at;
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1000.0 + (double)at.tv_nsec / 1e6;
}

static bool has_release(const char *folder)
{
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    bool found = staith_ledger_open_reader(folder, &ledger, NULL) == 0 &&
                 staith_ledger_last(ledger, &number) == 0 && number > 0;
    staith_ledger_close(ledger);
    return found;
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        (void)fprintf(stderr, "usage: bench-start STAITHD CONFIG STATE_FOLDER\n");
        return 64;
    }
    double began = now_ms();
    pid_t pid = fork();
    if (pid == 0) {
        int quiet = open("/dev/null", O_WRONLY);
        (void)dup2(quiet, 2);
        (void)execl(argv[1], argv[1], "--config", argv[2], (char *)NULL);
        _exit(127);
    }
    const struct timespec pause = {0, POLL_NS};
    bool found = false;
    while (pid > 0 && !found && now_ms() - began < LIMIT_MS) {
        (void)nanosleep(&pause, NULL);
        found = has_release(argv[3]);
    }
    double released = now_ms();
    (void)kill(pid, SIGTERM);
    (void)waitpid(pid, NULL, 0);
    double ended = now_ms();
    if (!found) {
        (void)fprintf(stderr, "bench-start: no release within %d ms\n", LIMIT_MS);
        return 1;
    }
    (void)printf("%.1f %.1f\n", released - began, ended - released);
    return 0;
}
