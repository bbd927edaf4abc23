/* SPDX-License-Identifier: Apache-2.0 */
/* What cannot be shown, and why: which figures have no number, in how many councils. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>
#include <string.h>

/** What a measure of a table is like over councils and places. */
struct account {
    uint32_t councils; /**< that sent anything of it */
    uint32_t without;  /**< of these: that have no number at its total */
    uint32_t cells;    /**< that were sent */
    uint32_t hidden;   /**< of these without a number */
    const char *reason;
    enum staith_status status;
};

static void count_council(const struct staith_page *page,
                          const struct staith_breakdown_table *table, uint32_t measure,
                          uint32_t council, struct account *account)
{
    bool any = false;
    for (uint32_t place = 0; place < table->places; place++) {
        const struct staith_breakdown_cell cell = staith_breakdown_at(
            page->breakdown, table, measure, place, page->request->period, council);
        if (cell.value.status == STAITH_STATUS_UNSET) {
            continue;
        }
        any = true;
        account->cells++;
        if (cell.contributing == 0) {
            account->hidden++;
            account->status = cell.value.status;
            account->reason = cell.reason != NULL ? cell.reason : account->reason;
            account->without += place == table->places - 1 ? 1 : 0;
        }
    }
    account->councils += any ? 1 : 0;
}

static void row(struct staith_page *page, const struct staith_breakdown_table *table,
                uint32_t measure, const struct account *account)
{
    struct staith_html *html = page->html;
    const char *words = staith_words_reason(account->reason);
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_text(html, staith_breakdown_measure_at(page->breakdown, table, measure)->label);
    staith_html_element(html, "small", NULL, table->table->label);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    staith_html_textf(html, "%u of %u", account->hidden, account->cells);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    staith_html_textf(html, "%u of %u", account->without, account->councils);
    staith_html_close(html);
    staith_html_open(html, "td");
    staith_html_textf(html, "%s%s%s", staith_status_words(account->status),
                      words != NULL ? ": " : "", words != NULL ? words : "");
    staith_html_close(html);
    staith_html_close(html);
}

/* Measures of the catalogue that no council sent in any table stay in the councils. */
static void silent(struct staith_page *page)
{
    struct staith_html *html = page->html;
    const struct staith_catalogue *catalogue = page->breakdown->catalogue;
    bool open = false;
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        bool sent = false;
        for (uint32_t j = 0; j < page->breakdown->table_count && !sent; j++) {
            const struct staith_breakdown_table *table = &page->breakdown->tables[j];
            int at = staith_breakdown_measure(page->breakdown, table, catalogue->measures[i].code);
            struct account account = {.councils = 0};
            for (uint32_t k = 0; at >= 0 && k < page->benchmark->council_count; k++) {
                count_council(page, table, (uint32_t)at, k, &account);
            }
            sent = account.cells > 0;
        }
        if (!sent) {
            if (!open) {
                staith_html_element(html, "p", NULL,
                                    "Of these, no council sent anything for this period. They are "
                                    "not let out, or nothing was counted:");
                staith_html_open(html, "ul");
                open = true;
            }
            staith_html_element(html, "li", NULL, catalogue->measures[i].label);
        }
    }
    if (open) {
        staith_html_close(html);
    }
}

void staith_part_withheld(struct staith_page *page)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, "What cannot be shown, and why");
    staith_html_element(html, "p", NULL,
                        "Counts are rounded in the councils before they leave; the small figures "
                        "say between which numbers the true one lies. Pay is shown where at least "
                        "ten people are behind a figure, and enough of them came or went since the "
                        "last one. A region\xE2\x80\x99s figure is of the councils that have a "
                        "number.");
    staith_page_table_open(page, NULL, "Figures without a number");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Figure");
    staith_page_column(page, "n", "Cells without a number");
    staith_page_column(page, "n", "Councils without a total");
    staith_page_column(page, NULL, "Why");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->breakdown->table_count; i++) {
        const struct staith_breakdown_table *table = &page->breakdown->tables[i];
        for (uint32_t j = 0; j < table->table->measure_count; j++) {
            struct account account = {.councils = 0};
            for (uint32_t k = 0; k < page->benchmark->council_count; k++) {
                count_council(page, table, j, k, &account);
            }
            if (account.hidden > 0) {
                row(page, table, j, &account);
            }
        }
    }
    staith_html_close(html);
    staith_page_table_close(page);
    silent(page);
    staith_html_close(html);
}
