/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROW = 42, LEFT = 172, RIGHT = 30, TOP = 14, AXIS = 26, KEY = 24, SIZE = 14 };
enum { WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT };
static const double PENCE = 100; /* of a pound */
static const double STEP = 5;    /* pounds between lines */

/** What is drawn. */
struct rates {
    struct staith_svg *svg;
    const struct staith_site *site;
    const struct staith_breakdown *breakdown;
    const struct staith_breakdown_table *table;
    const struct staith_dimension *role;
    const struct staith_dimension *basis;
    uint32_t measure;
    uint32_t period;
    double least; /**< of the axis, pounds */
    double most;
};

bool staith_chart_cap_held(const struct staith_site_cap *cap, const struct staith_period *period)
{
    int32_t first = 0;
    int32_t last = 0;
    staith_period_days(period, &first, &last);
    return cap->from <= last && cap->until >= first;
}

static const struct staith_period *period_of(const struct rates *rates)
{
    return &rates->breakdown->benchmark->periods[rates->period];
}

/* Whether a cap is of a row of the chart. */
static bool is_of(const struct rates *rates, const struct staith_site_cap *cap, uint32_t role,
                  uint32_t basis)
{
    return strcmp(cap->role, rates->role->categories[role].code) == 0 &&
           strcmp(cap->basis, rates->basis->categories[basis].code) == 0 &&
           staith_chart_cap_held(cap, period_of(rates));
}

static bool number_at(const struct rates *rates, uint32_t role, uint32_t basis, uint32_t council,
                      double *ret_pounds)
{
    const struct staith_breakdown_cell cell = staith_breakdown_at(
        rates->breakdown, rates->table, rates->measure,
        role * (rates->basis->category_count + 1) + basis, rates->period, council);
    *ret_pounds = (double)cell.value.value / PENCE;
    return cell.contributing > 0 && cell.value.status == STAITH_STATUS_VALUE;
}

static void widen(struct rates *rates, double pounds)
{
    rates->least = fmin(rates->least, pounds);
    rates->most = fmax(rates->most, pounds);
}

/* Whether a row has anything on it; the axis is widened to hold it. */
static bool measure_row(struct rates *rates, uint32_t role, uint32_t basis)
{
    bool any = false;
    double pounds = 0;
    for (uint32_t i = 0; i < rates->site->cap_count; i++) {
        if (is_of(rates, &rates->site->caps[i], role, basis)) {
            widen(rates, (double)rates->site->caps[i].pence / PENCE);
            any = true;
        }
    }
    for (uint32_t i = 0; i < rates->breakdown->benchmark->council_count; i++) {
        if (number_at(rates, role, basis, i, &pounds)) {
            widen(rates, pounds);
            any = true;
        }
    }
    return any;
}

static double x_of(const struct rates *rates, double pounds)
{
    return LEFT + WIDTH * (pounds - rates->least) / (rates->most - rates->least);
}

/* A cap that ended within the period is dashed: both that held are there. */
static void caps(const struct rates *rates, uint32_t role, uint32_t basis, double top)
{
    int32_t first = 0;
    int32_t last = 0;
    staith_period_days(period_of(rates), &first, &last);
    for (uint32_t i = 0; i < rates->site->cap_count; i++) {
        const struct staith_site_cap *cap = &rates->site->caps[i];
        if (is_of(rates, cap, role, basis)) {
            char text[32];
            double x = x_of(rates, (double)cap->pence / PENCE);
            bool ended = cap->until < last;
            staith_svg_line(rates->svg, ended ? "cap ended" : "cap", x, top + 3, x, top + 25);
            if (!ended) {
                (void)snprintf(text, sizeof(text), "\xC2\xA3%.2f", (double)cap->pence / PENCE);
                staith_svg_text(rates->svg, "small", x + 6, top + 6, text);
            }
        }
    }
}

static void row(const struct rates *rates, uint32_t role, uint32_t basis, double top)
{
    double pounds = 0;
    const char *name = rates->role->categories[role].label;
    /* the longest of the core roles does not fit, and is known by its initials */
    staith_svg_text_within(
        rates->svg, "end", LEFT - 12, top + 13, SIZE, LEFT - 12,
        strcmp(rates->role->categories[role].code, "iro") == 0 ? "IRO or conference chair" : name);
    staith_svg_text_within(rates->svg, "quiet end", LEFT - 12, top + 28, SIZE, LEFT - 12,
                           rates->basis->categories[basis].label);
    staith_svg_line(rates->svg, "grid", LEFT, top + 14, LEFT + WIDTH, top + 14);
    for (uint32_t i = 0; i < rates->breakdown->benchmark->council_count; i++) {
        if (number_at(rates, role, basis, i, &pounds)) {
            staith_svg_dot(rates->svg, "rate", x_of(rates, pounds), top + 14, 6);
        }
    }
    caps(rates, role, basis, top);
}

static void axis(const struct rates *rates, double bottom)
{
    const int steps = (int)lround((rates->most - rates->least) / STEP);
    for (int i = 0; i <= steps; i++) {
        char text[32];
        const double pounds = rates->least + (double)i * STEP;
        (void)snprintf(text, sizeof(text), "\xC2\xA3%.0f", pounds);
        staith_svg_line(rates->svg, "grid", x_of(rates, pounds), TOP, x_of(rates, pounds), bottom);
        staith_svg_text(rates->svg, "quiet middle", x_of(rates, pounds), bottom + 16, text);
    }
}

static void key(const struct rates *rates, double top)
{
    staith_svg_line(rates->svg, "cap", LEFT - 60, top + 2, LEFT - 60, top + 18);
    staith_svg_text(rates->svg, "small", LEFT - 46, top + 15,
                    "Cap; dashed: one that ended in the period");
    staith_svg_dot(rates->svg, "rate", LEFT - 60, top + KEY + 10, 6);
    staith_svg_text(rates->svg, "small", LEFT - 46, top + KEY + 15,
                    "Median of a council with ten people or more");
}

/* The rows that have something, and the axis that holds them; 0: nothing is drawn. */
static uint32_t survey(struct rates *rates, const struct staith_site *site, uint32_t dataset,
                       uint32_t period)
{
    uint32_t rows = 0;
    *rates = (struct rates){.site = site, .period = period, .least = HUGE_VAL, .most = -HUGE_VAL};
    rates->breakdown = site->breakdowns != NULL ? site->breakdowns[dataset] : NULL;
    rates->table =
        rates->breakdown != NULL ? staith_breakdown_find(rates->breakdown, "rates") : NULL;
    int measure = rates->table != NULL
                      ? staith_breakdown_measure(rates->breakdown, rates->table, "rate_median")
                      : -1;
    if (measure < 0 || rates->table->table->dimension_count != 2) {
        return 0;
    }
    rates->measure = (uint32_t)measure;
    rates->role = staith_breakdown_dimension(rates->breakdown, rates->table, 0);
    rates->basis = staith_breakdown_dimension(rates->breakdown, rates->table, 1);
    for (uint32_t i = 0; i < rates->role->category_count; i++) {
        for (uint32_t j = 0; j < rates->basis->category_count; j++) {
            rows += measure_row(rates, i, j) ? 1 : 0;
        }
    }
    rates->least = fmax(0, STEP * floor(rates->least / STEP - 0.2));
    rates->most = STEP * ceil(rates->most / STEP + 0.2);
    return rows;
}

bool staith_chart_has_rates(const struct staith_site *site, uint32_t dataset, uint32_t period)
{
    struct rates rates;
    return survey(&rates, site, dataset, period) > 0;
}

void staith_chart_rates(struct staith_svg *svg, const struct staith_site *site, uint32_t dataset,
                        uint32_t period)
{
    struct rates rates;
    char title[128];
    char code[STAITH_PERIOD_CODE_BYTES];
    const uint32_t rows = survey(&rates, site, dataset, period);
    uint32_t at = 0;
    if (rows == 0) {
        return;
    }
    rates.svg = svg;
    const double bottom = TOP + (double)rows * ROW;
    staith_period_format(period_of(&rates), code);
    (void)snprintf(title, sizeof(title), "Hourly rates and caps by role and basis, %s", code);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, (int)bottom + AXIS + 2 * KEY + 8, title,
                    "One row for each role and basis: upright lines are the caps, dots are the "
                    "medians that councils let out. The tables hold both.");
    axis(&rates, bottom);
    struct rates fresh = rates; /* measuring a row again must not widen the axis */
    for (uint32_t i = 0; i < rates.role->category_count; i++) {
        for (uint32_t j = 0; j < rates.basis->category_count; j++) {
            if (measure_row(&fresh, i, j)) {
                row(&rates, i, j, TOP + (double)at++ * ROW);
            }
        }
    }
    key(&rates, bottom + AXIS);
    staith_svg_close(svg);
}
