/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/chart.h"

#include "aggregator/views/words.h"

#include <stdio.h>

enum { TILE_WIDTH = 118, TILE_HEIGHT = 74, SIZE = 12 };

static void tile(struct staith_svg *svg, const struct staith_benchmark_item *item,
                 const struct staith_benchmark_area *area,
                 const struct staith_benchmark_council *council)
{
    double x = (double)(council->tile_column - 1) * TILE_WIDTH;
    double y = (double)(council->tile_row - 1) * TILE_HEIGHT;
    double middle = x + TILE_WIDTH / 2.0;
    char text[STAITH_BENCHMARK_TEXT_BYTES];
    char class_name[32];
    (void)snprintf(class_name, sizeof(class_name), "tile %s",
                   staith_words_class(item, area->chance.country));
    staith_svg_rect(svg, class_name, x, y, TILE_WIDTH, TILE_HEIGHT);
    staith_svg_text_within(svg, "small middle", middle, y + 20, SIZE, TILE_WIDTH - 6,
                           council->short_name);
    staith_benchmark_text(&area->figure, item->decimals, true, text);
    staith_svg_text(svg, "strong middle", middle, y + 40, text[0] == '\0' ? "not sent" : text);
    staith_svg_text(svg, "small middle", middle, y + 58,
                    staith_words_tag(item, area->chance.country));
}

void staith_chart_tiles(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t period, uint32_t item)
{
    const struct staith_benchmark_item *what = &benchmark->items[item];
    const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, period, item);
    uint32_t columns = 0;
    uint32_t rows = 0;
    char title[512];
    char code[STAITH_PERIOD_CODE_BYTES];
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const struct staith_benchmark_council *council = &benchmark->councils[i];
        columns = council->tile_column > columns ? council->tile_column : columns;
        rows = council->tile_row > rows ? council->tile_row : rows;
    }
    if (columns == 0 || rows == 0) {
        return;
    }
    staith_period_format(&benchmark->periods[period], code);
    (void)snprintf(title, sizeof(title), "%s (%s) on the map, %s", what->label, what->unit, code);
    staith_svg_open(svg, "chart", (int)columns * TILE_WIDTH, (int)rows * TILE_HEIGHT, title,
                    "One tile for each council, about where it lies, with its figure and the word "
                    "against England that chance leaves.");
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        const struct staith_benchmark_council *council = &benchmark->councils[i];
        if (council->tile_column != 0 && council->tile_row != 0) {
            tile(svg, what, &result->councils[i], council);
        }
    }
    staith_svg_close(svg);
}
