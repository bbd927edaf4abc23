/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_CODEC_RELEASE_SAMPLE_H
#define STAITH_TEST_CODEC_RELEASE_SAMPLE_H
/*
 * A release with a cell of every kind: exact, rounded, negative, each status, with and without
 * dimensions, totals and reasons.
 */
#include "disclosure/rebuild.h"

#include <staith/plugin.h>
#include <string.h>

enum { RELEASE_SAMPLE_CELLS = 7 };

struct release_sample {
    uint8_t hash[STAITH_HASH_BYTES];
    struct staith_release_cell cells[RELEASE_SAMPLE_CELLS];
    struct staith_release_parts parts;
};

static inline void release_sample(struct release_sample *s)
{
    memset(s, 0, sizeof(*s));
    for (uint8_t i = 0; i < STAITH_HASH_BYTES; i++) {
        s->hash[i] = (uint8_t)(255 - i);
    }
    s->cells[0] = (struct staith_release_cell){
        .table = "head", .measure = "fte", .value = staith_value_exact(123456789012)};
    s->cells[1] = (struct staith_release_cell){
        .table = "head", .measure = "balance", .value = staith_value_exact(-42)};
    s->cells[2] =
        (struct staith_release_cell){.table = "head",
                                     .measure = "leavers",
                                     .value = staith_value_status(STAITH_STATUS_UNRELIABLE),
                                     .reason = "withdrawn"};
    s->cells[3] = (struct staith_release_cell){.table = "cross",
                                               .measure = "leavers",
                                               .dimension_count = 2,
                                               .dimensions = {"role", "reason"},
                                               .categories = {"senior", NULL},
                                               .value = {STAITH_STATUS_VALUE, 10, 8, 12}};
    s->cells[4] =
        (struct staith_release_cell){.table = "cross",
                                     .measure = "leavers",
                                     .dimension_count = 2,
                                     .dimensions = {"role", "reason"},
                                     .categories = {NULL, "resigned"},
                                     .value = staith_value_status(STAITH_STATUS_SUPPRESSED)};
    s->cells[5] =
        (struct staith_release_cell){.table = "head",
                                     .measure = "days",
                                     .value = staith_value_status(STAITH_STATUS_UNAVAILABLE)};
    s->cells[6] =
        (struct staith_release_cell){.table = "head",
                                     .measure = "small",
                                     .value = {STAITH_STATUS_LOW, 40000, INT64_MIN, INT64_MAX}};
    s->parts = (struct staith_release_parts){.authority = "840",
                                             .dataset = "csww",
                                             .period = {STAITH_PERIOD_QUARTER, 2025, 3},
                                             .audience = STAITH_AUDIENCE_REGION,
                                             .policy = "2026-11-01",
                                             .catalogue_hash = s->hash,
                                             .cell_count = RELEASE_SAMPLE_CELLS,
                                             .cells = s->cells};
}

#endif
