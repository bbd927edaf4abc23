/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_ROUND_PART_H
#define STAITH_DISCLOSURE_PROTECT_ROUND_PART_H
/*
 * Private to rounding: one part of a system whose cells are bound to each other by sums, rounded
 * with the least change.
 */
#include "disclosure/protect/round.h"

/** What the parts of one system share. Units are multiples of the base. */
struct staith_round_task {
    const struct staith_system *system;
    uint32_t base;
    const int64_t *lower; /**< by cell: the least unit permitted */
    const int64_t *upper; /**< by cell; = lower for a cell that is fixed */
    int64_t *units;       /**< by cell: the outcome, fixed cells filled beforehand */
    uint32_t *variables;  /**< by cell: room for the solver's numbers */
    struct staith_solver_budget budget;
    uint32_t spent_ms; /**< added to */
};

struct staith_round_outcome {
    bool rounded;               /**< else there is no solution, or `end` says what was in the way */
    enum staith_solver_end end; /**< DONE, or what ended the search */
    enum staith_round_proof proof;
    bool unique;
    int64_t change; /**< in quanta */
    int64_t bound;
};

/** What changes are weighed in: 1 for counts, a thousandth of the base for amounts. */
int64_t staith_round_quantum(uint32_t base);
/** How far `unit` multiples of the base are from a value, in quanta, half up. */
int64_t staith_round_change(uint32_t base, int64_t unit, int64_t value);
/** Round the cells of one part, none of them fixed, under its relations. 0 with *ret_outcome and,
 *  if rounded, the units of those cells; STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_round_part(struct staith_round_task *task, const uint32_t *cells, uint32_t cell_count,
                      const uint32_t *relations, uint32_t relation_count,
                      struct staith_round_outcome *ret_outcome);

#endif
