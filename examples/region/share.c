/* SPDX-License-Identifier: Apache-2.0 */
/*
 * FTE, to the millionth. Rows begin full time and are cut to usual part-time shares until the
 * sum is reached; the last cut takes what is left, so that one row has an odd share. Then holders
 * of cases are drawn, and what their sum lacks moves to a part-time holder from a row without
 * cases of the same kind, which leaves every kind's sum as it was.
 */
#include "people.h"

#include <stdlib.h>

enum { FULL = 1000000, THIN = 450000, LEAST_SHARE = 100000, TRIES = 200, SHARE_COUNT = 10 };

/* 18.5 and 30 hours of 37 are 0.5 and 0.810811 */
static const int32_t usual[SHARE_COUNT] = {500000, 600000, 800000, 810811, 700000,
                                           608108, 900000, 405405, 864865, 540541};
static const int32_t paired[][2] = {{500000, 500000}, {600000, 400000}, {700000, 300000}};

static int64_t take(struct region_person *row, int64_t cut, int64_t least, int64_t lacking)
{
    if (cut > lacking) {
        cut = lacking;
    }
    if (cut > row->share - least) {
        cut = row->share - least;
    }
    if (cut < 0) {
        cut = 0;
    }
    row->share -= cut;
    return cut;
}

/* Rows with very little FTE, or with FTE for a few alone (leavers whose FTE is not known). */
static void fill_thin(struct region_person *rows, uint32_t count, int64_t total, bool zeros,
                      struct region_rng *rng)
{
    uint32_t filled = count;
    if (zeros) {
        filled = (uint32_t)((total + 799999) / 800000);
        filled = filled > count ? count : filled;
    }
    for (uint32_t i = 0; i < count; i++) {
        rows[i].share = i < filled ? total / filled : 0;
    }
    if (filled > 0) {
        rows[0].share += total % filled;
    }
    for (uint32_t i = 0; i + 1 < filled; i += 2) {
        const int64_t most = rows[i].share / 2;
        int64_t moved = region_rng_between(rng, 0, (int32_t)most);
        moved = rows[i + 1].share + moved > FULL ? FULL - rows[i + 1].share : moved;
        rows[i].share -= moved;
        rows[i + 1].share += moved;
    }
}

/* `seconds` of the rows are second posts of rows before them. */
static int fill_kind(struct region_person *rows, uint32_t count, uint32_t seconds, int64_t total,
                     struct region_rng *rng)
{
    uint32_t *order = calloc(count, sizeof(*order));
    int64_t lacking = (int64_t)count * FULL - total;
    if (order == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        rows[i].share = FULL;
    }
    for (uint32_t i = 0; i < seconds; i++) {
        struct region_person *one = &rows[i];
        struct region_person *two = &rows[count - 1 - i];
        const int32_t *pair = paired[region_rng_below(rng, 3)];
        lacking -= take(one, FULL - pair[0], LEAST_SHARE, lacking);
        lacking -= take(two, FULL - pair[1], LEAST_SHARE, lacking);
        two->twin = one->twin;
    }
    region_rng_shuffle(rng, order, count);
    for (uint32_t i = 0; i < count && lacking > 0; i++) {
        if (order[i] >= seconds && order[i] < count - seconds) {
            const int64_t cut = FULL - usual[region_rng_below(rng, SHARE_COUNT)];
            lacking -= take(&rows[order[i]], cut, LEAST_SHARE, lacking);
        }
    }
    for (uint32_t i = 0; i < count && lacking > 0; i++) {
        lacking -= take(&rows[order[i]], FULL, LEAST_SHARE, lacking);
    }
    free(order);
    return lacking == 0 ? 0 : STAITH_ERR_REFUSED;
}

int region_share_fill(struct region_people *people, const int64_t totals[REGION_KIND_COUNT],
                      const uint32_t posts[REGION_KIND_COUNT], struct region_rng *rng)
{
    for (int kind = 0; kind < REGION_KIND_COUNT; kind++) {
        struct region_person *rows = people->rows + people->first[kind];
        const uint32_t count = people->first[kind + 1] - people->first[kind];
        if (count == 0) {
            if (totals[kind] != 0) {
                return STAITH_ERR_REFUSED;
            }
            continue;
        }
        if (totals[kind] < (int64_t)count * THIN) {
            fill_thin(rows, count, totals[kind], kind == REGION_KIND_LEAVER, rng);
            continue;
        }
        const int rc = fill_kind(rows, count, posts[kind], totals[kind], rng);
        if (rc != 0) {
            return rc;
        }
    }
    return 0;
}

/* How likely a row holds cases, before the sum decides. */
static uint32_t chance_of(const struct region_people *people, uint32_t at)
{
    const struct region_person *row = &people->rows[at];
    if (row->kind == REGION_KIND_AGENCY) {
        return 920;
    }
    if (row->twin != at) {
        return 850;
    }
    return row->kind == REGION_KIND_STARTER ? 820 : 620;
}

static int64_t draw_holders(struct region_people *people, const uint32_t *order, uint32_t count,
                            int64_t lacking, struct region_rng *rng)
{
    for (uint32_t i = 0; i < people->count; i++) {
        people->rows[i].holder = false;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t at = order[i];
            struct region_person *row = &people->rows[at];
            if (row->kind != REGION_KIND_LEAVER && !row->holder && row->share > 0 &&
                row->share <= lacking &&
                (pass == 1 || region_rng_chance(rng, chance_of(people, at)) != 0)) {
                row->holder = true;
                lacking -= row->share;
            }
        }
    }
    return lacking;
}

/* Move up to `lacking` FTE from rows without cases to holders of the same kind. */
static int64_t move_shares(struct region_people *people, enum region_kind kind, int64_t lacking)
{
    uint32_t giver = people->first[kind];
    const uint32_t end = people->first[kind + 1];
    for (uint32_t i = people->first[kind]; i < end && lacking > 0; i++) {
        struct region_person *holder = &people->rows[i];
        while (holder->holder && holder->share < FULL && lacking > 0 && giver < end) {
            struct region_person *other = &people->rows[giver];
            const int64_t room = FULL - holder->share;
            const int64_t moved =
                other->holder ? 0 : take(other, room, LEAST_SHARE, lacking < room ? lacking : room);
            holder->share += moved;
            lacking -= moved;
            if (other->holder || other->share <= LEAST_SHARE) {
                giver++;
            }
        }
    }
    return lacking;
}

int region_share_choose_holders(struct region_people *people, int64_t holders_fte,
                                struct region_rng *rng)
{
    uint32_t *order = calloc(people->count, sizeof(*order));
    int64_t lacking = holders_fte;
    if (order == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (int i = 0; i < TRIES && lacking != 0; i++) {
        region_rng_shuffle(rng, order, people->count);
        lacking = draw_holders(people, order, people->count, holders_fte, rng);
        lacking = move_shares(people, REGION_KIND_STAYER, lacking);
        lacking = move_shares(people, REGION_KIND_STARTER, lacking);
        if (lacking != 0) {
            lacking = -1;
        }
    }
    free(order);
    return lacking == 0 ? 0 : STAITH_ERR_REFUSED;
}
