/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "aggregator/views/words.h"

#include <math.h>
#include <stdio.h>

enum {
    LEFT = 36,
    RIGHT = 92,
    WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT,
    TOP = 16,
    HEIGHT = 320,
    BOTTOM = 48,
    STEPS = 6,
    POINTS = 60,
    NAME_SIZE = 12, /**< of a name: as class small has it */
    MOST_BOXES = 2 * STAITH_BENCHMARK_MAX_COUNCILS
};

static const double ALPHA = 0.002; /**< of 99.8 % */

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
    const char *name;
    double z;
    bool adjusted;
};

static const struct curve CURVES[] = {
    {"limit plain", "chance, 99.8%", STAITH_Z998, false},
    {"limit", "95%", STAITH_Z95, true},
    {"limit far", "99.8%", STAITH_Z998, true},
};

static bool has_curve(const struct funnel *funnel, const struct curve *curve)
{
    return curve->adjusted || staith_chart_funnel_law(funnel->item) != STAITH_CHART_NO_LAW;
}

static bool limits_at(const struct funnel *funnel, const struct curve *curve, double n,
                      struct staith_interval *ret)
{
    return curve->adjusted
               ? staith_stats_funnel_adjusted(&funnel->result->dispersion, n, curve->z, ret)
               : staith_chart_funnel_chance(funnel->item, &funnel->result->dispersion, n, ret);
}

/* People come whole: their limits are exact. FTE do not: a share of them has the limits of the
 * normal curve, which are a proportion's, so that a rate of them has none. */
enum staith_chart_law staith_chart_funnel_law(const struct staith_benchmark_item *item)
{
    const bool whole = item->numerator_digits == 0 && item->denominator_digits == 0;
    switch (item->kind) {
    case STAITH_RATIO_PROPORTION:
        return whole ? STAITH_CHART_BINOMIAL : STAITH_CHART_NORMAL;
    case STAITH_RATIO_RATE:
        return whole ? STAITH_CHART_POISSON : STAITH_CHART_NO_LAW;
    case STAITH_RATIO_NONE:
    default:
        return STAITH_CHART_NO_LAW;
    }
}

bool staith_chart_funnel_chance(const struct staith_benchmark_item *item,
                                const struct staith_dispersion *dispersion, double n,
                                struct staith_interval *ret)
{
    const double root = sin(dispersion->centre);
    const double centre = root * root;
    switch (staith_chart_funnel_law(item)) {
    case STAITH_CHART_BINOMIAL:
        return n >= 1 && staith_stats_funnel_exact(centre, (uint64_t)lround(n), ALPHA, ret);
    case STAITH_CHART_POISSON:
        return n >= 1 && staith_stats_funnel_poisson(centre, n, ALPHA, ret);
    case STAITH_CHART_NORMAL:
        return staith_stats_funnel(centre, n, STAITH_Z998, ret);
    case STAITH_CHART_NO_LAW:
    default:
        return false;
    }
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

/* The line across, and every curve that ends inside, named at their right ends. */
static void centre_line_and_names(const struct funnel *funnel)
{
    enum { CURVE_COUNT = sizeof(CURVES) / sizeof(CURVES[0]) };
    struct staith_svg_label labels[CURVE_COUNT + 1];
    struct staith_interval limits;
    char name[64];
    size_t count = 0;
    const double root = sin(funnel->result->dispersion.centre);
    const double y = staith_svg_at(&funnel->up, root * root * funnel->item->scale);
    staith_svg_line(funnel->svg, "centre", LEFT, y, LEFT + WIDTH, y);
    (void)snprintf(name, sizeof(name), "%zu councils", funnel->result->dispersion.areas);
    labels[count++] = (struct staith_svg_label){name, "small strong", y};
    for (size_t i = 0; i < CURVE_COUNT; i++) {
        if (limits_at(funnel, &CURVES[i], funnel->across.most, &limits) &&
            limits.upper * funnel->item->scale <= funnel->up.most) {
            labels[count++] = (struct staith_svg_label){
                CURVES[i].name, "small",
                staith_svg_at(&funnel->up, limits.upper * funnel->item->scale)};
        }
    }
    staith_svg_labels(funnel->svg, LEFT + WIDTH + 8, RIGHT - 8, TOP, TOP + HEIGHT, labels, count);
}

/** What a name must not run into: a dot, or another name. */
struct box {
    double left;
    double top;
    double right;
    double bottom;
};

static bool free_of(const struct box *box, const struct box *boxes, size_t count)
{
    if (box->left < LEFT || box->right > LEFT + WIDTH + 2 || box->top < TOP - 8 ||
        box->bottom > TOP + HEIGHT) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (box->left < boxes[i].right && boxes[i].left < box->right &&
            box->top < boxes[i].bottom && boxes[i].top < box->bottom) {
            return false;
        }
    }
    return true;
}

/* Beside its dot where there is room, else further out and further, with a line to it; where
 * nothing is free there is no name, and the table has it. */
static void put_name(const struct funnel *funnel, const char *class_name, const char *name,
                     double x, double y, struct box *boxes, size_t *count)
{
    static const double WAYS[][2] = {{1, 0},       {-1, 0},     {.82, -.57}, {.82, .57},
                                     {-.82, -.57}, {-.82, .57}, {.17, -.98}, {.17, .98}};
    static const double FAR[] = {9, 22, 36, 52, 70};
    const double width = staith_svg_text_width(name, NAME_SIZE);
    for (size_t i = 0; i < sizeof(FAR) / sizeof(FAR[0]); i++) {
        for (size_t j = 0; j < sizeof(WAYS) / sizeof(WAYS[0]); j++) {
            const bool ends = WAYS[j][0] < 0;
            const double at_x = x + FAR[i] * WAYS[j][0];
            const double at_y = y + FAR[i] * WAYS[j][1];
            const struct box box = {ends ? at_x - width : at_x, at_y - NAME_SIZE / 2.0,
                                    ends ? at_x : at_x + width, at_y + NAME_SIZE / 2.0};
            if (!free_of(&box, boxes, *count)) {
                continue;
            }
            if (i > 0) {
                staith_svg_line(funnel->svg, "leader", x, y, at_x + (ends ? 2 : -2), at_y);
            }
            char both[64];
            (void)snprintf(both, sizeof(both), "%s%s", class_name, ends ? " end" : "");
            staith_svg_text(funnel->svg, both, at_x, at_y + 4, name);
            boxes[(*count)++] = box;
            return;
        }
    }
}

static void dots(const struct funnel *funnel)
{
    struct box boxes[MOST_BOXES];
    size_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < funnel->benchmark->council_count; i++) {
            if (!shown(funnel, i)) {
                continue;
            }
            const enum staith_place place = funnel->result->councils[i].chance.place;
            const bool out = place == STAITH_PLACE_ABOVE || place == STAITH_PLACE_BELOW;
            const double radius = out ? 6 : 4.5;
            const double x = staith_svg_at(&funnel->across, size_of(funnel, i));
            const double y = staith_svg_at(&funnel->up, value_of(funnel, i));
            if (pass == 0) { /* every dot before any name */
                boxes[count++] = (struct box){x - radius, y - radius, x + radius, y + radius};
                staith_svg_dot(funnel->svg, out ? "dot noted" : "dot", x, y, radius);
            } else {
                put_name(funnel, out ? "small strong" : "small",
                         funnel->benchmark->councils[i].short_name, x, y, boxes, &count);
            }
        }
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
    char about[512];
    char code[STAITH_PERIOD_CODE_BYTES];
    if (!funnel.result->has_dispersion) {
        return;
    }
    set_scales(&funnel);
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "%s (%s) against the size of the council, %s",
                   funnel.item->label, funnel.item->unit, code);
    (void)snprintf(about, sizeof(about),
                   "Dots are councils. The line across is what the councils of the national file "
                   "come to together. Between the solid curves lie 95%% and between the dashed "
                   "ones 99.8%% of councils that differ by no more than England's councils do and "
                   "by chance%s. The table holds the figures.",
                   has_curve(&funnel, &CURVES[0]) ? "; the dotted curves are 99.8% of chance alone"
                                                  : "");
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM, title, about);
    axes(&funnel);
    for (size_t i = 0; i < sizeof(CURVES) / sizeof(CURVES[0]); i++) {
        if (has_curve(&funnel, &CURVES[i])) {
            draw_curve(&funnel, &CURVES[i], false);
            draw_curve(&funnel, &CURVES[i], true);
        }
    }
    centre_line_and_names(&funnel);
    dots(&funnel);
    staith_svg_close(svg);
}
