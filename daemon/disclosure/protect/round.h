/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_ROUND_H
#define STAITH_DISCLOSURE_PROTECT_ROUND_H
/*
 * Controlled rounding: every count to an adjacent multiple of the base, multiples as they are,
 * every sum kept exactly, and of all such tables the one whose counts change least altogether.
 * Among equals a fixed weight by name decides, so that the same system gives the same numbers
 * whichever way the solver went. What is returned was verified in whole numbers.
 *
 * Cells bound to each other by sums, through however many others, are a block: one measure with
 * its tables, as a rule. A block that cannot be rounded falls back, in this order, and the result
 * says so:
 *   1. reach 1: adjacent multiples;
 *   2. reach 2: the next multiple beyond is permitted too, multiples may move by one;
 *   3. withheld, naming the table without which the block could be rounded;
 *   4. withheld.
 * Only what is the same on every machine (no solution; the limits on work) leads from 1 to 2. A
 * solve that ends by time, memory or a fault of the solver leads to 4 at once.
 */
#include "base/arena.h"
#include "base/err.h"
#include "disclosure/protect/solver.h"
#include "model/system.h"

enum { STAITH_ROUND_FINE = 1000 };

/** What was published of a cell before. */
struct staith_round_before {
    const char *name;
    int64_t value;   /**< its true value then */
    int64_t rounded; /**< what stood in the sums then */
    uint32_t reach;  /**< 1 or 2: of the rounding it came from */
};

/** A cell that may not be published above so much: an amount bound by a count that is published
 *  beside it, such as FTE by people, of which nobody is more than one. */
struct staith_round_cap {
    const char *name;
    int64_t rounded; /**< a multiple of the base */
};

/** The caller's. Names that the system does not have are passed over. */
struct staith_round_rules {
    /** 5 or 3 for counts; above STAITH_ROUND_FINE for amounts in small units (5 FTE are 5,000,000
     *  millionths). Of an amount, changes are weighed to a thousandth of the base, for the solver's
     *  sake; sums, reach and intervals hold exactly. */
    uint32_t base;
    /** The reach to begin with: 1, or 2 where an audit showed that adjacent multiples say too much.
     *  0: 1. */
    uint32_t least_reach;
    /** Cells published exactly. In the sums they are rounded like the others, so that a total that
     *  is printed exactly may differ from the sum printed below it by less than the base. */
    uint32_t exact_count;
    const char *const *exact;
    /** A cell that has its true value of before keeps its number of before. */
    uint32_t before_count;
    const struct staith_round_before *before;
    uint32_t cap_count;
    const struct staith_round_cap *caps; /**< what was published before goes above them */
    struct staith_solver_budget budget; /**< time: of the whole rounding; the rest: of each solve */
};

struct staith_round_cell {
    int64_t published;
    int64_t rounded; /**< multiple of the base that keeps the sums; = published unless exact */
    /** Whoever knows the rule, and nothing else, knows that the true value lies here. */
    int64_t lo;
    int64_t hi;
    uint32_t reach; /**< 1 or 2; 0: withheld, and there are no numbers */
    bool exact;
    bool kept; /**< the number of before */
};

enum staith_round_state {
    STAITH_ROUND_ADJACENT = 1,    /**< all at reach 1 */
    STAITH_ROUND_NEXT = 2,        /**< all rounded, some block at reach 2 */
    STAITH_ROUND_LESS_DETAIL = 3, /**< some block withheld; without the table `less` it could be
                                       rounded */
    STAITH_ROUND_WITHHELD = 4     /**< some block withheld, and no single table is the reason */
}; /* of several blocks that are withheld, the first decides between the last two */

enum staith_round_proof {
    STAITH_ROUND_PROOF_EXACT = 1,  /**< change = bound, and the bound was computed in whole numbers
                                        from the solver's prices */
    STAITH_ROUND_PROOF_SEARCH = 2, /**< least by the solver's search, a sum of floating point */
    STAITH_ROUND_PROOF_GAP = 3 /**< the limits on work or the permitted gap ended the search: the
                                    least change lies between bound and change */
};

/** Of the cells that are not withheld. Cells are those of the system, in the arena. */
struct staith_rounding {
    struct staith_round_cell *cells;
    enum staith_round_state state;
    enum staith_round_proof proof; /**< the weakest of all blocks */
    enum staith_solver_end end;    /**< why the first withheld block ended, or DONE: no solution */
    bool unique;       /**< no other rounding ties: the numbers do not depend on the solver */
    int64_t change;    /**< sum of |rounded - true value| */
    int64_t bound;     /**< no rounding under the same rules has less */
    int64_t largest;   /**< largest |rounded - true value| */
    uint32_t withheld; /**< cells */
    uint32_t kept;     /**< cells that keep their number of before */
    uint32_t time_ms;
    char less[STAITH_SYSTEM_NAME_BYTES]; /**< "measure|dim|dim2", "" unless LESS_DETAIL */
};

/**
 * Round a system with values. 0 with *ret_rounding whatever the state; STAITH_ERR_INVAL for a
 * system that does not add up, another base, numbers of before that are not of this base or
 * contradict each other; STAITH_ERR_LIMIT for more than the arena permits; STAITH_ERR_NOMEM.
 */
int staith_round(const struct staith_system *system, const struct staith_round_rules *rules,
                 struct staith_arena *arena, struct staith_rounding *ret_rounding,
                 struct staith_err *err);
/** The true values that a published multiple leaves possible. */
void staith_round_interval(uint32_t base, uint32_t reach, int64_t rounded, int64_t *ret_lo,
                           int64_t *ret_hi);

#endif
