/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_RECHECK_H
#define STAITH_DISCLOSURE_RECHECK_H
/*
 * The audit of what has left, again, beside public facts: what a figure that is to be published
 * would make of it.
 */
#include "disclosure/gate.h"

/** All is the caller's and only read. */
struct staith_recheck {
    /** Newest first, as a decision has them; the first is looked at with all that is around it. */
    const struct staith_disclosure_earlier *earlier;
    uint32_t earlier_count;
    const struct staith_public_fact *facts;
    uint32_t fact_count;
    const struct staith_outside *outside; /**< clock; NULL: the machine's */
    int64_t time_ms;                      /**< 0: 60 s */
};

/** A protected cell of a release, or of months between figures. */
struct staith_recheck_cell {
    const char *name; /**< "leavers|sex=male", of another period "leavers|sex=male#csww:2024" */
    int64_t possible; /**< values that are left; 0: printed, or not decided */
    int64_t promise;
    bool printed; /**< a fact prints it: it is not protected any more, and the others are 0 */
};

/** Lies in an arena. */
struct staith_rechecked {
    bool finished; /**< false: not every cell was decided in the time */
    bool fits;     /**< false: no numbers fit what was released and what is printed */
    uint32_t audited;
    uint32_t count;                    /**< of all cells */
    struct staith_recheck_cell *cells; /**< in the order of their names */
};

/** 0 whatever comes of it; STAITH_ERR_INVAL, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_disclosure_recheck(const struct staith_recheck *what, struct staith_arena *arena,
                              struct staith_rechecked *ret_rechecked, struct staith_err *err);

#endif
