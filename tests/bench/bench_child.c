/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one program and those it starts and waits for take: bench-child PROGRAM ARGUMENT...
 * Prints elapsed and processor milliseconds and the largest resident size of any of them in kB, on
 * one line; what the program prints is dropped.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double ms_of(const struct timeval *at)
{
    return (double)at->tv_sec * 1e3 + (double)at->tv_usec / 1e3;
}

static double now_ms(void)
{
    struct timespec at = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec * 1e3 + (double)at.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    struct rusage used = {0};
    int status = 0;
    if (argc < 2) {
        (void)fprintf(stderr, "bench-child PROGRAM ARGUMENT...\n");
        return 64;
    }
    double began = now_ms();
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0) {
            (void)execv(argv[1], argv + 1);
        }
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        return 1;
    }
    printf("%.0f %.0f %ld\n", now_ms() - began, ms_of(&used.ru_utime) + ms_of(&used.ru_stime),
           used.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
