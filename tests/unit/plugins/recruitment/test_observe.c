/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "observe.h"

struct seen {
    uint32_t count;
    uint16_t last;
    int64_t value;
};

static int observe(void *ctx, const struct staith_observation *observation)
{
    struct seen *seen = ctx;
    seen->count++;
    seen->last = observation->measure;
    seen->value = observation->value;
    return seen->count < 4 ? STAITH_OK : STAITH_ELIMIT;
}

static void test_candidate(void **state)
{
    (void)state;
    struct seen seen = {0};
    const struct staith_host host = {.ctx = &seen, .observe = observe};
    struct staith_recruitment_events events;
    struct staith_kit_cell candidate;
    cell_text(&candidate, "C1");
    memset(&events, 0, sizeof(events));
    events.clock[0] = -1;
    events.clock[1] = 0; /* on the day: a clock of 0 days is one */
    events.clock[2] = -1;
    assert_int_equal(staith_recruitment_observe(&host, &events, &candidate), STAITH_OK);
    assert_int_equal(seen.count, 0); /* nobody applied */
    events.applied = true;
    events.shortlisted = true;
    assert_int_equal(staith_recruitment_observe(&host, &events, &candidate), STAITH_OK);
    assert_int_equal(seen.count, 1); /* the round has not ended: no funnel */
    assert_int_equal(seen.last, STAITH_RECRUITMENT_M_AUTHORISED_TO_START);
    assert_int_equal(seen.value, 0);
    events.round_ended = true;
    assert_int_equal(staith_recruitment_observe(&host, &events, &candidate), STAITH_ELIMIT);
    assert_int_equal(seen.count, 4); /* nothing behind the first failure */
}

static void test_no_person(void **state)
{
    (void)state;
    struct seen seen = {0};
    const struct staith_host host = {.ctx = &seen, .observe = observe};
    struct staith_recruitment_record record;
    staith_recruitment_record_init(&record, &host);
    staith_recruitment_put_if(&record, STAITH_RECRUITMENT_M_FILLED, false);
    assert_int_equal(seen.count, 0);
    staith_recruitment_put(&record, STAITH_RECRUITMENT_M_COST_DBS, 0);
    assert_int_equal(seen.count, 1); /* an answer of 0 is an answer */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_candidate),
        cmocka_unit_test(test_no_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
