/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/api.h"

#include "base/date.h"

#include <staith/plugin.h>
#include <string.h>

static const char *period_code(const struct staith_benchmark *benchmark, uint32_t period,
                               char out[STAITH_PERIOD_CODE_BYTES])
{
    staith_period_format(&benchmark->periods[period], out);
    return out;
}

/* Append an object to the list `key` of `json`; without memory `json` becomes NULL. */
static void append(json_t **json, const char *key, json_t *item)
{
    if (*json != NULL && json_array_append_new(json_object_get(*json, key), item) != 0) {
        json_decref(*json);
        *json = NULL;
    }
}

void staith_web_api_datasets(struct staith_web_turn *turn, const struct staith_site *site)
{
    json_t *json = json_pack("{s:[]}", "datasets");
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        const struct staith_benchmark *benchmark = site->datasets[i];
        char code[STAITH_PERIOD_CODE_BYTES];
        json_t *one = json_pack("{s:s, s:s, s:[]}", "dataset", benchmark->dataset, "title",
                                site->titles[i], "periods");
        for (uint32_t j = 0; j < benchmark->period_count; j++) {
            append(&one, "periods", json_string(period_code(benchmark, j, code)));
        }
        append(&json, "datasets", one);
    }
    staith_web_api_json(turn, json);
}

static const char *polarity_word(uint32_t polarity)
{
    return polarity == STAITH_HIGH_IS_GOOD  ? "high_is_good"
           : polarity == STAITH_LOW_IS_GOOD ? "low_is_good"
                                            : "neutral";
}

void staith_web_api_catalogue(struct staith_web_turn *turn,
                              const struct staith_benchmark *benchmark)
{
    json_t *json = json_pack("{s:s, s:[], s:[]}", "dataset", benchmark->dataset, "items", "areas");
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        const struct staith_benchmark_item *item = &benchmark->items[i];
        append(&json, "items",
               json_pack("{s:s, s:s, s:s, s:s, s:i, s:s, s:s?, s:s?, s:s?, s:s?}", "item",
                         item->code, "kind", item->is_measure ? "measure" : "indicator", "label",
                         item->label, "unit", item->unit, "decimals", (int)item->decimals,
                         "polarity", polarity_word(item->polarity), "definition", item->definition,
                         "source", item->source, "numerator", item->numerator, "denominator",
                         item->denominator));
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        append(&json, "areas",
               json_pack("{s:s, s:s, s:s}", "area", benchmark->councils[i].code, "name",
                         benchmark->councils[i].name, "level", "authority"));
    }
    append(&json, "areas",
           json_pack("{s:s, s:s, s:s}", "area", benchmark->region_code, "name",
                     benchmark->region_name, "level", "region"));
    append(
        &json, "areas",
        json_pack("{s:s, s:s, s:s}", "area", "E92000001", "name", "England", "level", "country"));
    staith_web_api_json(turn, json);
}

static bool has_sent(const struct staith_benchmark *benchmark, uint32_t period, uint32_t council)
{
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(benchmark, period, i);
        if (result->councils[council].figure.status != STAITH_STATUS_UNSET) {
            return true;
        }
    }
    return false;
}

void staith_web_api_freshness(struct staith_web_turn *turn, const struct staith_site *site)
{
    json_t *json = json_pack("{s:[]}", "freshness");
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        const struct staith_benchmark *benchmark = site->datasets[i];
        char at[32] = "";
        if (benchmark->newest_unix_ms != 0) {
            staith_time_format(benchmark->newest_unix_ms, at, sizeof(at));
        }
        json_t *one = json_pack("{s:s, s:s?, s:[]}", "dataset", benchmark->dataset, "received",
                                at[0] != '\0' ? at : NULL, "councils");
        for (uint32_t j = 0; j < benchmark->council_count; j++) {
            char code[STAITH_PERIOD_CODE_BYTES] = "";
            for (uint32_t period = benchmark->period_count; period > 0 && code[0] == '\0';
                 period--) {
                if (has_sent(benchmark, period - 1, j)) {
                    (void)period_code(benchmark, period - 1, code);
                }
            }
            append(&one, "councils",
                   json_pack("{s:s, s:s, s:s?}", "area", benchmark->councils[j].code, "name",
                             benchmark->councils[j].name, "newest_period",
                             code[0] != '\0' ? code : NULL));
        }
        append(&json, "freshness", one);
    }
    staith_web_api_json(turn, json);
}
