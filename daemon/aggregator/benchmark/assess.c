/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What chance leaves of a comparison. Nothing here changes a figure: intervals and words are
 * floating point, beside figures that are whole numbers.
 */
#include "aggregator/benchmark/rules.h"

#include "base/decimal.h"

#include <staith/plugin.h>

enum { EXACT_BELOW = 10 };
static const double ALPHA = 0.05;

enum staith_ratio_kind staith_benchmark_kind(const struct staith_catalogue *catalogue,
                                             const struct staith_indicator *indicator)
{
    uint32_t unit = catalogue->measures[indicator->numerator].unit;
    const uint32_t whole = STAITH_OVER_100_IS_UNRELIABLE | STAITH_SHARE_OF_WHOLE;
    bool part = (indicator->flags & whole) != 0;
    bool counted = unit == STAITH_UNIT_PEOPLE || unit == STAITH_UNIT_FTE_MILLIONTHS ||
                   unit == STAITH_UNIT_POSTS;
    if (!counted || (indicator->flags & STAITH_PER_WORKING_DAY) != 0) {
        return STAITH_RATIO_NONE;
    }
    for (uint32_t i = 0; i < indicator->denominator_count; i++) {
        if (catalogue->measures[indicator->denominators[i]].unit != unit) {
            return STAITH_RATIO_NONE;
        }
        part = part || indicator->denominators[i] == indicator->numerator;
    }
    return part ? STAITH_RATIO_PROPORTION : STAITH_RATIO_RATE;
}

double staith_benchmark_numerator(const struct staith_benchmark_item *item,
                                  const struct staith_benchmark_area *area)
{
    return (double)area->numerator / (double)staith_decimal_pow10(item->numerator_digits);
}

double staith_benchmark_denominator(const struct staith_benchmark_item *item,
                                    const struct staith_benchmark_area *area)
{
    return (double)area->denominator / (double)staith_decimal_pow10(item->denominator_digits);
}

double staith_benchmark_natural(const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    return (double)figure->value / (double)staith_decimal_pow10(decimals);
}

enum { PARTS_OF_QUARTER = 4, PARTS_OF_MONTH = 12 };

struct staith_period staith_benchmark_after(const struct staith_period *period)
{
    struct staith_period next = *period;
    const int32_t parts = period->kind == STAITH_PERIOD_QUARTER ? PARTS_OF_QUARTER
                          : period->kind == STAITH_PERIOD_MONTH ? PARTS_OF_MONTH
                                                                : 0;
    next.part += parts > 0 ? 1 : 0;
    if (next.part > parts || parts == 0) {
        next.year++;
        next.part = parts > 0 ? 1 : 0;
    }
    return next;
}

int staith_benchmark_before(const struct staith_benchmark *benchmark, uint32_t period)
{
    int32_t first = 0;
    int32_t last = 0;
    int32_t begins = 0;
    if (period == 0 || benchmark->periods[period - 1].kind != benchmark->periods[period].kind) {
        return -1;
    }
    staith_period_days(&benchmark->periods[period], &begins, &last);
    staith_period_days(&benchmark->periods[period - 1], &first, &last);
    return last + 1 == begins ? (int)period - 1 : -1;
}

static bool is_number(const struct staith_benchmark_figure *figure)
{
    int64_t number = 0;
    return staith_benchmark_number(figure, &number);
}

/* Whether the parts of an area may be tested: the figure is shown as a number. */
static bool has_test(const struct staith_benchmark_item *item,
                     const struct staith_benchmark_area *area)
{
    return item->kind != STAITH_RATIO_NONE && area->has_parts && is_number(&area->figure);
}

static void set_interval(const struct staith_benchmark_item *item,
                         struct staith_benchmark_area *area)
{
    struct staith_interval interval = {0, 0};
    double x = staith_benchmark_numerator(item, area);
    double n = staith_benchmark_denominator(item, area);
    bool given = false;
    if (!has_test(item, area)) {
        return;
    }
    if (item->kind == STAITH_RATIO_PROPORTION) {
        given = staith_stats_wilson(x, n, STAITH_Z95, &interval);
    } else if (item->numerator_digits == 0 && area->numerator < EXACT_BELOW) {
        given = staith_stats_poisson((uint64_t)area->numerator, n, ALPHA, &interval);
    } else {
        given = staith_stats_byar(x, n, STAITH_Z95, &interval);
    }
    area->chance.has_interval = given;
    area->chance.interval.lower = interval.lower * item->scale;
    area->chance.interval.upper = interval.upper * item->scale;
}

static enum staith_word word(const struct staith_benchmark_area *area,
                             const struct staith_benchmark_figure *against, uint32_t decimals)
{
    if (!area->chance.has_interval || !is_number(against)) {
        return STAITH_WORD_NONE;
    }
    return staith_stats_word(&area->chance.interval, staith_benchmark_natural(against, decimals));
}

static void set_words(const struct staith_benchmark_item *item,
                      const struct staith_benchmark_result *result,
                      struct staith_benchmark_area *area)
{
    struct staith_benchmark_chance *chance = &area->chance;
    chance->country = word(area, &result->country, item->decimals);
    if (area == &result->region) {
        return;
    }
    chance->region = word(area, &result->region.figure, item->decimals);
    chance->neighbours =
        word(area, &area->neighbours, item->decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
    if (result->has_quartiles && chance->has_interval) {
        double lines[3];
        for (int i = 0; i < 3; i++) {
            const struct staith_benchmark_figure line = {.status = STAITH_STATUS_VALUE,
                                                         .value = result->quartiles[i]};
            lines[i] =
                staith_benchmark_natural(&line, item->decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
        }
        chance->straddles = staith_stats_straddles(&chance->interval, lines);
    }
}

static void set_ranks(const struct staith_benchmark *benchmark,
                      const struct staith_benchmark_item *item,
                      struct staith_benchmark_result *result)
{
    struct staith_interval intervals[STAITH_BENCHMARK_MAX_COUNCILS];
    bool valid[STAITH_BENCHMARK_MAX_COUNCILS];
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        intervals[i] = result->councils[i].chance.interval;
        valid[i] = result->councils[i].chance.has_interval && result->councils[i].rank != 0;
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        struct staith_benchmark_chance *chance = &result->councils[i].chance;
        (void)staith_stats_rank_interval(intervals, valid, benchmark->council_count, i,
                                         item->polarity == STAITH_LOW_IS_GOOD, &chance->best,
                                         &chance->worst);
    }
}

static void set_place(const struct staith_benchmark_item *item,
                      const struct staith_benchmark_result *result,
                      struct staith_benchmark_area *area)
{
    struct staith_interval limits;
    if (!result->has_dispersion || !has_test(item, area)) {
        return;
    }
    double n = staith_benchmark_denominator(item, area);
    if (!staith_stats_funnel_adjusted(&result->dispersion, n, STAITH_Z998, &limits)) {
        return;
    }
    double p = staith_benchmark_numerator(item, area) / n;
    area->chance.place = p < limits.lower   ? STAITH_PLACE_BELOW
                         : p > limits.upper ? STAITH_PLACE_ABOVE
                                            : STAITH_PLACE_INSIDE;
}

static const struct staith_benchmark_area *area_at(const struct staith_benchmark *benchmark,
                                                   uint32_t period, uint32_t item, int council)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    return council < 0 ? &result->region : &result->councils[council];
}

/* Trend and change; council -1: the region. */
static void set_movement(struct staith_benchmark *benchmark, uint32_t period, uint32_t at,
                         int council)
{
    const struct staith_benchmark_item *item = &benchmark->items[at];
    struct staith_benchmark_result *result =
        &benchmark->results[period * benchmark->item_count + at];
    struct staith_benchmark_chance *chance =
        council < 0 ? &result->region.chance : &result->councils[council].chance;
    double x[STAITH_STATS_TREND_POINTS];
    double n[STAITH_STATS_TREND_POINTS];
    int points = 0;
    for (int back = (int)period; back >= 0 && points < STAITH_STATS_TREND_POINTS;
         back = staith_benchmark_before(benchmark, (uint32_t)back)) {
        const struct staith_benchmark_area *area = area_at(benchmark, (uint32_t)back, at, council);
        if (!has_test(item, area)) {
            break;
        }
        x[STAITH_STATS_TREND_POINTS - 1 - points] = staith_benchmark_numerator(item, area);
        n[STAITH_STATS_TREND_POINTS - 1 - points] = staith_benchmark_denominator(item, area);
        points++;
    }
    if (points >= 2) {
        chance->change = staith_stats_change(item->kind, x[3], n[3], x[4], n[4], NULL);
    }
    if (points == STAITH_STATS_TREND_POINTS) {
        chance->trend = staith_stats_trend(item->kind, x, n, NULL);
    }
}

static void assess_result(struct staith_benchmark *benchmark, uint32_t period, uint32_t at)
{
    const struct staith_benchmark_item *item = &benchmark->items[at];
    struct staith_benchmark_result *result =
        &benchmark->results[period * benchmark->item_count + at];
    set_interval(item, &result->region);
    set_words(item, result, &result->region);
    set_movement(benchmark, period, at, -1);
    for (uint32_t i = 0; i < benchmark->settings->group_count; i++) {
        set_interval(item, &result->groups[i]);
        set_words(item, result, &result->groups[i]);
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        set_interval(item, &result->councils[i]);
        set_words(item, result, &result->councils[i]);
        set_place(item, result, &result->councils[i]);
        set_movement(benchmark, period, at, (int)i);
    }
    set_ranks(benchmark, item, result);
}

int staith_benchmark_assess(struct staith_benchmark *benchmark,
                            const struct staith_catalogue *catalogue,
                            const struct staith_benchmark_index *index)
{
    double *x = staith_arena_array(&benchmark->arena, STAITH_STATS_MOST_AREAS, sizeof(*x));
    double *n = staith_arena_array(&benchmark->arena, STAITH_STATS_MOST_AREAS, sizeof(*n));
    if (x == NULL || n == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char period[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], period);
        for (uint32_t j = 0; j < benchmark->item_count; j++) {
            struct staith_benchmark_result *result =
                &benchmark->results[i * benchmark->item_count + j];
            if (benchmark->items[j].kind == STAITH_RATIO_NONE) {
                continue;
            }
            int at = staith_catalogue_indicator(catalogue, benchmark->items[j].code);
            size_t areas = staith_benchmark_country_parts(index, catalogue,
                                                          &catalogue->indicators[at], period, x, n);
            result->has_dispersion = staith_stats_dispersion(x, n, areas, &result->dispersion);
            assess_result(benchmark, i, j);
        }
    }
    return 0;
}
