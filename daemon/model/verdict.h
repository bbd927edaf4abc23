/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_VERDICT_H
#define STAITH_MODEL_VERDICT_H
/*
 * A verdict: what the region made of one release. It goes to the council as a record of the
 * region's, numbered, chained and signed. No name of an officer is in it.
 */
#include "model/period.h"

enum { STAITH_VERDICT_DATASET_BYTES = 64, STAITH_VERDICT_REASON_MAX = 200 };

enum staith_standing { STAITH_STANDING_ACCEPTED = 1, STAITH_STANDING_SENT_BACK = 2 };

struct staith_verdict {
    uint64_t epoch;  /**< of the council's ledger */
    uint64_t number; /**< of the release in it */
    char dataset[STAITH_VERDICT_DATASET_BYTES];
    struct staith_period period;
    enum staith_standing standing;
    char reason[STAITH_VERDICT_REASON_MAX + 1]; /**< one line; "" where nobody looked */
    int64_t at_unix_ms;
};

/** Whether all of it is such as a region sends and a council takes. One that sends back says why.
 */
bool staith_verdict_valid(const struct staith_verdict *verdict);
/** "accepted", "sent back". Static. */
const char *staith_standing_words(enum staith_standing standing);

#endif
