/* SPDX-License-Identifier: Apache-2.0 */
/* Tables by category: protected numbers with their bounds beside them. */
#include "aggregator/views/page.h"

#include "base/decimal.h"

#include <stdio.h>

/* Tenths of a per cent. */
enum { WHOLE = 1000 };

static void number_text(int64_t value, const struct staith_measure *measure, char *out, size_t cap)
{
    unsigned digits = staith_unit_digits(measure->unit);
    unsigned decimals = staith_unit_decimals(measure->unit);
    if (staith_decimal_format_grouped(staith_decimal_rescale(value, digits, decimals), decimals,
                                      out, cap) < 0) {
        out[0] = '\0';
    }
}

static void put_bounds(struct staith_page *page, const struct staith_value *value,
                       const struct staith_measure *measure)
{
    char from[32];
    char to[32];
    number_text(value->lo, measure, from, sizeof(from));
    number_text(value->hi, measure, to, sizeof(to));
    staith_html_textf(page->html, "%s to %s", from, to);
}

/* All of a table cell but its end. */
static void cell_open(struct staith_page *page, const struct staith_breakdown_cell *cell,
                      const struct staith_measure *measure)
{
    struct staith_html *html = page->html;
    char text[32];
    staith_html_open_class(html, "td", "n");
    if (cell->value.status != STAITH_STATUS_VALUE && cell->value.status != STAITH_STATUS_LOW) {
        const struct staith_benchmark_figure none = {.status = cell->value.status};
        staith_page_figure(page, &none, 0);
    } else if (cell->value.value == 0 && cell->value.hi > 0) {
        put_bounds(page, &cell->value, measure); /* a plain 0 would say that there are none */
        return;
    } else {
        number_text(cell->value.value, measure, text, sizeof(text));
        staith_html_text(html, text);
    }
    /* What is hidden says between which ends it lies, where it has any. */
    if (cell->value.lo != cell->value.hi) {
        staith_html_open(html, "small");
        put_bounds(page, &cell->value, measure);
        staith_html_close(html);
    }
}

void staith_page_cell(struct staith_page *page, const struct staith_breakdown_cell *cell,
                      const struct staith_measure *measure)
{
    cell_open(page, cell, measure);
    staith_html_close(page->html);
}

void staith_page_share(struct staith_page *page, const struct staith_breakdown_share *share)
{
    struct staith_html *html = page->html;
    char lo[32];
    char hi[32];
    char text[32];
    staith_html_open_class(html, "td", "n");
    if (!share->given) {
        staith_html_text(html, "\xE2\x80\x93");
        staith_html_close(html);
        return;
    }
    (void)staith_decimal_format(share->lo, 1, lo, sizeof(lo));
    (void)staith_decimal_format(share->hi, 1, hi, sizeof(hi));
    (void)staith_decimal_format(share->tenths, 1, text, sizeof(text));
    bool none = share->known && share->tenths == 0 && share->hi > 0;
    bool all = share->known && share->tenths == WHOLE && share->lo < WHOLE;
    if (none || all) {
        /* A plain 0 or 100% would say it of everybody. */
        staith_html_textf(html, "%s %s", none ? "up to" : "from", none ? hi : lo);
        staith_html_close(html);
        return;
    }
    staith_html_text(html, share->known ? text : "not known");
    if (share->lo != share->hi) {
        staith_html_open(html, "small");
        staith_html_textf(html, "%s to %s", lo, hi);
        staith_html_close(html);
    }
    staith_html_close(html);
}

static bool stands(const struct staith_page *page, uint32_t council)
{
    return page->councils == NULL || page->councils[council];
}

static void councils_head(struct staith_page *page, const char *first)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, first);
    staith_page_column(page, "n", page->benchmark->region_name);
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        if (stands(page, i)) {
            staith_page_column(page, "n", page->benchmark->councils[i].short_name);
        }
    }
    staith_html_close(html);
    staith_html_close(html);
}

void staith_part_row(struct staith_page *page, const struct staith_breakdown_table *table,
                     uint32_t measure, uint32_t place, const char *name, bool total)
{
    struct staith_html *html = page->html;
    const struct staith_breakdown *breakdown = page->breakdown;
    const struct staith_measure *what = staith_breakdown_measure_at(breakdown, table, measure);
    uint32_t period = page->request->period;
    staith_html_open(html, "tr");
    if (total) {
        staith_html_attr(html, "class", "total");
    }
    staith_page_row_head(page, name);
    const struct staith_breakdown_cell all =
        staith_breakdown_sum(breakdown, table, measure, place, period, NULL);
    cell_open(page, &all, what);
    if (all.contributing < page->benchmark->council_count) {
        staith_html_open(html, "small");
        staith_html_textf(html, "%u of %u", all.contributing, page->benchmark->council_count);
        staith_html_close(html);
    }
    staith_html_close(html);
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        if (stands(page, i)) {
            const struct staith_breakdown_cell cell =
                staith_breakdown_at(breakdown, table, measure, place, period, i);
            staith_page_cell(page, &cell, what);
        }
    }
    staith_html_close(html);
}

void staith_part_councils_open(struct staith_page *page, const char *caption, const char *first)
{
    staith_page_table_open(page, "areas", caption);
    councils_head(page, first);
    staith_html_open(page->html, "tbody");
}

void staith_part_councils_close(struct staith_page *page)
{
    staith_html_close(page->html);
    staith_page_table_close(page);
    staith_page_symbols(page);
}

void staith_part_by_category(struct staith_page *page, const char *code, const char *measure_code)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(page->breakdown, code);
    int measure =
        table != NULL ? staith_breakdown_measure(page->breakdown, table, measure_code) : -1;
    char caption[600];
    if (measure < 0 || table->table->dimension_count != 1) {
        return;
    }
    const struct staith_dimension *dimension =
        staith_breakdown_dimension(page->breakdown, table, 0);
    const struct staith_measure *what =
        staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure);
    (void)snprintf(caption, sizeof(caption), "%s: %s, %s", dimension->label, what->label,
                   staith_unit_words(what->unit));
    staith_part_councils_open(page, caption, dimension->label);
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        staith_part_row(page, table, (uint32_t)measure, i, dimension->categories[i].label, false);
    }
    staith_part_row(page, table, (uint32_t)measure, dimension->category_count, "All", true);
    staith_part_councils_close(page);
}

/* The region alone: categories of the first dimension down, of the second across. */
static void crossed(struct staith_page *page, const struct staith_breakdown_table *table,
                    uint32_t measure)
{
    struct staith_html *html = page->html;
    const struct staith_breakdown *breakdown = page->breakdown;
    const struct staith_dimension *down = staith_breakdown_dimension(breakdown, table, 0);
    const struct staith_dimension *across = staith_breakdown_dimension(breakdown, table, 1);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, down->label);
    for (uint32_t j = 0; j <= across->category_count; j++) {
        staith_page_column(page, "n",
                           j < across->category_count ? across->categories[j].label : "All");
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i <= down->category_count; i++) {
        staith_html_open(html, "tr");
        if (i == down->category_count) {
            staith_html_attr(html, "class", "total");
        }
        staith_page_row_head(page, i < down->category_count ? down->categories[i].label : "All");
        for (uint32_t j = 0; j <= across->category_count; j++) {
            const struct staith_breakdown_cell cell = staith_breakdown_sum(
                breakdown, table, measure, i * (across->category_count + 1) + j,
                page->request->period, NULL);
            staith_page_cell(page, &cell, staith_breakdown_measure_at(breakdown, table, measure));
        }
        staith_html_close(html);
    }
    staith_html_close(html);
}

void staith_part_by_two(struct staith_page *page, const char *code, const char *measure_code)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(page->breakdown, code);
    int measure =
        table != NULL ? staith_breakdown_measure(page->breakdown, table, measure_code) : -1;
    char caption[600];
    if (measure < 0 || table->table->dimension_count != 2) {
        return;
    }
    const struct staith_measure *what =
        staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure);
    (void)snprintf(caption, sizeof(caption), "%s, %s: %s, %s", table->table->label,
                   page->benchmark->region_name, what->label, staith_unit_words(what->unit));
    staith_page_table_open(page, "tight", caption);
    crossed(page, table, (uint32_t)measure);
    staith_page_table_close(page);
    staith_page_symbols(page);
}
