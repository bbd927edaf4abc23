/* SPDX-License-Identifier: Apache-2.0 */
/* Where each council's figures stand, period by period. */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

static const char *const WORDS[] = {
    [STAITH_STAND_NOTHING] = "nothing yet",
    [STAITH_STAND_SHOWN] = "shown",
    [STAITH_STAND_WAITS] = "waits for the region",
    [STAITH_STAND_SENT_BACK] = "sent back",
    [STAITH_STAND_WITHDRAWN] = "withdrawn",
    [STAITH_STAND_EMBARGO] = "under embargo until",
    [STAITH_STAND_CATALOGUE] = "its definitions wait",
    [STAITH_STAND_LATE] = "late, was due",
    [STAITH_STAND_DUE] = "due",
};

static const char *class_of(enum staith_site_stand stand)
{
    return stand == STAITH_STAND_SHOWN                                          ? "better"
           : stand == STAITH_STAND_LATE || stand == STAITH_STAND_SENT_BACK      ? "late"
           : stand == STAITH_STAND_WITHDRAWN || stand == STAITH_STAND_CATALOGUE ? "late"
                                                                                : "plain";
}

/* "shown", "late, was due 14 November 2026", "under embargo until 10 December 2026 09:30". */
static void say(const struct staith_site_state *state, char *out, size_t cap)
{
    char at[48] = "";
    if (state->until_unix_ms != 0) {
        staith_words_time(state->until_unix_ms, state->stand == STAITH_STAND_EMBARGO, at,
                          sizeof(at));
    }
    bool dated = state->stand == STAITH_STAND_EMBARGO || state->stand == STAITH_STAND_LATE ||
                 state->stand == STAITH_STAND_DUE;
    (void)snprintf(out, cap, "%s%s%s", WORDS[state->stand], dated ? " " : "", dated ? at : "");
}

static void cell(struct staith_page *page, const struct staith_site_state *state)
{
    struct staith_html *html = page->html;
    char text[96];
    say(state, text, sizeof(text));
    staith_html_open(html, "td");
    staith_page_tag(page, class_of(state->stand), text);
    if (state->received_unix_ms != 0) {
        char at[48];
        staith_words_time(state->received_unix_ms, false, at, sizeof(at));
        staith_html_open(html, "small");
        staith_html_textf(html, "came %s", at);
        staith_html_close(html);
    }
    if (state->shown && state->stand != STAITH_STAND_SHOWN) {
        staith_html_element(html, "small", NULL, "an earlier one is shown");
    }
    if (state->revision) {
        staith_html_element(html, "small", NULL, "a revision is announced");
    }
    staith_html_close(html);
}

void staith_part_board(struct staith_page *page, const struct staith_site_board *board,
                       const char *title)
{
    struct staith_html *html = page->html;
    if (board->period_count == 0) {
        return;
    }
    staith_html_open(html, "section");
    staith_html_element(html, "h2", NULL, title);
    staith_page_table_open(page, NULL, title);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Council");
    for (uint32_t i = board->period_count; i > 0; i--) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&board->periods[i - 1], code);
        staith_page_column(page, NULL, code);
    }
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t j = 0; j < board->council_count; j++) {
        staith_html_open(html, "tr");
        staith_page_row_head(page, page->benchmark->councils[j].name);
        for (uint32_t i = board->period_count; i > 0; i--) {
            cell(page, &board->states[(size_t)(i - 1) * board->council_count + j]);
        }
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
    staith_html_close(html);
}
