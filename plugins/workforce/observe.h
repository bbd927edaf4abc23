/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_WORKFORCE_OBSERVE_H
#define STAITH_WORKFORCE_OBSERVE_H
/*
 * From a person row that counts to observations. This is where a row ends: behind it there are
 * numbers, categories and the opaque person key.
 */
#include "people.h"
#include "row.h"

/** Sums over the file for the checks at its end. */
struct staith_workforce_sums {
    int64_t total[STAITH_WORKFORCE_MEASURE_COUNT];
    bool known[STAITH_WORKFORCE_MEASURE_COUNT]; /**< council values: whether one was given */
};

/** What the rows of one file are counted with. */
struct staith_workforce_tally {
    const struct staith_host *host;
    const struct staith_workforce_year *year;
    struct staith_workforce_people *people;
    struct staith_workforce_sums *sums;
    struct staith_workforce_sink *sink;
};

/** Observe everything that a judged row says. STAITH_OK, or what the host returned, or
 *  STAITH_ENOMEM, STAITH_ELIMIT. */
int staith_workforce_observe(const struct staith_workforce_tally *tally,
                             const struct staith_workforce_row *row);

#endif
