/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"
#include "aggregator/views/page_parts.h"

#include "base/decimal.h"

#include <staith/plugin.h>

#include <stdio.h>

static void column(struct staith_html *html, const char *class_name, const char *text)
{
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "col");
    if (class_name != NULL) {
        staith_html_attr(html, "class", class_name);
    }
    staith_html_text(html, text);
    staith_html_close(html);
}

static void head(struct staith_html *html, bool with_trend)
{
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    column(html, NULL, "Council");
    column(html, NULL, "Rank");
    column(html, NULL, "Figure");
    column(html, NULL, "Statistical neighbours, median (n)");
    column(html, NULL, "Above or below England");
    if (with_trend) {
        column(html, "text", "Trend");
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* Figure less England's, in the words a table takes: "+1.3", "-0.4", "0.0". */
static void england_cell(struct staith_html *html, const struct staith_benchmark_figure *figure,
                         const struct staith_benchmark_figure *country, uint32_t decimals)
{
    staith_html_open(html, "td");
    if (figure->status == STAITH_STATUS_VALUE && country->status == STAITH_STATUS_VALUE) {
        char text[STAITH_BENCHMARK_TEXT_BYTES];
        int64_t apart = figure->value - country->value;
        if (staith_decimal_format_grouped(apart < 0 ? -apart : apart, decimals, text,
                                          sizeof(text)) > 0) {
            const char *sign = apart > 0 ? "+" : apart < 0 ? "\xE2\x88\x92" : "";
            staith_html_textf(html, "%s%s", sign, text);
        }
    }
    staith_html_close(html);
}

static void neighbour_cell(struct staith_html *html, const struct staith_benchmark_area *area,
                           uint32_t decimals)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_median_text(&area->neighbours, decimals, text);
    staith_html_open(html, "td");
    if (text[0] != '\0') {
        staith_html_textf(html, "%s (%u)", text, area->neighbour_n);
    }
    staith_html_close(html);
}

static void council_row(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t period, uint32_t item, uint32_t council)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    uint32_t decimals = benchmark->items[item].decimals;
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, benchmark->councils[council].name);
    staith_html_close(html);
    staith_html_open(html, "td");
    if (area->rank != 0) {
        staith_html_textf(html, "%s%u", area->tied ? "=" : "", area->rank);
    }
    staith_html_close(html);
    staith_html_open(html, "td");
    if (area->quartile != 0 && benchmark->items[item].polarity != STAITH_NEUTRAL) {
        staith_html_attrf(html, "class", "q%u", area->quartile);
    }
    staith_page_figure(html, &area->figure, decimals);
    if (area->reason != NULL) {
        staith_html_element(html, "small", NULL, area->reason);
    }
    staith_html_close(html);
    neighbour_cell(html, area, decimals);
    england_cell(html, &area->figure, &result->country, decimals);
    if (benchmark->period_count > 1) {
        staith_html_open_class(html, "td", "text");
        staith_chart_spark(html, benchmark, item, council);
        staith_html_close(html);
    }
    staith_html_close(html);
}

static void total_row(struct staith_html *html, const char *name,
                      const struct staith_benchmark_figure *figure, const char *about,
                      uint32_t decimals, uint32_t rest)
{
    staith_html_open_class(html, "tr", "total");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, name);
    staith_html_close(html);
    staith_html_element(html, "td", NULL, "");
    staith_html_open(html, "td");
    staith_page_figure(html, figure, decimals);
    staith_html_close(html);
    staith_html_open(html, "td");
    staith_html_attrf(html, "colspan", "%u", rest);
    staith_html_attr(html, "class", "text");
    staith_html_element(html, "small", NULL, about);
    staith_html_close(html);
    staith_html_close(html);
}

static void table(struct staith_html *html, const struct staith_benchmark *benchmark,
                  uint32_t period, uint32_t item)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_item *what = &benchmark->items[item];
    uint32_t order[STAITH_BENCHMARK_MAX_COUNCILS];
    staith_chart_order(benchmark, period, item, order);
    bool with_trend = benchmark->period_count > 1;
    staith_html_open_class(html, "div", "scroll");
    staith_html_open(html, "table");
    head(html, with_trend);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        council_row(html, benchmark, period, item, order[i]);
    }
    char about[128];
    (void)snprintf(about, sizeof(about), "ratio of sums, %u of %u councils",
                   result->region.contributing, benchmark->council_count);
    uint32_t rest = with_trend ? 3 : 2;
    total_row(html, benchmark->region_name, &result->region.figure, about, what->decimals, rest);
    total_row(html, "England", &result->country, "as published", what->decimals, rest);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

static const char *polarity_words(uint32_t polarity)
{
    if (polarity == STAITH_LOW_IS_GOOD) {
        return "Low is good.";
    }
    return polarity == STAITH_HIGH_IS_GOOD ? "High is good."
                                           : "Neither high nor low is good in itself.";
}

void staith_page_indicator(struct staith_html *html, const struct staith_benchmark *benchmark,
                           uint32_t period, uint32_t item)
{
    const struct staith_benchmark_item *what = &benchmark->items[item];
    staith_html_open(html, "section");
    staith_html_attr(html, "id", what->code);
    staith_html_open(html, "h2");
    staith_html_textf(html, "%s, %s", what->label, what->unit);
    staith_html_close(html);
    staith_html_open_class(html, "p", "lead");
    if (what->definition != NULL) {
        staith_html_textf(html, "%s ", what->definition);
    }
    staith_html_text(html, polarity_words(what->polarity));
    staith_html_close(html);
    staith_html_open_class(html, "div", "pair");
    staith_html_open(html, "div");
    staith_chart_bars(html, benchmark, period, item);
    staith_html_element(html, "p", "source",
                        "Solid line: the region. Dashed line: England. Short marks: the median of "
                        "each council's statistical neighbours.");
    if (benchmark->period_count > 1) {
        staith_html_element(html, "h3", NULL, "Over time");
        staith_chart_trend(html, benchmark, item);
    }
    staith_html_close(html);
    staith_html_open(html, "div");
    table(html, benchmark, period, item);
    staith_html_close(html);
    staith_html_close(html);
    if (what->source != NULL) {
        staith_html_open_class(html, "p", "source");
        staith_html_textf(html, "Source: %s", what->source);
        staith_html_close(html);
    }
    staith_html_close(html);
}
