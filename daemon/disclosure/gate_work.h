/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_GATE_WORK_H
#define STAITH_DISCLOSURE_GATE_WORK_H
/*
 * One decision as the files of the gate see it. Private to this folder.
 *
 *   choose.c    what the policy says of every measure of every table
 *   block.c     the rounded tables of one measure: compiled, rounded, and the fall back
 *   hide.c      the tables of one measure that leave exact or hidden
 *   sums.c      sums beside counts: where their people are, and not above them
 *   amounts.c   medians, quartiles and sums of money
 *   kept.c      what was hidden of them before, and stays so
 *   earlier.c   what was released before of the period, for rounding
 *   question.c  what says something of the cells that would leave, for the audit
 *   lost.c      what is lost already, whatever leaves
 *   publish.c   the cells as they would leave
 *   examine.c   the audit of exactly those cells
 *   headlines.c which of the exact headlines may leave beside what is known
 *   gate.c      the order of it all, until the audit passes or nothing rounded is left
 */
#include "base/arena.h"
#include "disclosure/audit/audit.h"
#include "disclosure/gate.h"
#include "disclosure/protect/compile.h"
#include "disclosure/protect/round.h"
#include "disclosure/question.h"

enum { STAITH_GATE_MAX_KEPT = 64 };

/** The tables of one measure that are protected together: rounded, or exact and hidden. */
struct staith_gate_block {
    uint16_t measure;
    uint32_t base;
    uint32_t least_reach; /**< 1, or 2 after an audit that failed */
    bool exact_total;     /**< the measure's total leaves exactly */
    bool hides;   /**< cells are hidden; `rounding` then holds its state, end and less alone */
    bool stale;   /**< to be compiled and rounded (again) */
    bool leaves;  /**< some table of it does */
    bool revises; /**< numbers of it were released before, for this period */
    uint32_t cap_count;
    struct staith_round_cap *caps; /**< of a sum: not above its people */
    struct staith_arena arena;     /**< of the caps and the two below */
    struct staith_system system;
    struct staith_rounding rounding;
    struct staith_value *shown; /**< where it hides: one a cell of the system */
    /** Where it hides: cells that would undo one hidden in another release, so they are hidden. */
    uint32_t kept_count;
    const char *kept[STAITH_GATE_MAX_KEPT];
};

struct staith_gate_work {
    const struct staith_disclosure *what;
    struct staith_decision *decision;
    struct staith_err *err;
    const struct staith_outside *outside;
    int64_t time_ms; /**< given to the decision */
    int64_t deadline_ms;
    uint32_t block_count;
    struct staith_gate_block *blocks;
    struct staith_arena arena; /**< of the cells */
    uint32_t cell_count, cell_room;
    struct staith_release_cell *cells;
    struct staith_system truth; /**< of the raw table, where there is anything beside it */
    bool lost_known;            /**< whether it was looked for what is lost already */
    uint32_t lost_count;
    const struct staith_lost *lost;
    bool headlines_settled;
    /** Of an audit that failed: what the tables that it costs are left out for. */
    enum staith_policy_rule blame;
    bool out_of_time; /**< of an audit that failed: with more time it may pass */
};

/** Milliseconds left until the deadline, at least 1. */
int64_t staith_gate_left_ms(const struct staith_gate_work *work);

/** Fill the decision's choices. 0, STAITH_ERR_LIMIT. */
int staith_gate_choose(struct staith_gate_work *work);
/** The mark on a measure for the period of the raw table, or NULL. */
const struct staith_mark *staith_gate_find_mark(const struct staith_gate_work *work,
                                                const char *measure);

/** A block for every measure that leaves rounded, or exact and hidden; all are stale. 0,
 * STAITH_ERR_NOMEM. */
int staith_gate_blocks_make(struct staith_gate_work *work);
void staith_gate_blocks_free(struct staith_gate_work *work);
/** Compile and round every stale block, giving up tables until it can be. 0 or an error. */
int staith_gate_blocks_round(struct staith_gate_work *work);
/** Choose what to hide of a compiled block, with what that leaves possible: block->shown, and the
 *  state of block->rounding as staith_round has it. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_gate_hide(struct staith_gate_work *work, struct staith_gate_block *block);
/** One step down after an audit: the next multiple, then less detail around the cell `worst`.
 *  NULL: the audit did not end or does not say where; nothing rounded leaves. */
void staith_gate_blocks_fall_back(struct staith_gate_work *work, const char *worst);

/** Where the measure begins in the name of a cell that the audit made up: after the tildes of what
 *  lies between two others, and, of a measure that has no course, after its dataset:
 *  "inpost|age=@0-24300#0-359" of "~~=csww.inpost|age=@0-24300#0-359". */
const char *staith_gate_cell_name(const char *name);

/** The block of a measure, or NULL. */
struct staith_gate_block *staith_gate_find_block(struct staith_gate_work *work, uint16_t measure);

/** Whether a measure is a sum of what people have who are counted beside it. */
bool staith_gate_is_sum(const struct staith_gate_work *work, uint16_t measure);
/** The block of the people that a sum is of, or NULL. */
struct staith_gate_block *staith_gate_sums_people(struct staith_gate_work *work, uint16_t measure);
/** Hold a sum back in every table where its people are. */
void staith_gate_sums_look(struct staith_gate_work *work, const struct staith_gate_block *block);
/** Caps for the cells of a compiled block. 0, STAITH_ERR_LIMIT. */
int staith_gate_sums_caps(struct staith_gate_work *work, struct staith_gate_block *block);

/** A cell to be filled, at the back of work->cells; NULL: no room. */
struct staith_release_cell *staith_gate_add_cell(struct staith_gate_work *work, uint16_t table,
                                                 uint16_t measure);
/** The next place of a table, in the order of its categories, totals last; false after the last. */
bool staith_gate_next_place(const struct staith_catalogue *catalogue, uint16_t table,
                            struct staith_cell *place);
/** Put the codes of a place into a cell. */
void staith_gate_put_place(const struct staith_catalogue *catalogue, uint16_t table,
                           const struct staith_cell *place, struct staith_release_cell *cell);
/** The cells of an amount in a table: every place, rounded or hidden with the reason. 0,
 *  STAITH_ERR_LIMIT. */
int staith_gate_amounts_publish(struct staith_gate_work *work, struct staith_choice *choice);
/** Levels of a table: how deep its places lie, one decimal digit an axis. */
enum { STAITH_GATE_LEVELS = 10, STAITH_GATE_DEPTHS = 10 * 10 * 10 * 10 };

/** The last time: of what has left, and of what waits and is of a later period. */
enum { STAITH_GATE_LEFT, STAITH_GATE_WAITS, STAITH_GATE_LASTS };

/** The places of one level, of a sum. */
struct staith_gate_level {
    bool hides;                    /**< some place where somebody is cannot be shown */
    bool seen[STAITH_GATE_LASTS];  /**< the last time: some place was hidden; */
    bool shown[STAITH_GATE_LASTS]; /**< and some shown */
};

/** Whether an amount's place was hidden in an earlier vintage of this period. */
bool staith_gate_kept_place(const struct staith_gate_work *work, const struct staith_choice *choice,
                            const struct staith_cell *place);
/** The releases of this dataset that say anything of an amount in a table, of the last period
 * before today's, where there is none of the first behind it; NULL: none, or it was under another
 * policy, which begins anew. */
void staith_gate_kept_last(const struct staith_gate_work *work, const struct staith_choice *choice,
                           const struct staith_release *ret_last[STAITH_GATE_LASTS]);
/** Note what those releases have at a place. */
void staith_gate_kept_note(const struct staith_gate_work *work,
                           const struct staith_release *const last[STAITH_GATE_LASTS],
                           const struct staith_choice *choice, const struct staith_cell *place,
                           struct staith_gate_level *level);
/** Whether the places of a level stay merged: all were hidden the last time, and something above
 *  them was shown then and can be today. `levels`: STAITH_GATE_DEPTHS of them. */
bool staith_gate_kept_merged(const struct staith_gate_level *levels, uint32_t level);
/** Whether a table has the same people in categories that are grouped otherwise than in an earlier
 *  release of the period, so that nobody could say what the two have in common; of amounts, whether
 *  they are grouped otherwise at all. */
bool staith_gate_regroups(const struct staith_gate_work *work, const struct staith_choice *choice);
/** Whether the measure was released in rounded numbers of this period before; *ret_lost: and the
 *  counts behind some of them are not known any more. */
bool staith_gate_revises(const struct staith_gate_work *work, uint16_t measure, bool *ret_lost);
/** What was published of a measure's cells for this period, to the same base, with the counts
 * behind it; in `arena`. 0, STAITH_ERR_NOMEM. */
int staith_gate_before(const struct staith_gate_work *work, const struct staith_gate_block *block,
                       struct staith_arena *arena, const struct staith_round_before **ret_before,
                       uint32_t *ret_count);

/** Everything published that says something of the cells that would leave, in `arena`. Errors as
 *  staith_structure_make. */
int staith_gate_ask(const struct staith_gate_work *work, struct staith_arena *arena,
                    struct staith_question *ret_question);

/** Withhold or round the exact headlines that would say too much of what left before, if they left
 *  alone; *ret_changed: there were some, and all blocks are stale. Done once. 0, or an error. */
int staith_gate_headlines_settle(struct staith_gate_work *work, bool *ret_changed);

/** Write all that would leave into work->cells. 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_gate_publish(struct staith_gate_work *work);
/** Write the exact headlines alone. The same errors. */
int staith_gate_publish_exact(struct staith_gate_work *work);
/** Count what leaves and stays by table. */
void staith_gate_account(struct staith_gate_work *work);

/** Audit work->cells. *ret_passed; *ret_worst: the cell that is worst, in the arena, or NULL. Fills
 *  the decision's certificate. 0, STAITH_ERR_NOMEM, STAITH_ERR_INVAL. */
int staith_gate_examine(struct staith_gate_work *work, struct staith_arena *arena, bool *ret_passed,
                        const char **ret_worst);

#endif
