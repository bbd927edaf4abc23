/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_ATTACK_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_ATTACK_H
/*
 * Private to suppression: the attacker's programs over one part.
 *
 * `reach`: how far a cell can be from its value, in fractions: its prices say which cells would
 * have to be hidden for more, and become a cut of the master (suppress_master.h).
 * `route`: whole numbers in which the cell is that far, over hidden cells and, at a price, others.
 */
#include "disclosure/protect/suppress_moves.h"

/** Prices are whole multiples of 1 / this. */
#define STAITH_SUPPRESS_PRICE 5040

struct staith_suppress_attack {
    const struct staith_suppress_part *part;
    struct staith_suppress_moves moves;
    struct staith_solver *reach;
    struct staith_solver *route; /* 2 i: cell i above its value; 2 i + 1: below */
    struct staith_solver_budget budget;
    uint32_t spent_ms;
    uint32_t programs;
    enum staith_solver_end end; /**< why the last program gave up, else DONE */
    int64_t *pull;              /**< by cell, of the last reach: see below */
    int64_t *differences;       /**< by cell, of the last route */
};

/** `part` and what lies in the arena must outlive it. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_attack_init(struct staith_suppress_attack *attack,
                                const struct staith_suppress_part *part,
                                const struct staith_solver_budget *budget,
                                struct staith_arena *arena);
void staith_suppress_attack_deinit(struct staith_suppress_attack *attack);

/** What holds besides: cell `cell` is lo .. hi from its value. */
struct staith_suppress_known {
    uint32_t cell; /**< part->count: nothing besides */
    int64_t lo;
    int64_t hi;
};
/**
 * How far `cell` can go up (direction 1) or down (-1), at most `far`, where each cell is hidden to
 * its share (1: hidden, 0: shown; between: as far as `far` above its value). For whatever
 * differences d keep every sum, direction * d[cell] * STAITH_SUPPRESS_PRICE = the sum of
 * pull[i] * d[i]: exactly, whatever the solver did. *ret_far is below 0 where what is known leaves
 * nothing else, and -INFINITY where it cannot be or the program gave up. 0 or STAITH_ERR_NOMEM.
 */
int staith_suppress_attack_reach(struct staith_suppress_attack *attack, const double *share,
                                 uint32_t cell, int direction, int64_t far,
                                 const struct staith_suppress_known *known, double *ret_far);

enum staith_suppress_route {
    STAITH_SUPPRESS_ROUTE_FOUND = 1, /**< in `differences`, and among the moves */
    STAITH_SUPPRESS_ROUTE_NONE = 2,
    STAITH_SUPPRESS_ROUTE_GAVE_UP = 3
};
/**
 * Whole differences with that of `cell` equal to `far`, over hidden cells and, where `price` is
 * given (by cell), over others for that price a unit. 0 or STAITH_ERR_NOMEM, STAITH_ERR_LIMIT.
 */
int staith_suppress_attack_route(struct staith_suppress_attack *attack, const bool *hidden,
                                 const int64_t *price, uint32_t cell, int64_t far,
                                 const struct staith_suppress_known *known,
                                 enum staith_suppress_route *ret_route);

#endif
