/* SPDX-License-Identifier: Apache-2.0 */
/* The region at a glance: every indicator by council, as one table that says its words. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <staith/plugin.h>
#include <stdio.h>

enum { REGION = -1, COUNTRY = -2 };

static bool is_indicator(const struct staith_page *page, uint32_t item)
{
    return !page->benchmark->items[item].is_measure;
}

static uint32_t councils_with_figures(const struct staith_page *page)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        bool any = false;
        for (uint32_t item = 0; item < page->benchmark->item_count; item++) {
            const struct staith_benchmark_result *result =
                staith_benchmark_result(page->benchmark, page->request->period, item);
            any = any || result->councils[i].figure.status != STAITH_STATUS_UNSET;
        }
        count += any ? 1 : 0;
    }
    return count;
}

static void heat_head(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (!is_indicator(page, i)) {
            continue;
        }
        staith_html_open(html, "th");
        staith_html_attr(html, "scope", "col");
        staith_page_link(page, NULL, page->benchmark->items[i].label, "%s/%s/indicators/%s.html",
                         page->benchmark->dataset, page->period, page->benchmark->items[i].code);
        staith_html_element(html, "small", NULL, page->benchmark->items[i].unit);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* Figure, word against England, and the place with the places it may have. */
static void heat_cell(struct staith_page *page, uint32_t item, uint32_t council)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    const struct staith_benchmark_area *area = &result->councils[council];
    const char *word = staith_words_tag(what, area->chance.country);
    staith_html_open(html, "td");
    staith_html_attr(html, "class", staith_words_class(what, area->chance.country));
    staith_html_open(html, "b");
    staith_page_figure(page, &area->figure, what->decimals);
    staith_html_close(html);
    if (word[0] != '\0') {
        staith_html_element(html, "small", NULL, word);
    }
    staith_html_open(html, "small");
    if (area->rank != 0) {
        char rank[16];
        staith_words_rank(area->rank, area->tied, rank, sizeof(rank));
        staith_html_text(html, rank);
        if (area->chance.best != 0) {
            staith_html_textf(html, " (%u to %u)", area->chance.best, area->chance.worst);
        }
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* `group` -1: the region, -2: England. */
static void heat_total(struct staith_page *page, const char *name, int group)
{
    struct staith_html *html = page->html;
    staith_html_open_class(html, "tr", "total");
    staith_page_row_head(page, name);
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (!is_indicator(page, i)) {
            continue;
        }
        const struct staith_benchmark_result *result =
            staith_benchmark_result(page->benchmark, page->request->period, i);
        staith_html_open(html, "td");
        const struct staith_benchmark_area *area =
            group >= 0 ? &result->groups[group] : &result->region;
        staith_page_figure(page, group == COUNTRY ? &result->country : &area->figure,
                           page->benchmark->items[i].decimals);
        if (group != COUNTRY) {
            staith_html_open(html, "small");
            staith_html_textf(html, "%u of %u", area->contributing,
                              group >= 0 ? page->benchmark->settings->groups[group].member_count
                                         : page->benchmark->council_count);
            staith_html_close(html);
        }
        staith_html_close(html);
    }
    staith_html_close(html);
}

/* Whether the national file has any of these indicators. */
static bool has_country(const struct staith_page *page)
{
    bool has = false;
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(page->benchmark, page->request->period, i);
        has = has || (is_indicator(page, i) && result->country.status != STAITH_STATUS_UNSET);
    }
    return has;
}

static void heat(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_page_table_open(page, "heat", "Every indicator by council");
    heat_head(page);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        staith_html_open(html, "tr");
        staith_html_open(html, "th");
        staith_html_attr(html, "scope", "row");
        staith_page_link(page, NULL, page->benchmark->councils[i].name, "%s/%s/councils/%s.html",
                         page->benchmark->dataset, page->period, page->benchmark->councils[i].code);
        staith_html_close(html);
        for (uint32_t item = 0; item < page->benchmark->item_count; item++) {
            if (is_indicator(page, item)) {
                heat_cell(page, item, i);
            }
        }
        staith_html_close(html);
    }
    for (uint32_t i = 0; i < page->benchmark->settings->group_count; i++) {
        heat_total(page, page->benchmark->settings->groups[i].name, (int)i);
    }
    heat_total(page, page->benchmark->region_name, REGION);
    if (has_country(page)) {
        heat_total(page, "England", COUNTRY);
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_page_rounded(page, -1);
}

static void measure_row(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, what->label);
    staith_html_element(html, "small", NULL, what->unit);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    staith_page_figure(page, &result->region.figure, what->decimals);
    if (result->region.contributing < page->benchmark->council_count) {
        staith_html_open(html, "small");
        staith_html_textf(html, "%u of %u", result->region.contributing,
                          page->benchmark->council_count);
        staith_html_close(html);
    }
    staith_html_close(html);
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        staith_html_open_class(html, "td", "n");
        staith_page_figure(page, &result->councils[i].figure, what->decimals);
        staith_html_close(html);
    }
    staith_html_close(html);
}

void staith_part_measures(struct staith_page *page)
{
    struct staith_html *html = page->html;
    bool any = false;
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        any = any || !is_indicator(page, i);
    }
    if (!any) {
        return;
    }
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "Counts and sums behind the rates");
    staith_html_element(
        html, "p", "quiet",
        "What each council released, rounded for reading; rates are computed from "
        "the unrounded numbers. The region is the sum over the councils that have a "
        "number. Where counts are rounded in the councils, a 0 is a number that was "
        "rounded to 0: the tables by category have its bounds.");
    staith_part_councils_open(page, "Counts and sums by council", "Measure");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (!is_indicator(page, i)) {
            measure_row(page, i);
        }
    }
    staith_part_councils_close(page);
    staith_html_close(html);
}

void staith_part_region(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "section");
    staith_html_open_class(html, "div", "inset");
    staith_html_element(
        html, "p", NULL,
        has_country(page)
            ? "Blue, better, and orange, worse: the figure differs from England\xE2\x80\x99s "
              "by more than chance explains. Similar: it does not. Then the place among "
              "the councils, and in brackets the places that chance leaves open."
            : "England has no figures of these, so that nothing is called better or worse. Below "
              "a figure stands its place among the councils, and in brackets the places that "
              "chance leaves open.");
    staith_html_close(html);
    heat(page);
    staith_page_symbols(page);
    staith_html_element(html, "p", "quiet",
                        "The region\xE2\x80\x99s rates are ratios of sums over the councils whose "
                        "parts are all numbers, never a mean of rates. Where there is no word, the "
                        "figure has no interval, or England has none; where neither high nor low "
                        "is good, no colour.");
    staith_html_close(html);
}

void staith_view_region(struct staith_page *page)
{
    char lead[256];
    char period[64];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead),
                   "Figures from %u of %u councils for the %s, beside the region%s.",
                   councils_with_figures(page), page->benchmark->council_count, period,
                   has_country(page) ? ", England and statistical neighbours" : "");
    (void)snprintf(stem, sizeof(stem), "%s/%s/index", page->benchmark->dataset, page->period);
    staith_page_begin(page, page->site->titles[page->request->dataset], lead);
    staith_page_periods(page, "index.html");
    staith_part_region(page);
    staith_page_downloads(page, stem, "");
    staith_part_own_link(page);
    staith_part_breakdown_links(page);
    staith_part_measures(page);
    staith_page_end(page);
}
