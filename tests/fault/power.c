/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loss of power at every moment: power [FIRST [STATES [--expect-break]]]. Small histories run;
 * before their writes, syncs and cuts the test takes what a loss of power would leave of a
 * council's and of the region's disk at that moment (of what was not synced some pieces, in any
 * order), starts ledger and store from that, and looks: every record that was accepted or
 * acknowledged is there, numbers have no gap, the chain and the signatures hold, and what is shown
 * is a figure that was sent.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct power {
    struct world *world;
    char folder[WORLD_FOLDER_BYTES];
    uint64_t dice;
    uint64_t states;
    uint64_t wanted;
    uint64_t broken;
};

static void inconsistent(struct power *power, const char *what)
{
    power->broken++;
    (void)printf("world %llu, state %llu, %lld ms: %s\n", (unsigned long long)power->world->seed,
                 (unsigned long long)power->states, (long long)power->world->now_ms, what);
}

static void look_at_ledger(struct power *power, const struct world_council *council)
{
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint64_t last = 0;
    int rc = staith_ledger_open(power->folder, council->code, council->secret, &council->outside,
                                &ledger, &err);
    if (rc == 0) {
        rc = staith_ledger_last(ledger, &last);
    }
    if (rc == 0) {
        rc = staith_ledger_verify(ledger, council->public_key, &err);
    }
    if (rc != 0) {
        inconsistent(power, err.what[0] != '\0' ? err.what : staith_err_words(rc));
    } else if (last < council->accepted) {
        inconsistent(power, "the ledger lost an accepted record");
    }
    for (uint64_t number = 1; rc == 0 && number <= council->accepted; number++) {
        uint8_t hash[STAITH_HASH_BYTES];
        if (staith_ledger_hash(ledger, number, hash) != 0 ||
            memcmp(hash, council->hashes[number], sizeof(hash)) != 0) {
            inconsistent(power, "an accepted record changed");
        }
    }
    staith_ledger_close(ledger);
}

/* Whether the council ever appended this under the number that it is shown from. */
static int on_figure(void *ctx, const struct staith_store_figure *figure)
{
    struct power *power = ctx;
    for (uint32_t i = 0; i < power->world->rules.councils; i++) {
        const struct world_council *council = &power->world->councils[i];
        if (strcmp(council->code, figure->authority) == 0 &&
            (figure->number >= WORLD_MAX_RECORDS ||
             figure->value.value != council->values[figure->number])) {
            inconsistent(power, "a figure is shown that was never sent");
        }
    }
    return 0;
}

static void look_at_store(struct power *power)
{
    struct world *world = power->world;
    struct staith_store *store = NULL;
    struct staith_err err = {0};
    int rc = staith_store_open(power->folder, false, &world->outside, &store, &err);
    for (uint32_t i = 0; rc == 0 && i < world->rules.councils; i++) {
        const struct world_council *council = &world->councils[i];
        uint64_t number = 0;
        uint8_t hash[STAITH_HASH_BYTES];
        rc = staith_store_cursor(store, council->code, council->epoch, &number, hash, &err);
        if (rc == 0 && number < council->acknowledged) {
            inconsistent(power, "the region lost an acknowledged record");
        }
        for (uint64_t n = 1; rc == 0 && n <= number && n < WORLD_MAX_RECORDS; n++) {
            rc = staith_store_record_hash(store, council->code, council->epoch, n, hash);
            if (rc == 0 && n <= council->accepted &&
                memcmp(hash, council->hashes[n], sizeof(hash)) != 0) {
                inconsistent(power, "the region holds another record");
            }
        }
    }
    if (rc == 0) {
        rc = staith_store_headlines(store, "csww", on_figure, power, &err);
    }
    if (rc != 0) {
        inconsistent(power, err.what[0] != '\0' ? err.what : staith_err_words(rc));
    }
    staith_store_close(store);
}

static uint64_t dice(struct power *power)
{
    power->dice = power->dice * 6364136223846793005u + 1442695040888963407u;
    return power->dice >> 20;
}

static void on_write(void *ctx)
{
    struct power *power = ctx;
    struct world *world = power->world;
    if (power->states >= power->wanted) {
        return;
    }
    uint64_t which = dice(power) % (world->rules.councils + 1);
    const struct world_council *council =
        which < world->rules.councils ? &world->councils[which] : NULL;
    if ((council != NULL && !council->up) || (council == NULL && !world->region_up)) {
        return; /* nothing was promised yet, or it is just starting */
    }
    power->states++;
    disk_copy_lost(world->disk, council != NULL ? council->folder : world->region_folder,
                   power->folder, dice(power));
    if (council != NULL) {
        look_at_ledger(power, council);
    } else {
        look_at_store(power);
    }
    disk_wipe(world->disk, power->folder);
}

int main(int argc, char **argv)
{
    char root[] = "/tmp/staith-power-XXXXXX";
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    struct power power = {.dice = first, .wanted = argc > 2 ? strtoull(argv[2], NULL, 10) : 1000};
    if (mkdtemp(root) == NULL) {
        perror("power: a folder for the names");
        return 70;
    }
    power.world = world_new(root);
    (void)snprintf(power.folder, sizeof(power.folder), "%s/left-by-power", root);
    (void)mkdir(power.folder, 0700);
    disk_watch(power.world->disk, on_write, &power);
    for (uint64_t seed = first; power.states < power.wanted; seed++) {
        const struct world_rules rules = {.councils = 2,
                                          .fault_ms = WORLD_FAULT_MS,
                                          .releases = 6,
                                          .loss = 50,
                                          .delay_ms = 30,
                                          .crashes = true,
                                          .power = true};
        if (!world_run(power.world, seed, &rules)) {
            inconsistent(&power, power.world->broken);
        }
    }
    disk_watch(power.world->disk, NULL, NULL);
    world_free(power.world);
    (void)printf("%llu states after a loss of power: %llu inconsistent\n",
                 (unsigned long long)power.states, (unsigned long long)power.broken);
    return (power.broken > 0) == (argc > 3) ? 0 : 1;
}
