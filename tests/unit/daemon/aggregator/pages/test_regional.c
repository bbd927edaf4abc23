/* SPDX-License-Identifier: Apache-2.0 */
/* Four councils' median rates over five quarters, and a count beside them. */
#include "aggregator/pages/regional.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { COUNCILS = 4, PERIODS = 5, MEDIAN = 0, COUNT = 1, ITEMS = 2 };

struct fixture {
    struct staith_benchmark_area councils[PERIODS * ITEMS][COUNCILS];
    struct staith_benchmark_area groups[PERIODS * ITEMS][1];
    struct staith_benchmark_result results[PERIODS * ITEMS];
    struct staith_benchmark_item items[ITEMS];
    struct staith_period periods[PERIODS];
    struct staith_benchmark_settings settings;
    struct staith_benchmark benchmark;
};

static struct staith_benchmark_figure number(int64_t value)
{
    return value < 0
               ? (struct staith_benchmark_figure){.status = STAITH_STATUS_SUPPRESSED}
               : (struct staith_benchmark_figure){.status = STAITH_STATUS_VALUE, .value = value};
}

/* Councils' medians by quarter, -1: hidden; and the region's. */
static void fixture_init(struct fixture *f, const int64_t councils[PERIODS][COUNCILS],
                         const int64_t region[PERIODS])
{
    memset(f, 0, sizeof(*f));
    f->items[MEDIAN] = (struct staith_benchmark_item){.code = "rate_median", .is_median = true};
    f->items[COUNT] = (struct staith_benchmark_item){.code = "agency_headcount"};
    for (int p = 0; p < PERIODS; p++) {
        f->periods[p] = (struct staith_period){STAITH_PERIOD_QUARTER, 2025 + p / 4, p % 4 + 1};
        for (int i = 0; i < ITEMS; i++) {
            struct staith_benchmark_result *result = &f->results[p * ITEMS + i];
            result->councils = f->councils[p * ITEMS + i];
            result->groups = f->groups[p * ITEMS + i];
            result->has_quartiles = true;
            result->ranked = COUNCILS;
            result->region.figure = number(region[p]);
            result->region.has_parts = true;
            result->region.numerator = region[p];
            result->region.contributing = COUNCILS;
            result->groups[0].figure = number(region[p]);
            for (int c = 0; c < COUNCILS; c++) {
                result->councils[c].figure = number(councils[p][c]);
                result->councils[c].rank = 1;
            }
        }
    }
    f->settings.group_count = 1;
    f->benchmark = (struct staith_benchmark){.settings = &f->settings,
                                             .council_count = COUNCILS,
                                             .period_count = PERIODS,
                                             .periods = f->periods,
                                             .item_count = ITEMS,
                                             .items = f->items,
                                             .results = f->results};
}

static void expect(const struct fixture *f, int period, int64_t value)
{
    const struct staith_benchmark_area *region = &f->results[period * ITEMS + MEDIAN].region;
    assert_int_equal(region->figure.status,
                     value < 0 ? STAITH_STATUS_SUPPRESSED : STAITH_STATUS_VALUE);
    if (value < 0) {
        assert_string_equal(region->reason, "too_few_changed");
    } else {
        assert_int_equal(region->figure.value, value);
        assert_null(region->reason);
    }
}

/* Two of the four change and the middle with them: it waits. A third changes in the quarter after,
 * so that three have since the figure shown last. Then one is hidden, one changes, and the middle
 * stays. */
static void another_figure_once_three_changed(void **state)
{
    (void)state;
    static const int64_t councils[PERIODS][COUNCILS] = {{3000, 3100, 3200, 3300},
                                                        {3000, 3150, 3250, 3300},
                                                        {3050, 3150, 3250, 3300},
                                                        {3050, 3150, 3250, -1},
                                                        {3050, 3150, 3150, -1}};
    static const int64_t region[PERIODS] = {3150, 3200, 3200, 3150, 3150};
    struct fixture f;
    fixture_init(&f, councils, region);
    staith_pages_regional(&f.benchmark);
    expect(&f, 0, 3150);
    expect(&f, 1, -1);
    expect(&f, 2, 3200);
    expect(&f, 3, -1); /* one council less, and no other change */
    expect(&f, 4, -1); /* two since the third quarter */
}

static void the_same_figure_stands(void **state)
{
    (void)state;
    static const int64_t councils[PERIODS][COUNCILS] = {{3000, 3100, 3200, 3300},
                                                        {2900, 3100, 3200, 3400},
                                                        {2900, 3000, 3300, 3400},
                                                        {-1, -1, -1, -1},
                                                        {1000, 1100, 1200, 1300}};
    static const int64_t region[PERIODS] = {3150, 3150, 3150, -1, 1150};
    struct fixture f;
    fixture_init(&f, councils, region);
    staith_pages_regional(&f.benchmark);
    expect(&f, 0, 3150);
    expect(&f, 1, 3150);
    expect(&f, 2, 3150);
    assert_int_equal(f.results[(size_t)3 * ITEMS].region.figure.status, STAITH_STATUS_SUPPRESSED);
    assert_null(f.results[(size_t)3 * ITEMS].region.reason); /* it never was a number */
    expect(&f, 4, 1150);
}

/* Years and quarters are not held against each other, wherever a year stands among quarters. */
static void of_one_kind(void **state)
{
    (void)state;
    static const int64_t councils[PERIODS][COUNCILS] = {{3000, 3100, 3200, 3300},
                                                        {3000, 3100, 3250, 3300},
                                                        {3000, 3100, 3250, 3300},
                                                        {3000, 3100, 3250, 3300},
                                                        {3000, 3100, 3250, 3300}};
    static const int64_t region[PERIODS] = {3150, 3175, 3175, 3175, 3175};
    struct fixture f;
    fixture_init(&f, councils, region);
    f.periods[0] = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    staith_pages_regional(&f.benchmark);
    expect(&f, 0, 3150);
    expect(&f, 1, 3175);
    fixture_init(&f, councils, region);
    f.periods[1] = (struct staith_period){STAITH_PERIOD_CENSUS_YEAR, 2025, 0};
    staith_pages_regional(&f.benchmark);
    expect(&f, 0, 3150);
    expect(&f, 1, 3175);
    expect(&f, 2, -1);
}

/* Nothing of a single council is left of a median; a count is as it was. */
static void no_council_is_left(void **state)
{
    (void)state;
    static const int64_t councils[PERIODS][COUNCILS] = {{3000, 3100, 3200, 3300}};
    static const int64_t region[PERIODS] = {3150};
    static const struct staith_benchmark_area nothing;
    struct fixture f;
    fixture_init(&f, councils, region);
    staith_pages_regional(&f.benchmark);
    for (int p = 0; p < PERIODS; p++) {
        const struct staith_benchmark_result *medians = &f.results[p * ITEMS + MEDIAN];
        const struct staith_benchmark_result *counts = &f.results[p * ITEMS + COUNT];
        for (int c = 0; c < COUNCILS; c++) {
            assert_memory_equal(&medians->councils[c], &nothing, sizeof(nothing));
            assert_int_equal(counts->councils[c].rank, 1);
            assert_int_equal(counts->councils[c].figure.status, STAITH_STATUS_VALUE);
        }
        assert_memory_equal(&medians->groups[0], &nothing, sizeof(nothing));
        assert_int_equal(counts->groups[0].figure.status, STAITH_STATUS_VALUE);
        assert_false(medians->has_quartiles);
        assert_true(counts->has_quartiles);
        assert_int_equal(medians->ranked, 0);
        assert_false(medians->region.has_parts);
        assert_int_equal(medians->region.numerator, 0);
        assert_int_equal(medians->region.contributing, COUNCILS);
        assert_int_equal(counts->region.numerator, region[p]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_figure_once_three_changed),
        cmocka_unit_test(the_same_figure_stands),
        cmocka_unit_test(of_one_kind),
        cmocka_unit_test(no_council_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
