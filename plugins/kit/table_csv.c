/* SPDX-License-Identifier: Apache-2.0 */
/* Text as rows: the CSV reader of the kit hands over every field, behind a decoder. */
#include "recode.h"
#include "table_raw.h"

#include <staith/kit_csv.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_BYTES = 4 * 1024 * 1024 };

struct csv_table {
    const struct staith_kit_raw_input *input;
    const struct staith_kit_raw_sink *sink;
    enum staith_kit_encoding encoding;
    bool failed;
    struct staith_kit_raw_build build;
    struct staith_kit_recode recode;
};

static int report(const struct csv_table *table, uint32_t check, uint64_t line, uint64_t column)
{
    int result = table->sink->on_notice(table->sink->ctx, check, 0, line, column);
    return result != STAITH_OK ? result : STAITH_ESOURCE;
}

static int open_table(const struct staith_kit_raw_input *input,
                      const struct staith_kit_raw_sink *sink, void **ret_state)
{
    struct csv_table *table = calloc(1, sizeof *table);
    uint64_t bad = 0;
    if (table == NULL) {
        return STAITH_ENOMEM;
    }
    *ret_state = table;
    table->input = input;
    table->sink = sink;
    int result = staith_kit_encoding_find(input->host, input->source, &table->encoding, &bad);
    if (result == STAITH_ESOURCE) {
        return report(table, STAITH_KIT_TABLE_NOT_TEXT, 0, 0);
    }
    if (result == STAITH_OK && table->encoding == STAITH_KIT_ENCODING_WINDOWS_1252) {
        result = sink->on_notice(sink->ctx, STAITH_KIT_TABLE_CODE_PAGE, 0, 0, 0);
    }
    return result;
}

static int on_fields(void *ctx, uint64_t line, const struct staith_kit_csv_field *fields,
                     uint32_t count)
{
    struct csv_table *table = ctx;
    struct staith_kit_raw_row row = {.line = line};
    staith_kit_raw_start(&table->build);
    for (uint32_t i = 0; i < count; i++) {
        staith_kit_raw_put(&table->build, i, STAITH_KIT_RAW_TEXT, fields[i].text, fields[i].len, 0);
    }
    if (!staith_kit_raw_finish(&table->build, &row)) {
        return STAITH_ENOMEM;
    }
    return row.count == 0 ? STAITH_OK : table->sink->on_row(table->sink->ctx, &row);
}

/* The standard check for what the CSV reader finds; the decoder has seen to the rest. */
static uint32_t check_of(enum staith_kit_problem_kind kind)
{
    static const uint32_t checks[] = {[STAITH_KIT_TOO_LONG] = STAITH_KIT_TABLE_TOO_LONG + 1,
                                      [STAITH_KIT_TOO_LARGE] = STAITH_KIT_TABLE_TOO_LARGE + 1,
                                      [STAITH_KIT_TOO_MANY_COLUMNS] =
                                          STAITH_KIT_TABLE_TOO_LARGE + 1,
                                      [STAITH_KIT_MALFORMED] = STAITH_KIT_TABLE_OPEN_QUOTE + 1,
                                      [STAITH_KIT_OPEN_QUOTE] = STAITH_KIT_TABLE_OPEN_QUOTE + 1,
                                      [STAITH_KIT_EMPTY] = STAITH_KIT_TABLE_EMPTY + 1};
    uint32_t check = (size_t)kind < sizeof checks / sizeof checks[0] ? checks[kind] : 0;
    return check > 0 ? check - 1 : (uint32_t)STAITH_KIT_TABLE_NOT_TEXT;
}

static int read_table(void *state, uint32_t only, const struct staith_kit_raw_sink *sink)
{
    struct csv_table *table = state;
    struct staith_kit_problem problem = {STAITH_KIT_NO_PROBLEM, 0, 0};
    (void)only;
    table->sink = sink;
    staith_kit_recode_init(&table->recode, table->input->host, table->input->source,
                           table->encoding);
    const struct staith_kit_csv_job job = {.limits = {.field_bytes = table->input->cell_bytes,
                                                      .row_bytes = ROW_BYTES,
                                                      .max_bytes = table->input->max_bytes},
                                           .ctx = table,
                                           .on_fields = on_fields};
    int result = staith_kit_csv_read(&table->recode.host, table->input->source, &job, &problem);
    if (result == STAITH_OK) {
        return sink->on_end(sink->ctx, 0);
    }
    if (result == STAITH_ESOURCE && problem.kind != STAITH_KIT_NO_PROBLEM) {
        return report(table, check_of(problem.kind), problem.line, problem.column);
    }
    return result;
}

static void close_table(void *state)
{
    struct csv_table *table = state;
    if (table != NULL) {
        staith_kit_raw_free(&table->build);
        free(table);
    }
}

const struct staith_kit_raw_format staith_kit_raw_csv = {open_table, read_table, close_table};
