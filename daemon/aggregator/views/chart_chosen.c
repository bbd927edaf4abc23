/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader chose: a line for each series, with its name at its end and no key to look up. */
#include "aggregator/views/chart.h"

#include <math.h>
#include <stdio.h>

enum {
    LEFT = 48,
    RIGHT = 116,
    WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT,
    TOP = 14,
    HEIGHT = 300,
    BOTTOM = 32,
    STEPS = 6,
    MOST_LABELS = 6, /* of periods */
    COLOURS = 6,
    MOST_SERIES = STAITH_BENCHMARK_MAX_COUNCILS + STAITH_REQUEST_MOST_GROUPS + 2
};

struct series {
    const char *name;
    int whose;  /* a council, the region (-1), England (-2) */
    int group;  /* -1: none */
    int colour; /* -1: its class says it */
    double end; /* where its line ends, down the page */
    bool ends;
};

struct chosen {
    struct staith_svg *svg;
    const struct staith_benchmark *benchmark;
    const struct staith_selection *selection;
    uint32_t item;
    uint32_t count;
    struct series series[MOST_SERIES];
    struct staith_svg_scale up;
};

static void add(struct chosen *chosen, const char *name, int whose, int group, int colour)
{
    chosen->series[chosen->count++] =
        (struct series){.name = name, .whose = whose, .group = group, .colour = colour};
}

static void gather(struct chosen *chosen)
{
    const struct staith_benchmark *benchmark = chosen->benchmark;
    int colour = 0;
    add(chosen, benchmark->region_name, STAITH_CHART_REGION, -1, -1);
    add(chosen, "England", -2, -1, -1);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (chosen->selection->councils[i]) {
            add(chosen, benchmark->councils[i].short_name, (int)i, -1, colour++ % COLOURS);
        }
    }
    for (uint32_t i = 0; i < benchmark->settings->group_count && i < STAITH_REQUEST_MOST_GROUPS;
         i++) {
        if (chosen->selection->groups[i]) {
            add(chosen, benchmark->settings->groups[i].name, -1, (int)i, colour++ % COLOURS);
        }
    }
}

static const struct staith_benchmark_figure *figure_of(const struct chosen *chosen,
                                                       const struct series *series, uint32_t period)
{
    return series->group >= 0
               ? &staith_benchmark_result(chosen->benchmark, period, chosen->item)
                      ->groups[series->group]
                      .figure
               : staith_chart_figure(chosen->benchmark, period, chosen->item, series->whose);
}

static double number_of(const struct chosen *chosen, const struct staith_benchmark_figure *figure)
{
    return staith_benchmark_natural(figure, chosen->benchmark->items[chosen->item].decimals);
}

static double greatest(const struct chosen *chosen)
{
    double most = 0.1;
    for (uint32_t i = 0; i < chosen->count; i++) {
        for (uint32_t j = 0; j < chosen->benchmark->period_count; j++) {
            const struct staith_benchmark_figure *figure = figure_of(chosen, &chosen->series[i], j);
            if (chosen->selection->periods[j] && staith_chart_drawn(figure)) {
                most = fmax(most, number_of(chosen, figure));
            }
        }
    }
    return most;
}

/* Where the nth of the chosen periods stands. */
static double x_of(const struct chosen *chosen, uint32_t nth)
{
    const uint32_t last = chosen->selection->period_count - 1;
    return last == 0 ? LEFT + WIDTH / 2.0 : LEFT + WIDTH * (double)nth / (double)last;
}

static void axes(const struct chosen *chosen)
{
    const uint32_t each = (chosen->selection->period_count + MOST_LABELS - 1) / MOST_LABELS;
    uint32_t nth = 0;
    for (unsigned i = 0; (double)i * chosen->up.step <= chosen->up.most * 1.001; i++) {
        char text[32];
        const double value = (double)i * chosen->up.step;
        const double y = staith_svg_at(&chosen->up, value);
        staith_svg_step_text(&chosen->up, value, text, sizeof(text));
        staith_svg_line(chosen->svg, i == 0 ? "base" : "grid", LEFT, y, LEFT + WIDTH, y);
        staith_svg_text(chosen->svg, "quiet end", LEFT - 6, y + 4, text);
    }
    for (uint32_t i = 0; i < chosen->benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        if (!chosen->selection->periods[i]) {
            continue;
        }
        if ((chosen->selection->period_count - 1 - nth) % each == 0) {
            staith_period_format(&chosen->benchmark->periods[i], code);
            staith_svg_text(chosen->svg, "quiet middle", x_of(chosen, nth), TOP + HEIGHT + 20,
                            code);
        }
        nth++;
    }
}

static void draw(const struct chosen *chosen, struct series *series)
{
    struct staith_svg_path path;
    char line[32] = "england";
    uint32_t nth = 0;
    if (series->colour >= 0) {
        (void)snprintf(line, sizeof(line), "line l%d", series->colour);
    } else if (series->whose == STAITH_CHART_REGION) {
        (void)snprintf(line, sizeof(line), "region");
    }
    staith_svg_path_start(&path);
    for (uint32_t i = 0; i < chosen->benchmark->period_count; i++) {
        if (!chosen->selection->periods[i]) {
            continue;
        }
        const struct staith_benchmark_figure *figure = figure_of(chosen, series, i);
        if (staith_chart_drawn(figure)) {
            const double y = staith_svg_at(&chosen->up, number_of(chosen, figure));
            staith_svg_path_to(&path, x_of(chosen, nth), y);
            staith_svg_dot(chosen->svg, "dot", x_of(chosen, nth), y, 2.5);
            series->end = y;
            series->ends = true;
        } else {
            staith_svg_path_gap(&path);
        }
        nth++;
    }
    staith_svg_path(chosen->svg, line, &path);
}

static void names(const struct chosen *chosen)
{
    struct staith_svg_label labels[MOST_SERIES];
    size_t count = 0;
    for (uint32_t i = 0; i < chosen->count; i++) {
        if (chosen->series[i].ends) {
            labels[count++] = (struct staith_svg_label){
                chosen->series[i].name, chosen->series[i].colour < 0 ? "small strong" : "small",
                chosen->series[i].end};
        }
    }
    staith_svg_labels(chosen->svg, LEFT + WIDTH + 10, RIGHT - 10, TOP, TOP + HEIGHT, labels, count);
}

void staith_chart_chosen(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                         uint32_t item, const struct staith_selection *selection)
{
    struct chosen chosen = {
        .svg = svg, .benchmark = benchmark, .selection = selection, .item = item};
    char title[512];
    gather(&chosen);
    staith_svg_scale_up(&chosen.up, greatest(&chosen), STEPS, TOP + HEIGHT, TOP);
    (void)snprintf(title, sizeof(title), "%s (%s), as chosen", benchmark->items[item].label,
                   benchmark->items[item].unit);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM, title,
                    "A line for each council and group that was chosen, named at its end; the "
                    "strong solid line is the region, the dashed one England. The table holds the "
                    "figures.");
    axes(&chosen);
    for (uint32_t i = chosen.count; i > 0; i--) {
        draw(&chosen, &chosen.series[i - 1]);
    }
    names(&chosen);
    staith_svg_close(svg);
}
