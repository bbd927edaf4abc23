/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills every period and item: first what each council sent and the region's sums, then ranks,
 * then neighbours, which need the councils' own figures to be there.
 */
#include "aggregator/benchmark/benchmark.h"

#include "aggregator/benchmark/rules.h"

#include <stdlib.h>
#include <string.h>

static const size_t ARENA_BYTES = (size_t)512 * 1024 * 1024;
static const char COUNTRY[] = "ENG";

/* Fewer councils' medians have no middle that keeps each to itself. */
enum { LEAST_FOR_MEDIAN = 3 };

/** What one period and item are filled with. */
struct work {
    struct staith_benchmark *benchmark;
    const struct staith_catalogue *catalogue;
    const struct staith_benchmark_index *index;
    int64_t *scratch; /**< room for a number of each council, or of each neighbour */
    int *neighbours;  /**< of each council: which councils of the region its are; -1: none of it */
    struct staith_benchmark_row *rows; /**< of each council in the period */
    const struct staith_period *period;
    char period_code[STAITH_PERIOD_CODE_BYTES];
    bool leap_day;
    const struct staith_benchmark_item *item;
    const struct staith_indicator *indicator; /**< NULL for a measure */
};

/* Measure 0 of an item is its numerator (of a measure: itself), the others its denominators. */
static const struct staith_measure *measure_at(const struct work *work, uint32_t at)
{
    const struct staith_catalogue *catalogue = work->catalogue;
    if (work->indicator == NULL) {
        return &catalogue->measures[staith_catalogue_measure(catalogue, work->item->code)];
    }
    return &catalogue->measures[at == 0 ? work->indicator->numerator
                                        : work->indicator->denominators[at - 1]];
}

static uint32_t measure_count(const struct work *work)
{
    return work->indicator == NULL ? 1 : 1 + work->indicator->denominator_count;
}

static struct staith_value value_of(const struct work *work, uint32_t council, uint32_t at)
{
    const struct staith_store_figure *figure =
        staith_benchmark_find(&work->rows[council], measure_at(work, at)->code);
    if (figure == NULL) {
        return (struct staith_value){.status = STAITH_STATUS_UNSET};
    }
    if (figure->received_unix_ms > work->benchmark->newest_unix_ms) {
        work->benchmark->newest_unix_ms = figure->received_unix_ms;
    }
    return figure->value;
}

/* Sum of the denominators in the item's scale. */
static struct staith_value denominator_of(const struct work *work, uint32_t council)
{
    struct staith_value sum = staith_value_exact(0);
    for (uint32_t i = 1; i < measure_count(work); i++) {
        struct staith_value value = value_of(work, council, i);
        unsigned digits = staith_unit_digits(measure_at(work, i)->unit);
        value = staith_benchmark_scale_up(&value, work->item->denominator_digits - digits);
        sum = staith_benchmark_add(&sum, &value);
    }
    return sum;
}

/* Why a status stands there: the reason that came with the part that has it. */
static const char *reason_of(const struct work *work, uint32_t council, enum staith_status status)
{
    for (uint32_t i = 0; i < measure_count(work); i++) {
        const struct staith_store_figure *figure =
            staith_benchmark_find(&work->rows[council], measure_at(work, i)->code);
        if (figure != NULL && figure->value.status == status && figure->reason[0] != '\0') {
            return staith_arena_strdup(&work->benchmark->arena, figure->reason);
        }
    }
    return NULL;
}

static struct staith_benchmark_figure national(const struct work *work, const char *area)
{
    return staith_benchmark_published(
        staith_benchmark_find_national(work->index, work->period_code, area, work->item->code),
        work->item->decimals);
}

/* The figure of an area from its parts, with what was published for it. */
static void fill_area(const struct work *work, const struct staith_value *numerator,
                      const struct staith_value *denominator, const char *area_code,
                      struct staith_benchmark_area *area)
{
    if (work->indicator == NULL) {
        area->figure =
            staith_benchmark_shown(numerator, work->item->numerator_digits, work->item->decimals);
    } else {
        area->figure = staith_benchmark_rate(work->item, work->indicator->scale, numerator,
                                             denominator, work->leap_day);
    }
    area->has_parts = staith_benchmark_usable(numerator) && staith_benchmark_usable(denominator);
    if (area->has_parts) {
        area->numerator = numerator->value;
        area->denominator = denominator->value;
        area->rounded = numerator->lo != numerator->hi || denominator->lo != denominator->hi;
    }
    area->published = national(work, area_code);
    area->has_difference =
        area->figure.status == STAITH_STATUS_VALUE && area->published.status == STAITH_STATUS_VALUE;
    if (area->has_difference) {
        area->difference = area->figure.value - area->published.value;
    }
}

/* The middle of what `count` numbers of `scratch` show. Two councils' would tell each what the
 * other's is. */
static struct staith_value middle(const struct work *work, size_t count)
{
    if (count < LEAST_FOR_MEDIAN) {
        return staith_value_status(STAITH_STATUS_UNAVAILABLE);
    }
    staith_benchmark_sort(work->scratch, count);
    int64_t hundredths = staith_benchmark_quantile(work->scratch, count, 2);
    return staith_value_exact((hundredths + 50) / 100);
}

/** Sums over the councils whose parts are all numbers. */
struct together {
    struct staith_value numerator;
    struct staith_value denominator;
    uint32_t contributing;
    bool something; /**< one of them has sent something */
};

static void add(const struct work *work, struct together *sums,
                const struct staith_benchmark_area *area, const struct staith_value *numerator,
                const struct staith_value *denominator)
{
    sums->something = sums->something || area->figure.status != STAITH_STATUS_UNSET;
    if (area->has_parts) {
        work->scratch[sums->contributing++] = area->numerator;
        sums->numerator = staith_benchmark_add(&sums->numerator, numerator);
        sums->denominator = staith_benchmark_add(&sums->denominator, denominator);
    }
}

static void finish(const struct work *work, struct together *sums, const char *area_code,
                   struct staith_benchmark_area *area)
{
    if (work->item->is_median && sums->contributing > 0) {
        sums->numerator = middle(work, sums->contributing);
    }
    if (sums->contributing == 0) {
        sums->numerator.status = sums->something ? STAITH_STATUS_UNAVAILABLE : STAITH_STATUS_UNSET;
    }
    area->contributing = sums->contributing;
    fill_area(work, &sums->numerator, &sums->denominator, area_code, area);
}

static void fill_groups(const struct work *work, struct staith_benchmark_result *result)
{
    const struct staith_benchmark_settings *settings = work->benchmark->settings;
    for (uint32_t i = 0; i < settings->group_count; i++) {
        const struct staith_benchmark_group *group = &settings->groups[i];
        struct together sums = {staith_value_exact(0), staith_value_exact(0), 0, false};
        for (uint32_t j = 0; j < group->member_count; j++) {
            int at = staith_benchmark_member(work->benchmark, group, j);
            if (at >= 0) {
                const struct staith_value numerator = value_of(work, (uint32_t)at, 0);
                const struct staith_value denominator = denominator_of(work, (uint32_t)at);
                add(work, &sums, &result->councils[at], &numerator, &denominator);
            }
        }
        finish(work, &sums, group->code, &result->groups[i]);
    }
}

static void fill_councils(const struct work *work, struct staith_benchmark_result *result)
{
    struct staith_benchmark *benchmark = work->benchmark;
    struct together sums = {staith_value_exact(0), staith_value_exact(0), 0, false};
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const char *code = benchmark->councils[i].code;
        struct staith_benchmark_area *area = &result->councils[i];
        struct staith_value numerator = value_of(work, i, 0);
        struct staith_value denominator = denominator_of(work, i);
        fill_area(work, &numerator, &denominator, code, area);
        area->reason = reason_of(work, i, area->figure.status);
        area->contributing = area->has_parts ? 1 : 0;
        add(work, &sums, area, &numerator, &denominator);
    }
    finish(work, &sums, benchmark->region_code, &result->region);
}

/* What a neighbour is compared with: its own figure when it is of the region and has sent
 * something, else the national one. *ret_joint names a joint return. */
static struct staith_benchmark_figure neighbour(const struct work *work,
                                                const struct staith_benchmark_result *result,
                                                uint32_t council, uint32_t at,
                                                const char **ret_joint)
{
    const char *code = work->benchmark->councils[council].neighbours[at];
    const int own = work->neighbours[council * STAITH_BENCHMARK_MAX_NEIGHBOURS + at];
    *ret_joint = "";
    if (own >= 0 && result->councils[own].figure.status != STAITH_STATUS_UNSET) {
        return result->councils[own].figure;
    }
    const struct staith_store_national *figure =
        staith_benchmark_find_national(work->index, work->period_code, code, work->item->code);
    if (figure != NULL) {
        *ret_joint = figure->joint;
    }
    return staith_benchmark_published(figure, work->item->decimals);
}

/* In hundredths of what is shown, as the median is; halves go up. At least one number. Figures are
 * believed up to STAITH_BENCHMARK_LARGEST, and neighbours are few: the sum fits. */
static int64_t mean_of(const int64_t *numbers, uint32_t count)
{
    int64_t whole = 0;
    int64_t rest = 0;
    for (uint32_t i = 0; i < count; i++) {
        whole += numbers[i] / count;
        rest += numbers[i] % count;
    }
    if (count == 0) {
        return 0;
    }
    int64_t twice = 200 * rest + count; /* 2 * (100 * rest / count + 1/2), over 2 * count */
    int64_t below = twice / (2 * (int64_t)count);
    return whole * 100 + (twice < 0 && twice % (2 * (int64_t)count) != 0 ? below - 1 : below);
}

static void fill_neighbours(const struct work *work, struct staith_benchmark_result *result,
                            uint32_t at)
{
    const struct staith_benchmark_council *council = &work->benchmark->councils[at];
    struct staith_benchmark_area *area = &result->councils[at];
    const char *joints[STAITH_BENCHMARK_MAX_NEIGHBOURS];
    area->neighbour_count = council->neighbour_count;
    for (uint32_t i = 0; i < council->neighbour_count; i++) {
        struct staith_benchmark_figure figure = neighbour(work, result, at, i, &joints[i]);
        bool again = false; /* two neighbours that make one return together count once */
        for (uint32_t j = 0; j < i && joints[i][0] != '\0'; j++) {
            again = again || strcmp(joints[i], joints[j]) == 0;
        }
        if (!again && staith_benchmark_number(&figure, &work->scratch[area->neighbour_n])) {
            area->neighbour_n++;
        }
    }
    if (area->neighbour_n > 0) {
        staith_benchmark_sort(work->scratch, area->neighbour_n);
        area->neighbours.status = STAITH_STATUS_VALUE;
        area->neighbours.value = staith_benchmark_quantile(work->scratch, area->neighbour_n, 2);
        area->neighbour_mean.status = STAITH_STATUS_VALUE;
        area->neighbour_mean.value = mean_of(work->scratch, area->neighbour_n);
    }
}

static int fill_result(const struct work *work, struct staith_benchmark_result *result)
{
    uint32_t count = work->benchmark->council_count;
    result->councils =
        staith_arena_array(&work->benchmark->arena, count, sizeof(*result->councils));
    result->groups = staith_arena_array(
        &work->benchmark->arena, work->benchmark->settings->group_count, sizeof(*result->groups));
    if (result->councils == NULL || result->groups == NULL) {
        return STAITH_ERR_NOMEM;
    }
    fill_councils(work, result);
    fill_groups(work, result);
    result->country = national(work, COUNTRY);
    if (work->indicator != NULL) {
        staith_benchmark_order(result, count, work->item->polarity, work->scratch);
        for (uint32_t i = 0; i < count; i++) {
            fill_neighbours(work, result, i);
        }
    }
    return 0;
}

static int fill_period(struct work *work, uint32_t period)
{
    struct staith_benchmark *benchmark = work->benchmark;
    work->period = &benchmark->periods[period];
    work->leap_day = staith_period_has_leap_day(work->period);
    staith_period_format(work->period, work->period_code);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        work->rows[i] =
            staith_benchmark_row(work->index, work->period, benchmark->councils[i].code);
    }
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        work->item = &benchmark->items[i];
        int at = work->item->is_measure
                     ? -1
                     : staith_catalogue_indicator(work->catalogue, work->item->code);
        work->indicator = at >= 0 ? &work->catalogue->indicators[at] : NULL;
        int code = fill_result(work, &benchmark->results[period * benchmark->item_count + i]);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

/* Of the newest period that has national figures. */
static int note_source(struct staith_benchmark *benchmark,
                       const struct staith_benchmark_index *index)
{
    const char *source = NULL;
    char code[STAITH_PERIOD_CODE_BYTES];
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        staith_period_format(&benchmark->periods[i], code);
        for (size_t j = 0; j < index->national_count; j++) {
            if (strcmp(index->nationals[j]->period, code) == 0) {
                source = index->nationals[j]->source;
                break;
            }
        }
    }
    if (source == NULL) {
        return 0;
    }
    benchmark->national_source = staith_arena_strdup(&benchmark->arena, source);
    return benchmark->national_source != NULL ? 0 : STAITH_ERR_NOMEM;
}

static int check(const struct staith_benchmark_question *question, struct staith_err *err)
{
    if (question->council_count > STAITH_BENCHMARK_MAX_COUNCILS) {
        return staith_err_set(err, STAITH_ERR_LIMIT, "more than %d councils",
                              STAITH_BENCHMARK_MAX_COUNCILS);
    }
    for (uint32_t i = 0; i < question->council_count; i++) {
        if (question->councils[i].neighbour_count > STAITH_BENCHMARK_MAX_NEIGHBOURS) {
            return staith_err_set(err, STAITH_ERR_LIMIT, "%s has more than %d neighbours",
                                  question->councils[i].name, STAITH_BENCHMARK_MAX_NEIGHBOURS);
        }
    }
    return 0;
}

static int find_neighbours(struct work *work)
{
    struct staith_benchmark *benchmark = work->benchmark;
    const uint32_t count = benchmark->council_count;
    work->neighbours =
        staith_arena_array(&benchmark->arena, (size_t)count * STAITH_BENCHMARK_MAX_NEIGHBOURS,
                           sizeof(*work->neighbours));
    for (uint32_t i = 0; i < count && work->neighbours != NULL; i++) {
        const struct staith_benchmark_council *council = &benchmark->councils[i];
        int *of = &work->neighbours[(size_t)i * STAITH_BENCHMARK_MAX_NEIGHBOURS];
        for (uint32_t j = 0; j < council->neighbour_count; j++) {
            of[j] = -1;
            for (uint32_t k = 0; k < count && of[j] < 0; k++) {
                of[j] =
                    strcmp(benchmark->councils[k].code, council->neighbours[j]) == 0 ? (int)k : -1;
            }
        }
    }
    return work->neighbours != NULL ? 0 : STAITH_ERR_NOMEM;
}

static int fill(struct work *work, struct staith_err *err)
{
    struct staith_benchmark *benchmark = work->benchmark;
    size_t count = (size_t)benchmark->period_count * benchmark->item_count;
    size_t room = benchmark->council_count > STAITH_BENCHMARK_MAX_NEIGHBOURS
                      ? benchmark->council_count
                      : STAITH_BENCHMARK_MAX_NEIGHBOURS;
    benchmark->results = staith_arena_array(&benchmark->arena, count, sizeof(*benchmark->results));
    work->scratch = staith_arena_array(&benchmark->arena, room, sizeof(*work->scratch));
    work->rows =
        staith_arena_array(&benchmark->arena, benchmark->council_count, sizeof(*work->rows));
    int code = benchmark->results == NULL || work->scratch == NULL || work->rows == NULL
                   ? STAITH_ERR_NOMEM
                   : find_neighbours(work);
    for (uint32_t i = 0; i < benchmark->period_count && code == 0; i++) {
        code = fill_period(work, i);
    }
    if (code == 0) {
        code = staith_benchmark_assess(benchmark, work->catalogue, work->index);
    }
    if (code == 0) {
        code = note_source(benchmark, work->index);
    }
    return code == 0 ? 0 : staith_err_set(err, code, "out of memory for the comparison");
}

int staith_benchmark_compute(const struct staith_benchmark_question *question,
                             const struct staith_store_figure *figures, size_t figure_count,
                             const struct staith_store_national *nationals, size_t national_count,
                             struct staith_benchmark **ret_benchmark, struct staith_err *err)
{
    int code = check(question, err);
    if (code != 0) {
        return code;
    }
    struct staith_benchmark *benchmark = calloc(1, sizeof(*benchmark));
    if (benchmark == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_arena_init(&benchmark->arena, ARENA_BYTES);
    benchmark->dataset = question->catalogue->dataset;
    benchmark->region_code = question->region_code;
    benchmark->region_name = question->region_name;
    benchmark->council_count = question->council_count;
    benchmark->councils = question->councils;
    benchmark->settings =
        question->settings != NULL ? question->settings : &staith_benchmark_no_settings;
    struct staith_benchmark_index index;
    struct work work = {.benchmark = benchmark, .catalogue = question->catalogue, .index = &index};
    code = staith_benchmark_index_init(&index, &benchmark->arena, figures, figure_count, nationals,
                                       national_count);
    if (code != 0) {
        (void)staith_err_set(err, code, "out of memory for the comparison");
        goto fail;
    }
    code = staith_benchmark_plan(benchmark, question, &index, err);
    if (code == 0) {
        code = fill(&work, err);
    }
    if (code != 0) {
        goto fail;
    }
    *ret_benchmark = benchmark;
    return 0;
fail:
    staith_benchmark_free(benchmark);
    return code;
}

void staith_benchmark_free(struct staith_benchmark *benchmark)
{
    if (benchmark == NULL) {
        return;
    }
    staith_arena_deinit(&benchmark->arena);
    free(benchmark);
}

const struct staith_benchmark_result *
staith_benchmark_result(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item)
{
    return &benchmark->results[period * benchmark->item_count + item];
}
