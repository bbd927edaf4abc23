/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bit rot: rot [STEP]. One bit of every STEP-th byte of a council's ledger and of the region's
 * store is flipped, one at a time, and both are read as their programs read them. A flipped bit is
 * found and named, or it lies where nothing is kept; it is never shown as a number.
 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct rot {
    struct world *world;
    char folder[WORLD_FOLDER_BYTES];
    const char *file;
    size_t byte;
    uint64_t flips;
    uint64_t found;
    uint64_t harmless;
    uint64_t wrong;
    uint32_t figures;
};

static void wrong(struct rot *rot, const char *what)
{
    rot->wrong++;
    (void)printf("%s, byte %zu: %s\n", rot->file, rot->byte, what);
}

/* True when the damage was named. */
static bool read_ledger(struct rot *rot)
{
    const struct world_council *council = &rot->world->councils[0];
    struct staith_ledger *ledger = NULL;
    struct staith_err err = {0};
    uint64_t last = 0;
    int rc = staith_ledger_open_reader(rot->folder, &ledger, &err);
    if (rc == 0) {
        rc = staith_ledger_last(ledger, &last);
    }
    if (rc == 0) {
        rc = staith_ledger_verify(ledger, council->public_key, &err);
    }
    for (uint64_t number = 1; rc == 0 && number <= last; number++) {
        struct staith_ledger_entry entry;
        rc = staith_ledger_read(ledger, number, &entry, &err);
        if (rc == 0 &&
            (number > council->accepted ||
             memcmp(entry.record.hash, council->hashes[number], STAITH_HASH_BYTES) != 0)) {
            wrong(rot, "another record is read and verified");
        }
    }
    if (rc == 0 && last != council->accepted) {
        wrong(rot, "records are missing and nothing says so");
    }
    staith_ledger_close(ledger);
    return rc != 0;
}

static int on_figure(void *ctx, const struct staith_store_figure *figure)
{
    struct rot *rot = ctx;
    const struct world_council *council = &rot->world->councils[0];
    rot->figures++;
    if (figure->number >= WORLD_MAX_RECORDS ||
        figure->value.value != council->values[figure->number] ||
        council->years[figure->number] != figure->period.year ||
        strcmp(figure->authority, council->code) != 0 || figure->value.lo != figure->value.value ||
        figure->value.hi != figure->value.value) {
        wrong(rot, "a figure is shown that was never sent");
    }
    return 0;
}

static uint32_t shown(const struct world_council *council)
{
    uint32_t count = 0;
    for (int year = 2020; year < 2023; year++) {
        bool there = false;
        for (uint64_t number = 1; number <= council->accepted; number++) {
            there = there || council->years[number] == year;
        }
        count += there ? 1 : 0;
    }
    return count;
}

static bool read_store(struct rot *rot)
{
    struct staith_store *store = NULL;
    struct staith_err err = {0};
    rot->figures = 0;
    int rc = staith_store_open(rot->folder, true, &rot->world->outside, &store, &err);
    if (rc == 0) {
        rc = staith_store_headlines(store, "csww", on_figure, rot, &err);
    }
    if (rc == 0 && rot->figures != shown(&rot->world->councils[0])) {
        wrong(rot, "a figure is not shown and nothing says so");
    }
    staith_store_close(store);
    return rc != 0;
}

static void every_byte(struct rot *rot, const char *source, const char *file, size_t step)
{
    char path[2 * WORLD_FOLDER_BYTES];
    rot->file = file;
    (void)snprintf(path, sizeof(path), "%s/%s", rot->folder, file);
    disk_copy(rot->world->disk, source, rot->folder, false);
    size_t size = disk_size(rot->world->disk, path);
    for (rot->byte = 0; rot->byte < size; rot->byte += step) {
        disk_copy(rot->world->disk, source, rot->folder, false);
        (void)disk_flip(rot->world->disk, path, rot->byte, (unsigned)(rot->byte % 8));
        bool named = strcmp(file, "store.db") == 0 ? read_store(rot) : read_ledger(rot);
        rot->flips++;
        rot->found += named ? 1 : 0;
        rot->harmless += named ? 0 : 1;
    }
    disk_wipe(rot->world->disk, rot->folder);
    (void)printf("%s: %zu bytes\n", file, size);
}

/* A small history, and everything in the files themselves. */
static bool live(struct rot *rot)
{
    const struct world_rules rules = {
        .councils = 1, .fault_ms = 40000, .releases = 5, .delay_ms = 5};
    struct world_council *council = &rot->world->councils[0];
    struct staith_store *store = NULL;
    bool well = world_run(rot->world, 5, &rules) && world_council_up(council) == 0;
    if (well) {
        staith_publisher_free(council->publisher);
        staith_ledger_close(council->ledger);
        council->up = false;
        well = staith_store_open(rot->world->region_folder, false, &rot->world->outside, &store,
                                 NULL) == 0;
        staith_store_close(store);
    }
    return well;
}

int main(int argc, char **argv)
{
    char root[] = "/tmp/staith-rot-XXXXXX";
    struct rot rot = {0};
    size_t step = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
    if (step == 0 || mkdtemp(root) == NULL) {
        (void)fprintf(stderr, "usage: rot [STEP]\n");
        return 64;
    }
    rot.world = world_new(root);
    (void)snprintf(rot.folder, sizeof(rot.folder), "%s/rotten", root);
    (void)mkdir(rot.folder, 0700);
    if (!live(&rot)) {
        wrong(&rot, rot.world->broken);
    } else {
        every_byte(&rot, rot.world->councils[0].folder, "ledger.db", step);
        every_byte(&rot, rot.world->region_folder, "store.db", step);
    }
    world_free(rot.world);
    (void)printf("%llu flipped bits: %llu named, %llu where nothing is kept, %llu wrong\n",
                 (unsigned long long)rot.flips, (unsigned long long)rot.found,
                 (unsigned long long)(rot.harmless), (unsigned long long)rot.wrong);
    return rot.wrong > 0 ? 1 : 0;
}
