/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_REGION_PARTS_H
#define STAITH_REGION_PARTS_H
/*
 * The unrounded parts of a council's figures. Published figures are rounded; a return is not. For
 * one year, all councils' parts are chosen together, so that every published total and every rate
 * of every council and of the region comes out of them after rounding.
 */
#include "base/err.h"
#include "facts.h"

#include <stdint.h>

/* what is chosen; people are whole and stand in the facts */
#define REGION_PARTS(X)                                                                            \
    X(INPOST, REGION_INPOST_FTE)                                                                   \
    X(STARTERS, REGION_STARTERS_FTE)                                                               \
    X(LEAVERS, REGION_LEAVERS_FTE)                                                                 \
    X(AGENCY, REGION_AGENCY_FTE)                                                                   \
    X(COVER, REGION_COVER_FTE)                                                                     \
    X(VACANCY, REGION_VACANCY_FTE)                                                                 \
    X(HOLDERS, REGION_HOLDERS_FTE)                                                                 \
    X(DAYS, REGION_DAYS_LOST)

enum region_part {
#define REGION_X(name, figure) REGION_PART_##name,
    REGION_PARTS(REGION_X)
#undef REGION_X
        REGION_PART_COUNT
};

/** One council's year. */
struct region_parts {
    int32_t year;
    const struct region_row *facts; /**< the published row; NULL for a return made to a size */
    /** FTE in millionths, days in millionths; cover, vacancies and days are whole hundredths. */
    int64_t amounts[REGION_PART_COUNT];
    int64_t inpost_people;
    int64_t starters_people;
    int64_t leavers_people;
    int64_t agency_rows;
    int64_t cases;
};

/** A rate as `parts` give it: numerator over the sum of the denominators. */
struct region_rate {
    int64_t numerator;
    int64_t denominator;
};

/** The nine indicators and the two headcount rates, by their published figure. */
struct region_rate_def {
    enum region_figure figure;
    enum region_figure numerator;
    enum region_figure denominators[2]; /**< the second may be REGION_FIGURE_COUNT: none */
    int32_t scale;                      /**< 100 or 1 */
    int32_t per_working_day;
};

enum { REGION_RATE_COUNT = 9 };

extern const struct region_rate_def region_rate_defs[REGION_RATE_COUNT];

/** 254 where the census year holds 29 February, else 253. */
int64_t region_working_days(int32_t year);
/** The unrounded figure, FTE and days in millionths, people and cases in millions. */
int64_t region_parts_figure(const struct region_parts *parts, enum region_figure figure);

/**
 * Choose the parts of all `count` councils of one year.
 * `rows`: their published rows; `region`: the region's, or NULL for councils that are not the whole
 * region. STAITH_ERR_REFUSED when no parts give the published figures.
 */
int region_parts_choose(const struct region_row *const *rows, size_t count,
                        const struct region_row *region, struct region_parts *ret_parts,
                        struct staith_err *err);
/** Hold the parts against the published figures in exact arithmetic; the first miss is an error. */
int region_parts_check(const struct region_parts *parts, size_t count,
                       const struct region_row *region, struct staith_err *err);

#endif
