/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_LP_H
#define STAITH_DISCLOSURE_AUDIT_LP_H
/*
 * Linear programs, real and whole-number, over what an attacker knows. GLPK is known in lp.c alone.
 * Answers come from floating point: a solution counts only once staith_attack_holds has checked it,
 * and a wrong bound or "impossible" can only make the auditor refuse.
 */
#include "disclosure/audit/attack.h"

struct staith_lp;

enum staith_lp_answer {
    STAITH_LP_SOLVED = 1,     /**< an optimum */
    STAITH_LP_IMPOSSIBLE = 2, /**< no solution */
    STAITH_LP_UNBOUNDED = 3,
    STAITH_LP_GAVE_UP = 4 /**< the budget or numerical trouble */
};

/** What is left of the budget, shared by everything in a run. */
struct staith_effort {
    const struct staith_outside *outside;
    int64_t deadline_ms; /**< on the monotonic clock */
    uint32_t programs_left;
    uint32_t programs;
};
/** Whether the budget is used up. */
bool staith_effort_is_over(const struct staith_effort *effort);

/** "GLPK 5.0". Static. */
const char *staith_lp_solver(void);
/** Cells with lo == hi do not become columns; lo and hi (one a cell, within the attack's own) are
 *  read now. Keeps `attack` and `effort`. Heap; NULL without memory. */
struct staith_lp *staith_lp_new(const struct staith_attack *attack, const int64_t *lo,
                                const int64_t *hi, struct staith_effort *effort);
/** NULL is allowed. */
void staith_lp_free(struct staith_lp *lp);
/** Other bounds, within those at the start. */
void staith_lp_bounds(struct staith_lp *lp, const int64_t *lo, const int64_t *hi);
/** Fix one cell at a value, for the solving that follows; -1 lets go of it. */
void staith_lp_fix(struct staith_lp *lp, int64_t cell, int64_t value);
/** Least (direction -1) or greatest (1) value of a cell, or any solution (cell -1). `whole`: in
 *  whole numbers, by branching. ret_bound: the optimum, rounded inwards to the whole number that
 *  bounds every whole-number solution. ret_x: one value a cell, the nearest whole numbers. Both
 *  only with STAITH_LP_SOLVED. */
enum staith_lp_answer staith_lp_solve(struct staith_lp *lp, int64_t cell, int direction, bool whole,
                                      int64_t *ret_bound, int64_t *ret_x);

#endif
