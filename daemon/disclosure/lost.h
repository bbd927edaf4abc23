/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_LOST_H
#define STAITH_DISCLOSURE_LOST_H
/*
 * What is lost already: cells of earlier releases that have fewer possible values than was promised
 * whatever is released now, because a figure was published elsewhere, or because they left when
 * less was known of what an attacker can put together. Holding today's release to the promise
 * would hold back everything for as long as they count; it is held to what is left. Private to this
 * folder.
 */
#include "base/arena.h"
#include "disclosure/audit/audit.h"

struct staith_lost {
    const char *name; /**< in a question without a release */
    int64_t possible; /**< values that are left */
    bool whole;       /**< months between figures that have what was promised of them */
};

/** Those of a system that was audited without a release, in ascending order of their names, in
 *  `arena`; `intervals`: what was found of each cell; what was not decided is not lost.
 *  Where anything is, months between figures are among them with what is left to them: the figures
 *  around them no longer tell. 0, STAITH_ERR_NOMEM. */
int staith_lost_find(const struct staith_system *system, const struct staith_audit_cell *cells,
                     const struct staith_audit_interval *intervals, struct staith_arena *arena,
                     const struct staith_lost **ret_lost, uint32_t *ret_count);
/** Promise of them what is left, and nothing where one value is. */
void staith_lost_allow(const struct staith_lost *lost, uint32_t count,
                       const struct staith_system *system, struct staith_audit_cell *cells);

#endif
