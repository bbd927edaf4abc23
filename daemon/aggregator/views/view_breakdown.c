/* SPDX-License-Identifier: Apache-2.0 */
/* One table by category: each council and the region, with the bounds of every number. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

void staith_part_breakdown_links(struct staith_page *page)
{
    struct staith_html *html = page->html;
    bool open = false;
    for (uint32_t i = 0; page->breakdown != NULL && i < page->breakdown->table_count; i++) {
        const struct staith_breakdown_table *table = &page->breakdown->tables[i];
        if (table->table->dimension_count == 0 ||
            !staith_breakdown_sent(page->breakdown, table, page->request->period)) {
            continue;
        }
        if (!open) {
            staith_html_open(html, "section");
            staith_html_element(html, "h2", NULL, "Broken down");
            staith_html_open(html, "ul");
            open = true;
        }
        staith_html_open(html, "li");
        staith_page_link(page, NULL, table->table->label, "%s/%s/breakdowns/%s.html",
                         page->benchmark->dataset, page->period, table->table->code);
        staith_html_close(html);
    }
    if (open) {
        staith_html_close(html);
        staith_html_close(html);
    }
}

void staith_part_own_link(struct staith_page *page)
{
    const char *title = NULL;
    enum staith_chart chart = STAITH_CHART_COUNT;
    const char *own = staith_request_own_view(page->site, page->request->dataset, &title, &chart);
    if (own != NULL) {
        staith_html_open_class(page->html, "p", "lead");
        staith_page_link(page, NULL, title, "%s/%s/%s.html", page->benchmark->dataset, page->period,
                         own);
        staith_html_close(page->html);
    }
}

static void measures(struct staith_page *page, const struct staith_breakdown_table *table)
{
    if (!staith_breakdown_sent(page->breakdown, table, page->request->period)) {
        staith_html_element(page->html, "p", NULL, "No council has sent this for this period.");
        return;
    }
    for (uint32_t i = 0; i < table->table->measure_count; i++) {
        const char *code = staith_breakdown_measure_at(page->breakdown, table, i)->code;
        if (table->table->dimension_count == 1) {
            staith_part_by_category(page, table->table->code, code);
        } else {
            staith_part_by_two(page, table->table->code, code);
        }
    }
}

void staith_view_breakdown(struct staith_page *page)
{
    const struct staith_breakdown_table *table = &page->breakdown->tables[page->request->table];
    char lead[320];
    char period[64];
    char below[128];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead),
                   "%s. The %s. Every number is protected: below it, between which numbers the "
                   "true one lies.",
                   page->site->titles[page->request->dataset], period);
    (void)snprintf(below, sizeof(below), "breakdowns/%s.html", table->table->code);
    (void)snprintf(stem, sizeof(stem), "%s/%s/breakdowns/%s", page->benchmark->dataset,
                   page->period, table->table->code);
    staith_page_begin(page, table->table->label, lead);
    staith_page_periods(page, below);
    measures(page, table);
    if (table->table->dimension_count > 1) {
        staith_html_element(page->html, "p", "quiet",
                            "Shown for the region; the files hold every council.");
    }
    staith_page_downloads(page, stem, "");
    staith_html_element(page->html, "p", "quiet",
                        "The region is the sum of the councils\xE2\x80\x99 protected numbers, and "
                        "its bounds are the sums of theirs. Of medians and quartiles it is the "
                        "median of three councils or more.");
    staith_page_end(page);
}
