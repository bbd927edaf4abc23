/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/regional.h"

#include <staith/plugin.h>

enum { LEAST_CHANGED = 3, KINDS = STAITH_PERIOD_MONTH + 1 };

static bool is_number(const struct staith_benchmark_figure *figure)
{
    return figure->status == STAITH_STATUS_VALUE;
}

/* How many councils show another figure than they did: also none where there was one. */
static uint32_t changed(const struct staith_benchmark_area *now,
                        const struct staith_benchmark_area *then, uint32_t count)
{
    uint32_t result = 0;
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_benchmark_figure *a = &now[i].figure;
        const struct staith_benchmark_figure *b = &then[i].figure;
        result += is_number(a) != is_number(b) || (is_number(a) && a->value != b->value) ? 1 : 0;
    }
    return result;
}

/* Hide figures that too few councils changed; each is held against the one of a period of its kind
 * that was shown last. */
static void hide_small_steps(struct staith_benchmark *benchmark, uint32_t item)
{
    const struct staith_benchmark_result *shown[KINDS] = {NULL};
    for (uint32_t p = 0; p < benchmark->period_count; p++) {
        struct staith_benchmark_result *result =
            &benchmark->results[(size_t)p * benchmark->item_count + item];
        struct staith_benchmark_area *region = &result->region;
        uint32_t kind = benchmark->periods[p].kind < KINDS ? benchmark->periods[p].kind : 0;
        const struct staith_benchmark_result *last = shown[kind];
        if (!is_number(&region->figure)) {
            continue;
        }
        if (last != NULL && last->region.figure.value != region->figure.value &&
            changed(result->councils, last->councils, benchmark->council_count) < LEAST_CHANGED) {
            region->figure = (struct staith_benchmark_figure){.status = STAITH_STATUS_SUPPRESSED};
            region->reason = "too_few_changed";
            continue;
        }
        shown[kind] = result;
    }
}

static void take_councils_out(const struct staith_benchmark *benchmark,
                              struct staith_benchmark_result *result)
{
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        result->councils[i] = (struct staith_benchmark_area){.rank = 0};
    }
    for (uint32_t i = 0; i < benchmark->settings->group_count; i++) {
        result->groups[i] = (struct staith_benchmark_area){.rank = 0};
    }
    result->region.has_parts = false;
    result->region.numerator = 0;
    result->region.has_difference = false;
    result->region.chance = (struct staith_benchmark_chance){.has_interval = false};
    result->has_quartiles = false;
    result->ranked = 0;
}

void staith_pages_regional(struct staith_benchmark *benchmark)
{
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!benchmark->items[i].is_median) {
            continue;
        }
        hide_small_steps(benchmark, i);
        for (uint32_t p = 0; p < benchmark->period_count; p++) {
            take_councils_out(benchmark,
                              &benchmark->results[(size_t)p * benchmark->item_count + i]);
        }
    }
}
