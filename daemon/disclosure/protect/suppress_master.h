/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_MASTER_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_MASTER_H
/*
 * Private to suppression: the master program. One variable of 0 or 1 for each cell that may be
 * shown or hidden, the least weight hidden, and cuts: what every pattern that keeps all promises
 * satisfies. So its optimum is a bound, and if its pattern keeps all promises, the answer.
 */
#include "disclosure/protect/suppress_part.h"

struct staith_suppress_stored {
    uint32_t count;
    int64_t least;
    const uint32_t *cells;
    const int64_t *coefficients;
};

enum { STAITH_SUPPRESS_MAX_CUTS = 50000 };

struct staith_suppress_master {
    const struct staith_suppress_part *part;
    struct staith_solver *whole;
    struct staith_solver *relaxed; /**< the same with fractions */
    uint32_t *variable;            /**< by cell; forced cells have none */
    uint32_t *list;                /* room for a row */
    double *numbers;
    int64_t *coefficients; /**< by cell: room for a cut, the caller's to fill */
    struct staith_solver_budget budget;
    uint32_t spent_ms;
    uint32_t cuts;
    uint32_t room;
    struct staith_suppress_stored *stored; /* the cuts, in whole numbers */
    struct staith_arena *arena;
    uint32_t solved; /**< programs */
    enum staith_solver_end end;
};

/** 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_master_init(struct staith_suppress_master *master,
                                const struct staith_suppress_part *part,
                                const struct staith_solver_budget *budget,
                                struct staith_arena *arena);
void staith_suppress_master_deinit(struct staith_suppress_master *master);

/**
 * Add the cut: the coefficients (>= 0, by cell) of hidden cells add up to at least `least`. Forced
 * cells are taken off, the others cut down to what is left, which loses no pattern. *ret_added is
 * false if nothing was left to ask. Coefficients change. Errors as above.
 */
int staith_suppress_master_cut(struct staith_suppress_master *master, int64_t least,
                               bool *ret_added);
/** Add the cut that one of the cells with a coefficient is hidden, or one of those in `unless` (by
 *  cell) is shown. */
int staith_suppress_master_cut_unless(struct staith_suppress_master *master, const bool *unless,
                                      bool *ret_added);
/** Whether a pattern satisfies every cut: one that does not cannot hold. */
bool staith_suppress_master_allows(const struct staith_suppress_master *master, const bool *hidden);
/** Cuts that each row says by itself, for every promise, and for every cell that is not forced:
 *  hidden alone in a row it would not be hidden. Errors as above. */
int staith_suppress_master_begin(struct staith_suppress_master *master);

enum staith_suppress_master_state {
    STAITH_SUPPRESS_MASTER_SOLVED = 1, /**< the lightest pattern */
    STAITH_SUPPRESS_MASTER_FOUND = 2,  /**< a pattern, and the limit on work was met */
    STAITH_SUPPRESS_MASTER_NONE = 3,   /**< no pattern satisfies the cuts */
    STAITH_SUPPRESS_MASTER_GAVE_UP = 4 /**< see `end` */
};
/**
 * Settle for all later solves in whole numbers, by the prices of the fractions, which cells every
 * pattern of at most this weight shows and which it hides; heavier ones are lost. Errors as above.
 */
int staith_suppress_master_narrow(struct staith_suppress_master *master, int64_t most);
/** Solve in whole numbers: ret_hidden by cell, forced ones too; *ret_bound: no pattern weighs less;
 *  both with SOLVED and FOUND. Errors as above. */
int staith_suppress_master_solve(struct staith_suppress_master *master, bool *ret_hidden,
                                 int64_t *ret_bound, enum staith_suppress_master_state *ret_state);
/** Solve in fractions. */
int staith_suppress_master_relax(struct staith_suppress_master *master, double *ret_share,
                                 enum staith_suppress_master_state *ret_state);

#endif
