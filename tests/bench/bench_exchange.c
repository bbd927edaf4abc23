/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of tests/bench/exchange. `sync FOLDER` measures what one write of 4 KiB and its fdatasync
 * take on the disk of a folder.
 */
#include "bench_exchange.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SYNCS = 500 };

void bench_die(const char *what)
{
    perror(what);
    exit(70);
}

void bench_key(const char *folder, const char *name, char out[BENCH_KEY_TEXT])
{
    char path[512];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(out, BENCH_KEY_TEXT, file) == NULL) {
        bench_die(path);
    }
    (void)fclose(file);
    out[strcspn(out, "\n")] = '\0';
}

int64_t bench_now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int ascending(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static int measure_sync(char **argv)
{
    char path[512], block[4096] = {1};
    int64_t took[SYNCS];
    (void)snprintf(path, sizeof(path), "%s/sync", argv[2]);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        bench_die(path);
    }
    for (int i = 0; i < SYNCS; i++) {
        int64_t start = bench_now_us();
        if (write(fd, block, sizeof(block)) != sizeof(block) || fdatasync(fd) != 0) {
            bench_die("fdatasync");
        }
        took[i] = bench_now_us() - start;
    }
    (void)close(fd);
    qsort(took, SYNCS, sizeof(took[0]), ascending);
    (void)printf("{\"p50_us\": %lld, \"p99_us\": %lld}\n", (long long)took[SYNCS / 2],
                 (long long)took[SYNCS * 99 / 100]);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 8 && strcmp(argv[1], "load") == 0) {
        return bench_load(argv);
    }
    if (argc == 6 && strcmp(argv[1], "floor") == 0) {
        return bench_floor(argv);
    }
    if (argc == 3 && strcmp(argv[1], "sync") == 0) {
        return measure_sync(argv);
    }
    (void)fprintf(stderr, "usage: see tests/bench/exchange\n");
    return 64;
}
