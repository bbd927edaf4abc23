/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "aggregator/views/words.h"

#include <math.h>
#include <stdio.h>

enum {
    LEFT = 40,
    WIDTH = 560,
    RIGHT = 86,
    TOP = 16,
    HEIGHT = 300,
    BOTTOM = 48,
    STEPS = 7,
    POINTS = 60,
    NAME_GAP = 13
};

/** What is drawn: size across, figure up. */
struct funnel {
    struct staith_svg *svg;
    const struct staith_benchmark *benchmark;
    const struct staith_benchmark_item *item;
    const struct staith_benchmark_result *result;
    struct staith_svg_scale across;
    struct staith_svg_scale up;
};

/** One of the curves: how far out, and whether it allows for over-dispersion. */
struct curve {
    const char *class_name;
    double z;
    bool adjusted;
};

static const struct curve CURVES[] = {
    {"limit plain", STAITH_Z998, false},
    {"limit", STAITH_Z95, true},
    {"limit far", STAITH_Z998, true},
};

static bool limits_at(const struct funnel *funnel, const struct curve *curve, double n,
                      struct staith_interval *ret)
{
    if (curve->adjusted) {
        return staith_stats_funnel_adjusted(&funnel->result->dispersion, n, curve->z, ret);
    }
    double root = sin(funnel->result->dispersion.centre);
    return staith_stats_funnel(root * root, n, curve->z, ret);
}

static bool shown(const struct funnel *funnel, uint32_t council)
{
    const struct staith_benchmark_area *area = &funnel->result->councils[council];
    return area->has_parts && staith_chart_drawn(&area->figure) && area->denominator > 0;
}

static double value_of(const struct funnel *funnel, uint32_t council)
{
    return staith_benchmark_natural(&funnel->result->councils[council].figure,
                                    funnel->item->decimals);
}

static double size_of(const struct funnel *funnel, uint32_t council)
{
    return staith_benchmark_denominator(funnel->item, &funnel->result->councils[council]);
}

/* Room for every council, for the inner limit at the size of the smallest one, and for the outer
 * one at that of the largest. */
static void set_scales(struct funnel *funnel)
{
    double widest = 1;
    double least = 1e9;
    double most = 1;
    struct staith_interval limits = {0, 0};
    for (uint32_t i = 0; i < funnel->benchmark->council_count; i++) {
        if (shown(funnel, i)) {
            widest = fmax(widest, size_of(funnel, i));
            least = fmin(least, size_of(funnel, i));
            most = fmax(most, value_of(funnel, i));
        }
    }
    if (limits_at(funnel, &CURVES[1], least, &limits)) {
        most = fmax(most, limits.upper * funnel->item->scale);
    }
    if (limits_at(funnel, &CURVES[2], widest, &limits)) {
        most = fmax(most, limits.upper * funnel->item->scale);
    }
    staith_svg_scale_up(&funnel->across, widest, STEPS, LEFT, LEFT + WIDTH);
    staith_svg_scale_up(&funnel->up, most, STEPS, TOP + HEIGHT, TOP);
}

static void axes(const struct funnel *funnel)
{
    char text[256];
    for (unsigned i = 0; (double)i * funnel->up.step <= funnel->up.most * 1.001; i++) {
        double y = staith_svg_at(&funnel->up, (double)i * funnel->up.step);
        staith_svg_step_text(&funnel->up, (double)i * funnel->up.step, text, sizeof(text));
        staith_svg_line(funnel->svg, i == 0 ? "base" : "grid", LEFT, y, LEFT + WIDTH, y);
        staith_svg_text(funnel->svg, "quiet end", LEFT - 6, y + 4, text);
    }
    for (unsigned i = 0; (double)i * funnel->across.step <= funnel->across.most * 1.001; i++) {
        double x = staith_svg_at(&funnel->across, (double)i * funnel->across.step);
        staith_svg_step_text(&funnel->across, (double)i * funnel->across.step, text, sizeof(text));
        staith_svg_text(funnel->svg, "quiet middle", x, TOP + HEIGHT + 18, text);
    }
    (void)snprintf(text, sizeof(text), "%s", funnel->item->denominator);
    staith_svg_text(funnel->svg, "small end", LEFT + WIDTH, TOP + HEIGHT + 38, text);
}

static void draw_curve(const struct funnel *funnel, const struct curve *curve, bool upper)
{
    struct staith_svg_path path;
    staith_svg_path_start(&path);
    for (int i = 0; i <= POINTS; i++) {
        struct staith_interval limits;
        /* Denser towards small sizes, where the curve bends. */
        double part = (double)(i + 2) / (POINTS + 2);
        double n = funnel->across.most * part * part;
        if (!limits_at(funnel, curve, n, &limits)) {
            continue;
        }
        double value = (upper ? limits.upper : limits.lower) * funnel->item->scale;
        if (value > funnel->up.most) {
            staith_svg_path_gap(&path);
        } else {
            staith_svg_path_to(&path, staith_svg_at(&funnel->across, n),
                               staith_svg_at(&funnel->up, value));
        }
    }
    staith_svg_path(funnel->svg, curve->class_name, &path);
}

static void centre_line(const struct funnel *funnel)
{
    double root = sin(funnel->result->dispersion.centre);
    double y = staith_svg_at(&funnel->up, root * root * funnel->item->scale);
    staith_svg_line(funnel->svg, "centre", LEFT, y, LEFT + WIDTH, y);
    staith_svg_text(funnel->svg, "small strong", LEFT + WIDTH + 8, y + 4, "England");
}

/* Names stand to the right of their dots; one that would run into an earlier name moves away from
 * the axis. */
static void dots(const struct funnel *funnel)
{
    double taken_x[STAITH_BENCHMARK_MAX_COUNCILS];
    double taken_y[STAITH_BENCHMARK_MAX_COUNCILS];
    uint32_t taken = 0;
    for (uint32_t i = 0; i < funnel->benchmark->council_count; i++) {
        if (!shown(funnel, i)) {
            continue;
        }
        const struct staith_benchmark_area *area = &funnel->result->councils[i];
        double x = staith_svg_at(&funnel->across, size_of(funnel, i));
        double y = staith_svg_at(&funnel->up, value_of(funnel, i));
        bool out =
            area->chance.place == STAITH_PLACE_ABOVE || area->chance.place == STAITH_PLACE_BELOW;
        staith_svg_dot(funnel->svg, out ? "dot noted" : "dot", x, y, out ? 6 : 4.5);
        double name_y = y + 4;
        for (uint32_t j = 0; j < taken && name_y > TOP + NAME_GAP; j++) {
            if (fabs(taken_x[j] - x) < 90 && fabs(taken_y[j] - name_y) < NAME_GAP) {
                name_y = taken_y[j] - NAME_GAP;
            }
        }
        taken_x[taken] = x;
        taken_y[taken] = name_y;
        taken++;
        staith_svg_text(funnel->svg, out ? "small strong" : "small", x + 8, name_y,
                        funnel->benchmark->councils[i].short_name);
    }
}

void staith_chart_funnel(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                         uint32_t period, uint32_t item)
{
    struct funnel funnel = {.svg = svg,
                            .benchmark = benchmark,
                            .item = &benchmark->items[item],
                            .result = staith_benchmark_result(benchmark, period, item)};
    char title[512];
    char code[STAITH_PERIOD_CODE_BYTES];
    if (!funnel.result->has_dispersion) {
        return;
    }
    set_scales(&funnel);
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "%s (%s) against the size of the council, %s",
                   funnel.item->label, funnel.item->unit, code);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM, title,
                    "Dots are councils. The line across is England. Between the solid curves lie "
                    "95 % and between the dashed ones 99.8 % of councils that differ by no more "
                    "than England's councils do and by chance; the dotted curves are 99.8 % of "
                    "chance alone. The table holds the figures.");
    axes(&funnel);
    for (size_t i = 0; i < sizeof(CURVES) / sizeof(CURVES[0]); i++) {
        draw_curve(&funnel, &CURVES[i], false);
        draw_curve(&funnel, &CURVES[i], true);
    }
    centre_line(&funnel);
    dots(&funnel);
    staith_svg_close(svg);
}
