/* SPDX-License-Identifier: Apache-2.0 */
/* Who has sent what, and when: how fresh and how complete the comparison is. */
#include "aggregator/views/page.h"

#include "base/date.h"

#include <stdio.h>

enum column { COUNCIL, PERIOD, RECEIVED, RELEASES, REFUSED, STATE, COLUMNS };

static const struct staith_sheet_column columns[COLUMNS] = {
    {"council", "Council", false},         {"newest_period", "Newest period", false},
    {"received", "Received (UTC)", false}, {"releases", "Releases", true},
    {"refused", "Refused", true},          {"state", "State", false},
};

/* The newest period that any council has sent: who has it not is late with it. */
static const char *newest(const struct staith_site *site)
{
    const char *code = "";
    struct staith_period best = {0};
    for (uint32_t i = 0; i < site->datasets[0]->council_count; i++) {
        struct staith_period period;
        if (staith_period_parse(site->arrivals[i].newest_period, &period) == 0 &&
            (code[0] == '\0' || staith_period_compare(&period, &best) > 0)) {
            best = period;
            code = site->arrivals[i].newest_period;
        }
    }
    return code;
}

static const char *state_of(const struct staith_site_arrival *arrival, const char *newest_code)
{
    struct staith_period own;
    struct staith_period best;
    if (arrival->releases == 0) {
        return "nothing yet";
    }
    if (staith_period_parse(arrival->newest_period, &own) == 0 &&
        staith_period_parse(newest_code, &best) == 0 && staith_period_compare(&own, &best) < 0) {
        return "behind";
    }
    return arrival->quarantined > 0 ? "here; something was refused" : "here";
}

void staith_sheet_arrivals(struct staith_sheet *sheet, const struct staith_site *site)
{
    const struct staith_benchmark *benchmark = site->datasets[0];
    const char *newest_code = newest(site);
    staith_sheet_init(sheet, "Arrivals", "What has arrived", columns, COLUMNS,
                      benchmark->council_count);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const struct staith_site_arrival *arrival = &site->arrivals[i];
        char at[32] = "";
        staith_sheet_row(sheet);
        staith_sheet_text(sheet, COUNCIL, benchmark->councils[i].name);
        staith_sheet_text(sheet, PERIOD, arrival->newest_period);
        if (arrival->newest_unix_ms != 0) {
            staith_time_format(arrival->newest_unix_ms, at, sizeof(at));
            at[10] = ' ';
            at[16] = '\0'; /* minutes will do */
        }
        staith_sheet_text(sheet, RECEIVED, at);
        staith_sheet_number(sheet, RELEASES, (int64_t)arrival->releases, 0);
        staith_sheet_number(sheet, REFUSED, (int64_t)arrival->quarantined, 0);
        staith_sheet_text(sheet, STATE, state_of(arrival, newest_code));
    }
}

void staith_view_arrivals(struct staith_page *page)
{
    struct staith_sheet sheet;
    uint32_t here = 0;
    char lead[256];
    const char *newest_code = newest(page->site);
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        const char *state = state_of(&page->site->arrivals[i], newest_code);
        here += state[0] == 'h' ? 1 : 0;
    }
    (void)snprintf(lead, sizeof(lead), "%u of %u councils have sent the newest period%s%s.", here,
                   page->benchmark->council_count, newest_code[0] != '\0' ? ", " : "", newest_code);
    staith_page_begin(page, "What has arrived", lead);
    staith_sheet_arrivals(&sheet, page->site);
    if (sheet.code == 0) {
        staith_page_sheet(page, "Councils and what they have sent", &sheet);
    } else {
        page->html->code = sheet.code;
    }
    staith_sheet_deinit(&sheet);
    staith_page_downloads(page, "arrivals", "");
    staith_html_element(page->html, "p", "quiet",
                        "Behind: another council has sent a later period. Refused: a record that "
                        "the region did not accept; the council has been told why.");
    for (uint32_t i = 0; page->site->boards != NULL && i < page->site->dataset_count; i++) {
        staith_part_board(page, &page->site->boards[i], page->site->titles[i]);
    }
    staith_page_end(page);
}
