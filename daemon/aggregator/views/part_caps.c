/* SPDX-License-Identifier: Apache-2.0 */
/* The caps that the region handed out, as they held in a period. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>
#include <string.h>

static const char *label_of(const struct staith_page *page, const char *dimension, const char *code)
{
    const struct staith_catalogue *catalogue = page->breakdown->catalogue;
    for (uint32_t i = 0; i < catalogue->dimension_count; i++) {
        const struct staith_dimension *of = &catalogue->dimensions[i];
        for (uint32_t j = 0; strcmp(of->code, dimension) == 0 && j < of->category_count; j++) {
            if (strcmp(of->categories[j].code, code) == 0) {
                return of->categories[j].label;
            }
        }
    }
    return code;
}

static void day_cell(struct staith_page *page, int32_t day, const char *none)
{
    char text[32];
    if (day != INT32_MAX) {
        staith_words_date(day, text, sizeof(text));
    }
    staith_html_element(page->html, "td", NULL, day != INT32_MAX ? text : none);
}

/* The cap of the same role and basis that held until the day before. */
static const struct staith_site_cap *before(const struct staith_site *site,
                                            const struct staith_site_cap *cap)
{
    for (uint32_t i = 0; i < site->cap_count; i++) {
        const struct staith_site_cap *other = &site->caps[i];
        if (strcmp(other->role, cap->role) == 0 && strcmp(other->basis, cap->basis) == 0 &&
            other->until != INT32_MAX && other->until + 1 == cap->from) {
            return other;
        }
    }
    return NULL;
}

static void cap_row(struct staith_page *page, const struct staith_site_cap *cap)
{
    struct staith_html *html = page->html;
    const struct staith_site_cap *other = before(page->site, cap);
    staith_html_open(html, "tr");
    staith_page_row_head(page, label_of(page, "role", cap->role));
    staith_html_element(html, "td", NULL, label_of(page, "basis", cap->basis));
    staith_html_open_class(html, "td", "n");
    staith_html_textf(html, "%lld.%02lld", (long long)(cap->pence / 100),
                      (long long)(cap->pence % 100));
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    if (other != NULL && other->pence != cap->pence) {
        staith_html_textf(html, "%+.2f", (double)(cap->pence - other->pence) / 100.0);
    }
    staith_html_close(html);
    day_cell(page, cap->from, "");
    day_cell(page, cap->until, "until another is agreed");
    staith_html_element(html, "td", NULL, cap->source);
    staith_html_close(html);
}

void staith_part_caps(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const struct staith_period *period = &page->benchmark->periods[page->request->period];
    if (page->site->cap_count == 0) {
        return;
    }
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "The caps in force");
    staith_html_element(html, "p", NULL,
                        "As the region handed them to its councils. An assignment is held against "
                        "the cap of the day on which it started, so one that began earlier may "
                        "stand against an earlier cap.");
    staith_page_table_open(page, "tight", "Caps that held in the period, \xC2\xA3 an hour");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Core role");
    staith_page_column(page, NULL, "Basis");
    staith_page_column(page, "n", "Cap");
    staith_page_column(page, "n", "Change");
    staith_page_column(page, NULL, "From");
    staith_page_column(page, NULL, "Until");
    staith_page_column(page, NULL, "Source");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->site->cap_count; i++) {
        if (staith_chart_cap_held(&page->site->caps[i], period)) {
            cap_row(page, &page->site->caps[i]);
        }
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_html_close(html);
}
