/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_QUARTER_H
#define STAITH_REGION_QUARTER_H
/*
 * What a council keeps beside its census return: assignments of agency workers and candidates for
 * posts, of one quarter. Everybody and every rate in them is invented; how many there are follows
 * the published headcounts.
 */
#include "facts.h"
#include "rng.h"

#include <stdio.h>

/** The quarter: its first and last day, and the year whose published figures it is sized by. */
struct region_quarter {
    int32_t year;
    int32_t part;
    int32_t first;
    int32_t last;
};

/** A quarter of 2017 to 2026; STAITH_ERR_INVAL for anything else. */
int region_quarter_init(int32_t year, int32_t part, struct region_quarter *ret_quarter);

/** Assignments of `in_use` agency workers at the end of the quarter, and some that ended in it. */
void region_agency_write(FILE *out, const struct region_quarter *quarter, int64_t in_use,
                         struct region_rng *rng);
/** Candidates for the posts of a council that takes on `starters` people a year: this quarter's
 *  rounds, and the starters of the two years whose retention is followed. */
void region_hiring_write(FILE *out, const struct region_quarter *quarter, int64_t starters,
                         struct region_rng *rng);

/** The workforce of a council with `in_post` people, and who left in the quarter. */
void region_staff_write(FILE *out, const struct region_quarter *quarter, int64_t in_post,
                        struct region_rng *rng);

/** A date as "2025-12-31" in a caller's buffer; "" for 0. */
const char *region_date(int32_t day, char out[16]);

#endif
