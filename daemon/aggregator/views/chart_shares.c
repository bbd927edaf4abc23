/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include <math.h>
#include <stdio.h>

enum {
    ROW = 26,
    LEFT = 118,
    RIGHT = 4,
    WIDTH = STAITH_SVG_WIDTH - LEFT - RIGHT,
    SIZE = 14,
    KEY = 24, /**< height of a line of the key */
    TOP = 8,
    LEAST_FOR_NUMBER = 18,
    MOST_CATEGORIES = 8
};

/** What is drawn. */
struct shares {
    struct staith_svg *svg;
    const struct staith_breakdown *breakdown;
    const struct staith_breakdown_table *table;
    const struct staith_dimension *dimension;
    uint32_t measure;
    uint32_t period;
};

/* Each category has a ground of its own that dark text can be read on. */
static void class_of(uint32_t category, char out[32])
{
    (void)snprintf(out, 32, "share s%u", category % MOST_CATEGORIES);
}

static struct staith_breakdown_cell cell_of(const struct shares *shares, uint32_t category,
                                            int council)
{
    return council >= 0 ? staith_breakdown_at(shares->breakdown, shares->table, shares->measure,
                                              category, shares->period, (uint32_t)council)
                        : staith_breakdown_sum(shares->breakdown, shares->table, shares->measure,
                                               category, shares->period, NULL);
}

static double number_of(const struct staith_breakdown_cell *cell)
{
    return cell->contributing > 0 ? fmax(0, (double)cell->value.value) : 0;
}

static void bar(const struct shares *shares, int council, double top)
{
    double whole = 0;
    double x = LEFT;
    const struct staith_benchmark *benchmark = shares->breakdown->benchmark;
    for (uint32_t i = 0; i < shares->dimension->category_count; i++) {
        const struct staith_breakdown_cell cell = cell_of(shares, i, council);
        whole += number_of(&cell);
    }
    staith_svg_text_within(
        shares->svg, council >= 0 ? "end" : "end strong", LEFT - 8, top + 18, SIZE, LEFT - 8,
        council >= 0 ? benchmark->councils[council].short_name : benchmark->region_name);
    if (whole < 1) {
        staith_svg_text(shares->svg, "quiet", LEFT, top + 18, "none after rounding, or not shown");
        return;
    }
    for (uint32_t i = 0; i < shares->dimension->category_count; i++) {
        char class_name[32];
        char text[32];
        const struct staith_breakdown_cell cell = cell_of(shares, i, council);
        double width = WIDTH * number_of(&cell) / whole;
        if (width <= 0) {
            continue;
        }
        class_of(i, class_name);
        staith_svg_rect(shares->svg, class_name, x, top + 3, width, ROW - 6);
        (void)snprintf(text, sizeof(text), "%.0f", number_of(&cell));
        if (width >= LEAST_FOR_NUMBER) {
            staith_svg_text(shares->svg, "small middle", x + width / 2, top + 17, text);
        }
        x += width;
    }
}

static void key(const struct shares *shares, double top)
{
    for (uint32_t i = 0; i < shares->dimension->category_count; i++) {
        char class_name[32];
        double y = top + (double)i * KEY;
        class_of(i, class_name);
        staith_svg_rect(shares->svg, class_name, LEFT, y + 3, 18, 18);
        staith_svg_text(shares->svg, "small", LEFT + 26, y + 17,
                        shares->dimension->categories[i].label);
    }
}

bool staith_chart_has_shares(const struct staith_breakdown *breakdown, const char *table_code,
                             const char *measure_code)
{
    const struct staith_breakdown_table *table = staith_breakdown_find(breakdown, table_code);
    return table != NULL && table->table->dimension_count == 1 &&
           staith_breakdown_measure(breakdown, table, measure_code) >= 0;
}

void staith_chart_shares(struct staith_svg *svg, const struct staith_breakdown *breakdown,
                         uint32_t period, const char *table_code, const char *measure_code)
{
    struct shares shares = {.svg = svg,
                            .breakdown = breakdown,
                            .table = staith_breakdown_find(breakdown, table_code),
                            .period = period};
    char title[600];
    char code[STAITH_PERIOD_CODE_BYTES];
    if (!staith_chart_has_shares(breakdown, table_code, measure_code)) {
        return;
    }
    const struct staith_benchmark *benchmark = breakdown->benchmark;
    shares.measure = (uint32_t)staith_breakdown_measure(breakdown, shares.table, measure_code);
    shares.dimension = staith_breakdown_dimension(breakdown, shares.table, 0);
    int rows = (int)benchmark->council_count + 1;
    int height = TOP + rows * ROW + (int)shares.dimension->category_count * KEY + 12;
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "%s, %s: %s", shares.dimension->label, code,
                   staith_breakdown_measure_at(breakdown, shares.table, shares.measure)->label);
    staith_svg_open(svg, "chart", LEFT + WIDTH + RIGHT, height, title,
                    "One bar for each council and for the region, all of the same length, cut by "
                    "the numbers that the councils rounded. The table holds them with their "
                    "bounds.");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        bar(&shares, (int)i, TOP + (double)i * ROW);
    }
    bar(&shares, -1, TOP + (double)(rows - 1) * ROW);
    key(&shares, TOP + (double)rows * ROW + 10);
    staith_svg_close(svg);
}
