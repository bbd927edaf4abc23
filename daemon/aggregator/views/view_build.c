/* SPDX-License-Identifier: Apache-2.0 */
/* Tables and charts of any periods, indicators, tables by category, councils and groups. All of it
 * is kept in the address: whoever has the address has the table. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>
#include <string.h>

enum { QUERY_BYTES = 24 * 1024 };

static void check(struct staith_page *page, const char *key, const char *value, const char *label,
                  bool on)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "label");
    staith_html_open(html, "input");
    staith_html_attr(html, "type", "checkbox");
    staith_html_attr(html, "name", key);
    staith_html_attr(html, "value", value);
    if (on) {
        staith_html_attr(html, "checked", "checked");
    }
    staith_html_close(html);
    staith_html_element(html, "span", NULL, label);
    staith_html_close(html);
}

static void group_open(struct staith_page *page, const char *legend)
{
    staith_html_open(page->html, "fieldset");
    staith_html_element(page->html, "legend", NULL, legend);
    staith_html_open_class(page->html, "div", "checks");
}

static void group_close(struct staith_page *page)
{
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void datasets(struct staith_page *page)
{
    struct staith_html *html = page->html;
    if (page->site->dataset_count < 2) {
        return;
    }
    group_open(page, "Dataset");
    for (uint32_t i = 0; i < page->site->dataset_count; i++) {
        staith_html_open(html, "label");
        staith_html_open(html, "input");
        staith_html_attr(html, "type", "radio");
        staith_html_attr(html, "name", "d");
        staith_html_attr(html, "value", page->site->datasets[i]->dataset);
        if (i == page->request->dataset) {
            staith_html_attr(html, "checked", "checked");
        }
        staith_html_close(html);
        staith_html_element(html, "span", NULL, page->site->titles[i]);
        staith_html_close(html);
    }
    group_close(page);
}

static void groups(struct staith_page *page)
{
    const struct staith_benchmark_settings *settings = page->benchmark->settings;
    if (settings->group_count == 0) {
        return;
    }
    group_open(page, "Groups of councils");
    for (uint32_t i = 0; i < settings->group_count && i < STAITH_REQUEST_MOST_GROUPS; i++) {
        check(page, "g", settings->groups[i].code, settings->groups[i].name,
              page->request->selection.groups[i]);
    }
    group_close(page);
}

static bool is_offered(const struct staith_page *page, uint32_t table)
{
    return table < STAITH_REQUEST_MOST_TABLES &&
           page->breakdown->tables[table].table->dimension_count > 0;
}

static void tables(struct staith_page *page)
{
    if (page->breakdown == NULL) {
        return;
    }
    group_open(page, "By category");
    for (uint32_t i = 0; i < page->breakdown->table_count; i++) {
        if (is_offered(page, i)) {
            check(page, "t", page->breakdown->tables[i].table->code,
                  page->breakdown->tables[i].table->label, page->request->selection.tables[i]);
        }
    }
    group_close(page);
}

static void form(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark *benchmark = page->benchmark;
    const struct staith_selection *selection = &page->request->selection;
    staith_html_open(html, "form");
    staith_html_attr(html, "method", "get");
    staith_html_attr(html, "action", "build.html");
    datasets(page);
    group_open(page, "Periods");
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], code);
        check(page, "p", code, code, selection->periods[i]);
    }
    group_close(page);
    group_open(page, "Indicators and measures");
    for (uint32_t i = 0; i < benchmark->item_count && i < STAITH_REQUEST_MOST_ITEMS; i++) {
        check(page, "i", benchmark->items[i].code, benchmark->items[i].label, selection->items[i]);
    }
    group_close(page);
    group_open(page, "Councils");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        check(page, "c", benchmark->councils[i].code, benchmark->councils[i].name,
              selection->councils[i]);
    }
    group_close(page);
    groups(page);
    tables(page);
    staith_html_element(html, "button", NULL, "Show it");
    staith_html_close(html);
}

/* `group` -1: the council's, the region's (-1) or England's (-2). */
static void area_row(struct staith_page *page, uint32_t item, const char *name, int whose,
                     int group)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark *benchmark = page->benchmark;
    staith_html_open(html, "tr");
    if (whose < 0) {
        staith_html_attr(html, "class", "total");
    }
    staith_page_row_head(page, name);
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        if (page->request->selection.periods[i]) {
            staith_html_open_class(html, "td", "n");
            staith_page_figure(
                page,
                group >= 0 ? &staith_benchmark_result(benchmark, i, item)->groups[group].figure
                           : staith_chart_figure(benchmark, i, item, whose),
                benchmark->items[item].decimals);
            staith_html_close(html);
        }
    }
    staith_html_close(html);
}

static void add(char *out, size_t cap, char key, const char *code)
{
    const size_t len = strlen(out);
    (void)snprintf(out + len, cap - len, "&%c=%s", key, code);
}

/* Codes are letters, digits and their like: nothing of them is to be escaped. */
static void choice_of(const struct staith_page *page, uint32_t item, char *out, size_t cap)
{
    const struct staith_benchmark *benchmark = page->benchmark;
    const struct staith_selection *selection = &page->request->selection;
    (void)snprintf(out, cap, "d=%s&i=%s", benchmark->dataset, benchmark->items[item].code);
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], code);
        if (selection->periods[i]) {
            add(out, cap, 'p', code);
        }
    }
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (selection->councils[i]) {
            add(out, cap, 'c', benchmark->councils[i].code);
        }
    }
    for (uint32_t i = 0; i < STAITH_REQUEST_MOST_GROUPS; i++) {
        if (selection->groups[i]) {
            add(out, cap, 'g', benchmark->settings->groups[i].code);
        }
    }
}

/* The chart of an item, with its files. */
static void item_chart(struct staith_page *page, uint32_t item)
{
    static const char *const ENDINGS[] = {"svg", "png"};
    static const char *const NAMES[] = {"SVG", "PNG"};
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = html};
    char query[QUERY_BYTES];
    choice_of(page, item, query, sizeof(query));
    staith_html_open(html, "figure");
    staith_chart_chosen(&svg, page->benchmark, item, &page->request->selection);
    staith_html_open_class(html, "p", "get");
    staith_html_text(html, "This chart as a file: ");
    for (int i = 0; i < 2; i++) {
        staith_html_open(html, "a");
        staith_html_attrf(html, "href", "%sbuild.%s?%s", page->root, ENDINGS[i], query);
        staith_html_text(html, NAMES[i]);
        staith_html_close(html);
        staith_html_text(html, " ");
    }
    staith_html_close(html);
    staith_html_close(html);
}

/* One item: areas down, periods across. */
static void item_table(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark *benchmark = page->benchmark;
    const struct staith_selection *selection = &page->request->selection;
    char caption[512];
    (void)snprintf(caption, sizeof(caption), "%s, %s", benchmark->items[item].label,
                   benchmark->items[item].unit);
    staith_page_table_open(page, NULL, caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Area");
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], code);
        if (selection->periods[i]) {
            staith_page_column(page, "n", code);
        }
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (selection->councils[i]) {
            area_row(page, item, benchmark->councils[i].name, (int)i, -1);
        }
    }
    for (uint32_t i = 0; i < benchmark->settings->group_count; i++) {
        if (i < STAITH_REQUEST_MOST_GROUPS && selection->groups[i]) {
            area_row(page, item, benchmark->settings->groups[i].name, -1, (int)i);
        }
    }
    area_row(page, item, benchmark->region_name, -1, -1);
    area_row(page, item, "England", -2, -1);
    staith_html_close(html);
    staith_page_table_close(page);
}

/* A table by category in one period, of the councils that were chosen; crossed ones of the region.
 */
static void table_of(struct staith_page *page, uint32_t at, uint32_t period)
{
    const struct staith_request *asked = page->request;
    const struct staith_breakdown_table *table = &page->breakdown->tables[at];
    struct staith_request own = *asked;
    char code[STAITH_PERIOD_CODE_BYTES];
    own.period = period;
    page->request = &own;
    page->councils = asked->selection.councils;
    staith_period_format(&page->benchmark->periods[period], code);
    staith_html_open(page->html, "h3");
    staith_html_textf(page->html, "%s, %s", table->table->label, code);
    staith_html_close(page->html);
    for (uint32_t i = 0; i < table->table->measure_count; i++) {
        const char *measure = staith_breakdown_measure_at(page->breakdown, table, i)->code;
        staith_part_by_category(page, table->table->code, measure);
        staith_part_by_two(page, table->table->code, measure);
    }
    page->councils = NULL;
    page->request = asked;
}

static void chosen_tables(struct staith_page *page)
{
    const struct staith_selection *selection = &page->request->selection;
    for (uint32_t i = 0; selection->table_count > 0 && i < page->breakdown->table_count; i++) {
        for (uint32_t j = 0; j < page->benchmark->period_count && is_offered(page, i); j++) {
            /* a page that has failed, and be it that it is full, is not worth more work */
            if (page->html->code == 0 && selection->tables[i] && selection->periods[j]) {
                table_of(page, i, j);
            }
        }
    }
}

void staith_view_build(struct staith_page *page)
{
    const struct staith_selection *selection = &page->request->selection;
    bool asked = page->request->query[0] != '\0';
    bool whole =
        selection->period_count > 0 && (selection->item_count > 0 || selection->table_count > 0);
    staith_page_begin(
        page, "Build a table",
        "Choose periods, indicators, tables by category, councils and groups. The address keeps "
        "your choice: send it to whoever should see the same table and chart.");
    if (asked && !whole) {
        staith_html_open_class(page->html, "div", "inset");
        staith_html_attr(page->html, "role", "alert");
        staith_html_element(page->html, "p", NULL,
                            "Choose at least one period, and an indicator, a measure or a table by "
                            "category.");
        staith_html_close(page->html);
    }
    if (whole) {
        staith_html_open(page->html, "section");
        staith_html_element(page->html, "h2", NULL, "Your table");
        for (uint32_t i = 0; i < page->benchmark->item_count && i < STAITH_REQUEST_MOST_ITEMS;
             i++) {
            if (page->html->code == 0 && selection->items[i]) {
                staith_html_element(page->html, "h3", NULL, page->benchmark->items[i].label);
                item_chart(page, i);
                item_table(page, i);
            }
        }
        chosen_tables(page);
        staith_page_downloads(page, "build", page->request->query);
        staith_html_close(page->html);
        staith_html_element(page->html, "h2", NULL, "Change it");
    }
    form(page);
    staith_page_end(page);
}
