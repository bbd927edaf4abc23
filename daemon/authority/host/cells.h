/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_CELLS_H
#define STAITH_AUTHORITY_HOST_CELLS_H
/*
 * Accumulators by cell number: a hash table that is filled, walked and emptied again and again
 * while tables are built. 128 bytes a cell at most.
 */
#include "model/sketch.h"

#include <stddef.h>
#include <stdint.h>

struct staith_tally_cell {
    uint64_t id;
    int64_t value;
    int64_t largest; /**< largest contribution of one person */
    int64_t second;
    uint32_t contributors;
    uint64_t digest;              /**< of one person's contribution: what a sketch is made of */
    struct staith_sketch changes; /**< of all contributions, where they are followed */
};

/** Caller's storage. Cells stand in items[0..count) in the order they were added. */
struct staith_cells {
    struct staith_tally_cell *items;
    uint32_t count;
    uint32_t cap;
    uint64_t max;
    uint32_t *slots; /**< private */
    unsigned slot_bits;
};

/** `max`: greatest number of cells. Allocates nothing yet. */
void staith_cells_init(struct staith_cells *cells, uint64_t max);
/** NULL is allowed. */
void staith_cells_deinit(struct staith_cells *cells);
/** Drop the cells, keep the memory. */
void staith_cells_clear(struct staith_cells *cells);
/** Find or add a cell (zeros); *ret_cell is valid until the next call.
 *  0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_cells_get(struct staith_cells *cells, uint64_t id, struct staith_tally_cell **ret_cell);
/** One person's contribution. `sketch`: NULL where contributions are not followed. 0,
 *  STAITH_ERR_OVERFLOW or as get. */
int staith_cells_contribute(struct staith_cells *cells, uint64_t id, int64_t value,
                            const struct staith_sketch *sketch);
/** A part of one person's contribution: the value and the digest alone, which add up. */
int staith_cells_add(struct staith_cells *cells, uint64_t id, int64_t value, uint64_t digest);
/** The contributions of other people, gathered in `from`. */
int staith_cells_merge(struct staith_cells *cells, uint64_t id,
                       const struct staith_tally_cell *from);
/** Order the items by id; the table is only good for walking and clearing after it. */
void staith_cells_sort(struct staith_cells *cells);

#endif
