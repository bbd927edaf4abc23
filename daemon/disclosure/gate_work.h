/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_GATE_WORK_H
#define STAITH_DISCLOSURE_GATE_WORK_H
/*
 * One decision as the files of the gate see it. Private to this folder.
 *
 *   choose.c    what the policy says of every measure of every table
 *   block.c     the rounded tables of one measure: compiled, rounded, and the fall back
 *   publish.c   the cells as they would leave
 *   examine.c   the audit of exactly those cells
 *   gate.c      the order of it all, until the audit passes or nothing rounded is left
 */
#include "base/arena.h"
#include "disclosure/gate.h"
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"

/** The tables of one measure that are rounded together. */
struct staith_gate_block {
    uint16_t measure;
    uint32_t base;
    uint32_t least_reach;      /**< 1, or 2 after an audit that failed */
    bool exact_total;          /**< the measure's total leaves exactly */
    bool stale;                /**< to be compiled and rounded (again) */
    bool leaves;               /**< some table of it does */
    struct staith_arena arena; /**< of the two below */
    struct staith_system system;
    struct staith_rounding rounding;
};

struct staith_gate_work {
    const struct staith_disclosure *what;
    struct staith_decision *decision;
    struct staith_err *err;
    const struct staith_outside *outside;
    int64_t deadline_ms;
    uint32_t block_count;
    struct staith_gate_block *blocks;
    struct staith_arena arena; /**< of the cells */
    uint32_t cell_count, cell_room;
    struct staith_release_cell *cells;
};

/** Milliseconds left until the deadline, at least 1. */
int64_t staith_gate_left_ms(const struct staith_gate_work *work);

/** Fill the decision's choices. 0, STAITH_ERR_LIMIT. */
int staith_gate_choose(struct staith_gate_work *work);
/** The mark on a measure for the period of the raw table, or NULL. */
const struct staith_mark *staith_gate_find_mark(const struct staith_gate_work *work,
                                                const char *measure);

/** A block for every measure with a rounded choice; all are stale. 0, STAITH_ERR_NOMEM. */
int staith_gate_blocks_make(struct staith_gate_work *work);
void staith_gate_blocks_free(struct staith_gate_work *work);
/** Compile and round every stale block, giving up tables until it can be. 0 or an error. */
int staith_gate_blocks_round(struct staith_gate_work *work);
/** One step down after an audit: the next multiple, then less detail around the cell `name`.
 *  `name` NULL: the audit did not end or does not say where; nothing rounded leaves. */
void staith_gate_blocks_fall_back(struct staith_gate_work *work, const char *name);

/** Write all that would leave into work->cells. 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_gate_publish(struct staith_gate_work *work);
/** Count what leaves and stays by table. */
void staith_gate_account(struct staith_gate_work *work);

/** Audit work->cells. *ret_passed; *ret_worst: the cell that is worst, in the arena, or NULL. Fills
 *  the decision's certificate. 0, STAITH_ERR_NOMEM, STAITH_ERR_INVAL. */
int staith_gate_examine(struct staith_gate_work *work, struct staith_arena *arena, bool *ret_passed,
                        const char **ret_worst);

#endif
