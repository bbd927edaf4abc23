/* SPDX-License-Identifier: Apache-2.0 */
/* Every address of a static export. */
#include "aggregator/views/request.h"

#include "aggregator/views/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** A walk under way. */
struct walk {
    int (*fn)(void *ctx, const char *path);
    void *ctx;
    bool images;
    int code; /**< what `fn` returned, once that is not 0 */
};

static void visit(struct walk *walk, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void visit(struct walk *walk, const char *format, ...)
{
    char path[STAITH_SITE_PATH_BYTES];
    va_list args;
    if (walk->code != 0) {
        return;
    }
    va_start(args, format);
    int len = vsnprintf(path, sizeof(path), format, args);
    va_end(args);
    walk->code =
        len > 0 && (size_t)len < sizeof(path) ? walk->fn(walk->ctx, path) : STAITH_ERR_LIMIT;
}

static void visit_table(struct walk *walk, const char *stem)
{
    static const enum staith_format FORMATS[] = {STAITH_FORMAT_HTML, STAITH_FORMAT_CSV,
                                                 STAITH_FORMAT_JSON, STAITH_FORMAT_XLSX,
                                                 STAITH_FORMAT_ODS};
    for (size_t i = 0; i < sizeof(FORMATS) / sizeof(FORMATS[0]); i++) {
        visit(walk, "%s.%s", stem, staith_format_ending(FORMATS[i]));
    }
}

static bool has_chart(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                      enum staith_chart chart)
{
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    switch (chart) {
    case STAITH_CHART_FUNNEL:
        return staith_benchmark_result(benchmark, period, item)->has_dispersion;
    case STAITH_CHART_XMR:
        return staith_chart_xmr_points(benchmark, item, STAITH_CHART_REGION, points);
    case STAITH_CHART_TILES:
        for (uint32_t i = 0; i < benchmark->council_count; i++) {
            if (benchmark->councils[i].tile_column != 0) {
                return true;
            }
        }
        return false;
    case STAITH_CHART_TREND:
        return benchmark->period_count > 1;
    case STAITH_CHART_BARS:
    case STAITH_CHART_STATES:
    case STAITH_CHART_STEPS:
    case STAITH_CHART_RATES:
    case STAITH_CHART_CHOSEN:
    case STAITH_CHART_COUNT:
    default:
        return true;
    }
}

static void visit_indicator(struct walk *walk, const struct staith_benchmark *benchmark,
                            uint32_t period, uint32_t item, const char *folder)
{
    char stem[STAITH_SITE_PATH_BYTES];
    (void)snprintf(stem, sizeof(stem), "%s/indicators/%s", folder, benchmark->items[item].code);
    visit_table(walk, stem);
    for (int chart = 0; chart <= STAITH_CHART_OF_ITEM; chart++) {
        if (has_chart(benchmark, period, item, (enum staith_chart)chart)) {
            visit(walk, "%s/%s.svg", stem, staith_chart_name((enum staith_chart)chart));
            if (walk->images) {
                visit(walk, "%s/%s.png", stem, staith_chart_name((enum staith_chart)chart));
            }
        }
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        visit(walk, "%s/%s.html", stem, benchmark->councils[i].code);
    }
}

/* A table that was sent in one period has a page in each: they lead to each other. */
static bool was_sent(const struct staith_breakdown *breakdown,
                     const struct staith_breakdown_table *table)
{
    for (uint32_t i = 0; i < breakdown->benchmark->period_count; i++) {
        if (staith_breakdown_sent(breakdown, table, i)) {
            return true;
        }
    }
    return false;
}

/* Tables by category, and the view that the dataset has of its own. */
static void visit_breakdowns(struct walk *walk, const struct staith_site *site, uint32_t dataset,
                             uint32_t period, const char *folder)
{
    const struct staith_breakdown *breakdown =
        site->breakdowns != NULL ? site->breakdowns[dataset] : NULL;
    char stem[STAITH_SITE_PATH_BYTES];
    const char *title = NULL;
    enum staith_chart chart = STAITH_CHART_COUNT;
    const char *own = staith_request_own_view(site, dataset, &title, &chart);
    for (uint32_t i = 0; breakdown != NULL && i < breakdown->table_count; i++) {
        if (breakdown->tables[i].table->dimension_count > 0 &&
            was_sent(breakdown, &breakdown->tables[i])) {
            (void)snprintf(stem, sizeof(stem), "%s/breakdowns/%s", folder,
                           breakdown->tables[i].table->code);
            visit_table(walk, stem);
        }
    }
    if (own == NULL) {
        return;
    }
    (void)snprintf(stem, sizeof(stem), "%s/%s", folder, own);
    visit_table(walk, stem);
    if (chart == STAITH_CHART_STEPS
            ? staith_chart_has_steps(breakdown, period)
            : staith_chart_has_shares(breakdown, "by_state", "assignments")) {
        visit(walk, "%s/%s.svg", stem, staith_chart_name(chart));
        if (walk->images) {
            visit(walk, "%s/%s.png", stem, staith_chart_name(chart));
        }
    }
    if (staith_chart_has_rates(site, dataset, period)) {
        visit(walk, "%s/rates.svg", stem);
        if (walk->images) {
            visit(walk, "%s/rates.png", stem);
        }
    }
}

/* A measure has no page of its own; what the dataset's own view shows of it over time has files. */
static void visit_over_time(struct walk *walk, const struct staith_site *site, uint32_t dataset,
                            const char *folder)
{
    const struct staith_benchmark *benchmark = site->datasets[dataset];
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    const char *title = NULL;
    enum staith_chart chart = STAITH_CHART_COUNT;
    if (staith_request_own_view(site, dataset, &title, &chart) == NULL) {
        return;
    }
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (benchmark->items[i].is_measure && strcmp(benchmark->items[i].code, "over_cap") == 0 &&
            staith_chart_xmr_points(benchmark, i, STAITH_CHART_REGION, points)) {
            visit(walk, "%s/indicators/%s/xmr.svg", folder, benchmark->items[i].code);
            if (walk->images) {
                visit(walk, "%s/indicators/%s/xmr.png", folder, benchmark->items[i].code);
            }
        }
    }
}

static void visit_period(struct walk *walk, const struct staith_site *site, uint32_t dataset,
                         uint32_t period)
{
    const struct staith_benchmark *benchmark = site->datasets[dataset];
    char folder[128];
    char stem[STAITH_SITE_PATH_BYTES];
    char code[STAITH_PERIOD_CODE_BYTES];
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(folder, sizeof(folder), "%s/%s", benchmark->dataset, code);
    (void)snprintf(stem, sizeof(stem), "%s/index", folder);
    visit_table(walk, stem);
    visit_breakdowns(walk, site, dataset, period, folder);
    visit_over_time(walk, site, dataset, folder);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!benchmark->items[i].is_measure) {
            visit_indicator(walk, benchmark, period, i, folder);
        }
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        (void)snprintf(stem, sizeof(stem), "%s/councils/%s", folder, benchmark->councils[i].code);
        visit_table(walk, stem);
        visit(walk, "%s/packs/%s.html", folder, benchmark->councils[i].code);
    }
}

int staith_site_walk(const struct staith_site *site, bool images,
                     int (*fn)(void *ctx, const char *path), void *ctx)
{
    struct walk walk = {.fn = fn, .ctx = ctx, .images = images};
    visit(&walk, "index.html");
    visit(&walk, "method.html");
    if (site->arrivals != NULL) {
        visit_table(&walk, "arrivals");
    }
    for (uint32_t i = 0; i < site->dataset_count; i++) {
        for (uint32_t j = 0; j < site->datasets[i]->period_count; j++) {
            visit_period(&walk, site, i, j);
        }
    }
    return walk.code;
}
