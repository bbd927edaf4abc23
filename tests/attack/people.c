/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A quarter's turnover is that of the region: about four in a hundred leave and join.
 */
#include "people.h"

#include "authority/host/tally.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t people_dice(uint64_t *dice, uint64_t bound)
{
    *dice += 0x9e3779b97f4a7c15u;
    uint64_t x = *dice;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (x ^ (x >> 31)) % bound;
}

/* ---- the catalogue ---- */

enum { ROLE, SEX, ORIGIN, REASON, TENURE, DIMENSIONS };

static struct staith_category roles[] = {
    {"management", "Management", 0xFFFF},    {"practice", "Practice", 0xFFFF},
    {"senior_manager", "Senior manager", 0}, {"middle_manager", "Middle manager", 0},
    {"first_line", "First line manager", 0}, {"senior_practitioner", "Senior practitioner", 1},
    {"case_holder", "Case holder", 1},       {"no_cases", "Without cases", 1}};
static struct staith_category sexes[] = {{"female", "Female", 0xFFFF}, {"male", "Male", 0xFFFF}};
static struct staith_category origins[] = {{"newly_qualified", "Newly qualified", 0xFFFF},
                                           {"other_council", "Other council", 0xFFFF},
                                           {"agency", "Agency", 0xFFFF},
                                           {"other", "Other", 0xFFFF}};
static struct staith_category reasons[] = {{"resigned", "Resigned", 0xFFFF},
                                           {"retired", "Retired", 0xFFFF},
                                           {"moved", "Moved", 0xFFFF},
                                           {"redundant", "Redundant", 0xFFFF},
                                           {"other", "Other", 0xFFFF}};
static struct staith_category coarse[] = {
    {"under_2", "Under 2 years", 0xFFFF}, {"from_2", "2 to 5", 0xFFFF}, {"from_5", "5+", 0xFFFF}};
static struct staith_category fine[] = {{"under_1", "Under 1 year", 0xFFFF},
                                        {"from_1", "1 to 3", 0xFFFF},
                                        {"from_3", "3 to 5", 0xFFFF},
                                        {"from_5_to_9", "5 to 10", 0xFFFF},
                                        {"from_10", "10+", 0xFFFF}};
static const uint16_t coarse_from[] = {0, 8, 20};
static const uint16_t fine_from[] = {0, 4, 12, 20, 40};

static struct staith_measure measures[] = {
    {"inpost_headcount", "In post", "People in post.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"starters_headcount", "Starters", "Who joined.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"leavers_headcount", "Leavers", "Who left.", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
    {"inpost_fte", "In post (FTE)", "FTE in post.", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM}};

static const struct staith_catalogue *catalogue_of(unsigned bands, bool census)
{
    static uint16_t all[] = {PEOPLE_INPOST, PEOPLE_STARTERS, PEOPLE_LEAVERS, PEOPLE_FTE};
    static uint16_t people_and_fte[] = {PEOPLE_INPOST, PEOPLE_FTE};
    static uint16_t role[] = {ROLE};
    static uint16_t role_sex[] = {ROLE, SEX};
    static uint16_t tenure[] = {TENURE};
    static uint16_t origin_sex[] = {ORIGIN, SEX};
    static uint16_t role_reason[] = {ROLE, REASON};
    static uint16_t sex[] = {SEX};
    static struct staith_table tables[] = {
        {"headline", "Headline", 4, 0, all, NULL},
        {"inpost_role", "In post by role", 2, 1, people_and_fte, role},
        {"inpost_role_sex", "In post by role and sex", 1, 2, &all[0], role_sex},
        {"inpost_tenure", "In post by tenure", 1, 1, &all[0], tenure},
        {"starters_origin_sex", "Starters by origin and sex", 1, 2, &all[1], origin_sex},
        {"leavers_role_reason", "Leavers by role and reason", 1, 2, &all[2], role_reason},
        {"leavers_sex", "Leavers by sex", 1, 1, &all[2], sex}};
    static struct staith_dimension dimensions[2][DIMENSIONS];
    static struct staith_catalogue made[4];
    for (unsigned k = 0; k < 4; k++) {
        unsigned i = k % 2;
        const struct staith_dimension list[DIMENSIONS] = {
            {"role", "Role", 0, 0, 8, roles},
            {"sex", "Sex", 0, 0, 2, sexes},
            {"origin", "Origin", 0, 0, 4, origins},
            {"reason", "Reason", 0, 0, 5, reasons},
            {"tenure", "Tenure", 0, 0, i == 0 ? 3 : 5, i == 0 ? coarse : fine}};
        memcpy(dimensions[i], list, sizeof(list));
        made[k] = (struct staith_catalogue){.dataset = k < 2 ? "workforce" : "csww",
                                            .plugin = "workforce",
                                            .plugin_version = "1.0.0",
                                            .dimension_count = DIMENSIONS,
                                            .measure_count = 4,
                                            .table_count = 7,
                                            .dimensions = dimensions[i],
                                            .measures = measures,
                                            .tables = tables};
    }
    return &made[bands + (census ? 2 : 0)];
}

const struct staith_catalogue *people_catalogue(unsigned bands)
{
    return catalogue_of(bands, false);
}

/* ---- people ---- */

static struct person *join(struct people *people)
{
    if (people->count == PEOPLE_MAX) {
        abort();
    }
    struct person *person = &people->list[people->count++];
    uint64_t role = people_dice(&people->dice, 100);
    *person = (struct person){.number = people->next++,
                              .sex = people_dice(&people->dice, 100) < 84 ? 0 : 1,
                              .origin = (uint8_t)people_dice(&people->dice, PEOPLE_ORIGINS),
                              .reason = PEOPLE_STAYED,
                              .joined = true,
                              .fte = people_dice(&people->dice, 3) == 0
                                         ? 400000 + 100000 * (uint32_t)people_dice(&people->dice, 6)
                                         : 1000000};
    person->role = role < 2 ? 0 : role < 6 ? 1 : role < 17 ? 2 : role < 37 ? 3 : role < 90 ? 4 : 5;
    return person;
}

void people_init(struct people *people, uint32_t size, uint64_t seed)
{
    memset(people, 0, sizeof(*people));
    people->dice = seed;
    for (uint32_t i = 0; i < size; i++) {
        struct person *person = join(people);
        person->joined = false;
        person->tenure = (uint16_t)people_dice(&people->dice, 60);
    }
}

static void note_event(struct people *people, unsigned quarter, const struct person *person)
{
    if (people->event_count == PEOPLE_EVENTS) {
        abort();
    }
    people->events[people->event_count++] = (struct event){(uint8_t)quarter, *person};
}

void people_quarter(struct people *people, unsigned over)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < people->count; i++) {
        if (people->list[i].joined || people->list[i].reason != PEOPLE_STAYED) {
            note_event(people, over, &people->list[i]);
        }
    }
    for (uint32_t i = 0; i < people->count; i++) {
        struct person person = people->list[i];
        if (person.reason != PEOPLE_STAYED) {
            continue;
        }
        person.joined = false;
        person.tenure++;
        if (people_dice(&people->dice, 1000) < 40) {
            uint64_t reason = people_dice(&people->dice, 100);
            person.reason = reason < 65   ? 0
                            : reason < 78 ? 1
                            : reason < 90 ? 2
                            : reason < 94 ? 3
                                          : 4;
        }
        people->list[kept++] = person;
    }
    people->count = kept;
    uint64_t joiners = people_dice(&people->dice, kept / 12 + 2);
    for (uint64_t i = 0; i < joiners; i++) {
        (void)join(people);
    }
}

void people_revise(struct people *people)
{
    uint64_t wrong = 1 + people_dice(&people->dice, 3);
    for (uint64_t i = 0; i < wrong && people->count > 0; i++) {
        struct person *person = &people->list[people_dice(&people->dice, people->count)];
        if (person->reason != PEOPLE_STAYED) {
            person->reason = (uint8_t)people_dice(&people->dice, PEOPLE_REASONS);
        } else {
            person->role = (uint8_t)people_dice(&people->dice, PEOPLE_ROLES);
        }
    }
}

void people_late(struct people *people)
{
    uint64_t late = 1 + people_dice(&people->dice, 2);
    for (uint64_t i = 0; i < late && people->count > 0; i++) {
        struct person *person = &people->list[people_dice(&people->dice, people->count)];
        if (person->reason == PEOPLE_STAYED) {
            person->reason = (uint8_t)people_dice(&people->dice, PEOPLE_REASONS);
        }
    }
}

/* ---- the tally ---- */

static uint16_t band(uint16_t tenure, const uint16_t *from, uint16_t count)
{
    uint16_t at = 0;
    while (at + 1 < count && tenure >= from[at + 1]) {
        at++;
    }
    return at;
}

static void observe(struct staith_tally *tally, uint16_t measure, const struct person *person,
                    unsigned bands)
{
    const uint16_t categories[DIMENSIONS] = {
        [ROLE] = (uint16_t)(person->role + 2),
        [SEX] = person->sex,
        [ORIGIN] = person->joined ? person->origin : STAITH_NO_CATEGORY,
        [REASON] = person->reason != PEOPLE_STAYED ? person->reason : STAITH_NO_CATEGORY,
        [TENURE] =
            bands == 0 ? band(person->tenure, coarse_from, 3) : band(person->tenure, fine_from, 5)};
    const struct staith_observation observation = {.size = sizeof(observation),
                                                   .measure = measure,
                                                   .value = measure == PEOPLE_FTE ? person->fte : 1,
                                                   .categories = categories,
                                                   .person = &person->number,
                                                   .person_len = sizeof(person->number)};
    if (staith_tally_observe(tally, &observation) != STAITH_OK) {
        abort();
    }
}

static void observe_now(struct staith_tally *tally, const struct people *people, unsigned bands)
{
    for (uint32_t i = 0; i < people->count; i++) {
        const struct person *person = &people->list[i];
        if (person->reason == PEOPLE_STAYED) {
            observe(tally, PEOPLE_INPOST, person, bands);
            observe(tally, PEOPLE_FTE, person, bands);
        } else {
            observe(tally, PEOPLE_LEAVERS, person, bands);
        }
        if (person->joined) {
            observe(tally, PEOPLE_STARTERS, person, bands);
        }
    }
}

/* Who left and joined in the three quarters before, as it was revised last. */
static void observe_past(struct staith_tally *tally, const struct people *people, unsigned quarter,
                         unsigned bands)
{
    for (uint32_t i = 0; i < people->event_count; i++) {
        const struct event *event = &people->events[i];
        if (event->quarter + 4u <= quarter) {
            continue;
        }
        if (event->person.reason != PEOPLE_STAYED) {
            observe(tally, PEOPLE_LEAVERS, &event->person, bands);
        }
        if (event->person.joined) {
            observe(tally, PEOPLE_STARTERS, &event->person, bands);
        }
    }
}

static struct staith_tally *begin_tally(const struct staith_catalogue *catalogue)
{
    static const struct staith_tally_limits limits = {100000, 100000, 100000};
    static const uint8_t key[STAITH_TALLY_KEY_BYTES] = {1};
    struct staith_tally *tally = staith_tally_new(catalogue, &limits, key);
    if (tally == NULL) {
        abort();
    }
    return tally;
}

static void end_tally(struct staith_tally *tally, const struct staith_catalogue *catalogue,
                      const char *authority, struct staith_period period,
                      struct staith_arena *arena, struct staith_rawtable *ret_raw)
{
    struct staith_err err = {0};
    memset(ret_raw, 0, sizeof(*ret_raw));
    ret_raw->catalogue = catalogue;
    (void)snprintf(ret_raw->authority, sizeof(ret_raw->authority), "%s", authority);
    ret_raw->period = period;
    if (staith_tally_finish(tally, arena, ret_raw, &err) != 0) {
        (void)fprintf(stderr, "tally: %s\n", err.what);
        abort();
    }
    staith_tally_free(tally);
}

void people_tally(const struct people *people, const char *authority, unsigned quarter,
                  unsigned bands, struct staith_arena *arena, struct staith_rawtable *ret_raw)
{
    const struct staith_catalogue *catalogue = catalogue_of(bands, false);
    struct staith_tally *tally = begin_tally(catalogue);
    const struct staith_period period = {STAITH_PERIOD_QUARTER, 2023 + (int32_t)quarter / 4,
                                         1 + (int32_t)quarter % 4};
    observe_now(tally, people, bands);
    end_tally(tally, catalogue, authority, period, arena, ret_raw);
}

void people_tally_year(const struct people *people, const char *authority, unsigned quarter,
                       unsigned bands, struct staith_arena *arena, struct staith_rawtable *ret_raw)
{
    const struct staith_catalogue *catalogue = catalogue_of(bands, true);
    struct staith_tally *tally = begin_tally(catalogue);
    const struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2023 + (int32_t)quarter / 4, 0};
    observe_now(tally, people, bands);
    observe_past(tally, people, quarter, bands);
    end_tally(tally, catalogue, authority, period, arena, ret_raw);
}
