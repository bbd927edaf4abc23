/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_ROUND_BLOCKS_H
#define STAITH_DISCLOSURE_PROTECT_ROUND_BLOCKS_H
/*
 * Private to rounding: the blocks of a system, and an attempt to round those that wait for it.
 *
 * Blocks are cut by the relations alone and not by what the counts are, because the reach of a
 * block is published: were it cut where a count happens to be a multiple, it would tell.
 */
#include "disclosure/protect/partition.h"
#include "disclosure/protect/round.h"

struct staith_round_block {
    bool waits;  /**< to be rounded by the next attempt */
    bool failed; /**< in the last attempt */
    uint32_t reach;
    enum staith_solver_end end;
    enum staith_round_proof proof;
    bool unique;
    int64_t bound;
};

/** Lies in the arena given to init. */
struct staith_round_blocks {
    const struct staith_system *system;
    uint32_t base;
    struct staith_solver_budget budget;
    uint32_t spent_ms;
    struct staith_partition parts; /**< part p is block p */
    struct staith_round_block *blocks;
    int64_t *kept;  /**< by cell: units of before, -1: none */
    int64_t *caps;  /**< by cell: most units, -1: no limit */
    int64_t *units; /**< by cell: outcome of the last attempt that the block waited for */
    int64_t *lower;
    int64_t *upper;
    uint32_t *variables;
    bool *joined;
};

/** Every block waits, no cell is kept. 0, or STAITH_ERR_LIMIT when the arena permits no more. */
int staith_round_blocks_init(struct staith_round_blocks *blocks, const struct staith_system *system,
                             uint32_t base, const struct staith_solver_budget *budget,
                             struct staith_arena *arena);
/** Round the blocks that wait, each on its own: those that do no longer wait afterwards; the others
 *  have `failed` set, `end` too, and wait on. `skipped`: relations that do not count (NULL: none).
 *  0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_round_blocks_attempt(struct staith_round_blocks *blocks, uint32_t reach,
                                const bool *skipped);

#endif
