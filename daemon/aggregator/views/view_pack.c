/* SPDX-License-Identifier: Apache-2.0 */
/* A council's pages for print: the same figures as its page, and the charts behind them. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

enum { MOST_CHARTS = 4 };

/* The indicators worth a chart: first those of which something can be said. */
static uint32_t choose(const struct staith_page *page, uint32_t chosen[MOST_CHARTS])
{
    char sentence[STAITH_WORDS_SENTENCE_BYTES];
    uint32_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < page->benchmark->item_count && count < MOST_CHARTS; i++) {
            if (page->benchmark->items[i].is_measure) {
                continue;
            }
            staith_words_summary(page->benchmark, page->request->period, i,
                                 (uint32_t)page->request->council, sentence);
            if ((sentence[0] != '\0') == (pass == 0)) {
                chosen[count++] = i;
            }
        }
    }
    return count;
}

static void charts(struct staith_page *page)
{
    uint32_t chosen[MOST_CHARTS];
    uint32_t count = choose(page, chosen);
    staith_html_open_class(page->html, "section", "sheet");
    staith_html_element(page->html, "h2", NULL, "Against the other councils");
    staith_html_open_class(page->html, "div", "two");
    for (uint32_t i = 0; i < count; i++) {
        struct staith_svg svg = {.html = page->html, .styled = page->print};
        staith_html_open(page->html, "figure");
        staith_html_open(page->html, "h3");
        staith_html_textf(page->html, "%s, %s", page->benchmark->items[chosen[i]].label,
                          page->benchmark->items[chosen[i]].unit);
        staith_html_close(page->html);
        staith_chart_bars(&svg, page->benchmark, page->request->period, chosen[i]);
        if (page->benchmark->period_count > 1) {
            staith_chart_trend(&svg, page->benchmark, chosen[i], page->request->council);
        }
        staith_html_close(page->html);
    }
    staith_html_close(page->html);
    staith_html_close(page->html);
}

void staith_view_pack(struct staith_page *page)
{
    const struct staith_benchmark_council *council =
        &page->benchmark->councils[page->request->council];
    char lead[256];
    char period[64];
    page->print = page->site->standalone;
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead), "%s, %s. Figures for the %s.",
                   page->site->titles[page->request->dataset], page->benchmark->region_name,
                   period);
    staith_page_begin(page, council->name, lead);
    staith_part_summary(page);
    staith_part_committee(page);
    staith_html_element(
        page->html, "p", "quiet",
        "Better, similar, worse: against England\xE2\x80\x99s published figure, and "
        "said only where the 95% interval leaves no other reading. In brackets: "
        "the places that chance leaves open. None found: chance could explain what "
        "change or trend there is.");
    staith_part_cards(page);
    charts(page);
    staith_page_end(page);
}
