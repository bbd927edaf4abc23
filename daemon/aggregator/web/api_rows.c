/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Observations. One order of figures (period, item, area) in three forms: JSON by pages, CSV in the
 * layout of DfE's Explore education statistics, and SDMX-CSV 2.0. Numbers with decimals are texts
 * in JSON, as everywhere.
 */
#include "aggregator/web/api.h"

#include "aggregator/views/sheet.h"
#include "http/address.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t BODY_BYTES = (size_t)32 * 1024 * 1024;
enum { LIST_BYTES = 2048, MOST = 5000, ENGLAND = -2, REGION = -1 };

/** What is asked for. Lists are "a,b"; "": all. */
struct choice {
    char periods[LIST_BYTES];
    char items[LIST_BYTES];
    char areas[LIST_BYTES];
    char format[16];
    uint64_t limit;
    uint64_t picture; /**< of the cursor; 0: none */
    uint64_t offset;
};

static bool in_list(const char *list, const char *code)
{
    size_t code_len = strlen(code);
    for (const char *at = list; *at != '\0';) {
        size_t len = strcspn(at, ",");
        if (len == code_len && strncmp(at, code, len) == 0) {
            return true;
        }
        at += len + (at[len] == ',' ? 1 : 0);
    }
    return list[0] == '\0';
}

/* A field of the query, or its default; false where it is malformed. */
static bool read_field(const char *query, const char *name, const char *fallback, char *out,
                       size_t cap)
{
    int code = query != NULL ? staith_http_field(query, name, out, cap) : STAITH_ERR_NOTFOUND;
    if (code == STAITH_ERR_NOTFOUND) {
        (void)snprintf(out, cap, "%s", fallback);
        code = 0;
    }
    return code == 0;
}

static bool read_number(const char *text, uint64_t *ret)
{
    size_t len = strlen(text);
    if (len == 0 || len > 18 || strspn(text, "0123456789") != len) {
        return false;
    }
    *ret = strtoull(text, NULL, 10);
    return true;
}

static bool read_choice(const char *query, struct choice *choice)
{
    char limit[24];
    char cursor[48];
    memset(choice, 0, sizeof(*choice));
    if (!read_field(query, "periods", "", choice->periods, LIST_BYTES) ||
        !read_field(query, "items", "", choice->items, LIST_BYTES) ||
        !read_field(query, "areas", "", choice->areas, LIST_BYTES) ||
        !read_field(query, "format", "json", choice->format, sizeof(choice->format)) ||
        !read_field(query, "limit", "1000", limit, sizeof(limit)) ||
        !read_field(query, "cursor", "", cursor, sizeof(cursor)) ||
        !read_number(limit, &choice->limit) || choice->limit < 1 || choice->limit > MOST) {
        return false;
    }
    char *dot = strchr(cursor, '.');
    if (cursor[0] == '\0') {
        return true;
    }
    if (dot == NULL) {
        return false;
    }
    *dot = '\0';
    return read_number(cursor, &choice->picture) && read_number(dot + 1, &choice->offset);
}

/* ---- the figures ---- */

/** One figure in its place. */
struct row {
    const struct staith_benchmark *benchmark;
    const struct staith_benchmark_item *item;
    uint32_t period;
    int area; /**< a council's index, REGION or ENGLAND */
    const struct staith_benchmark_figure *figure;
    const struct staith_benchmark_area *parts; /**< NULL of England */
};

static const char *area_code(const struct staith_benchmark *benchmark, int area)
{
    return area == ENGLAND  ? "E92000001"
           : area == REGION ? benchmark->region_code
                            : benchmark->councils[area].code;
}

static const char *area_name(const struct staith_benchmark *benchmark, int area)
{
    return area == ENGLAND  ? "England"
           : area == REGION ? benchmark->region_name
                            : benchmark->councils[area].name;
}

static const char *area_level(int area)
{
    return area == ENGLAND ? "country" : area == REGION ? "region" : "authority";
}

static struct row row_at(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                         int area)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_area *parts = area == ENGLAND  ? NULL
                                                : area == REGION ? &result->region
                                                                 : &result->councils[area];
    return (struct row){.benchmark = benchmark,
                        .item = &benchmark->items[item],
                        .period = period,
                        .area = area,
                        .parts = parts,
                        .figure = parts != NULL ? &parts->figure : &result->country};
}

/* Call `fn` for every figure that is chosen and there. */
static int each(const struct staith_benchmark *benchmark, const struct choice *choice,
                int (*fn)(void *ctx, const struct row *row), void *ctx)
{
    int code = 0;
    char period[STAITH_PERIOD_CODE_BYTES];
    for (uint32_t p = 0; p < benchmark->period_count; p++) {
        staith_period_format(&benchmark->periods[p], period);
        for (uint32_t i = 0; in_list(choice->periods, period) && i < benchmark->item_count; i++) {
            if (!in_list(choice->items, benchmark->items[i].code)) {
                continue;
            }
            for (int area = ENGLAND; area < (int)benchmark->council_count && code == 0; area++) {
                const struct row row = row_at(benchmark, p, i, area);
                if (row.figure->status != STAITH_STATUS_UNSET &&
                    in_list(choice->areas, area_code(benchmark, area))) {
                    code = fn(ctx, &row);
                }
            }
        }
    }
    return code;
}

/* ---- JSON ---- */

struct page {
    json_t *rows;
    uint64_t at;
    uint64_t offset;
    uint64_t limit;
    bool more;
};

static json_t *part_text(bool has, int64_t part, uint32_t digits)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    if (!has) {
        return json_null();
    }
    staith_benchmark_part_text(part, digits, text);
    return json_string(text);
}

static int add_json(void *ctx, const struct row *row)
{
    struct page *page = ctx;
    const struct staith_benchmark_area *parts = row->parts;
    char period[STAITH_PERIOD_CODE_BYTES];
    char value[STAITH_BENCHMARK_TEXT_BYTES] = "";
    bool band = row->figure->band != STAITH_BAND_NONE;
    if (page->at++ < page->offset) {
        return 0;
    }
    if (json_array_size(page->rows) == page->limit) {
        page->more = true;
        return 1; /* enough */
    }
    bool number = row->figure->status == STAITH_STATUS_VALUE;
    bool has = parts != NULL && parts->has_parts;
    if (number || band) {
        staith_benchmark_text(row->figure, row->item->decimals, false, value);
    }
    staith_period_format(&row->benchmark->periods[row->period], period);
    json_t *one = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s?, s:s, s:s?, s:s, s:s, s:s, s:o, s:o, s:i}", "period",
        period, "item", row->item->code, "area", area_code(row->benchmark, row->area), "area_name",
        area_name(row->benchmark, row->area), "level", area_level(row->area), "value",
        number ? value : NULL, "status", staith_status_symbol(row->figure->status), "band",
        band ? value : NULL, "obs_status", staith_status_sdmx_obs(row->figure->status),
        "conf_status", staith_status_sdmx_conf(row->figure->status), "unit", row->item->unit,
        "numerator", part_text(has, has ? parts->numerator : 0, row->item->numerator_digits),
        "denominator",
        part_text(has && !row->item->is_measure, has ? parts->denominator : 0,
                  row->item->denominator_digits),
        "contributing", parts != NULL ? (int)parts->contributing : 0);
    return json_array_append_new(page->rows, one) == 0 ? 0 : STAITH_ERR_NOMEM;
}

static void give_json(struct staith_web_turn *turn, const struct staith_web_picture *picture,
                      const struct staith_benchmark *benchmark, const struct choice *choice)
{
    struct page page = {.offset = choice->offset, .limit = choice->limit};
    char next[48] = "";
    page.rows = json_array();
    int code = page.rows == NULL ? STAITH_ERR_NOMEM : each(benchmark, choice, add_json, &page);
    if (code < 0) {
        json_decref(page.rows);
        staith_web_api_json(turn, NULL);
        return;
    }
    if (page.more) {
        (void)snprintf(next, sizeof(next), "%llu.%llu", (unsigned long long)picture->number,
                       (unsigned long long)(choice->offset + choice->limit));
    }
    staith_web_api_json(turn,
                        json_pack("{s:s, s:o, s:s?}", "dataset", benchmark->dataset, "observations",
                                  page.rows, "next_cursor", page.more ? next : NULL));
}

/* ---- SDMX-CSV 2.0 ---- */

static int add_sdmx(void *ctx, const struct row *row)
{
    static const char FREQUENCIES[] = {[STAITH_PERIOD_CENSUS_YEAR] = 'A',
                                       [STAITH_PERIOD_QUARTER] = 'Q',
                                       [STAITH_PERIOD_MONTH] = 'M'};
    const struct staith_period *period = &row->benchmark->periods[row->period];
    char when[STAITH_PERIOD_CODE_BYTES];
    char value[STAITH_BENCHMARK_TEXT_BYTES] = "";
    staith_period_format(period, when);
    if (row->figure->status == STAITH_STATUS_VALUE) {
        staith_benchmark_text(row->figure, row->item->decimals, false, value);
    }
    /* codes and numbers alone: nothing that needs quotes */
    return staith_buf_printf(
        ctx, "dataflow,STAITH:%s(1.0),I,%c,%.4s%s%s,%s,%s,%s,%s,%s\n", row->benchmark->dataset,
        FREQUENCIES[period->kind], when, period->kind == STAITH_PERIOD_QUARTER ? "-" : "", when + 4,
        area_code(row->benchmark, row->area), row->item->code, value,
        staith_status_sdmx_obs(row->figure->status), staith_status_sdmx_conf(row->figure->status));
}

static int write_sdmx(const struct staith_benchmark *benchmark, const struct choice *choice,
                      struct staith_buf *out)
{
    int code = staith_buf_text(out, "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,TIME_PERIOD,REF_AREA,"
                                    "INDICATOR,OBS_VALUE,OBS_STATUS,CONF_STATUS\n");
    return code != 0 ? code : each(benchmark, choice, add_sdmx, out);
}

/* ---- the layout of Explore education statistics ---- */

static int write_period(const struct staith_period *period, struct staith_buf *out)
{
    static const char *const MONTHS[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    if (period->kind == STAITH_PERIOD_MONTH) {
        return staith_buf_printf(out, "%d,%s", (int)period->year, MONTHS[period->part - 1]);
    }
    return period->kind == STAITH_PERIOD_QUARTER
               ? staith_buf_printf(out, "%d,Calendar year Q%d", (int)period->year,
                                   (int)period->part)
               : staith_buf_printf(out, "%d,Reporting year", (int)period->year);
}

/* A name of the configuration, quoted; and never the beginning of a formula. */
static int write_name(const char *name, struct staith_buf *out)
{
    int code = staith_buf_text(out, staith_sheet_is_formula(name) ? "\"'" : "\"");
    for (const char *at = name; *at != '\0' && code == 0; at++) {
        code = staith_buf_append(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    }
    return code != 0 ? code : staith_buf_text(out, "\"");
}

static int write_place(const struct staith_benchmark *benchmark,
                       const struct staith_config_region *config, int area, struct staith_buf *out)
{
    static const char *const LEVELS[] = {"National", "Regional", "Local authority"};
    int code = staith_buf_printf(out, ",%s,E92000001,England,", LEVELS[area < 0 ? area + 2 : 2]);
    if (code == 0 && area != ENGLAND) {
        code = staith_buf_printf(out, "%s,", benchmark->region_code);
        code = code != 0 ? code : write_name(benchmark->region_name, out);
    } else if (code == 0) {
        code = staith_buf_text(out, ",");
    }
    if (code != 0 || area < 0) {
        return code != 0 ? code : staith_buf_text(out, ",,,");
    }
    code = staith_buf_printf(out, ",%s,%s,", config->councils[area].ons,
                             benchmark->councils[area].code);
    return code != 0 ? code : write_name(benchmark->councils[area].name, out);
}

static int write_figures(const struct staith_benchmark *benchmark, const struct choice *choice,
                         uint32_t period, int area, struct staith_buf *out)
{
    int code = 0;
    for (uint32_t i = 0; i < benchmark->item_count && code == 0; i++) {
        char text[STAITH_BENCHMARK_TEXT_BYTES];
        const struct row row = row_at(benchmark, period, i, area);
        if (in_list(choice->items, benchmark->items[i].code)) {
            staith_benchmark_text(row.figure, row.item->decimals, false, text);
            code = staith_buf_printf(out, ",%s",
                                     row.figure->band != STAITH_BAND_NONE
                                         ? staith_status_symbol(row.figure->status)
                                         : text);
        }
    }
    return code != 0 ? code : staith_buf_text(out, "\n");
}

static int write_tidy(const struct staith_benchmark *benchmark,
                      const struct staith_config_region *config, const struct choice *choice,
                      struct staith_buf *out)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    int code = staith_buf_text(out, "time_period,time_identifier,geographic_level,country_code,"
                                    "country_name,region_code,region_name,new_la_code,old_la_code,"
                                    "la_name");
    for (uint32_t i = 0; i < benchmark->item_count && code == 0; i++) {
        if (in_list(choice->items, benchmark->items[i].code)) {
            code = staith_buf_printf(out, ",%s", benchmark->items[i].code);
        }
    }
    code = code != 0 ? code : staith_buf_text(out, "\n");
    for (uint32_t p = 0; p < benchmark->period_count && code == 0; p++) {
        staith_period_format(&benchmark->periods[p], period);
        for (int area = ENGLAND; area < (int)benchmark->council_count && code == 0; area++) {
            if (!in_list(choice->periods, period) ||
                !in_list(choice->areas, area_code(benchmark, area))) {
                continue;
            }
            code = write_period(&benchmark->periods[p], out);
            code = code != 0 ? code : write_place(benchmark, config, area, out);
            code = code != 0 ? code : write_figures(benchmark, choice, p, area, out);
        }
    }
    return code;
}

/* ---- the answer ---- */

void staith_web_api_observations(struct staith_web_turn *turn,
                                 const struct staith_web_picture *picture,
                                 const struct staith_benchmark *benchmark)
{
    struct choice choice;
    struct staith_buf bytes;
    if (!read_choice(turn->request->query, &choice)) {
        staith_web_say(turn, 400, "Wrong query",
                       "limit is 1 to 5000, cursor is what next_cursor said.");
        return;
    }
    if (choice.picture != 0 && choice.picture != picture->number) {
        staith_web_say(turn, 410, "The figures have changed",
                       "Begin again without a cursor: pages of two states do not go together.");
        return;
    }
    if (strcmp(choice.format, "json") == 0) {
        give_json(turn, picture, benchmark, &choice);
        return;
    }
    bool sdmx = strcmp(choice.format, "sdmx-csv") == 0;
    if (!sdmx && strcmp(choice.format, "csv") != 0) {
        staith_web_say(turn, 400, "Wrong format", "format is json, csv or sdmx-csv.");
        return;
    }
    staith_buf_init(&bytes, BODY_BYTES);
    int code = sdmx ? write_sdmx(benchmark, &choice, &bytes)
                    : write_tidy(benchmark, turn->web->options.config, &choice, &bytes);
    if (code == 0) {
        staith_web_give(turn, 200,
                        sdmx ? "application/vnd.sdmx.data+csv; version=2.0.0"
                             : "text/csv; charset=utf-8; header=present",
                        &bytes);
        turn->answer->may_store = true;
    } else {
        staith_web_say(turn, 503, "Not available now", "This is too much at once: choose less.");
    }
    staith_buf_deinit(&bytes);
}
