/* SPDX-License-Identifier: Apache-2.0 */
#include "observe.h"

#include <string.h>

#define M(id) STAITH_RECRUITMENT_M_##id
#define D(id) STAITH_RECRUITMENT_D_##id

void staith_recruitment_record_init(struct staith_recruitment_record *record,
                                    const struct staith_host *host)
{
    memset(record, 0, sizeof(*record));
    record->host = host;
    for (size_t i = 0; i < STAITH_RECRUITMENT_DIMENSION_COUNT; i++) {
        record->categories[i] = STAITH_NO_CATEGORY;
    }
}

void staith_recruitment_put(struct staith_recruitment_record *record,
                            enum staith_recruitment_measure measure, int64_t value)
{
    struct staith_observation observation;
    if (record->rc != STAITH_OK) {
        return;
    }
    memset(&observation, 0, sizeof(observation));
    observation.size = sizeof(observation);
    observation.measure = (uint16_t)measure;
    observation.value = value;
    observation.categories = record->categories;
    observation.person = record->key.len > 0 ? record->key.bytes : NULL;
    observation.person_len = record->key.len;
    record->rc = record->host->observe(record->host->ctx, &observation);
}

void staith_recruitment_put_if(struct staith_recruitment_record *record,
                               enum staith_recruitment_measure measure, bool holds)
{
    if (holds) {
        staith_recruitment_put(record, measure, 1);
    }
}

static void put_funnel(struct staith_recruitment_record *record,
                       const struct staith_recruitment_events *events)
{
    if (!events->round_ended) {
        return;
    }
    staith_recruitment_put_if(record, M(APPLIED), events->applied);
    staith_recruitment_put_if(record, M(SHORTLISTED), events->shortlisted);
    staith_recruitment_put_if(record, M(INTERVIEWED), events->interviewed);
    staith_recruitment_put_if(record, M(OFFERED), events->offered);
    staith_recruitment_put_if(record, M(ACCEPTED), events->accepted);
    staith_recruitment_put_if(record, M(JOINED), events->joined);
}

static void put_cohorts(struct staith_recruitment_record *record,
                        const struct staith_recruitment_events *events)
{
    static const enum staith_recruitment_measure cohorts[STAITH_RECRUITMENT_COHORTS][4] = {
        {M(COHORT_12), M(STAYED_12), M(ASYE_12), M(ASYE_STAYED_12)},
        {M(COHORT_24), M(STAYED_24), M(ASYE_24), M(ASYE_STAYED_24)}};
    for (size_t i = 0; i < STAITH_RECRUITMENT_COHORTS; i++) {
        staith_recruitment_put_if(record, cohorts[i][0], events->cohort[i]);
        staith_recruitment_put_if(record, cohorts[i][1], events->stayed[i]);
        staith_recruitment_put_if(record, cohorts[i][2], events->asye[i]);
        staith_recruitment_put_if(record, cohorts[i][3], events->asye_stayed[i]);
    }
    staith_recruitment_put_if(record, M(ASYE_BEGAN), events->asye_began);
    staith_recruitment_put_if(record, M(ASYE_COMPLETED), events->asye_completed);
}

static void put_clocks(struct staith_recruitment_record *record,
                       const struct staith_recruitment_events *events)
{
    static const enum staith_recruitment_measure clocks[STAITH_RECRUITMENT_CLOCK_COUNT] = {
        [STAITH_RECRUITMENT_CLOSE_TO_OFFER] = M(CLOSE_TO_OFFER),
        [STAITH_RECRUITMENT_AUTHORISED_TO_START] = M(AUTHORISED_TO_START),
        [STAITH_RECRUITMENT_DECISION_TO_START] = M(DECISION_TO_START)};
    for (size_t i = 0; i < STAITH_RECRUITMENT_CLOCK_COUNT; i++) {
        if (events->clock[i] >= 0) {
            staith_recruitment_put(record, clocks[i], events->clock[i]);
        }
    }
}

int staith_recruitment_observe(const struct staith_host *host,
                               const struct staith_recruitment_events *events,
                               const struct staith_kit_cell *candidate)
{
    struct staith_recruitment_record record;
    if (!events->applied) {
        return STAITH_OK;
    }
    staith_recruitment_record_init(&record, host);
    staith_kit_key_start(&record.key);
    staith_kit_key_fold(&record.key, candidate->text, candidate->len);
    record.categories[D(ROLE)] = events->role;
    record.categories[D(ORIGIN)] = events->origin;
    record.categories[D(ROUTE)] = events->route;
    record.categories[D(STAGE)] = events->stage;
    put_funnel(&record, events);
    staith_recruitment_put_if(&record, M(WITHDREW), events->withdrew);
    staith_recruitment_put_if(&record, M(STARTERS), events->started);
    put_clocks(&record, events);
    put_cohorts(&record, events);
    return record.rc;
}
