/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes wrong, one thing at a time and often enough to meet, and how it all gets well.
 */
#include "memory.h"
#include "world.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void crash(struct world *world, struct world_council *council)
{
    bool power = world->rules.power && world_chance(world, 500);
    if (world_chance(world, 400)) {
        world_region_down(world, power);
        world_event(world, (int64_t)world_dice(world, 4000), WORLD_REGION_UP, 0);
    } else if (council->up) {
        world_council_down(council, power);
        world_event(world, (int64_t)world_dice(world, 4000), WORLD_COUNCIL_UP, council->index);
    }
}

static void partition(struct world *world, struct world_council *council)
{
    council->cut = !council->cut;
    council->link += world_chance(world, 500) ? 1 : 0; /* half-open, or noticed */
}

static void sick_disk(struct world *world, struct world_council *council)
{
    static const struct {
        unsigned calls;
        int error;
    } ILLS[] = {{DISK_WRITE, SQLITE_FULL},
                {DISK_SYNC, SQLITE_IOERR_FSYNC},
                {DISK_WRITE, SQLITE_IOERR_WRITE},
                {DISK_READ, SQLITE_IOERR_READ},
                {DISK_OPEN | DISK_SHM, SQLITE_CANTOPEN}};
    const size_t which = (size_t)world_dice(world, sizeof(ILLS) / sizeof(ILLS[0]));
    if (world->disk_ill) {
        return;
    }
    world->disk_ill = true;
    disk_fail(world->disk, world_chance(world, 500) ? world->region_folder : council->folder,
              ILLS[which].calls, 1 + world_dice(world, 40), ILLS[which].error,
              world_chance(world, 500));
    world_event(world, 500 + (int64_t)world_dice(world, 6000), WORLD_DISK_WELL, 0);
}

static void clock_jump(struct world *world, struct world_council *council)
{
    int64_t jump = (int64_t)world_dice(world, 20000000) - 10000000;
    if (world_chance(world, 500)) {
        world->skew_ms = jump;
    } else {
        council->skew_ms = jump;
    }
}

/* The ledger as it was before: what came after it is gone here, and the region has it. */
static void restore(struct world *world, struct world_council *council)
{
    char copy[WORLD_FOLDER_BYTES];
    if (council->forked || !council->up || council->index == 0) {
        return;
    }
    council->forked = true;
    (void)snprintf(copy, sizeof(copy), "%.100s/copy", world->root);
    world_council_down(council, false);
    disk_copy(world->disk, council->folder, copy, false);
    if (world_council_up(council) == 0) {
        council->to_append += 2;
        world_council_append(council);
        world_council_append(council);
        world_council_down(council, false);
    }
    disk_wipe(world->disk, council->folder);
    disk_copy(world->disk, copy, council->folder, false);
    disk_wipe(world->disk, copy);
    world_event(world, 100, WORLD_COUNCIL_UP, council->index);
}

void world_fault(struct world *world)
{
    struct world_council *council = &world->councils[world_dice(world, world->rules.councils)];
    if (world->healed) {
        return;
    }
    switch (world_dice(world, 6)) {
    case 0:
    case 1:
        if (world->rules.crashes) {
            crash(world, council);
        }
        break;
    case 2:
        if (world->rules.partitions) {
            partition(world, council);
        }
        break;
    case 3:
        if (world->rules.disks) {
            sick_disk(world, council);
        }
        break;
    case 4:
        if (world->rules.clocks) {
            clock_jump(world, council);
        }
        break;
    default:
        if (world->rules.restore && world_chance(world, 100)) {
            restore(world, council);
        }
        break;
    }
    world_event(world, 100 + (int64_t)world_dice(world, 3000), WORLD_FAULT, 0);
}

void world_heal(struct world *world)
{
    world->healed = true;
    world->failure_met = world->failure_met || disk_failed(world->disk) || memory_failed();
    world->disk_ill = false;
    disk_fail(world->disk, "", 0, 0, 0, false);
    memory_fail(0, false);
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        struct world_council *council = &world->councils[i];
        council->cut = false;
        if (council->to_append > 0) {
            world_event(world, 10, WORLD_APPEND, i);
        }
    }
}

/* ---- a council whose publisher is not ours ---- */

/* Wrong in one of many ways, sent over the liar's own connection. */
static void make_lie(struct world_council *council, struct staith_message *lie)
{
    struct world *world = council->world;
    const struct world_council *other = &world->councils[world_dice(world, world->rules.councils)];
    struct staith_record *record = &lie->as.record;
    static const uint8_t payload[] = {8, 1, 18, 4, 99, 115, 119, 119};
    memset(lie, 0, sizeof(*lie));
    lie->kind = STAITH_MESSAGE_RECORD;
    memcpy(record->authority, world_chance(world, 500) ? other->code : council->code,
           sizeof(record->authority));
    record->epoch = world_chance(world, 700) ? other->epoch : world_dice(world, 0);
    record->number =
        world_chance(world, 700) ? other->held + world_dice(world, 3) : world_dice(world, 0);
    record->kind = world_chance(world, 500) ? STAITH_RECORD_RELEASE : STAITH_RECORD_CATALOGUE;
    record->payload = payload;
    record->payload_len = sizeof(payload);
    if (other->held > 0 && other->held < WORLD_MAX_RECORDS) {
        memcpy(record->previous, other->held_hashes[other->held], sizeof(record->previous));
    }
    /* Signed with its own key, whatever name the record bears. */
    (void)staith_record_sign(record, council->secret);
    if (world_chance(world, 300)) {
        record->signature[world_dice(world, sizeof(record->signature))] ^= 1;
    }
}

void world_lie(struct world_council *council)
{
    struct world *world = council->world;
    struct staith_message lie;
    struct staith_buf packed;
    if (world->healed) {
        return;
    }
    make_lie(council, &lie);
    staith_buf_init(&packed, STAITH_MESSAGE_MAX_BYTES);
    if (lie.as.record.number > 0 && staith_message_pack(&lie, &packed) == 0 && packed.len > 0) {
        uint8_t *bytes = packed.data;
        if (world_chance(world, 300)) {
            bytes[world_dice(world, packed.len)] ^= (uint8_t)(1u << world_dice(world, 8));
        }
        world_send(world, council, true, bytes, packed.len);
    }
    staith_buf_deinit(&packed);
    world_event(world, (int64_t)world_dice(world, 1500), WORLD_LIE, council->index);
}
