/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"
#include "benchmark_fixture.h"
#include "published_fixture.h"

#include <math.h>

static void near(double value, double expected, double within)
{
    if (!(fabs(value - expected) < within)) {
        fail_msg("%.6f, expected %.6f", value, expected);
    }
}

static enum staith_ratio_kind kind(const struct published_fixture *fixture, const char *item)
{
    return fixture->benchmark->items[published_item(fixture, item)].kind;
}

static void each_indicator_has_its_test(void **state)
{
    const struct published_fixture *fixture = *state;
    assert_int_equal(kind(fixture, "turnover_rate_fte"), STAITH_RATIO_RATE);
    assert_int_equal(kind(fixture, "turnover_rate_headcount"), STAITH_RATIO_RATE);
    assert_int_equal(kind(fixture, "agency_rate_fte"), STAITH_RATIO_PROPORTION);
    assert_int_equal(kind(fixture, "agency_cover_rate_fte"), STAITH_RATIO_PROPORTION);
    assert_int_equal(kind(fixture, "vacancy_rate_fte"), STAITH_RATIO_PROPORTION);
    assert_int_equal(kind(fixture, "caseload_fte"), STAITH_RATIO_NONE);
    assert_int_equal(kind(fixture, "absence_rate_fte"), STAITH_RATIO_NONE);
    assert_int_equal(kind(fixture, "leavers_fte"), STAITH_RATIO_NONE);
}

/* Those over a cap are among those tested: no chance takes that above 100 %. Leavers are not among
 * those in post, days are no people whatever is said of them. */
static void a_share_of_a_whole_is_said(void **state)
{
    (void)state;
    const struct staith_catalogue *catalogue = benchmark_fixture_catalogue();
    struct staith_indicator share = catalogue->indicators[1];
    assert_int_equal(staith_benchmark_kind(catalogue, &share), STAITH_RATIO_RATE);
    share.flags = STAITH_SHARE_OF_WHOLE;
    assert_int_equal(staith_benchmark_kind(catalogue, &share), STAITH_RATIO_PROPORTION);
    share = catalogue->indicators[4];
    share.flags = STAITH_SHARE_OF_WHOLE;
    assert_int_equal(staith_benchmark_kind(catalogue, &share), STAITH_RATIO_NONE);
}

/* Three councils of twelve differ from England on turnover in 2025. */
static void turnover_against_england(void **state)
{
    const struct published_fixture *fixture = *state;
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        const char *code = fixture->councils[i].code;
        enum staith_word expected = strcmp(code, "840") == 0   ? STAITH_WORD_LOWER
                                    : strcmp(code, "391") == 0 ? STAITH_WORD_HIGHER
                                    : strcmp(code, "807") == 0 ? STAITH_WORD_HIGHER
                                                               : STAITH_WORD_SIMILAR;
        assert_int_equal(published_area(fixture, 2025, "turnover_rate_fte", code)->chance.country,
                         expected);
    }
}

/* Durham 2025: 31.0 leavers of 403.7; Byar of 31 is 21.0591 to 44.0035. Agency 35.2 of 438.9,
 * Wilson by the formula, worked out apart: 5.828277 to 10.940304. */
static void intervals_in_the_units_shown(void **state)
{
    const struct published_fixture *fixture = *state;
    const struct staith_benchmark_area *area =
        published_area(fixture, 2025, "turnover_rate_fte", "840");
    assert_true(area->chance.has_interval);
    near(area->chance.interval.lower, 2105.91414568 / 403.7, 1e-6);
    near(area->chance.interval.upper, 4400.35277850 / 403.7, 1e-6);
    area = published_area(fixture, 2025, "agency_rate_fte", "840");
    near(area->chance.interval.lower, 5.828277, 1e-6);
    near(area->chance.interval.upper, 10.940304, 1e-6);
    assert_false(published_area(fixture, 2025, "caseload_fte", "840")->chance.has_interval);
    /* Gateshead withdrew its leavers of 2022. */
    assert_false(published_area(fixture, 2022, "turnover_rate_fte", "390")->chance.has_interval);
    /* Seven people left Redcar and Cleveland in 2021: the exact interval. */
    area = published_area(fixture, 2021, "turnover_rate_headcount", "807");
    assert_int_equal(area->numerator, 7);
    near(area->chance.interval.lower, 281.4363 / 111, 1e-3);
    near(area->chance.interval.upper, 1442.2675 / 111, 1e-3);
}

/* From the fifty councils of the file; by a second program from the formulas. */
static void spread_of_englands_councils(void **state)
{
    static const struct {
        const char *item;
        double phi;
        double tau;
    } CASES[] = {
        {"agency_rate_fte", 13.852953797816026, 0.10355524266365022},
        {"vacancy_rate_fte", 12.43023290854151, 0.09716493531210009},
        {"turnover_rate_fte", 2.1165788279197666, 0.032588177515950195},
    };
    const struct published_fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(fixture->benchmark, published_year(fixture, 2025),
                                    published_item(fixture, CASES[i].item));
        assert_true(result->has_dispersion);
        assert_int_equal(result->dispersion.areas, 50);
        near(result->dispersion.phi, CASES[i].phi, 1e-9);
        near(result->dispersion.tau, CASES[i].tau, 1e-9);
    }
    const struct staith_benchmark_result *result = staith_benchmark_result(
        fixture->benchmark, published_year(fixture, 2025), published_item(fixture, "caseload_fte"));
    assert_false(result->has_dispersion);
}

static void movement(void **state)
{
    const struct published_fixture *fixture = *state;
    const struct staith_benchmark_area *area =
        published_area(fixture, 2025, "agency_rate_fte", "392"); /* North Tyneside */
    assert_int_equal(area->chance.trend, STAITH_TREND_UP);       /* 14.5314 */
    assert_int_equal(area->chance.change, STAITH_TREND_FLAT);    /* 24 of 192.9, then 16 of 194.6 */
    assert_int_equal(published_area(fixture, 2020, "agency_rate_fte", "392")->chance.trend,
                     STAITH_TREND_NONE); /* four years */
    /* Redcar and Cleveland: 33 of 133.9 after 17 of 122.1. */
    assert_int_equal(published_area(fixture, 2022, "agency_rate_fte", "807")->chance.change,
                     STAITH_TREND_UP);
    assert_int_equal(published_area(fixture, 2017, "agency_rate_fte", "807")->chance.change,
                     STAITH_TREND_NONE);
    /* Gateshead withdrew 2022: 2023 follows nothing, 2025 has no five years. */
    assert_int_equal(published_area(fixture, 2023, "turnover_rate_fte", "390")->chance.change,
                     STAITH_TREND_NONE);
    assert_int_equal(published_area(fixture, 2025, "turnover_rate_fte", "390")->chance.trend,
                     STAITH_TREND_NONE);
    assert_int_equal(published_area(fixture, 2024, "turnover_rate_fte", "390")->chance.change,
                     STAITH_TREND_FLAT);
}

/* Ranks by their intervals: nobody's own rank lies outside of what it may be, and where intervals
 * are as wide as these nearly every place is open. */
static void places(void **state)
{
    const struct published_fixture *fixture = *state;
    uint32_t wide = 0;
    uint32_t across = 0;
    for (uint32_t i = 0; i < PUBLISHED_COUNCILS; i++) {
        const struct staith_benchmark_area *area =
            published_area(fixture, 2025, "turnover_rate_fte", fixture->councils[i].code);
        assert_true(area->chance.best >= 1 && area->chance.best <= area->rank);
        assert_true(area->chance.worst >= area->rank && area->chance.worst <= 12);
        wide += area->chance.worst - area->chance.best >= 6 ? 1 : 0;
        across += area->chance.straddles ? 1 : 0;
        assert_int_equal(area->chance.place, STAITH_PLACE_INSIDE);
    }
    assert_true(wide >= 10);
    assert_true(across >= 10);
    const struct staith_benchmark_area *region =
        published_area(fixture, 2025, "agency_rate_fte", "E12000001");
    assert_true(region->chance.has_interval);
    assert_int_equal(region->chance.country, STAITH_WORD_LOWER); /* 8.2 of 2,505, England 13.0 */
    assert_int_equal(region->chance.region, STAITH_WORD_NONE);
    assert_int_equal(region->chance.best, 0);
}

static void before(void **state)
{
    struct published_fixture *fixture = *state;
    struct staith_benchmark *benchmark = fixture->benchmark;
    assert_int_equal(staith_benchmark_before(benchmark, 0), -1);
    assert_int_equal(staith_benchmark_before(benchmark, 1), 0);
    benchmark->periods[0].year = 2015; /* 2016 is missing */
    assert_int_equal(staith_benchmark_before(benchmark, 1), -1);
    benchmark->periods[0] = (struct staith_period){STAITH_PERIOD_QUARTER, 2016, 3};
    assert_int_equal(staith_benchmark_before(benchmark, 1), -1); /* of another kind */
}

/* The period of the same kind that follows. */
static void after(void **state)
{
    (void)state;
    static const struct staith_period CASES[][2] = {
        {{STAITH_PERIOD_CENSUS_YEAR, 2025, 0}, {STAITH_PERIOD_CENSUS_YEAR, 2026, 0}},
        {{STAITH_PERIOD_QUARTER, 2025, 3}, {STAITH_PERIOD_QUARTER, 2025, 4}},
        {{STAITH_PERIOD_QUARTER, 2025, 4}, {STAITH_PERIOD_QUARTER, 2026, 1}},
        {{STAITH_PERIOD_MONTH, 2025, 11}, {STAITH_PERIOD_MONTH, 2025, 12}},
        {{STAITH_PERIOD_MONTH, 2025, 12}, {STAITH_PERIOD_MONTH, 2026, 1}}};
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        const struct staith_period next = staith_benchmark_after(&CASES[i][0]);
        assert_int_equal(staith_period_compare(&next, &CASES[i][1]), 0);
    }
}

static void natural_numbers(void **state)
{
    (void)state;
    const struct staith_benchmark_item item = {.numerator_digits = 6, .denominator_digits = 2};
    const struct staith_benchmark_area area = {.numerator = 1500000, .denominator = 250};
    const struct staith_benchmark_figure figure = {.status = STAITH_STATUS_VALUE, .value = 113};
    near(staith_benchmark_numerator(&item, &area), 1.5, 1e-12);
    near(staith_benchmark_denominator(&item, &area), 2.5, 1e-12);
    near(staith_benchmark_natural(&figure, 1), 11.3, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_of_a_whole_is_said),
        cmocka_unit_test(each_indicator_has_its_test),
        cmocka_unit_test(turnover_against_england),
        cmocka_unit_test(intervals_in_the_units_shown),
        cmocka_unit_test(spread_of_englands_councils),
        cmocka_unit_test(movement),
        cmocka_unit_test(places),
        cmocka_unit_test(natural_numbers),
        cmocka_unit_test(after),
        cmocka_unit_test(before), /* last: it changes the periods */
    };
    return cmocka_run_group_tests(tests, published_setup, published_teardown);
}
