/* SPDX-License-Identifier: Apache-2.0 */
#include "caps_fixture.h"

static int setup(void **state)
{
    *state = caps_fixture_new("agency_rates");
    return 0;
}

static int teardown(void **state)
{
    caps_fixture_free(*state);
    return 0;
}

static struct staith_breakdown_cell sum_of(const struct caps_fixture *fixture, const char *table,
                                           uint32_t measure, uint32_t place, const bool *members)
{
    const struct staith_breakdown_table *found = staith_breakdown_find(fixture->breakdown, table);
    return staith_breakdown_sum(fixture->breakdown, found, measure, place, 0, members);
}

static void sums_of_numbers_and_bounds(void **state)
{
    struct caps_fixture *fixture = *state;
    const bool first_two[CAPS_COUNCILS] = {true, true, false};
    caps_put(fixture, 0, 0, "by_role", "tested", "", caps_number(10, 6, 14), "");
    caps_put(fixture, 1, 0, "by_role", "tested", "", caps_number(0, 0, 4), "");
    caps_put(fixture, 2, 0, "by_role", "tested", "", caps_number(25, 21, 29), "");
    struct staith_breakdown_cell all = sum_of(fixture, "by_role", 1, 2, NULL);
    assert_int_equal(all.value.status, STAITH_STATUS_VALUE);
    assert_int_equal(all.value.value, 35);
    assert_int_equal(all.value.lo, 27);
    assert_int_equal(all.value.hi, 47);
    assert_int_equal(all.contributing, 3);
    all = sum_of(fixture, "by_role", 1, 2, first_two);
    assert_int_equal(all.value.hi, 18);
    assert_int_equal(all.contributing, 2);
    /* a status takes its council out, and its number with it */
    caps_put(fixture, 0, 0, "by_role", "tested", "", staith_value_status(STAITH_STATUS_SUPPRESSED),
             "too_few_people");
    all = sum_of(fixture, "by_role", 1, 2, NULL);
    assert_int_equal(all.value.value, 25);
    assert_int_equal(all.contributing, 2);
}

static void nobody_has_a_number(void **state)
{
    struct caps_fixture *fixture = *state;
    struct staith_breakdown_cell all = sum_of(fixture, "by_role", 1, 2, NULL);
    assert_int_equal(all.value.status, STAITH_STATUS_UNSET);
    caps_put(fixture, 0, 0, "by_role", "tested", "", staith_value_status(STAITH_STATUS_UNAVAILABLE),
             "withdrawn");
    caps_put(fixture, 1, 0, "by_role", "tested", "", staith_value_status(STAITH_STATUS_SUPPRESSED),
             "too_few_people");
    caps_put(fixture, 2, 0, "by_role", "tested", "", staith_value_status(STAITH_STATUS_SUPPRESSED),
             "too_few_people");
    all = sum_of(fixture, "by_role", 1, 2, NULL);
    assert_int_equal(all.value.status, STAITH_STATUS_SUPPRESSED);
    assert_string_equal(all.reason, "too_few_people");
    assert_int_equal(all.contributing, 0);
}

/* Medians are not added. 38.00, 41.50 and 39.50: the middle one, with the middle ends. */
static void medians_of_three(void **state)
{
    struct caps_fixture *fixture = *state;
    static const char PLACE[] = "role=social_worker,basis=umbrella";
    caps_put(fixture, 0, 0, "rates", "rate_median", PLACE, caps_number(3800, 3776, 3825), "");
    caps_put(fixture, 1, 0, "rates", "rate_median", PLACE, caps_number(4150, 4126, 4175), "");
    struct staith_breakdown_cell all = sum_of(fixture, "rates", 0, 0, NULL);
    assert_int_equal(all.value.status, STAITH_STATUS_UNAVAILABLE);
    assert_string_equal(all.reason, "too_few_councils");
    assert_int_equal(all.contributing, 2);
    caps_put(fixture, 2, 0, "rates", "rate_median", PLACE, caps_number(3950, 3926, 3975), "");
    all = sum_of(fixture, "rates", 0, 0, NULL);
    assert_int_equal(all.value.value, 3950);
    assert_int_equal(all.value.lo, 3926);
    assert_int_equal(all.value.hi, 3975);
}

static void nothing_runs_over(void **state)
{
    struct caps_fixture *fixture = *state;
    caps_put(fixture, 0, 0, "by_role", "tested", "", staith_value_exact(INT64_MAX), "");
    caps_put(fixture, 1, 0, "by_role", "tested", "", staith_value_exact(INT64_MAX), "");
    assert_int_equal(sum_of(fixture, "by_role", 1, 2, NULL).value.status, STAITH_STATUS_UNRELIABLE);
    caps_put(fixture, 2, 0, "by_role", "tested", "", staith_value_exact(3), "");
    assert_int_equal(sum_of(fixture, "by_role", 1, 2, NULL).value.value, 3);
}

static struct staith_breakdown_share share_of(struct staith_value part, struct staith_value whole)
{
    const struct staith_breakdown_cell x = {.value = part, .contributing = 1};
    const struct staith_breakdown_cell n = {.value = whole, .contributing = 1};
    return staith_breakdown_share(&x, &n);
}

/* 10 (6 to 14) of 100 (96 to 104): 10.0, between 6/104 = 5.8 and 14/96 = 14.6 per cent. */
static void shares_lie_between(void **state)
{
    (void)state;
    struct staith_breakdown_share share =
        share_of(caps_number(10, 6, 14), caps_number(100, 96, 104));
    assert_true(share.given && share.known);
    assert_int_equal(share.tenths, 100);
    assert_int_equal(share.lo, 58);
    assert_int_equal(share.hi, 146);
    /* 5 (1 to 9) of 5 (1 to 9): 1/9 = 11.1 to all of it, which no part exceeds */
    share = share_of(caps_number(5, 1, 9), caps_number(5, 1, 9));
    assert_int_equal(share.lo, 111);
    assert_int_equal(share.hi, 1000);
    /* the whole may be nothing: no number, and all is possible */
    share = share_of(caps_number(0, 0, 4), caps_number(0, 0, 4));
    assert_true(share.given && !share.known);
    assert_int_equal(share.hi, 1000);
    share = share_of(staith_value_exact(0), staith_value_exact(0));
    assert_false(share.given);
    share = share_of(staith_value_status(STAITH_STATUS_SUPPRESSED), staith_value_exact(5));
    assert_false(share.given);
    share = share_of(staith_value_exact(INT64_MAX), staith_value_exact(INT64_MAX));
    assert_false(share.given);
}

/* Beta's part is hidden, so its whole stays out: 5 of 20 and not 5 of 60. */
static void both_parts_or_neither(void **state)
{
    struct caps_fixture *fixture = *state;
    const struct staith_breakdown_table *by_role =
        staith_breakdown_find(fixture->breakdown, "by_role");
    caps_put(fixture, 0, 0, "by_role", "over_cap", "", staith_value_exact(5), "");
    caps_put(fixture, 0, 0, "by_role", "tested", "", staith_value_exact(20), "");
    caps_put(fixture, 1, 0, "by_role", "over_cap", "",
             staith_value_status(STAITH_STATUS_SUPPRESSED), "");
    caps_put(fixture, 1, 0, "by_role", "tested", "", staith_value_exact(40), "");
    const struct staith_breakdown_share share =
        staith_breakdown_share_of(fixture->breakdown, by_role, 2, 1, 2, 0, NULL);
    assert_int_equal(share.tenths, 250);
    assert_int_equal(share.lo, 250);
    assert_int_equal(share.hi, 250);
}

/* Of 10 that may be 6 there is a share, of 5 that may be 9 there is none; of 9 exactly there is. */
static void not_of_fewer_than_ten(void **state)
{
    struct caps_fixture *fixture = *state;
    const struct staith_breakdown_table *by_role =
        staith_breakdown_find(fixture->breakdown, "by_role");
    const bool first[CAPS_COUNCILS] = {true};
    const struct {
        struct staith_value whole;
        bool given;
    } cases[] = {{caps_number(10, 6, 14), true},
                 {caps_number(5, 1, 9), false},
                 {staith_value_exact(9), true},
                 {staith_value_status(STAITH_STATUS_SUPPRESSED), false}};
    caps_put(fixture, 0, 0, "by_role", "over_cap", "", caps_number(5, 1, 9), "");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        caps_put(fixture, 0, 0, "by_role", "tested", "", cases[i].whole, "");
        const struct staith_breakdown_share share =
            staith_breakdown_share_of(fixture->breakdown, by_role, 2, 1, 2, 0, first);
        assert_true(share.given == cases[i].given);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sums_of_numbers_and_bounds, setup, teardown),
        cmocka_unit_test_setup_teardown(nobody_has_a_number, setup, teardown),
        cmocka_unit_test_setup_teardown(medians_of_three, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_runs_over, setup, teardown),
        cmocka_unit_test(shares_lie_between),
        cmocka_unit_test_setup_teardown(not_of_fewer_than_ten, setup, teardown),
        cmocka_unit_test_setup_teardown(both_parts_or_neither, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
