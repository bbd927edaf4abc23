/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_VERIFY_H
#define STAITH_DISCLOSURE_VERIFY_H
/*
 * The audit of a release again, from what was published alone: by an auditor, a region or anybody
 * who holds the message. It asks the question that the gate asked of the same cells; what the gate
 * knew besides (the counts of earlier releases) is not needed and not had.
 */
#include "base/outside.h"
#include "disclosure/public_fact.h"
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stdbool.h>

/** What came of it. */
struct staith_verification {
    bool holds; /**< every protected cell has as many possible values as its certificate says */
    /** Found now; cells 0: no cell is rounded, and there is nothing to audit. */
    struct staith_release_certificate found;
    char why[256]; /**< where it does not hold: one sentence; names a cell, never a true value */
};

/** `time_ms`: 0 means 60 s. 0 whatever comes of it; STAITH_ERR_INVAL for a release that is not of
 *  this catalogue or says two things of one cell; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_release_verify(const struct staith_release *release,
                          const struct staith_catalogue *catalogue,
                          const struct staith_outside *outside, int64_t time_ms,
                          struct staith_verification *ret_verification, struct staith_err *err);

/** The same beside what is public elsewhere. A certificate says nothing of that, so it holds where
 *  nothing protected has fewer possible values than promised. */
int staith_release_verify_beside(const struct staith_release *release,
                                 const struct staith_catalogue *catalogue,
                                 const struct staith_public_fact *facts, uint32_t fact_count,
                                 const struct staith_outside *outside, int64_t time_ms,
                                 struct staith_verification *ret_verification,
                                 struct staith_err *err);

#endif
