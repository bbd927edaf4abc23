/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is compared: which periods, which indicators and measures.
 */
#include "aggregator/benchmark/rules.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL_BYTES = 1024 };

static bool is_council(const struct staith_benchmark_question *question, const char *code)
{
    for (uint32_t i = 0; i < question->council_count; i++) {
        if (strcmp(question->councils[i].code, code) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_periods(const void *a, const void *b)
{
    return staith_period_compare(a, b);
}

static bool is_planned(const struct staith_benchmark *benchmark, const struct staith_period *period)
{
    bool found = false;
    for (uint32_t i = benchmark->period_count; i > 0 && !found; i--) {
        found = staith_period_compare(&benchmark->periods[i - 1], period) == 0;
    }
    return found;
}

static int add_period(struct staith_benchmark *benchmark, const struct staith_period *period,
                      struct staith_err *err)
{
    if (is_planned(benchmark, period)) {
        return 0;
    }
    if (benchmark->period_count == STAITH_BENCHMARK_MAX_PERIODS) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "more than %d periods",
                              STAITH_BENCHMARK_MAX_PERIODS);
    }
    benchmark->periods[benchmark->period_count++] = *period;
    return 0;
}

static int plan_periods(struct staith_benchmark *benchmark,
                        const struct staith_benchmark_question *question,
                        const struct staith_benchmark_index *index, struct staith_err *err)
{
    int code = 0;
    benchmark->periods = staith_arena_array(&benchmark->arena, STAITH_BENCHMARK_MAX_PERIODS,
                                            sizeof(*benchmark->periods));
    if (benchmark->periods == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint32_t i = 0; i < question->period_count && code == 0; i++) {
        code = add_period(benchmark, &question->periods[i], err);
    }
    for (size_t i = 0; question->period_count == 0 && i < index->figure_count && code == 0; i++) {
        if (!is_planned(benchmark, &index->figures[i]->period) &&
            is_council(question, index->figures[i]->authority)) {
            code = add_period(benchmark, &index->figures[i]->period, err);
        }
    }
    if (code == 0 && benchmark->period_count == 0) {
        code = staith_err_set(err, STAITH_ERR_NOTFOUND, "no council has sent figures yet");
        staith_err_remedy(err, "see with `staith status` what has arrived");
    }
    if (code != 0) {
        return code;
    }
    qsort(benchmark->periods, benchmark->period_count, sizeof(*benchmark->periods),
          compare_periods);
    return 0;
}

static bool wanted(const struct staith_benchmark_question *question, const char *code)
{
    return question->item == NULL || strcmp(question->item, code) == 0;
}

static bool was_sent(const struct staith_benchmark_index *index, const char *measure)
{
    for (size_t i = 0; i < index->figure_count; i++) {
        if (strcmp(index->figures[i]->measure, measure) == 0) {
            return true;
        }
    }
    return false;
}

/* Labels of the denominators joined by " + ", and the finest scale among them. */
static int denominators_of(struct staith_benchmark *benchmark,
                           const struct staith_catalogue *catalogue,
                           const struct staith_indicator *indicator,
                           struct staith_benchmark_item *item)
{
    struct staith_buf words;
    staith_buf_init(&words, LABEL_BYTES);
    int code = 0;
    for (uint32_t i = 0; i < indicator->denominator_count && code == 0; i++) {
        const struct staith_measure *measure = &catalogue->measures[indicator->denominators[i]];
        unsigned digits = staith_unit_digits(measure->unit);
        code = staith_buf_printf(&words, "%s%s", i > 0 ? " + " : "", measure->label);
        if (item->denominator_digits < digits) {
            item->denominator_digits = digits;
        }
        item->denominator_unit = staith_unit_words(measure->unit);
    }
    const char *text = code == 0 ? staith_buf_cstr(&words) : NULL;
    if (text != NULL) {
        item->denominator = staith_arena_strdup(&benchmark->arena, text);
    }
    staith_buf_deinit(&words);
    return item->denominator != NULL ? 0 : STAITH_ERR_NOMEM;
}

static int add_indicator(struct staith_benchmark *benchmark,
                         const struct staith_catalogue *catalogue,
                         const struct staith_indicator *indicator)
{
    const struct staith_measure *numerator = &catalogue->measures[indicator->numerator];
    struct staith_benchmark_item *item = &benchmark->items[benchmark->item_count];
    *item = (struct staith_benchmark_item){
        .code = indicator->code,
        .label = indicator->label,
        .unit = indicator->unit_label != NULL ? indicator->unit_label : "",
        .definition = indicator->definition,
        .source = indicator->source,
        .decimals = indicator->decimals,
        .polarity = indicator->polarity,
        .flags = indicator->flags,
        .scale = indicator->scale,
        .kind = staith_benchmark_kind(catalogue, indicator),
        .numerator = numerator->label,
        .numerator_unit = staith_unit_words(numerator->unit),
        .numerator_digits = staith_unit_digits(numerator->unit),
        .denominator_unit = "",
    };
    benchmark->item_count++;
    return denominators_of(benchmark, catalogue, indicator, item);
}

static void add_measure(struct staith_benchmark *benchmark, const struct staith_measure *measure)
{
    benchmark->items[benchmark->item_count++] = (struct staith_benchmark_item){
        .is_measure = true,
        .is_median = staith_measure_quarter(measure) != 0,
        .code = measure->code,
        .label = measure->label,
        .unit = staith_unit_words(measure->unit),
        .definition = measure->definition,
        .scale = 1,
        .decimals = staith_unit_decimals(measure->unit),
        .numerator_unit = staith_unit_words(measure->unit),
        .numerator_digits = staith_unit_digits(measure->unit),
    };
}

static int plan_items(struct staith_benchmark *benchmark,
                      const struct staith_benchmark_question *question,
                      const struct staith_benchmark_index *index, struct staith_err *err)
{
    const struct staith_catalogue *catalogue = question->catalogue;
    size_t most = (size_t)catalogue->indicator_count + catalogue->measure_count;
    benchmark->items = staith_arena_array(&benchmark->arena, most, sizeof(*benchmark->items));
    if (benchmark->items == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint32_t i = 0; i < catalogue->indicator_count; i++) {
        const struct staith_indicator *indicator = &catalogue->indicators[i];
        if (wanted(question, indicator->code) &&
            add_indicator(benchmark, catalogue, indicator) != 0) {
            return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
        }
    }
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        bool named = question->item != NULL && wanted(question, measure->code);
        if (named || (question->item == NULL && was_sent(index, measure->code))) {
            add_measure(benchmark, measure);
        }
    }
    if (question->item != NULL && benchmark->item_count == 0) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "no indicator or measure is called `%s`",
                             question->item);
        staith_err_remedy(err, "leave the choice out to see all of them with their codes");
        return STAITH_ERR_NOTFOUND;
    }
    return 0;
}

int staith_benchmark_plan(struct staith_benchmark *benchmark,
                          const struct staith_benchmark_question *question,
                          const struct staith_benchmark_index *index, struct staith_err *err)
{
    int code = plan_periods(benchmark, question, index, err);
    return code != 0 ? code : plan_items(benchmark, question, index, err);
}
