/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_ATTACK_H
#define STAITH_DISCLOSURE_AUDIT_ATTACK_H
/*
 * What one attacker knows, as bounds on the cells and rows over them:
 *   lo[i] <= x[i] <= hi[i],  row_lo[r] <= sum of times * x over the row's entries <= row_hi[r].
 * Rows are stored by row and, for the way back, by cell. No cell stands twice in a row.
 */
#include "base/arena.h"
#include "disclosure/audit/audit.h"

/** Bits of knowledge beyond the plain attacker's: 1 << enum staith_attacker. */
struct staith_attack {
    uint32_t cells;
    int64_t *lo;
    int64_t *hi;
    uint32_t rows;
    int64_t *row_lo;
    int64_t *row_hi;
    uint32_t *row_first; /**< rows + 1 */
    uint32_t *column;
    int64_t *times;
    uint32_t *cell_first; /**< cells + 1 */
    uint32_t *cell_row;
};

/** Whether the question is well formed: indices, limits, bounds. 0 or STAITH_ERR_INVAL. */
int staith_attack_check(const struct staith_audit *audit, struct staith_err *err);
/** Build it; everything is the arena's. `audit` has been checked. 0 or STAITH_ERR_NOMEM. */
int staith_attack_build(const struct staith_audit *audit, unsigned knowledge,
                        struct staith_arena *arena, struct staith_attack *ret_attack);
/** The knowledge for which anything at all was published. */
unsigned staith_attack_knowledge(const struct staith_audit *audit);
/** Whether `x`, one value a cell, lies within lo, hi (caller's, in place of the attack's) and
 *  satisfies every row. In integer arithmetic. */
bool staith_attack_holds(const struct staith_attack *attack, const int64_t *lo, const int64_t *hi,
                         const int64_t *x);

#endif
