/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_JUDGE_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_JUDGE_H
/*
 * Private to suppression: whether a pattern keeps every promise, shown in whole numbers: for each
 * number promised there is a table, written down as differences, in which the cell has it.
 */
#include "disclosure/protect/suppress_attack.h"

/** A promise that a pattern does not keep. */
enum staith_suppress_fault_kind {
    STAITH_SUPPRESS_FAULT_ABOVE = 1,  /**< the upper end of the interval is out of reach */
    STAITH_SUPPRESS_FAULT_BELOW = 2,  /**< the lower end */
    STAITH_SUPPRESS_FAULT_GAP = 3,    /**< a number between them */
    STAITH_SUPPRESS_FAULT_FEW = 4,    /**< fewer numbers are possible than promised */
    STAITH_SUPPRESS_FAULT_INSIDER = 5 /**< the same, for whoever knows `known` */
};
struct staith_suppress_fault {
    enum staith_suppress_fault_kind kind;
    uint32_t cell;
    int64_t far;   /**< the difference that is not possible; FEW, INSIDER: one that is */
    uint32_t need; /**< FEW, INSIDER: how many numbers must stay possible */
    struct staith_suppress_known known;
};

struct staith_suppress_judge {
    struct staith_suppress_attack *attack;
    uint32_t persons; /**< who put together what they know; 0: nobody does */
    bool sole;        /**< whether sole contributors attack */
    uint64_t *marks;  /**< by cell: bit d + 32 where the difference d was seen */
    int64_t *base;    /**< by cell: differences that the attacker of now permits */
    double *share;    /**< by cell: the pattern as the attacker's program takes it */
    bool *own;        /**< by cell: says nothing of anybody but the insider */
    uint32_t cursor;  /**< cell of the attacker of now, and which number of it */
    uint32_t step;
    uint32_t insider; /**< 0: outsiders; then cells, each as persons and as a sole contributor */
    struct staith_suppress_known known;
    uint32_t seen_moves;
    bool gave_up; /**< a program ended early: nothing is known */
    /** Where given, a number that is not possible is made so: more of `grows`, the pattern that is
     *  judged, is hidden, at the least price (by cell). NULL: the pattern is judged as it is. */
    bool *grows;
    const int64_t *price;
};

/** `attack` must outlive it. 0 or STAITH_ERR_LIMIT. */
int staith_suppress_judge_init(struct staith_suppress_judge *judge,
                               struct staith_suppress_attack *attack,
                               const struct staith_suppress_rules *rules,
                               struct staith_arena *arena);
/** Begin with a pattern. */
void staith_suppress_judge_begin(struct staith_suppress_judge *judge, const bool *hidden);
/** The next fault, *ret_found false when there is none left or a program gave up. Between two
 *  calls the pattern may grow; what was passed stays passed for outsiders, and the pattern is to
 *  be judged again from the beginning. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_suppress_judge_next(struct staith_suppress_judge *judge, const bool *hidden,
                               bool *ret_found, struct staith_suppress_fault *ret_fault);

#endif
