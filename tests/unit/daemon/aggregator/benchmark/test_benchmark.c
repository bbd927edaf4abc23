/* SPDX-License-Identifier: Apache-2.0 */
#include "benchmark_fixture.h"

static const struct staith_benchmark_area *council(const struct staith_benchmark *benchmark,
                                                   uint32_t at)
{
    return &staith_benchmark_result(benchmark, 0, 0)->councils[at];
}

static void expect(struct staith_benchmark_figure figure, enum staith_status status, int64_t value)
{
    assert_int_equal(figure.status, status);
    assert_int_equal(figure.value, value);
}

static void councils_and_the_region(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "840", 34, 430);
    benchmark_fixture_turnover(&fixture, "841", 16, 100);
    struct staith_benchmark *benchmark =
        benchmark_fixture_compute(&fixture, "turnover_rate_headcount");
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, 0, 0);
    expect(result->councils[0].figure, STAITH_STATUS_VALUE, 79);
    assert_int_equal(result->councils[0].numerator, 34);
    assert_int_equal(result->councils[0].denominator, 430);
    expect(result->councils[1].figure, STAITH_STATUS_VALUE, 160);
    expect(result->councils[2].figure, STAITH_STATUS_UNSET, 0);
    assert_false(result->councils[2].has_parts);
    /* 50 / 530 = 9.43 %, and not the mean of 7.9 and 16.0. */
    expect(result->region.figure, STAITH_STATUS_VALUE, 94);
    assert_int_equal(result->region.contributing, 2);
    assert_int_equal(result->region.numerator, 50);
    assert_int_equal(result->region.denominator, 530);
    expect(result->country, STAITH_STATUS_UNSET, 0);
    assert_int_equal(benchmark->newest_unix_ms, 1004);
    staith_benchmark_free(benchmark);
}

/* Fifteen of thirty, to the nearest five: 11 to 19 of 26 to 34 may be true. The sums hold it too.
 */
static void rounded_parts_are_said(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "840", 15, 30);
    benchmark_fixture_turnover(&fixture, "841", 16, 100);
    fixture.figures[0].value.lo = 11;
    fixture.figures[0].value.hi = 19;
    struct staith_benchmark *benchmark =
        benchmark_fixture_compute(&fixture, "turnover_rate_headcount");
    assert_true(council(benchmark, 0)->rounded);
    assert_false(council(benchmark, 1)->rounded);
    assert_false(council(benchmark, 2)->rounded);
    assert_true(staith_benchmark_result(benchmark, 0, 0)->region.rounded);
    staith_benchmark_free(benchmark);
    fixture.figures[0].value.lo = fixture.figures[0].value.hi = 15;
    fixture.figures[1].value.lo = 26;
    fixture.figures[1].value.hi = 34;
    benchmark = benchmark_fixture_compute(&fixture, "turnover_rate_headcount");
    assert_true(council(benchmark, 0)->rounded);
    assert_false(council(benchmark, 1)->rounded);
    staith_benchmark_free(benchmark);
}

/* As the region of 2024: one council's leavers are withdrawn. Its people in post must leave the
 * rate too: 269.5 / 1930.7 = 14.0 %, where 269.5 / 2158.1 would be 12.5 %. The count of people in
 * post stays whole. */
static void withdrawn_numerator_takes_its_denominator_along(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "leavers_fte", 269500000);
    benchmark_fixture_number(&fixture, "840", 2025, "inpost_fte", 1930700000);
    benchmark_fixture_sent(&fixture, "841", 2025, "leavers_fte", STAITH_STATUS_UNRELIABLE, 0);
    (void)snprintf(fixture.figures[2].reason, sizeof(fixture.figures[2].reason), "withdrawn");
    benchmark_fixture_number(&fixture, "841", 2025, "inpost_fte", 227400000);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "turnover_rate_fte");
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, 0, 0);
    expect(result->region.figure, STAITH_STATUS_VALUE, 140);
    assert_int_equal(result->region.contributing, 1);
    expect(result->councils[1].figure, STAITH_STATUS_UNRELIABLE, 0);
    assert_string_equal(result->councils[1].reason, "withdrawn");
    assert_null(result->councils[0].reason);
    assert_int_equal(result->councils[1].rank, 0);
    staith_benchmark_free(benchmark);
    benchmark = benchmark_fixture_compute(&fixture, "inpost_fte");
    result = staith_benchmark_result(benchmark, 0, 0);
    expect(result->region.figure, STAITH_STATUS_VALUE, 21581);
    assert_int_equal(result->region.contributing, 2);
    assert_int_equal(result->councils[0].rank, 0);
    staith_benchmark_free(benchmark);
}

/* Medians of three councils: the region's is the middle one, and their sum is nothing. Of two there
 * is none. */
static void medians_are_not_added(void **state)
{
    (void)state;
    const struct staith_catalogue *known = benchmark_fixture_catalogue();
    struct staith_measure *cases = &known->measures[7];
    const struct staith_measure before = *cases;
    *cases = (struct staith_measure){"cases", "Median rate", "", STAITH_UNIT_PENCE, STAITH_MEDIAN};
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "cases", 3450);
    benchmark_fixture_number(&fixture, "841", 2025, "cases", 3900);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "cases");
    expect(staith_benchmark_result(benchmark, 0, 0)->region.figure, STAITH_STATUS_UNAVAILABLE, 0);
    staith_benchmark_free(benchmark);
    benchmark_fixture_number(&fixture, "390", 2025, "cases", 3500);
    benchmark = benchmark_fixture_compute(&fixture, "cases");
    expect(staith_benchmark_result(benchmark, 0, 0)->region.figure, STAITH_STATUS_VALUE, 3500);
    assert_int_equal(staith_benchmark_result(benchmark, 0, 0)->region.contributing, 3);
    assert_true(benchmark->items[0].is_median);
    staith_benchmark_free(benchmark);
    *cases = before;
}

static void several_denominators_are_added(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_number(&fixture, "840", 2025, "agency_fte", 35200000);
    benchmark_fixture_number(&fixture, "840", 2025, "inpost_fte", 403700000);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "agency_rate_fte");
    expect(council(benchmark, 0)->figure, STAITH_STATUS_VALUE, 80);
    assert_int_equal(council(benchmark, 0)->denominator, 438900000);
    staith_benchmark_free(benchmark);
}

/* The census year of 2024 holds 29 February 2024, that of 2025 does not. */
static void leap_day_by_period(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    for (int year = 2024; year <= 2025; year++) {
        benchmark_fixture_number(&fixture, "840", year, "working_days_lost_fte", 253);
        benchmark_fixture_number(&fixture, "840", year, "inpost_fte", 4000000);
    }
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "absence_rate_fte");
    expect(staith_benchmark_result(benchmark, 0, 0)->councils[0].figure, STAITH_STATUS_VALUE, 2);
    expect(staith_benchmark_result(benchmark, 1, 0)->councils[0].figure, STAITH_STATUS_VALUE, 3);
    staith_benchmark_free(benchmark);
}

static void no_council_with_a_number(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_sent(&fixture, "840", 2025, "leavers_fte", STAITH_STATUS_UNRELIABLE, 0);
    benchmark_fixture_number(&fixture, "840", 2025, "inpost_fte", 1000000);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, "turnover_rate_fte");
    expect(staith_benchmark_result(benchmark, 0, 0)->region.figure, STAITH_STATUS_UNAVAILABLE, 0);
    staith_benchmark_free(benchmark);
    benchmark = benchmark_fixture_compute(&fixture, "caseload_fte");
    expect(staith_benchmark_result(benchmark, 0, 0)->region.figure, STAITH_STATUS_UNSET, 0);
    staith_benchmark_free(benchmark);
}

static void published_and_difference(void **state)
{
    (void)state;
    static const char ITEM[] = "turnover_rate_headcount";
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "840", 34, 430);
    benchmark_fixture_turnover(&fixture, "841", 16, 100);
    (void)benchmark_fixture_national(&fixture, "2025", "840", ITEM, STAITH_STATUS_VALUE, 81);
    (void)benchmark_fixture_national(&fixture, "2025", "841", ITEM, STAITH_STATUS_SUPPRESSED, 0);
    (void)benchmark_fixture_national(&fixture, "2025", "E12000001", ITEM, STAITH_STATUS_VALUE, 90);
    (void)benchmark_fixture_national(&fixture, "2025", "ENG", ITEM, STAITH_STATUS_UNRELIABLE, 0);
    (void)benchmark_fixture_national(&fixture, "2024", "840", ITEM, STAITH_STATUS_VALUE, 1);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, ITEM);
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, 0, 0);
    expect(result->councils[0].published, STAITH_STATUS_VALUE, 81);
    assert_true(result->councils[0].has_difference);
    assert_int_equal(result->councils[0].difference, -2);
    expect(result->councils[1].published, STAITH_STATUS_SUPPRESSED, 0);
    assert_false(result->councils[1].has_difference);
    assert_int_equal(result->region.difference, 4);
    expect(result->country, STAITH_STATUS_UNRELIABLE, 0);
    assert_string_equal(benchmark->national_source, "published table, OGL v3");
    staith_benchmark_free(benchmark);
}

/* Neighbours of 840: 841 (sent 16.0, published 99.9: what it sent counts), 390 (sent a status:
 * no number), 900 (10.0), 901 (low, as 0), 902 (u), 903 (not in the file).
 * Median of 0, 10.0, 16.0 is 10.0; n is 3. With 903 at 20.0 it is 13.0, n 4. */
static void median_of_neighbours_with_a_number(void **state)
{
    (void)state;
    static const char ITEM[] = "turnover_rate_headcount";
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "841", 16, 100);
    benchmark_fixture_sent(&fixture, "390", 2025, "leavers_headcount", STAITH_STATUS_UNRELIABLE, 0);
    (void)benchmark_fixture_national(&fixture, "2025", "841", ITEM, STAITH_STATUS_VALUE, 999);
    (void)benchmark_fixture_national(&fixture, "2025", "390", ITEM, STAITH_STATUS_VALUE, 999);
    (void)benchmark_fixture_national(&fixture, "2025", "900", ITEM, STAITH_STATUS_VALUE, 100);
    (void)benchmark_fixture_national(&fixture, "2025", "901", ITEM, STAITH_STATUS_LOW, 0);
    (void)benchmark_fixture_national(&fixture, "2025", "902", ITEM, STAITH_STATUS_UNRELIABLE, 0);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, ITEM);
    expect(council(benchmark, 0)->neighbours, STAITH_STATUS_VALUE, 10000);
    assert_int_equal(council(benchmark, 0)->neighbour_n, 3);
    assert_int_equal(council(benchmark, 0)->neighbour_count, 6);
    expect(council(benchmark, 1)->neighbours, STAITH_STATUS_UNSET, 0);
    assert_int_equal(council(benchmark, 1)->neighbour_n, 0);
    staith_benchmark_free(benchmark);
    (void)benchmark_fixture_national(&fixture, "2025", "903", ITEM, STAITH_STATUS_VALUE, 200);
    benchmark = benchmark_fixture_compute(&fixture, ITEM);
    expect(council(benchmark, 0)->neighbours, STAITH_STATUS_VALUE, 13000);
    assert_int_equal(council(benchmark, 0)->neighbour_n, 4);
    staith_benchmark_free(benchmark);
}

/* While a council of the region has sent nothing, its published figure stands in for it. */
static void silent_neighbour_counts_as_published(void **state)
{
    (void)state;
    static const char ITEM[] = "turnover_rate_headcount";
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "805", 1, 100);
    (void)benchmark_fixture_national(&fixture, "2025", "841", ITEM, STAITH_STATUS_VALUE, 55);
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, ITEM);
    expect(council(benchmark, 0)->neighbours, STAITH_STATUS_VALUE, 5500);
    assert_int_equal(council(benchmark, 0)->neighbour_n, 1);
    staith_benchmark_free(benchmark);
}

/* 314 and 318 make one return: one figure, though it stands under both codes. */
static void joint_return_counts_once(void **state)
{
    (void)state;
    static const char ITEM[] = "turnover_rate_headcount";
    struct benchmark_fixture fixture = {0};
    benchmark_fixture_turnover(&fixture, "840", 34, 430);
    for (int i = 0; i < 2; i++) {
        struct staith_store_national *figure = benchmark_fixture_national(
            &fixture, "2025", i == 0 ? "314" : "318", ITEM, STAITH_STATUS_VALUE, 100);
        (void)snprintf(figure->joint, sizeof(figure->joint), "314 / 318");
    }
    struct staith_benchmark *benchmark = benchmark_fixture_compute(&fixture, ITEM);
    /* Neighbours of 841: 840 at 7.9 and the joint return at 10.0. */
    expect(council(benchmark, 1)->neighbours, STAITH_STATUS_VALUE, 8950);
    assert_int_equal(council(benchmark, 1)->neighbour_n, 2);
    staith_benchmark_free(benchmark);
}

static void limits_are_kept(void **state)
{
    (void)state;
    struct staith_benchmark_question question = benchmark_fixture_question(NULL);
    struct staith_benchmark *benchmark = NULL;
    struct staith_err err = {0};
    question.council_count = STAITH_BENCHMARK_MAX_COUNCILS + 1;
    assert_int_equal(staith_benchmark_compute(&question, NULL, 0, NULL, 0, &benchmark, &err),
                     STAITH_ERR_LIMIT);
    static const struct staith_benchmark_council CROWDED[] = {
        {"840", "County Durham", "Durham", STAITH_BENCHMARK_MAX_NEIGHBOURS + 1, NULL, 0, 0}};
    question.council_count = 1;
    question.councils = CROWDED;
    assert_int_equal(staith_benchmark_compute(&question, NULL, 0, NULL, 0, &benchmark, &err),
                     STAITH_ERR_LIMIT);
    staith_benchmark_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(councils_and_the_region),
        cmocka_unit_test(rounded_parts_are_said),
        cmocka_unit_test(withdrawn_numerator_takes_its_denominator_along),
        cmocka_unit_test(medians_are_not_added),
        cmocka_unit_test(several_denominators_are_added),
        cmocka_unit_test(leap_day_by_period),
        cmocka_unit_test(no_council_with_a_number),
        cmocka_unit_test(published_and_difference),
        cmocka_unit_test(median_of_neighbours_with_a_number),
        cmocka_unit_test(silent_neighbour_counts_as_published),
        cmocka_unit_test(joint_return_counts_once),
        cmocka_unit_test(limits_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
