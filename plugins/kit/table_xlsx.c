/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets of an Excel workbook. A cell is a number unless its attribute t says otherwise; whether a
 * number is a date is a matter of its style. What a formula gave is what stands in the file.
 */
#include "text.h"
#include "xlsx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MERGES_REPORTED = 20, NUMBER_BYTES = 64 };

struct sheet_table {
    struct staith_kit_xlsx book;
    const struct staith_kit_raw_input *input;
    const struct staith_kit_raw_sink *sink;
    uint32_t sheet;
    int stop;
    uint64_t line;
    bool hidden;
    uint32_t merges;
    /* the cell */
    uint32_t column; /* 0-based */
    uint32_t style;
    char type; /* s shared, i inline, t text of a formula, b truth, e error, d date, n number */
    bool formula;
    bool value_seen;
    bool taking; /* inside v or t */
    size_t text_len;
    char *text;
    struct staith_kit_raw_build build;
};

static bool is(const char *name, const char *local)
{
    return strcmp(staith_kit_xml_local(name), local) == 0;
}

/* "AB12": column 27 (0-based) and row 12. False: no such reference. */
static bool read_reference(const char *text, uint32_t *ret_column, uint64_t *ret_row)
{
    uint32_t column = 0;
    uint64_t row = 0;
    size_t at = 0;
    for (; text[at] >= 'A' && text[at] <= 'Z' && at < 3; at++) {
        column = column * 26 + (uint32_t)(text[at] - 'A' + 1);
    }
    if (at == 0) {
        return false;
    }
    for (; text[at] >= '0' && text[at] <= '9' && row < 10000000; at++) {
        row = row * 10 + (uint64_t)(text[at] - '0');
    }
    *ret_column = column - 1;
    *ret_row = row;
    return row > 0;
}

static char cell_type(const char *type)
{
    static const struct {
        const char *name;
        char type;
    } types[] = {{"s", 's'}, {"inlineStr", 'i'}, {"str", 't'}, {"b", 'b'}, {"e", 'e'}, {"d", 'd'}};
    for (size_t i = 0; type != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(type, types[i].name) == 0) {
            return types[i].type;
        }
    }
    return 'n';
}

static void start_row(struct sheet_table *table, const char **attributes)
{
    const char *number = staith_kit_xml_attribute(attributes, "r");
    const char *hidden = staith_kit_xml_attribute(attributes, "hidden");
    uint64_t line = number != NULL ? strtoull(number, NULL, 10) : 0;
    table->line = line > table->line ? line : table->line + 1;
    table->hidden = hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    table->column = UINT32_MAX; /* the first cell without a reference is column 0 */
    staith_kit_raw_start(&table->build);
}

static void start_cell(struct sheet_table *table, const char **attributes)
{
    const char *reference = staith_kit_xml_attribute(attributes, "r");
    const char *style = staith_kit_xml_attribute(attributes, "s");
    uint32_t column = 0;
    uint64_t row = 0;
    bool placed = reference != NULL && read_reference(reference, &column, &row);
    table->column = placed ? column : table->column + 1;
    table->style = style != NULL ? (uint32_t)strtoul(style, NULL, 10) : 0;
    table->type = cell_type(staith_kit_xml_attribute(attributes, "t"));
    table->formula = false;
    table->value_seen = false;
    table->text_len = 0;
}

static void report_merge(struct sheet_table *table, const char **attributes)
{
    const char *reference = staith_kit_xml_attribute(attributes, "ref");
    uint32_t column = 0;
    uint64_t row = 0;
    if (reference != NULL && table->merges < MERGES_REPORTED &&
        read_reference(reference, &column, &row)) {
        table->merges++;
        table->stop = table->sink->on_notice(table->sink->ctx, STAITH_KIT_TABLE_MERGED,
                                             table->sheet, row, (uint64_t)column + 1);
    }
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct sheet_table *table = ctx;
    if (is(name, "row")) {
        start_row(table, attributes);
    } else if (is(name, "c")) {
        start_cell(table, attributes);
    } else if (is(name, "v") || is(name, "t")) {
        table->taking = true;
        table->value_seen = true;
    } else if (is(name, "f")) {
        table->formula = true;
    } else if (is(name, "rPh")) {
        table->taking = false;
    } else if (is(name, "mergeCell")) {
        report_merge(table, attributes);
    }
}

static void on_text(void *ctx, const char *text, int len)
{
    struct sheet_table *table = ctx;
    size_t room = table->input->cell_bytes + 1 - table->text_len; /* one over: it is too long */
    size_t count = (size_t)len < room ? (size_t)len : room;
    if (table->taking) {
        memcpy(table->text + table->text_len, text, count);
        table->text_len += count;
    }
}

static void put(struct sheet_table *table, enum staith_kit_raw_kind kind, const char *text,
                size_t len, int32_t day)
{
    if (len > table->input->cell_bytes) {
        table->stop =
            table->sink->on_notice(table->sink->ctx, STAITH_KIT_TABLE_TOO_LONG, table->sheet,
                                   table->line, (uint64_t)table->column + 1);
        return;
    }
    staith_kit_raw_put(&table->build, table->column, kind, text, len, day);
}

static void put_shared(struct sheet_table *table)
{
    unsigned long index = strtoul(table->text, NULL, 10);
    if (index < table->book.string_count) {
        const char *text = table->book.text + table->book.string_at[index];
        put(table, STAITH_KIT_RAW_TEXT, text, strlen(text), 0);
    } else {
        put(table, STAITH_KIT_RAW_ERROR, "", 0, 0);
    }
}

static void put_number(struct sheet_table *table)
{
    char digits[NUMBER_BYTES];
    char day_text[16];
    int32_t day = 0;
    bool date = table->style < table->book.style_count && table->book.date_styles[table->style];
    if (date && staith_kit_raw_serial(strtod(table->text, NULL), table->book.epoch_1904, &day) ==
                    STAITH_OK) {
        staith_kit_raw_day_text(day, day_text);
        put(table, STAITH_KIT_RAW_DATE, day_text, strlen(day_text), day);
    } else if (staith_kit_raw_decimal(table->text, digits, sizeof digits)) {
        put(table, STAITH_KIT_RAW_NUMBER, digits, strlen(digits), 0);
    } else {
        put(table, STAITH_KIT_RAW_TEXT, table->text, table->text_len, 0);
    }
}

static void end_cell(struct sheet_table *table)
{
    table->text[table->text_len] = '\0';
    if (table->formula && !table->value_seen) {
        put(table, STAITH_KIT_RAW_ERROR, "", 0, 0);
    } else if (!table->value_seen || table->text_len == 0) {
        return;
    } else if (table->type == 's') {
        put_shared(table);
    } else if (table->type == 'e') {
        put(table, STAITH_KIT_RAW_ERROR, table->text, table->text_len, 0);
    } else if (table->type == 'b') {
        put(table, STAITH_KIT_RAW_BOOL, table->text, table->text_len, 0);
    } else if (table->type == 'n') {
        put_number(table);
    } else {
        put(table, STAITH_KIT_RAW_TEXT, table->text, table->text_len, 0);
    }
}

static void end_row(struct sheet_table *table)
{
    struct staith_kit_raw_row row = {.sheet = table->sheet,
                                     .line = table->line,
                                     .hidden = table->hidden,
                                     .sheet_hidden = table->book.sheets[table->sheet - 1].hidden,
                                     .epoch_1904 = table->book.epoch_1904};
    if (!staith_kit_raw_finish(&table->build, &row)) {
        table->stop = STAITH_ENOMEM;
    } else if (row.count > 0) {
        table->stop = table->sink->on_row(table->sink->ctx, &row);
    }
}

static void on_end(void *ctx, const char *name)
{
    struct sheet_table *table = ctx;
    if (is(name, "v") || is(name, "t")) {
        table->taking = false;
    } else if (is(name, "c")) {
        end_cell(table);
    } else if (is(name, "row")) {
        end_row(table);
    }
}

/* ---- the format ---- */

static int refuse(const struct staith_kit_raw_sink *sink, int result, uint32_t sheet)
{
    uint32_t check =
        result == STAITH_ELIMIT ? STAITH_KIT_TABLE_TOO_LARGE : STAITH_KIT_TABLE_UNREADABLE;
    if (result != STAITH_ESOURCE && result != STAITH_ELIMIT) {
        return result;
    }
    int reported = sink->on_notice(sink->ctx, check, sheet, 0, 0);
    return reported != STAITH_OK ? reported : STAITH_ESOURCE;
}

static int open_book(const struct staith_kit_raw_input *input,
                     const struct staith_kit_raw_sink *sink, void **ret_state)
{
    struct sheet_table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return STAITH_ENOMEM;
    }
    *ret_state = table;
    table->input = input;
    table->text = malloc(input->cell_bytes + 2);
    if (table->text == NULL) {
        return STAITH_ENOMEM;
    }
    int result =
        staith_kit_zip_open(input->host, input->source, input->unpacked_bytes, &table->book.zip);
    if (result == STAITH_OK) {
        result = staith_kit_xlsx_open(&table->book);
    }
    return refuse(sink, result, 0);
}

static int read_sheet(struct sheet_table *table, uint32_t sheet,
                      const struct staith_kit_raw_sink *sink)
{
    const struct staith_kit_zip_handlers handlers = {table, on_start, on_end, on_text,
                                                     &table->stop};
    table->sink = sink;
    table->sheet = sheet;
    table->stop = 0;
    table->line = 0;
    table->merges = 0;
    table->taking = false;
    int result =
        staith_kit_zip_parse(table->book.zip, table->book.sheets[sheet - 1].part, &handlers);
    if (table->stop != 0) {
        return table->stop;
    }
    if (result == STAITH_END) {
        result = STAITH_ESOURCE;
    }
    return result != STAITH_OK ? refuse(sink, result, sheet) : sink->on_end(sink->ctx, sheet);
}

static bool is_wanted(const struct sheet_table *table, uint32_t sheet, uint32_t only)
{
    const char *name = table->input->sheet;
    const char *here = table->book.sheets[sheet - 1].name;
    if (only != 0) {
        return sheet == only;
    }
    return name == NULL || name[0] == '\0' ||
           staith_kit_same_name(name, strlen(name), here, strlen(here));
}

static int read_book(void *state, uint32_t only, const struct staith_kit_raw_sink *sink)
{
    struct sheet_table *table = state;
    bool any = false;
    for (uint32_t sheet = 1; sheet <= table->book.sheet_count; sheet++) {
        if (!is_wanted(table, sheet, only)) {
            continue;
        }
        any = true;
        int result = read_sheet(table, sheet, sink);
        if (result != STAITH_KIT_RAW_NEXT_SHEET) {
            return result;
        }
    }
    if (any) {
        return STAITH_OK;
    }
    int reported = sink->on_notice(sink->ctx, STAITH_KIT_TABLE_NO_SHEET, 0, 0, 0);
    return reported != STAITH_OK ? reported : STAITH_ESOURCE;
}

static void close_book(void *state)
{
    struct sheet_table *table = state;
    if (table != NULL) {
        staith_kit_xlsx_free(&table->book);
        staith_kit_raw_free(&table->build);
        free(table->text);
        free(table);
    }
}

const struct staith_kit_raw_format staith_kit_raw_xlsx = {open_book, read_book, close_book};
