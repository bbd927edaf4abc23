/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_NOTICE_H
#define STAITH_MODEL_NOTICE_H
/*
 * A notice: the council's word to the region on a dataset and period. It stands in the ledger as a
 * record of its own, numbered, chained and signed as a release is.
 *
 *   withdrawal  what was released up to here is not to be shown any more, for the reason given;
 *   embargo     what is released after this, of this dataset and period, is not to be shown before
 *               a time; a later embargo takes its place;
 *   revision    what was released will be replaced, for the reason given.
 *
 * The reason is an officer's words for the region. No name of an officer is in it.
 */
#include "model/authority.h"
#include "model/period.h"

enum {
    STAITH_NOTICE_DATASET_BYTES = 64,
    STAITH_NOTICE_REASON_MAX = 200 /**< bytes of a reason */
};

enum staith_notice_kind {
    STAITH_NOTICE_WITHDRAWAL = 1,
    STAITH_NOTICE_EMBARGO = 2,
    STAITH_NOTICE_REVISION = 3
};

struct staith_notice {
    enum staith_notice_kind kind;
    char authority[STAITH_AUTHORITY_BYTES];
    char dataset[STAITH_NOTICE_DATASET_BYTES];
    struct staith_period period;
    int64_t at_unix_ms; /**< embargo: until then; revision: when to expect it, 0: not said; else 0.
                                 Before the year 10000. */
    char reason[STAITH_NOTICE_REASON_MAX + 1]; /**< one line; "" in an embargo and only there */
};

/** Whether all of it is such as a council sends and a region takes. */
bool staith_notice_valid(const struct staith_notice *notice);
/** "withdrawn", "under embargo", "revision announced". Static. */
const char *staith_notice_words(enum staith_notice_kind kind);

#endif
