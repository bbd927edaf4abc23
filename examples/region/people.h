/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_PEOPLE_H
#define STAITH_REGION_PEOPLE_H
/*
 * The rows of one council's return: invented people whose sums are exactly a council-year's parts.
 */
#include "base/err.h"
#include "parts.h"
#include "rng.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum region_kind {
    REGION_KIND_STAYER,  /**< in post, and was in post before the year */
    REGION_KIND_STARTER, /**< in post, started in the year */
    REGION_KIND_LEAVER,
    REGION_KIND_AGENCY,
    REGION_KIND_COUNT
};

enum { REGION_ROLE_HOLDER = 5, REGION_ROLE_NO_CASES = 6 };

/** One row: one post of one person. */
struct region_person {
    enum region_kind kind;
    bool holder;      /**< holds cases */
    uint32_t twin;    /**< index of the person's first row: its own, unless it is a second post */
    uint32_t number;  /**< of the made-up registration number */
    int64_t share;    /**< FTE in millionths at 30 September; leavers: at the one before */
    int64_t share_30; /**< FTE in millionths at the 30 September before */
    int64_t cases;
    int64_t days; /**< lost to sickness, hundredths */
    int32_t birth;
    int32_t start;
    int32_t end; /**< leavers */
    int32_t contract_weeks;
    uint8_t sex;       /**< 0 female, 1 male */
    uint8_t ethnicity; /**< index, see region_ethnicity_code */
    uint8_t qualification;
    uint8_t step_up;
    uint8_t frontline;
    uint8_t role; /**< 1..6 */
    uint8_t origin;
    uint8_t destination;
    uint8_t reason;
    uint8_t practice;   /**< CFKSSstatus 1..4, 0: none */
    uint8_t absence;    /**< 0: at work; else 1 + index, see region_absence_code */
    int64_t salary;     /**< pence a year */
    int64_t retention;  /**< pence a year */
    int64_t other_paid; /**< pence a year */
};

struct region_people {
    struct region_person *rows; /**< owned; by kind, in the order of enum region_kind */
    uint32_t count;
    uint32_t first[REGION_KIND_COUNT + 1]; /**< where each kind begins; the last is the end */
};

/** Make the rows. 0, or an error when the parts cannot be spread over people. */
int region_people_make(const struct region_parts *parts, struct region_rng *rng,
                       struct region_people *ret_people, struct staith_err *err);
/** NULL is allowed. */
void region_people_deinit(struct region_people *people);
/** Hold the rows' sums against the parts, exactly. */
int region_people_check(const struct region_people *people, const struct region_parts *parts,
                        struct staith_err *err);

/* the steps of region_people_make */

/** FTE of every row, each kind's sum exact; second posts are made here. */
int region_share_fill(struct region_people *people, const int64_t totals[REGION_KIND_COUNT],
                      const uint32_t posts[REGION_KIND_COUNT], struct region_rng *rng);
/** Choose who holds cases, so that their FTE is `holders_fte` to the millionth. */
int region_share_choose_holders(struct region_people *people, int64_t holders_fte,
                                struct region_rng *rng);
/** Spread `cases` over the holders, at least one each. */
int region_work_spread_cases(struct region_people *people, int64_t cases, struct region_rng *rng);
/** Spread days of sickness (hundredths) over all but agency rows. */
int region_work_spread_days(struct region_people *people, int64_t days, struct region_rng *rng);
/** Everything that no figure fixes: ages, dates, origins, pay. */
int region_traits_fill(struct region_people *people, int32_t year, struct region_rng *rng);

/** Census code of an index in a row. Static. */
const char *region_ethnicity_code(uint8_t index);
const char *region_absence_code(uint8_t index);

#endif
