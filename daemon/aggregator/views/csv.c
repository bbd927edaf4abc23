/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/csv.h"

#include <stdio.h>
#include <string.h>

static const char HEADER[] =
    "period,indicator,area_code,area,level,value,status,numerator,denominator,numerator_unit,"
    "denominator_unit,rank,ranked,quartile,neighbour_median,neighbour_n,contributing,published,"
    "published_status\n";

/** Which item and area a row is for. */
struct row {
    const char *period;
    const struct staith_benchmark_item *item;
    const char *code;
    const char *name;
    const char *level;
};

static int field(struct staith_buf *out, const char *text, const char *after)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        return staith_buf_printf(out, "%s%s", text, after);
    }
    int code = staith_buf_text(out, "\"");
    for (const char *at = text; *at != '\0' && code == 0; at++) {
        code = *at == '"' ? staith_buf_text(out, "\"\"") : staith_buf_append(out, at, 1);
    }
    return code != 0 ? code : staith_buf_printf(out, "\"%s", after);
}

/* A figure as two fields: its number or nothing, its symbol or nothing. */
static void split(const struct staith_benchmark_figure *figure, uint32_t decimals,
                  char value[STAITH_BENCHMARK_TEXT_BYTES], char status[STAITH_BENCHMARK_TEXT_BYTES])
{
    value[0] = '\0';
    status[0] = '\0';
    staith_benchmark_text(figure, decimals, false,
                          figure->status == STAITH_STATUS_VALUE ? value : status);
}

static int start(struct staith_buf *out, const struct row *row,
                 const struct staith_benchmark_figure *figure)
{
    char value[STAITH_BENCHMARK_TEXT_BYTES];
    char status[STAITH_BENCHMARK_TEXT_BYTES];
    const char *const fields[] = {row->period, row->item->code, row->code, row->name,
                                  row->level,  value,           status};
    int code = 0;
    split(figure, row->item->decimals, value, status);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && code == 0; i++) {
        code = field(out, fields[i], ",");
    }
    return code;
}

static int finish(struct staith_buf *out, const struct row *row,
                  const struct staith_benchmark_figure *published)
{
    char value[STAITH_BENCHMARK_TEXT_BYTES];
    char status[STAITH_BENCHMARK_TEXT_BYTES];
    split(published, row->item->decimals, value, status);
    int code = field(out, value, ",");
    return code != 0 ? code : field(out, status, "\n");
}

static int parts(struct staith_buf *out, const struct staith_benchmark_item *item,
                 const struct staith_benchmark_area *area)
{
    char numerator[STAITH_BENCHMARK_TEXT_BYTES] = "";
    char denominator[STAITH_BENCHMARK_TEXT_BYTES] = "";
    if (area->has_parts) {
        staith_benchmark_part_text(area->numerator, item->numerator_digits, numerator);
        if (!item->is_measure) {
            staith_benchmark_part_text(area->denominator, item->denominator_digits, denominator);
        }
    }
    const char *const fields[] = {numerator, denominator, item->numerator_unit,
                                  item->denominator_unit};
    int code = 0;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]) && code == 0; i++) {
        code = field(out, fields[i] != NULL ? fields[i] : "", ",");
    }
    return code;
}

/* A count as a field, empty where it is 0 and 0 means none. */
static int count(struct staith_buf *out, uint32_t number, bool shown)
{
    return shown ? staith_buf_printf(out, "%u,", number) : staith_buf_text(out, ",");
}

static int area_row(struct staith_buf *out, const struct row *row,
                    const struct staith_benchmark_result *result,
                    const struct staith_benchmark_area *area)
{
    char median[STAITH_BENCHMARK_TEXT_BYTES];
    bool is_region = area == &result->region;
    bool compared = !is_region && !row->item->is_measure;
    staith_benchmark_exact_text(&area->neighbours, row->item->decimals, median);
    int code = start(out, row, &area->figure);
    if (code == 0) {
        code = parts(out, row->item, area);
    }
    if (code == 0) {
        code = count(out, area->rank, area->rank != 0);
    }
    if (code == 0) {
        code = count(out, result->ranked, area->rank != 0);
    }
    if (code == 0) {
        code = count(out, area->quartile, area->quartile != 0);
    }
    if (code == 0) {
        code = field(out, median, ",");
    }
    if (code == 0) {
        code = count(out, area->neighbour_n, compared);
    }
    if (code == 0) {
        code = count(out, area->contributing, is_region);
    }
    return code != 0 ? code : finish(out, row, &area->published);
}

static int country_row(struct staith_buf *out, const struct row *row,
                       const struct staith_benchmark_figure *figure)
{
    const struct staith_benchmark_item *item = row->item;
    int code = start(out, row, figure);
    if (code == 0) {
        code = staith_buf_printf(out, ",,%s,%s,,,,,,,", item->numerator_unit,
                                 item->denominator_unit != NULL ? item->denominator_unit : "");
    }
    return code != 0 ? code : finish(out, row, figure);
}

static int item_rows(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                     struct staith_buf *out)
{
    char period_code[STAITH_PERIOD_CODE_BYTES];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    struct row row = {.period = period_code, .item = &benchmark->items[item]};
    int code = 0;
    staith_period_format(&benchmark->periods[period], period_code);
    row.level = "authority";
    for (uint32_t i = 0; i < benchmark->council_count && code == 0; i++) {
        row.code = benchmark->councils[i].code;
        row.name = benchmark->councils[i].name;
        code = area_row(out, &row, result, &result->councils[i]);
    }
    if (code == 0) {
        row.level = "region";
        row.code = benchmark->region_code;
        row.name = benchmark->region_name;
        code = area_row(out, &row, result, &result->region);
    }
    if (code == 0) {
        row.level = "country";
        row.code = "ENG";
        row.name = "England";
        code = country_row(out, &row, &result->country);
    }
    return code;
}

int staith_views_csv(const struct staith_benchmark *benchmark, struct staith_buf *out)
{
    int code = staith_buf_text(out, HEADER);
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        for (uint32_t j = 0; j < benchmark->item_count && code == 0; j++) {
            code = item_rows(benchmark, i, j, out);
        }
    }
    return code;
}
