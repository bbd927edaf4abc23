/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"
#include "benchmark_fixture.h"

static void finds_by_period_area_and_item(void **state)
{
    (void)state;
    static struct benchmark_fixture fixture;
    static const char *const AREAS[] = {"841", "390", "840"};
    static const char *const ITEMS[] = {"leavers_fte", "cases", "inpost_fte"};
    for (int i = 0; i < 27; i++) {
        int year = 2025 - i / 9;
        char period[16];
        (void)snprintf(period, sizeof(period), "%d", year);
        benchmark_fixture_number(&fixture, AREAS[i % 3], year, ITEMS[i / 3 % 3], i);
        (void)benchmark_fixture_national(&fixture, period, AREAS[i % 3], ITEMS[i / 3 % 3],
                                         STAITH_STATUS_VALUE, 100 + i);
    }
    struct staith_arena arena;
    struct staith_benchmark_index index;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_benchmark_index_init(&index, &arena, fixture.figures,
                                                 fixture.figure_count, fixture.nationals,
                                                 fixture.national_count),
                     0);
    struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0};
    /* 2024 is i 9..17; "390" is 1 mod 3; "inpost_fte" the last three: i = 16. */
    struct staith_benchmark_row row = staith_benchmark_row(&index, &period, "390");
    assert_int_equal(row.count, 3);
    assert_int_equal(staith_benchmark_find(&row, "inpost_fte")->value.value, 16);
    assert_int_equal(staith_benchmark_find(&row, "cases")->value.value, 13);
    assert_int_equal(staith_benchmark_find(&row, "leavers_fte")->value.value, 10);
    assert_int_equal(staith_benchmark_find_national(&index, "2024", "390", "inpost_fte")->value,
                     116);
    assert_null(staith_benchmark_find(&row, "vacancy_fte"));
    assert_int_equal(staith_benchmark_row(&index, &period, "391").count, 0);
    assert_null(staith_benchmark_find_national(&index, "2022", "390", "cases"));
    period.kind = STAITH_PERIOD_QUARTER;
    period.part = 1;
    assert_int_equal(staith_benchmark_row(&index, &period, "390").count, 0);
    staith_arena_deinit(&arena);
}

static void nothing_to_find(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_benchmark_index index;
    struct staith_period period = {STAITH_PERIOD_CENSUS_YEAR, 2024, 0};
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_benchmark_index_init(&index, &arena, NULL, 0, NULL, 0), 0);
    const struct staith_benchmark_row row = staith_benchmark_row(&index, &period, "390");
    assert_int_equal(row.count, 0);
    assert_null(staith_benchmark_find(&row, "cases"));
    assert_null(staith_benchmark_find_national(&index, "2024", "390", "cases"));
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_by_period_area_and_item),
        cmocka_unit_test(nothing_to_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
