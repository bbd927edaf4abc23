/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures among each other: rank with ties, quantiles of type 7 (R's default), quarters.
 * Shown values are compared, not the unrounded ones behind them: two councils that both read
 * 7.7 share a rank, and a difference that no reader can see makes nobody better.
 */
#include "aggregator/benchmark/rules.h"

#include <staith/plugin.h>
#include <stdlib.h>

/* Quarters of fewer would hold less than one council each. */
enum { LEAST_FOR_QUARTILES = 4 };

bool staith_benchmark_number(const struct staith_benchmark_figure *figure, int64_t *ret_number)
{
    if (figure->status == STAITH_STATUS_VALUE) {
        *ret_number = figure->value;
        return true;
    }
    if (figure->status == STAITH_STATUS_LOW) {
        *ret_number = 0;
        return true;
    }
    return false;
}

static int ascending(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

void staith_benchmark_sort(int64_t *numbers, size_t count)
{
    qsort(numbers, count, sizeof(*numbers), ascending);
}

int64_t staith_benchmark_quantile(const int64_t *sorted, size_t count, unsigned quarter)
{
    size_t quarters = (count - 1) * quarter;
    size_t at = quarters / 4;
    int64_t part = (int64_t)(quarters % 4);
    int64_t low = sorted[at];
    int64_t high = part > 0 ? sorted[at + 1] : low;
    return low * 100 + (high - low) * 25 * part;
}

/* The quarter in which a number lies: 1 best, and a number on the line is in the better one. */
static uint32_t quarter_of(const struct staith_benchmark_result *result, int64_t number,
                           bool low_is_best)
{
    uint32_t quarter = 1;
    for (int i = 0; i < 3; i++) {
        int64_t line = result->quartiles[low_is_best ? i : 2 - i];
        if (low_is_best ? number * 100 > line : number * 100 < line) {
            quarter++;
        }
    }
    return quarter;
}

static void rank_one(struct staith_benchmark_result *result, uint32_t count, bool low_is_best,
                     struct staith_benchmark_area *area, int64_t number)
{
    area->rank = 1;
    for (uint32_t i = 0; i < count; i++) {
        int64_t other = 0;
        const struct staith_benchmark_area *council = &result->councils[i];
        if (council == area || !staith_benchmark_number(&council->figure, &other)) {
            continue;
        }
        if (low_is_best ? other < number : other > number) {
            area->rank++;
        } else if (other == number) {
            area->tied = true;
        }
    }
    if (result->has_quartiles) {
        area->quartile = quarter_of(result, number, low_is_best);
    }
}

void staith_benchmark_order(struct staith_benchmark_result *result, uint32_t count,
                            uint32_t polarity, int64_t *scratch)
{
    bool low_is_best = polarity == STAITH_LOW_IS_GOOD;
    result->ranked = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (staith_benchmark_number(&result->councils[i].figure, &scratch[result->ranked])) {
            result->ranked++;
        }
    }
    result->has_quartiles = result->ranked >= LEAST_FOR_QUARTILES;
    if (result->has_quartiles) {
        staith_benchmark_sort(scratch, result->ranked);
        for (unsigned i = 0; i < 3; i++) {
            result->quartiles[i] = staith_benchmark_quantile(scratch, result->ranked, i + 1);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        int64_t number = 0;
        struct staith_benchmark_area *area = &result->councils[i];
        if (staith_benchmark_number(&area->figure, &number)) {
            rank_one(result, count, low_is_best, area, number);
        }
    }
}
