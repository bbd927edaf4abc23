/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AGAIN_H
#define STAITH_DISCLOSURE_AGAIN_H
/*
 * The audit of a release again, when it is about to leave some time after it was made: more may be
 * known by then. Unlike staith_release_verify (disclosure/verify.h) it is held against everything
 * that has left, with the counts behind it.
 */
#include "disclosure/gate.h"

enum { STAITH_DISCLOSURE_WHY_BYTES = 256 };

enum staith_again {
    STAITH_AGAIN_PASSED = 0,
    STAITH_AGAIN_TOO_MUCH = 1,  /**< or nobody can say that it is not */
    STAITH_AGAIN_UNFINISHED = 2 /**< the time was not enough: with more it may pass */
};

/** `what`: as for staith_disclosure_release, but that of the raw table only catalogue and period
 *  are looked at. `truth`: the counts behind the release, or NULL: lost. *ret_again; where it did
 *  not, `ret_why` says so in one sentence without a value. Exact headlines
 *  alone are held against what has left too. 0; STAITH_ERR_INVAL for a release that is not of the
 * catalogue; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM.
 */
int staith_disclosure_again(const struct staith_disclosure *what,
                            const struct staith_release *release, const struct staith_system *truth,
                            enum staith_again *ret_again, char ret_why[STAITH_DISCLOSURE_WHY_BYTES],
                            struct staith_err *err);

#endif
