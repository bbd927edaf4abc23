/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log of who did what, for an administrator of the region.
 */
#include "aggregator/web/office.h"

#include <string.h>

enum { WHAT_SHOWN = 200, NEWEST = 500 };

/* An address that was asked for may be long, and all entries together must go on a page. */
static void cell_what(struct staith_html *html, const char *what)
{
    size_t len = strlen(what);
    bool cut = len > WHAT_SHOWN;
    len = cut ? WHAT_SHOWN : len;
    while (cut && len > 0 && ((unsigned char)what[len] & 0xC0U) == 0x80U) {
        len--; /* not inside a character */
    }
    staith_html_open(html, "td");
    staith_html_textf(html, "%.*s%s", (int)len, what, cut ? " ..." : "");
    staith_html_close(html);
}

static int log_one(void *ctx, const struct staith_access_entry *entry)
{
    struct staith_html *html = ctx;
    staith_html_open(html, "tr");
    staith_web_cell_time(html, entry->at_unix_ms);
    staith_html_element(html, "td", NULL, entry->who);
    staith_html_element(html, "td", NULL, entry->council);
    staith_html_element(html, "td", NULL, entry->peer);
    staith_html_element(html, "td", NULL, entry->action);
    cell_what(html, entry->what);
    staith_html_element(html, "td", NULL, entry->outcome);
    staith_html_close(html);
    return 0;
}

void staith_web_audit(struct staith_web_turn *turn)
{
    static const char *const COLUMNS[] = {"When, UTC", "Who",  "Council", "From",
                                          "Action",    "What", "Outcome"};
    struct staith_web_page page;
    struct staith_err err = {0};
    if (!staith_web_is_office(turn)) {
        return;
    }
    staith_web_page_begin(&page, turn, "Who did what");
    staith_html_open(&page.html, "p");
    staith_html_textf(&page.html,
                      "The newest %d entries, long ones cut; `staith audit` has all of them.",
                      (int)NEWEST);
    staith_html_close(&page.html);
    staith_web_table_begin(&page.html, "Newest first", COLUMNS, 7);
    int code =
        staith_access_newest_notes(turn->web->options.access, NEWEST, log_one, &page.html, &err);
    staith_web_table_end(&page.html);
    staith_web_page_link(&page, "/accounts", "Accounts");
    staith_web_page_end(&page, 200);
    if (code != 0) {
        staith_http_body_drop(turn->answer->body);
        turn->answer->body = NULL; /* nothing else is to send it */
        staith_web_office_failed(turn, code, &err);
    }
}
