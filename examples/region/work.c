/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases and days of sickness: whole units spread by weight, exactly. Shares are rounded down and
 * what is left goes round one unit at a time.
 */
#include "people.h"

#include <stdlib.h>

enum { MOST_CASES = 40, MOST_DAYS = 25000, WEIGHT_STEP = 1000 };

struct spread {
    int64_t *weights; /* one a row; 0: gets nothing */
    int64_t *units;   /* what each row gets */
    uint32_t count;
};

static int spread_init(struct spread *spread, uint32_t count)
{
    spread->count = count;
    spread->weights = calloc(count, sizeof(*spread->weights));
    spread->units = calloc(count, sizeof(*spread->units));
    return spread->weights != NULL && spread->units != NULL ? 0 : STAITH_ERR_NOMEM;
}

static void spread_deinit(struct spread *spread)
{
    free(spread->weights);
    free(spread->units);
}

/* What rounding down left goes round, in steps; when every row has `most`, `most` gives way,
 * because the sum must not. */
static void spread_rest(struct spread *spread, int64_t left, int64_t most)
{
    while (left > 0) {
        const int64_t before = left;
        for (uint32_t i = 0; i < spread->count && left > 0; i++) {
            const int64_t room = most - spread->units[i];
            int64_t step = left / spread->count + 1;
            step = step > room ? room : step;
            if (spread->weights[i] > 0 && step > 0) {
                spread->units[i] += step;
                left -= step;
            }
        }
        most += left == before ? most : 0;
    }
}

/* Spread `total` units, `least` to each row with a weight and `most` at most where that is
 * possible. */
static int spread_run(struct spread *spread, int64_t total, int64_t least, int64_t most)
{
    int64_t sum = 0;
    int64_t left = total;
    for (uint32_t i = 0; i < spread->count; i++) {
        sum += spread->weights[i];
        left -= spread->weights[i] > 0 ? least : 0;
    }
    if (left < 0 || (sum == 0 && total > 0)) {
        return STAITH_ERR_REFUSED;
    }
    const int64_t shared = left;
    for (uint32_t i = 0; i < spread->count; i++) {
        if (spread->weights[i] > 0) {
            int64_t part = shared * spread->weights[i] / sum;
            part = part + least > most ? most - least : part;
            spread->units[i] = least + part;
            left -= part;
        }
    }
    spread_rest(spread, left, most);
    return 0;
}

int region_work_spread_cases(struct region_people *people, int64_t cases, struct region_rng *rng)
{
    struct spread spread;
    int rc = spread_init(&spread, people->count);
    for (uint32_t i = 0; rc == 0 && i < people->count; i++) {
        const struct region_person *row = &people->rows[i];
        if (row->holder) {
            /* A few supervise and keep a case or two. */
            const int supervises = region_rng_chance(rng, 50);
            const int64_t each = region_rng_between(rng, 60, 140);
            spread.weights[i] = row->share / WEIGHT_STEP * (supervises != 0 ? each / 8 : each) + 1;
        }
    }
    if (rc == 0) {
        rc = spread_run(&spread, cases, 1, MOST_CASES);
    }
    for (uint32_t i = 0; rc == 0 && i < people->count; i++) {
        people->rows[i].cases = spread.units[i];
    }
    spread_deinit(&spread);
    return rc;
}

/* Nearly half lose no day; a few are away for months. In tenths of a day, before scaling. */
static int64_t days_weight(struct region_rng *rng)
{
    static const uint16_t bands[] = {45, 40, 12, 3};
    switch (region_rng_pick(rng, bands, 4)) {
    case 0:
        return 0;
    case 1:
        return region_rng_between(rng, 10, 100);
    case 2:
        return region_rng_between(rng, 100, 400);
    default:
        return region_rng_between(rng, 600, 1800);
    }
}

int region_work_spread_days(struct region_people *people, int64_t days, struct region_rng *rng)
{
    struct spread spread;
    const uint32_t permanent = people->first[REGION_KIND_AGENCY];
    int rc = spread_init(&spread, people->count);
    for (uint32_t i = 0; rc == 0 && i < permanent; i++) {
        const int64_t weight = days_weight(rng);
        spread.weights[i] = people->rows[i].kind == REGION_KIND_LEAVER ? weight / 2 : weight;
    }
    if (rc == 0) {
        spread.weights[0] += 1; /* somebody can take them all */
        rc = spread_run(&spread, days, 0, MOST_DAYS);
    }
    for (uint32_t i = 0; rc == 0 && i < permanent; i++) {
        people->rows[i].days = spread.units[i];
    }
    spread_deinit(&spread);
    return rc;
}
