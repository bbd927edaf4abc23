/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_SEARCH_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_SEARCH_H
/*
 * Private to suppression: the pattern of one part with the least weight.
 */
#include "disclosure/protect/suppress_judge.h"
#include "disclosure/protect/suppress_master.h"

struct staith_suppress_outcome {
    bool found;                 /**< `hidden` keeps every promise */
    enum staith_solver_end end; /**< why the search ended before the proof; DONE: it did not */
    int64_t culprit;            /**< not found: cell of the part that nothing protects, or -1 */
    int64_t weight;             /**< of the cells that are not forced */
    int64_t bound;
    uint32_t rounds;
    uint32_t programs;
    uint32_t spent_ms;
};

/** `hidden`: by cell of the part, the outcome. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_search(const struct staith_suppress_part *part,
                           const struct staith_suppress_rules *rules, uint32_t rounds,
                           const struct staith_solver_budget *budget, struct staith_arena *arena,
                           bool *hidden, struct staith_suppress_outcome *ret_outcome);

#endif
