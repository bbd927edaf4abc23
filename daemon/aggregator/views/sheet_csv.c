/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/sheet.h"

#include "base/err.h"

#include <string.h>

enum { NUMBER_BYTES = 48 };

static int put_text(struct staith_buf *out, const char *text)
{
    bool formula = staith_sheet_is_formula(text);
    bool quoted = strpbrk(text, ",\"\r\n") != NULL;
    int code = quoted ? staith_buf_text(out, "\"") : 0;
    if (code == 0 && formula) {
        code = staith_buf_text(out, "'");
    }
    for (const char *at = text; *at != '\0' && code == 0; at++) {
        code = *at == '"' ? staith_buf_text(out, "\"\"") : staith_buf_append(out, at, 1);
    }
    return code == 0 && quoted ? staith_buf_text(out, "\"") : code;
}

static int put_cell(struct staith_buf *out, const struct staith_cell *cell)
{
    char number[NUMBER_BYTES];
    if (cell->kind == STAITH_CELL_TEXT) {
        return put_text(out, cell->text);
    }
    staith_sheet_cell_text(cell, number, sizeof(number));
    return staith_buf_text(out, number);
}

int staith_sheet_csv(const struct staith_sheet *sheet, struct staith_buf *out)
{
    int code = sheet->code;
    for (uint32_t i = 0; i < sheet->columns && code == 0; i++) {
        code = staith_buf_printf(out, "%s%s", sheet->column[i].code,
                                 i + 1 < sheet->columns ? "," : "\n");
    }
    for (uint32_t row = 0; row < sheet->rows && code == 0; row++) {
        for (uint32_t i = 0; i < sheet->columns && code == 0; i++) {
            code = put_cell(out, staith_sheet_cell(sheet, row, i));
            if (code == 0) {
                code = staith_buf_text(out, i + 1 < sheet->columns ? "," : "\n");
            }
        }
    }
    return code;
}
