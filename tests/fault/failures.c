/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every call fails once: failures io|memory [STEP]. One small history is lived through again and
 * again; each time the next read, write, sync, cut or open of a machine (or the next request for
 * memory) fails, alone or with all after it, until a history comes to its end without meeting the
 * failure. All that world.h lists must hold in each of them, and what was mended must go on. STEP
 * takes every so many-th call alone.
 */
#include "memory.h"
#include "world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct count {
    uint64_t histories;
    uint64_t broken;
};

static const struct world_rules QUIET = {
    .councils = 1, .fault_ms = 12000, .releases = 3, .delay_ms = 5};

/* From the first call to the last. */
static void every_call(struct world *world, struct world_rules rules, uint64_t step,
                       const char *what, struct count *count)
{
    uint64_t met = 0;
    for (uint64_t nth = 1;; nth += step) {
        rules.failing.nth = nth;
        count->histories++;
        if (!world_run(world, 3, &rules)) {
            count->broken++;
            (void)printf("%s, call %llu%s: %s\n", what, (unsigned long long)nth,
                         rules.failing.for_ever ? " and all after it" : "", world->broken);
        }
        if (!world->failure_met) {
            break;
        }
        met = nth;
    }
    (void)printf("%s%s: %llu calls\n", what, rules.failing.for_ever ? ", for ever" : "",
                 (unsigned long long)met);
    (void)fflush(stdout);
}

static void all_io(struct world *world, uint64_t step, struct count *count)
{
    static const struct {
        unsigned calls;
        int error;
        const char *what;
    } KINDS[] = {{DISK_WRITE | DISK_TRUNCATE, SQLITE_FULL, "the disk is full"},
                 {DISK_WRITE | DISK_TRUNCATE, SQLITE_IOERR_WRITE, "a write fails"},
                 {DISK_SYNC, SQLITE_IOERR_FSYNC, "a sync fails"},
                 {DISK_READ, SQLITE_IOERR_READ, "a read fails"},
                 {DISK_OPEN | DISK_SHM, SQLITE_CANTOPEN, "a file cannot be opened"}};
    char what[96];
    for (int region = 0; region < 2; region++) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            for (size_t i = 0; i < sizeof(KINDS) / sizeof(KINDS[0]); i++) {
                struct world_rules rules = QUIET;
                rules.failing.region = region != 0;
                rules.failing.for_ever = for_ever != 0;
                rules.failing.calls = KINDS[i].calls;
                rules.failing.error = KINDS[i].error;
                (void)snprintf(what, sizeof(what), "%s: %s", region != 0 ? "region" : "council",
                               KINDS[i].what);
                every_call(world, rules, step, what, count);
            }
        }
    }
}

static void all_memory(struct world *world, uint64_t step, struct count *count)
{
    for (int for_ever = 0; for_ever < 2; for_ever++) {
        struct world_rules rules = QUIET;
        rules.failing.memory = true;
        rules.failing.for_ever = for_ever != 0;
        every_call(world, rules, step, "no memory", count);
    }
}

int main(int argc, char **argv)
{
    char root[] = "/tmp/staith-failures-XXXXXX";
    struct count count = {0};
    uint64_t step = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    if (argc < 2 || step == 0 || mkdtemp(root) == NULL) {
        (void)fprintf(stderr, "usage: failures io|memory [STEP]\n");
        return 64;
    }
    memory_start();
    struct world *world = world_new(root);
    if (strcmp(argv[1], "io") == 0) {
        all_io(world, step, &count);
    } else {
        all_memory(world, step, &count);
    }
    world_free(world);
    (void)printf("%llu histories: %llu did not hold\n", (unsigned long long)count.histories,
                 (unsigned long long)count.broken);
    return count.broken > 0 ? 1 : 0;
}
