/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PUBLIC_FACT_H
#define STAITH_DISCLOSURE_PUBLIC_FACT_H
/*
 * A figure of one council that is public elsewhere: what DfE prints each year, an answer to a
 * question under freedom of information, a committee's report.
 */
#include "model/period.h"

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

/** How far what is printed may be from the figure, in units of its last decimal: from
 *  *ret_least to *ret_most, both times two. */
static inline void staith_public_fact_ends(const struct staith_public_fact *fact,
                                           int64_t *ret_least, int64_t *ret_most)
{
    int64_t half = fact->nearest > 1 ? fact->nearest : 1;
    *ret_least = 2 * fact->value - half;
    *ret_most = 2 * fact->value + half;
}

#endif
