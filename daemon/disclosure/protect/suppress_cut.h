/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_CUT_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_CUT_H
/*
 * Private to suppression: from a promise that is not kept to a cut of the master. The prices of the
 * attacker's program say what every table satisfies, whatever is hidden; so a pattern under which
 * the cell can go far enough must have hidden room for it.
 */
#include "disclosure/protect/suppress_judge.h"
#include "disclosure/protect/suppress_master.h"

struct staith_suppress_cut {
    const struct staith_suppress_part *part;
    struct staith_suppress_attack *attack;
    struct staith_suppress_master *master;
    double *share;
    bool *useful;
    bool *unless;
};

/** What it is given must outlive it. 0 or STAITH_ERR_LIMIT. */
int staith_suppress_cut_init(struct staith_suppress_cut *cut, struct staith_suppress_attack *attack,
                             struct staith_suppress_master *master, struct staith_arena *arena);
/** For the fractions `share` of hidden cells: `cell` must be able to go `far` up (way 1) or down
 *  (-1). *ret_added is false where the fractions satisfy every such cut that was found. 0,
 *  STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_cut_end(struct staith_suppress_cut *cut, uint32_t cell, int way, int64_t far,
                            const double *share, bool *ret_added);
/** The same for the promise of how many numbers are possible. */
int staith_suppress_cut_width(struct staith_suppress_cut *cut, uint32_t cell, const double *share,
                              bool *ret_added);
/** For a fault of a pattern. A cut that this pattern violates is always added. */
int staith_suppress_cut_fault(struct staith_suppress_cut *cut, const bool *hidden,
                              const struct staith_suppress_fault *fault);

#endif
