/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As in the census: somebody who left on the last day has left and is not in post, and who started
 * and left within the period did both. Age and time in service of leavers are those of the day they
 * left.
 */
#include "person.h"

#include "dimensions.h"

#include <string.h>

#define C(id) STAITH_SNAPSHOT_C_##id
#define NO STAITH_NO_CATEGORY

enum {
    RETIREMENT_AGE = 55,
    FTE_MILLIONTHS = 1000000,
    NOT_KNOWN_ORIGIN = 8,
    NOT_KNOWN_DESTINATION = 7,
    NOT_KNOWN_REASON = 8
};

static uint16_t category(const struct staith_kit_cell *cell, uint16_t otherwise)
{
    return staith_kit_has(cell) ? (uint16_t)cell->number : otherwise;
}

static bool is_yes(const struct staith_kit_cell *cell)
{
    return staith_kit_has(cell) && cell->number == 1;
}

static bool within(const struct staith_kit_cell *date, const struct staith_snapshot_days *days)
{
    return staith_kit_has(date) && date->number >= days->first && date->number <= days->last;
}

static int64_t number_of(const struct staith_kit_cell *cell)
{
    return staith_kit_has(cell) ? cell->number : 0;
}

/* ---- who ----------------------------------------------------------------------------------- */

/* The fast-track flags of the census say a route where there is no column of routes. */
static uint16_t route_of(const struct staith_kit_cell *cells)
{
    if (staith_kit_has(&cells[C(ROUTE)])) {
        return (uint16_t)cells[C(ROUTE)].number;
    }
    if (is_yes(&cells[C(STEP_UP)])) {
        return STAITH_SNAPSHOT_ROUTE_STEP_UP;
    }
    return is_yes(&cells[C(FRONTLINE)]) ? STAITH_SNAPSHOT_ROUTE_FRONTLINE
                                        : STAITH_SNAPSHOT_ROUTE_NOT_KNOWN;
}

static void judge_times(const struct staith_snapshot_days *days,
                        const struct staith_kit_cell *cells, struct staith_snapshot_person *person)
{
    const struct staith_kit_cell *start = &cells[C(START_DATE)];
    const struct staith_kit_cell *end = &cells[C(END_DATE)];
    const struct staith_kit_cell *birth = &cells[C(BIRTH_DATE)];
    bool begun = !staith_kit_has(start) || start->number <= days->last;
    bool ended = staith_kit_has(end) && end->number <= days->last;
    int32_t on = person->left ? (int32_t)end->number : days->last;
    person->in_post = !person->agency && begun && !ended;
    person->started = !person->agency && within(start, days);
    if (staith_kit_has(start) && start->number <= on) {
        person->tenure = staith_kit_years((int32_t)start->number, on);
        person->tenure_band = staith_workforce_tenure_band(person->tenure);
    }
    if (staith_kit_has(birth) && birth->number <= on) {
        int age = staith_kit_years((int32_t)birth->number, on);
        person->may_retire = age >= RETIREMENT_AGE;
        person->age_band = staith_workforce_age_band(age);
    }
}

/* ---- work ---------------------------------------------------------------------------------- */

/* A caseload is held against the target as that of a full-time worker: cases / FTE, in whole
 * numbers by multiplying instead. */
static uint16_t load_of(const struct staith_snapshot_scheme *scheme,
                        const struct staith_snapshot_person *person)
{
    if (scheme->target_high == 0 || !person->holder || person->fte <= 0) {
        return NO;
    }
    int64_t cases = person->cases * FTE_MILLIONTHS;
    if (cases < scheme->target_low * person->fte) {
        return STAITH_SNAPSHOT_BELOW_TARGET;
    }
    return cases <= scheme->target_high * person->fte ? STAITH_SNAPSHOT_IN_TARGET
                                                      : STAITH_SNAPSHOT_ABOVE_TARGET;
}

static void judge_capacity(const struct staith_snapshot_scheme *scheme,
                           const struct staith_kit_cell *cells,
                           struct staith_snapshot_person *person)
{
    int64_t capacity =
        person->asye && scheme->capacity_asye > 0 ? scheme->capacity_asye : scheme->capacity;
    int64_t points = 0;
    bool any = false;
    for (uint32_t i = 0; i < STAITH_SNAPSHOT_KIND_COUNT; i++) {
        const struct staith_kit_cell *kind = &cells[STAITH_SNAPSHOT_FIRST_KIND + i];
        any = any || staith_kit_has(kind);
        points += number_of(kind) * scheme->weight[i];
    }
    person->capacity_known =
        scheme->weighted && capacity > 0 && any && person->holder && person->fte > 0;
    person->within_capacity =
        person->capacity_known && points * FTE_MILLIONTHS <= capacity * person->fte;
}

static void judge_work(const struct staith_snapshot_scheme *scheme,
                       const struct staith_kit_cell *cells, struct staith_snapshot_person *person)
{
    bool working = person->in_post || person->agency;
    person->cases = staith_kit_has(&cells[C(CASES)]) ? cells[C(CASES)].number : -1;
    if (person->cases < 0) { /* the kinds add to all of them */
        for (uint32_t i = 0; i < STAITH_SNAPSHOT_KIND_COUNT; i++) {
            const struct staith_kit_cell *kind = &cells[STAITH_SNAPSHOT_FIRST_KIND + i];
            if (staith_kit_has(kind)) {
                person->cases = (person->cases < 0 ? 0 : person->cases) + kind->number;
            }
        }
    }
    person->holder = working && person->cases > 0;
    person->load = load_of(scheme, person);
    judge_capacity(scheme, cells, person);
}

/* ---- sickness ------------------------------------------------------------------------------ */

static void judge_sickness(const struct staith_kit_cell *cells,
                           struct staith_snapshot_person *person)
{
    static const enum staith_snapshot_column columns[STAITH_SNAPSHOT_NO_CAUSE] = {
        [STAITH_SNAPSHOT_STRESS] = C(DAYS_STRESS),
        [STAITH_SNAPSHOT_MUSCLE] = C(DAYS_MUSCLE),
        [STAITH_SNAPSHOT_INFECTION] = C(DAYS_INFECTION),
        [STAITH_SNAPSHOT_OTHER_CAUSE] = C(DAYS_OTHER)};
    int64_t given = 0;
    for (uint32_t i = 0; i < STAITH_SNAPSHOT_NO_CAUSE; i++) {
        person->days[i] = number_of(&cells[columns[i]]);
        given += person->days[i];
    }
    if (staith_kit_has(&cells[C(DAYS_LOST)])) {
        int64_t rest = cells[C(DAYS_LOST)].number - given;
        person->days[STAITH_SNAPSHOT_NO_CAUSE] = rest > 0 ? rest : 0;
        person->days_exceed = rest < 0;
    }
}

void staith_snapshot_judge(const struct staith_snapshot_days *days,
                           const struct staith_snapshot_scheme *scheme,
                           const struct staith_kit_cell *cells,
                           struct staith_snapshot_person *ret_person)
{
    struct staith_snapshot_person person;
    memset(&person, 0, sizeof(person));
    person.agency = is_yes(&cells[C(AGENCY_WORKER)]);
    person.left = !person.agency && within(&cells[C(END_DATE)], days);
    person.asye = is_yes(&cells[C(ASYE)]);
    person.fte = number_of(&cells[C(FTE)]);
    person.tenure = -1;
    person.tenure_band = NO;
    person.age_band = NO;
    person.role = category(&cells[C(ROLE)], NO);
    person.area = category(&cells[C(AREA)], STAITH_SNAPSHOT_AREA_NOT_KNOWN);
    person.origin = category(&cells[C(ORIGIN)], NOT_KNOWN_ORIGIN);
    person.route = route_of(cells);
    person.destination = person.left ? category(&cells[C(DESTINATION)], NOT_KNOWN_DESTINATION) : NO;
    person.reason = person.left ? category(&cells[C(REASON)], NOT_KNOWN_REASON) : NO;
    judge_times(days, cells, &person);
    judge_work(scheme, cells, &person);
    judge_sickness(cells, &person);
    *ret_person = person;
}
