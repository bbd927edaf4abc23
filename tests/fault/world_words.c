/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way back: what an officer imports is handed to the councils, beside the verdicts on their
 * releases, and what a council says that it has heard is held against what the region said.
 */
#include "memory.h"
#include "world.h"

#include "aggregator/ingest/handouts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA_BYTES = 1024 * 1024 };

/* The caps of one role, in whose pay stands which import it is. */
static int pack_caps(unsigned version, int64_t now_ms, struct staith_buf *out)
{
    static const char *const columns[] = {"role", "pence_per_hour"};
    char text[16];
    const char *cells[] = {"social_worker", text};
    struct staith_handout handout = {.name = STAITH_HANDOUT_CAPS,
                                     .made_unix_ms = now_ms,
                                     .column_count = 2,
                                     .row_count = 1,
                                     .columns = columns,
                                     .cells = cells};
    (void)snprintf(text, sizeof(text), "%u", version);
    return staith_codec_pack_handout(&handout, out);
}

static unsigned version_of(const struct staith_handout *handout)
{
    return handout->row_count == 1 && handout->column_count == 2
               ? (unsigned)strtoul(handout->cells[1], NULL, 10)
               : 0;
}

/* As `staith caps import` does it beside the daemon: on disk, or not at all. */
static int import(struct world *world)
{
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_buf packed;
    staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
    int rc = pack_caps(world->tried + 1, world->outside.unix_ms(world->outside.ctx), &packed);
    if (rc == 0) {
        world->tried++;
        world->hand_due = true;
        staith_codec_hash(packed.data, packed.len, hash);
        rc = staith_store_begin(world->store, NULL);
    }
    rc = rc != 0 ? rc
                 : staith_store_put_handout(world->store, STAITH_HANDOUT_CAPS, packed.data,
                                            packed.len, hash, NULL);
    rc = rc != 0 ? rc : staith_store_commit(world->store, NULL);
    staith_buf_deinit(&packed);
    if (rc == 0) {
        world->imported = world->tried;
    } else {
        staith_store_rollback(world->store);
    }
    return rc;
}

static int hand_out(struct world *world)
{
    struct staith_config_area areas[WORLD_MAX_COUNCILS];
    struct staith_config_region config = {
        .region_code = "E12000001", .council_count = world->rules.councils, .councils = areas};
    uint32_t given = 0;
    memset(areas, 0, sizeof(areas));
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        areas[i].code = world->councils[i].code;
    }
    int rc = staith_ingest_hand_out(world->ingest, &config, &given, NULL);
    world->hand_due = world->hand_due && rc != 0;
    return rc;
}

void world_words_hand(struct world *world)
{
    if (world->region_up && !world->region_failed) {
        int rc = staith_ingest_commit(world->ingest, NULL);
        if (rc == 0 && !world->healed && world_chance(world, 400)) {
            rc = import(world);
        }
        rc = rc == 0 ? hand_out(world) : rc;
        if (rc != 0) {
            world_region_failed(world);
        }
    }
    world_event(world, 500 + (int64_t)world_dice(world, 3000), WORLD_HAND, 0);
}

/* The last of the region's words for a council; false: it cannot be read just now. */
static bool last_word(struct world *world, const struct world_council *council, uint64_t *ret_epoch,
                      uint64_t *ret_number, uint8_t ret_hash[STAITH_HASH_BYTES])
{
    memory_mine();
    bool read =
        world->region_up && !world->region_failed && !staith_ingest_is_open(world->ingest) &&
        staith_store_region_epoch(world->store, ret_epoch, NULL) == 0 &&
        staith_store_word_last(world->store, council->code, ret_number, ret_hash, NULL) == 0;
    memory_theirs();
    return read;
}

/* W8, W9: at the moment at which a council says what is on its disk. */
void world_words_said(struct world_council *council, const void *bytes, size_t len)
{
    struct world *world = council->world;
    struct staith_message message;
    struct staith_arena arena;
    uint64_t epoch = 0, number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    memory_mine();
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_message_unpack(bytes, len, &arena, &message, NULL);
    staith_arena_deinit(&arena);
    memory_theirs();
    /* One that cannot read what it heard says nothing of words, and asks for none. */
    if (rc != 0 || message.kind != STAITH_MESSAGE_HELLO || !message.as.hello.words ||
        council->forked) {
        return;
    }
    if (message.as.hello.heard < council->heard) {
        world_break(world, "W9", council, council->heard, "a word that was on its disk is gone");
    }
    council->heard = message.as.hello.heard;
    if (council->heard > 0 && last_word(world, council, &epoch, &number, hash) &&
        (epoch != message.as.hello.heard_epoch || number < council->heard)) {
        world_break(world, "W8", council, council->heard, "heard what the region never said");
    }
}

/* The import that a council has, 0: none; false: it cannot be read. */
static bool import_at(const struct world_council *council, unsigned *ret_version,
                      uint8_t ret_hash[STAITH_HASH_BYTES])
{
    struct staith_receipts *receipts = NULL;
    struct staith_handout handout;
    struct staith_arena arena;
    uint64_t epoch = 0, number = 0;
    staith_arena_init(&arena, ARENA_BYTES);
    int rc = staith_receipts_open(council->folder, true, &receipts, NULL);
    if (rc == 0) {
        rc = staith_receipts_heard(receipts, &epoch, &number, ret_hash);
    }
    if (rc == 0) {
        rc = staith_receipts_handout(receipts, STAITH_HANDOUT_CAPS, &arena, &handout, NULL);
        *ret_version = rc == 0 ? version_of(&handout) : 0;
    }
    staith_receipts_close(receipts);
    staith_arena_deinit(&arena);
    return rc == 0 || rc == STAITH_ERR_NOTFOUND;
}

const char *world_words_missing(struct world *world, const struct world_council *council)
{
    uint64_t epoch = 0, number = 0;
    uint8_t hash[STAITH_HASH_BYTES];
    if (!world->rules.words) {
        return "";
    }
    if (world->hand_due || !last_word(world, council, &epoch, &number, hash)) {
        return "the region did not hand out what was imported";
    }
    return council->heard < number ? "the council was not told all that the region said" : "";
}

/* W10 */
void world_words_end(struct world *world)
{
    struct staith_handout handout;
    struct staith_arena arena;
    uint8_t *bytes = NULL;
    size_t len = 0;
    unsigned newest = 0;
    staith_arena_init(&arena, ARENA_BYTES);
    if (staith_store_handout(world->store, STAITH_HANDOUT_CAPS, &bytes, &len, NULL) == 0 &&
        staith_codec_unpack_handout(bytes, len, &arena, &handout, NULL) == 0) {
        newest = version_of(&handout);
    }
    free(bytes);
    staith_arena_deinit(&arena);
    if (newest < world->imported || newest > world->tried) {
        world_break(world, "W10", NULL, world->imported, "an import is gone");
    }
    for (uint32_t i = 0; i < world->rules.councils; i++) {
        struct world_council *council = &world->councils[i];
        unsigned version = 0;
        uint64_t epoch = 0, number = 0;
        uint8_t has[STAITH_HASH_BYTES], said[STAITH_HASH_BYTES];
        if (world_is_odd(council)) {
            continue;
        }
        if (!import_at(council, &version, has) || version != newest) {
            world_break(world, "W10", council, newest, "a council has another import");
        } else if (!last_word(world, council, &epoch, &number, said) ||
                   memcmp(has, said, sizeof(has)) != 0) {
            world_break(world, "W8", council, number, "a word is another at the council");
        }
    }
}
