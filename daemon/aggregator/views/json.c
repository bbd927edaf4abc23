/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every json_t that is made goes into its parent at once; json_object_set_new and
 * json_array_append_new take NULL for a failure and free what they could not put. Failures are
 * or-ed together and looked at once.
 */
#include "aggregator/views/json.h"

#include "aggregator/views/words.h"
#include "base/date.h"
#include "base/decimal.h"

#include <jansson.h>
#include <math.h>
#include <staith/plugin.h>

/* Text, or null where there is none. */
static int put_text(json_t *object, const char *name, const char *text)
{
    bool none = text == NULL || text[0] == '\0';
    return json_object_set_new(object, name, none ? json_null() : json_string(text));
}

static int put_count(json_t *object, const char *name, uint32_t number)
{
    return json_object_set_new(object, name, json_integer((json_int_t)number));
}

/* A figure as two members: its number or null, its symbol or null. */
static int put_figure(json_t *object, const char *name, const char *status_name,
                      const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    bool number = figure->status == STAITH_STATUS_VALUE;
    staith_benchmark_text(figure, decimals, false, text);
    return put_text(object, name, number ? text : NULL) |
           put_text(object, status_name, number ? NULL : staith_status_symbol(figure->status));
}

static int put_scaled(json_t *object, const char *name, int64_t scaled, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (staith_decimal_format(scaled, decimals, text, sizeof(text)) < 0) {
        return -1;
    }
    return put_text(object, name, text);
}

static int put_real(json_t *object, const char *name, double value, uint32_t decimals)
{
    double scaled = value * (double)staith_decimal_pow10(decimals);
    return put_scaled(object, name, (int64_t)llround(scaled), decimals);
}

static int put_part(json_t *object, const char *name, int64_t part, uint32_t digits)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_part_text(part, digits, text);
    return put_text(object, name, text);
}

static int put_parts(json_t *object, const struct staith_benchmark_item *item,
                     const struct staith_benchmark_area *area)
{
    if (!area->has_parts) {
        return put_text(object, "numerator", NULL) | put_text(object, "denominator", NULL);
    }
    int rc = put_part(object, "numerator", area->numerator, item->numerator_digits);
    if (item->is_measure) {
        return rc | put_text(object, "denominator", NULL);
    }
    return rc | put_part(object, "denominator", area->denominator, item->denominator_digits);
}

/* What a council has and the region has not. */
static int put_standing(json_t *object, const struct staith_benchmark_item *item,
                        const struct staith_benchmark_area *area)
{
    char median[STAITH_BENCHMARK_TEXT_BYTES];
    int rc = put_text(object, "reason", area->reason);
    if (item->is_measure) {
        return rc;
    }
    staith_benchmark_exact_text(&area->neighbours, item->decimals, median);
    if (area->rank != 0) {
        rc |= put_count(object, "rank", area->rank) |
              json_object_set_new(object, "tied", json_boolean(area->tied));
    } else {
        rc |= json_object_set_new(object, "rank", json_null()) |
              json_object_set_new(object, "tied", json_false());
    }
    return rc |
           json_object_set_new(object, "quartile",
                               area->quartile != 0 ? json_integer((json_int_t)area->quartile)
                                                   : json_null()) |
           put_text(object, "neighbour_median", median) |
           put_count(object, "neighbour_n", area->neighbour_n) |
           put_count(object, "neighbour_count", area->neighbour_count);
}

/* null where the item or the figure has no test. */
static json_t *chance_of(const struct staith_benchmark_item *item,
                         const struct staith_benchmark_chance *chance)
{
    if (!chance->has_interval) {
        return json_null();
    }
    json_t *object = json_object();
    int rc = put_real(object, "lower_95", chance->interval.lower, item->decimals + 1) |
             put_real(object, "upper_95", chance->interval.upper, item->decimals + 1) |
             put_text(object, "against_england", staith_stats_word_text(chance->country)) |
             put_text(object, "against_region", staith_stats_word_text(chance->region)) |
             put_text(object, "against_neighbours", staith_stats_word_text(chance->neighbours)) |
             put_text(object, "change", staith_words_trend(chance->change)) |
             put_text(object, "trend", staith_words_trend(chance->trend)) |
             put_text(object, "funnel", staith_words_place(chance->place));
    if (chance->best != 0) {
        rc |= put_count(object, "rank_best", chance->best) |
              put_count(object, "rank_worst", chance->worst) |
              json_object_set_new(object, "straddles", json_boolean(chance->straddles));
    }
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

/* A band as text, "up to 4.2"; null where there is none. */
static int put_band(json_t *object, const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_text(figure, decimals, false, text);
    return put_text(object, "band", figure->band != STAITH_BAND_NONE ? text : NULL);
}

static json_t *area_of(const struct staith_benchmark_item *item,
                       const struct staith_benchmark_area *area, const char *code,
                       const char *level)
{
    json_t *object = json_object();
    int rc = put_text(object, "code", code) | put_text(object, "level", level) |
             put_figure(object, "value", "status", &area->figure, item->decimals) |
             put_band(object, &area->figure, item->decimals) | put_parts(object, item, area) |
             put_figure(object, "published", "published_status", &area->published, item->decimals);
    rc |= area->has_difference ? put_scaled(object, "difference", area->difference, item->decimals)
                               : put_text(object, "difference", NULL);
    rc |= level[0] == 'r' ? put_count(object, "contributing", area->contributing)
                          : put_standing(object, item, area);
    rc |= json_object_set_new(object, "chance", chance_of(item, &area->chance));
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *country_of(const struct staith_benchmark_item *item,
                          const struct staith_benchmark_figure *figure)
{
    json_t *object = json_object();
    if ((put_text(object, "code", "ENG") | put_text(object, "level", "country") |
         put_figure(object, "value", "status", figure, item->decimals)) != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *quartiles_of(const struct staith_benchmark_result *result, uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (!result->has_quartiles) {
        return json_null();
    }
    json_t *array = json_array();
    int rc = 0;
    for (int i = 0; i < 3; i++) {
        struct staith_benchmark_figure figure = {.status = STAITH_STATUS_VALUE,
                                                 .value = result->quartiles[i]};
        staith_benchmark_exact_text(&figure, decimals, text);
        rc |= json_array_append_new(array, json_string(text));
    }
    if (rc != 0) {
        json_decref(array);
        return NULL;
    }
    return array;
}

static json_t *result_of(const struct staith_benchmark *benchmark, uint32_t period, uint32_t at)
{
    char code[STAITH_PERIOD_CODE_BYTES];
    const struct staith_benchmark_item *item = &benchmark->items[at];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, at);
    json_t *object = json_object();
    json_t *areas = json_array();
    int rc = 0;
    staith_period_format(&benchmark->periods[period], code);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        rc |= json_array_append_new(
            areas, area_of(item, &result->councils[i], benchmark->councils[i].code, "authority"));
    }
    rc |= json_array_append_new(areas,
                                area_of(item, &result->region, benchmark->region_code, "region"));
    rc |= json_array_append_new(areas, country_of(item, &result->country));
    rc |= put_text(object, "period", code) | put_text(object, "item", item->code);
    if (!item->is_measure) {
        rc |= put_count(object, "ranked", result->ranked) |
              json_object_set_new(object, "quartiles", quartiles_of(result, item->decimals));
    }
    rc |= json_object_set_new(object, "areas", areas);
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static const char *polarity_words(uint32_t polarity)
{
    return polarity == STAITH_LOW_IS_GOOD    ? "low"
           : polarity == STAITH_HIGH_IS_GOOD ? "high"
                                             : "neutral";
}

static json_t *item_of(const struct staith_benchmark_item *item)
{
    json_t *object = json_object();
    int rc = put_text(object, "code", item->code) | put_text(object, "label", item->label) |
             put_text(object, "kind", item->is_measure ? "measure" : "indicator") |
             put_text(object, "unit", item->unit) | put_count(object, "decimals", item->decimals) |
             put_text(object, "definition", item->definition);
    if (!item->is_measure) {
        rc |= put_text(object, "good_is", polarity_words(item->polarity)) |
              put_text(object, "numerator", item->numerator) |
              put_text(object, "numerator_unit", item->numerator_unit) |
              put_text(object, "denominator", item->denominator) |
              put_text(object, "denominator_unit", item->denominator_unit) |
              put_text(object, "source", item->source);
    }
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *council_of(const struct staith_benchmark_council *council)
{
    json_t *object = json_object();
    json_t *neighbours = json_array();
    int rc = 0;
    for (uint32_t i = 0; i < council->neighbour_count; i++) {
        rc |= json_array_append_new(neighbours, json_string(council->neighbours[i]));
    }
    rc |= put_text(object, "code", council->code) | put_text(object, "name", council->name) |
          put_text(object, "short_name", council->short_name) |
          json_object_set_new(object, "neighbours", neighbours);
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *statuses(void)
{
    static const enum staith_status ALL[] = {STAITH_STATUS_NOT_APPLICABLE,
                                             STAITH_STATUS_UNAVAILABLE, STAITH_STATUS_SUPPRESSED,
                                             STAITH_STATUS_UNRELIABLE, STAITH_STATUS_LOW};
    json_t *object = json_object();
    int rc = 0;
    for (size_t i = 0; i < sizeof(ALL) / sizeof(ALL[0]); i++) {
        rc |= put_text(object, staith_status_symbol(ALL[i]), staith_status_words(ALL[i]));
    }
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static int put_head(json_t *root, const struct staith_benchmark *benchmark)
{
    char time[32] = "";
    json_t *region = json_object();
    json_t *councils = json_array();
    json_t *items = json_array();
    int rc = put_text(region, "code", benchmark->region_code) |
             put_text(region, "name", benchmark->region_name);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        rc |= json_array_append_new(councils, council_of(&benchmark->councils[i]));
    }
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        rc |= json_array_append_new(items, item_of(&benchmark->items[i]));
    }
    if (benchmark->newest_unix_ms != 0) {
        staith_time_format(benchmark->newest_unix_ms, time, sizeof(time));
    }
    return rc | put_text(root, "dataset", benchmark->dataset) |
           json_object_set_new(root, "region", region) |
           json_object_set_new(root, "councils", councils) |
           json_object_set_new(root, "items", items) |
           json_object_set_new(root, "statuses", statuses()) |
           put_text(root, "national_source", benchmark->national_source) |
           put_text(root, "newest", time);
}

static int append(const char *bytes, size_t len, void *out)
{
    return staith_buf_append(out, bytes, len) == 0 ? 0 : -1;
}

int staith_views_json(const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    json_t *root = json_object();
    json_t *results = json_array();
    int rc = put_head(root, benchmark);
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        for (uint32_t j = 0; j < benchmark->item_count; j++) {
            rc |= json_array_append_new(results, result_of(benchmark, i, j));
        }
    }
    rc |= json_object_set_new(root, "results", results);
    int code = rc != 0 ? STAITH_ERR_NOMEM : 0;
    if (code == 0 && (json_dump_callback(root, append, out, JSON_INDENT(1)) != 0 ||
                      staith_buf_text(out, "\n") != 0)) {
        code = STAITH_ERR_LIMIT;
    }
    json_decref(root);
    return code;
}
