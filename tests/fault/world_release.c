/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the councils of a test release: one figure of one measure.
 */
#include "world.h"

#include "disclosure/rebuild.h"

#include <staith/plugin.h>
#include <stdlib.h>

const struct staith_catalogue *world_catalogue(void)
{
    static struct staith_measure measures[] = {{"leavers_headcount", "Leavers", "People who left.",
                                                STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}};
    static uint16_t first[] = {0};
    static struct staith_table tables[] = {{"headline", "Headline", 1, 0, first, NULL}};
    static const struct staith_catalogue made = {.dataset = "csww",
                                                 .plugin = "workforce",
                                                 .plugin_version = "1.0.0",
                                                 .measure_count = 1,
                                                 .table_count = 1,
                                                 .measures = measures,
                                                 .tables = tables};
    return &made;
}

struct staith_release *world_release(const char *authority, int year, int64_t value)
{
    static uint8_t hash[STAITH_HASH_BYTES];
    static bool hashed;
    if (!hashed) {
        struct staith_buf packed;
        staith_buf_init(&packed, STAITH_CODEC_MAX_BYTES);
        if (staith_codec_pack_catalogue(world_catalogue(), &packed) != 0) {
            abort();
        }
        staith_codec_hash(packed.data, packed.len, hash);
        staith_buf_deinit(&packed);
        hashed = true;
    }
    const struct staith_release_cell cell = {.table = "headline",
                                             .measure = "leavers_headcount",
                                             .value = {STAITH_STATUS_VALUE, value, value, value}};
    const struct staith_release_parts parts = {
        .authority = authority,
        .dataset = "csww",
        .period = {STAITH_PERIOD_CENSUS_YEAR, year, 0},
        .audience = STAITH_AUDIENCE_REGION,
        .policy = "2026-11-01",
        .catalogue_hash = hash,
        .cell_count = 1,
        .cells = &cell,
    };
    struct staith_release *release = NULL;
    if (staith_release_rebuild(&parts, &release, NULL) != 0) {
        abort();
    }
    return release;
}
