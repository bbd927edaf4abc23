/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_PART_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_PART_H
/*
 * Private to suppression: one part of a system, as how far each cell may be from its true value.
 * Cells that are shown in any case are not in it: they are never off. So every row says that the
 * differences of its cells, with signs, add up to 0.
 */
#include "disclosure/protect/suppress.h"

struct staith_suppress_part {
    uint32_t count;
    const uint32_t *cells; /**< by cell of the part: the system's */
    int64_t *value;
    int64_t *down;  /**< how far below its value a hidden cell can be, for the attacker */
    int64_t *below; /**< promised: how far below its value it stays possible; 0: not promised */
    int64_t *above; /**< and above */
    int64_t *weight;
    uint32_t *numbers; /**< promised: how many numbers stay possible; 0: not promised */
    bool *promised;
    bool *forced; /**< hidden whatever else is */
    bool *people;
    bool *sole;
    uint32_t row_count;
    uint32_t *row_first; /**< row_count + 1 */
    uint32_t *row_cell;
    int8_t *row_sign;
    bool *row_whole;     /**< every cell of the relation is in the row: none is shown in any case */
    uint32_t *row_total; /**< the relation's total in the part, or count */
};

/** Copy part `index` of a partition. Relations without a cell of the part are left out. `least`:
 *  the least the attacker thinks a hidden cell to be. All in the arena. 0 or STAITH_ERR_LIMIT. */
struct staith_partition;
int staith_suppress_part_make(const struct staith_system *system,
                              const struct staith_suppress_rules *rules,
                              const struct staith_partition *partition, uint32_t index,
                              struct staith_arena *arena, struct staith_suppress_part *ret_part);

#endif
