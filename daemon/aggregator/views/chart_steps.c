/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include <math.h>
#include <stdio.h>

enum { ROW = 34, LEFT = 94, RIGHT = 112, TOP = 8, BOTTOM = 30, TICKS = 5 };
enum { WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT };

static const char *const STEPS[] = {"funnel_applied", "funnel_shortlisted", "funnel_interviewed",
                                    "funnel_offered", "funnel_accepted",    "funnel_started"};
static const char *const NAMES[] = {"Applied", "Shortlisted", "Interviewed",
                                    "Offered", "Accepted",    "Started"};
enum { STEP_COUNT = sizeof(STEPS) / sizeof(STEPS[0]) };

static struct staith_breakdown_cell cell_of(const struct staith_breakdown *breakdown,
                                            uint32_t period, unsigned step)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(breakdown, "funnel_by_role");
    int measure = table != NULL ? staith_breakdown_measure(breakdown, table, STEPS[step]) : -1;
    return measure >= 0 ? staith_breakdown_sum(breakdown, table, (uint32_t)measure,
                                               table->places - 1, period, NULL)
                        : (struct staith_breakdown_cell){.contributing = 0};
}

static void step(struct staith_svg *svg, const struct staith_svg_scale *across, unsigned at,
                 const struct staith_breakdown_cell *cell)
{
    double top = TOP + (double)at * ROW;
    double middle = top + ROW / 2.0;
    char text[64];
    staith_svg_text(svg, "end", LEFT - 10, middle + 5, NAMES[at]);
    if (cell->contributing == 0) {
        staith_svg_text(svg, "quiet", LEFT + 6, middle + 5, "not shown");
        return;
    }
    double from = staith_svg_at(across, (double)cell->value.lo);
    double to = staith_svg_at(across, (double)cell->value.hi);
    staith_svg_rect(svg, "bar", LEFT, top + 6,
                    staith_svg_at(across, (double)cell->value.value) - LEFT, ROW - 12);
    staith_svg_line(svg, "whisker", from, middle, to, middle);
    staith_svg_line(svg, "whisker", from, middle - 5, from, middle + 5);
    staith_svg_line(svg, "whisker", to, middle - 5, to, middle + 5);
    (void)snprintf(text, sizeof(text), "%lld (%lld to %lld)", (long long)cell->value.value,
                   (long long)cell->value.lo, (long long)cell->value.hi);
    staith_svg_text(svg, "small strong", LEFT + WIDTH + 8, middle + 5, text);
}

bool staith_chart_has_steps(const struct staith_breakdown *breakdown, uint32_t period)
{
    for (unsigned i = 0; i < STEP_COUNT; i++) {
        if (cell_of(breakdown, period, i).contributing > 0) {
            return true;
        }
    }
    return false;
}

void staith_chart_steps(struct staith_svg *svg, const struct staith_breakdown *breakdown,
                        uint32_t period)
{
    struct staith_breakdown_cell cells[STEP_COUNT];
    struct staith_svg_scale across;
    double most = 1;
    char title[256];
    char code[STAITH_PERIOD_CODE_BYTES];
    int height = TOP + STEP_COUNT * ROW + BOTTOM;
    if (!staith_chart_has_steps(breakdown, period)) {
        return;
    }
    for (unsigned i = 0; i < STEP_COUNT; i++) {
        cells[i] = cell_of(breakdown, period, i);
        most = fmax(most, (double)cells[i].value.hi);
    }
    staith_svg_scale_up(&across, most, TICKS, LEFT, LEFT + WIDTH);
    staith_period_format(&breakdown->benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "Applications from step to step, %s, %s",
                   breakdown->benchmark->region_name, code);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, height, title,
                    "One bar for each step; thin lines with ends show between which numbers the "
                    "true one lies. The table holds the figures.");
    for (unsigned i = 0; (double)i * across.step <= across.most * 1.001; i++) {
        char text[32];
        double x = staith_svg_at(&across, (double)i * across.step);
        staith_svg_step_text(&across, (double)i * across.step, text, sizeof(text));
        staith_svg_line(svg, i == 0 ? "base" : "grid", x, TOP, x, height - BOTTOM);
        staith_svg_text(svg, "quiet middle", x, height - BOTTOM + 17, text);
    }
    for (unsigned i = 0; i < STEP_COUNT; i++) {
        step(svg, &across, i, &cells[i]);
    }
    staith_svg_close(svg);
}
