/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_TIMELINE_H
#define STAITH_DISCLOSURE_TIMELINE_H
/*
 * What several releases say of each other in the course of time: a year is four quarters, windows
 * overlap, who was there before and came and did not go is there now, and what two datasets count
 * alike is one number. Each becomes a relation between unknowns of the auditor's question. What
 * happened in months that no figure is for alone, and still is part of some, becomes an unknown of
 * its own, protected like the figures around it. Private to the question.
 */
#include "disclosure/question.h"

/** What the cells of a structure with one suffix are of. */
struct staith_timeline_part {
    const char *suffix;
    const struct staith_catalogue *catalogue;
    const struct staith_period *period;
    const struct staith_system *truth; /**< NULL: not known */
};

/** A figure that is printed elsewhere, in the audit's units. */
struct staith_timeline_fact {
    const char *dataset;
    const struct staith_period *period;
    const char *cell;
    int64_t lo;
    int64_t hi;
    bool fine; /**< in hundredths, cut */
};

/** Add them and `facts` to the question, whose structure grows. A
 *  relation holds no closer than it really does where the counts on all sides are known: who
 *  believes that it holds exactly and is wrong learns nothing. What a fact prints is not protected
 *  any more. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_timeline_add(const struct staith_timeline_part *parts, uint32_t part_count,
                        const struct staith_timeline_fact *facts, uint32_t fact_count,
                        struct staith_arena *arena, struct staith_question *question,
                        struct staith_err *err);

#endif
