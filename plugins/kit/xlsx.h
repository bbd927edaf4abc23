/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_KIT_XLSX_H
#define STAITH_KIT_XLSX_H
/*
 * Inside the kit: what a workbook of Excel says about all of its sheets: their names and parts,
 * which styles are dates, and the strings that cells share.
 */
#include "table_raw.h"
#include "zip.h"

enum { STAITH_KIT_XLSX_MAX_SHEETS = 255, STAITH_KIT_XLSX_PART_BYTES = 256 };

struct staith_kit_xlsx_sheet {
    char name[128]; /**< at most 31 characters in Excel */
    char part[STAITH_KIT_XLSX_PART_BYTES];
    bool hidden;
};

struct staith_kit_xlsx {
    struct staith_kit_zip *zip;
    bool epoch_1904;
    uint32_t sheet_count;
    struct staith_kit_xlsx_sheet *sheets;
    uint32_t style_count;
    bool *date_styles; /**< one for each style of a cell */
    /* shared strings, end to end, each with its NUL */
    uint32_t string_count;
    uint32_t string_cap;
    uint32_t *string_at;
    size_t text_len;
    size_t text_cap;
    char *text;
};

/** Read all that is needed before a sheet. Results as staith_kit_zip_parse. `book` is zeroed
 *  storage; free it in any case. */
int staith_kit_xlsx_open(struct staith_kit_xlsx *book);
void staith_kit_xlsx_free(struct staith_kit_xlsx *book);
/** Whether a format of numbers shows dates: by its number, or by its code where that is given. */
bool staith_kit_xlsx_date_format(uint32_t id, const char *code);

#endif
