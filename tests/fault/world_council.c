/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A council: its ledger as the gate writes it, and its publisher.
 */
#include "memory.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int64_t unix_now(void *ctx)
{
    const struct world_council *council = ctx;
    return 1700000000000 + council->world->now_ms + council->skew_ms;
}

static int64_t steady_now(void *ctx)
{
    const struct world_council *council = ctx;
    return 1 + council->world->now_ms;
}

static void random_bytes(void *ctx, void *buf, size_t len)
{
    struct world_council *council = ctx;
    for (size_t i = 0; i < len; i++) {
        ((uint8_t *)buf)[i] = (uint8_t)world_dice(council->world, 256);
    }
}

bool world_is_odd(const struct world_council *council)
{
    return council->forked || council->liar;
}

/* ---- the publisher's table ---- */

static int on_send(void *ctx, const void *bytes, size_t len)
{
    struct world_council *council = ctx;
    if (council->world->rules.words) {
        world_words_said(council, bytes, len);
    }
    world_send(council->world, council, true, bytes, len);
    return 0;
}

static void on_next_endpoint(void *ctx)
{
    struct world_council *council = ctx;
    council->link++;
}

static void on_wake_in(void *ctx, uint64_t ms)
{
    struct world_council *council = ctx;
    world_event(council->world, (int64_t)ms, WORLD_WAKE, council->index);
    council->wake = council->world->order;
}

static void on_report(void *ctx, const struct staith_publisher_state *state)
{
    struct world_council *council = ctx;
    council->state = *state;
}

/* ---- up and down ---- */

int world_council_up(struct world_council *council)
{
    (void)mkdir(council->folder, 0700);
    if (council->up) {
        return 0;
    }
    council->outside = (struct staith_outside){
        .ctx = council, .unix_ms = unix_now, .monotonic_ms = steady_now, .random = random_bytes};
    int rc = staith_ledger_open(council->folder, council->code, council->secret, &council->outside,
                                &council->ledger, NULL);
    const struct staith_publisher_options options = {
        .folder = council->folder,
        .outside = &council->outside,
        .authority = council->code,
        .region_key = council->world->rules.words ? council->world->region_public : NULL,
        .ctx = council,
        .send = on_send,
        .next_endpoint = on_next_endpoint,
        .wake_in = on_wake_in,
        .report = on_report,
    };
    if (rc == 0) {
        rc = staith_publisher_new(&options, &council->publisher, NULL);
    }
    if (rc != 0) {
        staith_ledger_close(council->ledger);
        council->ledger = NULL;
        return rc;
    }
    council->up = true;
    council->link++;
    council->epoch = staith_ledger_epoch(council->ledger);
    world_council_look(council);
    staith_publisher_start(council->publisher);
    return 0;
}

void world_council_down(struct world_council *council, bool power)
{
    struct disk *disk = council->world->disk;
    if (!council->up) {
        return;
    }
    disk_stop(disk, council->folder);
    staith_publisher_free(council->publisher);
    staith_ledger_close(council->ledger);
    disk_start(disk, council->folder, power);
    council->publisher = NULL;
    council->ledger = NULL;
    council->up = false;
    council->link++;
    council->world->crashes++;
}

void world_council_look(struct world_council *council)
{
    struct world *world = council->world;
    uint64_t last = 0;
    if (council->forked || staith_ledger_last(council->ledger, &last) != 0) {
        return;
    }
    if (last < council->accepted) {
        world_break(world, "W3", council, last + 1, "the ledger lost an accepted record");
        return;
    }
    for (uint64_t number = 1; number <= last && number < WORLD_MAX_RECORDS; number++) {
        uint8_t hash[STAITH_HASH_BYTES];
        if (staith_ledger_hash(council->ledger, number, hash) != 0) {
            return; /* its disk fails just now */
        }
        if (number <= council->accepted &&
            memcmp(hash, council->hashes[number], sizeof(hash)) != 0) {
            world_break(world, "W3", council, number, "an accepted record changed");
        }
        memcpy(council->hashes[number], hash, sizeof(hash));
    }
    council->accepted = last; /* an append that failed may be there all the same */
}

/* ---- releases ---- */

static void try_append(struct world_council *council)
{
    int year = 2020 + (int)world_dice(council->world, 3);
    uint64_t number = 0;
    const struct staith_ledger_note note = {.source_name = "return.xml",
                                            .approved_by = "at once",
                                            .cells_released = 1,
                                            .decision_json = "{}"};
    int64_t value = 1 + (int64_t)world_dice(council->world, 1000);
    uint64_t before = 0;
    /* It may be there, and on its way, before the append says so; and a catalogue goes ahead. */
    if (!world_is_odd(council) && staith_ledger_last(council->ledger, &before) == 0 &&
        before + 2 < WORLD_MAX_RECORDS) {
        council->values[before + 1] = value;
        council->values[before + 2] = value;
    }
    memory_mine();
    struct staith_release *release = world_release(council->code, year, value);
    memory_theirs();
    int rc =
        staith_ledger_append(council->ledger, release, world_catalogue(), &note, &number, NULL);
    staith_release_free(release);
    if (rc == 0) {
        council->to_append--;
        if (number < WORLD_MAX_RECORDS && !council->forked) {
            council->years[number] = year;
            council->accepted = number;
            memory_mine();
            for (uint64_t i = number; i > 0 && i + 2 > number; i--) {
                (void)staith_ledger_hash(council->ledger, i, council->hashes[i]);
            }
            memory_theirs();
        }
        staith_publisher_poke(council->publisher);
    }
}

void world_council_append(struct world_council *council)
{
    struct world *world = council->world;
    if (council->to_append == 0) {
        return;
    }
    if (council->up) {
        try_append(council);
    }
    world_event(world, 200 + (int64_t)world_dice(world, 8000), WORLD_APPEND, council->index);
}
