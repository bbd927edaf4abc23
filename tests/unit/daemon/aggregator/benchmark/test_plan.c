/* SPDX-License-Identifier: Apache-2.0 */
#include "benchmark_fixture.h"

static struct benchmark_fixture three_years(void)
{
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "cases", 1);
    benchmark_fixture_number(&fixture, "841", 2023, "cases", 1);
    benchmark_fixture_number(&fixture, "840", 2023, "leavers_fte", 1);
    benchmark_fixture_number(&fixture, "999", 2021, "inpost_fte", 1); /* no council of ours */
    return fixture;
}

static void periods_of_our_councils_in_order(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = three_years();
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, NULL);
    assert_int_equal(benchmark->period_count, 2);
    assert_int_equal(benchmark->periods[0].year, 2023);
    assert_int_equal(benchmark->periods[1].year, 2025);
    staith_benchmark_free(benchmark);
}

static void periods_asked_for(void **state)
{
    (void)state;
    static const struct staith_period ASKED[] = {
        {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
        {STAITH_PERIOD_CENSUS_YEAR, 2024, 0},
        {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
    };
    struct benchmark_fixture fixture = three_years();
    struct staith_benchmark_question question = benchmark_fixture_question(NULL);
    struct staith_benchmark *benchmark = NULL;
    struct staith_err err = {0};
    question.period_count = 3;
    question.periods = ASKED;
    assert_int_equal(staith_benchmark_compute(&question, fixture.figures, fixture.figure_count,
                                              NULL, 0, &benchmark, &err),
                     0);
    assert_int_equal(benchmark->period_count, 2);
    assert_int_equal(benchmark->periods[0].year, 2024);
    staith_benchmark_free(benchmark);
}

static void items_are_indicators_then_sent_measures(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = three_years();
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, NULL);
    assert_int_equal(benchmark->item_count, FIXTURE_INDICATORS + 3);
    const struct staith_benchmark_item *agency = &benchmark->items[2];
    assert_string_equal(agency->code, "agency_rate_fte");
    assert_string_equal(agency->numerator, "Agency (FTE)");
    assert_string_equal(agency->denominator, "Agency (FTE) + In post (FTE)");
    assert_string_equal(agency->denominator_unit, "FTE");
    assert_int_equal(agency->denominator_digits, 6);
    const struct staith_benchmark_item *measure = &benchmark->items[FIXTURE_INDICATORS];
    assert_true(measure->is_measure);
    assert_string_equal(measure->code, "inpost_fte");
    assert_int_equal(measure->decimals, 1);
    assert_string_equal(measure->unit, "FTE");
    assert_string_equal(measure[1].code, "leavers_fte");
    assert_string_equal(measure[2].code, "cases");
    staith_benchmark_free(benchmark);
    benchmark = benchmark_fixture_compute(&fixture, "agency_fte");
    assert_int_equal(benchmark->item_count, 1);
    assert_true(benchmark->items[0].is_measure);
    staith_benchmark_free(benchmark);
    benchmark = benchmark_fixture_compute(&fixture, "caseload_fte");
    assert_int_equal(benchmark->item_count, 1);
    assert_false(benchmark->items[0].is_measure);
    staith_benchmark_free(benchmark);
}

static void what_is_not_there_is_said(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = three_years();
    struct staith_benchmark_question question = benchmark_fixture_question("nothing_such");
    struct staith_benchmark *benchmark = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_benchmark_compute(&question, fixture.figures, fixture.figure_count,
                                              NULL, 0, &benchmark, &err),
                     STAITH_ERR_NOTFOUND);
    assert_non_null(strstr(err.what, "nothing_such"));
    question.item = NULL;
    assert_int_equal(staith_benchmark_compute(&question, NULL, 0, NULL, 0, &benchmark, &err),
                     STAITH_ERR_NOTFOUND);
    assert_null(benchmark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_of_our_councils_in_order),
        cmocka_unit_test(periods_asked_for),
        cmocka_unit_test(items_are_indicators_then_sent_measures),
        cmocka_unit_test(what_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
