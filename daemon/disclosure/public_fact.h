/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PUBLIC_FACT_H
#define STAITH_DISCLOSURE_PUBLIC_FACT_H
/*
 * A figure of one council that is public elsewhere: what DfE prints each year, an answer to a
 * question under freedom of information, a committee's report.
 */
#include "model/period.h"

enum { STAITH_PUBLIC_MAX_FACTS = 20000, STAITH_PUBLIC_MAX_DECIMALS = 6 };
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
};

#endif
