/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cell's number is its categories as the digits of one number, the table's first dimension
 * highest, with the total as the digit behind the last category: numbers order as cells do.
 *
 * Nearly everybody is in one place of a table. Those are gathered at that place alone, and the
 * totals are made from the places, of which there are few: contributors add up, because nobody is
 * in two of them. A person in several places is summed cell by cell and then counted once in each.
 */
#include "authority/host/rollup.h"

#include "base/err.h"

#include <staith/plugin.h>
#include <string.h>

enum { MAX_DIMENSIONS = STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS };

/* A walk over a place and all that is above it. */
struct walk {
    uint32_t count; /* of dimensions */
    const struct staith_dimension *dimensions[MAX_DIMENSIONS];
    uint32_t start[MAX_DIMENSIONS];
    uint32_t at[MAX_DIMENSIONS]; /* category_count: the total */
};

static const struct staith_dimension *dimension_of(const struct staith_rollup *rollup, uint32_t d)
{
    return &rollup->catalogue->dimensions[rollup->table->dimensions[d]];
}

void staith_rollup_init(struct staith_rollup *rollup, const struct staith_catalogue *catalogue,
                        const uint16_t *places, uint64_t max_cells)
{
    memset(rollup, 0, sizeof *rollup);
    rollup->catalogue = catalogue;
    rollup->places = places;
    staith_cells_init(&rollup->base, max_cells);
    staith_cells_init(&rollup->person, max_cells);
    staith_cells_init(&rollup->out, max_cells);
}

void staith_rollup_deinit(struct staith_rollup *rollup)
{
    if (rollup == NULL) {
        return;
    }
    staith_cells_deinit(&rollup->base);
    staith_cells_deinit(&rollup->person);
    staith_cells_deinit(&rollup->out);
}

void staith_rollup_start(struct staith_rollup *rollup, const struct staith_table *table,
                         bool counts, const struct staith_people *followed)
{
    rollup->table = table;
    rollup->counts = counts;
    rollup->followed = followed;
    staith_cells_clear(&rollup->base);
    staith_cells_clear(&rollup->person);
    staith_cells_clear(&rollup->out);
}

static uint64_t id_of_place(const struct staith_rollup *rollup, uint32_t place)
{
    const uint16_t *categories =
        rollup->places + (size_t)place * rollup->catalogue->dimension_count;
    uint64_t id = 0;
    for (uint32_t d = 0; d < rollup->table->dimension_count; d++) {
        uint32_t total = dimension_of(rollup, d)->category_count;
        uint32_t category = categories[rollup->table->dimensions[d]];
        id = id * (total + 1) + (category == STAITH_NO_CATEGORY ? total : category);
    }
    return id;
}

uint64_t staith_rollup_top(const struct staith_rollup *rollup)
{
    uint64_t id = 0;
    for (uint32_t d = 0; d < rollup->table->dimension_count; d++) {
        uint32_t total = dimension_of(rollup, d)->category_count;
        id = id * (total + 1) + total;
    }
    return id;
}

static void walk_start(struct walk *walk, const struct staith_rollup *rollup, uint64_t id)
{
    walk->count = rollup->table->dimension_count;
    for (uint32_t d = walk->count; d > 0; d--) {
        const struct staith_dimension *dimension = dimension_of(rollup, d - 1);
        uint32_t digits = dimension->category_count + 1;
        walk->dimensions[d - 1] = dimension;
        walk->start[d - 1] = (uint32_t)(id % digits);
        walk->at[d - 1] = walk->start[d - 1];
        id /= digits;
    }
}

static uint64_t walk_id(const struct walk *walk)
{
    uint64_t id = 0;
    for (uint32_t d = 0; d < walk->count; d++) {
        id = id * (walk->dimensions[d]->category_count + 1) + walk->at[d];
    }
    return id;
}

/* One step: the last dimension that is not at its total goes up, those behind it start again.
 * False at the end. */
static int walk_next(struct walk *walk)
{
    for (uint32_t d = walk->count; d > 0; d--) {
        const struct staith_dimension *dimension = walk->dimensions[d - 1];
        uint32_t at = walk->at[d - 1];
        if (at != dimension->category_count) {
            uint16_t parent = dimension->categories[at].parent;
            walk->at[d - 1] = parent == STAITH_NO_CATEGORY ? dimension->category_count : parent;
            return 1;
        }
        walk->at[d - 1] = walk->start[d - 1];
    }
    return 0;
}

void staith_rollup_place(const struct staith_rollup *rollup, uint64_t id,
                         uint16_t categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS])
{
    struct walk walk;
    walk_start(&walk, rollup, id);
    for (uint32_t d = 0; d < MAX_DIMENSIONS; d++) {
        categories[d] = d < walk.count && walk.at[d] != walk.dimensions[d]->category_count
                            ? (uint16_t)walk.at[d]
                            : STAITH_TOTAL;
    }
}

static int64_t amount(const struct staith_rollup *rollup, const struct staith_tally_entry *entry)
{
    return rollup->counts ? 1 : entry->value;
}

/* What one observation is of a person's contribution: digests of several add up as values do. */
static uint64_t digest_of(const struct staith_rollup *rollup,
                          const struct staith_tally_entry *entry)
{
    bool follows_values = rollup->counts && rollup->followed != NULL;
    return follows_values ? staith_people_value(rollup->followed, entry->value)
                          : (uint64_t)entry->value;
}

static int contribute(struct staith_rollup *rollup, struct staith_cells *cells, uint64_t id,
                      uint32_t person, int64_t value, uint64_t digest)
{
    if (rollup->followed == NULL) {
        return staith_cells_contribute(cells, id, value, NULL);
    }
    const struct staith_sketch sketch = staith_people_sketch(rollup->followed, person, digest);
    return staith_cells_contribute(cells, id, value, &sketch);
}

/* A person in several places. */
static int add_scattered(struct staith_rollup *rollup, const struct staith_tally_entry *entries,
                         uint64_t count)
{
    int code = 0;
    staith_cells_clear(&rollup->person);
    for (uint64_t i = 0; code == 0 && i < count; i++) {
        struct walk walk;
        walk_start(&walk, rollup, id_of_place(rollup, entries[i].place));
        do {
            code = staith_cells_add(&rollup->person, walk_id(&walk), amount(rollup, &entries[i]),
                                    digest_of(rollup, &entries[i]));
        } while (code == 0 && walk_next(&walk));
    }
    for (uint32_t i = 0; code == 0 && i < rollup->person.count; i++) {
        const struct staith_tally_cell *cell = &rollup->person.items[i];
        code = contribute(rollup, &rollup->out, cell->id, entries[0].person, cell->value,
                          cell->digest);
    }
    return code;
}

int staith_rollup_person(struct staith_rollup *rollup, const struct staith_tally_entry *entries,
                         uint64_t count)
{
    uint64_t id = id_of_place(rollup, entries[0].place);
    int64_t value = amount(rollup, &entries[0]);
    uint64_t digest = digest_of(rollup, &entries[0]);
    for (uint64_t i = 1; i < count; i++) {
        if (id_of_place(rollup, entries[i].place) != id) {
            return add_scattered(rollup, entries, count);
        }
        if (amount(rollup, &entries[i]) > INT64_MAX - value) {
            return STAITH_ERR_OVERFLOW;
        }
        value += amount(rollup, &entries[i]);
        digest += digest_of(rollup, &entries[i]);
    }
    return contribute(rollup, &rollup->base, id, entries[0].person, value, digest);
}

int staith_rollup_finish(struct staith_rollup *rollup)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < rollup->base.count; i++) {
        struct walk walk;
        walk_start(&walk, rollup, rollup->base.items[i].id);
        do {
            code = staith_cells_merge(&rollup->out, walk_id(&walk), &rollup->base.items[i]);
        } while (code == 0 && walk_next(&walk));
    }
    struct staith_tally_cell *top = NULL;
    if (code == 0) {
        code = staith_cells_get(&rollup->out, staith_rollup_top(rollup), &top);
    }
    staith_cells_sort(&rollup->out);
    return code;
}

/* The cell is there: the entry was counted in it. */
static uint32_t index_of(const struct staith_rollup *rollup, uint64_t id)
{
    uint32_t low = 0;
    uint32_t high = rollup->out.count - 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (rollup->out.items[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void staith_rollup_visit(const struct staith_rollup *rollup, const struct staith_tally_entry *entry,
                         void (*see)(void *ctx, uint32_t cell, int64_t value), void *ctx)
{
    struct walk walk;
    walk_start(&walk, rollup, id_of_place(rollup, entry->place));
    do {
        see(ctx, index_of(rollup, walk_id(&walk)), entry->value);
    } while (walk_next(&walk));
}
