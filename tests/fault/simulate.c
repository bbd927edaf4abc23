/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many worlds, one after another: simulate [FIRST [COUNT]] [--expect-break] [--verbose]
 * With --expect-break it is a failure that all of them hold: the program was built with a fault in
 * it that they must find.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool show_break(const struct world *world)
{
    (void)printf("world %llu: %s\n", (unsigned long long)world->seed, world->broken);
    (void)fflush(stdout);
    return false;
}

int main(int argc, char **argv)
{
    uint64_t numbers[2] = {1, 100};
    int given = 0;
    bool expect = false;
    bool verbose = false;
    char root[] = "/tmp/staith-worlds-XXXXXX";
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--expect-break") == 0) {
            expect = true;
        } else if (strcmp(argv[i], "--verbose") == 0) {
            verbose = true;
        } else if (given < 2) {
            numbers[given++] = strtoull(argv[i], NULL, 10);
        }
    }
    if (mkdtemp(root) == NULL) {
        perror("simulate: a folder for the names");
        return 70;
    }
    struct world *world = world_new(root);
    uint64_t broken = 0;
    uint64_t messages = 0;
    uint64_t crashes = 0;
    uint64_t done = 0;
    for (; done < numbers[1] && !(expect && broken > 0); done++) {
        const struct world_rules rules = world_rules_of(numbers[0] + done);
        if (!world_run(world, numbers[0] + done, &rules)) {
            broken++;
            (void)show_break(world);
        }
        messages += world->messages;
        crashes += world->crashes;
        if (verbose) {
            (void)printf("world %llu: %u councils, %llu messages\n",
                         (unsigned long long)(numbers[0] + done), (unsigned)rules.councils,
                         (unsigned long long)world->messages);
        }
    }
    world_free(world);
    (void)printf("%llu worlds, %llu messages, %llu ends of processes: %llu did not hold\n",
                 (unsigned long long)done, (unsigned long long)messages,
                 (unsigned long long)crashes, (unsigned long long)broken);
    return (broken > 0) == expect ? 0 : 1;
}
