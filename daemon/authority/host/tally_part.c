/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/tally_part.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_CELLS = 64 };

void staith_tally_part_deinit(struct staith_tally_part *part)
{
    free(part->cells);
    memset(part, 0, sizeof *part);
}

int staith_tally_part_add(struct staith_tally_part *part, const struct staith_cell *cell,
                          uint64_t *left)
{
    if (*left == 0) {
        return STAITH_ERR_LIMIT;
    }
    if (part->count == part->cap) {
        uint32_t cap = part->cap == 0 ? FIRST_CELLS : part->cap * 2;
        struct staith_cell *bigger = realloc(part->cells, cap * sizeof *bigger);
        if (bigger == NULL) {
            return STAITH_ERR_NOMEM;
        }
        part->cells = bigger;
        part->cap = cap;
    }
    part->cells[part->count++] = *cell;
    (*left)--;
    return 0;
}

int staith_tally_part_roll(struct staith_rollup *rollup, const struct staith_tally_log *log)
{
    int code = 0;
    for (uint64_t at = 0; code == 0 && at < log->count;) {
        uint64_t len = staith_tally_log_group(log, at);
        code = staith_rollup_person(rollup, &log->entries[at], len);
        at += len;
    }
    return code == 0 ? staith_rollup_finish(rollup) : code;
}

int staith_tally_part_people(struct staith_tally_part *part, const struct staith_rollup *rollup,
                             uint16_t measure, uint64_t *left)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < rollup->out.count; i++) {
        const struct staith_tally_cell *from = &rollup->out.items[i];
        struct staith_cell cell = {.measure = measure,
                                   .status = STAITH_STATUS_VALUE,
                                   .value = rollup->counts ? 0 : from->value,
                                   .largest = from->largest,
                                   .second = from->second,
                                   .contributors = from->contributors,
                                   .values = rollup->counts ? from->value : 0,
                                   .changes = from->changes};
        staith_rollup_place(rollup, from->id, cell.categories);
        code = staith_tally_part_add(part, &cell, left);
    }
    return code;
}

int staith_tally_part_quartiles(struct staith_tally_part *part, const struct staith_rollup *rollup,
                                const struct staith_tally_entry *entries, uint64_t count,
                                unsigned quarter)
{
    struct staith_cell *cells = part->cells + (part->count - rollup->out.count);
    int64_t *values = calloc(rollup->out.count, sizeof *values);
    if (values == NULL) {
        return STAITH_ERR_NOMEM;
    }
    int code = staith_quartile_all(rollup, entries, count, quarter, values);
    for (uint32_t i = 0; code == 0 && i < rollup->out.count; i++) {
        cells[i].value = values[i];
    }
    free(values);
    return code;
}

/* Cells of both are in the order of their places, and every place that an owner is at has a cell:
 * one walk over both. */
void staith_tally_part_owners(struct staith_tally_part *part, const struct staith_rollup *rollup,
                              uint16_t measure)
{
    uint32_t at = part->count;
    while (at > 0 && part->cells[at - 1].measure == measure) {
        at--;
    }
    for (uint32_t i = 0; i < rollup->out.count; i++) {
        const struct staith_tally_cell *from = &rollup->out.items[i];
        uint16_t place[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS];
        staith_rollup_place(rollup, from->id, place);
        while (memcmp(part->cells[at].categories, place, sizeof place) != 0) {
            at++;
        }
        part->cells[at].owners = from->contributors;
        part->cells[at].owned = from->value;
        part->cells[at].owner_largest = from->largest;
        part->cells[at].owner_second = from->second;
    }
}
