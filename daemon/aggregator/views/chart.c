/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "base/decimal.h"

#include <stdio.h>

enum {
    BAR_ROW = 24,
    BAR_LEFT = 170,
    BAR_WIDTH = 420,
    BAR_RIGHT = 70,
    BAR_TOP = 24,
    TREND_LEFT = 44,
    TREND_WIDTH = 500,
    TREND_RIGHT = 116,
    TREND_TOP = 14,
    TREND_HEIGHT = 190,
    TREND_BOTTOM = 26,
    SPARK_WIDTH = 92,
    SPARK_HEIGHT = 22,
    LABEL_GAP = 13
};

static bool has_number(const struct staith_benchmark_figure *figure)
{
    return figure->status == STAITH_STATUS_VALUE || figure->status == STAITH_STATUS_LOW;
}

/* A figure in natural units; `low` stands at 0. */
static double natural(const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    return (double)figure->value / (double)staith_decimal_pow10(decimals);
}

/* The least "round" number (1, 2 or 5 times a power of ten) with at most `steps` of it up to
 * `most`: the distance of the grid lines. */
static double grid_step(double most, double steps)
{
    double step = 0.1;
    double factor[] = {2.0, 2.5, 2.0};
    for (unsigned i = 0; i < 60 && step * steps < most; i++) {
        step *= factor[i % 3];
    }
    return step;
}

static double greatest_of(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    uint32_t decimals = benchmark->items[item].decimals;
    double most = 0.1;
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const struct staith_benchmark_area *area = &result->councils[i];
        if (has_number(&area->figure) && natural(&area->figure, decimals) > most) {
            most = natural(&area->figure, decimals);
        }
        double median = natural(&area->neighbours, decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
        if (has_number(&area->neighbours) && median > most) {
            most = median;
        }
    }
    if (has_number(&result->region.figure) && natural(&result->region.figure, decimals) > most) {
        most = natural(&result->region.figure, decimals);
    }
    if (has_number(&result->country) && natural(&result->country, decimals) > most) {
        most = natural(&result->country, decimals);
    }
    return most;
}

static bool comes_before(const struct staith_benchmark_result *result, uint32_t a, uint32_t b)
{
    uint32_t rank_a = result->councils[a].rank;
    uint32_t rank_b = result->councils[b].rank;
    if (rank_a == 0 || rank_b == 0) {
        return rank_a != 0 && rank_b == 0;
    }
    return rank_a < rank_b;
}

void staith_chart_order(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        uint32_t *ret_order)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        uint32_t at = i;
        while (at > 0 && comes_before(result, i, ret_order[at - 1])) {
            ret_order[at] = ret_order[at - 1];
            at--;
        }
        ret_order[at] = i;
    }
}

static void svg_open(struct staith_html *html, const char *class_name, int width, int height,
                     const char *title, const char *description)
{
    staith_html_open_class(html, "svg", class_name);
    staith_html_attr(html, "xmlns", "http://www.w3.org/2000/svg");
    staith_html_attr(html, "role", "img");
    staith_html_attrf(html, "viewBox", "0 0 %d %d", width, height);
    staith_html_attrf(html, "width", "%d", width);
    staith_html_attrf(html, "height", "%d", height);
    staith_html_element(html, "title", NULL, title);
    if (description != NULL) {
        staith_html_element(html, "desc", NULL, description);
    }
}

static void svg_line(struct staith_html *html, const char *class_name, double x1, double y1,
                     double x2, double y2)
{
    staith_html_open_class(html, "line", class_name);
    staith_html_attrf(html, "x1", "%.1f", x1);
    staith_html_attrf(html, "y1", "%.1f", y1);
    staith_html_attrf(html, "x2", "%.1f", x2);
    staith_html_attrf(html, "y2", "%.1f", y2);
    staith_html_close(html);
}

static void svg_text(struct staith_html *html, const char *class_name, double x, double y,
                     const char *text)
{
    staith_html_open_class(html, "text", class_name);
    staith_html_attrf(html, "x", "%.1f", x);
    staith_html_attrf(html, "y", "%.1f", y);
    staith_html_text(html, text);
    staith_html_close(html);
}

/* A line across the bars with its name above, on the side away from the other line's name. */
static void bar_reference(struct staith_html *html, const char *class_name, const char *name,
                          const struct staith_benchmark_figure *figure, uint32_t decimals,
                          double most, bool name_on_left, int height)
{
    if (!has_number(figure)) {
        return;
    }
    char value[STAITH_BENCHMARK_TEXT_BYTES];
    char label[128];
    staith_benchmark_text(figure, decimals, true, value);
    (void)snprintf(label, sizeof(label), "%s %s", name, value);
    double x = BAR_LEFT + natural(figure, decimals) / most * BAR_WIDTH;
    svg_line(html, class_name, x, 6, x, height - 4);
    svg_text(html, name_on_left ? "reference left" : "reference", name_on_left ? x - 5 : x + 5,
             LABEL_GAP + 3, label);
}

static void bar_row(struct staith_html *html, const struct staith_benchmark *benchmark,
                    const struct staith_benchmark_area *area, uint32_t council, uint32_t decimals,
                    double most, double top)
{
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    svg_text(html, "council", BAR_LEFT - 8, top + 16, benchmark->councils[council].short_name);
    staith_benchmark_text(&area->figure, decimals, true, text);
    if (has_number(&area->figure)) {
        double width = natural(&area->figure, decimals) / most * BAR_WIDTH;
        staith_html_open(html, "rect");
        if (area->quartile != 0) {
            staith_html_attrf(html, "class", "bar q%u", area->quartile);
        } else {
            staith_html_attr(html, "class", "bar");
        }
        staith_html_attrf(html, "x", "%d", BAR_LEFT);
        staith_html_attrf(html, "y", "%.1f", top + 3);
        staith_html_attrf(html, "width", "%.1f", width);
        staith_html_attrf(html, "height", "%d", BAR_ROW - 6);
        staith_html_close(html);
    }
    if (has_number(&area->neighbours)) {
        double median = natural(&area->neighbours, decimals + STAITH_BENCHMARK_EXTRA_DECIMALS);
        double x = BAR_LEFT + median / most * BAR_WIDTH;
        svg_line(html, "median", x, top + 2, x, top + BAR_ROW - 2);
    }
    /* In a column of their own, so that no line runs through a figure. */
    svg_text(html, "value", BAR_LEFT + BAR_WIDTH + 10, top + 16,
             text[0] == '\0' ? "not sent" : text);
}

void staith_chart_bars(struct staith_html *html, const struct staith_benchmark *benchmark,
                       uint32_t period, uint32_t item)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    const struct staith_benchmark_item *what = &benchmark->items[item];
    uint32_t order[STAITH_BENCHMARK_MAX_COUNCILS];
    staith_chart_order(benchmark, period, item, order);
    double most = greatest_of(benchmark, period, item);
    int height = BAR_TOP + (int)benchmark->council_count * BAR_ROW + 6;
    char title[256];
    (void)snprintf(title, sizeof(title), "%s (%s) by council, in order of rank", what->label,
                   what->unit);
    svg_open(html, "chart", BAR_LEFT + BAR_WIDTH + BAR_RIGHT, height, title,
             "Bars are councils; the lines across are the region and England; the mark on each bar "
             "is the median of the council's statistical neighbours. The table holds the figures.");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        bar_row(html, benchmark, &result->councils[order[i]], order[i], what->decimals, most,
                BAR_TOP + (double)i * BAR_ROW);
    }
    bool england_left = natural(&result->country, what->decimals) <=
                        natural(&result->region.figure, what->decimals);
    bar_reference(html, "england", "England", &result->country, what->decimals, most, england_left,
                  height);
    bar_reference(html, "region", benchmark->region_name, &result->region.figure, what->decimals,
                  most, !england_left, height);
    staith_html_close(html);
}

/* What a line of a chart is of: a council by index, the region, or England. */
enum { LINE_REGION = -1, LINE_COUNTRY = -2 };

static const struct staith_benchmark_figure *figure_of(const struct staith_benchmark *benchmark,
                                                       uint32_t period, uint32_t item, int line)
{
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    if (line == LINE_COUNTRY) {
        return &result->country;
    }
    return line == LINE_REGION ? &result->region.figure : &result->councils[line].figure;
}

struct plot {
    double left;
    double top;
    double width;
    double height;
    double most;
};

/* Periods without a number leave a gap in the line: each stretch is a sub-path of its own. A lone
 * point is drawn as a dot by the round cap of a line of no length. */
static void plot_line(struct staith_html *html, const struct staith_benchmark *benchmark,
                      uint32_t item, int line, const char *class_name, const struct plot *plot)
{
    uint32_t decimals = benchmark->items[item].decimals;
    uint32_t last = benchmark->period_count - 1;
    char path[8192]; /* 256 periods of at most 26 bytes */
    size_t len = 0;
    bool drawing = false;
    path[0] = '\0';
    for (uint32_t i = 0; i <= last && len < sizeof(path) - 40; i++) {
        const struct staith_benchmark_figure *figure = figure_of(benchmark, i, item, line);
        if (!has_number(figure)) {
            drawing = false;
            continue;
        }
        double x = plot->left + (last == 0 ? 0 : plot->width * (double)i / (double)last);
        double y = plot->top + plot->height * (1 - natural(figure, decimals) / plot->most);
        int added = drawing ? snprintf(path + len, sizeof(path) - len, "L%.1f %.1f", x, y)
                            : snprintf(path + len, sizeof(path) - len, "M%.1f %.1fl0 0", x, y);
        len += added > 0 ? (size_t)added : 0;
        drawing = true;
    }
    if (len > 0) {
        staith_html_open_class(html, "path", class_name);
        staith_html_attr(html, "d", path);
        staith_html_close(html);
    }
}

static double greatest_of_all(const struct staith_benchmark *benchmark, uint32_t item)
{
    double most = 0.1;
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        double here = greatest_of(benchmark, i, item);
        most = here > most ? here : most;
    }
    return most;
}

static void trend_axes(struct staith_html *html, const struct staith_benchmark *benchmark,
                       const struct plot *plot, double step)
{
    for (unsigned i = 0; (double)i * step <= plot->most * 1.001; i++) {
        double y = plot->top + plot->height * (1 - (double)i * step / plot->most);
        char text[32];
        (void)snprintf(text, sizeof(text), step < 1 ? "%.1f" : "%.0f", (double)i * step);
        svg_line(html, "grid", plot->left, y, plot->left + plot->width, y);
        svg_text(html, "axis", plot->left - 6, y + 4, text);
    }
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char code[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], code);
        uint32_t last = benchmark->period_count - 1;
        double x = plot->left + plot->width * (double)i / (double)(last == 0 ? 1 : last);
        svg_text(html, "period", x, plot->top + plot->height + 18, code);
    }
}

/* Names at the right end of the two strong lines, moved apart where they would overlap. */
static void trend_names(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t item, const struct plot *plot)
{
    uint32_t last = benchmark->period_count - 1;
    uint32_t decimals = benchmark->items[item].decimals;
    const struct staith_benchmark_figure *region = figure_of(benchmark, last, item, LINE_REGION);
    const struct staith_benchmark_figure *country = figure_of(benchmark, last, item, LINE_COUNTRY);
    double x = plot->left + plot->width + 8;
    double y_region = plot->top + plot->height * (1 - natural(region, decimals) / plot->most) + 4;
    double y_country = plot->top + plot->height * (1 - natural(country, decimals) / plot->most) + 4;
    double apart = y_region - y_country;
    if (has_number(region) && has_number(country) && apart < LABEL_GAP && apart > -LABEL_GAP) {
        double move = (LABEL_GAP - (apart < 0 ? -apart : apart)) / 2;
        y_region += apart < 0 ? -move : move;
        y_country += apart < 0 ? move : -move;
    }
    if (has_number(region)) {
        svg_text(html, "name", x, y_region, benchmark->region_name);
    }
    if (has_number(country)) {
        svg_text(html, "name", x, y_country, "England");
    }
}

void staith_chart_trend(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t item)
{
    double step = grid_step(greatest_of_all(benchmark, item), 5);
    double most = step;
    while (most < greatest_of_all(benchmark, item)) {
        most += step;
    }
    struct plot plot = {TREND_LEFT, TREND_TOP, TREND_WIDTH, TREND_HEIGHT, most};
    char title[256];
    (void)snprintf(title, sizeof(title), "%s (%s) over time", benchmark->items[item].label,
                   benchmark->items[item].unit);
    svg_open(html, "chart", TREND_LEFT + TREND_WIDTH + TREND_RIGHT,
             TREND_TOP + TREND_HEIGHT + TREND_BOTTOM, title,
             "Thin lines are councils, the solid strong line is the region, the dashed one "
             "England.");
    trend_axes(html, benchmark, &plot, step);
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        plot_line(html, benchmark, item, (int)i, "line", &plot);
    }
    plot_line(html, benchmark, item, LINE_COUNTRY, "line england", &plot);
    plot_line(html, benchmark, item, LINE_REGION, "line region", &plot);
    trend_names(html, benchmark, item, &plot);
    staith_html_close(html);
}

void staith_chart_spark(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t item, uint32_t council)
{
    struct plot plot = {3, 3, SPARK_WIDTH - 6, SPARK_HEIGHT - 6, greatest_of_all(benchmark, item)};
    char title[256];
    (void)snprintf(title, sizeof(title), "%s over time", benchmark->councils[council].name);
    svg_open(html, "spark", SPARK_WIDTH, SPARK_HEIGHT, title, NULL);
    plot_line(html, benchmark, item, (int)council, "line own", &plot);
    staith_html_close(html);
}
