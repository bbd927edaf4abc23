/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_SPLIT_H
#define STAITH_DISCLOSURE_AUDIT_SPLIT_H
/*
 * A question in parts that say nothing of each other: no sum and no fact joins their unknowns. A
 * cell that everybody knows exactly joins nothing; it stands in every part that uses it.
 */
#include "base/arena.h"
#include "disclosure/audit/audit.h"

struct staith_split {
    const struct staith_audit *audit;
    uint32_t count;     /**< of parts; at least 1 */
    uint32_t *part;     /**< of each cell; for cells that everybody knows, no meaning */
    uint32_t *row_part; /**< of each relation, then of each fact */
    uint32_t *place;    /**< of a cell in the part taken last */
    uint32_t *taken;    /**< one a cell: the part + 1 that took it last */
};

/** One part as a question of its own. */
struct staith_part {
    struct staith_audit audit;
    struct staith_system system;
    uint32_t *cell_of; /**< its cells in the whole, ascending */
};

/** `audit` has been checked. Everything is the arena's. 0 or STAITH_ERR_NOMEM. */
int staith_split_make(const struct staith_audit *audit, struct staith_arena *arena,
                      struct staith_split *ret_split);
/** Write out part `index`, once. Everything but names is the arena's. 0 or STAITH_ERR_NOMEM. */
int staith_split_take(struct staith_split *split, uint32_t index, struct staith_arena *arena,
                      struct staith_part *ret_part);

#endif
