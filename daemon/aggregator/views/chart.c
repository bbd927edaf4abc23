/* SPDX-License-Identifier: Apache-2.0 */
/* What several charts need. */
#include "aggregator/views/chart.h"

bool staith_chart_drawn(const struct staith_benchmark_figure *figure)
{
    return figure->status == STAITH_STATUS_VALUE || figure->status == STAITH_STATUS_LOW;
}

const struct staith_benchmark_figure *staith_chart_figure(const struct staith_benchmark *benchmark,
                                                          uint32_t period, uint32_t item, int whose)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    if (whose < STAITH_CHART_REGION) {
        return &result->country;
    }
    return whose == STAITH_CHART_REGION ? &result->region.figure : &result->councils[whose].figure;
}

static bool comes_before(const struct staith_benchmark_result *result, uint32_t a, uint32_t b)
{
    uint32_t rank_a = result->councils[a].rank;
    uint32_t rank_b = result->councils[b].rank;
    if (rank_a == 0 || rank_b == 0) {
        return rank_a != 0 && rank_b == 0;
    }
    return rank_a < rank_b;
}

void staith_chart_order(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        uint32_t *ret_order)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        uint32_t at = i;
        while (at > 0 && comes_before(result, i, ret_order[at - 1])) {
            ret_order[at] = ret_order[at - 1];
            at--;
        }
        ret_order[at] = i;
    }
}
