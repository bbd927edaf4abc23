/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "observe.h"

struct seen {
    uint32_t count;
    uint16_t measures[64];
    int64_t values[64];
    size_t owner_len;
    int fails_at;
};

static int observe(void *ctx, const struct staith_observation *observation)
{
    struct seen *seen = ctx;
    if (seen->fails_at > 0 && (int)seen->count + 1 == seen->fails_at) {
        return STAITH_ELIMIT;
    }
    assert_true(observation->person_len > 0);
    seen->owner_len = observation->owner_len;
    seen->measures[seen->count] = observation->measure;
    seen->values[seen->count++] = observation->value;
    return STAITH_OK;
}

static struct staith_agency_verdict verdict(void)
{
    struct staith_agency_verdict v;
    memset(&v, 0, sizeof(v));
    v.used = true;
    v.in_use = true;
    v.state = STAITH_AGENCY_UNDER;
    v.fte = -1;
    v.rate = 4000;
    v.annual_excess = -1;
    for (size_t i = 0; i < STAITH_AGENCY_ANSWERED_COUNT; i++) {
        v.answers[i] = STAITH_NO_CATEGORY;
    }
    return v;
}

/* Used, in use, assignment, tested and three of the rate: nothing of what is not known or 0. */
static void test_what_is_observed(void **state)
{
    (void)state;
    struct seen seen = {0};
    const struct staith_host host = {.ctx = &seen, .observe = observe};
    struct staith_agency_verdict v = verdict();
    struct staith_kit_cell worker;
    struct staith_kit_cell agency;
    cell_text(&worker, "W 1");
    cell_clear(&agency, 1);
    assert_int_equal(staith_agency_observe(&host, &v, &worker, &agency), STAITH_OK);
    assert_int_equal(seen.count, 7);
    assert_int_equal(seen.owner_len, 0);
    seen.count = 0;
    v.answers[STAITH_AGENCY_RULE_NOTICE] = STAITH_AGENCY_BREACH;
    cell_text(&agency, "Alder");
    assert_int_equal(staith_agency_observe(&host, &v, &worker, &agency), STAITH_OK);
    assert_int_equal(seen.count, 8);
    assert_int_equal(seen.measures[7], STAITH_AGENCY_M_CHECKED);
    assert_true(seen.owner_len > 0);
    /* Ended in the quarter: flow alone. */
    seen.count = 0;
    v.in_use = false;
    v.ended = true;
    assert_int_equal(staith_agency_observe(&host, &v, &worker, &agency), STAITH_OK);
    assert_int_equal(seen.count, 2);
    seen.count = 0;
    seen.fails_at = 2;
    assert_int_equal(staith_agency_observe(&host, &v, &worker, &agency), STAITH_ELIMIT);
}

static void test_counts(void **state)
{
    (void)state;
    struct staith_agency_counts counts = {0};
    struct staith_agency_verdict v = verdict();
    v.breach = true;
    v.state = STAITH_AGENCY_OVER_UNAPPROVED;
    staith_agency_count(&v, &counts);
    v.declared = true;
    staith_agency_count(&v, &counts);
    v.breach = false;
    v.state = STAITH_AGENCY_AT;
    staith_agency_count(&v, &counts);
    v.used = false; /* of another quarter */
    staith_agency_count(&v, &counts);
    assert_int_equal(counts.used, 3);
    assert_int_equal(counts.alarms[STAITH_AGENCY_A_NOT_DECLARED], 1);
    assert_int_equal(counts.alarms[STAITH_AGENCY_A_NO_BREACH], 1);
    assert_int_equal(counts.alarms[STAITH_AGENCY_A_UNAPPROVED], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_observed),
        cmocka_unit_test(test_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
