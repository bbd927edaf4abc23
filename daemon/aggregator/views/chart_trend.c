/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include <math.h>
#include <stdio.h>

enum {
    LEFT = 40,
    RIGHT = 108,
    WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT,
    TOP = 14,
    HEIGHT = 250,
    BOTTOM = 30,
    STEPS = 6,
    SMALL_WIDTH = 200,
    SMALL_HEIGHT = 62,
    MOST_LABELS = 7,
    COUNTRY = -2
};

/** Where periods stand across and values up. */
struct plot {
    struct staith_svg *svg;
    const struct staith_benchmark *benchmark;
    uint32_t item;
    double left;
    double width;
    struct staith_svg_scale up;
};

static double x_of(const struct plot *plot, uint32_t period)
{
    uint32_t last = plot->benchmark->period_count - 1;
    return last == 0 ? plot->left + plot->width / 2
                     : plot->left + plot->width * (double)period / (double)last;
}

static double greatest(const struct staith_benchmark *benchmark, uint32_t item, int from, int to)
{
    uint32_t decimals = benchmark->items[item].decimals;
    double most = 0.1;
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        for (int whose = from; whose < to; whose++) {
            const struct staith_benchmark_figure *figure =
                staith_chart_figure(benchmark, i, item, whose);
            if (staith_chart_drawn(figure)) {
                most = fmax(most, staith_benchmark_natural(figure, decimals));
            }
        }
    }
    return most;
}

static void draw_line(const struct plot *plot, int whose, const char *class_name)
{
    struct staith_svg_path path;
    uint32_t decimals = plot->benchmark->items[plot->item].decimals;
    staith_svg_path_start(&path);
    for (uint32_t i = 0; i < plot->benchmark->period_count; i++) {
        const struct staith_benchmark_figure *figure =
            staith_chart_figure(plot->benchmark, i, plot->item, whose);
        if (staith_chart_drawn(figure)) {
            staith_svg_path_to(
                &path, x_of(plot, i),
                staith_svg_at(&plot->up, staith_benchmark_natural(figure, decimals)));
        } else {
            staith_svg_path_gap(&path);
        }
    }
    staith_svg_path(plot->svg, class_name, &path);
}

/* The first target that holds, period by period: of the picked council its own, if it has one. */
static const struct staith_benchmark_target *draw_target(const struct plot *plot, int picked)
{
    struct staith_svg_path path;
    const struct staith_benchmark_target *last = NULL;
    staith_svg_path_start(&path);
    for (uint32_t i = 0; i < plot->benchmark->period_count; i++) {
        const struct staith_benchmark_target *target =
            staith_benchmark_target(plot->benchmark, i, plot->item, picked, 0);
        if (target == NULL || target != last) {
            staith_svg_path_gap(&path);
        }
        if (target != NULL) {
            staith_svg_path_to(&path, x_of(plot, i), staith_svg_at(&plot->up, target->value));
        }
        last = target;
    }
    staith_svg_path(plot->svg, "target", &path);
    return last;
}

static double greatest_target(const struct staith_benchmark *benchmark, uint32_t item, int picked)
{
    double most = 0;
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        const struct staith_benchmark_target *target =
            staith_benchmark_target(benchmark, i, item, picked, 0);
        most = target != NULL ? fmax(most, target->value) : most;
    }
    return most;
}

static void axes(const struct plot *plot)
{
    char text[32];
    for (unsigned i = 0; (double)i * plot->up.step <= plot->up.most * 1.001; i++) {
        double value = (double)i * plot->up.step;
        double y = staith_svg_at(&plot->up, value);
        staith_svg_step_text(&plot->up, value, text, sizeof(text));
        staith_svg_line(plot->svg, i == 0 ? "base" : "grid", plot->left, y,
                        plot->left + plot->width, y);
        staith_svg_text(plot->svg, "quiet end", plot->left - 6, y + 4, text);
    }
    uint32_t each = (plot->benchmark->period_count + MOST_LABELS - 1) / MOST_LABELS;
    for (uint32_t i = 0; i < plot->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        if ((plot->benchmark->period_count - 1 - i) % each == 0) {
            staith_period_format(&plot->benchmark->periods[i], code);
            staith_svg_text(plot->svg, "quiet middle", x_of(plot, i), plot->up.from + 19, code);
        }
    }
}

static void names(const struct plot *plot, int picked, const struct staith_benchmark_target *target)
{
    const struct staith_benchmark *benchmark = plot->benchmark;
    struct staith_svg_label labels[4];
    size_t count = 0;
    if (target != NULL) {
        labels[count++] = (struct staith_svg_label){"target", "small strong",
                                                    staith_svg_at(&plot->up, target->value)};
    }
    for (int whose = COUNTRY; whose <= 0; whose++) {
        int line = whose == 0 ? picked : whose;
        if (whose == 0 && picked < 0) {
            break;
        }
        const struct staith_benchmark_figure *figure =
            staith_chart_figure(benchmark, benchmark->period_count - 1, plot->item, line);
        if (staith_chart_drawn(figure)) {
            labels[count].text = whose == COUNTRY ? "England"
                                 : whose < 0      ? benchmark->region_name
                                                  : benchmark->councils[picked].short_name;
            labels[count].class_name = "small strong";
            labels[count].y = staith_svg_at(
                &plot->up, staith_benchmark_natural(figure, benchmark->items[plot->item].decimals));
            count++;
        }
    }
    staith_svg_labels(plot->svg, plot->left + plot->width + 10, RIGHT - 10, TOP, TOP + HEIGHT,
                      labels, count);
}

void staith_chart_trend(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t item, int picked)
{
    struct plot plot = {
        .svg = svg, .benchmark = benchmark, .item = item, .left = LEFT, .width = WIDTH};
    char title[512];
    double most = fmax(greatest(benchmark, item, COUNTRY, (int)benchmark->council_count),
                       greatest_target(benchmark, item, picked));
    staith_svg_scale_up(&plot.up, most, STEPS, TOP + HEIGHT, TOP);
    (void)snprintf(title, sizeof(title), "%s (%s) over time%s%s", benchmark->items[item].label,
                   benchmark->items[item].unit, picked >= 0 ? ", with " : "",
                   picked >= 0 ? benchmark->councils[picked].name : "");
    staith_svg_open(
        svg, "chart", LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM, title,
        "Thin lines are councils; of the strong ones the solid line is the region, the "
        "dashed one England, the dotted one the target, and the black one the council that "
        "is picked out.");
    axes(&plot);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        draw_line(&plot, (int)i, "other");
    }
    const struct staith_benchmark_target *target = draw_target(&plot, picked);
    draw_line(&plot, COUNTRY, "england");
    draw_line(&plot, STAITH_CHART_REGION, "region");
    if (picked >= 0) {
        draw_line(&plot, picked, "picked");
    }
    names(&plot, picked, target);
    staith_svg_close(svg);
}

void staith_chart_small(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t item, uint32_t council)
{
    struct plot plot = {
        .svg = svg, .benchmark = benchmark, .item = item, .left = 4, .width = SMALL_WIDTH - 8};
    char title[512];
    double most = fmax(greatest(benchmark, item, COUNTRY, 0),
                       greatest(benchmark, item, (int)council, (int)council + 1));
    staith_svg_scale_up(&plot.up, most, 3, SMALL_HEIGHT - 4, 4);
    (void)snprintf(title, sizeof(title), "%s over time: %s, the region and England",
                   benchmark->items[item].label, benchmark->councils[council].name);
    staith_svg_open(svg, "small", SMALL_WIDTH, SMALL_HEIGHT, title, NULL);
    staith_svg_line(svg, "base", 4, SMALL_HEIGHT - 4, SMALL_WIDTH - 4, SMALL_HEIGHT - 4);
    draw_line(&plot, COUNTRY, "england");
    draw_line(&plot, STAITH_CHART_REGION, "region");
    draw_line(&plot, (int)council, "picked");
    staith_svg_close(svg);
}
