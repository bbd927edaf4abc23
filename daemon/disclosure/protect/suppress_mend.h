/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_MEND_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_MEND_H
/*
 * Private to suppression: patterns made by hand. One that does not hold is mended: what the
 * cheapest routes lead over is hidden too; then what is not needed is shown again, heaviest first.
 * The lightest that came of it is what the master has to undercut.
 */
#include "disclosure/protect/suppress_cut.h"

struct staith_suppress_mend {
    const struct staith_suppress_part *part;
    struct staith_suppress_judge *judge;
    struct staith_suppress_cut *cut; /* what is found not to hold becomes a cut */
    bool *best;                      /**< by cell, if found */
    bool found;
    int64_t weight;  /**< of the best's cells that are not forced */
    int64_t culprit; /**< cell of the last promise that nothing kept, or -1 */
    bool *trial;
    int64_t *price;
    uint32_t *order; /* cells that are not forced, heaviest first */
    uint32_t order_count;
};

/** `judge` and `cut` must outlive it. 0 or STAITH_ERR_LIMIT. */
int staith_suppress_mend_init(struct staith_suppress_mend *mend,
                              struct staith_suppress_judge *judge, struct staith_suppress_cut *cut,
                              struct staith_arena *arena);
int64_t staith_suppress_mend_weight(const struct staith_suppress_mend *mend, const bool *hidden);
/** Mend and thin a pattern; the best is that if it is no heavier. `share`: what the master's
 *  fractions hide costs less; may be NULL. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_mend_try(struct staith_suppress_mend *mend, const bool *hidden,
                             const double *share);
/** Take a pattern that is known to hold and to be no heavier. */
void staith_suppress_mend_take(struct staith_suppress_mend *mend, const bool *hidden);

#endif
