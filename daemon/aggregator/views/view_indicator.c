/* SPDX-License-Identifier: Apache-2.0 */
/* One indicator in every council. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

static void fact(struct staith_page *page, const char *value, const char *about)
{
    staith_html_open(page->html, "li");
    staith_html_element(page->html, "b", NULL, value);
    staith_html_element(page->html, "span", NULL, about);
    staith_html_close(page->html);
}

/* The region, England, and how many councils differ from it. */
static void facts(struct staith_page *page, const struct staith_benchmark_item *item,
                  const struct staith_benchmark_result *result)
{
    char value[64];
    char about[160];
    uint32_t lower = 0;
    uint32_t higher = 0;
    uint32_t tested = 0;
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        enum staith_word word = result->councils[i].chance.country;
        tested += word != STAITH_WORD_NONE ? 1 : 0;
        lower += word == STAITH_WORD_LOWER ? 1 : 0;
        higher += word == STAITH_WORD_HIGHER ? 1 : 0;
    }
    staith_html_open_class(page->html, "ul", "facts");
    staith_words_figure(&result->region.figure, item, value, sizeof(value));
    (void)snprintf(about, sizeof(about), "%s, from %u of %u councils%s%s",
                   page->benchmark->region_name, result->region.contributing,
                   page->benchmark->council_count,
                   result->region.chance.country != STAITH_WORD_NONE ? "; against England: " : "",
                   staith_stats_word_text(result->region.chance.country));
    fact(page, value, about);
    staith_words_figure(&result->country, item, value, sizeof(value));
    fact(page, value, "England, as published");
    if (tested > 0) {
        (void)snprintf(value, sizeof(value), "%u of %u", lower + higher, tested);
        (void)snprintf(about, sizeof(about),
                       "councils differ from England by more than chance: %u lower, %u higher",
                       lower, higher);
        fact(page, value, about);
    }
    staith_html_close(page->html);
}

static void term(struct staith_page *page, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        staith_html_element(page->html, "dt", NULL, name);
        staith_html_element(page->html, "dd", NULL, text);
    }
}

/* How far one person, or one FTE, moves the figure of the smallest council. */
static void say_smallest(struct staith_page *page, const struct staith_benchmark_item *item,
                         const struct staith_benchmark_result *result)
{
    int smallest = -1;
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        const struct staith_benchmark_area *area = &result->councils[i];
        if (area->has_parts && area->denominator > 0 &&
            area->figure.status == STAITH_STATUS_VALUE &&
            (smallest < 0 || area->denominator < result->councils[smallest].denominator)) {
            smallest = (int)i;
        }
    }
    if (smallest < 0 || item->kind == STAITH_RATIO_NONE) {
        return;
    }
    staith_html_open(page->html, "li");
    staith_html_textf(page->html,
                      "Numbers are small: in %s one more in the numerator moves the figure by "
                      "%.1f.",
                      page->benchmark->councils[smallest].name,
                      item->scale /
                          staith_benchmark_denominator(item, &result->councils[smallest]));
    staith_html_close(page->html);
}

static void caveats(struct staith_page *page, const struct staith_benchmark_item *item)
{
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, page->request->item);
    uint32_t without = 0;
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        const enum staith_status status = result->councils[i].figure.status;
        without += status != STAITH_STATUS_VALUE && status != STAITH_STATUS_LOW ? 1 : 0;
    }
    staith_html_element(page->html, "dt", NULL, "Caveats");
    staith_html_open(page->html, "dd");
    staith_html_open(page->html, "ul");
    say_smallest(page, item, result);
    if (without > 0) {
        staith_html_open(page->html, "li");
        staith_html_textf(page->html, "%u of %u councils have no number for this period%s.",
                          without, page->benchmark->council_count,
                          item->is_measure ? ""
                                           : "; they have no place, and the region is "
                                             "without them");
        staith_html_close(page->html);
    }
    if (item->kind == STAITH_RATIO_NONE && !item->is_measure) {
        staith_html_element(page->html, "li", NULL,
                            "Nothing says how much of a difference is chance: places are by the "
                            "figures alone.");
    }
    staith_html_element(page->html, "li", NULL,
                        "Councils and the Department for Education put figures right later; this "
                        "page has the newest version.");
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void next_update(struct staith_page *page)
{
    const struct staith_period next =
        staith_benchmark_after(&page->benchmark->periods[page->benchmark->period_count - 1]);
    const uint64_t days =
        page->site->due_days != NULL ? page->site->due_days[page->request->dataset] : 0;
    int32_t first = 0;
    int32_t last = 0;
    char period[64];
    char due[32];
    staith_words_period(&next, period, sizeof(period));
    staith_period_days(&next, &first, &last);
    staith_html_element(page->html, "dt", NULL, "Next update");
    staith_html_open(page->html, "dd");
    staith_html_textf(page->html, "Figures for the %s", period);
    if (days > 0) {
        staith_words_date((int32_t)(last + (int64_t)days), due, sizeof(due));
        staith_html_textf(page->html, ", due by %s", due);
    } else {
        staith_html_text(page->html, ", as councils send them after its end");
    }
    staith_html_text(page->html, ". Corrections show as soon as they arrive.");
    staith_html_close(page->html);
}

static void about(struct staith_page *page, const struct staith_benchmark_item *item)
{
    staith_html_open(page->html, "section");
    staith_html_element(page->html, "h2", NULL, "About this indicator");
    staith_html_open_class(page->html, "dl", "terms");
    term(page, "Definition", item->definition);
    term(page, "Numerator", item->numerator);
    term(page, "Denominator", item->denominator);
    term(page, "Unit", item->unit);
    term(page, "Polarity", staith_words_polarity(item->polarity));
    term(page, "Certainty", staith_words_method(item));
    term(page, "Source", item->source);
    caveats(page, item);
    next_update(page);
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void tiles_section(struct staith_page *page)
{
    struct staith_svg svg = {.html = page->html};
    staith_html_open(page->html, "section");
    staith_html_element(page->html, "h2", NULL, "On the map");
    staith_html_open_class(page->html, "figure", "tiles");
    staith_chart_tiles(&svg, page->benchmark, page->request->period, page->request->item);
    staith_page_picture_links(page, page->request->item, STAITH_CHART_TILES);
    staith_html_close(page->html);
    staith_html_close(page->html);
}

void staith_part_indicator(struct staith_page *page, uint32_t item)
{
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    staith_html_open(page->html, "section");
    staith_html_attr(page->html, "id", what->code);
    staith_html_open(page->html, "h2");
    staith_html_textf(page->html, "%s, %s", what->label, what->unit);
    staith_html_close(page->html);
    staith_html_open(page->html, "p");
    if (what->definition != NULL) {
        staith_html_textf(page->html, "%s ", what->definition);
    }
    staith_html_text(page->html, staith_words_polarity(what->polarity));
    staith_html_close(page->html);
    staith_part_ranked(page, item);
    staith_part_trend(page, item, false);
    staith_html_close(page->html);
}

static bool has_tiles(const struct staith_page *page)
{
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        if (page->benchmark->councils[i].tile_column != 0) {
            return true;
        }
    }
    return false;
}

void staith_view_indicator(struct staith_page *page)
{
    uint32_t item = page->request->item;
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    char title[512];
    char lead[512];
    char period[64];
    char below[STAITH_SITE_PATH_BYTES];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(
        title, sizeof(title), "%s%s%s", what->label, page->request->council >= 0 ? ": " : "",
        page->request->council >= 0 ? page->benchmark->councils[page->request->council].name : "");
    (void)snprintf(lead, sizeof(lead), "%s %s Figures for the %s.",
                   what->definition != NULL ? what->definition : "",
                   staith_words_polarity(what->polarity), period);
    (void)snprintf(below, sizeof(below), "indicators/%s.html", what->code);
    (void)snprintf(stem, sizeof(stem), "%s/%s/indicators/%s", page->benchmark->dataset,
                   page->period, what->code);
    staith_page_begin(page, title, lead);
    staith_page_periods(page, below);
    facts(page, what, result);
    staith_html_element(page->html, "h2", NULL, "Council by council");
    staith_part_ranked(page, item);
    staith_page_picture_links(page, item, STAITH_CHART_BARS);
    staith_part_means(page, item);
    staith_page_downloads(page, stem, "");
    staith_part_trend(page, item, true);
    staith_part_funnel(page, item);
    staith_part_xmr(page, item, NULL);
    if (has_tiles(page)) {
        tiles_section(page);
    }
    about(page, what);
    staith_page_end(page);
}
