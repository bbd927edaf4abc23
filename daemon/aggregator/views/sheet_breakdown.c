/* SPDX-License-Identifier: Apache-2.0 */
/* A table by category in long form, for files: one row for each cell that was sent. */
#include "aggregator/views/page.h"

#include <stdio.h>

enum column {
    PERIOD,
    TABLE,
    MEASURE,
    AREA_CODE,
    AREA,
    LEVEL,
    DIMENSION_1,
    CATEGORY_1,
    DIMENSION_2,
    CATEGORY_2,
    DIMENSION_3,
    CATEGORY_3,
    DIMENSION_4,
    CATEGORY_4,
    VALUE,
    LO,
    HI,
    STATUS,
    CONTRIBUTING,
    LABEL,
    UNIT,
    REASON,
    MULTIPLE_OF,
    REACH,
    CERTIFICATE,
    COLUMNS
};

static const struct staith_sheet_column columns[COLUMNS] = {
    {"period", "Period", false},
    {"table", "Table", false},
    {"measure", "Code", false},
    {"area_code", "Area code", false},
    {"area", "Area", false},
    {"level", "Level", false},
    {"dimension_1", "By", false},
    {"category_1", "Category", false},
    {"dimension_2", "And by", false},
    {"category_2", "Second category", false},
    {"dimension_3", "And by (third)", false},
    {"category_3", "Third category", false},
    {"dimension_4", "And by (fourth)", false},
    {"category_4", "Fourth category", false},
    {"value", "Value", true},
    {"lo", "Not below", true},
    {"hi", "Not above", true},
    {"status", "Status", false},
    {"contributing", "Councils inside", true},
    {"label", "Measure", false},
    {"unit", "Unit", false},
    {"reason", "Reason", false},
    {"multiple_of", "Multiple of, or hidden among", true},
    {"reach", "Multiples away at most", true},
    {"certificate", "Certificate", false},
};

/** What rows are written of. */
struct rows {
    struct staith_sheet *sheet;
    const struct staith_breakdown *breakdown;
    const struct staith_breakdown_table *table;
    const bool *councils; /* NULL: all */
    uint32_t period;
    char code[STAITH_PERIOD_CODE_BYTES];
};

static void put_categories(const struct rows *rows, uint32_t place)
{
    int categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS];
    staith_breakdown_categories(rows->breakdown, rows->table, place, categories);
    for (uint32_t i = 0; i < rows->table->table->dimension_count; i++) {
        const struct staith_dimension *dimension =
            staith_breakdown_dimension(rows->breakdown, rows->table, i);
        staith_sheet_text(rows->sheet, DIMENSION_1 + 2 * i, dimension->code);
        staith_sheet_text(rows->sheet, CATEGORY_1 + 2 * i,
                          categories[i] == STAITH_BREAKDOWN_TOTAL
                              ? "total"
                              : dimension->categories[categories[i]].code);
    }
}

/* By which rule a council's cell is protected, and by which certificate. How many values a hidden
 * count leaves is a number of values, whatever its unit. */
static void put_protection(struct staith_sheet *sheet, const struct staith_breakdown_cell *cell,
                           unsigned digits)
{
    if (cell->base == 0) {
        return;
    }
    bool hidden = cell->value.status == STAITH_STATUS_SUPPRESSED;
    staith_sheet_number(sheet, MULTIPLE_OF, cell->base, hidden ? 0 : digits);
    staith_sheet_number(sheet, REACH, cell->reach, 0);
    staith_sheet_text(sheet, CERTIFICATE, cell->certificate);
}

static void put_row(const struct rows *rows, uint32_t measure, uint32_t place, int council)
{
    const struct staith_benchmark *benchmark = rows->breakdown->benchmark;
    const struct staith_measure *what =
        staith_breakdown_measure_at(rows->breakdown, rows->table, measure);
    const struct staith_breakdown_cell cell =
        council >= 0 ? staith_breakdown_at(rows->breakdown, rows->table, measure, place,
                                           rows->period, (uint32_t)council)
                     : staith_breakdown_sum(rows->breakdown, rows->table, measure, place,
                                            rows->period, NULL);
    unsigned digits = staith_unit_digits(what->unit);
    struct staith_sheet *sheet = rows->sheet;
    if (cell.value.status == STAITH_STATUS_UNSET) {
        return;
    }
    staith_sheet_row(sheet);
    staith_sheet_text(sheet, PERIOD, rows->code);
    staith_sheet_text(sheet, TABLE, rows->table->table->code);
    staith_sheet_text(sheet, MEASURE, what->code);
    staith_sheet_text(sheet, AREA_CODE,
                      council >= 0 ? benchmark->councils[council].code : benchmark->region_code);
    staith_sheet_text(sheet, AREA,
                      council >= 0 ? benchmark->councils[council].name : benchmark->region_name);
    staith_sheet_text(sheet, LEVEL, council >= 0 ? "authority" : "region");
    put_categories(rows, place);
    if (cell.value.status == STAITH_STATUS_VALUE || cell.value.status == STAITH_STATUS_LOW) {
        staith_sheet_number(sheet, VALUE, cell.value.value, digits);
    }
    if (cell.value.status == STAITH_STATUS_VALUE || cell.value.status == STAITH_STATUS_LOW ||
        cell.value.lo != cell.value.hi) {
        staith_sheet_number(sheet, LO, cell.value.lo, digits);
        staith_sheet_number(sheet, HI, cell.value.hi, digits);
    }
    staith_sheet_text(sheet, STATUS, staith_status_symbol(cell.value.status));
    staith_sheet_number(sheet, CONTRIBUTING, cell.contributing, 0);
    staith_sheet_text(sheet, LABEL, what->label);
    staith_sheet_text(sheet, UNIT, staith_unit_words(what->unit));
    staith_sheet_text(sheet, REASON, cell.reason);
    put_protection(sheet, &cell, digits);
}

static void put_table(struct rows *rows)
{
    for (uint32_t i = 0; i < rows->table->table->measure_count; i++) {
        for (uint32_t place = 0; place < rows->table->places; place++) {
            for (uint32_t j = 0; j < rows->breakdown->benchmark->council_count; j++) {
                if (rows->councils == NULL || rows->councils[j]) {
                    put_row(rows, i, place, (int)j);
                }
            }
            put_row(rows, i, place, -1);
        }
    }
}

void staith_sheet_breakdown(struct staith_sheet *sheet, const char *title,
                            const struct staith_breakdown *breakdown, uint32_t period,
                            const struct staith_breakdown_table *table)
{
    struct rows rows = {.sheet = sheet, .breakdown = breakdown, .period = period};
    size_t room =
        table != NULL ? (size_t)table->places * table->table->measure_count : breakdown->slots;
    room *= (size_t)breakdown->benchmark->council_count + 1;
    room = room > STAITH_SHEET_MAX_ROWS ? STAITH_SHEET_MAX_ROWS : room;
    staith_period_format(&breakdown->benchmark->periods[period], rows.code);
    staith_sheet_init(sheet, "By category", title, columns, COLUMNS, (uint32_t)room);
    for (uint32_t i = 0; i < breakdown->table_count; i++) {
        rows.table = &breakdown->tables[i];
        if (table == NULL || table == rows.table) {
            put_table(&rows);
        }
    }
}

void staith_sheet_breakdown_chosen(struct staith_sheet *sheet, const char *title,
                                   const struct staith_breakdown *breakdown,
                                   const struct staith_selection *selection)
{
    struct rows rows = {.sheet = sheet, .breakdown = breakdown, .councils = selection->councils};
    size_t room = 0;
    for (uint32_t i = 0; i < breakdown->table_count && i < STAITH_REQUEST_MOST_TABLES; i++) {
        const struct staith_breakdown_table *table = &breakdown->tables[i];
        room += selection->tables[i] ? (size_t)table->places * table->table->measure_count : 0;
    }
    room *= (size_t)selection->period_count * ((size_t)selection->council_count + 1);
    room = room > STAITH_SHEET_MAX_ROWS ? STAITH_SHEET_MAX_ROWS : room;
    staith_sheet_init(sheet, "By category", title, columns, COLUMNS, (uint32_t)room);
    for (uint32_t i = 0; i < breakdown->benchmark->period_count; i++) {
        rows.period = i;
        staith_period_format(&breakdown->benchmark->periods[i], rows.code);
        for (uint32_t j = 0; selection->periods[i] && j < breakdown->table_count; j++) {
            rows.table = &breakdown->tables[j];
            if (j < STAITH_REQUEST_MOST_TABLES && selection->tables[j]) {
                put_table(&rows);
            }
        }
    }
}
