/* SPDX-License-Identifier: Apache-2.0 */
/* An item of the region from period to period. */
#include "aggregator/views/page.h"

#include <stdio.h>
#include <string.h>

static int find_item(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (strcmp(benchmark->items[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Period by period, for as long as there are too few for a chart. */
static void plain_table(struct staith_page *page, uint32_t item)
{
    struct staith_html *html = page->html;
    const struct staith_benchmark_item *what = &page->benchmark->items[item];
    char caption[512];
    (void)snprintf(caption, sizeof(caption), "%s, %s, %s", what->label, what->unit,
                   page->benchmark->region_name);
    staith_page_table_open(page, "tight", caption);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Period");
    staith_page_column(page, "n", "Figure");
    staith_page_column(page, "n", "Councils in it");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(page->benchmark, i, item);
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&page->benchmark->periods[i], code);
        staith_html_open(html, "tr");
        staith_page_row_head(page, code);
        staith_html_open_class(html, "td", "n");
        staith_page_figure(page, &result->region.figure, what->decimals);
        staith_html_close(html);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%u of %u", result->region.contributing,
                          page->benchmark->council_count);
        staith_html_close(html);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
}

void staith_part_over_time(struct staith_page *page, const char *code, const char *heading)
{
    struct staith_html *html = page->html;
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    int item = find_item(page->benchmark, code);
    if (item < 0) {
        return;
    }
    if (staith_chart_xmr_points(page->benchmark, (uint32_t)item, STAITH_CHART_REGION, points)) {
        staith_part_xmr(page, (uint32_t)item, heading);
        return;
    }
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, heading);
    staith_html_open(html, "p");
    staith_html_textf(html,
                      "What is usual can be told from %d periods with a number on; until then, "
                      "period by period.",
                      (int)STAITH_XMR_LEAST_POINTS);
    staith_html_close(html);
    plain_table(page, (uint32_t)item);
    staith_html_close(html);
}
