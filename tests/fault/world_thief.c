/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Somebody with a copy of a council's transport key, and nothing of its ledger: shouts over some
 * connections, or over a new one each time, before and after all else is mended, from the time on
 * at which the region knows the council by a first record.
 */
#include "world.h"

#include <string.h>

enum {
    SHOUT = 80, /**< messages at once */
    SHOUT_MS = 60,
    QUOTA_MESSAGES = 10,
    QUOTA_BYTES = 256 * 1024
};

void world_thief_quota(struct world *world)
{
    const struct staith_ingest_quota quota = {QUOTA_MESSAGES, QUOTA_BYTES};
    if (world->rules.thief) {
        staith_ingest_set_quota(world->ingest, &quota);
    }
}

/* A connection's name begins with its council; the next byte is 0 for the council's own, of which
 * each has a name of its own too where somebody has its key. */
static struct staith_wire_peer name(const struct world_council *council, bool own, uint64_t number)
{
    struct staith_wire_peer peer = {.len = 2 + sizeof(number),
                                    .id = {(uint8_t)council->index, own ? 0 : 1}};
    memcpy(peer.id + 2, &number, sizeof(number));
    return peer;
}

struct staith_wire_peer world_peer(const struct world_council *council)
{
    const struct staith_wire_peer alone = {.len = 1, .id = {(uint8_t)council->index}};
    return council->world->rules.thief ? name(council, true, council->link) : alone;
}

/* A hello of another ledger, or what is no message. */
static void make_shout(struct world_council *council, struct staith_buf *ret_bytes)
{
    struct world *world = council->world;
    const struct staith_message hello = {.kind = STAITH_MESSAGE_HELLO,
                                         .as.hello = {.protocol_min = STAITH_PROTOCOL_OLDEST,
                                                      .protocol_max = STAITH_PROTOCOL_VERSION,
                                                      .epoch = 1 + world_dice(world, 9),
                                                      .nonce = 1 + world_dice(world, 1000)}};
    staith_buf_init(ret_bytes, STAITH_MESSAGE_MAX_BYTES);
    if (world_chance(world, 300) || staith_message_pack(&hello, ret_bytes) != 0) {
        (void)staith_buf_append(ret_bytes, "shout", 5);
    }
}

void world_shout(struct world_council *council)
{
    struct world *world = council->world;
    struct staith_buf bytes;
    make_shout(council, &bytes);
    /* one world's thief keeps five connections, another's makes a new one whenever it speaks */
    const bool again = world->seed % 3 != 0;
    const struct staith_wire_peer peer =
        name(council, false, again ? ++world->thief_links : world_dice(world, 5));
    for (int i = 0; i < SHOUT && council->held > 0; i++) {
        world_region_take(world, council, &peer, bytes.data, bytes.len);
    }
    staith_buf_deinit(&bytes);
    world_event(world, 1 + (int64_t)world_dice(world, SHOUT_MS), WORLD_SHOUT, council->index);
}
