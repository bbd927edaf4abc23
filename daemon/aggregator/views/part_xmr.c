/* SPDX-License-Identifier: Apache-2.0 */
/* What is usual for one series, and what is not. */
#include "aggregator/views/page.h"

#include <stdio.h>

static const struct staith_benchmark_item *item_of(const struct staith_page *page, uint32_t item)
{
    return &page->benchmark->items[item];
}

static void xmr_table(struct staith_page *page, uint32_t item, int whose)
{
    struct staith_html *html = page->html;
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    int decimals = (int)item_of(page, item)->decimals;
    int finer = decimals > 0 ? decimals : 1; /* the mean of whole numbers is none */
    (void)staith_chart_xmr_points(page->benchmark, item, whose, points);
    staith_page_table_open(page, "tight", "What is usual, and what is not");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Period");
    staith_page_column(page, "n", "Figure");
    staith_page_column(page, "n", "Mean");
    staith_page_column(page, "n", "Limits");
    staith_page_column(page, NULL, "Marked");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        if (!points[i].valid) {
            continue;
        }
        staith_period_format(&page->benchmark->periods[i], code);
        staith_html_open(html, "tr");
        staith_page_row_head(page, code);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f", decimals, points[i].value);
        staith_html_close(html);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f", finer, points[i].centre);
        staith_html_close(html);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f to %.*f", finer, points[i].lower > 0 ? points[i].lower : 0.0,
                          finer, points[i].upper);
        staith_html_close(html);
        staith_html_element(html, "td", NULL, staith_stats_xmr_words(points[i].rule));
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
}

void staith_part_xmr(struct staith_page *page, uint32_t item, const char *title)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = page->html};
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    int whose = page->request->council;
    char heading[256];
    if (!staith_chart_xmr_points(page->benchmark, item, whose, points)) {
        return;
    }
    staith_html_open(html, "section");
    (void)snprintf(heading, sizeof(heading), "What is usual for %s",
                   whose >= 0 ? page->benchmark->councils[whose].name
                              : page->benchmark->region_name);
    staith_html_element(html, "h2", NULL, title != NULL ? title : heading);
    staith_html_element(html, "p", NULL,
                        "The limits come from how far the series moves between periods. With fewer "
                        "than twelve points they are provisional.");
    staith_html_open_class(html, "div", "pair");
    staith_html_open(html, "figure");
    (void)staith_chart_xmr(&svg, page->benchmark, item, whose);
    if (whose < 0) {
        staith_page_picture_links(page, item, STAITH_CHART_XMR);
    }
    staith_html_close(html);
    staith_html_open(html, "div");
    xmr_table(page, item, whose);
    staith_html_close(html);
    staith_html_close(html);
    staith_html_close(html);
}
