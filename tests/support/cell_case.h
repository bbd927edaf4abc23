/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CELL_CASE_H
#define STAITH_CELL_CASE_H
/* Cells of a row as the reader of tables would give them, for tests of what a plugin makes of one.
 */
#include <staith/kit_table.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/** Days since 1970-01-01 of "2025-10-01". */
static inline int32_t cell_day(const char *date)
{
    int32_t day = 0;
    assert_int_equal(staith_kit_date(date, strlen(date), &day), STAITH_OK);
    return day;
}

static inline void cell_number(struct staith_kit_cell *cell, int64_t number)
{
    *cell = (struct staith_kit_cell){
        .state = STAITH_KIT_CELL_GOOD, .column = 1, .number = number, .text = "?", .len = 1};
}

static inline void cell_date(struct staith_kit_cell *cell, const char *date)
{
    cell_number(cell, cell_day(date));
}

static inline void cell_text(struct staith_kit_cell *cell, const char *text)
{
    *cell = (struct staith_kit_cell){
        .state = STAITH_KIT_CELL_GOOD, .column = 1, .text = text, .len = strlen(text)};
}

/** All blank. */
static inline void cell_clear(struct staith_kit_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cells[i] =
            (struct staith_kit_cell){.state = STAITH_KIT_CELL_BLANK, .column = 1, .text = ""};
    }
}

#endif
