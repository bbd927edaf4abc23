/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_PARTITION_H
#define STAITH_DISCLOSURE_PROTECT_PARTITION_H
/*
 * A system cut into parts that no relation joins, so that each may be solved on its own.
 */
#include "base/arena.h"
#include "model/system.h"

#include <stdbool.h>

/** Part p has cells[cell_first[p] .. cell_first[p + 1]) and the relations likewise, both ascending;
 *  parts are in the order of their first cells. Lies in an arena. */
struct staith_partition {
    uint32_t count;
    uint32_t *cell_first;
    uint32_t *cells;
    uint32_t *relation_first;
    uint32_t *relations;
    uint32_t *part_of; /**< by cell; the system's count of cells where a cell is in none */
};

/** Only cells with `joined[cell]` count and join (NULL: all), and only relations without
 *  `skipped[relation]` (NULL: all). Relations that no such cell is in are in no part. 0, or
 *  STAITH_ERR_LIMIT when the arena permits no more. */
int staith_partition_make(const struct staith_system *system, const bool *joined,
                          const bool *skipped, struct staith_arena *arena,
                          struct staith_partition *ret_partition);

#endif
