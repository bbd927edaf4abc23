/* SPDX-License-Identifier: Apache-2.0 */
#include "events.h"

#include <string.h>

#define C(id) STAITH_RECRUITMENT_C_##id

enum { QUARTERS_A_YEAR = 4, LAST_SAFE_DAY = 28 };

void staith_recruitment_quarter_init(const struct staith_period_def *period,
                                     struct staith_recruitment_quarter *ret_quarter)
{
    struct staith_period_def at = *period;
    int32_t last = 0;
    (void)staith_kit_period_days(&at, &ret_quarter->first, &ret_quarter->last);
    for (int cohort = 0; cohort < STAITH_RECRUITMENT_COHORTS; cohort++) {
        /* Four quarters back its year ends, and three more back it begins. */
        for (int i = 0; i < QUARTERS_A_YEAR; i++) {
            at = staith_kit_period_before(&at);
        }
        struct staith_period_def first = at;
        for (int i = 1; i < QUARTERS_A_YEAR; i++) {
            first = staith_kit_period_before(&first);
        }
        int32_t unused = 0;
        (void)staith_kit_period_days(&first, &ret_quarter->cohort_first[cohort], &unused);
        (void)staith_kit_period_days(&at, &unused, &last);
        ret_quarter->cohort_last[cohort] = last;
    }
}

static bool within(const struct staith_kit_cell *date, int32_t first, int32_t last)
{
    return staith_kit_has(date) && date->number >= first && date->number <= last;
}

static bool in_quarter(const struct staith_kit_cell *date,
                       const struct staith_recruitment_quarter *quarter)
{
    return within(date, quarter->first, quarter->last);
}

/* The first offer, conditional or not. */
static const struct staith_kit_cell *first_offer(const struct staith_kit_cell *cells)
{
    const struct staith_kit_cell *conditional = &cells[C(OFFERED_CONDITIONALLY)];
    const struct staith_kit_cell *offered = &cells[C(OFFERED)];
    if (!staith_kit_has(conditional)) {
        return offered;
    }
    return staith_kit_has(offered) && offered->number < conditional->number ? offered : conditional;
}

static uint16_t category(const struct staith_kit_cell *cell, uint16_t not_known)
{
    return staith_kit_has(cell) ? (uint16_t)cell->number : not_known;
}

/* ---- clocks -------------------------------------------------------------------------------- */

/* Days from one event to another that lies in the quarter; -1 where one of them is missing. */
static int32_t days_between(const struct staith_kit_cell *from, const struct staith_kit_cell *to,
                            const struct staith_recruitment_quarter *quarter)
{
    return staith_kit_has(from) && in_quarter(to, quarter) && to->number >= from->number
               ? (int32_t)(to->number - from->number)
               : -1;
}

static void run_clocks(const struct staith_recruitment_quarter *quarter,
                       const struct staith_kit_cell *cells,
                       struct staith_recruitment_events *events)
{
    const struct staith_kit_cell *offer = first_offer(cells);
    const struct staith_kit_cell *started = &cells[C(STARTED)];
    int32_t whole = days_between(&cells[C(AUTHORISED)], started, quarter);
    events->clock[STAITH_RECRUITMENT_CLOSE_TO_OFFER] =
        days_between(&cells[C(CLOSED)], offer, quarter);
    events->clock[STAITH_RECRUITMENT_DECISION_TO_START] = days_between(offer, started, quarter);
    events->clock[STAITH_RECRUITMENT_AUTHORISED_TO_START] = -1;
    /* Without the notice this clock cannot be told: nothing is not no notice. */
    if (whole >= 0 && staith_kit_has(&cells[C(NOTICE_DAYS)]) &&
        cells[C(NOTICE_DAYS)].number <= whole) {
        events->clock[STAITH_RECRUITMENT_AUTHORISED_TO_START] =
            whole - (int32_t)cells[C(NOTICE_DAYS)].number;
    }
}

/* Each event and the next that there is a date for: the second may not lie before the first. An
 * offer may come before the advert closes, so those two are not held against each other. */
static bool in_disorder(const struct staith_kit_cell *cells)
{
    static const enum staith_recruitment_column chains[][6] = {
        {C(AUTHORISED), C(ADVERTISED), C(CLOSED), C(CLOSED), C(CLOSED), C(CLOSED)},
        {C(SHORTLISTED), C(INTERVIEWED), C(OFFERED), C(ACCEPTED), C(STARTED), C(LEFT)}};
    for (size_t chain = 0; chain < sizeof(chains) / sizeof(chains[0]); chain++) {
        int64_t latest = INT64_MIN;
        for (size_t i = 0; i < sizeof(chains[0]) / sizeof(chains[0][0]); i++) {
            const struct staith_kit_cell *cell = &cells[chains[chain][i]];
            if (staith_kit_has(cell) && cell->number < latest) {
                return true;
            }
            latest = staith_kit_has(cell) ? cell->number : latest;
        }
    }
    return false;
}

/* ---- candidates ---------------------------------------------------------------------------- */

static uint16_t stage_of(const struct staith_kit_cell *cells)
{
    if (staith_kit_has(&cells[C(ACCEPTED)])) {
        return STAITH_RECRUITMENT_AFTER_ACCEPTING;
    }
    if (staith_kit_has(first_offer(cells))) {
        return STAITH_RECRUITMENT_AFTER_OFFER;
    }
    if (staith_kit_has(&cells[C(INTERVIEWED)])) {
        return STAITH_RECRUITMENT_AFTER_INTERVIEW;
    }
    return staith_kit_has(&cells[C(SHORTLISTED)]) ? STAITH_RECRUITMENT_AFTER_SHORTLIST
                                                  : STAITH_RECRUITMENT_AFTER_APPLYING;
}

/* A later step stands for the earlier ones: who was interviewed had been shortlisted, whether or
 * not somebody wrote the date down. */
static void judge_funnel(const struct staith_kit_cell *cells,
                         struct staith_recruitment_events *events)
{
    events->applied = staith_kit_has(&cells[C(CANDIDATE)]);
    events->joined = events->applied && staith_kit_has(&cells[C(STARTED)]);
    events->accepted = events->joined || (events->applied && staith_kit_has(&cells[C(ACCEPTED)]));
    events->offered = events->accepted || (events->applied && staith_kit_has(first_offer(cells)));
    events->interviewed =
        events->offered || (events->applied && staith_kit_has(&cells[C(INTERVIEWED)]));
    events->shortlisted =
        events->interviewed || (events->applied && staith_kit_has(&cells[C(SHORTLISTED)]));
}

/* Whether somebody who began then was still there so many months later. */
static bool stayed(const struct staith_kit_cell *began, const struct staith_kit_cell *left,
                   int months)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int32_t after = 0;
    if (!staith_kit_has(left)) {
        return true;
    }
    staith_kit_date_split((int32_t)began->number, &year, &month, &day);
    if (staith_kit_date_from(year + months / 12, month, day, &after) != STAITH_OK) {
        (void)staith_kit_date_from(year + months / 12, month, LAST_SAFE_DAY, &after);
    }
    return left->number >= after;
}

static void judge_cohorts(const struct staith_recruitment_quarter *quarter,
                          const struct staith_kit_cell *cells,
                          struct staith_recruitment_events *events)
{
    const struct staith_kit_cell *started = &cells[C(STARTED)];
    const struct staith_kit_cell *asye = &cells[C(ASYE_STARTED)];
    const struct staith_kit_cell *left = &cells[C(LEFT)];
    for (int i = 0; i < STAITH_RECRUITMENT_COHORTS; i++) {
        int months = 12 * (i + 1);
        events->cohort[i] = within(started, quarter->cohort_first[i], quarter->cohort_last[i]);
        events->stayed[i] = events->cohort[i] && stayed(started, left, months);
        events->asye[i] = within(asye, quarter->cohort_first[i], quarter->cohort_last[i]);
        events->asye_stayed[i] = events->asye[i] && stayed(asye, left, months);
    }
    events->asye_began = within(asye, quarter->cohort_last[0] + 1, quarter->last);
    events->asye_completed = events->asye[0] && staith_kit_has(&cells[C(ASYE_COMPLETED)]) &&
                             cells[C(ASYE_COMPLETED)].number <= quarter->last;
}

void staith_recruitment_judge(const struct staith_recruitment_quarter *quarter,
                              const struct staith_kit_cell *cells,
                              struct staith_recruitment_events *ret_events)
{
    struct staith_recruitment_events events;
    memset(&events, 0, sizeof(events));
    events.advertised = in_quarter(&cells[C(ADVERTISED)], quarter);
    events.closed = in_quarter(&cells[C(CLOSED)], quarter);
    events.round_ended = in_quarter(&cells[C(ROUND_ENDED)], quarter);
    events.stage = STAITH_NO_CATEGORY;
    events.role = category(&cells[C(ROLE)], STAITH_RECRUITMENT_ROLE_NOT_KNOWN);
    events.origin = category(&cells[C(ORIGIN)], STAITH_RECRUITMENT_ORIGIN_NOT_KNOWN);
    events.route = category(&cells[C(ROUTE)], STAITH_RECRUITMENT_ROUTE_NOT_KNOWN);
    events.disorder = in_disorder(cells);
    for (int i = 0; i < STAITH_RECRUITMENT_CLOCK_COUNT; i++) {
        events.clock[i] = -1;
    }
    judge_funnel(cells, &events);
    if (events.applied) {
        events.started = in_quarter(&cells[C(STARTED)], quarter);
        events.withdrew = in_quarter(&cells[C(WITHDRAWN)], quarter);
        events.stage = events.withdrew ? stage_of(cells) : STAITH_NO_CATEGORY;
        judge_cohorts(quarter, cells, &events);
        if (!events.disorder) {
            run_clocks(quarter, cells, &events);
        }
    }
    *ret_events = events;
}
