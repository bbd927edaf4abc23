/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"
#include "benchmark_fixture.h"

/* R: quantile(c(10, 20, 30, 40), type = 7) gives 17.5, 25 and 32.5; of five values the second,
 * third and fourth; of c(7.7, 11.7, 15.4) 9.7, 11.7 and 13.55. */
static void quantiles_of_type_7(void **state)
{
    (void)state;
    static const int64_t FOUR[] = {10, 20, 30, 40};
    static const int64_t FIVE[] = {1, 5, 9, 20, 21};
    static const int64_t THREE[] = {77, 117, 154};
    static const int64_t ONE[] = {42};
    assert_int_equal(staith_benchmark_quantile(FOUR, 4, 1), 1750);
    assert_int_equal(staith_benchmark_quantile(FOUR, 4, 2), 2500);
    assert_int_equal(staith_benchmark_quantile(FOUR, 4, 3), 3250);
    assert_int_equal(staith_benchmark_quantile(FIVE, 5, 1), 500);
    assert_int_equal(staith_benchmark_quantile(FIVE, 5, 2), 900);
    assert_int_equal(staith_benchmark_quantile(FIVE, 5, 3), 2000);
    assert_int_equal(staith_benchmark_quantile(THREE, 3, 1), 9700);
    assert_int_equal(staith_benchmark_quantile(THREE, 3, 2), 11700);
    assert_int_equal(staith_benchmark_quantile(THREE, 3, 3), 13550);
    assert_int_equal(staith_benchmark_quantile(ONE, 1, 1), 4200);
}

static void order(const struct staith_benchmark_figure *figures, uint32_t count, uint32_t polarity,
                  struct staith_benchmark_area *areas, struct staith_benchmark_result *result)
{
    int64_t scratch[16];
    memset(areas, 0, count * sizeof(*areas));
    memset(result, 0, sizeof(*result));
    result->councils = areas;
    for (uint32_t i = 0; i < count; i++) {
        areas[i].figure = figures[i];
    }
    staith_benchmark_order(result, count, polarity, scratch);
}

static const struct staith_benchmark_figure FIGURES[] = {
    {.status = STAITH_STATUS_VALUE, .value = 77},
    {.status = STAITH_STATUS_VALUE, .value = 154},
    {.status = STAITH_STATUS_UNRELIABLE},
    {.status = STAITH_STATUS_VALUE, .value = 77},
    {.status = STAITH_STATUS_LOW},
    {.status = STAITH_STATUS_VALUE, .value = 230},
    {.status = STAITH_STATUS_UNSET},
    {.status = STAITH_STATUS_VALUE},
};
enum { COUNT = 8 };

/* Ranked: 0 (low), 0, 77, 77, 154, 230. Quartiles 19.25, 77, 134.75. */
static void ties_share_and_low_is_0(void **state)
{
    (void)state;
    static const uint32_t RANKS[COUNT] = {3, 5, 0, 3, 1, 6, 0, 1};
    static const uint32_t QUARTERS[COUNT] = {2, 4, 0, 2, 1, 4, 0, 1};
    static const bool TIED[COUNT] = {true, false, false, true, true, false, false, true};
    struct staith_benchmark_area areas[COUNT];
    struct staith_benchmark_result result;
    order(FIGURES, COUNT, STAITH_LOW_IS_GOOD, areas, &result);
    assert_int_equal(result.ranked, 6);
    assert_true(result.has_quartiles);
    assert_int_equal(result.quartiles[0], 1925);
    assert_int_equal(result.quartiles[1], 7700);
    assert_int_equal(result.quartiles[2], 13475);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(areas[i].rank, RANKS[i]);
        assert_int_equal(areas[i].quartile, QUARTERS[i]);
        assert_int_equal(areas[i].tied, TIED[i]);
    }
}

static void high_and_neutral_begin_at_the_highest(void **state)
{
    (void)state;
    static const uint32_t RANKS[COUNT] = {3, 2, 0, 3, 5, 1, 0, 5};
    static const uint32_t QUARTERS[COUNT] = {2, 1, 0, 2, 4, 1, 0, 4};
    static const uint32_t POLARITIES[] = {STAITH_HIGH_IS_GOOD, STAITH_NEUTRAL};
    for (int p = 0; p < 2; p++) {
        struct staith_benchmark_area areas[COUNT];
        struct staith_benchmark_result result;
        order(FIGURES, COUNT, POLARITIES[p], areas, &result);
        for (int i = 0; i < COUNT; i++) {
            assert_int_equal(areas[i].rank, RANKS[i]);
            assert_int_equal(areas[i].quartile, QUARTERS[i]);
        }
    }
}

static void no_quartiles_under_four(void **state)
{
    (void)state;
    struct staith_benchmark_area areas[COUNT];
    struct staith_benchmark_result result;
    order(FIGURES, 4, STAITH_LOW_IS_GOOD, areas, &result);
    assert_int_equal(result.ranked, 3);
    assert_false(result.has_quartiles);
    assert_int_equal(areas[0].rank, 1);
    assert_int_equal(areas[0].quartile, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_of_type_7),
        cmocka_unit_test(ties_share_and_low_is_0),
        cmocka_unit_test(high_and_neutral_begin_at_the_highest),
        cmocka_unit_test(no_quartiles_under_four),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
