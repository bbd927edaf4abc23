/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/single.h"

#include "aggregator/views/page.h"
#include "aggregator/views/words.h"

#include <stdio.h>

static void contents(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_html_open_class(html, "nav", "periods");
    staith_html_attr(html, "aria-label", "On this page");
    staith_html_open(html, "ul");
    for (uint32_t i = 0; i < page->benchmark->item_count; i++) {
        if (page->benchmark->items[i].is_measure) {
            continue;
        }
        staith_html_open(html, "li");
        staith_html_open(html, "a");
        staith_html_attrf(html, "href", "#%s", page->benchmark->items[i].code);
        staith_html_text(html, page->benchmark->items[i].label);
        staith_html_close(html);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_html_close(html);
}

int staith_views_page(const struct staith_benchmark *benchmark,
                      const struct staith_views_page_options *options, struct staith_buf *out)
{
    const struct staith_site site = {
        .dataset_count = 1,
        .datasets = &benchmark,
        .titles = &options->title,
        .note = options->note,
        .made_unix_ms = options->made_unix_ms,
        .standalone = true,
    };
    const struct staith_request request = {.view = STAITH_VIEW_REGION,
                                           .period = benchmark->period_count - 1,
                                           .council = -1,
                                           .query = ""};
    struct staith_html html;
    struct staith_page page;
    char period[64];
    char lead[128];
    staith_html_init(&html, out);
    staith_page_init(&page, &html, &site, &request);
    page.single = true;
    staith_words_period(&benchmark->periods[request.period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead), "Figures for the %s.", period);
    staith_page_begin(&page, options->title, lead);
    contents(&page);
    staith_part_region(&page);
    for (uint32_t i = 0; i < benchmark->item_count; i++) {
        if (!benchmark->items[i].is_measure) {
            staith_part_indicator(&page, i);
        }
    }
    staith_part_measures(&page);
    staith_part_method(&page);
    staith_page_end(&page);
    return staith_html_end(&html);
}
