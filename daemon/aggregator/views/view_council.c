/* SPDX-License-Identifier: Apache-2.0 */
/* One council: what can be said of it beyond chance, the table that its scrutiny committee reads,
 * and each indicator over time. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>
#include <string.h>

enum column {
    INDICATOR,
    UNIT,
    THIS,
    BEFORE,
    CHANGE,
    TREND,
    ENGLAND,
    AGAINST_ENGLAND,
    REGION,
    NEIGHBOURS,
    NEIGHBOUR_N,
    PLACE,
    TARGET,
    AGAINST_TARGET,
    COLUMNS
};

static const struct staith_sheet_column columns[COLUMNS] = {
    {"indicator", "Indicator", false},
    {"unit", "Unit", false},
    {"this_period", "This period", true},
    {"period_before", "Period before", true},
    {"change", "Change beyond chance", false},
    {"trend", "Five-period trend", false},
    {"england", "England", true},
    {"against_england", "Against England", false},
    {"region", "Region", true},
    {"neighbour_median", "Neighbours, median", true},
    {"neighbour_n", "Neighbours with a number", true},
    {"place", "Place, and those that chance leaves", false},
    {"target", "Target", false},
    {"against_target", "Against the target", false},
};

static void put_figure(struct staith_sheet *sheet, uint32_t column,
                       const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    if (figure->status == STAITH_STATUS_VALUE) {
        staith_sheet_number(sheet, column, figure->value, decimals);
    } else if (figure->status != STAITH_STATUS_UNSET) {
        staith_sheet_text(sheet, column, staith_status_symbol(figure->status));
    }
}

/* "3rd of 12 (1 to 10)"; "" where it has none. */
static void place_text(const struct staith_benchmark_area *area, uint32_t ranked, char *out,
                       size_t cap)
{
    char rank[16];
    out[0] = '\0';
    if (area->rank == 0) {
        return;
    }
    staith_words_rank(area->rank, area->tied, rank, sizeof(rank));
    if (area->chance.best != 0) {
        (void)snprintf(out, cap, "%s of %u (%u to %u)", rank, ranked, area->chance.best,
                       area->chance.worst);
    } else {
        (void)snprintf(out, cap, "%s of %u", rank, ranked);
    }
}

static const char *change_words(enum staith_trend change)
{
    static const char *const WORDS[] = {"", "no change", "up", "down"};
    return WORDS[change];
}

static void put_row(struct staith_sheet *sheet, const struct staith_benchmark *benchmark,
                    uint32_t period, uint32_t at, uint32_t council)
{
    const struct staith_benchmark_item *item = &benchmark->items[at];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, at);
    const struct staith_benchmark_area *area = &result->councils[council];
    int before = staith_benchmark_before(benchmark, period);
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, INDICATOR, item->label);
    staith_sheet_text(sheet, UNIT, item->unit);
    put_figure(sheet, THIS, &area->figure, item->decimals);
    if (before >= 0) {
        put_figure(sheet, BEFORE,
                   staith_chart_figure(benchmark, (uint32_t)before, at, (int)council),
                   item->decimals);
    }
    staith_sheet_text(sheet, CHANGE, change_words(area->chance.change));
    staith_sheet_text(sheet, TREND, staith_words_trend(area->chance.trend));
    put_figure(sheet, ENGLAND, &result->country, item->decimals);
    staith_sheet_text(sheet, AGAINST_ENGLAND, staith_words_tag(item, area->chance.country));
    put_figure(sheet, REGION, &result->region.figure, item->decimals);
    if (area->neighbours.status == STAITH_STATUS_VALUE) {
        staith_sheet_real(sheet, NEIGHBOURS,
                          staith_benchmark_natural(
                              &area->neighbours, item->decimals + STAITH_BENCHMARK_EXTRA_DECIMALS),
                          item->decimals);
        staith_sheet_number(sheet, NEIGHBOUR_N, area->neighbour_n, 0);
    }
    char place[64];
    place_text(area, result->ranked, place, sizeof(place));
    if (place[0] != '\0') {
        staith_sheet_text(sheet, PLACE, place);
    }
    const struct staith_benchmark_target *target =
        staith_benchmark_target(benchmark, period, at, (int)council, 0);
    if (target != NULL) {
        staith_sheet_text(sheet, TARGET, target->text);
        staith_sheet_text(sheet, AGAINST_TARGET,
                          staith_words_target(item, staith_benchmark_against(item, area, target)));
    }
}

void staith_sheet_council(struct staith_sheet *sheet, const struct staith_benchmark *benchmark,
                          uint32_t period, uint32_t council)
{
    staith_sheet_init(sheet, "Committee", benchmark->councils[council].name, columns, COLUMNS,
                      benchmark->item_count);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!benchmark->items[i].is_measure) {
            put_row(sheet, benchmark, period, i, council);
        }
    }
}

void staith_part_summary(struct staith_page *page)
{
    struct staith_html *html = page->html;
    char sentence[STAITH_WORDS_SENTENCE_BYTES];
    uint32_t said = 0;
    uint32_t tested = 0;
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "What can be said");
    staith_html_open(html, "ul");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(page->benchmark, page->request->period, i);
        if (page->benchmark->items[i].is_measure) {
            continue;
        }
        tested += result->councils[page->request->council].chance.has_interval ? 1 : 0;
        staith_words_summary(page->benchmark, page->request->period, i,
                             (uint32_t)page->request->council, sentence);
        if (sentence[0] != '\0') {
            staith_html_element(html, "li", NULL, sentence);
            said++;
        }
    }
    staith_html_open(html, "li");
    if (tested == 0) {
        staith_html_text(html, "No figure of this period can be tested.");
    } else {
        staith_html_textf(html,
                          "%u figures can be tested. For %u of them chance could explain every "
                          "difference and change.",
                          tested, tested - (said < tested ? said : tested));
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

/* ---- the table of the page: as the sheet, with bands and tags, and no column that is empty ----
 */

static bool any_target(const struct staith_page *page)
{
    bool any = false;
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        any = any || staith_benchmark_target(page->benchmark, page->request->period, i,
                                             page->request->council, 0) != NULL;
    }
    return any;
}

static void committee_head(struct staith_page *page, int before, bool targets)
{
    struct staith_html *html = page->html;
    char code[STAITH_PERIOD_CODE_BYTES];
    if (before >= 0) {
        staith_period_format(&page->benchmark->periods[before], code);
    }
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Indicator");
    staith_page_column(page, "n", page->period);
    staith_page_column(page, "n", before >= 0 ? code : "Period before");
    staith_page_column(page, NULL, "Change beyond chance");
    staith_page_column(page, NULL, "Five-period trend");
    staith_page_column(page, "n", "England");
    staith_page_column(page, NULL, "Against England");
    staith_page_column(page, "n", page->benchmark->region_name);
    staith_page_column(page, "n", "Neighbours, median (n)");
    staith_page_column(page, NULL, "Place (and what chance leaves)");
    if (targets) {
        staith_page_column(page, NULL, "Target");
    }
    staith_html_close(html);
    staith_html_close(html);
}

static void figure_cell(struct staith_page *page, const struct staith_benchmark_figure *figure,
                        uint32_t decimals)
{
    staith_html_open_class(page->html, "td", "n");
    staith_page_figure(page, figure, decimals);
    staith_html_close(page->html);
}

static void target_cell(struct staith_page *page, uint32_t at,
                        const struct staith_benchmark_area *area)
{
    const struct staith_benchmark_item *item = &page->benchmark->items[at];
    const struct staith_benchmark_target *target = staith_benchmark_target(
        page->benchmark, page->request->period, at, page->request->council, 0);
    staith_html_open(page->html, "td");
    if (target != NULL) {
        const enum staith_word word = staith_benchmark_against(item, area, target);
        staith_html_textf(page->html, "%s ", target->text);
        staith_page_tag(page, staith_words_class(item, word), staith_words_target(item, word));
    }
    staith_html_close(page->html);
}

static void committee_row(struct staith_page *page, uint32_t at, int before, bool targets)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark *benchmark = page->benchmark;
    const struct staith_benchmark_item *item = &benchmark->items[at];
    const struct staith_benchmark_result *result =
        staith_benchmark_result(benchmark, page->request->period, at);
    const struct staith_benchmark_area *area = &result->councils[page->request->council];
    static const struct staith_benchmark_figure none = {.status = STAITH_STATUS_UNSET};
    char text[64];
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, item->label);
    staith_html_element(html, "small", NULL, item->unit);
    staith_html_close(html);
    figure_cell(page, &area->figure, item->decimals);
    figure_cell(page,
                before >= 0
                    ? staith_chart_figure(benchmark, (uint32_t)before, at, page->request->council)
                    : &none,
                item->decimals);
    staith_html_element(html, "td", NULL, staith_words_change_found(area->chance.change));
    staith_html_element(html, "td", NULL, staith_words_trend_found(area->chance.trend));
    figure_cell(page, &result->country, item->decimals);
    staith_html_open(html, "td");
    staith_page_tag(page, staith_words_class(item, area->chance.country),
                    staith_words_tag(item, area->chance.country));
    staith_html_close(html);
    figure_cell(page, &result->region.figure, item->decimals);
    staith_html_open_class(html, "td", "n");
    staith_benchmark_median_text(&area->neighbours, item->decimals, text);
    if (text[0] != '\0') {
        staith_html_textf(html, "%s (%u)", text, area->neighbour_n);
    }
    staith_html_close(html);
    place_text(area, result->ranked, text, sizeof(text));
    staith_html_element(html, "td", NULL, text);
    if (targets) {
        target_cell(page, at, area);
    }
    staith_html_close(html);
}

void staith_part_committee(struct staith_page *page)
{
    struct staith_html *html = page->html;
    char caption[256];
    const int before = staith_benchmark_before(page->benchmark, page->request->period);
    const bool targets = any_target(page);
    (void)snprintf(caption, sizeof(caption), "%s, %s",
                   page->benchmark->councils[page->request->council].name, page->period);
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "Beside the others");
    staith_page_table_open(page, "committee", caption);
    committee_head(page, before, targets);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (!page->benchmark->items[i].is_measure) {
            committee_row(page, i, before, targets);
        }
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_page_rounded(page, -1);
    staith_page_symbols(page);
    staith_html_close(html);
}

static void card(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = html, .styled = page->print};
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    const struct staith_benchmark_area *area = &result->councils[page->request->council];
    char text[64];
    staith_html_open(html, "li");
    staith_html_open(html, "h3");
    staith_page_link(page, NULL, what->label, "%s/%s/indicators/%s/%s.html",
                     page->benchmark->dataset, page->period, what->code,
                     page->benchmark->councils[page->request->council].code);
    staith_html_close(html);
    staith_html_open(html, "p");
    staith_words_figure(&area->figure, what, text, sizeof(text));
    staith_html_element(html, "b", NULL, text);
    staith_html_text(html, " ");
    staith_page_tag(page, staith_words_class(what, area->chance.country),
                    staith_words_tag(what, area->chance.country));
    staith_html_close(html);
    staith_chart_small(&svg, page->benchmark, item, (uint32_t)page->request->council);
    staith_html_close(html);
}

void staith_part_cards(struct staith_page *page)
{
    if (page->benchmark->period_count < 2) {
        return;
    }
    staith_html_open(page->html, "section");
    staith_html_element(page->html, "h2", NULL, "Over time");
    staith_html_element(page->html, "p", "quiet",
                        "Black: the council. Dark blue: the region. Dashed: England. The axis "
                        "begins at 0. The tables behind each heading hold the figures.");
    staith_html_open_class(page->html, "ul", "cards");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (!page->benchmark->items[i].is_measure) {
            card(page, i);
        }
    }
    staith_html_close(page->html);
    staith_html_close(page->html);
}

void staith_view_council(struct staith_page *page)
{
    const struct staith_benchmark_council *council =
        &page->benchmark->councils[page->request->council];
    char lead[256];
    char period[64];
    char below[64];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead), "%s, %s. Figures for the %s.",
                   page->site->titles[page->request->dataset], page->benchmark->region_name,
                   period);
    (void)snprintf(below, sizeof(below), "councils/%s.html", council->code);
    (void)snprintf(stem, sizeof(stem), "%s/%s/councils/%s", page->benchmark->dataset, page->period,
                   council->code);
    staith_page_begin(page, council->name, lead);
    staith_page_periods(page, below);
    staith_part_summary(page);
    staith_part_committee(page);
    staith_page_downloads(page, stem, "");
    staith_html_open_class(page->html, "p", "get");
    staith_page_link(page, NULL, "This council\xE2\x80\x99s pack, for print", "%s/%s/packs/%s.html",
                     page->benchmark->dataset, page->period, council->code);
    staith_html_close(page->html);
    staith_part_cards(page);
    staith_page_end(page);
}
