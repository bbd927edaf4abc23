/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who counts where. A worker who started and left within the year is a starter (headcount) and a
 * leaver, adds nothing to starters' FTE, which is that of 30 September, and so keeps
 * start + starters - leavers = end. An observation of 0 FTE, cases or days is not made: it would
 * add nobody to a sum.
 */
#include "observe.h"

#include "dimensions.h"

#include <string.h>

#define E(id) STAITH_WORKFORCE_E_##id
#define M(id) STAITH_WORKFORCE_M_##id
#define D(id) STAITH_WORKFORCE_D_##id

/* Lists in which people are looked for separately; above the 48 bits of a registration number. */
enum { LIST_SHIFT = 48, LIST_IN_POST = 0, LIST_LEAVERS = 1, LIST_AGENCY = 2, LIST_STARTERS = 3 };

/* A row on its way: the key of the person and the categories it falls into. */
struct record {
    const struct staith_workforce_tally *tally;
    const struct staith_workforce_row *row;
    struct staith_kit_key key;
    uint16_t categories[STAITH_WORKFORCE_DIMENSION_COUNT];
    int rc;
};

static void observe(struct record *record, enum staith_workforce_measure measure, int64_t value)
{
    const struct staith_host *host = record->tally->host;
    struct staith_observation observation;
    if (record->rc != STAITH_OK) {
        return;
    }
    memset(&observation, 0, sizeof(observation));
    observation.size = sizeof(observation);
    observation.measure = (uint16_t)measure;
    observation.value = value;
    observation.categories = record->categories;
    observation.person = record->key.bytes;
    observation.person_len = record->key.len;
    record->rc = host->observe(host->ctx, &observation);
    record->tally->sums->total[measure] += value;
}

static void observe_sum(struct record *record, enum staith_workforce_measure measure, int64_t value)
{
    if (value > 0) {
        observe(record, measure, value);
    }
}

static void observe_head(struct record *record, enum staith_workforce_measure measure, bool first)
{
    observe(record, measure, 1);
    if (!first) {
        record->tally->sums->total[measure]--;
    }
}

/* The key of DfE's rule: registration number, birth date, sex, ethnicity, and for starters and
 * leavers the date by which they are that. Agency rows have the number alone. */
static void make_key(struct record *record, int64_t date)
{
    const int64_t *value = record->row->value;
    staith_kit_key_start(&record->key);
    staith_kit_key_number(&record->key, value[E(SWENO)]);
    if (record->row->kind != STAITH_WORKFORCE_AGENCY) {
        staith_kit_key_number(&record->key, value[E(BIRTH_DATE)]);
        staith_kit_key_number(&record->key, value[E(SEX)]);
        staith_kit_key_number(&record->key, value[E(ETHNICITY)]);
        staith_kit_key_number(&record->key, date);
    }
}

static uint32_t mix_items(const struct staith_workforce_row *row, const uint32_t *items,
                          size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        bool has = (row->present >> items[i] & 1u) != 0;
        hash = staith_workforce_mix(hash, has ? (uint64_t)row->value[items[i]] + 2 : 1);
    }
    return (uint32_t)hash;
}

static uint32_t mix_all(const struct staith_workforce_row *row)
{
    uint64_t hash = row->present;
    for (uint32_t e = E(AGENCY_WORKER); e < STAITH_WORKFORCE_ELEMENT_COUNT; e++) {
        if ((row->present >> e & 1u) != 0) {
            hash = staith_workforce_mix(hash, (uint64_t)row->value[e]);
        }
    }
    return (uint32_t)hash;
}

/* Looks the row up among those before it. Returns whether the person is new to the list. */
static bool remember(struct record *record, unsigned list, int32_t date,
                     enum staith_workforce_repeat *ret_repeat)
{
    static const uint32_t identity[] = {E(BIRTH_DATE), E(SEX), E(ETHNICITY)};
    static const uint32_t post[] = {E(ROLE), E(START_DATE), E(END_DATE)};
    const struct staith_workforce_row *row = record->row;
    struct staith_workforce_seen seen = {0};
    bool first = true;
    seen.person = (uint64_t)row->value[E(SWENO)] + ((uint64_t)list << LIST_SHIFT);
    seen.date = date;
    if (list != LIST_AGENCY) {
        seen.identity = mix_items(row, identity, sizeof(identity) / sizeof(identity[0]));
        seen.post = mix_items(row, post, sizeof(post) / sizeof(post[0]));
    }
    seen.content = mix_all(row);
    *ret_repeat = STAITH_WORKFORCE_NEW;
    if (record->rc == STAITH_OK) {
        record->rc = staith_workforce_people_add(record->tally->people, &seen, ret_repeat, &first);
    }
    return first;
}

static void report_repeat(const struct record *record, enum staith_workforce_repeat repeat)
{
    static const struct {
        enum staith_workforce_repeat repeat;
        uint32_t check;
    } checks[] = {{STAITH_WORKFORCE_SAME_POST, STAITH_WORKFORCE_C_SAME_POST},
                  {STAITH_WORKFORCE_SAME_ROW, STAITH_WORKFORCE_C_SAME_ROW},
                  {STAITH_WORKFORCE_OTHER_PERSON, STAITH_WORKFORCE_C_OTHER_PERSON},
                  {STAITH_WORKFORCE_MANY, STAITH_WORKFORCE_C_MANY_ROWS}};
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (checks[i].repeat == repeat) {
            staith_workforce_report(record->tally->sink, checks[i].check, &record->row->where,
                                    E(SWENO));
        }
    }
}

static void set_categories(struct record *record)
{
    const struct staith_workforce_row *row = record->row;
    const int64_t *value = row->value;
    uint16_t *categories = record->categories;
    int32_t last_day = record->tally->year->last_day;
    for (size_t i = 0; i < STAITH_WORKFORCE_DIMENSION_COUNT; i++) {
        categories[i] = STAITH_NO_CATEGORY;
    }
    if (row->kind == STAITH_WORKFORCE_AGENCY) {
        return;
    }
    bool absent = staith_workforce_has(row, E(ABSENT)) && value[E(ABSENT)] == 1;
    int64_t reason = staith_workforce_has(row, E(ABSENCE_REASON)) ? value[E(ABSENCE_REASON)] : -1;
    categories[D(ROLE)] = (uint16_t)(value[E(ROLE)] - 1);
    categories[D(SEX)] = (uint16_t)value[E(SEX)];
    categories[D(ETHNICITY)] = (uint16_t)value[E(ETHNICITY)];
    categories[D(ORIGIN)] = (uint16_t)(value[E(ORIGIN)] - 1);
    categories[D(QUALIFICATION)] = (uint16_t)(value[E(QUAL_LEVEL)] - 1);
    categories[D(ENTRY_ROUTE)] =
        staith_workforce_entry_route(value[E(STEP_UP)] == 1, value[E(FRONTLINE)] == 1);
    categories[D(ABSENCE)] = staith_workforce_absence(absent, reason);
    categories[D(AGE_BAND)] =
        staith_workforce_age_band(staith_kit_years((int32_t)value[E(BIRTH_DATE)], last_day));
    categories[D(TENURE_BAND)] =
        staith_workforce_tenure_band(staith_kit_years((int32_t)value[E(START_DATE)], last_day));
}

/* Leavers are as old, and have served as long, as on the day they left. */
static void set_leaver_categories(struct record *record)
{
    const int64_t *value = record->row->value;
    uint16_t *categories = record->categories;
    int32_t end = (int32_t)value[E(END_DATE)];
    categories[D(DESTINATION)] = (uint16_t)(value[E(DESTINATION)] - 1);
    categories[D(REASON)] = (uint16_t)(value[E(REASON)] - 1);
    categories[D(AGE_BAND)] =
        staith_workforce_age_band(staith_kit_years((int32_t)value[E(BIRTH_DATE)], end));
    categories[D(TENURE_BAND)] =
        staith_workforce_tenure_band(staith_kit_years((int32_t)value[E(START_DATE)], end));
}

static void observe_work(struct record *record)
{
    const int64_t *value = record->row->value;
    if (value[E(CASES)] > 0) {
        observe_sum(record, M(CASE_HOLDERS_FTE), value[E(FTE)]);
    }
    observe_sum(record, M(CASES), value[E(CASES)]);
}

static void observe_agency(struct record *record)
{
    enum staith_workforce_repeat repeat;
    (void)remember(record, LIST_AGENCY, 0, &repeat);
    report_repeat(record, repeat);
    observe_sum(record, M(AGENCY_FTE), record->row->value[E(FTE)]);
    observe(record, M(AGENCY_HEADCOUNT), 1);
    observe_work(record);
}

static void observe_in_post(struct record *record)
{
    const struct staith_workforce_row *row = record->row;
    enum staith_workforce_repeat repeat;
    bool first = remember(record, LIST_IN_POST, 0, &repeat);
    report_repeat(record, repeat);
    observe_sum(record, M(INPOST_FTE), row->value[E(FTE)]);
    observe_head(record, M(INPOST_HEADCOUNT), first);
    observe_work(record);
    observe_sum(record, M(DAYS_LOST), row->value[E(DAYS_LOST)]);
    if (staith_workforce_has(row, E(BASE_SALARY))) {
        observe_sum(record, M(BASE_SALARY), row->value[E(BASE_SALARY)]);
    }
}

static void observe_leaver(struct record *record)
{
    const int64_t *value = record->row->value;
    enum staith_workforce_repeat repeat;
    bool first = remember(record, LIST_LEAVERS, (int32_t)value[E(END_DATE)], &repeat);
    report_repeat(record, repeat);
    observe_sum(record, M(DAYS_LOST), value[E(DAYS_LOST)]);
    set_leaver_categories(record);
    make_key(record, value[E(END_DATE)]);
    observe_sum(record, M(LEAVERS_FTE), value[E(FTE30)]);
    observe_head(record, M(LEAVERS_HEADCOUNT), first);
}

static void observe_starter(struct record *record)
{
    const int64_t *value = record->row->value;
    enum staith_workforce_repeat repeat;
    bool first = remember(record, LIST_STARTERS, (int32_t)value[E(START_DATE)], &repeat);
    make_key(record, value[E(START_DATE)]);
    observe_sum(record, M(STARTERS_FTE), value[E(FTE)]);
    observe_head(record, M(STARTERS_HEADCOUNT), first);
}

int staith_workforce_observe(const struct staith_workforce_tally *tally,
                             const struct staith_workforce_row *row)
{
    struct record record = {.tally = tally, .row = row, .rc = STAITH_OK};
    set_categories(&record);
    make_key(&record, 0);
    if (row->kind == STAITH_WORKFORCE_AGENCY) {
        observe_agency(&record);
        return record.rc;
    }
    if (row->value[E(START_DATE)] >= tally->year->first_day) {
        observe_starter(&record);
        make_key(&record, 0);
    }
    if (row->kind == STAITH_WORKFORCE_LEAVER) {
        observe_leaver(&record);
    } else {
        observe_in_post(&record);
    }
    return record.rc;
}
