/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcsv splits the table. Its callbacks cannot stop it: after a failure they do nothing.
 */
#include "cli/facts_file.h"

#include "aggregator/store/national_file.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/utf8.h"
#include "cli/facts_names.h"
#include "disclosure/policy.h"
#include "model/system.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum column { DATASET, PERIOD, CELL, VALUE, PUBLISHED, SOURCE, NEAREST, COLUMNS, OTHER = COLUMNS };
enum { FIELD_BYTES = STAITH_SYSTEM_NAME_BYTES, MAX_FIELDS = 32, DATE_LENGTH = 10 };
#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

static const char *const names[COLUMNS] = {"dataset",   "period", "cell",   "value",
                                           "published", "source", "nearest"};
static const char DFE[] = "csww";
static const char DFE_SOURCE[] = "Department for Education, Children's social work workforce";

struct reader {
    const char *path;
    const struct staith_cli_facts_given *given;
    struct staith_arena *arena;
    struct staith_err *err;
    int code;
    unsigned long row;
    uint32_t field;
    uint32_t field_count;
    enum column columns[MAX_FIELDS];
    uint32_t at[COLUMNS]; /* of a column + 1; 0: there is none */
    char fields[COLUMNS][FIELD_BYTES];
    uint32_t count;
    struct staith_public_fact *list;
    unsigned long *rows; /* in which each stands */
};

static int fail(struct reader *reader, uint32_t column, const char *what, const char *remedy)
{
    reader->code = staith_err_set(reader->err, STAITH_ERR_SYNTAX, "%s", what);
    staith_err_at(reader->err, reader->path, reader->row, column);
    staith_err_remedy(reader->err, "%s", remedy);
    return reader->code;
}

static int no_memory(struct reader *reader)
{
    reader->code = staith_err_set(reader->err, STAITH_ERR_NOMEM, "out of memory for the file");
    return reader->code;
}

/* ---- one figure ---- */

static bool is_code(const char *text, size_t len)
{
    char code[64];
    if (len >= sizeof(code)) {
        return false;
    }
    memcpy(code, text, len);
    code[len] = '\0';
    return staith_code_valid(code) != 0;
}

/* "leavers_headcount" or "leavers_headcount|role=manager|reason=retired". */
static bool is_cell(const char *text)
{
    size_t len = strcspn(text, "|");
    bool fine = is_code(text, len);
    for (text += len; fine && *text == '|'; text += len) {
        text++;
        len = strcspn(text, "=|");
        fine = is_code(text, len) && text[len] == '=';
        text += len + (fine ? 1 : 0);
        len = strcspn(text, "|");
        fine = fine && is_code(text, len);
    }
    return fine;
}

/* Digits, and a point with digits behind it; the decimals as they were printed. */
static bool take_decimal(const char *text, uint32_t *ret_decimals, int64_t *ret_value)
{
    const char *point = strchr(text, '.');
    size_t decimals = point == NULL ? 0 : strlen(point + 1);
    *ret_decimals = (uint32_t)decimals;
    return text[0] != '-' && decimals <= STAITH_PUBLIC_MAX_DECIMALS &&
           staith_decimal_parse(text, strlen(text), (unsigned)decimals, ret_value) == 0 &&
           *ret_value >= 0 && *ret_value <= STAITH_PUBLIC_MAX_VALUE;
}

static bool take_number(const char *text, struct staith_public_fact *fact)
{
    fact->nearest = 1;
    return take_decimal(text, &fact->decimals, &fact->value);
}

/* "5", "100" or "0.5": both numbers in units of the finer one's last decimal. */
static bool take_nearest(const char *text, struct staith_public_fact *fact)
{
    uint32_t decimals = 0;
    if (text[0] == '\0') {
        return true;
    }
    if (!take_decimal(text, &decimals, &fact->nearest) || fact->nearest == 0) {
        return false;
    }
    for (; decimals < fact->decimals && fact->nearest <= STAITH_PUBLIC_MAX_NEAREST; decimals++) {
        fact->nearest *= 10;
    }
    for (; fact->decimals < decimals && fact->value <= STAITH_PUBLIC_MAX_VALUE; fact->decimals++) {
        fact->value *= 10;
    }
    return fact->value <= STAITH_PUBLIC_MAX_VALUE && fact->nearest <= STAITH_PUBLIC_MAX_NEAREST;
}

static const char *copy(struct reader *reader, const char *text)
{
    const char *kept = staith_arena_strdup(reader->arena, text);
    if (kept == NULL) {
        (void)no_memory(reader);
    }
    return kept;
}

static struct staith_public_fact *add(struct reader *reader)
{
    if (reader->count == STAITH_PUBLIC_MAX_FACTS) {
        (void)fail(reader, 0, "the file has more figures than can be kept",
                   "cut it to the last years");
        return NULL;
    }
    reader->rows[reader->count] = reader->row;
    struct staith_public_fact *fact = &reader->list[reader->count++];
    memset(fact, 0, sizeof(*fact));
    return fact;
}

/* Where it is not said, a time is London's, which is UTC or an hour before it: the earlier one
 * counts, as it does of a day the earliest moment. */
static int take_day(struct reader *reader, const char *text, struct staith_public_fact *fact)
{
    size_t len = strlen(text);
    bool date = len == DATE_LENGTH;
    bool fine = len >= DATE_LENGTH && staith_date_parse(text, DATE_LENGTH, &fact->day) == 0;
    fact->from_unix_ms = fact->day * DAY_MS;
    fine = fine && (date || staith_time_parse(text, &fact->from_unix_ms) == 0);
    if (!fine) {
        return fail(reader, reader->at[PUBLISHED], "this is no date of publication",
                    "write it as 2026-02-26, or 2026-02-26T09:30, in the column published or with "
                    "--published");
    }
    fact->from_unix_ms -= text[len - 1] == 'Z' ? 0 : HOUR_MS;
    return 0;
}

static int take_rounding(struct reader *reader, struct staith_public_fact *fact)
{
    if (reader->at[NEAREST] > 0 && !take_nearest(reader->fields[NEAREST], fact)) {
        return fail(reader, reader->at[NEAREST], "this is nothing that a figure is rounded to",
                    "write 1, 5, 10, 100 or 0.1, or leave it empty");
    }
    if (fact->value % fact->nearest != 0) {
        return fail(reader, reader->at[VALUE],
                    "the figure is no multiple of what it was rounded to",
                    "look at both as they were printed, or leave nearest empty");
    }
    return 0;
}

/* ---- the table ---- */

static void end_header(struct reader *reader)
{
    reader->field_count = reader->field;
    for (int c = DATASET; c <= VALUE && reader->code == 0; c++) {
        char what[64];
        (void)snprintf(what, sizeof(what), "there is no column %s", names[c]);
        if (reader->at[c] == 0) {
            (void)fail(
                reader, 0, what,
                "the columns are dataset, period, cell, value, nearest, published and source");
        }
    }
}

/* What a row says in a column, else what is given for all; "": nobody says it. */
static const char *said(const struct reader *reader, enum column column, const char *given)
{
    const char *text = reader->at[column] > 0 ? reader->fields[column] : "";
    return text[0] == '\0' && given != NULL ? given : text;
}

static void end_data(struct reader *reader)
{
    const struct staith_cli_facts_given *given = reader->given;
    const char *day = said(reader, PUBLISHED, given->published);
    const char *source = said(reader, SOURCE, given->source);
    struct staith_public_fact *fact = add(reader);
    if (fact == NULL) {
        return;
    }
    if (reader->field != reader->field_count) {
        (void)fail(reader, reader->field, "the row has not as many columns as the header",
                   "look for a missing or an additional comma");
    } else if (!is_code(reader->fields[DATASET], strlen(reader->fields[DATASET]))) {
        (void)fail(reader, reader->at[DATASET], "this is no dataset", "write its code, as csww");
    } else if (staith_period_parse(reader->fields[PERIOD], &fact->period) != 0) {
        (void)fail(reader, reader->at[PERIOD], "this is no period",
                   "write 2025, 2025Q3 or 2025-07");
    } else if (!is_cell(reader->fields[CELL])) {
        (void)fail(reader, reader->at[CELL], "this names no figure",
                   "write what it counts, as leavers_headcount|role=case_holder");
    } else if (!take_number(reader->fields[VALUE], fact)) {
        (void)fail(reader, reader->at[VALUE], "this is no figure",
                   "write the number as it was printed, as 57 or 403.7");
    } else if (source[0] == '\0') {
        (void)fail(reader, reader->at[SOURCE], "it is not said where this was published",
                   "fill the column source, or say it with --source");
    } else if (take_rounding(reader, fact) == 0 && take_day(reader, day, fact) == 0) {
        fact->dataset = copy(reader, reader->fields[DATASET]);
        fact->cell = copy(reader, reader->fields[CELL]);
        fact->source = copy(reader, source);
    }
}

static enum column column_of(const char *name)
{
    for (int c = 0; c < COLUMNS; c++) {
        if (strcmp(names[c], name) == 0) {
            return (enum column)c;
        }
    }
    return OTHER;
}

static void on_field(void *text, size_t len, void *ctx)
{
    struct reader *reader = ctx;
    uint32_t at = reader->field++;
    if (reader->code != 0 || at >= MAX_FIELDS) {
        return;
    }
    if (len >= FIELD_BYTES || memchr(text, '\0', len) != NULL || !staith_utf8_valid(text, len)) {
        (void)fail(reader, at + 1, "the field is too long or is no UTF-8 text",
                   "save the file as CSV UTF-8");
        return;
    }
    char field[FIELD_BYTES];
    memcpy(field, text, len);
    field[len] = '\0';
    if (reader->row == 1) {
        enum column column = column_of(field);
        reader->columns[at] = column;
        if (column != OTHER) {
            reader->at[column] = at + 1;
        } else if (strcmp(field, "note") != 0) { /* such as whose figure a row is */
            (void)fail(
                reader, at + 1, "this is none of the columns",
                "keep this council's rows, and of them dataset, period, cell, value, nearest, "
                "published, source and note");
        }
    } else if (at < reader->field_count && reader->columns[at] != OTHER) {
        memcpy(reader->fields[reader->columns[at]], field, len + 1);
    }
}

static void on_row(int end, void *ctx)
{
    struct reader *reader = ctx;
    (void)end;
    if (reader->code == 0 && reader->row == 1) {
        end_header(reader);
    } else if (reader->code == 0) {
        end_data(reader);
    }
    reader->row++;
    reader->field = 0;
}

static int read_table(struct reader *reader, const char *bytes, size_t len)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return no_memory(reader);
    }
    reader->row = 1;
    bool whole = csv_parse(&parser, bytes, len, on_field, on_row, reader) == len &&
                 csv_fini(&parser, on_field, on_row, reader) == 0;
    csv_free(&parser);
    if (reader->code == 0 && !whole) {
        (void)fail(reader, 0, "a quote is left open or stands within a field",
                   "save the file as CSV again");
    }
    return reader->code;
}

/* ---- a national file ---- */

static void take_national(struct reader *reader, const struct staith_national_file *file,
                          const struct staith_national_row *row)
{
    for (uint32_t i = 0; reader->code == 0 && i < file->item_count; i++) {
        const struct staith_national_cell *cell = &row->cells[i];
        if (cell->status != STAITH_STATUS_VALUE ||
            !staith_policy_floor_headline(DFE, file->items[i]) ||
            cell->decimals > STAITH_PUBLIC_MAX_DECIMALS || cell->value < 0 ||
            cell->value > STAITH_PUBLIC_MAX_VALUE) {
            continue;
        }
        struct staith_public_fact *fact = add(reader);
        if (fact == NULL || take_day(reader, reader->given->published, fact) != 0) {
            return;
        }
        fact->dataset = DFE;
        fact->cell = copy(reader, file->items[i]);
        fact->value = cell->value;
        fact->decimals = cell->decimals;
        fact->nearest = 1;
        fact->source =
            copy(reader, reader->given->source != NULL ? reader->given->source : DFE_SOURCE);
        if (staith_period_parse(row->period, &fact->period) != 0) {
            (void)fail(reader, 0, "this is no period", "");
        }
    }
}

static int read_national(struct reader *reader, const char *bytes, size_t len)
{
    struct staith_national_file *file = NULL;
    if (reader->given->published == NULL) {
        return fail(reader, 0, "it is not said when this file was published",
                    "say it with --published, as 2026-02-26");
    }
    int code = staith_national_file_read(reader->path, bytes, len, &file, reader->err);
    for (uint32_t i = 0; code == 0 && i < file->row_count; i++) {
        const struct staith_national_row *row = &file->rows[i];
        if (strcmp(row->level, "authority") == 0 && !row->superseded && row->joint[0] == '\0' &&
            strcmp(row->area, reader->given->authority) == 0) {
            reader->row = row->line;
            take_national(reader, file, row);
            code = reader->code;
        }
    }
    staith_national_file_free(file);
    return code;
}

/* ---- either ---- */

static int read_bytes(const char *path, char **ret_bytes, size_t *ret_len, struct staith_err *err)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)staith_err_set(err, STAITH_ERR_NOTFOUND, "the file cannot be opened");
        staith_err_at(err, path, 0, 0);
        staith_err_remedy(err, "check its name and that you may read it");
        return STAITH_ERR_NOTFOUND;
    }
    char *bytes = malloc((size_t)STAITH_CLI_FACTS_BYTES + 1);
    size_t len = bytes != NULL ? fread(bytes, 1, (size_t)STAITH_CLI_FACTS_BYTES + 1, file) : 0;
    int code = bytes == NULL ? staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the file")
               : ferror(file) != 0 ? staith_err_set(err, STAITH_ERR_IO, "the file cannot be read")
               : len > STAITH_CLI_FACTS_BYTES
                   ? staith_err_set(err, STAITH_ERR_LIMIT, "the file is too large")
                   : 0;
    (void)fclose(file);
    if (code != 0) {
        free(bytes);
        return code;
    }
    *ret_bytes = bytes;
    *ret_len = len;
    return 0;
}

/* Whether the first line names a column cell. */
static bool is_table(const char *bytes, size_t len)
{
    const char *end = memchr(bytes, '\n', len);
    size_t line = end == NULL ? len : (size_t)(end - bytes);
    for (size_t i = 0; i + 4 <= line; i++) {
        bool starts = i == 0 || strchr(",\"", bytes[i - 1]) != NULL;
        bool ends = i + 4 == line || strchr(",\"\r", bytes[i + 4]) != NULL;
        if (starts && ends && memcmp(bytes + i, "cell", 4) == 0) {
            return true;
        }
    }
    return false;
}

int staith_cli_facts_read(const char *path, const struct staith_cli_facts_given *given,
                          struct staith_arena *arena, struct staith_cli_facts_file *ret_file,
                          struct staith_err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    int code = read_bytes(path, &bytes, &len, err);
    if (code != 0) {
        return code;
    }
    struct reader *reader = calloc(1, sizeof(*reader));
    if (reader == NULL) {
        free(bytes);
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory for the file");
    }
    *reader = (struct reader){.path = path, .given = given, .arena = arena, .err = err};
    reader->list = staith_arena_array(arena, STAITH_PUBLIC_MAX_FACTS, sizeof(*reader->list));
    reader->rows = staith_arena_array(arena, STAITH_PUBLIC_MAX_FACTS, sizeof(*reader->rows));
    code = reader->list == NULL || reader->rows == NULL ? no_memory(reader)
           : is_table(bytes, len)                       ? read_table(reader, bytes, len)
                                                        : read_national(reader, bytes, len);
    struct staith_cli_facts_file file = {0};
    if (code == 0) {
        file = (struct staith_cli_facts_file){.path = path,
                                              .list = reader->list,
                                              .rows = reader->rows,
                                              .count = reader->count,
                                              .dataset_column = reader->at[DATASET],
                                              .cell_column = reader->at[CELL],
                                              .value_column = reader->at[VALUE]};
        code = staith_cli_facts_compare(&file, arena, err);
    }
    if (code == 0) {
        *ret_file = file;
    }
    free(reader);
    free(bytes);
    return code;
}
