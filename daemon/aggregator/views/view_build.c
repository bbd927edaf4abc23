/* SPDX-License-Identifier: Apache-2.0 */
/* A table of any periods, indicators and councils. All of it is kept in the address: whoever has
 * the address has the table. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

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
    staith_html_element(html, "button", NULL, "Show the table");
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
    for (int area = 0; area < (int)benchmark->council_count + 2; area++) {
        bool council = area < (int)benchmark->council_count;
        int whose = council ? area : area == (int)benchmark->council_count ? -1 : -2;
        if (council && !selection->councils[area]) {
            continue;
        }
        staith_html_open(html, "tr");
        if (!council) {
            staith_html_attr(html, "class", "total");
        }
        staith_page_row_head(page, council       ? benchmark->councils[area].name
                                   : whose == -1 ? benchmark->region_name
                                                 : "England");
        for (uint32_t i = 0; i < benchmark->period_count; i++) {
            if (selection->periods[i]) {
                staith_html_open_class(html, "td", "n");
                staith_page_figure(page, staith_chart_figure(benchmark, i, item, whose),
                                   benchmark->items[item].decimals);
                staith_html_close(html);
            }
        }
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
}

void staith_view_build(struct staith_page *page)
{
    const struct staith_selection *selection = &page->request->selection;
    bool asked = page->request->query[0] != '\0';
    bool whole = selection->period_count > 0 && selection->item_count > 0;
    staith_page_begin(page, "Build a table",
                      "Choose periods, indicators and councils. The address keeps your choice: "
                      "send it to whoever should see the same table.");
    if (asked && !whole) {
        staith_html_open_class(page->html, "div", "inset");
        staith_html_attr(page->html, "role", "alert");
        staith_html_element(page->html, "p", NULL,
                            "Choose at least one period and one indicator or measure.");
        staith_html_close(page->html);
    }
    if (whole) {
        staith_html_open(page->html, "section");
        staith_html_element(page->html, "h2", NULL, "Your table");
        for (uint32_t i = 0; i < page->benchmark->item_count && i < STAITH_REQUEST_MOST_ITEMS;
             i++) {
            if (selection->items[i]) {
                item_table(page, i);
            }
        }
        staith_page_downloads(page, "build", page->request->query);
        staith_html_close(page->html);
        staith_html_element(page->html, "h2", NULL, "Change it");
    }
    form(page);
    staith_page_end(page);
}
