/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/benchmark/rules.h"
#include "benchmark_fixture.h"

#include <math.h>

static void area(struct benchmark_fixture *fixture, const char *code, int64_t agency,
                 int64_t inpost)
{
    (void)benchmark_fixture_national(fixture, "2025", code, "agency_fte", STAITH_STATUS_VALUE,
                                     agency);
    (void)benchmark_fixture_national(fixture, "2025", code, "inpost_fte", STAITH_STATUS_VALUE,
                                     inpost);
}

/* A council of its own, one that is `low`, one without people in post, one withdrawn, two that make
 * one return, a region, another year. */
static void one_of_each_return(void **state)
{
    (void)state;
    struct benchmark_fixture fixture = {0};
    struct staith_benchmark_index index;
    struct staith_arena arena;
    double x[STAITH_STATS_MOST_AREAS];
    double n[STAITH_STATS_MOST_AREAS];
    area(&fixture, "301", 150, 850);
    area(&fixture, "302", 0, 500);
    fixture.nationals[2].status = STAITH_STATUS_LOW;
    area(&fixture, "303", 100, 0);
    fixture.nationals[5].status = STAITH_STATUS_UNAVAILABLE;
    area(&fixture, "304", 0, 700);
    fixture.nationals[6].status = STAITH_STATUS_UNRELIABLE;
    area(&fixture, "314", 200, 800);
    area(&fixture, "318", 200, 800);
    for (size_t i = 8; i < 12; i++) {
        (void)snprintf(fixture.nationals[i].joint, sizeof(fixture.nationals[i].joint), "314 / 318");
    }
    area(&fixture, "E12000001", 5000, 9000);
    (void)snprintf(fixture.nationals[12].level, sizeof(fixture.nationals[12].level), "region");
    (void)snprintf(fixture.nationals[13].level, sizeof(fixture.nationals[13].level), "region");
    area(&fixture, "301", 990, 10);
    (void)snprintf(fixture.nationals[14].period, sizeof(fixture.nationals[14].period), "2024");
    (void)snprintf(fixture.nationals[15].period, sizeof(fixture.nationals[15].period), "2024");
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_benchmark_index_init(&index, &arena, NULL, 0, fixture.nationals,
                                                 fixture.national_count),
                     0);
    const struct staith_catalogue *catalogue = benchmark_fixture_catalogue();
    const struct staith_indicator *agency = &catalogue->indicators[2];
    assert_int_equal(staith_benchmark_country_parts(&index, catalogue, agency, "2025", x, n), 3);
    assert_true(fabs(x[0] - 15) < 1e-9 && fabs(n[0] - 100) < 1e-9);
    assert_true(fabs(x[1]) < 1e-9 && fabs(n[1] - 50) < 1e-9);
    assert_true(fabs(x[2] - 20) < 1e-9 && fabs(n[2] - 100) < 1e-9);
    assert_int_equal(staith_benchmark_country_parts(&index, catalogue, agency, "2024", x, n), 1);
    assert_int_equal(staith_benchmark_country_parts(&index, catalogue, agency, "2023", x, n), 0);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_each_return),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
