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

static void put_place(struct staith_sheet *sheet, const struct staith_benchmark_area *area,
                      uint32_t ranked)
{
    char text[64];
    char rank[16];
    if (area->rank == 0) {
        return;
    }
    staith_words_rank(area->rank, area->tied, rank, sizeof(rank));
    if (area->chance.best != 0) {
        (void)snprintf(text, sizeof(text), "%s of %u (%u\xE2\x80\x93%u)", rank, ranked,
                       area->chance.best, area->chance.worst);
    } else {
        (void)snprintf(text, sizeof(text), "%s of %u", rank, ranked);
    }
    staith_sheet_text(sheet, PLACE, text);
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
    put_place(sheet, area, result->ranked);
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
                          "%u figures can be tested. Of %u of them nothing can be said that chance "
                          "does not explain.",
                          tested, tested - (said < tested ? said : tested));
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}

void staith_part_committee(struct staith_page *page)
{
    struct staith_sheet sheet;
    char caption[256];
    (void)snprintf(caption, sizeof(caption), "%s, %s",
                   page->benchmark->councils[page->request->council].name, page->period);
    staith_sheet_council(&sheet, page->benchmark, page->request->period,
                         (uint32_t)page->request->council);
    staith_html_open(page->html, "section");
    staith_html_element(page->html, "h2", NULL, "Beside the others");
    if (sheet.code == 0) {
        staith_page_sheet(page, caption, &sheet);
    } else {
        page->html->code = sheet.code;
    }
    staith_html_close(page->html);
    staith_sheet_deinit(&sheet);
}

static void card(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = html};
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
