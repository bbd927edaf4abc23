/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workbooks by libxlsxwriter. The library of Debian 12 writes files alone, so the bytes go through
 * a temporary one, which is removed before this returns.
 */
#include "aggregator/views/sheet.h"

#include "base/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { PATH_BYTES = 512, FORMATS = 10, WIDTH_LEAST = 9, WIDTH_MOST = 40, WIDTH_ROWS = 200 };

/** What one workbook is written with. */
struct book {
    lxw_workbook *workbook;
    lxw_format *head;
    lxw_format *number[FORMATS]; /**< by decimals */
};

static void make_formats(struct book *book)
{
    static const char *const PATTERNS[FORMATS] = {
        "0",       "0.0",      "0.00",      "0.000",      "0.0000",
        "0.00000", "0.000000", "0.0000000", "0.00000000", "0.000000000"};
    book->head = workbook_add_format(book->workbook);
    if (book->head != NULL) {
        format_set_bold(book->head);
        format_set_text_wrap(book->head);
        format_set_align(book->head, LXW_ALIGN_VERTICAL_TOP);
    }
    for (int i = 0; i < FORMATS; i++) {
        book->number[i] = workbook_add_format(book->workbook);
        if (book->number[i] != NULL) {
            format_set_num_format(book->number[i], PATTERNS[i]);
        }
    }
}

/* Text is written as text and never looked at as a formula; the apostrophe is for whoever saves it
 * as CSV later. */
static lxw_error write_text(lxw_worksheet *worksheet, lxw_row_t row, lxw_col_t column,
                            const char *text, lxw_format *format)
{
    char guarded[1024];
    if (!staith_sheet_is_formula(text)) {
        return worksheet_write_string(worksheet, row, column, text, format);
    }
    (void)snprintf(guarded, sizeof(guarded), "'%s", text);
    return worksheet_write_string(worksheet, row, column, guarded, format);
}

static lxw_error write_cell(const struct book *book, lxw_worksheet *worksheet, lxw_row_t row,
                            lxw_col_t column, const struct staith_cell *cell)
{
    char number[48];
    if (cell->kind == STAITH_CELL_EMPTY) {
        return LXW_NO_ERROR;
    }
    if (cell->kind == STAITH_CELL_TEXT) {
        return write_text(worksheet, row, column, cell->text, NULL);
    }
    staith_sheet_cell_text(cell, number, sizeof(number));
    return worksheet_write_number(worksheet, row, column, strtod(number, NULL),
                                  book->number[cell->decimals < FORMATS ? cell->decimals : 0]);
}

static double width_of(const struct staith_sheet *sheet, uint32_t column)
{
    size_t widest = WIDTH_LEAST;
    char text[64];
    for (uint32_t row = 0; row < sheet->rows && row < WIDTH_ROWS; row++) {
        staith_sheet_cell_text(staith_sheet_cell(sheet, row, column), text, sizeof(text));
        size_t len = strlen(text);
        widest = len > widest ? len : widest;
    }
    return (double)(widest < WIDTH_MOST ? widest : WIDTH_MOST) + 2;
}

static bool write_rows(const struct book *book, lxw_worksheet *worksheet,
                       const struct staith_sheet *sheet)
{
    for (uint32_t row = 0; row < sheet->rows; row++) {
        for (uint32_t i = 0; i < sheet->columns; i++) {
            if (write_cell(book, worksheet, row + 1, (lxw_col_t)i,
                           staith_sheet_cell(sheet, row, i)) != LXW_NO_ERROR) {
                return false;
            }
        }
    }
    return true;
}

static int write_sheet(const struct book *book, const struct staith_sheet *sheet)
{
    lxw_worksheet *worksheet = workbook_add_worksheet(book->workbook, sheet->name);
    bool well = worksheet != NULL;
    for (uint32_t i = 0; i < sheet->columns && well; i++) {
        lxw_col_t column = (lxw_col_t)i;
        well = worksheet_set_column(worksheet, column, column, width_of(sheet, i), NULL) ==
                   LXW_NO_ERROR &&
               write_text(worksheet, 0, column, sheet->column[i].label, book->head) == LXW_NO_ERROR;
    }
    if (well) {
        worksheet_freeze_panes(worksheet, 1, 0);
    }
    if (well && sheet->rows > 0) {
        well = worksheet_autofilter(worksheet, 0, 0, sheet->rows,
                                    (lxw_col_t)(sheet->columns - 1)) == LXW_NO_ERROR;
    }
    return well && write_rows(book, worksheet, sheet) ? 0 : STAITH_ERR_NOMEM;
}

static int write_book(const char *path, const struct staith_sheet *const *sheets, size_t count,
                      int64_t made_unix_ms)
{
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)sheets[0]->title,
                                     .created = (time_t)(made_unix_ms / 1000)};
    struct book book = {.workbook = workbook_new(path)};
    if (book.workbook == NULL) {
        return STAITH_ERR_NOMEM;
    }
    make_formats(&book);
    int code =
        workbook_set_properties(book.workbook, &properties) == LXW_NO_ERROR ? 0 : STAITH_ERR_NOMEM;
    for (size_t i = 0; i < count && code == 0; i++) {
        code = write_sheet(&book, sheets[i]);
    }
    if (workbook_close(book.workbook) != LXW_NO_ERROR && code == 0) {
        code = STAITH_ERR_IO;
    }
    return code;
}

static int read_back(int fd, struct staith_buf *out)
{
    uint8_t bytes[65536];
    for (;;) {
        ssize_t len = read(fd, bytes, sizeof(bytes));
        if (len <= 0) {
            return len == 0 ? 0 : STAITH_ERR_IO;
        }
        int code = staith_buf_append(out, bytes, (size_t)len);
        if (code != 0) {
            return code;
        }
    }
}

int staith_sheet_xlsx(const struct staith_sheet *const *sheets, size_t count, int64_t made_unix_ms,
                      struct staith_buf *out)
{
    const char *folder = getenv("TMPDIR");
    char path[PATH_BYTES];
    for (size_t i = 0; i < count; i++) {
        if (sheets[i]->code != 0) {
            return sheets[i]->code;
        }
    }
    int len = snprintf(path, sizeof(path), "%s/staith-sheet-XXXXXX",
                       folder != NULL && folder[0] != '\0' ? folder : "/tmp");
    int fd = len > 0 && (size_t)len < sizeof(path) ? mkstemp(path) : -1;
    if (fd < 0) {
        return STAITH_ERR_IO;
    }
    /* The library writes to the name and keeps the file: the descriptor sees what it wrote. */
    int code = write_book(path, sheets, count, made_unix_ms);
    if (code == 0) {
        code = read_back(fd, out);
    }
    (void)unlink(path);
    (void)close(fd);
    return code;
}
