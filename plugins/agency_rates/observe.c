/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures against the cap are those of assignments in use at quarter end; the flow of the
 * quarter is counted beside them under names of its own. An observation of 0 is not made.
 */
#include "observe.h"

#include <string.h>

#define M(id) STAITH_AGENCY_M_##id
#define D(id) STAITH_AGENCY_D_##id

/* An assignment on its way. */
struct record {
    const struct staith_host *host;
    struct staith_kit_key worker;
    struct staith_kit_key agency;
    uint16_t categories[STAITH_AGENCY_DIMENSION_COUNT];
    int rc;
};

static void observe(struct record *record, enum staith_agency_measure measure, int64_t value)
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
    observation.person = record->worker.bytes;
    observation.person_len = record->worker.len;
    observation.owner = record->agency.len > 0 ? record->agency.bytes : NULL;
    observation.owner_len = record->agency.len;
    record->rc = record->host->observe(record->host->ctx, &observation);
}

static void set_categories(struct record *record, const struct staith_agency_verdict *verdict)
{
    uint16_t *categories = record->categories;
    categories[D(ROLE)] = verdict->role;
    categories[D(BASIS)] = verdict->basis;
    categories[D(STATE)] = verdict->state;
    categories[D(OBSTACLE)] = verdict->obstacle;
    categories[D(BAND)] = verdict->band;
    categories[D(APPROVAL)] = verdict->approval;
    categories[D(RULE)] = STAITH_NO_CATEGORY;
    categories[D(ANSWER)] = STAITH_NO_CATEGORY;
    categories[D(REASON)] = verdict->reason;
    categories[D(LENGTH)] = verdict->length;
    categories[D(HOURS)] = verdict->hours;
}

static void observe_rules(struct record *record, const struct staith_agency_verdict *verdict)
{
    for (uint32_t rule = 0; rule < STAITH_AGENCY_ANSWERED_COUNT; rule++) {
        if (verdict->answers[rule] != STAITH_NO_CATEGORY) {
            record->categories[D(RULE)] = (uint16_t)rule;
            record->categories[D(ANSWER)] = verdict->answers[rule];
            observe(record, M(CHECKED), 1);
        }
    }
}

static void observe_in_use(struct record *record, const struct staith_agency_verdict *verdict)
{
    observe(record, M(IN_USE), 1);
    observe(record, M(IN_USE_FTE), verdict->fte);
    observe(record, M(ASSIGNMENTS), 1);
    observe(record, verdict->state == STAITH_AGENCY_UNTESTABLE ? M(UNTESTABLE) : M(TESTED), 1);
    observe(record, M(OVER_CAP), verdict->excess > 0 ? 1 : 0);
    observe(record, M(EXCESS_HOUR), verdict->excess);
    observe(record, M(EXCESS_YEAR), verdict->annual_excess);
    observe(record, M(RATE_LOWER), verdict->rate);
    observe(record, M(RATE_MEDIAN), verdict->rate);
    observe(record, M(RATE_UPPER), verdict->rate);
    observe(record, M(PROJECT), verdict->project ? 1 : 0);
    observe_rules(record, verdict);
}

int staith_agency_observe(const struct staith_host *host,
                          const struct staith_agency_verdict *verdict,
                          const struct staith_kit_cell *worker,
                          const struct staith_kit_cell *agency)
{
    struct record record = {.host = host, .rc = STAITH_OK};
    staith_kit_key_start(&record.worker);
    staith_kit_key_start(&record.agency);
    staith_kit_key_fold(&record.worker, worker->text, worker->len);
    if (staith_kit_has(agency)) {
        staith_kit_key_fold(&record.agency, agency->text, agency->len);
    }
    set_categories(&record, verdict);
    observe(&record, M(USED), verdict->used ? 1 : 0);
    observe(&record, M(STARTED), verdict->started ? 1 : 0);
    observe(&record, M(ENDED), verdict->ended ? 1 : 0);
    observe(&record, M(CONVERTED), verdict->converted ? 1 : 0);
    if (verdict->in_use) {
        observe_in_use(&record, verdict);
    }
    return record.rc;
}

void staith_agency_count(const struct staith_agency_verdict *verdict,
                         struct staith_agency_counts *counts)
{
    if (!verdict->used) {
        return;
    }
    counts->used++;
    counts->alarms[STAITH_AGENCY_A_NOT_DECLARED] += verdict->breach && !verdict->declared ? 1 : 0;
    counts->alarms[STAITH_AGENCY_A_NO_BREACH] += !verdict->breach && verdict->declared ? 1 : 0;
    counts->alarms[STAITH_AGENCY_A_UNAPPROVED] +=
        verdict->state == STAITH_AGENCY_OVER_UNAPPROVED ? 1 : 0;
}
