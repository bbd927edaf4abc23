/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Observing only appends: 16 bytes to the measure's log, and the categories where they differ from
 * those of the observation before. Deduplication and totals are made once, at the end, measure by
 * measure; each log is freed when its measure is done.
 */
#include "authority/host/tally.h"

#include "authority/host/people.h"
#include "authority/host/rollup.h"
#include "authority/host/tally_log.h"
#include "authority/host/tally_part.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_PLACES = 256 };

/* What is known of one measure. */
struct tally_measure {
    struct staith_tally_log log;
    int64_t council_value;
    bool has_council_value;
    bool unavailable;
};

struct staith_tally {
    const struct staith_catalogue *catalogue;
    struct staith_tally_limits limits;
    uint64_t observed;
    const char *limit_met;
    struct staith_people people;
    struct staith_people owners;
    uint16_t *places; /* dimension_count categories each */
    uint32_t place_count;
    uint32_t place_cap;
    uint64_t cells_left;
    struct tally_measure *measures;
    struct staith_tally_part *parts;
};

/* ---- life ---- */

struct staith_tally *staith_tally_new(const struct staith_catalogue *catalogue,
                                      const struct staith_tally_limits *limits,
                                      const uint8_t key[STAITH_TALLY_KEY_BYTES])
{
    struct staith_tally *tally = calloc(1, sizeof *tally);
    if (tally == NULL) {
        return NULL;
    }
    tally->catalogue = catalogue;
    tally->limits = *limits;
    tally->cells_left = limits->max_cells;
    staith_people_init(&tally->people, key, limits->max_people);
    staith_people_init(&tally->owners, key, limits->max_people);
    tally->measures = calloc((size_t)catalogue->measure_count + 1, sizeof *tally->measures);
    tally->parts = calloc((size_t)catalogue->table_count + 1, sizeof *tally->parts);
    tally->places =
        calloc((size_t)FIRST_PLACES * (catalogue->dimension_count + 1), sizeof *tally->places);
    tally->place_cap = FIRST_PLACES;
    if (tally->measures == NULL || tally->parts == NULL || tally->places == NULL) {
        staith_tally_free(tally);
        return NULL;
    }
    return tally;
}

void staith_tally_free(struct staith_tally *tally)
{
    if (tally == NULL) {
        return;
    }
    for (uint32_t i = 0; tally->measures != NULL && i < tally->catalogue->measure_count; i++) {
        staith_tally_log_deinit(&tally->measures[i].log);
    }
    for (uint32_t i = 0; tally->parts != NULL && i < tally->catalogue->table_count; i++) {
        staith_tally_part_deinit(&tally->parts[i]);
    }
    staith_people_deinit(&tally->people);
    staith_people_deinit(&tally->owners);
    free(tally->measures);
    free(tally->parts);
    free(tally->places);
    free(tally);
}

/* ---- observing ---- */

static bool categories_valid(const struct staith_catalogue *catalogue, const uint16_t *categories)
{
    for (uint32_t d = 0; d < catalogue->dimension_count; d++) {
        if (categories[d] != STAITH_NO_CATEGORY &&
            categories[d] >= catalogue->dimensions[d].category_count) {
            return false;
        }
    }
    return true;
}

/* The number of the list of categories. */
static int take_place(struct staith_tally *tally, const uint16_t *categories, uint32_t *ret_place)
{
    size_t width = tally->catalogue->dimension_count;
    if (width > 0 && categories == NULL) {
        return STAITH_EINVAL;
    }
    if (tally->place_count > 0) {
        const uint16_t *last = tally->places + (tally->place_count - 1) * width;
        if (width == 0 || memcmp(last, categories, width * sizeof *last) == 0) {
            *ret_place = tally->place_count - 1;
            return STAITH_OK;
        }
    }
    if (width > 0 && !categories_valid(tally->catalogue, categories)) {
        return STAITH_EINVAL;
    }
    if (tally->place_count == tally->place_cap) {
        if (tally->place_cap > UINT32_MAX / 2) {
            return STAITH_ELIMIT;
        }
        size_t cap = tally->place_cap > 0 ? (size_t)tally->place_cap * 2 : FIRST_PLACES;
        uint16_t *bigger = realloc(tally->places, cap * (width + 1) * sizeof *bigger);
        if (bigger == NULL) {
            return STAITH_ENOMEM;
        }
        tally->places = bigger;
        tally->place_cap = (uint32_t)cap;
    }
    if (width > 0) {
        memcpy(tally->places + tally->place_count * width, categories, width * sizeof *categories);
    }
    *ret_place = tally->place_count;
    tally->place_count++;
    return STAITH_OK;
}

/* The number of a key that is there. */
static int take_key(struct staith_tally *tally, struct staith_people *people, const char *limit,
                    const void *key, size_t len, uint32_t *ret_number)
{
    if (len < 1 || len > STAITH_PEOPLE_MAX_PERSON_BYTES) {
        return STAITH_EINVAL;
    }
    int code = staith_people_number(people, key, len, ret_number);
    if (code == STAITH_ERR_LIMIT) {
        tally->limit_met = limit;
        return STAITH_ELIMIT;
    }
    return code == 0 ? STAITH_OK : STAITH_ENOMEM;
}

static int take_person(struct staith_tally *tally, const struct staith_observation *observation,
                       uint32_t aggregation, uint32_t *ret_person)
{
    if (observation->person == NULL) {
        *ret_person = STAITH_TALLY_NOBODY;
        return aggregation == STAITH_COUNT_ROWS ? STAITH_OK : STAITH_EINVAL;
    }
    return take_key(tally, &tally->people, "people", observation->person, observation->person_len,
                    ret_person);
}

static bool has_owner(const struct staith_observation *observation)
{
    return STAITH_HAS(observation, owner_len) && observation->owner != NULL;
}

static int take_owner(struct staith_tally *tally, const struct staith_observation *observation,
                      uint32_t *ret_owner)
{
    *ret_owner = STAITH_TALLY_NOBODY;
    if (!has_owner(observation)) {
        return STAITH_OK;
    }
    return take_key(tally, &tally->owners, "owners", observation->owner, observation->owner_len,
                    ret_owner);
}

static int take_council_value(struct staith_tally *tally, struct tally_measure *measure,
                              const struct staith_observation *observation)
{
    if (observation->person != NULL || has_owner(observation) || measure->has_council_value) {
        return STAITH_EINVAL;
    }
    measure->has_council_value = true;
    measure->council_value = observation->value;
    tally->observed++;
    return STAITH_OK;
}

int staith_tally_observe(struct staith_tally *tally, const struct staith_observation *observation)
{
    if (!STAITH_HAS(observation, person_len) || observation->value < 0 ||
        observation->measure >= tally->catalogue->measure_count) {
        return STAITH_EINVAL;
    }
    if (tally->observed >= tally->limits.max_observations) {
        tally->limit_met = "observations";
        return STAITH_ELIMIT;
    }
    struct tally_measure *measure = &tally->measures[observation->measure];
    uint32_t aggregation = tally->catalogue->measures[observation->measure].aggregation;
    bool counts = aggregation == STAITH_COUNT_ROWS || aggregation == STAITH_COUNT_PEOPLE;
    if (aggregation == STAITH_COUNCIL_VALUE) {
        return take_council_value(tally, measure, observation);
    }
    struct staith_tally_entry entry = {0, 0, counts ? 1 : observation->value};
    uint32_t owner = STAITH_TALLY_NOBODY;
    int code = take_place(tally, observation->categories, &entry.place);
    if (code == STAITH_OK) {
        code = take_person(tally, observation, aggregation, &entry.person);
    }
    if (code == STAITH_OK) {
        code = take_owner(tally, observation, &owner);
    }
    if (code == STAITH_OK && staith_tally_log_add(&measure->log, &entry, owner) != 0) {
        code = STAITH_ENOMEM;
    }
    if (code == STAITH_OK) {
        tally->observed++;
    }
    return code;
}

int staith_tally_unavailable(struct staith_tally *tally, uint16_t measure)
{
    if (measure >= tally->catalogue->measure_count) {
        return STAITH_EINVAL;
    }
    tally->measures[measure].unavailable = true;
    return STAITH_OK;
}

const char *staith_tally_limit_met(const struct staith_tally *tally)
{
    return tally->limit_met;
}

/* ---- deduplication ---- */

/* Whether entry `a` is to be kept rather than `b`, which came first. */
static bool goes_before(const struct staith_tally *tally, const struct staith_tally_entry *a,
                        const struct staith_tally_entry *b)
{
    const struct staith_catalogue *catalogue = tally->catalogue;
    const uint16_t *left = tally->places + (size_t)a->place * catalogue->dimension_count;
    const uint16_t *right = tally->places + (size_t)b->place * catalogue->dimension_count;
    for (uint32_t d = 0; d < catalogue->dimension_count; d++) {
        if (catalogue->dimensions[d].precedence == STAITH_KEEP_LEAST && left[d] != right[d]) {
            return left[d] < right[d]; /* STAITH_NO_CATEGORY is the greatest number */
        }
    }
    return false;
}

/* Leave one entry a person. The log is sorted. */
static void keep_one_each(const struct staith_tally *tally, struct staith_tally_log *log)
{
    uint64_t kept = 0;
    for (uint64_t at = 0; at < log->count;) {
        uint64_t len = staith_tally_log_group(log, at);
        uint64_t best = at;
        for (uint64_t i = at + 1; i < at + len; i++) {
            if (goes_before(tally, &log->entries[i], &log->entries[best])) {
                best = i;
            }
        }
        if (log->owners != NULL) {
            log->owners[kept] = log->owners[best];
        }
        log->entries[kept++] = log->entries[best];
        at += len;
    }
    log->count = kept;
}

/* ---- tables ---- */

/* A measure that has one number, or none. */
static int add_top(struct staith_tally *tally, struct staith_tally_part *part, uint16_t index)
{
    const struct tally_measure *measure = &tally->measures[index];
    struct staith_cell cell = {.measure = index, .status = STAITH_STATUS_UNAVAILABLE};
    for (uint32_t d = 0; d < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; d++) {
        cell.categories[d] = STAITH_TOTAL;
    }
    if (!measure->unavailable && measure->has_council_value) {
        cell.status = STAITH_STATUS_VALUE;
        cell.value = measure->council_value;
    }
    return staith_tally_part_add(part, &cell, &tally->cells_left);
}

static bool table_has(const struct staith_table *table, uint16_t measure)
{
    for (uint32_t i = 0; i < table->measure_count; i++) {
        if (table->measures[i] == measure) {
            return true;
        }
    }
    return false;
}

/* One table's cells by people. `ordered`: the entries by value, for an order statistic. */
static int build_people(struct staith_tally *tally, struct staith_rollup *rollup, uint16_t index,
                        uint32_t table, const struct staith_tally_entry *ordered)
{
    const struct staith_tally_log *log = &tally->measures[index].log;
    unsigned quarter = staith_measure_quarter(&tally->catalogue->measures[index]);
    struct staith_tally_part *part = &tally->parts[table];
    bool followed = staith_measure_followed(&tally->catalogue->measures[index]) != 0;
    staith_rollup_start(rollup, &tally->catalogue->tables[table], quarter != 0,
                        followed ? &tally->people : NULL);
    int code = staith_tally_part_roll(rollup, log);
    if (code == 0) {
        code = staith_tally_part_people(part, rollup, index, &tally->cells_left);
    }
    if (code == 0 && quarter != 0) {
        code = staith_tally_part_quartiles(part, rollup, ordered, log->count, quarter);
    }
    return code;
}

/* The owners of every table, when the people are done. */
static int build_owners(struct staith_tally *tally, struct staith_rollup *rollup, uint16_t index)
{
    const struct staith_catalogue *catalogue = tally->catalogue;
    bool counts = staith_measure_quarter(&catalogue->measures[index]) != 0;
    struct staith_tally_log *log = &tally->measures[index].log;
    int code = staith_tally_log_by_owner(log);
    for (uint32_t i = 0; code == 0 && i < catalogue->table_count; i++) {
        if (!table_has(&catalogue->tables[i], index)) {
            continue;
        }
        staith_rollup_start(rollup, &catalogue->tables[i], counts, NULL);
        code = staith_tally_part_roll(rollup, log);
        if (code == 0) {
            staith_tally_part_owners(&tally->parts[i], rollup, index);
        }
    }
    return code;
}

/* One measure that people contribute to, into every table that has it. */
static int build_measure(struct staith_tally *tally, struct staith_rollup *rollup, uint16_t index)
{
    const struct staith_catalogue *catalogue = tally->catalogue;
    struct staith_tally_log *log = &tally->measures[index].log;
    struct staith_tally_entry *ordered = NULL;
    int code = staith_tally_log_sort(log);
    if (code == 0 && catalogue->measures[index].aggregation == STAITH_COUNT_PEOPLE) {
        keep_one_each(tally, log);
    }
    if (code == 0 && log->count > 0 && staith_measure_quarter(&catalogue->measures[index]) != 0) {
        ordered = malloc(log->count * sizeof *ordered);
        code = ordered == NULL ? STAITH_ERR_NOMEM : 0;
    }
    if (ordered != NULL) {
        memcpy(ordered, log->entries, log->count * sizeof *ordered);
        staith_quartile_sort(ordered, log->count);
    }
    for (uint32_t i = 0; code == 0 && i < catalogue->table_count; i++) {
        if (table_has(&catalogue->tables[i], index)) {
            code = build_people(tally, rollup, index, i, ordered);
        }
    }
    free(ordered);
    return code == 0 && log->owners != NULL ? build_owners(tally, rollup, index) : code;
}

static int build(struct staith_tally *tally, struct staith_rollup *rollup, uint16_t index)
{
    const struct staith_catalogue *catalogue = tally->catalogue;
    bool top_only = tally->measures[index].unavailable ||
                    catalogue->measures[index].aggregation == STAITH_COUNCIL_VALUE;
    int code = top_only ? 0 : build_measure(tally, rollup, index);
    for (uint32_t i = 0; code == 0 && top_only && i < catalogue->table_count; i++) {
        if (table_has(&catalogue->tables[i], index)) {
            code = add_top(tally, &tally->parts[i], index);
        }
    }
    staith_tally_log_deinit(&tally->measures[index].log);
    return code;
}

static int give_parts(struct staith_tally *tally, struct staith_arena *arena,
                      struct staith_rawtable *raw)
{
    uint32_t count = tally->catalogue->table_count;
    struct staith_rawtable_part *parts = staith_arena_array(arena, count, sizeof *parts);
    if (count > 0 && parts == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_tally_part *part = &tally->parts[i];
        parts[i].table = (uint16_t)i;
        parts[i].cell_count = part->count;
        if (part->count > 0) {
            parts[i].cells =
                staith_arena_memdup(arena, part->cells, part->count * sizeof *part->cells);
            if (parts[i].cells == NULL) {
                return STAITH_ERR_NOMEM;
            }
        }
    }
    raw->observed = tally->observed;
    raw->people = tally->people.count;
    raw->part_count = count;
    raw->parts = parts;
    return 0;
}

static int explain(const struct staith_tally *tally, uint32_t measure, int code,
                   struct staith_err *err)
{
    const char *name = tally->catalogue->measures[measure].code;
    switch (code) {
    case STAITH_ERR_LIMIT:
        (void)staith_err_set(err, code, "the tables have more than %llu cells (at measure %s)",
                             (unsigned long long)tally->limits.max_cells, name);
        staith_err_remedy(err, "raise limits.max-cells, or declare fewer or smaller tables");
        return code;
    case STAITH_ERR_OVERFLOW:
        return staith_err_set(err, code, "the sum of measure %s is too large", name);
    default:
        return staith_err_set(err, code, "no memory to build the tables of measure %s", name);
    }
}

int staith_tally_finish(struct staith_tally *tally, struct staith_arena *arena,
                        struct staith_rawtable *raw, struct staith_err *err)
{
    struct staith_rollup rollup;
    int code = 0;
    staith_rollup_init(&rollup, tally->catalogue, tally->places, tally->limits.max_cells);
    for (uint32_t i = 0; code == 0 && i < tally->catalogue->measure_count; i++) {
        code = build(tally, &rollup, (uint16_t)i);
        if (code != 0) {
            (void)explain(tally, i, code, err);
        }
    }
    staith_rollup_deinit(&rollup);
    if (code == 0) {
        code = give_parts(tally, arena, raw);
        if (code != 0) {
            (void)staith_err_set(err, code, "no memory for the finished tables");
        }
    }
    return code;
}
