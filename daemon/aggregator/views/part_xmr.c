/* SPDX-License-Identifier: Apache-2.0 */
/* What is usual for one series, and what is not. */
#include "aggregator/views/page.h"

#include <math.h>
#include <stdio.h>

static const struct staith_benchmark_item *item_of(const struct staith_page *page, uint32_t item)
{
    return &page->benchmark->items[item];
}

static void marked(struct staith_page *page, const char *rule, const char *phase)
{
    staith_html_open(page->html, "td");
    staith_html_text(page->html, rule);
    if (phase != NULL) {
        staith_html_element(page->html, "small", NULL, phase);
    }
    staith_html_close(page->html);
}

/* A number of a phase that has too few of them for limits. */
static void early_row(struct staith_page *page, uint32_t item, int whose, uint32_t period,
                      const char *phase)
{
    const struct staith_benchmark_figure *figure =
        staith_chart_figure(page->benchmark, period, item, whose);
    char code[STAITH_PERIOD_CODE_BYTES];
    if (!staith_chart_drawn(figure)) {
        return;
    }
    staith_period_format(&page->benchmark->periods[period], code);
    staith_html_open(page->html, "tr");
    staith_page_row_head(page, code);
    staith_html_open_class(page->html, "td", "n");
    staith_page_figure(page, figure, item_of(page, item)->decimals);
    staith_html_close(page->html);
    staith_html_element(page->html, "td", "n", "");
    staith_html_element(page->html, "td", "n", "");
    marked(page, "too few in this phase for limits", phase);
    staith_html_close(page->html);
}

/* Each phase by itself: its mean and how that differs from the one before. */
static void phase_row(struct staith_page *page, const struct staith_xmr_point *points,
                      uint32_t first, uint32_t end, const char *reason, double *before, bool *has)
{
    struct staith_html *html = page->html;
    double sum = 0;
    uint32_t count = 0;
    char code[STAITH_PERIOD_CODE_BYTES];
    for (uint32_t i = first; i < end; i++) {
        sum += points[i].valid ? points[i].value : 0;
        count += points[i].valid ? 1 : 0;
    }
    staith_period_format(&page->benchmark->periods[first], code);
    staith_html_open(html, "tr");
    staith_html_open(html, "th");
    staith_html_attr(html, "scope", "row");
    staith_html_textf(html, "From %s", code);
    staith_html_element(html, "small", NULL, reason);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    staith_html_textf(html, "%u", count);
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    if (count > 0) {
        staith_html_textf(html, "%.1f", sum / count);
    }
    staith_html_close(html);
    staith_html_open_class(html, "td", "n");
    if (count > 0 && *has) {
        const double change = sum / count - *before;
        staith_html_textf(html, "%s%.1f", change < 0 ? "\xE2\x88\x92" : "+", fabs(change));
    }
    staith_html_close(html);
    staith_html_close(html);
    *before = count > 0 ? sum / count : *before;
    *has = *has || count > 0;
}

static void phases(struct staith_page *page, uint32_t item, int whose)
{
    struct staith_html *html = page->html;
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    uint32_t count = page->benchmark->period_count;
    uint32_t begins = 0;
    const char *reason = "The first phase";
    double before = 0;
    bool has = false;
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_benchmark_figure *figure =
            staith_chart_figure(page->benchmark, i, item, whose);
        points[i] = (struct staith_xmr_point){
            .valid = staith_chart_drawn(figure),
            .value = staith_benchmark_natural(figure, item_of(page, item)->decimals)};
        begins += staith_benchmark_phase(page->benchmark, i, item) != NULL ? 1 : 0;
    }
    if (begins == 0) {
        return;
    }
    staith_page_table_open(page, "tight", "Phases");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Phase");
    staith_page_column(page, "n", "Periods with a number");
    staith_page_column(page, "n", "Mean");
    staith_page_column(page, "n", "Difference from the phase before");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    begins = 0;
    for (uint32_t i = 1; i <= count; i++) {
        const char *next = i < count ? staith_benchmark_phase(page->benchmark, i, item) : NULL;
        if (i == count || next != NULL) {
            phase_row(page, points, begins, i, reason, &before, &has);
            begins = i;
            reason = next;
        }
    }
    staith_html_close(html);
    staith_page_table_close(page);
}

static void xmr_table(struct staith_page *page, uint32_t item, int whose)
{
    struct staith_html *html = page->html;
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    int decimals = (int)item_of(page, item)->decimals;
    int finer = decimals > 0 ? decimals : 1; /* the mean of whole numbers is none */
    (void)staith_chart_xmr_points(page->benchmark, item, whose, points);
    staith_page_table_open(page, "tight", "What is usual, and what is not");
    staith_html_open(html, "thead");
    staith_html_open(html, "tr");
    staith_page_column(page, NULL, "Period");
    staith_page_column(page, "n", "Figure");
    staith_page_column(page, "n", "Mean");
    staith_page_column(page, "n", "Limits");
    staith_page_column(page, NULL, "Marked");
    staith_html_close(html);
    staith_html_close(html);
    staith_html_open(html, "tbody");
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        const char *phase = staith_benchmark_phase(page->benchmark, i, item);
        if (!points[i].valid) {
            early_row(page, item, whose, i, phase);
            continue;
        }
        staith_period_format(&page->benchmark->periods[i], code);
        staith_html_open(html, "tr");
        staith_page_row_head(page, code);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f", decimals, points[i].value);
        staith_html_close(html);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f", finer, points[i].centre);
        staith_html_close(html);
        staith_html_open_class(html, "td", "n");
        staith_html_textf(html, "%.*f to %.*f", finer, points[i].lower > 0 ? points[i].lower : 0.0,
                          finer, points[i].upper);
        staith_html_close(html);
        marked(page, staith_stats_xmr_words(points[i].rule), phase);
        staith_html_close(html);
    }
    staith_html_close(html);
    staith_page_table_close(page);
}

/* Whether a number of the series was rounded for protection. */
static bool any_rounded(const struct staith_page *page, uint32_t item, int whose)
{
    bool any = false;
    for (uint32_t i = 0; i < page->benchmark->period_count; i++) {
        const struct staith_benchmark_result *result =
            staith_benchmark_result(page->benchmark, i, item);
        any = any || (whose < 0 ? result->region.rounded : result->councils[whose].rounded);
    }
    return any;
}

void staith_part_xmr(struct staith_page *page, uint32_t item, const char *title)
{
    struct staith_html *html = page->html;
    struct staith_svg svg = {.html = page->html};
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    int whose = page->request->council;
    char heading[256];
    if (!staith_chart_xmr_points(page->benchmark, item, whose, points)) {
        return;
    }
    staith_html_open(html, "section");
    (void)snprintf(heading, sizeof(heading), "What is usual for %s",
                   whose >= 0 ? page->benchmark->councils[whose].name
                              : page->benchmark->region_name);
    staith_html_element(html, "h2", NULL, title != NULL ? title : heading);
    staith_html_element(html, "p", NULL,
                        "The limits come from how far the series moves between periods. With fewer "
                        "than twelve points they are provisional.");
    /* A view by itself is of counts that were rounded in the councils. */
    if (title != NULL || any_rounded(page, item, whose)) {
        staith_html_element(html, "p", NULL,
                            "Each figure is made of numbers that the councils rounded: a single "
                            "step may be rounding alone.");
    }
    staith_html_open_class(html, "div", "pair");
    staith_html_open(html, "figure");
    (void)staith_chart_xmr(&svg, page->benchmark, item, whose);
    if (whose < 0) {
        staith_page_picture_links(page, item, STAITH_CHART_XMR);
    }
    staith_html_close(html);
    staith_html_open(html, "div");
    xmr_table(page, item, whose);
    staith_html_close(html);
    staith_html_close(html);
    phases(page, item, whose);
    staith_html_close(html);
}
