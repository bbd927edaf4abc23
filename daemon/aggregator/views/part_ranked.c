/* SPDX-License-Identifier: Apache-2.0 */
/* The councils in order of rank: bars, and the table beside them. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

static const struct staith_benchmark_item *item_of(const struct staith_page *page, uint32_t item)
{
    return &page->benchmark->items[item];
}

/* Whether a target holds for the item in the page's period, for anybody. */
static bool has_target(const struct staith_page *page, uint32_t item)
{
    for (int i = -1; i < (int)page->benchmark->council_count; i++) {
        if (staith_benchmark_target(page->benchmark, page->request->period, item, i, 0) != NULL) {
            return true;
        }
    }
    return false;
}

static void target_cell(struct staith_page *page, uint32_t item, int council,
                        const struct staith_benchmark_area *area)
{
    const struct staith_benchmark_item *what = item_of(page, item);
    staith_html_open(page->html, "td");
    for (uint32_t nth = 0;; nth++) {
        const struct staith_benchmark_target *target =
            staith_benchmark_target(page->benchmark, page->request->period, item, council, nth);
        if (target == NULL) {
            break;
        }
        enum staith_word word = staith_benchmark_against(what, area, target);
        staith_page_tag(page, staith_words_class(what, word), staith_words_target(what, word));
        staith_html_open(page->html, "small");
        staith_html_textf(page->html, "%s %s", target->name, target->text);
        staith_html_close(page->html);
    }
    staith_html_close(page->html);
}

static void ranked_row(struct staith_page *page, uint32_t item, uint32_t council)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = item_of(page, item);
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    char text[64];
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_page_link(page, NULL, page->benchmark->councils[council].name, "%s/%s/councils/%s.html",
                     page->benchmark->dataset, page->period,
                     page->benchmark->councils[council].code);
    if (area->reason != NULL) {
        staith_html_element(html, "small", NULL, staith_words_reason(area->reason));
    }
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    staith_page_figure(page, &area->figure, what->decimals);
    staith_html_close(html);
    staith_page_interval(&area->chance, what->decimals, text, sizeof(text));
    staith_html_element(html, "td", "n", text);
    staith_html_open(html, "td");
    staith_page_tag(page, staith_words_class(what, area->chance.country),
                    staith_words_tag(what, area->chance.country));
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    if (area->rank != 0) {
        staith_words_rank(area->rank, area->tied, text, sizeof(text));
        staith_html_text(html, text);
        if (area->chance.best != 0) {
            staith_html_textf(html, " (%u to %u)", area->chance.best, area->chance.worst);
        }
    }
    staith_html_close(html);
    staith_benchmark_median_text(&area->neighbours, what->decimals, text);
    staith_html_open_class(html, "td", "n");
    if (text[0] != '\0') {
        staith_html_textf(html, "%s (%u)", text, area->neighbour_n);
    }
    staith_html_close(html);
    if (has_target(page, item)) {
        target_cell(page, item, (int)council, area);
    }
    staith_html_close(html);
}

/* `area` NULL: England, which has no targets. */
static void total_row(struct staith_page *page, const char *name, uint32_t item,
                      const struct staith_benchmark_figure *figure,
                      const struct staith_benchmark_area *area, const char *about)
{
    uint32_t decimals = item_of(page, item)->decimals;
    struct staith_html *html = page->html;
    staith_html_open_class(html, "tr", "total");
    staith_page_row_head(page, name);
    staith_html_open_class(html, "td", "n");
    staith_page_figure(page, figure, decimals);
    staith_html_close(html);
    staith_html_open(html, "td");
    staith_html_attr(html, "colspan", "4");
    staith_html_element(html, "small", NULL, about);
    staith_html_close(html);
    if (has_target(page, item) && area != NULL) {
        target_cell(page, item, -1, area);
    } else if (has_target(page, item)) {
        staith_html_element(html, "td", NULL, "");
    }
    staith_html_close(html);
}

static void totals(struct staith_page *page, uint32_t item)
{
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    const struct staith_benchmark_settings *settings = page->benchmark->settings;
    char about[128];
    for (uint32_t i = 0; i < settings->group_count; i++) {
        (void)snprintf(about, sizeof(about), "ratio of sums, %u of %u councils",
                       result->groups[i].contributing, settings->groups[i].member_count);
        total_row(page, settings->groups[i].name, item, &result->groups[i].figure,
                  &result->groups[i], about);
    }
    (void)snprintf(about, sizeof(about), "ratio of sums, %u of %u councils",
                   result->region.contributing, page->benchmark->council_count);
    total_row(page, page->benchmark->region_name, item, &result->region.figure, &result->region,
              about);
    total_row(page, "England", item, &result->country, NULL, "as published");
}

static void ranked(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = item_of(page, item);
    uint32_t order[STAITH_BENCHMARK_MAX_COUNCILS];
    char caption[256];
    staith_chart_order(page->benchmark, page->request->period, item, order);
    (void)snprintf(caption, sizeof(caption), "%s, %s, %s", what->label, what->unit, page->period);
    staith_page_table_open(page, "tight", caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    staith_page_column(page, "n", "Figure");
    staith_page_column(page, "n", "95% interval");
    staith_page_column(page, NULL, "Against England");
    staith_page_column(page, "n", "Place (and what chance leaves)");
    staith_page_column(page, "n", "Neighbours, median (n)");
    if (has_target(page, item)) {
        staith_page_column(page, NULL, "Against the target");
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        ranked_row(page, item, order[i]);
    }
    totals(page, item);
    staith_html_close(html);
    staith_page_table_close(page);
    staith_page_rounded(page, (int)item);
}

void staith_part_means(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = item_of(page, item);
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    staith_html_open(html, "details");
    staith_html_element(html, "summary", NULL, "Means of neighbours, as LAIT has them");
    staith_page_table_open(page, "tight", "Statistical neighbours: median and mean");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    staith_page_column(page, "n", "Median");
    staith_page_column(page, "n", "Mean");
    staith_page_column(page, "n", "Neighbours with a number");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        const struct staith_benchmark_area *area = &result->councils[i];
        char text[STAITH_BENCHMARK_TEXT_BYTES];
        staith_html_open(html, "tr");
        staith_page_row_head(page, page->benchmark->councils[i].name);
        staith_benchmark_median_text(&area->neighbours, what->decimals, text);
        staith_html_element(html, "td", "n", text);
        staith_benchmark_median_text(&area->neighbour_mean, what->decimals, text);
        staith_html_element(html, "td", "n", text);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%u of %u", area->neighbour_n, area->neighbour_count);
        staith_html_close(html);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_html_close(html);
}

void staith_part_ranked(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = page->html};
    staith_html_open_class(html, "div", "pair");
    staith_html_open(html, "figure");
    staith_chart_bars(&svg, page->benchmark, page->request->period, item);
    staith_html_element(html, "figcaption", NULL,
                        "Thin lines with ends: 95% intervals. Diamonds: the median of each "
                        "council\xE2\x80\x99s statistical neighbours.");
    staith_html_close(html);
    staith_html_open(html, "div");
    ranked(page, item);
    staith_html_close(html);
    staith_html_close(html);
}
