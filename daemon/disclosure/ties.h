/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_TIES_H
#define STAITH_DISCLOSURE_TIES_H
/*
 * One relation between cells of a question while it is written. Private to the question.
 */
#include "disclosure/question.h"

enum { STAITH_TIE_MAX_TERMS = 512 };

struct staith_tie {
    uint32_t count;
    struct staith_audit_term terms[STAITH_TIE_MAX_TERMS];
    bool known;          /**< the counts of all terms are */
    bool fine;           /**< in hundredths that were cut */
    bool printed;        /**< rests on a public fact */
    bool rebanded;       /**< of the same people in bands cut otherwise */
    int64_t least, most; /**< what it really is lies between; where all counts are exact, both */
};

struct staith_tie staith_tie_begin(void);
/** One more term; `count` is read where it is known. Beyond the maximum the relation says nothing.
 */
void staith_tie_add(struct staith_tie *tie, uint32_t cell, int64_t times, bool known,
                    int64_t count);
/** The same of a count that is known to lie from `least` to `most`. */
void staith_tie_add_between(struct staith_tie *tie, uint32_t cell, int64_t times, bool known,
                            int64_t least, int64_t most);
/** How far from 0 the terms really are at least, with the sign; 0 where that is not known. */
int64_t staith_tie_off(const struct staith_tie *tie);
/** The terms add up to 0, or as far from it as they really do. 0, STAITH_ERR_NOMEM. */
int staith_tie_write(const struct staith_tie *tie, struct staith_arena *arena,
                     struct staith_question *question, struct staith_err *err);
/** The same, exactly so far from 0 as the counts, all of them exact, say. */
int staith_tie_write_exact(const struct staith_tie *tie, struct staith_arena *arena,
                           struct staith_question *question, struct staith_err *err);
/** The terms add up to 0 at least, or to as little as they really may. The same errors. */
int staith_tie_write_least(const struct staith_tie *tie, struct staith_arena *arena,
                           struct staith_question *question, struct staith_err *err);
/** A fact with one term: what is known of a cell besides. The same errors. */
int staith_tie_bound(uint32_t cell, int64_t lo, int64_t hi, struct staith_arena *arena,
                     struct staith_question *question, struct staith_err *err);

#endif
