/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Failures are or-ed together and looked at once: jansson's set_new and append_new take NULL for a
 * failure and free what they could not put.
 */
#include "aggregator/views/sheet.h"

#include "base/err.h"

#include <jansson.h>

enum { NUMBER_BYTES = 48 };

static json_t *cell_of(const struct staith_cell *cell)
{
    char number[NUMBER_BYTES];
    switch (cell->kind) {
    case STAITH_CELL_TEXT:
        return json_string(cell->text);
    case STAITH_CELL_NUMBER:
        if (cell->decimals == 0) {
            return json_integer((json_int_t)cell->value);
        }
        staith_sheet_cell_text(cell, number, sizeof(number));
        return json_string(number);
    case STAITH_CELL_EMPTY:
    default:
        return json_null();
    }
}

static json_t *columns_of(const struct staith_sheet *sheet)
{
    json_t *columns = json_array();
    int rc = 0;
    for (uint32_t i = 0; i < sheet->columns; i++) {
        rc |= json_array_append_new(columns, json_pack("{s:s, s:s}", "code", sheet->column[i].code,
                                                       "label", sheet->column[i].label));
    }
    if (rc != 0) {
        json_decref(columns);
        return NULL;
    }
    return columns;
}

static json_t *row_of(const struct staith_sheet *sheet, uint32_t row)
{
    json_t *object = json_object();
    int rc = 0;
    for (uint32_t i = 0; i < sheet->columns; i++) {
        rc |= json_object_set_new(object, sheet->column[i].code,
                                  cell_of(staith_sheet_cell(sheet, row, i)));
    }
    if (rc != 0) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static int append(const char *bytes, size_t len, void *out)
{
    return staith_buf_append(out, bytes, len) == 0 ? 0 : -1;
}

int staith_sheet_json(const struct staith_sheet *sheet, struct staith_buf *out)
{
    if (sheet->code != 0) {
        return sheet->code;
    }
    json_t *root = json_object();
    json_t *rows = json_array();
    int rc = json_object_set_new(root, "title", json_string(sheet->title)) |
             json_object_set_new(root, "columns", columns_of(sheet));
    for (uint32_t i = 0; i < sheet->rows; i++) {
        rc |= json_array_append_new(rows, row_of(sheet, i));
    }
    rc |= json_object_set_new(root, "rows", rows);
    int code = rc != 0 ? STAITH_ERR_NOMEM : 0;
    if (code == 0 && (json_dump_callback(root, append, out, JSON_INDENT(1)) != 0 ||
                      staith_buf_text(out, "\n") != 0)) {
        code = STAITH_ERR_LIMIT;
    }
    json_decref(root);
    return code;
}
