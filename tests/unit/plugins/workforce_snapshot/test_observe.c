/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "observe.h"

#include <stdio.h>

static int observe(void *ctx, const struct staith_observation *observation)
{
    uint32_t *seen = ctx;
    seen[observation->measure]++;
    return STAITH_OK;
}

/* Two thousand people with two posts each, in post and started: counted once in each list. */
static void test_people(void **state)
{
    (void)state;
    uint32_t seen[STAITH_SNAPSHOT_MEASURE_COUNT] = {0};
    const struct staith_host host = {.ctx = seen, .observe = observe};
    struct staith_snapshot_people people = {0};
    struct staith_snapshot_person person;
    memset(&person, 0, sizeof(person));
    person.in_post = true;
    person.started = true;
    person.tenure = 12;
    person.load = STAITH_NO_CATEGORY;
    person.destination = STAITH_NO_CATEGORY;
    for (int i = 0; i < 4000; i++) {
        char number[16];
        struct staith_kit_cell sweno;
        (void)snprintf(number, sizeof(number), i < 2000 ? "SW%d" : "sw %d", i % 2000);
        cell_text(&sweno, number);
        assert_int_equal(staith_snapshot_observe(&host, &person, &sweno, &people), STAITH_OK);
    }
    assert_int_equal(people.in_post, 2000);
    assert_int_equal(people.starters, 2000);
    assert_int_equal(people.leavers, 0);
    assert_int_equal(seen[STAITH_SNAPSHOT_M_INPOST], 4000);
    assert_int_equal(seen[STAITH_SNAPSHOT_M_TENURE_10], 4000);
    assert_int_equal(seen[STAITH_SNAPSHOT_M_TENURE_20], 0);
    assert_int_equal(seen[STAITH_SNAPSHOT_M_INPOST_FTE], 0); /* 0 is not observed */
    staith_snapshot_people_deinit(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_people)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
