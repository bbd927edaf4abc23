/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PUBLIC_FACT_H
#define STAITH_DISCLOSURE_PUBLIC_FACT_H
/*
 * A figure of one council that is public elsewhere: what DfE prints each year, an answer to a
 * question under freedom of information, a committee's report.
 */
#include "model/catalogue.h"
#include "model/period.h"
#include "model/system.h"

#include <stdbool.h>

enum {
    STAITH_PUBLIC_MAX_FACTS = 20000,
    STAITH_PUBLIC_MAX_DECIMALS = 6,
    STAITH_PUBLIC_MAX_NEAREST = 1000000
};
#define STAITH_PUBLIC_MAX_VALUE INT64_C(10000000000)

struct staith_public_fact {
    const char *dataset; /**< code */
    struct staith_period period;
    const char *cell; /**< by what it counts, as disclosure/place.h names it */
    int64_t value;    /**< 0 to STAITH_PUBLIC_MAX_VALUE, times 10^decimals, as printed: 403.7 FTE is
                         4037 and 1 */
    uint32_t decimals; /**< 0..6; fewer than the unit has: it was rounded to them */
    int32_t day;       /**< on which it was published, since 1970-01-01 */
    const char *source;
    /** What it was rounded to the nearest of, in units of its last decimal: 120 to the nearest 10
     * is
     *  10. 0 and 1: to its last decimal. `value` is a multiple of it. */
    int64_t nearest;
    int64_t from_unix_ms; /**< from when on everybody may have read it */
};

/** What it leaves possible, from *ret_lo to *ret_hi in the audit's units: whole ones of the
 * measure, of FTE hundredths. */
void staith_public_fact_between(const struct staith_public_fact *fact,
                                const struct staith_measure *measure, int64_t *ret_lo,
                                int64_t *ret_hi);
/** Whether two cannot both have been printed on one day: two numbers of one figure, however its
 *  dimensions are ordered. Facts of different days are editions, and an interval may hold a number.
 */
bool staith_public_fact_contradicts(const struct staith_public_fact *a,
                                    const struct staith_public_fact *b);

enum staith_public_fact_fit {
    STAITH_PUBLIC_FACT_NOT_KNOWN = 0, /**< the catalogue has no such figure, or nobody counted it */
    STAITH_PUBLIC_FACT_FITS = 1,
    STAITH_PUBLIC_FACT_WRONG = 2 /**< the count is not in what it leaves possible */
};

/** Whether a fact can be true of the counts behind a release of its dataset and period. */
enum staith_public_fact_fit staith_public_fact_fit(const struct staith_public_fact *fact,
                                                   const struct staith_catalogue *catalogue,
                                                   const struct staith_system *truth);

#endif
