/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"

#include "published_fixture.h"

static const struct staith_benchmark_target *target_of(const struct published_fixture *fixture,
                                                       int year, const char *item, int council,
                                                       uint32_t nth)
{
    return staith_benchmark_target(fixture->benchmark, published_year(fixture, year),
                                   published_item(fixture, item), council, nth);
}

/* By the last day of the period: the census year 2025 ends on 30 September 2025. */
static void targets_hold_for_their_dates(void **state)
{
    const struct published_fixture *fixture = *state;
    const int durham = 0; /* the first of councils.csv */
    assert_string_equal(target_of(fixture, 2025, "turnover_rate_fte", -1, 0)->name, "Ambition");
    assert_null(target_of(fixture, 2025, "turnover_rate_fte", -1, 1));
    assert_null(target_of(fixture, 2024, "turnover_rate_fte", -1, 0));
    assert_string_equal(target_of(fixture, 2025, "turnover_rate_fte", durham, 0)->name, "Own");
    assert_string_equal(target_of(fixture, 2025, "turnover_rate_fte", durham, 1)->name, "Ambition");
    assert_null(target_of(fixture, 2025, "turnover_rate_fte", durham, 2));
    assert_null(target_of(fixture, 2025, "caseload_fte", durham, 0));
    assert_null(target_of(fixture, 2025, "caseload_fte", -1, 0));
    assert_null(target_of(fixture, 2025, "agency_rate_fte", -1, 0));
}

/* Durham's turnover is 7.7 (5.2 to 10.9); Gateshead's caseload 17.2 without an interval. */
static void how_figures_stand_to_targets(void **state)
{
    const struct published_fixture *fixture = *state;
    const struct staith_benchmark_item *turnover =
        &fixture->benchmark->items[published_item(fixture, "turnover_rate_fte")];
    const struct staith_benchmark_item *caseload =
        &fixture->benchmark->items[published_item(fixture, "caseload_fte")];
    const struct staith_benchmark_area *durham =
        published_area(fixture, 2025, "turnover_rate_fte", "840");
    const struct staith_benchmark_area *gateshead =
        published_area(fixture, 2025, "caseload_fte", "390");
    struct staith_benchmark_target target = {.value = 11};
    assert_int_equal(staith_benchmark_against(turnover, durham, &target), STAITH_WORD_LOWER);
    target.value = 10.8;
    assert_int_equal(staith_benchmark_against(turnover, durham, &target), STAITH_WORD_SIMILAR);
    target.value = 5;
    assert_int_equal(staith_benchmark_against(turnover, durham, &target), STAITH_WORD_HIGHER);
    target.value = 17.2;
    assert_int_equal(staith_benchmark_against(caseload, gateshead, &target), STAITH_WORD_SIMILAR);
    target.value = 17.3;
    assert_int_equal(staith_benchmark_against(caseload, gateshead, &target), STAITH_WORD_LOWER);
    target.value = 17;
    assert_int_equal(staith_benchmark_against(caseload, gateshead, &target), STAITH_WORD_HIGHER);
    const struct staith_benchmark_area nothing = {.rank = 0};
    assert_int_equal(staith_benchmark_against(caseload, &nothing, &target), STAITH_WORD_NONE);
}

/* From 1 October 2020: the census year 2021 begins then, and it alone begins the phase. */
static void where_a_phase_begins(void **state)
{
    const struct published_fixture *fixture = *state;
    uint32_t item = published_item(fixture, "turnover_rate_fte");
    for (int year = 2017; year <= 2025; year++) {
        const char *reason =
            staith_benchmark_phase(fixture->benchmark, published_year(fixture, year), item);
        if (year == 2021) {
            assert_string_equal(reason, "Another count");
        } else {
            assert_null(reason);
        }
    }
    assert_null(staith_benchmark_phase(fixture->benchmark, published_year(fixture, 2021),
                                       published_item(fixture, "caseload_fte")));
}

/* 97.4 leavers of 738.1 in post; 999 is no council of the region. Of the ten neighbours of Durham
 * the mean is 129.3 / 10: Redcar's 18.9 is 18.8 by printed parts. */
static void groups_and_means(void **state)
{
    const struct published_fixture *fixture = *state;
    const struct staith_benchmark *benchmark = fixture->benchmark;
    const struct staith_benchmark_result *result = staith_benchmark_result(
        benchmark, published_year(fixture, 2025), published_item(fixture, "turnover_rate_fte"));
    assert_int_equal(result->groups[0].figure.value, 132);
    assert_int_equal(result->groups[0].contributing, 5);
    assert_true(result->groups[0].chance.has_interval);
    assert_int_equal(staith_benchmark_member(benchmark, &benchmark->settings->groups[0], 5), -1);
    assert_int_equal(result->councils[0].neighbours.value, 13750);
    assert_int_equal(result->councils[0].neighbour_mean.value, 12930);
    /* Gateshead's leavers of 2022 were withdrawn; it is not of the group, and Darlington is */
    assert_int_equal(staith_benchmark_result(benchmark, published_year(fixture, 2022),
                                             published_item(fixture, "turnover_rate_fte"))
                         ->groups[0]
                         .contributing,
                     5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(targets_hold_for_their_dates, published_setup_set,
                                        published_teardown),
        cmocka_unit_test_setup_teardown(how_figures_stand_to_targets, published_setup_set,
                                        published_teardown),
        cmocka_unit_test_setup_teardown(where_a_phase_begins, published_setup_set,
                                        published_teardown),
        cmocka_unit_test_setup_teardown(groups_and_means, published_setup_set, published_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
