/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and what stands in their cells. */
#include "aggregator/views/page.h"

#include <stdio.h>
#include <string.h>

void staith_page_table_open(struct staith_page *page, const char *class_name, const char *caption)
{
    struct staith_html *html = page->html;
    staith_html_open_class(html, "div", "scroll");
    staith_html_attr(html, "role", "region");
    staith_html_attr(html, "aria-label", caption);
    staith_html_attr(html, "tabindex", "0");
    staith_html_open(html, "table");
    if (class_name != NULL) {
        staith_html_attr(html, "class", class_name);
    }
    staith_html_element(html, "caption", NULL, caption);
}

void staith_page_table_close(struct staith_page *page)
{
    staith_html_close(page->html);
    staith_html_close(page->html);
}

void staith_page_column(struct staith_page *page, const char *class_name, const char *text)
{
    staith_html_open(page->html, "th");
    staith_html_attr(page->html, "scope", "col");
    if (class_name != NULL) {
        staith_html_attr(page->html, "class", class_name);
    }
    staith_html_text(page->html, text);
    staith_html_close(page->html);
}

void staith_page_row_head(struct staith_page *page, const char *text)
{
    staith_html_open(page->html, "th");
    staith_html_attr(page->html, "scope", "row");
    staith_html_text(page->html, text);
    staith_html_close(page->html);
}

void staith_page_figure(struct staith_page *page, const struct staith_benchmark_figure *figure,
                        uint32_t decimals)
{
    struct staith_html *html = page->html;
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    staith_benchmark_text(figure, decimals, true, text);
    if (figure->status == STAITH_STATUS_VALUE) {
        staith_html_text(html, text);
        return;
    }
    page->seen |= 1U << (unsigned)figure->status;
    staith_html_open(html, "abbr");
    const char *words = staith_benchmark_band_words(figure->band);
    staith_html_attr(html, "title",
                     words != NULL                           ? words
                     : figure->status == STAITH_STATUS_UNSET ? "not sent"
                                                             : staith_status_words(figure->status));
    staith_html_text(html, figure->status == STAITH_STATUS_UNSET ? "\xE2\x80\x93" : text);
    staith_html_close(html);
}

void staith_page_symbols(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const char *before = "Symbols: ";
    if (page->seen == 0) {
        return;
    }
    staith_html_open_class(html, "p", "quiet");
    for (unsigned i = 0; i <= STAITH_STATUS_LOW; i++) {
        if ((page->seen & 1U << i) == 0 || i == STAITH_STATUS_VALUE) {
            continue;
        }
        staith_html_text(html, before);
        staith_html_element(html, "b", NULL,
                            i == STAITH_STATUS_UNSET ? "\xE2\x80\x93"
                                                     : staith_status_symbol((enum staith_status)i));
        staith_html_textf(html, " %s",
                          i == STAITH_STATUS_UNSET ? "not sent"
                                                   : staith_status_words((enum staith_status)i));
        before = "; ";
    }
    staith_html_text(html, ".");
    staith_html_close(html);
    page->seen = 0;
}

static bool says_of_rounded(const struct staith_benchmark_area *area)
{
    return area->rounded && (area->rank != 0 || area->chance.has_interval ||
                             area->chance.place != STAITH_PLACE_NONE);
}

static bool any_rounded(const struct staith_page *page, uint32_t item)
{
    const struct staith_benchmark_result *result =
        staith_benchmark_result(page->benchmark, page->request->period, item);
    bool any = says_of_rounded(&result->region);
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        any = any || says_of_rounded(&result->councils[i]);
    }
    return any;
}

void staith_page_rounded(struct staith_page *page, int item)
{
    bool any = item >= 0 && any_rounded(page, (uint32_t)item);
    for (uint32_t i = 0; item < 0 && i < page->benchmark->item_count; i++) {
        any = any || (!page->benchmark->items[i].is_measure && any_rounded(page, i));
    }
    if (any) {
        staith_html_element(
            page->html, "p", "quiet",
            "Some of these numbers were rounded in the councils; intervals, places and "
            "tests take them as they stand, so that what rounding may have moved "
            "comes on top of chance.");
    }
}

void staith_page_tag(struct staith_page *page, const char *class_name, const char *text)
{
    if (text[0] == '\0') {
        return;
    }
    staith_html_open(page->html, "span");
    staith_html_attrf(page->html, "class", "tag %s", class_name);
    staith_html_text(page->html, text);
    staith_html_close(page->html);
}

void staith_page_interval(const struct staith_benchmark_chance *chance, uint32_t decimals,
                          char *out, size_t cap)
{
    out[0] = '\0';
    if (chance->has_interval) {
        (void)snprintf(out, cap, "%.*f to %.*f", (int)decimals, chance->interval.lower,
                       (int)decimals, chance->interval.upper);
    }
}

/* The first column heads its row. */
static void sheet_row(struct staith_page *page, const struct staith_sheet *sheet, uint32_t row)
{
    staith_html_open(page->html, "tr");
    for (uint32_t i = 0; i < sheet->columns; i++) {
        char text[512];
        staith_sheet_cell_text(staith_sheet_cell(sheet, row, i), text, sizeof(text));
        if (i == 0) {
            staith_page_row_head(page, text);
        } else {
            staith_html_element(page->html, "td", sheet->column[i].numeric ? "n" : NULL, text);
        }
    }
    staith_html_close(page->html);
}

void staith_page_sheet(struct staith_page *page, const char *caption,
                       const struct staith_sheet *sheet)
{
    struct staith_html *html = page->html;
    staith_page_table_open(page, NULL, caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    for (uint32_t i = 0; i < sheet->columns; i++) {
        staith_page_column(page, sheet->column[i].numeric ? "n" : NULL, sheet->column[i].label);
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t row = 0; row < sheet->rows; row++) {
        sheet_row(page, sheet, row);
    }
    staith_html_close(html);
    staith_page_table_close(page);
}
