/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/host/cells.h"

#include "base/err.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 8 };

void staith_cells_init(struct staith_cells *cells, uint64_t max)
{
    memset(cells, 0, sizeof *cells);
    cells->max = max < INT32_MAX ? max : INT32_MAX;
}

void staith_cells_deinit(struct staith_cells *cells)
{
    if (cells == NULL) {
        return;
    }
    free(cells->items);
    free(cells->slots);
    memset(cells, 0, sizeof *cells);
}

void staith_cells_clear(struct staith_cells *cells)
{
    if (cells->count > 0) {
        memset(cells->slots, 0, ((size_t)1 << cells->slot_bits) * sizeof *cells->slots);
    }
    cells->count = 0;
}

/* Ids are dense small numbers: multiplying spreads them over the high bits. */
static size_t find_slot(const struct staith_cells *cells, uint64_t id)
{
    size_t mask = ((size_t)1 << cells->slot_bits) - 1;
    size_t slot = (size_t)((id * 0x9E3779B97F4A7C15u) >> (64 - cells->slot_bits));
    while (cells->slots[slot] != 0 && cells->items[cells->slots[slot] - 1].id != id) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

/* Twice the room; slots stay at most half full. */
static int grow(struct staith_cells *cells)
{
    unsigned bits = cells->slot_bits == 0 ? FIRST_BITS : cells->slot_bits + 1;
    uint32_t cap = (uint32_t)1 << (bits - 1);
    uint32_t *slots = calloc((size_t)1 << bits, sizeof *slots);
    if (slots == NULL) {
        return STAITH_ERR_NOMEM;
    }
    struct staith_tally_cell *items = realloc(cells->items, cap * sizeof *items);
    if (items == NULL) {
        free(slots);
        return STAITH_ERR_NOMEM;
    }
    free(cells->slots);
    cells->items = items;
    cells->slots = slots;
    cells->cap = cap;
    cells->slot_bits = bits;
    for (uint32_t i = 0; i < cells->count; i++) {
        cells->slots[find_slot(cells, cells->items[i].id)] = i + 1;
    }
    return 0;
}

int staith_cells_get(struct staith_cells *cells, uint64_t id, struct staith_tally_cell **ret_cell)
{
    if (cells->slot_bits > 0) {
        size_t slot = find_slot(cells, id);
        if (cells->slots[slot] != 0) {
            *ret_cell = &cells->items[cells->slots[slot] - 1];
            return 0;
        }
    }
    if (cells->count >= cells->max) {
        return STAITH_ERR_LIMIT;
    }
    if (cells->count == cells->cap) {
        int code = grow(cells);
        if (code != 0) {
            return code;
        }
    }
    struct staith_tally_cell *cell = &cells->items[cells->count];
    memset(cell, 0, sizeof *cell);
    cell->id = id;
    size_t slot = find_slot(cells, id);
    cells->count++;
    cells->slots[slot] = cells->count;
    *ret_cell = cell;
    return 0;
}

static void rank(struct staith_tally_cell *cell, int64_t contribution)
{
    if (contribution > cell->largest) {
        cell->second = cell->largest;
        cell->largest = contribution;
    } else if (contribution > cell->second) {
        cell->second = contribution;
    }
}

int staith_cells_add(struct staith_cells *cells, uint64_t id, int64_t value, uint64_t digest)
{
    struct staith_tally_cell *cell = NULL;
    int code = staith_cells_get(cells, id, &cell);
    if (code != 0) {
        return code;
    }
    if (value > INT64_MAX - cell->value) {
        return STAITH_ERR_OVERFLOW;
    }
    cell->value += value;
    cell->digest += digest;
    return 0;
}

int staith_cells_contribute(struct staith_cells *cells, uint64_t id, int64_t value,
                            const struct staith_sketch *sketch)
{
    struct staith_tally_cell *cell = NULL;
    int code = staith_cells_get(cells, id, &cell);
    if (code != 0) {
        return code;
    }
    if (value > INT64_MAX - cell->value || cell->contributors == UINT32_MAX) {
        return STAITH_ERR_OVERFLOW;
    }
    cell->value += value;
    cell->contributors++;
    rank(cell, value);
    if (sketch != NULL) {
        staith_sketch_add(&cell->changes, sketch);
    }
    return 0;
}

int staith_cells_merge(struct staith_cells *cells, uint64_t id,
                       const struct staith_tally_cell *from)
{
    struct staith_tally_cell *cell = NULL;
    int code = staith_cells_get(cells, id, &cell);
    if (code != 0) {
        return code;
    }
    if (from->value > INT64_MAX - cell->value ||
        from->contributors > UINT32_MAX - cell->contributors) {
        return STAITH_ERR_OVERFLOW;
    }
    cell->value += from->value;
    cell->contributors += from->contributors;
    rank(cell, from->largest);
    rank(cell, from->second);
    staith_sketch_add(&cell->changes, &from->changes);
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct staith_tally_cell *left = a;
    const struct staith_tally_cell *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

void staith_cells_sort(struct staith_cells *cells)
{
    if (cells->count > 1) {
        qsort(cells->items, cells->count, sizeof *cells->items, compare);
    }
}
