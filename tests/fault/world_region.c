/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The region: store and ingest, as the service runs them, and what is held of what it holds.
 */
#include "memory.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct world_council *by_peer(struct world *world, const struct staith_wire_peer *peer)
{
    if (peer->len == 0 || peer->id[0] >= world->rules.councils) {
        return NULL;
    }
    struct world_council *council = &world->councils[peer->id[0]];
    const struct staith_wire_peer own = world_peer(council); /* not an earlier one, nor a thief's */
    return peer->len == own.len && memcmp(peer->id, own.id, own.len) == 0 ? council : NULL;
}

/* The last number that a loss of power could not take from the region, by opening what would be
 * left of its store. */
static uint64_t safe_number(struct world *world, const char *authority, uint64_t epoch)
{
    char folder[WORLD_FOLDER_BYTES];
    struct staith_store *store = NULL;
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    (void)snprintf(folder, sizeof(folder), "%s/left", world->root);
    disk_copy(world->disk, world->region_folder, folder, true);
    if (staith_store_open(folder, false, &world->outside, &store, NULL) == 0) {
        (void)staith_store_cursor(store, authority, epoch, &number, hash, NULL);
    }
    staith_store_close(store);
    disk_wipe(world->disk, folder);
    return number;
}

/* W1, at the moment at which the region gives its word. */
static void check_word(struct world *world, struct world_council *council, uint64_t epoch,
                       uint64_t committed)
{
    char path[2 * WORLD_FOLDER_BYTES];
    uint64_t number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    (void)snprintf(path, sizeof(path), "%s/store.db-wal", world->region_folder);
    if (staith_store_cursor(world->store, council->code, epoch, &number, hash, NULL) == 0 &&
        number < committed) {
        world_break(world, "W1", council, committed, "acknowledged and not stored");
    } else if (disk_unsynced(world->disk, path) &&
               safe_number(world, council->code, epoch) < committed) {
        world_break(world, "W1", council, committed, "acknowledged before it was safe");
    }
    if (epoch == council->epoch && committed > council->acknowledged) {
        council->acknowledged = committed;
    }
}

static int on_send(void *ctx, const struct staith_wire_peer *peer, const void *bytes, size_t len)
{
    struct world *world = ctx;
    struct world_council *council = by_peer(world, peer);
    struct staith_message message;
    struct staith_arena arena;
    if (council == NULL) {
        return STAITH_ERR_NOTFOUND;
    }
    staith_arena_init(&arena, 1024 * 1024);
    int rc = staith_message_unpack(bytes, len, &arena, &message, NULL);
    if (rc == 0 && message.kind == STAITH_MESSAGE_RECEIPT) {
        check_word(world, council, message.as.receipt.epoch, message.as.receipt.committed);
    } else if (rc == 0 && message.kind == STAITH_MESSAGE_WELCOME) {
        check_word(world, council, message.as.welcome.epoch, message.as.welcome.committed);
    }
    staith_arena_deinit(&arena);
    world_send(world, council, false, bytes, len);
    return 0;
}

static int start_ingest(struct world *world)
{
    struct staith_ingest_council list[WORLD_MAX_COUNCILS];
    const struct staith_ingest_options options = {
        .store = world->store,
        .outside = &world->outside,
        .signing_key = world->rules.words ? world->region_secret : NULL,
        .send = on_send,
        .ctx = world};
    int rc = staith_ingest_new(&options, &world->ingest, NULL);
    memset(list, 0, sizeof(list));
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        memcpy(list[i].authority, world->councils[i].code, sizeof(list[i].authority));
        memcpy(list[i].signing_key, world->councils[i].public_key, sizeof(list[i].signing_key));
    }
    if (rc == 0) {
        world_thief_quota(world);
        rc = staith_ingest_set_councils(world->ingest, list, world->rules.councils);
    }
    return rc;
}

/* A start, or what the service does when its store has failed: open it again. */
int world_region_up(struct world *world)
{
    if (world->region_up) {
        if (!world->region_failed) {
            return 0;
        }
        int again = staith_store_reopen(world->store, NULL);
        world->region_failed = again != 0;
        return again;
    }
    (void)mkdir(world->region_folder, 0700);
    int rc = staith_store_open(world->region_folder, false, &world->outside, &world->store, NULL);
    if (rc == 0) {
        rc = start_ingest(world);
    }
    if (rc != 0) {
        staith_ingest_free(world->ingest);
        staith_store_close(world->store);
        world->ingest = NULL;
        world->store = NULL;
        return rc;
    }
    world->region_up = true;
    world->region_failed = false;
    world_look(world);
    return 0;
}

void world_region_down(struct world *world, bool power)
{
    if (!world->region_up) {
        return;
    }
    disk_stop(world->disk, world->region_folder);
    staith_ingest_free(world->ingest);
    staith_store_close(world->store);
    disk_start(world->disk, world->region_folder, power);
    world->ingest = NULL;
    world->store = NULL;
    world->region_up = false;
    world->crashes++;
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        world->councils[i].link++; /* every connection ends */
    }
}

void world_region_failed(struct world *world)
{
    world->region_failed = true;
    world_event(world, 1000, WORLD_RETRY, 0);
}

void world_region_hear(struct world *world, struct world_council *council, const uint8_t *bytes,
                       size_t len)
{
    const struct staith_wire_peer peer = world_peer(council);
    world_region_take(world, council, &peer, bytes, len);
}

void world_region_take(struct world *world, struct world_council *council,
                       const struct staith_wire_peer *peer, const uint8_t *bytes, size_t len)
{
    if (!world->region_up || world->region_failed) {
        return;
    }
    if (staith_ingest_admits(world->ingest, peer, council->code, bytes, len) &&
        staith_ingest_message(world->ingest, peer, council->code, bytes, len, NULL) != 0) {
        world_region_failed(world);
        return;
    }
    if (!world->draining) {
        world->draining = true;
        world_event(world, (int64_t)world_dice(world, 3), WORLD_DRAIN, 0);
    }
}

void world_region_drain(struct world *world)
{
    world->draining = false;
    if (!world->region_up || world->region_failed) {
        return;
    }
    bool wrote = staith_ingest_is_open(world->ingest);
    if (staith_ingest_commit(world->ingest, NULL) != 0) {
        world_region_failed(world);
    } else if (wrote) {
        world_look(world);
    }
}

/* ---- what the region holds ---- */

static void look_at(struct world *world, struct world_council *council)
{
    uint64_t cursor = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    if (council->epoch == 0 || staith_store_cursor(world->store, council->code, council->epoch,
                                                   &cursor, hash, NULL) != 0) {
        return;
    }
    if (cursor < council->acknowledged) {
        world_break(world, "W1", council, cursor + 1, "an acknowledged record is gone");
    }
    for (uint64_t number = 1; number <= cursor && number < WORLD_MAX_RECORDS; number++) {
        int rc =
            staith_store_record_hash(world->store, council->code, council->epoch, number, hash);
        if (rc == STAITH_ERR_NOTFOUND) {
            world_break(world, "W2", council, number, "a number is missing at the region");
        }
        if (rc != 0) {
            return; /* its disk or its memory fails just now */
        }
        if (number <= council->held &&
            memcmp(hash, council->held_hashes[number], sizeof(hash)) != 0) {
            world_break(world, "W4", council, number, "a record at the region changed");
        }
        memcpy(council->held_hashes[number], hash, sizeof(hash));
        if (!world_is_odd(council) && number <= council->accepted &&
            memcmp(hash, council->hashes[number], sizeof(hash)) != 0) {
            world_break(world, "W2", council, number, "the region holds another record");
        }
        if (!world_is_odd(council) && number > council->accepted) {
            world_break(world, "W2", council, number, "the region holds what was never appended");
        }
    }
    council->held = cursor;
}

/* W5 */
static int on_figure(void *ctx, const struct staith_store_figure *figure)
{
    struct world *world = ctx;
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        struct world_council *council = &world->councils[i];
        if (strcmp(council->code, figure->authority) != 0 || world_is_odd(council)) {
            continue;
        }
        uint64_t newest = 0;
        for (uint64_t number = 1; number <= council->held && number < WORLD_MAX_RECORDS; number++) {
            newest = council->years[number] == figure->period.year ? number : newest;
        }
        if (newest > figure->number) {
            world_break(world, "W5", council, newest, "an older record is shown");
        }
    }
    return 0;
}

/* W2: each once. */
static int on_arrival(void *ctx, const struct staith_store_arrival *arrival)
{
    struct world *world = ctx;
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        struct world_council *council = &world->councils[i];
        if (strcmp(council->code, arrival->authority) == 0 && arrival->epoch == council->epoch &&
            !world_is_odd(council) && arrival->records != council->held) {
            world_break(world, "W2", council, council->held, "a record is stored twice, or none");
        }
    }
    return 0;
}

void world_look(struct world *world)
{
    memory_mine();
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        look_at(world, &world->councils[i]);
    }
    (void)staith_store_arrivals(world->store, on_arrival, world, NULL);
    (void)staith_store_headlines(world->store, "csww", on_figure, world, NULL);
    memory_theirs();
}

/* What stops the world from being at rest with everything at the region; "" when nothing does. */
static const char *missing(const struct world_council *council, uint64_t *ret_number)
{
    *ret_number = council->accepted;
    if (!council->up) {
        return "the council did not come back";
    }
    if (council->to_append > 0) {
        return "appends did not go on";
    }
    *ret_number = council->held + 1;
    if (council->held < council->accepted) {
        return "did not get to the region";
    }
    *ret_number = council->state.acknowledged + 1;
    return council->state.acknowledged < council->accepted
               ? "the council does not know that it arrived"
               : "";
}

bool world_at_rest(struct world *world)
{
    bool rest = world->healed && world->region_up && !world->region_failed && !world->draining;
    for (uint32_t i = 0; rest && i < world->rules.councils; i++) {
        uint64_t number = 0;
        rest = world_is_odd(&world->councils[i]) ||
               (missing(&world->councils[i], &number)[0] == '\0' &&
                world_words_missing(world, &world->councils[i])[0] == '\0');
    }
    return rest;
}

void world_end(struct world *world)
{
    if (!world->region_up || world->region_failed) {
        world_break(world, "W7", NULL, 0, "the region did not come back");
        return;
    }
    world_look(world);
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        uint64_t number = 0;
        const char *what =
            world_is_odd(&world->councils[i]) ? "" : missing(&world->councils[i], &number);
        if (what[0] == '\0' && !world_is_odd(&world->councils[i])) {
            what = world_words_missing(world, &world->councils[i]);
        }
        if (what[0] != '\0') {
            world_break(world, "W7", &world->councils[i], number, what);
        }
    }
    if (world->rules.words) {
        world_words_end(world);
    }
}
