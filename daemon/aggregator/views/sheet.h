/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_SHEET_H
#define STAITH_AGGREGATOR_VIEWS_SHEET_H
/*
 * A table of typed cells: what a view shows, once, for every format that it is given in. Numbers
 * are decimals, exact; a status or nothing stands in place of a number and is never one.
 */
#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum staith_cell_kind { STAITH_CELL_EMPTY = 0, STAITH_CELL_TEXT, STAITH_CELL_NUMBER };

struct staith_cell {
    enum staith_cell_kind kind;
    uint32_t decimals; /**< of a number: value / 10^decimals */
    int64_t value;
    const char *text; /**< of a text; the sheet's, or static */
};

struct staith_sheet_column {
    const char *code;  /**< for programs: "against_england" */
    const char *label; /**< for people: "Against England" */
    bool numeric;      /**< stands right */
};

enum { STAITH_SHEET_MAX_COLUMNS = 64, STAITH_SHEET_MAX_ROWS = 1000 * 1000 };

struct staith_sheet {
    struct staith_arena arena;
    const char *name;  /**< of the sheet, at most 31 characters; static or the arena's */
    const char *title; /**< what it is; static or the arena's */
    uint32_t columns;
    const struct staith_sheet_column *column; /**< the caller's; outlives the sheet */
    uint32_t rows;
    uint32_t room;
    struct staith_cell *cells; /**< rows * columns */
    int code;                  /**< 0, or the first failure */
};

/** Caller's storage. `room`: rows there may be. Ask `code` once, at the end. */
void staith_sheet_init(struct staith_sheet *sheet, const char *name, const char *title,
                       const struct staith_sheet_column *column, uint32_t columns, uint32_t room);
/** NULL is allowed. */
void staith_sheet_deinit(struct staith_sheet *sheet);
/** Begin a row, all of it empty. */
void staith_sheet_row(struct staith_sheet *sheet);
/** Set a cell of the row just begun. An empty or NULL text is an empty cell. Texts are copied. */
void staith_sheet_text(struct staith_sheet *sheet, uint32_t column, const char *text);
void staith_sheet_number(struct staith_sheet *sheet, uint32_t column, int64_t value,
                         uint32_t decimals);
/** A computed number, rounded to `decimals`; empty where it is none. */
void staith_sheet_real(struct staith_sheet *sheet, uint32_t column, double value,
                       uint32_t decimals);
const struct staith_cell *staith_sheet_cell(const struct staith_sheet *sheet, uint32_t row,
                                            uint32_t column);
/** A cell as text; a number without grouping. "" for an empty one. `cap` 32 is enough for numbers;
 *  texts are cut. */
void staith_sheet_cell_text(const struct staith_cell *cell, char *out, size_t cap);

/** Whether a program that opens the text as a table would take it for a formula: it begins with
 *  = + - @, a tabulator or a carriage return. Writers put an apostrophe before it. */
bool staith_sheet_is_formula(const char *text);

/* Writers. Each appends the whole; 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM, or the sheet's code. */

/** UTF-8, LF, fields quoted where they must be; the header has the columns' codes. */
int staith_sheet_csv(const struct staith_sheet *sheet, struct staith_buf *out);
/** {"title", "columns": [{"code", "label"}], "rows": [{code: value}]}; numbers with decimals are
 *  texts, so that no reader turns 11.3 into 11.300000000000001. */
int staith_sheet_json(const struct staith_sheet *sheet, struct staith_buf *out);
/** A workbook of one sheet each. STAITH_ERR_IO where no temporary file can be made. `made_unix_ms`
 *  stands in its properties. */
int staith_sheet_xlsx(const struct staith_sheet *const *sheets, size_t count, int64_t made_unix_ms,
                      struct staith_buf *out);
/** The same as an OpenDocument spreadsheet. */
int staith_sheet_ods(const struct staith_sheet *const *sheets, size_t count, int64_t made_unix_ms,
                     struct staith_buf *out);

#endif
