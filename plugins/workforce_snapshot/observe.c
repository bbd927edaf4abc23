/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The framework counts the people that are released; the few numbers kept here serve the checks
 * against the last return, as hashes that end with the run.
 */
#include "observe.h"

#include <stdlib.h>
#include <string.h>

#define M(id) STAITH_SNAPSHOT_M_##id
#define D(id) STAITH_SNAPSHOT_D_##id

enum { FIRST_SLOTS = 1024, DESTINATION_COUNCIL = 0, YEARS_5 = 5, YEARS_10 = 10, YEARS_20 = 20 };

/* ---- who was seen -------------------------------------------------------------------------- */

void staith_snapshot_people_deinit(struct staith_snapshot_people *people)
{
    free(people->keys);
    memset(people, 0, sizeof(*people));
}

static bool put(uint64_t *keys, size_t slots, uint64_t key)
{
    size_t at = (size_t)(key & (slots - 1));
    while (keys[at] != 0) {
        if (keys[at] == key) {
            return false;
        }
        at = (at + 1) & (slots - 1);
    }
    keys[at] = key;
    return true;
}

static int grow(struct staith_snapshot_people *people)
{
    size_t slots = people->slots == 0 ? FIRST_SLOTS : people->slots * 2;
    uint64_t *keys = calloc(slots, sizeof(*keys));
    if (keys == NULL) {
        return STAITH_ENOMEM;
    }
    for (size_t i = 0; i < people->slots; i++) {
        if (people->keys[i] != 0) {
            (void)put(keys, slots, people->keys[i]);
        }
    }
    free(people->keys);
    people->keys = keys;
    people->slots = slots;
    return STAITH_OK;
}

/* FNV-1a of the key and the list it is looked for in. Counts the person where they are new. */
static int count(struct staith_snapshot_people *people, const struct staith_kit_key *key,
                 uint64_t list, uint64_t *counter)
{
    uint64_t hash = UINT64_C(14695981039346656037) ^ list;
    for (size_t i = 0; i < key->len; i++) {
        hash = (hash ^ key->bytes[i]) * UINT64_C(1099511628211);
    }
    uint64_t known = people->in_post + people->starters + people->leavers;
    if (2 * (known + 1) > people->slots) {
        int rc = grow(people);
        if (rc != STAITH_OK) {
            return rc;
        }
    }
    *counter += put(people->keys, people->slots, hash == 0 ? 1 : hash) ? 1 : 0;
    return STAITH_OK;
}

/* ---- observations -------------------------------------------------------------------------- */

struct record {
    const struct staith_host *host;
    struct staith_kit_key key;
    uint16_t categories[STAITH_SNAPSHOT_DIMENSION_COUNT];
    int rc;
};

static void observe(struct record *record, enum staith_snapshot_measure measure, int64_t value)
{
    struct staith_observation observation;
    if (record->rc != STAITH_OK || value <= 0) {
        return;
    }
    memset(&observation, 0, sizeof(observation));
    observation.size = sizeof(observation);
    observation.measure = (uint16_t)measure;
    observation.value = value;
    observation.categories = record->categories;
    observation.person = record->key.bytes;
    observation.person_len = record->key.len;
    record->rc = record->host->observe(record->host->ctx, &observation);
}

static void observe_if(struct record *record, enum staith_snapshot_measure measure, bool holds)
{
    observe(record, measure, holds ? 1 : 0);
}

static void set_categories(struct record *record, const struct staith_snapshot_person *person)
{
    record->categories[D(ROLE)] = person->role;
    record->categories[D(AREA)] = person->area;
    record->categories[D(AGE_BAND)] = person->age_band;
    record->categories[D(TENURE_BAND)] = person->tenure_band;
    record->categories[D(ORIGIN)] = person->origin;
    record->categories[D(ROUTE)] = person->route;
    record->categories[D(DESTINATION)] = person->destination;
    record->categories[D(REASON)] = person->reason;
    record->categories[D(LOAD)] = person->load;
    record->categories[D(CAUSE)] = STAITH_NO_CATEGORY;
}

static void observe_work(struct record *record, const struct staith_snapshot_person *person)
{
    observe(record, M(CASES), person->holder ? person->cases : 0);
    observe(record, M(HOLDERS_FTE), person->holder ? person->fte : 0);
    observe_if(record, M(HOLDERS), person->load != STAITH_NO_CATEGORY);
    observe_if(record, M(ABOVE_TARGET), person->load == STAITH_SNAPSHOT_ABOVE_TARGET);
    observe_if(record, M(CAPACITY_KNOWN), person->capacity_known);
    observe_if(record, M(WITHIN_CAPACITY), person->within_capacity);
}

static void observe_in_post(struct record *record, const struct staith_snapshot_person *person)
{
    observe(record, M(INPOST), 1);
    observe(record, M(INPOST_FTE), person->fte);
    observe_if(record, M(TENURE_5), person->tenure >= YEARS_5);
    observe_if(record, M(TENURE_10), person->tenure >= YEARS_10);
    observe_if(record, M(TENURE_20), person->tenure >= YEARS_20);
    observe_if(record, M(MAY_RETIRE), person->may_retire);
    observe_if(record, M(ASYE), person->asye);
    observe_work(record, person);
}

static void observe_sickness(struct record *record, const struct staith_snapshot_person *person)
{
    for (uint32_t cause = 0; cause < STAITH_SNAPSHOT_CAUSE_COUNT; cause++) {
        record->categories[D(CAUSE)] = (uint16_t)cause;
        observe(record, M(DAYS_LOST), person->days[cause]);
        observe_if(record, M(ABSENT), person->days[cause] > 0);
        observe_if(record, M(ABSENCES), person->days[cause] > 0);
    }
    observe(record, M(DAYS_STRESS), person->days[STAITH_SNAPSHOT_STRESS]);
    observe_if(record, M(ABSENT_STRESS), person->days[STAITH_SNAPSHOT_STRESS] > 0);
    record->categories[D(CAUSE)] = STAITH_NO_CATEGORY;
}

static int count_person(const struct record *record, const struct staith_snapshot_person *person,
                        struct staith_snapshot_people *people)
{
    int rc = STAITH_OK;
    if (person->in_post) {
        rc = count(people, &record->key, 1, &people->in_post);
    }
    if (rc == STAITH_OK && person->started) {
        rc = count(people, &record->key, 2, &people->starters);
    }
    if (rc == STAITH_OK && person->left) {
        rc = count(people, &record->key, 3, &people->leavers);
    }
    return rc;
}

int staith_snapshot_observe(const struct staith_host *host,
                            const struct staith_snapshot_person *person,
                            const struct staith_kit_cell *sweno,
                            struct staith_snapshot_people *people)
{
    struct record record = {.host = host, .rc = STAITH_OK};
    staith_kit_key_start(&record.key);
    staith_kit_key_fold(&record.key, sweno->text, sweno->len);
    set_categories(&record, person);
    if (person->agency) {
        observe(&record, M(AGENCY), 1);
        observe(&record, M(AGENCY_FTE), person->fte);
        observe_work(&record, person);
        return record.rc;
    }
    observe_if(&record, M(STARTERS), person->started);
    observe_if(&record, M(LEAVERS), person->left);
    observe_if(&record, M(LEAVERS_COUNCIL), person->destination == DESTINATION_COUNCIL);
    if (person->in_post) {
        observe_in_post(&record, person);
    }
    if (person->in_post || person->left) {
        observe_sickness(&record, person);
    }
    return record.rc != STAITH_OK ? record.rc : count_person(&record, person, people);
}
