/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/sheet.h"

#include "base/decimal.h"
#include "base/err.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DECIMALS = 9 };
static const size_t ARENA_BYTES = (size_t)1024 * 1024 * 1024;
static const double LARGEST = 1e15;

void staith_sheet_init(struct staith_sheet *sheet, const char *name, const char *title,
                       const struct staith_sheet_column *column, uint32_t columns, uint32_t room)
{
    *sheet = (struct staith_sheet){
        .name = name, .title = title, .columns = columns, .column = column, .room = room};
    staith_arena_init(&sheet->arena, ARENA_BYTES);
    if (columns > STAITH_SHEET_MAX_COLUMNS || room > STAITH_SHEET_MAX_ROWS) {
        sheet->code = STAITH_ERR_LIMIT;
        return;
    }
    sheet->cells = staith_arena_array(&sheet->arena, (size_t)room * columns, sizeof(*sheet->cells));
    sheet->code = sheet->cells != NULL ? 0 : STAITH_ERR_NOMEM;
}

void staith_sheet_deinit(struct staith_sheet *sheet)
{
    if (sheet != NULL) {
        staith_arena_deinit(&sheet->arena);
    }
}

void staith_sheet_row(struct staith_sheet *sheet)
{
    if (sheet->code == 0 && sheet->rows == sheet->room) {
        sheet->code = STAITH_ERR_LIMIT;
    }
    if (sheet->code == 0) {
        sheet->rows++;
    }
}

static struct staith_cell *cell_at(struct staith_sheet *sheet, uint32_t column)
{
    if (sheet->code != 0 || sheet->rows == 0 || column >= sheet->columns) {
        return NULL;
    }
    return &sheet->cells[(size_t)(sheet->rows - 1) * sheet->columns + column];
}

void staith_sheet_text(struct staith_sheet *sheet, uint32_t column, const char *text)
{
    struct staith_cell *cell = cell_at(sheet, column);
    if (cell == NULL || text == NULL || text[0] == '\0') {
        return;
    }
    cell->text = staith_arena_strdup(&sheet->arena, text);
    cell->kind = STAITH_CELL_TEXT;
    if (cell->text == NULL) {
        sheet->code = STAITH_ERR_NOMEM;
    }
}

void staith_sheet_number(struct staith_sheet *sheet, uint32_t column, int64_t value,
                         uint32_t decimals)
{
    struct staith_cell *cell = cell_at(sheet, column);
    if (cell != NULL) {
        *cell =
            (struct staith_cell){.kind = STAITH_CELL_NUMBER, .decimals = decimals, .value = value};
    }
}

void staith_sheet_real(struct staith_sheet *sheet, uint32_t column, double value, uint32_t decimals)
{
    if (decimals > MOST_DECIMALS) {
        decimals = MOST_DECIMALS;
    }
    double scaled = value * (double)staith_decimal_pow10(decimals);
    if (isfinite(scaled) && fabs(scaled) < LARGEST) {
        staith_sheet_number(sheet, column, (int64_t)llround(scaled), decimals);
    }
}

const struct staith_cell *staith_sheet_cell(const struct staith_sheet *sheet, uint32_t row,
                                            uint32_t column)
{
    return &sheet->cells[(size_t)row * sheet->columns + column];
}

void staith_sheet_cell_text(const struct staith_cell *cell, char *out, size_t cap)
{
    out[0] = '\0';
    if (cell->kind == STAITH_CELL_TEXT) {
        (void)snprintf(out, cap, "%s", cell->text);
    } else if (cell->kind == STAITH_CELL_NUMBER &&
               staith_decimal_format(cell->value, cell->decimals, out, cap) < 0) {
        out[0] = '\0';
    }
}

bool staith_sheet_is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}
