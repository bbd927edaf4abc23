/* SPDX-License-Identifier: Apache-2.0 */
/* All councils over time, one of them picked out. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

static const struct staith_benchmark_item *item_of(const struct staith_page *page, uint32_t item)
{
    return &page->benchmark->items[item];
}

static void year_cells(struct staith_page *page, uint32_t item, int whose)
{
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        staith_html_open_class(page->html, "td", "n");
        staith_page_figure(page, staith_chart_figure(page->benchmark, i, item, whose),
                           item_of(page, item)->decimals);
        staith_html_close(page->html);
    }
}

static void trend_table(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = item_of(page, item);
    char caption[256];
    (void)snprintf(caption, sizeof(caption), "%s over time, %s", what->label, what->unit);
    staith_page_table_open(page, "tight", caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&page->benchmark->periods[i], code);
        staith_page_column(page, "n", code);
    }
    staith_page_column(page, NULL, "Five-period trend");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    for (int whose = 0; whose < (int)page->benchmark->council_count + 2; whose++) {
        bool council = whose < (int)page->benchmark->council_count;
        int line = council ? whose : whose == (int)page->benchmark->council_count ? -1 : -2;
        staith_html_open(html, "tr");
        if (!council) {
            staith_html_attr(html, "class", "total");
        }
        staith_page_row_head(page, council      ? page->benchmark->councils[whose].name
                                   : line == -1 ? page->benchmark->region_name
                                                : "England");
        year_cells(page, item, line);
        const struct staith_benchmark_chance none = {0};
        const struct staith_benchmark_chance *chance = council ? &result->councils[whose].chance
                                                       : line == -1 ? &result->region.chance
                                                                    : &none;
        staith_html_element(html, "td", NULL,
                            line == -2 ? "" : staith_words_trend_found(chance->trend));
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_page_symbols(page);
}

/* Each council's name leads to the same page with its line picked out. */
static void picks(struct staith_page *page, uint32_t item)
{
    staith_html_open_class(page->html, "p", "get");
    staith_html_text(page->html, "Pick one out: ");
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        staith_page_link(page, NULL, page->benchmark->councils[i].short_name,
                         "%s/%s/indicators/%s/%s.html", page->benchmark->dataset, page->period,
                         item_of(page, item)->code, page->benchmark->councils[i].code);
        staith_html_text(page->html, " ");
    }
    staith_html_close(page->html);
}

void staith_part_trend(struct staith_page *page, uint32_t item, bool alone)
{
    struct staith_svg svg = {.html = page->html};
    if (page->benchmark->period_count < 2) {
        return;
    }
    staith_html_open(page->html, "section");
    staith_html_element(page->html, alone ? "h2" : "h3", NULL, "Over time");
    staith_html_open(page->html, "figure");
    staith_chart_trend(&svg, page->benchmark, item, alone ? page->request->council : -1);
    if (alone) {
        picks(page, item);
        staith_page_picture_links(page, item, STAITH_CHART_TREND);
    }
    staith_html_close(page->html);
    trend_table(page, item);
    staith_html_close(page->html);
}
