/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_QUESTION_WORK_H
#define STAITH_DISCLOSURE_QUESTION_WORK_H
/*
 * A question while it is made. Private to the question: question.c has facts and the order of it
 * all, question_parts.c what was released and what vintages say of each other.
 */
#include "disclosure/question.h"
#include "disclosure/timeline.h"

enum { STAITH_QUESTION_MAX_PARTS = 1 + STAITH_DISCLOSURE_MAX_EARLIER };

/** What a part is of. Vintages of one period and dataset are parts from the newest to the oldest.
 */
struct staith_question_vintage {
    const char *dataset;
    const struct staith_period *period;
    const struct staith_system *truth; /**< NULL: lost */
    bool waits;                        /**< has not left */
    uint32_t name_count;
    const char **names; /**< of the cells that show something, ascending, without suffix */
};

struct staith_question_work {
    const struct staith_question_about *about;
    struct staith_arena *arena;
    struct staith_question *question;
    struct staith_err *err;
    uint32_t part_count; /**< the first: the cells that are asked about */
    struct staith_structure_part parts[STAITH_QUESTION_MAX_PARTS];
    struct staith_question_vintage of[STAITH_QUESTION_MAX_PARTS];
    uint32_t times_count;
    struct staith_timeline_part times[STAITH_QUESTION_MAX_PARTS];
};

int staith_question_no_memory(const struct staith_question_work *work);
/** Whether the period is of the eight quarters before or behind the one that is asked about. */
bool staith_question_is_near(const struct staith_question_work *work,
                             const struct staith_period *period);
/** Whether a measure of another release says anything of one that is asked about. */
bool staith_question_is_kin(const struct staith_question_work *work, const char *dataset,
                            const char *measure);
/** List the parts, and which of them stand in time. 0, STAITH_ERR_NOMEM. */
int staith_question_parts(struct staith_question_work *work);
/** Tie the vintages of each period, once the structure is made. 0, STAITH_ERR_NOMEM. */
int staith_question_vintages(struct staith_question_work *work);

#endif
