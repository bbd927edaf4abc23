/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Agency rates against the region's caps: what a workforce lead watches, on what the councils let
 * out. The codes are those of the dataset agency_rates; what a dataset has not is left out.
 */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

static void heading(struct staith_page *page, const char *title, const char *text)
{
    staith_html_element(page->html, "h2", NULL, title);
    if (text != NULL) {
        staith_html_element(page->html, "p", NULL, text);
    }
}

/* ---- the quarter in figures ---- */

static void fact(struct staith_page *page, const struct staith_breakdown_table *table,
                 const char *measure_code, const char *name)
{
    struct staith_html *html = page->html;
    int measure = staith_breakdown_measure(page->breakdown, table, measure_code);
    if (measure < 0) {
        return;
    }
    const struct staith_breakdown_cell cell = staith_breakdown_sum(
        page->breakdown, table, (uint32_t)measure, table->places - 1, page->request->period, NULL);
    staith_html_open(html, "li");
    if (cell.contributing == 0 || cell.value.status != STAITH_STATUS_VALUE) {
        const struct staith_benchmark_figure none = {.status = cell.value.status};
        staith_html_open(html, "b");
        staith_page_figure(page, &none, 0);
        staith_html_close(html);
        staith_html_element(html, "span", NULL, name);
        staith_html_close(html);
        return;
    }
    staith_html_open(html, "b");
    if (cell.value.value == 0 && cell.value.hi > 0) { /* a plain 0 would say that there are none */
        staith_html_textf(html, "0 to %lld", (long long)cell.value.hi);
    } else {
        staith_html_textf(html, "%lld", (long long)cell.value.value);
    }
    staith_html_close(html);
    staith_html_open(html, "span");
    staith_html_textf(html, "%s; between %lld and %lld, from %u of %u councils", name,
                      (long long)cell.value.lo, (long long)cell.value.hi, cell.contributing,
                      page->benchmark->council_count);
    staith_html_close(html);
    staith_html_close(html);
}

static void facts(struct staith_page *page)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(page->breakdown, "by_role");
    if (table == NULL) {
        return;
    }
    staith_html_open_class(page->html, "ul", "facts");
    fact(page, table, "assignments", "assignments in use at quarter end");
    fact(page, table, "tested", "could be tested against a cap");
    fact(page, table, "over_cap", "over their cap");
    fact(page, table, "untestable", "could not be tested");
    staith_html_close(page->html);
}

static void states(struct staith_page *page)
{
    struct staith_svg svg = {.html = page->html};
    if (!staith_chart_has_shares(page->breakdown, "by_state", "assignments")) {
        return;
    }
    staith_html_open(page->html, "section");
    heading(page, "Under, at, over, and not to be tested",
            "Over and approved: every sign-off is dated before the start. An assignment without a "
            "mapped role, a basis, a rate, or a cap in force when it started cannot be tested; it "
            "is counted, not hidden.");
    staith_html_open(page->html, "figure");
    staith_chart_shares(&svg, page->breakdown, page->request->period, "by_state", "assignments");
    staith_page_view_picture(page, "caps", STAITH_CHART_STATES);
    staith_html_close(page->html);
    staith_part_by_category(page, "by_state", "assignments");
    staith_part_by_category(page, "by_state", "started");
    staith_html_close(page->html);
}

/* ---- by role ---- */

static const char *const BY_ROLE[] = {"in_use", "assignments", "tested", "over_cap", "untestable"};
enum { ROLE_COLUMNS = sizeof(BY_ROLE) / sizeof(BY_ROLE[0]) };

static void role_row(struct staith_page *page, const struct staith_breakdown_table *table,
                     uint32_t place, const char *name)
{
    struct staith_html *html = page->html;
    uint32_t period = page->request->period;
    int over = staith_breakdown_measure(page->breakdown, table, "over_cap");
    int tested = staith_breakdown_measure(page->breakdown, table, "tested");
    staith_html_open(html, "tr");
    if (place == table->places - 1) {
        staith_html_attr(html, "class", "total");
    }
    staith_page_row_head(page, name);
    for (unsigned i = 0; i < ROLE_COLUMNS; i++) {
        int measure = staith_breakdown_measure(page->breakdown, table, BY_ROLE[i]);
        if (measure >= 0) {
            const struct staith_breakdown_cell cell = staith_breakdown_sum(
                page->breakdown, table, (uint32_t)measure, place, period, NULL);
            staith_page_cell(
                page, &cell,
                staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure));
        }
    }
    if (over >= 0 && tested >= 0) {
        const struct staith_breakdown_share share = staith_breakdown_share_of(
            page->breakdown, table, (uint32_t)over, (uint32_t)tested, place, period, NULL);
        staith_page_share(page, &share);
    }
    staith_html_close(html);
}

static void roles_head(struct staith_page *page, const struct staith_breakdown_table *table)
{
    struct staith_html *html = page->html;
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Core role");
    for (unsigned i = 0; i < ROLE_COLUMNS; i++) {
        int measure = staith_breakdown_measure(page->breakdown, table, BY_ROLE[i]);
        if (measure >= 0) {
            staith_page_column(
                page, "n",
                staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure)->label);
        }
    }
    staith_page_column(page, "n", "Over, % of tested");
    staith_html_close(html);
    staith_html_close(html);
}

static void roles(struct staith_page *page)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(page->breakdown, "by_role");
    char caption[256];
    if (table == NULL || table->table->dimension_count != 1) {
        return;
    }
    const struct staith_dimension *dimension =
        staith_breakdown_dimension(page->breakdown, table, 0);
    staith_html_open(page->html, "section");
    heading(page, "By core role", NULL);
    (void)snprintf(caption, sizeof(caption), "By core role, %s", page->benchmark->region_name);
    staith_page_table_open(page, NULL, caption);
    roles_head(page, table);
    staith_html_open(page->html, "tbody");
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        role_row(page, table, i, dimension->categories[i].label);
    }
    role_row(page, table, dimension->category_count, "All");
    staith_html_close(page->html);
    staith_page_table_close(page);
    staith_part_by_category(page, "by_role", "over_cap");
    staith_part_by_two(page, "by_role_state", "assignments");
    staith_html_close(page->html);
}

/* ---- rates ---- */

static bool row_has_number(const struct staith_page *page,
                           const struct staith_breakdown_table *table, uint32_t measure,
                           uint32_t place)
{
    for (uint32_t i = 0; i < page->benchmark->council_count; i++) {
        if (staith_breakdown_at(page->breakdown, table, measure, place, page->request->period, i)
                .contributing > 0) {
            return true;
        }
    }
    return false;
}

static void rates(struct staith_page *page)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(page->breakdown, "rates");
    int measure =
        table != NULL ? staith_breakdown_measure(page->breakdown, table, "rate_median") : -1;
    uint32_t rows = 0;
    if (measure < 0 || table->table->dimension_count != 2) {
        return;
    }
    const struct staith_dimension *role = staith_breakdown_dimension(page->breakdown, table, 0);
    const struct staith_dimension *basis = staith_breakdown_dimension(page->breakdown, table, 1);
    staith_html_open(page->html, "section");
    heading(page, "Rates, and how far councils lie apart",
            "The median hourly rate of each council for the same role and basis, in steps of 50p "
            "and of ten people or more. The region\xE2\x80\x99s is the median of three councils or "
            "more. A rate can be set against a cap of the same basis alone. Roles that no council "
            "has a number for are left out.");
    if (staith_chart_has_rates(page->site, page->request->dataset, page->request->period)) {
        struct staith_svg svg = {.html = page->html};
        staith_html_open(page->html, "figure");
        staith_chart_rates(&svg, page->site, page->request->dataset, page->request->period);
        staith_page_view_picture(page, "caps", STAITH_CHART_RATES);
        staith_html_close(page->html);
    }
    staith_part_councils_open(page, "Median hourly rate, \xC2\xA3", "Role and basis");
    for (uint32_t i = 0; i < role->category_count; i++) {
        for (uint32_t j = 0; j < basis->category_count; j++) {
            uint32_t place = i * (basis->category_count + 1) + j;
            char name[600];
            if (!row_has_number(page, table, (uint32_t)measure, place)) {
                continue;
            }
            (void)snprintf(name, sizeof(name), "%s, %s", role->categories[i].label,
                           basis->categories[j].label);
            staith_part_row(page, table, (uint32_t)measure, place, name, false);
            rows++;
        }
    }
    staith_part_councils_close(page);
    if (rows == 0) {
        staith_html_element(page->html, "p", NULL,
                            "No council has ten people with one role and basis in this period, so "
                            "no rate can be shown.");
    }
    staith_html_close(page->html);
}

static void rest(struct staith_page *page)
{
    staith_html_open(page->html, "section");
    heading(page, "Approvals",
            "Assignments over their cap, by when the director and the chief executive signed.");
    staith_part_by_category(page, "by_approval", "over_cap");
    staith_html_close(page->html);
    staith_html_open(page->html, "section");
    heading(page, "How far from the cap", NULL);
    staith_part_by_category(page, "by_band", "tested");
    staith_html_close(page->html);
    staith_html_open(page->html, "section");
    heading(page, "Other rules", "Not known is an answer and no breach.");
    staith_part_by_two(page, "by_rule", "rules_checked");
    staith_html_close(page->html);
    staith_html_open(page->html, "section");
    heading(page, "Why agency workers are used, and for how long", NULL);
    staith_part_by_category(page, "by_reason", "in_use");
    staith_part_by_category(page, "by_length", "assignments");
    staith_html_close(page->html);
    staith_html_open(page->html, "section");
    heading(page, "Why assignments cannot be tested", NULL);
    staith_part_by_category(page, "by_obstacle", "untestable");
    staith_html_close(page->html);
}

void staith_view_caps(struct staith_page *page)
{
    char lead[320];
    char period[64];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead),
                   "Assignments of agency social workers in the %s, %s. Numbers are rounded in the "
                   "councils; below each stands between which numbers the true one lies.",
                   page->benchmark->region_name, period);
    (void)snprintf(stem, sizeof(stem), "%s/%s/caps", page->benchmark->dataset, page->period);
    staith_page_begin(page, "Agency rates against the caps", lead);
    staith_page_periods(page, "caps.html");
    facts(page);
    staith_page_downloads(page, stem, "");
    staith_part_caps(page);
    states(page);
    staith_part_over_time(page, "over_cap", "Assignments over their cap, over time");
    staith_part_over_time(page, "over_cap_rate", "Share over the cap, over time");
    roles(page);
    rates(page);
    rest(page);
    staith_part_withheld(page);
    staith_page_end(page);
}
