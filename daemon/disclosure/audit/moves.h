/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_MOVES_H
#define STAITH_DISCLOSURE_AUDIT_MOVES_H
/*
 * Moves: whole-number directions along which every equation of an attacker keeps holding. Walking
 * along them leads from one solution to others without a linear program.
 */
#include "disclosure/audit/attack.h"

struct staith_moves {
    uint32_t count;
    uint32_t *first; /**< count + 1 */
    uint32_t *cell;
    int64_t *times;
    /** The way back: the moves that a cell has a part in. */
    uint32_t *cell_first; /**< cells + 1 */
    uint32_t *cell_move;
    int64_t *cell_times;
};

/** Find them among the cells with lo < hi. Where that would take too much, there are fewer or
 *  none: never a wrong one. Everything is the arena's. 0 or STAITH_ERR_NOMEM. */
int staith_moves_find(const struct staith_attack *attack, const int64_t *lo, const int64_t *hi,
                      struct staith_arena *arena, struct staith_moves *ret_moves);

#endif
