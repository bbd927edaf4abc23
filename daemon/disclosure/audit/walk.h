/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_WALK_H
#define STAITH_DISCLOSURE_AUDIT_WALK_H
/*
 * A walk over whole-number solutions along moves. The same every time: its dice are seeded with a
 * constant, and nothing about a result rests on luck, only how soon it is found.
 */
#include "disclosure/audit/moves.h"

struct staith_walk {
    const struct staith_attack *attack;
    const struct staith_moves *moves;
    uint64_t dice;
    bool equations_only; /**< the attack has no row of another kind */
    int64_t *x;          /**< where it stands: one value a cell */
    int64_t *part;       /**< one a move, all 0 between two pushes */
};

/** 0 or STAITH_ERR_NOMEM; x is the arena's. */
int staith_walk_init(struct staith_walk *walk, const struct staith_attack *attack,
                     const struct staith_moves *moves, struct staith_arena *arena);
/** One step of random length along each move, within lo and hi. `x` must be a solution. */
void staith_walk_sweep(struct staith_walk *walk, const int64_t *lo, const int64_t *hi);
/** Bring one cell from where it stands to `value`, or as near as pushing leads: moves with a part
 * in it go that way, all others the other way, to make room in the totals that they share. */
void staith_walk_push(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t cell,
                      int64_t value);

#endif
