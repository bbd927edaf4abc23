/* SPDX-License-Identifier: Apache-2.0 */
#include "benchmark_fixture.h"

static const char *text(enum staith_status status, int64_t value, uint32_t decimals, bool grouped)
{
    static char out[STAITH_BENCHMARK_TEXT_BYTES];
    struct staith_benchmark_figure figure = {.status = status, .value = value};
    staith_benchmark_text(&figure, decimals, grouped, out);
    return out;
}

static void figures_and_symbols(void **state)
{
    (void)state;
    assert_string_equal(text(STAITH_STATUS_VALUE, 113, 1, false), "11.3");
    assert_string_equal(text(STAITH_STATUS_VALUE, 120, 1, false), "12.0");
    assert_string_equal(text(STAITH_STATUS_VALUE, 361863, 1, true), "36,186.3");
    assert_string_equal(text(STAITH_STATUS_VALUE, 430, 0, true), "430");
    assert_string_equal(text(STAITH_STATUS_LOW, 0, 1, false), "low");
    assert_string_equal(text(STAITH_STATUS_NOT_APPLICABLE, 0, 1, true), "z");
    assert_string_equal(text(STAITH_STATUS_UNSET, 0, 1, true), "");
}

static const char *median(int64_t value, uint32_t decimals, bool exact)
{
    static char out[STAITH_BENCHMARK_TEXT_BYTES];
    struct staith_benchmark_figure figure = {.status = STAITH_STATUS_VALUE, .value = value};
    if (exact) {
        staith_benchmark_exact_text(&figure, decimals, out);
    } else {
        staith_benchmark_median_text(&figure, decimals, out);
    }
    return out;
}

static void medians_exact_and_rounded(void **state)
{
    (void)state;
    assert_string_equal(median(12350, 1, true), "12.35");
    assert_string_equal(median(12300, 1, true), "12.3");
    assert_string_equal(median(12000, 1, true), "12.0");
    assert_string_equal(median(13475, 1, true), "13.475");
    assert_string_equal(median(1250, 0, true), "12.5");
    assert_string_equal(median(1200, 0, true), "12");
    assert_string_equal(median(12350, 1, false), "12.4");
    assert_string_equal(median(12349, 1, false), "12.3");
    struct staith_benchmark_figure none = {.status = STAITH_STATUS_UNSET, .value = 0};
    char out[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_exact_text(&none, 1, out);
    assert_string_equal(out, "");
}

static void parts_without_needless_zeros(void **state)
{
    (void)state;
    char out[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_part_text(269500000, 6, out);
    assert_string_equal(out, "269.5");
    staith_benchmark_part_text(430, 0, out);
    assert_string_equal(out, "430");
    staith_benchmark_part_text(430000000, 6, out);
    assert_string_equal(out, "430");
    staith_benchmark_part_text(1, 6, out);
    assert_string_equal(out, "0.000001");
    staith_benchmark_part_text(0, 2, out);
    assert_string_equal(out, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_and_symbols),
        cmocka_unit_test(medians_exact_and_rounded),
        cmocka_unit_test(parts_without_needless_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
