/* SPDX-License-Identifier: Apache-2.0 */
#include "table_raw.h"

#include "text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_TEXT_BYTES = 4096, DAYS_TO_1970_FROM_1900 = 25569, DAYS_TO_1904_FROM_1900 = 1462 };
enum { LAST_SERIAL = 2958465 /* 9999-12-31 */, UNREAL_LEAP_DAY = 60 };

void staith_kit_raw_start(struct staith_kit_raw_build *build)
{
    build->count = 0;
    build->text_len = 0;
}

static bool make_room(struct staith_kit_raw_build *build, size_t len)
{
    if (len <= build->text_cap - build->text_len) {
        return true;
    }
    size_t cap = build->text_cap == 0 ? FIRST_TEXT_BYTES : build->text_cap;
    while (cap - build->text_len < len) {
        cap *= 2;
    }
    char *text = realloc(build->text, cap);
    if (text == NULL) {
        build->failed = true;
        return false;
    }
    build->text = text;
    build->text_cap = cap;
    return true;
}

/* The apostrophe by which a spreadsheet is told that a number is a text, where it came out with it.
 */
static bool has_mark(const char *text, size_t len)
{
    return len >= 2 && text[0] == '\'' && text[1] >= '0' && text[1] <= '9' && text[len - 1] != '\'';
}

void staith_kit_raw_put(struct staith_kit_raw_build *build, uint32_t column,
                        enum staith_kit_raw_kind kind, const char *text, size_t len, int32_t day)
{
    size_t gap = 0;
    while ((gap = staith_kit_gap_first(text, len)) > 0) {
        text += gap;
        len -= gap;
    }
    while ((gap = staith_kit_gap_last(text, len)) > 0) {
        len -= gap;
    }
    if (kind == STAITH_KIT_RAW_TEXT && has_mark(text, len)) {
        text++;
        len--;
    }
    bool blank = kind == STAITH_KIT_RAW_BLANK || (len == 0 && kind != STAITH_KIT_RAW_ERROR);
    if (blank || column >= STAITH_KIT_TABLE_MAX_SOURCE_COLUMNS || !make_room(build, len + 1)) {
        return;
    }
    for (; build->count <= column; build->count++) {
        build->cells[build->count].kind = STAITH_KIT_RAW_BLANK;
    }
    build->cells[column] = (struct staith_kit_raw_cell){kind, day, NULL, len};
    build->offsets[column] = build->text_len;
    if (len > 0) {
        memcpy(build->text + build->text_len, text, len);
    }
    build->text[build->text_len + len] = '\0';
    build->text_len += len + 1;
}

bool staith_kit_raw_finish(struct staith_kit_raw_build *build, struct staith_kit_raw_row *row)
{
    for (uint32_t i = 0; i < build->count; i++) {
        struct staith_kit_raw_cell *cell = &build->cells[i];
        if (cell->kind == STAITH_KIT_RAW_BLANK) {
            *cell = (struct staith_kit_raw_cell){STAITH_KIT_RAW_BLANK, 0, "", 0};
        } else {
            cell->text = build->text + build->offsets[i];
        }
    }
    row->count = build->count;
    row->cells = build->cells;
    return !build->failed;
}

void staith_kit_raw_free(struct staith_kit_raw_build *build)
{
    free(build->text);
    build->text = NULL;
    build->text_cap = 0;
}

/* Day 60 of the 1900 system is 29 February 1900, which never was: it is refused, and what comes
 * before it is a day further on than its number says. */
int staith_kit_raw_serial(double serial, bool epoch_1904, int32_t *ret_day)
{
    double whole = floor(serial) + (epoch_1904 ? DAYS_TO_1904_FROM_1900 : 0);
    if (!(whole >= 1 && whole <= LAST_SERIAL)) {
        return STAITH_EINVAL;
    }
    int32_t day = (int32_t)whole;
    if (day == UNREAL_LEAP_DAY) {
        return STAITH_EINVAL;
    }
    *ret_day = day - DAYS_TO_1970_FROM_1900 + (day < UNREAL_LEAP_DAY ? 1 : 0);
    return STAITH_OK;
}

/* A workbook keeps 0.1 + 0.2 as 0.30000000000000004; its users see 15 digits. */
bool staith_kit_raw_decimal(const char *text, char *ret_text, size_t cap)
{
    char *end = NULL;
    char digits[64];
    double number = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(number) || fabs(number) >= 1e15) {
        return false;
    }
    (void)snprintf(digits, sizeof digits, "%.15g", number);
    if (strchr(digits, 'e') != NULL) { /* less than 0.0001 */
        (void)snprintf(digits, sizeof digits, "%.20f", number);
    }
    if (strchr(digits, '.') != NULL) {
        size_t len = strlen(digits);
        while (digits[len - 1] == '0') {
            len--;
        }
        digits[digits[len - 1] == '.' ? len - 1 : len] = '\0';
    }
    (void)snprintf(ret_text, cap, "%s", digits);
    return true;
}

void staith_kit_raw_day_text(int32_t day, char ret_text[16])
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    staith_kit_date_split(day, &year, &month, &day_of_month);
    (void)snprintf(ret_text, 16, "%04u-%02u-%02u", (unsigned)year % 10000u, (unsigned)month % 100u,
                   (unsigned)day_of_month % 100u);
}
