/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recruitment: from application to start, how long it takes by named clocks, where starters come
 * from, and who stays. The codes are those of the dataset recruitment.
 */
#include "aggregator/views/page.h"

#include "aggregator/views/words.h"

#include <stdio.h>

/** Measures of one table that are read together. */
struct pair {
    const char *name;
    const char *part;
    const char *whole;
};

static void heading(struct staith_page *page, const char *title, const char *text)
{
    staith_html_element(page->html, "h2", NULL, title);
    if (text != NULL) {
        staith_html_element(page->html, "p", NULL, text);
    }
}

static void funnel(struct staith_page *page)
{
    static const char *const STEPS[] = {"funnel_applied",     "funnel_shortlisted",
                                        "funnel_interviewed", "funnel_offered",
                                        "funnel_accepted",    "funnel_started"};
    const struct staith_breakdown_table *table =
        staith_breakdown_find(page->breakdown, "funnel_by_role");
    struct staith_svg svg = {.html = page->html};
    if (table == NULL) {
        return;
    }
    staith_html_open(page->html, "section");
    heading(page, "From application to start",
            "Of rounds of advertising that ended in the quarter, filled or given up: who is still "
            "in a round is in no step. A later step stands for the earlier ones.");
    if (staith_chart_has_steps(page->breakdown, page->request->period)) {
        staith_html_open(page->html, "figure");
        staith_chart_steps(&svg, page->breakdown, page->request->period);
        staith_page_view_picture(page, "hiring", STAITH_CHART_STEPS);
        staith_html_close(page->html);
    }
    staith_part_councils_open(page, "Applications in rounds that ended, all roles", "Step");
    for (size_t i = 0; i < sizeof(STEPS) / sizeof(STEPS[0]); i++) {
        int measure = staith_breakdown_measure(page->breakdown, table, STEPS[i]);
        if (measure >= 0) {
            staith_part_row(
                page, table, (uint32_t)measure, table->places - 1,
                staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure)->label,
                false);
        }
    }
    staith_part_councils_close(page);
    staith_part_by_category(page, "withdrawals_by_stage", "withdrawals");
    staith_html_close(page->html);
}

static void posts(struct staith_page *page)
{
    staith_html_open(page->html, "section");
    heading(page, "Posts and adverts", NULL);
    staith_part_by_category(page, "posts_by_adverts", "posts_advertised");
    staith_part_by_category(page, "posts_by_adverts", "posts_filled");
    staith_html_close(page->html);
}

static void clocks(struct staith_page *page)
{
    static const char *const CLOCKS[] = {"days_close_to_offer", "days_authorised_to_start",
                                         "days_decision_to_start"};
    const struct staith_breakdown_table *table =
        staith_breakdown_find(page->breakdown, "clocks_by_role");
    if (table == NULL) {
        return;
    }
    staith_html_open(page->html, "section");
    heading(page, "How long it takes",
            "There are several clocks, and they disagree: each has its name, and none is called "
            "time to hire. Medians of ten people or more, in calendar days.");
    staith_part_councils_open(page, "Median calendar days, all roles", "Clock");
    for (size_t i = 0; i < sizeof(CLOCKS) / sizeof(CLOCKS[0]); i++) {
        int measure = staith_breakdown_measure(page->breakdown, table, CLOCKS[i]);
        if (measure >= 0) {
            staith_part_row(
                page, table, (uint32_t)measure, table->places - 1,
                staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure)->label,
                false);
        }
    }
    staith_part_councils_close(page);
    staith_html_open_class(page->html, "dl", "terms");
    for (size_t i = 0; i < sizeof(CLOCKS) / sizeof(CLOCKS[0]); i++) {
        int measure = staith_breakdown_measure(page->breakdown, table, CLOCKS[i]);
        if (measure >= 0) {
            const struct staith_measure *what =
                staith_breakdown_measure_at(page->breakdown, table, (uint32_t)measure);
            staith_html_element(page->html, "dt", NULL, what->label);
            staith_html_element(page->html, "dd", NULL, what->definition);
        }
    }
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void cohort_row(struct staith_page *page, const struct staith_breakdown_table *table,
                       uint32_t place, const char *name, const struct pair *pair)
{
    int part = staith_breakdown_measure(page->breakdown, table, pair->part);
    int whole = staith_breakdown_measure(page->breakdown, table, pair->whole);
    uint32_t period = page->request->period;
    if (part < 0 || whole < 0) {
        return;
    }
    const struct staith_breakdown_cell of =
        staith_breakdown_sum(page->breakdown, table, (uint32_t)whole, place, period, NULL);
    const struct staith_breakdown_cell stayed =
        staith_breakdown_sum(page->breakdown, table, (uint32_t)part, place, period, NULL);
    const struct staith_breakdown_share share = staith_breakdown_share_of(
        page->breakdown, table, (uint32_t)part, (uint32_t)whole, place, period, NULL);
    staith_html_open(page->html, "tr");
    if (place == table->places - 1) {
        staith_html_attr(page->html, "class", "total");
    }
    staith_page_row_head(page, name);
    staith_page_cell(page, &of,
                     staith_breakdown_measure_at(page->breakdown, table, (uint32_t)whole));
    staith_page_cell(page, &stayed,
                     staith_breakdown_measure_at(page->breakdown, table, (uint32_t)part));
    staith_page_share(page, &share);
    staith_html_open_class(page->html, "td", "n");
    staith_html_textf(page->html, "%u of %u", of.contributing, page->benchmark->council_count);
    staith_html_close(page->html);
    staith_html_close(page->html);
}

static void cohort(struct staith_page *page, const struct staith_breakdown_table *table,
                   const struct pair *pair)
{
    struct staith_html *html = page->html;
    const struct staith_dimension *route = staith_breakdown_dimension(page->breakdown, table, 0);
    staith_page_table_open(page, NULL, pair->name);
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, route->label);
    staith_page_column(page, "n", "Cohort");
    staith_page_column(page, "n", "Of them");
    staith_page_column(page, "n", "Share, %");
    staith_page_column(page, "n", "Councils in it");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < route->category_count; i++) {
        cohort_row(page, table, i, route->categories[i].label, pair);
    }
    cohort_row(page, table, route->category_count, "All", pair);
    staith_html_close(html);
    staith_page_table_close(page);
}

static void cohorts(struct staith_page *page)
{
    static const struct pair PAIRS[] = {
        {"Still employed after 12 months", "stayed_12", "cohort_12"},
        {"Still employed after 24 months", "stayed_24", "cohort_24"},
        {"ASYE completed", "asye_completed", "asye_cohort_12"},
        {"In post 12 months after the ASYE began", "asye_stayed_12", "asye_cohort_12"},
        {"In post 24 months after the ASYE began", "asye_stayed_24", "asye_cohort_24"},
    };
    const struct staith_breakdown_table *table =
        staith_breakdown_find(page->breakdown, "cohorts_by_route");
    if (table == NULL || table->table->dimension_count != 1) {
        return;
    }
    staith_html_open(page->html, "section");
    heading(page, "Who stays",
            "Cohorts of four quarters, pooled over the councils: in one council a single leaver "
            "would be a person. Shares are of protected numbers, with the least and the most that "
            "they can be.");
    for (size_t i = 0; i < sizeof(PAIRS) / sizeof(PAIRS[0]); i++) {
        cohort(page, table, &PAIRS[i]);
    }
    staith_html_close(page->html);
}

void staith_view_hiring(struct staith_page *page)
{
    char lead[320];
    char period[64];
    char stem[STAITH_SITE_PATH_BYTES];
    staith_words_period(&page->benchmark->periods[page->request->period], period, sizeof(period));
    (void)snprintf(lead, sizeof(lead),
                   "Recruitment of social workers in the %s, %s. Numbers are rounded in the "
                   "councils; below each stands between which numbers the true one lies.",
                   page->benchmark->region_name, period);
    (void)snprintf(stem, sizeof(stem), "%s/%s/hiring", page->benchmark->dataset, page->period);
    staith_page_begin(page, "How posts are filled", lead);
    staith_page_periods(page, "hiring.html");
    staith_page_downloads(page, stem, "");
    funnel(page);
    posts(page);
    clocks(page);
    staith_html_open(page->html, "section");
    heading(page, "Where starters come from", NULL);
    staith_part_by_category(page, "starters_by_origin", "starters");
    staith_part_by_category(page, "starters_by_route", "starters");
    staith_html_close(page->html);
    cohorts(page);
    staith_part_withheld(page);
    staith_page_end(page);
}
