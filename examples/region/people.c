/* SPDX-License-Identifier: Apache-2.0 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

enum { FULL = 1000000, DAY_HUNDREDTH = 10000, MAX_ROWS = 1200000 };

/* Second posts of a kind: a few in every council, so that people and posts differ, and as many as
 * the FTE needs where a council's people hold more than one each. */
static uint32_t second_posts(enum region_kind kind, int64_t people, int64_t total)
{
    if (kind == REGION_KIND_AGENCY || total * 2 < people * FULL) {
        return 0;
    }
    int64_t posts = kind == REGION_KIND_STAYER ? 1 + people / 80 : people / 25;
    const int64_t room = kind == REGION_KIND_STAYER ? FULL / 2 : 0;
    while ((people + posts) * FULL - total < room) {
        posts++;
    }
    return (uint32_t)(posts * 2 > people ? people / 2 : posts);
}

static void set_kinds(struct region_people *people)
{
    uint32_t kind = 0;
    for (uint32_t i = 0; i < people->count; i++) {
        while (i >= people->first[kind + 1]) {
            kind++;
        }
        people->rows[i].kind = (enum region_kind)kind;
        people->rows[i].twin = i;
    }
}

static int make(struct region_people *people, const struct region_parts *parts,
                struct region_rng *rng)
{
    const int64_t *amounts = parts->amounts;
    const int64_t heads[REGION_KIND_COUNT] = {parts->inpost_people - parts->starters_people,
                                              parts->starters_people, parts->leavers_people,
                                              parts->agency_rows};
    const int64_t totals[REGION_KIND_COUNT] = {
        amounts[REGION_PART_INPOST] - amounts[REGION_PART_STARTERS], amounts[REGION_PART_STARTERS],
        amounts[REGION_PART_LEAVERS], amounts[REGION_PART_AGENCY]};
    uint32_t posts[REGION_KIND_COUNT];
    for (int kind = 0; kind < REGION_KIND_COUNT; kind++) {
        if (heads[kind] < 0 || heads[kind] > MAX_ROWS) {
            return STAITH_ERR_REFUSED;
        }
        posts[kind] = second_posts((enum region_kind)kind, heads[kind], totals[kind]);
        people->first[kind + 1] = people->first[kind] + (uint32_t)heads[kind] + posts[kind];
    }
    people->count = people->first[REGION_KIND_COUNT];
    people->rows = calloc(people->count + 1, sizeof(*people->rows));
    if (people->rows == NULL) {
        return STAITH_ERR_NOMEM;
    }
    set_kinds(people);
    int rc = region_share_fill(people, totals, posts, rng);
    rc = rc != 0 ? rc : region_share_choose_holders(people, amounts[REGION_PART_HOLDERS], rng);
    rc = rc != 0 ? rc : region_work_spread_cases(people, parts->cases, rng);
    rc = rc != 0 ? rc
                 : region_work_spread_days(people, amounts[REGION_PART_DAYS] / DAY_HUNDREDTH, rng);
    return rc != 0 ? rc : region_traits_fill(people, parts->year, rng);
}

int region_people_make(const struct region_parts *parts, struct region_rng *rng,
                       struct region_people *ret_people, struct staith_err *err)
{
    struct region_people people;
    memset(&people, 0, sizeof(people));
    int rc = make(&people, parts, rng);
    if (rc != 0) {
        (void)staith_err_set(err, rc, "the figures of %d cannot be spread over people: %s",
                             parts->year, staith_err_words(rc));
    } else {
        rc = region_people_check(&people, parts, err);
    }
    if (rc != 0) {
        region_people_deinit(&people);
        return rc;
    }
    *ret_people = people;
    return 0;
}

void region_people_deinit(struct region_people *people)
{
    if (people != NULL) {
        free(people->rows);
        memset(people, 0, sizeof(*people));
    }
}

/* What the rows add up to. */
struct sums {
    int64_t heads[REGION_KIND_COUNT];
    int64_t fte[REGION_KIND_COUNT];
    int64_t holders;
    int64_t cases;
    int64_t days;
};

static void add_row(struct sums *sums, const struct region_person *row, bool first)
{
    sums->heads[row->kind] += first ? 1 : 0;
    sums->fte[row->kind] += row->share;
    sums->holders += row->holder ? row->share : 0;
    sums->cases += row->cases;
    sums->days += row->days;
}

int region_people_check(const struct region_people *people, const struct region_parts *parts,
                        struct staith_err *err)
{
    struct sums sums;
    memset(&sums, 0, sizeof(sums));
    for (uint32_t i = 0; i < people->count; i++) {
        const struct region_person *row = &people->rows[i];
        if (row->share < 0 || row->share > FULL || row->holder != (row->cases > 0)) {
            return staith_err_set(err, STAITH_ERR_REFUSED, "row %u is out of range", i);
        }
        add_row(&sums, row, row->twin == i);
    }
    const int64_t pairs[][2] = {
        {sums.heads[REGION_KIND_STAYER] + sums.heads[REGION_KIND_STARTER], parts->inpost_people},
        {sums.heads[REGION_KIND_STARTER], parts->starters_people},
        {sums.heads[REGION_KIND_LEAVER], parts->leavers_people},
        {sums.heads[REGION_KIND_AGENCY], parts->agency_rows},
        {sums.fte[REGION_KIND_STAYER] + sums.fte[REGION_KIND_STARTER],
         parts->amounts[REGION_PART_INPOST]},
        {sums.fte[REGION_KIND_STARTER], parts->amounts[REGION_PART_STARTERS]},
        {sums.fte[REGION_KIND_LEAVER], parts->amounts[REGION_PART_LEAVERS]},
        {sums.fte[REGION_KIND_AGENCY], parts->amounts[REGION_PART_AGENCY]},
        {sums.holders, parts->amounts[REGION_PART_HOLDERS]},
        {sums.cases, parts->cases},
        {sums.days * DAY_HUNDREDTH, parts->amounts[REGION_PART_DAYS]},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (pairs[i][0] != pairs[i][1]) {
            return staith_err_set(err, STAITH_ERR_REFUSED, "the rows of %d do not add up",
                                  parts->year);
        }
    }
    return 0;
}
