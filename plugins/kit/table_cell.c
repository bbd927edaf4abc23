/* SPDX-License-Identifier: Apache-2.0 */
#include "table_cell.h"

#include <stdlib.h>
#include <string.h>

/* What people write where there is nothing. */
static bool is_blank(const char *text, size_t len)
{
    static const char *const words[] = {"-",   "--",   "\xE2\x80\x93", "\xE2\x80\x94", "N/A",
                                        "n/a", "NULL", "null",         "(blank)"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0) {
            return true;
        }
    }
    return len == 0;
}

static uint32_t read_code(const struct staith_kit_column *column,
                          const struct staith_kit_raw_cell *raw, int64_t *ret_number)
{
    for (size_t i = 0; i < column->code_count; i++) {
        const char *code = column->codes[i].code;
        if (staith_kit_same_name(code, strlen(code), raw->text, raw->len)) {
            *ret_number = column->codes[i].value;
            return STAITH_KIT_CELL_FINE;
        }
    }
    return STAITH_KIT_TABLE_NOT_A_CODE;
}

static bool has_range(const struct staith_kit_column *column)
{
    return column->minimum != 0 || column->maximum != 0;
}

static uint32_t read_date(const struct staith_kit_column *column,
                          const struct staith_kit_raw_cell *raw, bool epoch_1904,
                          int64_t *ret_number)
{
    int32_t day = raw->day;
    int result = STAITH_EINVAL;
    bool packed = raw->len == 8 && memchr(raw->text, '.', raw->len) == NULL; /* 20250930 */
    if (raw->kind == STAITH_KIT_RAW_DATE) {
        result = STAITH_OK;
    } else if (raw->kind == STAITH_KIT_RAW_NUMBER && !packed && (epoch_1904 || raw->len != 5)) {
        /* a time may stand behind the point */
        result = raw->len > 5 && raw->text[5] != '.'
                     ? STAITH_EINVAL
                     : staith_kit_raw_serial(strtod(raw->text, NULL), epoch_1904, &day);
    } else if (raw->kind == STAITH_KIT_RAW_NUMBER || raw->kind == STAITH_KIT_RAW_TEXT) {
        result = staith_kit_date_any(raw->text, raw->len, &day);
    }
    if (result != STAITH_OK) {
        return STAITH_KIT_TABLE_NOT_A_DATE;
    }
    if (has_range(column) && (day < column->minimum || day > column->maximum)) {
        return STAITH_KIT_TABLE_OUT_OF_RANGE;
    }
    *ret_number = day;
    return STAITH_KIT_CELL_FINE;
}

static uint32_t read_number(const struct staith_kit_column *column,
                            const struct staith_kit_raw_cell *raw, int64_t *ret_number)
{
    int64_t minimum = has_range(column) ? column->minimum : 0;
    int64_t maximum = has_range(column) ? column->maximum : INT64_MAX;
    int result = STAITH_EINVAL;
    if (raw->kind == STAITH_KIT_RAW_DATE || raw->kind == STAITH_KIT_RAW_BOOL) {
        return STAITH_KIT_TABLE_NOT_A_NUMBER;
    }
    if (column->type == STAITH_KIT_TYPE_MONEY) {
        result = staith_kit_money(raw->text, raw->len, minimum, maximum, ret_number);
    } else {
        unsigned digits = column->type == STAITH_KIT_TYPE_DECIMAL ? column->digits : 0;
        result = staith_kit_number(raw->text, raw->len, digits, minimum, maximum, ret_number);
    }
    if (result == STAITH_ELIMIT) {
        return STAITH_KIT_TABLE_OUT_OF_RANGE;
    }
    return result == STAITH_OK ? STAITH_KIT_CELL_FINE : STAITH_KIT_TABLE_NOT_A_NUMBER;
}

static uint32_t read_yes_no(const struct staith_kit_raw_cell *raw, int64_t *ret_number)
{
    bool yes = false;
    if (staith_kit_yes_no(raw->text, raw->len, &yes) != STAITH_OK) {
        return STAITH_KIT_TABLE_NOT_YES_OR_NO;
    }
    *ret_number = yes ? 1 : 0;
    return STAITH_KIT_CELL_FINE;
}

static uint32_t read_typed(const struct staith_kit_column *column,
                           const struct staith_kit_raw_cell *raw, bool epoch_1904,
                           int64_t *ret_number)
{
    switch (column->type) {
    case STAITH_KIT_TYPE_TEXT:
        return STAITH_KIT_CELL_FINE;
    case STAITH_KIT_TYPE_CODE:
        return read_code(column, raw, ret_number);
    case STAITH_KIT_TYPE_DATE:
        return read_date(column, raw, epoch_1904, ret_number);
    case STAITH_KIT_TYPE_INTEGER:
    case STAITH_KIT_TYPE_DECIMAL:
    case STAITH_KIT_TYPE_MONEY:
        return read_number(column, raw, ret_number);
    case STAITH_KIT_TYPE_YES_NO:
        return read_yes_no(raw, ret_number);
    }
    return STAITH_KIT_CELL_FINE;
}

uint32_t staith_kit_cell_read(const struct staith_kit_column *column,
                              const struct staith_kit_raw_cell *raw, bool epoch_1904,
                              struct staith_kit_cell *ret_cell)
{
    ret_cell->number = 0;
    ret_cell->text = raw->text;
    ret_cell->len = raw->len;
    uint32_t fault = raw->kind == STAITH_KIT_RAW_ERROR ? (uint32_t)STAITH_KIT_TABLE_CELL_ERROR
                     : raw->kind == STAITH_KIT_RAW_BLANK
                         ? (uint32_t)STAITH_KIT_CELL_FINE
                         : read_typed(column, raw, epoch_1904, &ret_cell->number);
    bool text = column->type == STAITH_KIT_TYPE_TEXT;
    if (raw->kind == STAITH_KIT_RAW_BLANK ||
        ((fault != STAITH_KIT_CELL_FINE || text) && raw->kind != STAITH_KIT_RAW_ERROR &&
         is_blank(raw->text, raw->len))) {
        ret_cell->state = STAITH_KIT_CELL_BLANK;
        ret_cell->text = "";
        ret_cell->len = 0;
        return STAITH_KIT_CELL_FINE;
    }
    ret_cell->state = fault == STAITH_KIT_CELL_FINE ? STAITH_KIT_CELL_GOOD : STAITH_KIT_CELL_BAD;
    return fault;
}
