/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "aggregator/views/words.h"

#include <math.h>
#include <stdio.h>

enum { TARGET_ROW = 18, MOST_TARGETS = 3 };
enum { ROW = 26, LEFT = 118, RIGHT = 64, TOP = 30, BOTTOM = 28, STEPS = 6, SIZE = 14 };
enum { WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT };

/** What is drawn: where values stand across. */
struct bars {
    struct staith_svg *svg;
    const struct staith_benchmark *benchmark;
    const struct staith_benchmark_item *item;
    const struct staith_benchmark_result *result;
    struct staith_svg_scale across;
};

static double greater(double most, const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    return staith_chart_drawn(figure) ? fmax(most, staith_benchmark_natural(figure, decimals))
                                      : most;
}

/* Intervals of small councils reach far: the axis ends at one and a half times the greatest figure
 * at most, and what goes on beyond it is cut there. */
static double greatest(const struct bars *bars)
{
    uint32_t decimals = bars->item->decimals;
    double most = greater(greater(0.1, &bars->result->region.figure, decimals),
                          &bars->result->country, decimals);
    double widest = 0;
    for (uint32_t i = 0; i < bars->benchmark->council_count; i++) {
        const struct staith_benchmark_area *area = &bars->result->councils[i];
        most = greater(most, &area->figure, decimals);
        most = greater(most, &area->neighbours, decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
        if (area->chance.has_interval) {
            widest = fmax(widest, area->chance.interval.upper);
        }
    }
    return fmax(most, fmin(widest, 1.5 * most));
}

static void grid(const struct bars *bars, int height)
{
    char text[32];
    for (unsigned i = 0; (double)i * bars->across.step <= bars->across.most * 1.001; i++) {
        double value = (double)i * bars->across.step;
        double x = staith_svg_at(&bars->across, value);
        staith_svg_step_text(&bars->across, value, text, sizeof(text));
        staith_svg_line(bars->svg, i == 0 ? "base" : "grid", x, TOP, x, height - BOTTOM);
        staith_svg_text(bars->svg, "quiet middle", x, height - BOTTOM + 17, text);
    }
}

/* A line across the bars with its name above, on the side away from the other line's name. */
static void reference(const struct bars *bars, const char *class_name, const char *name,
                      const struct staith_benchmark_figure *figure, bool name_on_left, int height)
{
    char value[STAITH_BENCHMARK_TEXT_BYTES];
    char label[128];
    if (!staith_chart_drawn(figure)) {
        return;
    }
    staith_benchmark_text(figure, bars->item->decimals, true, value);
    (void)snprintf(label, sizeof(label), "%s %s", name, value);
    double x = staith_svg_at(&bars->across, staith_benchmark_natural(figure, bars->item->decimals));
    staith_svg_line(bars->svg, class_name, x, 12, x, height - BOTTOM);
    staith_svg_text(bars->svg, name_on_left ? "small strong end" : "small strong",
                    name_on_left ? x - 6 : x + 6, 20, label);
}

static void whisker(const struct bars *bars, const struct staith_interval *interval, double middle)
{
    double from = staith_svg_at(&bars->across, fmax(0, interval->lower));
    double to = staith_svg_at(&bars->across, fmin(interval->upper, bars->across.most));
    staith_svg_line(bars->svg, "whisker", from, middle, to, middle);
    staith_svg_line(bars->svg, "whisker", from, middle - 4, from, middle + 4);
    if (interval->upper <= bars->across.most) {
        staith_svg_line(bars->svg, "whisker", to, middle - 4, to, middle + 4);
    }
}

/* Targets that hold for everybody: a line each, with its name below the axis. Those beyond the axis
 * are named without a line. */
static void target(const struct bars *bars, const struct staith_benchmark_target *target,
                   unsigned nth, int bottom)
{
    char label[160];
    double x = staith_svg_at(&bars->across, fmin(fmax(target->value, 0), bars->across.most));
    (void)snprintf(label, sizeof(label), "%s %s", target->name, target->text);
    if (target->value >= 0 && target->value <= bars->across.most) {
        staith_svg_line(bars->svg, "target", x, TOP, x, bottom + 22 + (int)nth * TARGET_ROW);
    }
    bool left = x > LEFT + WIDTH / 2.0;
    staith_svg_text(bars->svg, left ? "small end" : "small", left ? x - 5 : x + 5,
                    bottom + 34 + (int)nth * TARGET_ROW, label);
}

static unsigned targets_of(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item)
{
    unsigned count = 0;
    while (count < MOST_TARGETS &&
           staith_benchmark_target(benchmark, period, item, -1, count) != NULL) {
        count++;
    }
    return count;
}

static void council_bar(const struct bars *bars, uint32_t council, double top)
{
    const struct staith_benchmark_area *area = &bars->result->councils[council];
    double middle = top + ROW / 2.0;
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    char class_name[32];
    staith_svg_text_within(bars->svg, "end", LEFT - 8, middle + 5, SIZE, LEFT - 8,
                           bars->benchmark->councils[council].short_name);
    if (staith_chart_drawn(&area->figure)) {
        double x = staith_svg_at(&bars->across,
                                 staith_benchmark_natural(&area->figure, bars->item->decimals));
        (void)snprintf(class_name, sizeof(class_name), "bar %s",
                       staith_words_class(bars->item, area->chance.country));
        staith_svg_rect(bars->svg, class_name, LEFT, top + 4, x - LEFT, ROW - 8);
        if (area->chance.has_interval) {
            whisker(bars, &area->chance.interval, middle);
        }
    }
    if (staith_chart_drawn(&area->neighbours)) {
        double median = staith_benchmark_natural(
            &area->neighbours, bars->item->decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
        staith_svg_diamond(bars->svg, "median", staith_svg_at(&bars->across, median), middle, 5);
    }
    /* In a column of their own, so that no line runs through a figure. */
    staith_benchmark_text(&area->figure, bars->item->decimals, true, text);
    staith_svg_text(bars->svg,
                    staith_svg_text_width(text, SIZE) > RIGHT - 8 ? "small strong" : "strong",
                    LEFT + WIDTH + 8, middle + 5, text[0] == '\0' ? "not sent" : text);
}

void staith_chart_bars(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                       uint32_t period, uint32_t item)
{
    struct bars bars = {.svg = svg,
                        .benchmark = benchmark,
                        .item = &benchmark->items[item],
                        .result = staith_benchmark_result(benchmark, period, item)};
    uint32_t order[STAITH_BENCHMARK_MAX_COUNCILS];
    char title[512];
    char code[STAITH_PERIOD_CODE_BYTES];
    int height = TOP + (int)benchmark->council_count * ROW + BOTTOM;
    unsigned targets = targets_of(benchmark, period, item);
    staith_chart_order(benchmark, period, item, order);
    staith_svg_scale_up(&bars.across, greatest(&bars), STEPS, LEFT, LEFT + WIDTH);
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "%s (%s) by council, %s, in order of rank",
                   bars.item->label, bars.item->unit, code);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, height + (int)targets * TARGET_ROW, title,
                    "Bars are councils, thin lines with ends their 95% intervals, diamonds the "
                    "median of each council's statistical neighbours. The solid line across is the "
                    "region, the dashed one England, dotted ones are targets. The table holds the "
                    "figures.");
    grid(&bars, height);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        council_bar(&bars, order[i], TOP + (double)i * ROW);
    }
    bool england_left = staith_benchmark_natural(&bars.result->country, bars.item->decimals) <=
                        staith_benchmark_natural(&bars.result->region.figure, bars.item->decimals);
    reference(&bars, "england", "England", &bars.result->country, england_left, height);
    reference(&bars, "region", benchmark->region_name, &bars.result->region.figure, !england_left,
              height);
    for (unsigned i = 0; i < targets; i++) {
        target(&bars, staith_benchmark_target(benchmark, period, item, -1, i), i, height - BOTTOM);
    }
    staith_svg_close(svg);
}
