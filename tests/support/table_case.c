/* SPDX-License-Identifier: Apache-2.0 */
#include "table_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const name_words[] = {"worker", "full name", NULL};
static const char *const start_words[] = {"from", "start", NULL};
static const struct staith_kit_code roles[] = {{"Social worker", 0}, {"Team Manager", 1}};
static const struct staith_kit_column columns[TABLE_COLUMNS] = {
    [TABLE_NAME] = {.name = "name",
                    .synonyms = name_words,
                    .type = STAITH_KIT_TYPE_TEXT,
                    .required = true},
    [TABLE_START] = {.name = "start_date",
                     .synonyms = start_words,
                     .type = STAITH_KIT_TYPE_DATE,
                     .required = true},
    [TABLE_RATE] = {.name = "rate", .type = STAITH_KIT_TYPE_MONEY},
    [TABLE_ROLE] = {.name = "role", .type = STAITH_KIT_TYPE_CODE, .codes = roles, .code_count = 2},
    [TABLE_ACTIVE] = {.name = "active", .type = STAITH_KIT_TYPE_YES_NO}};

static void add(char *text, size_t cap, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void add(char *text, size_t cap, const char *format, ...)
{
    size_t len = strlen(text);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text + len, cap - len, format, args);
    va_end(args);
}

static int finding(void *ctx, uint32_t check, const struct staith_location *where)
{
    static const struct staith_check_def checks[] = {STAITH_KIT_TABLE_CHECKS};
    struct table_case *table = ctx;
    assert_in_range(check, 7, 7 + STAITH_KIT_TABLE_CHECK_COUNT - 1);
    const char *code = checks[check - 7].code;
    add(table->findings, sizeof table->findings, "%s@%u:%u:%u", code + strlen("table_"),
        (unsigned)where->sheet, (unsigned)where->line, (unsigned)where->column);
    if (where->element != STAITH_NO_ELEMENT) {
        assert_in_range(where->element, 3, 3 + TABLE_COLUMNS - 1);
        add(table->findings, sizeof table->findings, "/%s", columns[where->element - 3].name);
    }
    add(table->findings, sizeof table->findings, " ");
    return STAITH_OK;
}

static int on_heading(void *ctx, const struct staith_kit_heading *headings, uint32_t count)
{
    struct table_case *table = ctx;
    for (uint32_t i = 0; i < count; i++) {
        add(table->headings, sizeof table->headings, "%s", headings[i].text);
        if (headings[i].matched != STAITH_NO_ELEMENT) {
            add(table->headings, sizeof table->headings, "=%s", columns[headings[i].matched].name);
        }
        if (headings[i].nearest != STAITH_NO_ELEMENT) {
            add(table->headings, sizeof table->headings, "~%s", columns[headings[i].nearest].name);
        }
        add(table->headings, sizeof table->headings, " ");
    }
    return STAITH_OK;
}

static void add_cell(struct table_case *table, const struct staith_kit_cell *cell, bool number)
{
    static const char *const states[] = {".", "-", NULL, "?"};
    assert_int_equal(strlen(cell->text), cell->len);
    if (states[cell->state] != NULL) {
        add(table->rows, sizeof table->rows, "%s", states[cell->state]);
    } else if (number) {
        add(table->rows, sizeof table->rows, "%lld", (long long)cell->number);
    } else {
        add(table->rows, sizeof table->rows, "%s", cell->text);
    }
}

static int on_row(void *ctx, const struct staith_kit_table_row *row)
{
    struct table_case *table = ctx;
    add(table->rows, sizeof table->rows, "%u@%u[", (unsigned)row->row, (unsigned)row->line);
    for (uint32_t i = 0; i < TABLE_COLUMNS; i++) {
        add(table->rows, sizeof table->rows, "%s", i > 0 ? "|" : "");
        add_cell(table, &row->cells[i], i != TABLE_NAME);
    }
    add(table->rows, sizeof table->rows, "] ");
    table->row_count++;
    return table->row_count == table->stop_after ? 42 : 0;
}

void table_case_init(struct table_case *table, const void *bytes, size_t len)
{
    memset(table, 0, sizeof *table);
    staith_memory_source_init(&table->source, bytes, len, 1000);
    table->source.host.finding = finding;
    table->job = (struct staith_kit_table_job){.columns = columns,
                                               .column_count = TABLE_COLUMNS,
                                               .first_check = 7,
                                               .first_element = 3,
                                               .ctx = table,
                                               .on_heading = on_heading,
                                               .on_row = on_row};
}

int table_case_read(struct table_case *table)
{
    return staith_kit_table_read(&table->source.host, 0, &table->job);
}

void table_case_text(const char *text, int result, const char *rows, const char *findings)
{
    static struct table_case table;
    table_case_init(&table, text, strlen(text));
    assert_int_equal(table_case_read(&table), result);
    if (rows != NULL) {
        assert_string_equal(table.rows, rows);
    }
    if (findings != NULL) {
        assert_string_equal(table.findings, findings);
    }
}
