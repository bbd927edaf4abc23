/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queries over the figures of a whole file: ratios that point at wrong FTE, cover above 100 %, and
 * the council's own earlier releases, where the host has any. Never errors: stock and flow balance
 * in few real councils, and a jump may be real.
 */
#include "census.h"

#define C(id) STAITH_WORKFORCE_C_##id
#define M(id) STAITH_WORKFORCE_M_##id
#define E(id) STAITH_WORKFORCE_E_##id

enum {
    YEARS_BACK = 10,    /* ten earlier values make nine earlier changes */
    CHANGES_NEEDED = 3, /* fewer say nothing about a range */
    FTE_MILLIONTHS = 1000000
};

static const struct staith_location whole_file = {0, 0, 0, STAITH_NO_ELEMENT, 0};

static void query(struct staith_workforce_census *census, uint32_t check, uint32_t element)
{
    (void)staith_workforce_census_report(census, check, &whole_file, element);
}

static void check_ratios(struct staith_workforce_census *census)
{
    const int64_t *total = census->sums.total;
    const bool *known = census->sums.known;
    if (5 * total[M(AGENCY_FTE)] < total[M(AGENCY_HEADCOUNT)] * FTE_MILLIONTHS) {
        query(census, C(AGENCY_RATIO), E(FTE));
    }
    if (2 * total[M(LEAVERS_FTE)] < total[M(LEAVERS_HEADCOUNT)] * FTE_MILLIONTHS) {
        query(census, C(LEAVERS_RATIO), E(FTE30));
    }
    if (known[M(AGENCY_COVER_FTE)] && total[M(AGENCY_COVER_FTE)] > total[M(AGENCY_FTE)]) {
        query(census, C(COVER_AGENCY), E(COVER_FTE));
    }
    if (known[M(AGENCY_COVER_FTE)] && known[M(VACANCY_FTE)] &&
        total[M(AGENCY_COVER_FTE)] > total[M(VACANCY_FTE)]) {
        query(census, C(COVER_VACANCY), E(COVER_FTE));
    }
}

static bool earlier(struct staith_workforce_census *census, uint16_t measure, int years_back,
                    int64_t *ret_value)
{
    struct staith_period_def period = {STAITH_PERIOD_CENSUS_YEAR, 0, 0, 0};
    period.year = census->year.year - years_back;
    return census->host->history(census->host->ctx, measure, &period, ret_value) == STAITH_OK;
}

static void check_balance(struct staith_workforce_census *census)
{
    const int64_t *total = census->sums.total;
    int64_t before = 0;
    if (earlier(census, M(INPOST_HEADCOUNT), 1, &before) &&
        before + total[M(STARTERS_HEADCOUNT)] - total[M(LEAVERS_HEADCOUNT)] !=
            total[M(INPOST_HEADCOUNT)]) {
        query(census, C(BALANCE), STAITH_NO_ELEMENT);
    }
}

/* Only changes between two years that follow each other count. */
static void check_jump(struct staith_workforce_census *census, uint16_t measure)
{
    int64_t value[YEARS_BACK + 1] = {0};
    bool known[YEARS_BACK + 1] = {false};
    int64_t least = INT64_MAX;
    int64_t greatest = INT64_MIN;
    int64_t change;
    int changes = 0;
    value[0] = census->sums.total[measure];
    for (int back = 1; back <= YEARS_BACK; back++) {
        known[back] = earlier(census, measure, back, &value[back]);
    }
    for (int back = 1; back < YEARS_BACK; back++) {
        if (known[back] && known[back + 1]) {
            change = value[back] - value[back + 1];
            least = change < least ? change : least;
            greatest = change > greatest ? change : greatest;
            changes++;
        }
    }
    change = value[0] - value[1];
    if (known[1] && changes >= CHANGES_NEEDED && (change < least || change > greatest)) {
        query(census, (uint32_t)(C(JUMP) + measure), STAITH_NO_ELEMENT);
    }
}

static bool is_known(const struct staith_workforce_census *census, uint16_t measure)
{
    return staith_workforce_measures[measure].aggregation != STAITH_COUNCIL_VALUE ||
           census->sums.known[measure];
}

void staith_workforce_figures_check(struct staith_workforce_census *census)
{
    check_ratios(census);
    if (!census->options->year_check) {
        return;
    }
    check_balance(census);
    for (uint32_t measure = 0; measure < STAITH_WORKFORCE_HEADLINE_COUNT; measure++) {
        if (is_known(census, (uint16_t)measure)) {
            check_jump(census, (uint16_t)measure);
        }
    }
}
