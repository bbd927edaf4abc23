/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_SEARCH_H
#define STAITH_DISCLOSURE_AUDIT_SEARCH_H
/*
 * The search for what a cell can be. Solutions found on the way are remembered, for one solution
 * says something of every cell; linear programs are asked for what no solution has shown yet.
 *
 * A search works on one attack under changing bounds: first its own, then an insider's.
 */
#include "disclosure/audit/lp.h"
#include "disclosure/audit/walk.h"

enum staith_found {
    STAITH_FOUND = 1,      /**< decided */
    STAITH_FOUND_NONE = 2, /**< no whole numbers fit */
    STAITH_FOUND_NOT = 3   /**< the budget ended first */
};

/** Of one cell: the values that solutions have shown. */
struct staith_seen {
    int64_t least;
    int64_t greatest;
    uint64_t marks; /**< bit (value mod 64): different bits are different values */
};

struct staith_search {
    const struct staith_attack *attack;
    struct staith_effort *effort;
    struct staith_lp *lp; /**< owned */
    bool lp_is_stale;     /**< its bounds are not those below */
    struct staith_moves moves;
    struct staith_walk walk;
    const uint32_t *audited; /**< cells, caller's */
    uint32_t audited_count;
    int64_t *lo; /**< bounds in force; tightened as the search learns */
    int64_t *hi;
    int64_t *base_lo; /**< bounds that every solution of the pool satisfies */
    int64_t *base_hi;
    uint32_t *changed; /**< cells whose bounds in force are others */
    uint32_t changed_count;
    int64_t *need; /**< one a cell: how many values to look for. Caller sets */
    struct staith_seen *seen;
    int64_t *pool; /**< solutions, one after the other */
    uint32_t pool_count;
    uint32_t pool_max;
    uint32_t pool_next; /**< where the search restarted last */
    int64_t *x;
    uint32_t *open; /**< cells that have not shown their need, while the pool is taken up */
    uint32_t solutions;
};

/** `lo`, `hi`: the attack's own, tightened. Everything but the linear program is the arena's.
 *  0 or STAITH_ERR_NOMEM. */
int staith_search_init(struct staith_search *search, const struct staith_attack *attack,
                       const int64_t *lo, const int64_t *hi, const uint32_t *audited,
                       uint32_t audited_count, struct staith_effort *effort,
                       struct staith_arena *arena);
void staith_search_deinit(struct staith_search *search);
/** Put other bounds in force, forget what was seen, and stand on a solution within them: `start`
 *  if it is one (NULL: none known), one of the pool, else by a program. */
enum staith_found staith_search_begin(struct staith_search *search, const int64_t *lo,
                                      const int64_t *hi, const int64_t *start);
/** Walk until every audited cell has shown its need (with `ends`: its bounds too), for at most
 *  `sweeps`. */
void staith_search_roam(struct staith_search *search, uint32_t sweeps, bool ends);
/** Number of different values shown by a cell since a begin that found a solution, up to 64, or,
 * where it needs more than that, the distance between least and greatest. */
int64_t staith_search_shown(const struct staith_search *search, uint32_t cell);
/** Decide one cell: least and greatest value, and how many are possible: exactly below twice the
 *  promise, else the distance, after `promise` of them (at most 64) have been shown. */
enum staith_found staith_search_decide(struct staith_search *search, uint32_t cell, int64_t promise,
                                       struct staith_audit_interval *ret_interval);

#endif
