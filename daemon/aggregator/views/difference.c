/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/difference.h"

#include "aggregator/views/grid.h"

#include <string.h>

enum column { PERIOD, INDICATOR, AREA_CODE, AREA, SENT, PUBLISHED, GAP, STATE, COLUMNS };

static const struct staith_sheet_column columns[COLUMNS] = {
    {"period", "Period", false},
    {"indicator", "Indicator", false},
    {"area_code", "Area code", false},
    {"area", "Area", false},
    {"sent", "Sent", true},
    {"published", "Published", true},
    {"gap", "Gap", true},
    {"state", "State", false},
};

static void put_figure(struct staith_sheet *sheet, enum column column,
                       const struct staith_benchmark_figure *figure, uint32_t decimals)
{
    if (figure->status == STAITH_STATUS_VALUE) {
        staith_sheet_number(sheet, column, figure->value, decimals);
    } else {
        staith_sheet_text(sheet, column, staith_status_symbol(figure->status));
    }
}

static bool is_number(const struct staith_benchmark_figure *figure)
{
    return figure->status == STAITH_STATUS_VALUE || figure->status == STAITH_STATUS_LOW;
}

static const char *state_of(const struct staith_benchmark_area *area)
{
    bool sent = is_number(&area->figure);
    bool published = is_number(&area->published);
    if (sent && published) {
        return area->figure.value == area->published.value ? "same" : "differs";
    }
    return sent ? "sent alone" : published ? "published alone" : "both withheld";
}

static void put_area(struct staith_sheet *sheet, const char *period,
                     const struct staith_benchmark_item *item, const char *code, const char *name,
                     const struct staith_benchmark_area *area)
{
    if (area->figure.status == STAITH_STATUS_UNSET ||
        area->published.status == STAITH_STATUS_UNSET) {
        return;
    }
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, PERIOD, period);
    staith_sheet_text(sheet, INDICATOR, item->code);
    staith_sheet_text(sheet, AREA_CODE, code);
    staith_sheet_text(sheet, AREA, name);
    put_figure(sheet, SENT, &area->figure, item->decimals);
    put_figure(sheet, PUBLISHED, &area->published, item->decimals);
    if (is_number(&area->figure) && is_number(&area->published)) {
        staith_sheet_number(sheet, GAP, area->figure.value - area->published.value, item->decimals);
    }
    staith_sheet_text(sheet, STATE, state_of(area));
}

void staith_difference_fill(struct staith_sheet *sheet, const struct staith_benchmark *benchmark)
{
    uint64_t room =
        (uint64_t)benchmark->period_count * benchmark->item_count * (benchmark->council_count + 1U);
    staith_sheet_init(sheet, "Difference", "What was sent beside what was published", columns,
                      COLUMNS, room <= STAITH_SHEET_MAX_ROWS ? (uint32_t)room : UINT32_MAX);
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        char period[STAITH_PERIOD_CODE_BYTES];
        staith_period_format(&benchmark->periods[i], period);
        for (uint32_t j = 0; j < benchmark->item_count; j++) {
            const struct staith_benchmark_item *item = &benchmark->items[j];
            const struct staith_benchmark_result *result = staith_benchmark_result(benchmark, i, j);
            for (uint32_t k = 0; k < benchmark->council_count; k++) {
                put_area(sheet, period, item, benchmark->councils[k].code,
                         benchmark->councils[k].name, &result->councils[k]);
            }
            put_area(sheet, period, item, benchmark->region_code, benchmark->region_name,
                     &result->region);
        }
    }
}

static bool agrees(const struct staith_sheet *sheet, uint32_t row)
{
    const struct staith_cell *cell = staith_sheet_cell(sheet, row, STATE);
    return strcmp(cell->text, "same") == 0 || strcmp(cell->text, "both withheld") == 0;
}

static void put_row(struct staith_grid *grid, const struct staith_sheet *sheet, uint32_t row)
{
    staith_grid_row(grid);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        char text[128];
        staith_sheet_cell_text(staith_sheet_cell(sheet, row, i), text, sizeof(text));
        staith_grid_set(grid, i, i == GAP ? STAITH_GRID_STRONG : STAITH_GRID_PLAIN, "%s", text);
    }
}

int staith_difference_text(const struct staith_sheet *sheet, bool colour, struct staith_buf *out)
{
    struct staith_grid grid;
    uint32_t same = 0;
    if (sheet->code != 0) {
        return sheet->code;
    }
    for (uint32_t row = 0; row < sheet->rows; row++) {
        same += agrees(sheet, row) ? 1 : 0;
    }
    int code = staith_buf_printf(out, "%u figures beside published ones: %u agree, %u do not.\n",
                                 sheet->rows, same, sheet->rows - same);
    if (code != 0 || same == sheet->rows) {
        return code;
    }
    staith_grid_init(&grid, COLUMNS, sheet->rows - same + 1);
    staith_grid_row(&grid);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        staith_grid_set(&grid, i, STAITH_GRID_STRONG, "%s", columns[i].label);
    }
    for (uint32_t row = 0; row < sheet->rows; row++) {
        if (!agrees(sheet, row)) {
            put_row(&grid, sheet, row);
        }
    }
    code = staith_buf_text(out, "\n");
    code = code != 0 ? code : staith_grid_print(&grid, 2, colour, out);
    staith_grid_deinit(&grid);
    return code;
}
