/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The day that counts for caps and rules is that of the start: they bind new assignments. Somebody
 * who ended on the last day of a quarter has ended in it and is not in use at its end, so that use
 * at the end is use before, plus started, less ended.
 */
#include "judge.h"

#include <string.h>

#define C(id) STAITH_AGENCY_C_##id
#define RULE(id) STAITH_AGENCY_RULE_##id
#define NO STAITH_NO_CATEGORY

enum {
    DAYS_A_WEEK = 7,
    MONTHS_A_YEAR = 12,
    LAST_SAFE_DAY = 28,
    HUNDREDTHS = 100,
    FTE_MILLIONTHS = 1000000,
    TWO_POUNDS = 200,
    FIVE_POUNDS = 500
};

static int64_t divide_half_up(int64_t numerator, int64_t denominator)
{
    return (2 * numerator + denominator) / (2 * denominator);
}

/* ---- when ---------------------------------------------------------------------------------- */

static bool within(const struct staith_kit_cell *date, const struct staith_agency_quarter *quarter)
{
    return staith_kit_has(date) && date->number >= quarter->first && date->number <= quarter->last;
}

static uint16_t length_of(int64_t days)
{
    static const int64_t below[] = {13, 26, 52, 104};
    int64_t weeks = days / DAYS_A_WEEK;
    uint16_t band = 0;
    while (band < sizeof(below) / sizeof(below[0]) && weeks >= below[band]) {
        band++;
    }
    return band;
}

static void judge_time(const struct staith_agency_quarter *quarter,
                       const struct staith_kit_cell *cells, struct staith_agency_verdict *verdict)
{
    int64_t start = cells[C(START)].number;
    const struct staith_kit_cell *end = &cells[C(END)];
    bool begun = start <= quarter->last;
    verdict->in_use = begun && (!staith_kit_has(end) || end->number > quarter->last);
    verdict->used = begun && (!staith_kit_has(end) || end->number >= quarter->first);
    verdict->started = within(&cells[C(START)], quarter);
    verdict->ended = within(end, quarter);
    verdict->converted = within(&cells[C(CONVERTED)], quarter);
    verdict->project =
        staith_kit_has(&cells[C(PROJECT_TEAM)]) && cells[C(PROJECT_TEAM)].number == 1;
    if (verdict->used) {
        int64_t until = verdict->in_use ? quarter->last : end->number;
        verdict->length = length_of(until - start);
    }
}

/* ---- rate and cap -------------------------------------------------------------------------- */

/* A role that the file states comes before one that the map gives its title. */
static uint16_t role_of(const struct staith_agency_rules *rules,
                        const struct staith_kit_cell *cells)
{
    if (staith_kit_has(&cells[C(ROLE)])) {
        return (uint16_t)cells[C(ROLE)].number;
    }
    return staith_kit_has(&cells[C(JOB_TITLE)])
               ? staith_agency_title_role(rules, cells[C(JOB_TITLE)].text, cells[C(JOB_TITLE)].len)
               : STAITH_AGENCY_ROLE_NONE;
}

static uint16_t band_of(int64_t over)
{
    if (over < 0) {
        return over < -FIVE_POUNDS ? STAITH_AGENCY_UNDER_5_PLUS : STAITH_AGENCY_UNDER_0_5;
    }
    if (over == 0) {
        return STAITH_AGENCY_BAND_AT;
    }
    if (over <= TWO_POUNDS) {
        return STAITH_AGENCY_OVER_0_2;
    }
    return over <= FIVE_POUNDS ? STAITH_AGENCY_OVER_2_5 : STAITH_AGENCY_OVER_5_PLUS;
}

/* Where no sign-off was asked for when it started, none is missing. */
static uint16_t approval_of(const struct staith_agency_rules *rules,
                            const struct staith_kit_cell *cells)
{
    static const struct {
        enum staith_agency_rule rule;
        enum staith_agency_column column;
    } signers[] = {{RULE(DIRECTOR_SIGNS), C(DIRECTOR_SIGNED)},
                   {RULE(CHIEF_SIGNS), C(CHIEF_SIGNED)}};
    int64_t start = cells[C(START)].number;
    uint16_t approval = STAITH_AGENCY_ON_TIME;
    for (size_t i = 0; i < sizeof(signers) / sizeof(signers[0]); i++) {
        const struct staith_kit_cell *signed_on = &cells[signers[i].column];
        int64_t value = 0;
        if (!staith_agency_rule_on(rules, signers[i].rule, (int32_t)start, &value)) {
            continue;
        }
        if (!staith_kit_has(signed_on)) {
            return STAITH_AGENCY_MISSING;
        }
        if (signed_on->number >= start) {
            approval = STAITH_AGENCY_LATE;
        }
    }
    return approval;
}

static void reckon_year(const struct staith_agency_rules *rules,
                        const struct staith_agency_quarter *quarter,
                        const struct staith_kit_cell *cells, struct staith_agency_verdict *verdict)
{
    int64_t hours = 0;
    if (staith_kit_has(&cells[C(BOOKED_HOURS)])) {
        hours = cells[C(BOOKED_HOURS)].number;
        verdict->hours = STAITH_AGENCY_BOOKED;
    } else if (staith_agency_rule_on(rules, RULE(ANNUAL_HOURS), quarter->last, &hours)) {
        verdict->hours = STAITH_AGENCY_STANDARD;
    } else {
        return;
    }
    verdict->annual_excess = divide_half_up(verdict->excess * hours, HUNDREDTHS);
}

static uint16_t obstacle_of(const struct staith_agency_rules *rules,
                            const struct staith_kit_cell *cells,
                            const struct staith_agency_verdict *verdict, int64_t *ret_cap)
{
    if (verdict->role == STAITH_AGENCY_ROLE_NONE) {
        return STAITH_AGENCY_NO_ROLE;
    }
    if (verdict->basis == STAITH_AGENCY_BASIS_NONE) {
        return STAITH_AGENCY_NO_BASIS;
    }
    if (verdict->rate < 0) {
        return STAITH_AGENCY_NO_RATE;
    }
    return staith_agency_cap_on(rules, verdict->role, verdict->basis,
                                (int32_t)cells[C(START)].number, ret_cap)
               ? NO
               : STAITH_AGENCY_NO_CAP;
}

static void judge_rate(const struct staith_agency_rules *rules,
                       const struct staith_agency_quarter *quarter,
                       const struct staith_kit_cell *cells, struct staith_agency_verdict *verdict)
{
    int64_t cap = 0;
    verdict->role = role_of(rules, cells);
    verdict->basis = staith_kit_has(&cells[C(BASIS)]) ? (uint16_t)cells[C(BASIS)].number
                                                      : STAITH_AGENCY_BASIS_NONE;
    verdict->rate = staith_kit_has(&cells[C(RATE)]) ? cells[C(RATE)].number : -1;
    verdict->obstacle = obstacle_of(rules, cells, verdict, &cap);
    if (verdict->obstacle != NO) {
        verdict->state = STAITH_AGENCY_UNTESTABLE;
        return;
    }
    int64_t over = verdict->rate - cap;
    verdict->band = band_of(over);
    if (over <= 0) {
        verdict->state = over == 0 ? STAITH_AGENCY_AT : STAITH_AGENCY_UNDER;
        return;
    }
    verdict->excess = over;
    verdict->approval = approval_of(rules, cells);
    verdict->state = verdict->approval == STAITH_AGENCY_ON_TIME ? STAITH_AGENCY_OVER_APPROVED
                                                                : STAITH_AGENCY_OVER_UNAPPROVED;
    verdict->breach = true;
    reckon_year(rules, quarter, cells, verdict);
}

static int64_t fte_of(const struct staith_agency_rules *rules,
                      const struct staith_agency_quarter *quarter,
                      const struct staith_kit_cell *cells)
{
    int64_t week = 0;
    if (staith_kit_has(&cells[C(FTE)])) {
        return cells[C(FTE)].number;
    }
    if (!staith_kit_has(&cells[C(WEEKLY_HOURS)]) ||
        !staith_agency_rule_on(rules, RULE(WEEKLY_HOURS), quarter->last, &week) || week == 0) {
        return -1;
    }
    int64_t fte = divide_half_up(cells[C(WEEKLY_HOURS)].number * FTE_MILLIONTHS, week);
    return fte < FTE_MILLIONTHS ? fte : FTE_MILLIONTHS;
}

/* ---- rules --------------------------------------------------------------------------------- */

/* The day `months` after `day`; one that there is not in its month is the 28th. */
static int32_t add_months(int32_t day, int64_t months)
{
    int year = 0;
    int month = 0;
    int of_month = 0;
    int32_t result = day;
    staith_kit_date_split(day, &year, &month, &of_month);
    int64_t count = (int64_t)year * MONTHS_A_YEAR + month - 1 + months;
    year = (int)(count / MONTHS_A_YEAR);
    month = (int)(count % MONTHS_A_YEAR) + 1;
    if (staith_kit_date_from(year, month, of_month, &result) != STAITH_OK) {
        (void)staith_kit_date_from(year, month, LAST_SAFE_DAY, &result);
    }
    return result;
}

static uint16_t at_least(const struct staith_kit_cell *field, int64_t value)
{
    if (!staith_kit_has(field)) {
        return STAITH_AGENCY_NOT_KNOWN;
    }
    return field->number >= value ? STAITH_AGENCY_COMPLIANT : STAITH_AGENCY_BREACH;
}

static uint16_t cool_off(const struct staith_kit_cell *cells, int64_t value)
{
    if (!staith_kit_has(&cells[C(LEFT_POST)])) {
        return STAITH_AGENCY_NOT_KNOWN;
    }
    if (cells[C(START)].number >=
        add_months((int32_t)cells[C(LEFT_POST)].number, value / HUNDREDTHS)) {
        return STAITH_AGENCY_COMPLIANT;
    }
    bool excepted = staith_kit_has(&cells[C(COOL_OFF_EXCEPTION)]) &&
                    cells[C(COOL_OFF_EXCEPTION)].number == STAITH_AGENCY_IS_EXCEPTION;
    return excepted ? STAITH_AGENCY_EXCEPTION : STAITH_AGENCY_BREACH;
}

/* What the council answers comes before what its other columns say. */
static uint16_t answer_of(enum staith_agency_rule rule, int64_t value,
                          const struct staith_kit_cell *cells)
{
    static const enum staith_agency_column columns[STAITH_AGENCY_ANSWERED_COUNT] = {
        [RULE(EXPERIENCE)] = C(EXPERIENCE),
        [RULE(REFERENCE)] = C(REFERENCE),
        [RULE(NOTICE)] = C(NOTICE),
        [RULE(COOL_OFF)] = C(COOL_OFF),
        [RULE(WORKER_NAMED)] = C(WORKER_NAMED),
        [RULE(COST_SPLIT)] = C(COST_SPLIT),
        [RULE(REGION_1)] = C(REGION_1),
        [RULE(REGION_2)] = C(REGION_2),
        [RULE(REGION_3)] = C(REGION_3)};
    const struct staith_kit_cell *answer = &cells[columns[rule]];
    if (staith_kit_has(answer)) {
        return (uint16_t)answer->number;
    }
    if (rule == RULE(EXPERIENCE)) {
        return at_least(&cells[C(EXPERIENCE_YEARS)], value);
    }
    if (rule == RULE(NOTICE)) {
        return at_least(&cells[C(NOTICE_WEEKS)], value);
    }
    return rule == RULE(COOL_OFF) ? cool_off(cells, value) : (uint16_t)STAITH_AGENCY_NOT_KNOWN;
}

static void judge_rules(const struct staith_agency_rules *rules,
                        const struct staith_kit_cell *cells, struct staith_agency_verdict *verdict)
{
    for (uint32_t rule = 0; rule < STAITH_AGENCY_ANSWERED_COUNT; rule++) {
        bool of_project = rule == RULE(WORKER_NAMED) || rule == RULE(COST_SPLIT);
        int64_t value = 0;
        if ((of_project && !verdict->project) ||
            !staith_agency_rule_on(rules, (enum staith_agency_rule)rule,
                                   (int32_t)cells[C(START)].number, &value)) {
            continue;
        }
        verdict->answers[rule] = answer_of((enum staith_agency_rule)rule, value, cells);
        verdict->breach = verdict->breach || verdict->answers[rule] == STAITH_AGENCY_BREACH;
    }
}

void staith_agency_judge(const struct staith_agency_rules *rules,
                         const struct staith_agency_quarter *quarter,
                         const struct staith_kit_cell *cells,
                         struct staith_agency_verdict *ret_verdict)
{
    struct staith_agency_verdict verdict;
    memset(&verdict, 0, sizeof(verdict));
    verdict.obstacle = NO;
    verdict.band = NO;
    verdict.approval = NO;
    verdict.length = NO;
    verdict.hours = NO;
    verdict.annual_excess = -1;
    for (size_t i = 0; i < STAITH_AGENCY_ANSWERED_COUNT; i++) {
        verdict.answers[i] = NO;
    }
    verdict.reason = staith_kit_has(&cells[C(REASON)]) ? (uint16_t)cells[C(REASON)].number
                                                       : (uint16_t)STAITH_AGENCY_REASON_NONE;
    verdict.fte = fte_of(rules, quarter, cells);
    verdict.declared = staith_kit_has(&cells[C(DECLARED)]) && cells[C(DECLARED)].number == 1;
    judge_time(quarter, cells, &verdict);
    judge_rate(rules, quarter, cells, &verdict);
    judge_rules(rules, cells, &verdict);
    *ret_verdict = verdict;
}
