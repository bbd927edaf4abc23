/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_SHEET_FIXTURE_H
#define STAITH_SHEET_FIXTURE_H
/* A sheet of three columns and four rows: numbers, a status, nothing, and texts that want care. */
#include "aggregator/views/sheet.h"

static inline void sheet_fixture_fill(struct staith_sheet *sheet)
{
    static const struct staith_sheet_column COLUMNS[] = {
        {"council", "Council", false},
        {"value", "Value, %", true},
        {"note", "Note", false},
    };
    staith_sheet_init(sheet, "Figures", "Turnover & more", COLUMNS, 3, 4);
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, 0, "Alpha & Sons");
    staith_sheet_number(sheet, 1, 113, 1);
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, 0, "Beta, \"the\" city");
    staith_sheet_number(sheet, 1, -5, 2);
    staith_sheet_text(sheet, 2, "=1+1");
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, 0, "Gamma");
    staith_sheet_text(sheet, 1, "u");
    staith_sheet_text(sheet, 2, "@sum");
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, 0, "Delta");
    staith_sheet_number(sheet, 1, 1016, 0);
}

#endif
