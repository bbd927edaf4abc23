/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exact half of choosing parts: what follows from them, in integers. The choice itself is a
 * linear program in floating point (choose.c) and is believed only after this check.
 */
#include "parts.h"

#include "base/date.h"
#include "base/decimal.h"

#include <stdbool.h>
#include <string.h>

#define NONE REGION_FIGURE_COUNT
#define MILLION INT64_C(1000000)

const struct region_rate_def region_rate_defs[REGION_RATE_COUNT] = {
    {REGION_TURNOVER_FTE, REGION_LEAVERS_FTE, {REGION_INPOST_FTE, NONE}, 100, 0},
    {REGION_TURNOVER_PEOPLE, REGION_LEAVERS_PEOPLE, {REGION_INPOST_PEOPLE, NONE}, 100, 0},
    {REGION_AGENCY_RATE_FTE, REGION_AGENCY_FTE, {REGION_AGENCY_FTE, REGION_INPOST_FTE}, 100, 0},
    {REGION_AGENCY_RATE_PEOPLE,
     REGION_AGENCY_PEOPLE,
     {REGION_AGENCY_PEOPLE, REGION_INPOST_PEOPLE},
     100,
     0},
    {REGION_COVER_RATE, REGION_COVER_FTE, {REGION_AGENCY_FTE, NONE}, 100, 0},
    {REGION_VACANCY_RATE, REGION_VACANCY_FTE, {REGION_VACANCY_FTE, REGION_INPOST_FTE}, 100, 0},
    {REGION_VACANCY_COVER_RATE, REGION_COVER_FTE, {REGION_VACANCY_FTE, NONE}, 100, 0},
    {REGION_CASELOAD, REGION_CASES, {REGION_HOLDERS_FTE, NONE}, 1, 0},
    {REGION_ABSENCE_RATE, REGION_DAYS_LOST, {REGION_INPOST_FTE, NONE}, 100, 1},
};

int64_t region_working_days(int32_t year)
{
    return staith_date_is_leap(year) ? 254 : 253;
}

int64_t region_parts_figure(const struct region_parts *parts, enum region_figure figure)
{
    static const enum region_figure figures[REGION_PART_COUNT] = {
#define REGION_X(name, figure) figure,
        REGION_PARTS(REGION_X)
#undef REGION_X
    };
    for (size_t i = 0; i < REGION_PART_COUNT; i++) {
        if (figures[i] == figure) {
            return parts->amounts[i];
        }
    }
    if (figure == REGION_INPOST_PEOPLE) {
        return parts->inpost_people * MILLION;
    }
    if (figure == REGION_STARTERS_PEOPLE) {
        return parts->starters_people * MILLION;
    }
    if (figure == REGION_LEAVERS_PEOPLE) {
        return parts->leavers_people * MILLION;
    }
    if (figure == REGION_AGENCY_PEOPLE) {
        return parts->agency_rows * MILLION;
    }
    return figure == REGION_CASES ? parts->cases * MILLION : 0;
}

/* Whether an unrounded figure is printed as `fact` is. */
static bool prints_as(int64_t millionths, const struct region_fact *fact)
{
    const int64_t tenths = staith_decimal_rescale(millionths, 6, 1);
    if (strcmp(fact->symbol, "low") == 0) {
        return millionths > 0 && tenths == 0;
    }
    if (fact->symbol[0] != '\0') {
        return true;
    }
    return tenths == fact->tenths && (tenths != 0 || millionths == 0);
}

static bool rate_prints_as(const struct region_rate *rate, int32_t scale,
                           const struct region_fact *fact)
{
    if (rate->denominator == 0) {
        return rate->numerator == 0 && strcmp(fact->symbol, "z") == 0;
    }
    int64_t tenths = 0;
    if (staith_decimal_ratio(rate->numerator * scale * 10, rate->denominator, &tenths) != 0) {
        return false;
    }
    if (strcmp(fact->symbol, "low") == 0) {
        return rate->numerator > 0 && tenths == 0;
    }
    return fact->symbol[0] == '\0' && tenths == fact->tenths &&
           (tenths != 0 || rate->numerator == 0);
}

static void add_rate(const struct region_parts *parts, const struct region_rate_def *def,
                     struct region_rate *rate)
{
    rate->numerator += region_parts_figure(parts, def->numerator);
    for (size_t i = 0; i < 2 && def->denominators[i] != NONE; i++) {
        rate->denominator += region_parts_figure(parts, def->denominators[i]) *
                             (def->per_working_day != 0 ? region_working_days(parts->year) : 1);
    }
}

static int miss(const struct region_row *row, enum region_figure figure, struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_REFUSED, "%s of %s in %d does not come out",
                          region_figure_column(figure), row->code, row->year);
}

static int check_council(const struct region_parts *parts, struct staith_err *err)
{
    static const enum region_figure totals[] = {
        REGION_INPOST_FTE,  REGION_INPOST_PEOPLE,  REGION_STARTERS_FTE, REGION_STARTERS_PEOPLE,
        REGION_LEAVERS_FTE, REGION_LEAVERS_PEOPLE, REGION_AGENCY_FTE,   REGION_AGENCY_PEOPLE,
        REGION_COVER_FTE,   REGION_VACANCY_FTE,    REGION_HOLDERS_FTE,  REGION_CASES,
        REGION_DAYS_LOST};
    for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
        const int64_t amount = region_parts_figure(parts, totals[i]);
        if (!prints_as(amount, &parts->facts->figures[totals[i]])) {
            return miss(parts->facts, totals[i], err);
        }
    }
    for (size_t i = 0; i < REGION_RATE_COUNT; i++) {
        const struct region_rate_def *def = &region_rate_defs[i];
        const struct region_fact *fact = &parts->facts->figures[def->figure];
        struct region_rate rate = {0, 0};
        add_rate(parts, def, &rate);
        if (strcmp(fact->symbol, "u") != 0 && !rate_prints_as(&rate, def->scale, fact)) {
            return miss(parts->facts, def->figure, err);
        }
    }
    return 0;
}

int region_parts_check(const struct region_parts *parts, size_t count,
                       const struct region_row *region, struct staith_err *err)
{
    for (size_t i = 0; i < count; i++) {
        const int rc = check_council(&parts[i], err);
        if (rc != 0) {
            return rc;
        }
    }
    for (size_t r = 0; region != NULL && r < REGION_RATE_COUNT; r++) {
        const struct region_rate_def *def = &region_rate_defs[r];
        struct region_rate rate = {0, 0};
        for (size_t i = 0; i < count; i++) {
            if (strcmp(parts[i].facts->figures[def->numerator].symbol, "u") != 0) {
                add_rate(&parts[i], def, &rate);
            }
        }
        if (!rate_prints_as(&rate, def->scale, &region->figures[def->figure])) {
            return miss(region, def->figure, err);
        }
    }
    return 0;
}
