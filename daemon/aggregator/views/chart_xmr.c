/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include <math.h>
#include <staith/plugin.h>
#include <stdio.h>

enum {
    LEFT = 40,
    RIGHT = 82,
    WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT,
    TOP = 14,
    HEIGHT = 210,
    BOTTOM = 30,
    STEPS = 5,
    MOST_LABELS = 7,
    NAME_SIZE = 12
};

bool staith_chart_xmr_points(const struct staith_benchmark *benchmark, uint32_t item, int whose,
                             struct staith_xmr_point *points)
{
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        const struct staith_benchmark_figure *figure =
            staith_chart_figure(benchmark, i, item, whose);
        points[i] = (struct staith_xmr_point){
            .valid = staith_chart_drawn(figure),
            .rebased = staith_benchmark_phase(benchmark, i, item) != NULL,
            .value = staith_benchmark_natural(figure, benchmark->items[item].decimals)};
    }
    return staith_stats_xmr(points, benchmark->period_count);
}

/** Where points stand. */
struct plot {
    struct staith_svg *svg;
    const struct staith_benchmark *benchmark;
    const struct staith_benchmark_item *item;
    const struct staith_xmr_point *points;
    uint32_t at; /**< the item */
    int whose;
    struct staith_svg_scale up;
};

static double x_of(const struct plot *plot, uint32_t period)
{
    uint32_t last = plot->benchmark->period_count - 1;
    return LEFT + WIDTH * (double)period / (double)(last > 0 ? last : 1);
}

static void axes(const struct plot *plot)
{
    char text[32];
    uint32_t count = plot->benchmark->period_count;
    uint32_t each = (count + MOST_LABELS - 1) / MOST_LABELS;
    for (unsigned i = 0; (double)i * plot->up.step <= plot->up.most * 1.001; i++) {
        double y = staith_svg_at(&plot->up, (double)i * plot->up.step);
        staith_svg_step_text(&plot->up, (double)i * plot->up.step, text, sizeof(text));
        staith_svg_line(plot->svg, i == 0 ? "base" : "grid", LEFT, y, LEFT + WIDTH, y);
        staith_svg_text(plot->svg, "quiet end", LEFT - 6, y + 4, text);
    }
    for (uint32_t i = 0; i < count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        if ((count - 1 - i) % each == 0) {
            staith_period_format(&plot->benchmark->periods[i], code);
            staith_svg_text(plot->svg, "quiet middle", x_of(plot, i), TOP + HEIGHT + 19, code);
        }
    }
}

/* One of the level lines: it follows the points, since each stretch has its own. */
static void level(const struct plot *plot, const char *class_name, size_t offset)
{
    struct staith_svg_path path;
    staith_svg_path_start(&path);
    for (uint32_t i = 0; i < plot->benchmark->period_count; i++) {
        const struct staith_xmr_point *point = &plot->points[i];
        if (point->rebased) {
            staith_svg_path_gap(&path);
        }
        if (point->valid) {
            double value = *(const double *)(const void *)((const char *)point + offset);
            staith_svg_path_to(&path, x_of(plot, i), staith_svg_at(&plot->up, fmax(0, value)));
        }
    }
    staith_svg_path(plot->svg, class_name, &path);
}

static const char *class_of(const struct plot *plot, const struct staith_xmr_point *point)
{
    if (point->rule == STAITH_XMR_NONE) {
        return "dot";
    }
    if (plot->item->polarity == STAITH_NEUTRAL) {
        return "dot noted";
    }
    bool low_is_good = plot->item->polarity == STAITH_LOW_IS_GOOD;
    return (point->direction < 0) == low_is_good ? "dot better" : "dot worse";
}

static void line_and_dots(const struct plot *plot)
{
    level(plot, "other", offsetof(struct staith_xmr_point, value));
    for (uint32_t i = 0; i < plot->benchmark->period_count; i++) {
        const struct staith_xmr_point *point = &plot->points[i];
        if (point->rebased && i > 0) {
            double x = (x_of(plot, i - 1) + x_of(plot, i)) / 2;
            const char *reason = staith_benchmark_phase(plot->benchmark, i, plot->at);
            staith_svg_line(plot->svg, "phase", x, TOP, x, TOP + HEIGHT);
            staith_svg_text_within(plot->svg, "small", x + 4, TOP, NAME_SIZE, LEFT + WIDTH - x,
                                   reason != NULL ? reason : "");
        }
        /* a phase that has too few numbers for limits still shows them */
        if (point->valid ||
            staith_chart_drawn(staith_chart_figure(plot->benchmark, i, plot->at, plot->whose))) {
            staith_svg_dot(plot->svg, class_of(plot, point), x_of(plot, i),
                           staith_svg_at(&plot->up, point->value),
                           point->rule == STAITH_XMR_NONE ? 4 : 6);
        }
    }
}

static void names(const struct plot *plot)
{
    for (uint32_t i = plot->benchmark->period_count; i > 0; i--) {
        const struct staith_xmr_point *point = &plot->points[i - 1];
        if (point->valid) {
            struct staith_svg_label labels[] = {
                {"upper limit", "small", staith_svg_at(&plot->up, point->upper)},
                {"mean", "small strong", staith_svg_at(&plot->up, point->centre)},
                {"lower limit", "small", staith_svg_at(&plot->up, fmax(0, point->lower))}};
            staith_svg_labels(plot->svg, LEFT + WIDTH + 10, RIGHT - 10, TOP, TOP + HEIGHT, labels,
                              sizeof(labels) / sizeof(labels[0]));
            return;
        }
    }
}

bool staith_chart_xmr(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                      uint32_t item, int whose)
{
    struct staith_xmr_point points[STAITH_BENCHMARK_MAX_PERIODS];
    struct plot plot = {.svg = svg,
                        .benchmark = benchmark,
                        .item = &benchmark->items[item],
                        .points = points,
                        .at = item,
                        .whose = whose};
    char title[512];
    double most = 0.1;
    if (!staith_chart_xmr_points(benchmark, item, whose, points)) {
        return false;
    }
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        most = fmax(most, points[i].value);
        most = points[i].valid ? fmax(most, points[i].upper) : most;
    }
    staith_svg_scale_up(&plot.up, most, STEPS, TOP + HEIGHT, TOP);
    (void)snprintf(title, sizeof(title), "%s (%s), %s: what is usual, and what is not",
                   plot.item->label, plot.item->unit,
                   whose >= 0 ? benchmark->councils[whose].name : benchmark->region_name);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM, title,
                    "The line across is the mean, the dashed lines are the limits of what is usual "
                    "for this series. Larger dots mark what is not; the table says by which rule. "
                    "Upright lines mark where a phase begins.");
    axes(&plot);
    level(&plot, "limit far", offsetof(struct staith_xmr_point, upper));
    level(&plot, "limit far", offsetof(struct staith_xmr_point, lower));
    level(&plot, "centre", offsetof(struct staith_xmr_point, centre));
    line_and_dots(&plot);
    names(&plot);
    staith_svg_close(svg);
    return true;
}
