/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What no published figure fixes. The weights are invented, shaped like a council's workforce: a
 * pyramid of roles, four women in five, newly qualified starters young, managers older.
 */
#include "people.h"

#include "base/date.h"

enum {
    ETHNICITIES = 18,
    ABSENCES = 7,
    ROLES = 6,
    ORIGINS = 10,
    DESTINATIONS = 9,
    REASONS = 10,
    NEWLY_QUALIFIED = 1,
    RETIRED = 5,
    OLDEST = 68,
    YOUNGEST = 22,
    DAYS_OF_YEAR = 365
};

static const char *const ethnicities[ETHNICITIES] = {
    "WBRI", "WIRI", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN",
    "ABAN", "AOTH", "CHNE", "BCRB", "BAFR", "BOTH", "OOTH", "REFU", "NOBT"};
static const uint16_t ethnicity_weights[ETHNICITIES] = {840, 8, 22, 4, 4,  5, 4, 12, 14,
                                                        6,   7, 4,  6, 25, 4, 4, 8,  23};

static const char *const absences[ABSENCES] = {"MAT", "OTH", "PUB", "SIC", "TRN", "UNA", "UNP"};
static const uint16_t absence_weights[ABSENCES] = {40, 8, 1, 42, 3, 2, 4};

struct year {
    int32_t number;
    int32_t first; /* 1 October */
    int32_t last;  /* 30 September */
};

const char *region_ethnicity_code(uint8_t index)
{
    return index < ETHNICITIES ? ethnicities[index] : "NOBT";
}

const char *region_absence_code(uint8_t index)
{
    return index < ABSENCES ? absences[index] : "OTH";
}

static uint8_t pick(struct region_rng *rng, const uint16_t *weights, size_t count)
{
    return (uint8_t)region_rng_pick(rng, weights, count);
}

static void fill_role(struct region_person *row, struct region_rng *rng)
{
    static const uint16_t holders[ROLES] = {0, 0, 4, 17, 79, 0};
    static const uint16_t others[ROLES] = {7, 17, 33, 17, 0, 26};
    static const uint16_t starters[ROLES] = {1, 4, 10, 15, 0, 70};
    static const uint16_t leavers[ROLES] = {2, 5, 12, 18, 53, 10};
    const uint16_t *weights = others;
    if (row->kind == REGION_KIND_LEAVER) {
        weights = leavers;
    } else if (row->holder) {
        weights = holders;
    } else if (row->kind == REGION_KIND_STARTER) {
        weights = starters;
    }
    row->role = (uint8_t)(1 + pick(rng, weights, ROLES));
}

static void fill_origin(struct region_person *row, struct region_rng *rng)
{
    static const uint16_t senior[ORIGINS] = {2, 52, 3, 8, 8, 9, 4, 6, 7, 1};
    static const uint16_t all[ORIGINS] = {34, 30, 3, 9, 5, 6, 3, 4, 5, 1};
    row->origin = (uint8_t)(1 + pick(rng, row->role <= 3 ? senior : all, ORIGINS));
}

/* Ages at 30 September; whoever comes newly qualified is mostly young. */
static int32_t draw_age(const struct region_person *row, struct region_rng *rng)
{
    static const uint16_t young[] = {60, 25, 10, 5};
    static const uint16_t settled[] = {14, 33, 31, 22};
    static const uint16_t senior[] = {0, 22, 43, 35};
    static const int32_t low[] = {YOUNGEST, 32, 43, 54};
    static const int32_t high[] = {31, 42, 53, OLDEST};
    const uint16_t *weights = row->role <= 3 ? senior : settled;
    if (row->kind == REGION_KIND_STARTER && row->origin == NEWLY_QUALIFIED && row->role > 3) {
        weights = young;
    }
    const uint32_t band = region_rng_pick(rng, weights, 4);
    return region_rng_between(rng, low[band], high[band]);
}

/* Years of service before the year, long tails included, never from before the age of 21. */
static int32_t draw_service_days(int32_t age, struct region_rng *rng)
{
    static const uint16_t bands[] = {26, 30, 22, 16, 6};
    static const int32_t low[] = {0, 2, 5, 10, 20};
    static const int32_t high[] = {1, 4, 9, 19, 38};
    const uint32_t band = region_rng_pick(rng, bands, 5);
    int32_t years = region_rng_between(rng, low[band], high[band]);
    years = years > age - 23 ? age - 23 : years;
    years = years < 0 ? 0 : years;
    return years * DAYS_OF_YEAR + region_rng_between(rng, 1, 300);
}

static void fill_dates(struct region_person *row, const struct year *year, struct region_rng *rng)
{
    static const uint16_t months[] = {14, 8, 5, 10, 7, 8, 8, 7, 7, 6, 6, 14};
    const int32_t age = draw_age(row, rng);
    row->birth = year->last - age * 36525 / 100 - region_rng_between(rng, 1, 364);
    if (row->kind == REGION_KIND_STARTER) {
        const int32_t month = (int32_t)region_rng_pick(rng, months, 12);
        row->start = year->first + month * 30 + region_rng_between(rng, 0, 29);
    } else {
        row->start = year->first - draw_service_days(age, rng);
    }
    if (row->kind == REGION_KIND_LEAVER) {
        row->end = region_rng_between(rng, year->first, year->last - 1);
    }
}

static void fill_leaving(struct region_person *row, const struct year *year, struct region_rng *rng)
{
    static const uint16_t reasons[REASONS] = {72, 3, 1, 2, 0, 1, 9, 5, 6, 1};
    static const uint16_t destinations[DESTINATIONS] = {33, 3, 13, 6, 7, 14, 8, 15, 1};
    static const uint16_t retired[DESTINATIONS] = {0, 0, 4, 0, 0, 86, 4, 6, 0};
    const int age = staith_date_years(row->birth, year->last);
    const int retires = region_rng_chance(rng, age >= 60 ? 650 : (age >= 55 ? 250 : 0));
    row->reason = retires != 0 ? RETIRED : (uint8_t)(1 + pick(rng, reasons, REASONS));
    row->destination =
        (uint8_t)(1 + pick(rng, retires != 0 ? retired : destinations, DESTINATIONS));
}

static void fill_routes(struct region_person *row, const struct year *year, struct region_rng *rng)
{
    static const uint16_t qualifications[] = {56, 39, 5};
    const bool young = staith_date_years(row->birth, year->last) < 45;
    row->qualification = (uint8_t)(1 + pick(rng, qualifications, 3));
    row->step_up = (uint8_t)region_rng_chance(rng, young ? 55 : 10);
    row->frontline = (uint8_t)(row->step_up == 0 ? region_rng_chance(rng, young ? 40 : 2) : 0);
    row->practice = 0;
    if (row->kind == REGION_KIND_STARTER && row->origin == NEWLY_QUALIFIED && row->role > 3) {
        row->practice = 1;
    } else if (row->role <= 4) {
        row->practice = (uint8_t)(row->role <= 2 ? 4 : 3);
    } else {
        row->practice = 2;
    }
}

/* Pounds a year by role, in steps like those of a pay scale; part-time pay in proportion. */
static void fill_pay(struct region_person *row, struct region_rng *rng)
{
    static const int32_t low[ROLES] = {78000, 58000, 49000, 42500, 33400, 32700};
    static const int32_t step[ROLES] = {2400, 1650, 1380, 1210, 1235, 1120};
    const int32_t point = region_rng_between(rng, 0, 7);
    const int32_t share = (int32_t)(row->share / 1000);
    const int64_t full = (low[row->role - 1] + (int64_t)step[row->role - 1] * point) * 100;
    row->salary = full * (share > 0 ? share : 1000) / 1000;
    row->retention =
        region_rng_chance(rng, 150) != 0 ? region_rng_between(rng, 2, 12) * INT64_C(50000) : 0;
    row->other_paid = region_rng_chance(rng, 80) != 0 ? region_rng_between(rng, 1000, 250000) : 0;
}

static void fill_permanent(struct region_person *row, const struct year *year,
                           struct region_rng *rng)
{
    fill_role(row, rng);
    fill_origin(row, rng);
    fill_dates(row, year, rng);
    fill_routes(row, year, rng);
    row->sex = (uint8_t)region_rng_chance(rng, 175);
    row->ethnicity = pick(rng, ethnicity_weights, ETHNICITIES);
    row->share_30 = row->kind == REGION_KIND_STARTER ? 0 : row->share;
    if (row->kind == REGION_KIND_STAYER && region_rng_chance(rng, 40) != 0) {
        row->share_30 = 1000000; /* reduced hours in the year */
    }
    if (row->kind == REGION_KIND_LEAVER) {
        fill_leaving(row, year, rng);
    } else if (region_rng_chance(rng, 55) != 0) {
        row->absence = (uint8_t)(1 + pick(rng, absence_weights, ABSENCES));
    }
    fill_pay(row, rng);
}

/* The second post of a person: the same in all that is the person's, another role. */
static void fill_twin(struct region_person *row, struct region_person *first)
{
    row->number = first->number;
    row->birth = first->birth;
    row->start = first->start;
    row->end = first->end;
    row->sex = first->sex;
    row->ethnicity = first->ethnicity;
    row->qualification = first->qualification;
    row->step_up = first->step_up;
    row->frontline = first->frontline;
    row->practice = first->practice;
    row->origin = first->origin;
    row->destination = first->destination;
    row->reason = first->reason;
    row->absence = first->absence;
    first->role = first->holder || row->kind == REGION_KIND_LEAVER ? 4 : 3;
    row->role =
        row->holder || row->kind == REGION_KIND_LEAVER ? REGION_ROLE_HOLDER : REGION_ROLE_NO_CASES;
}

int region_traits_fill(struct region_people *people, int32_t year, struct region_rng *rng)
{
    struct year dates = {year, 0, 0};
    int rc = staith_date_from(year - 1, 10, 1, &dates.first);
    rc = rc != 0 ? rc : staith_date_from(year, 9, 30, &dates.last);
    if (rc != 0) {
        return rc;
    }
    const bool large = people->count > 9999;
    for (uint32_t i = 0; i < people->count; i++) {
        struct region_person *row = &people->rows[i];
        row->number = large ? i + 1 : (uint32_t)(year % 100) * 10000 + i + 1;
        if (row->kind != REGION_KIND_AGENCY) {
            fill_permanent(row, &dates, rng);
        } else {
            row->contract_weeks = region_rng_between(rng, 4, 90);
        }
        if (row->twin != i) {
            fill_twin(row, &people->rows[row->twin]);
        }
    }
    return 0;
}
