/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source is read twice: the first rows of each sheet for the heading, then the sheet that has it,
 * through. What stands above the heading is a title and passed over.
 */
#include "table_aside.h"
#include "table_cell.h"
#include "table_format.h"
#include "table_heading.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_CELL_BYTES = 4096,
    MAX_CELL_BYTES = 65535,
    DEFAULT_ROWS = 2000000,
    NEAR_REPORTED = 16,
    OTHERS_REPORTED = 8
};

/* A sheet that could have been read too. */
struct other_sheet {
    uint32_t sheet;
    uint64_t line;
};

struct table {
    const struct staith_host *host;
    const struct staith_kit_table_job *job;
    struct staith_kit_raw_input input;
    struct staith_kit_raw_sink sink;
    const struct staith_kit_raw_format *format;
    void *state;
    uint64_t max_rows;
    bool searching;       /* for the heading */
    bool found;           /* whole, on a sheet that people see; others are only counted */
    uint32_t rows_looked; /* of this sheet, while searching */
    uint32_t other_count;
    struct other_sheet others[OTHERS_REPORTED];
    bool hidden_said;
    uint32_t finding_column; /* declared column that the next notice is about */
    uint64_t rows;
    struct staith_kit_heading_match here;  /* of the row at hand */
    struct staith_kit_heading_match above; /* of the row before */
    struct staith_kit_heading_match best;
    struct staith_kit_cell cells[STAITH_KIT_TABLE_MAX_COLUMNS];
};

/* ---- findings ---- */

static int report(const struct table *table, uint32_t check, uint32_t sheet, uint64_t line,
                  uint64_t column, uint32_t declared)
{
    const struct staith_location where = {
        line, column, 0,
        declared == STAITH_NO_ELEMENT ? declared : table->job->first_element + declared, sheet};
    return table->host->finding(table->host->ctx, table->job->first_check + check, &where);
}

static int refuse(const struct table *table, uint32_t check, uint32_t sheet, uint64_t line,
                  uint64_t column, uint32_t declared)
{
    int result = report(table, check, sheet, line, column, declared);
    return result != STAITH_OK ? result : STAITH_ESOURCE;
}

/* What a format finds. The same is found again when the source is read for the second time. */
static int on_notice(void *ctx, uint32_t check, uint32_t sheet, uint64_t line, uint64_t column)
{
    const struct table *table = ctx;
    bool query = check == STAITH_KIT_TABLE_MERGED || check == STAITH_KIT_TABLE_TOO_LONG;
    if (table->searching && table->found) {
        return STAITH_OK; /* of a sheet that is not read */
    }
    if (query &&
        (table->searching || (check == STAITH_KIT_TABLE_MERGED && line < table->best.line))) {
        return STAITH_OK;
    }
    return report(table, check, sheet, line, column, STAITH_NO_ELEMENT);
}

/* ---- the search for the heading ---- */

/* The heading was found, and this row is of another sheet. */
static int search_other(struct table *table, bool whole)
{
    if (whole && table->other_count < OTHERS_REPORTED) {
        table->others[table->other_count++] =
            (struct other_sheet){table->here.sheet, table->here.line};
    }
    return whole ? STAITH_KIT_RAW_NEXT_SHEET : STAITH_OK;
}

/* A whole heading on a hidden sheet gives way to one that people see. */
static bool is_better(const struct table *table, bool whole)
{
    const struct staith_kit_heading_match *here = &table->here;
    const struct staith_kit_heading_match *best = &table->best;
    if (best->matched == 0) {
        return here->matched > 0;
    }
    return staith_kit_heading_better(here, best) || (whole && best->hidden && !here->hidden);
}

static int search_row(struct table *table, const struct staith_kit_raw_row *row)
{
    const struct staith_kit_table_job *job = table->job;
    bool last = table->rows_looked + 1 >= STAITH_KIT_TABLE_HEADER_ROWS;
    table->above = table->here;
    staith_kit_heading_match(job, row, &table->here);
    bool whole = staith_kit_heading_whole(job, &table->here) && !row->sheet_hidden;
    int next = last ? STAITH_KIT_RAW_NEXT_SHEET : STAITH_OK;
    table->rows_looked++;
    if (table->found && row->sheet != table->best.sheet) {
        int result = search_other(table, whole);
        return result != STAITH_OK ? result : next;
    }
    /* What comes under a whole heading is looked at once: it may go on there. */
    bool joined = staith_kit_heading_join(job, &table->above, row, &table->here);
    if (table->found && !joined) {
        return STAITH_KIT_RAW_NEXT_SHEET;
    }
    whole = staith_kit_heading_whole(job, &table->here) && !row->sheet_hidden;
    if (is_better(table, whole)) {
        table->best = table->here;
        table->found = whole;
    }
    return joined && table->found ? STAITH_KIT_RAW_NEXT_SHEET : next;
}

/* What whoever made the workbook should hear of the choice of the sheet. */
static int report_sheets(const struct table *table)
{
    const struct staith_kit_heading_match *best = &table->best;
    int result = STAITH_OK;
    if (best->hidden) {
        result =
            report(table, STAITH_KIT_TABLE_HIDDEN, best->sheet, best->line, 0, STAITH_NO_ELEMENT);
    }
    for (uint32_t i = 0; result == STAITH_OK && i < table->other_count; i++) {
        result = report(table, STAITH_KIT_TABLE_OTHER_SHEET, table->others[i].sheet,
                        table->others[i].line, 0, STAITH_NO_ELEMENT);
    }
    return result;
}

/* The columns whose names are near to one that is missing. */
static int report_near(struct table *table, const struct staith_kit_raw_row *row)
{
    int result = STAITH_OK;
    uint32_t reported = 0;
    for (uint32_t i = 0; result == STAITH_OK && i < row->count && reported < NEAR_REPORTED; i++) {
        const struct staith_kit_raw_cell *cell = &row->cells[i];
        if (cell->kind != STAITH_KIT_RAW_TEXT || table->best.declared[i] != STAITH_NO_ELEMENT) {
            continue;
        }
        uint32_t near = staith_kit_nearest_column(table->job->columns, table->job->column_count,
                                                  cell->text, cell->len);
        if (near != STAITH_NO_ELEMENT && table->best.place[near] == STAITH_NO_ELEMENT) {
            reported++;
            result = report(table, STAITH_KIT_TABLE_HEADING_NEAR, row->sheet, row->line,
                            (uint64_t)i + 1, near);
        }
    }
    return result;
}

static int show_heading(const struct table *table, const struct staith_kit_raw_row *row)
{
    const struct staith_kit_table_job *job = table->job;
    uint32_t count = 0;
    if (job->on_heading == NULL) {
        return STAITH_OK;
    }
    struct staith_kit_heading *headings = calloc((size_t)row->count + 1, sizeof *headings);
    if (headings == NULL) {
        return STAITH_ENOMEM;
    }
    for (uint32_t i = 0; i < row->count; i++) {
        const struct staith_kit_raw_cell *cell = &row->cells[i];
        if (cell->kind == STAITH_KIT_RAW_BLANK) {
            continue;
        }
        uint32_t matched = table->best.declared[i];
        uint32_t near =
            matched != STAITH_NO_ELEMENT
                ? STAITH_NO_ELEMENT
                : staith_kit_nearest_column(job->columns, job->column_count, cell->text, cell->len);
        headings[count++] = (struct staith_kit_heading){cell->text, i + 1, matched, near};
    }
    int result = job->on_heading(job->ctx, headings, count);
    free(headings);
    return result;
}

/* Whether the columns that must be there are. Each that is not is a finding of its own. */
static int check_columns(const struct table *table)
{
    const struct staith_kit_heading_match *best = &table->best;
    bool missing = false;
    for (uint32_t i = 0; i < table->job->column_count; i++) {
        const struct staith_kit_column *column = &table->job->columns[i];
        size_t len = 0;
        bool mapped = staith_kit_mapped_name(table->job->mapping, column->name, &len) != NULL;
        if (best->place[i] != STAITH_NO_ELEMENT || (!mapped && !column->required)) {
            continue;
        }
        missing = true;
        int result = report(
            table, mapped ? STAITH_KIT_TABLE_MAPPED_MISSING : STAITH_KIT_TABLE_COLUMN_MISSING,
            best->sheet, best->line, 0, i);
        if (result != STAITH_OK) {
            return result;
        }
    }
    return missing ? STAITH_ESOURCE : STAITH_OK;
}

static int take_heading(struct table *table, const struct staith_kit_raw_row *row)
{
    int result = report_near(table, row);
    if (result == STAITH_OK && table->best.twice != STAITH_NO_ELEMENT) {
        return refuse(table, STAITH_KIT_TABLE_COLUMN_TWICE, row->sheet, row->line,
                      (uint64_t)table->best.twice_at + 1, table->best.twice);
    }
    if (result == STAITH_OK) {
        result = check_columns(table);
    }
    return result == STAITH_OK ? show_heading(table, row) : result;
}

/* ---- rows ---- */

/* Read the cells; faults[i]: what is wrong with the cell of column i. */
static void read_cells(struct table *table, const struct staith_kit_raw_row *row,
                       uint32_t faults[STAITH_KIT_TABLE_MAX_COLUMNS])
{
    static const struct staith_kit_raw_cell blank = {STAITH_KIT_RAW_BLANK, 0, "", 0};
    for (uint32_t i = 0; i < table->job->column_count; i++) {
        struct staith_kit_cell *cell = &table->cells[i];
        uint32_t at = table->best.place[i];
        faults[i] = STAITH_KIT_CELL_FINE;
        if (at == STAITH_NO_ELEMENT) {
            *cell = (struct staith_kit_cell){STAITH_KIT_CELL_ABSENT, 0, 0, "", 0};
            continue;
        }
        faults[i] =
            staith_kit_cell_read(&table->job->columns[i],
                                 at < row->count ? &row->cells[at] : &blank, row->epoch_1904, cell);
        cell->column = at + 1;
    }
}

static int hand_over(struct table *table, const struct staith_kit_raw_row *row,
                     const uint32_t faults[STAITH_KIT_TABLE_MAX_COLUMNS])
{
    int result = STAITH_OK;
    table->rows++;
    if (table->rows > table->max_rows) {
        return refuse(table, STAITH_KIT_TABLE_TOO_LARGE, row->sheet, row->line, 0,
                      STAITH_NO_ELEMENT);
    }
    for (uint32_t i = 0; result == STAITH_OK && i < table->job->column_count; i++) {
        if (faults[i] != STAITH_KIT_CELL_FINE) {
            const struct staith_location where = {row->line, table->cells[i].column, table->rows,
                                                  table->job->first_element + i, row->sheet};
            result =
                table->host->finding(table->host->ctx, table->job->first_check + faults[i], &where);
        }
    }
    const struct staith_kit_table_row out = {table->rows, row->line, row->sheet, table->cells};
    return result == STAITH_OK ? table->job->on_row(table->job->ctx, &out) : result;
}

static int take_row(struct table *table, const struct staith_kit_raw_row *row)
{
    uint32_t faults[STAITH_KIT_TABLE_MAX_COLUMNS] = {0};
    if (row->hidden && !table->hidden_said) {
        table->hidden_said = true;
        int result =
            report(table, STAITH_KIT_TABLE_HIDDEN, row->sheet, row->line, 0, STAITH_NO_ELEMENT);
        if (result != STAITH_OK) {
            return result;
        }
    }
    if (staith_kit_heading_again(table->job, &table->best, row)) {
        return report(table, STAITH_KIT_TABLE_HEADING_AGAIN, row->sheet, row->line, 0,
                      STAITH_NO_ELEMENT);
    }
    if (row->sheet == 0 && row->count > table->best.column_count) {
        return report(table, STAITH_KIT_TABLE_LONG_ROW, row->sheet, row->line, 0,
                      STAITH_NO_ELEMENT);
    }
    read_cells(table, row, faults);
    if (staith_kit_row_totals(table->job, &table->best, table->cells, row)) {
        return report(table, STAITH_KIT_TABLE_TOTAL_ROW, row->sheet, row->line, 0,
                      STAITH_NO_ELEMENT);
    }
    if (table->format != &staith_kit_raw_sqlite && /* a database has no notes */
        staith_kit_row_note(table->job, &table->best, table->cells, row)) {
        return report(table, STAITH_KIT_TABLE_NOTE_ROW, row->sheet, row->line, 0,
                      STAITH_NO_ELEMENT);
    }
    bool any = false;
    for (uint32_t i = 0; i < table->job->column_count; i++) {
        any = any || table->cells[i].state == STAITH_KIT_CELL_GOOD ||
              table->cells[i].state == STAITH_KIT_CELL_BAD;
    }
    return any ? hand_over(table, row, faults) : STAITH_OK;
}

static int on_row(void *ctx, const struct staith_kit_raw_row *row)
{
    struct table *table = ctx;
    if (table->searching) {
        return search_row(table, row);
    }
    if (row->line < table->best.line) {
        return STAITH_OK;
    }
    return row->line == table->best.line ? take_heading(table, row) : take_row(table, row);
}

static int on_end(void *ctx, uint32_t sheet)
{
    struct table *table = ctx;
    (void)sheet;
    table->rows_looked = 0;
    return table->searching ? STAITH_KIT_RAW_NEXT_SHEET : STAITH_OK;
}

/* ---- the source ---- */

static int find_format(struct table *table)
{
    uint32_t check = 0;
    int result = staith_kit_format_find(&table->input, &table->format, &check);
    return result == STAITH_ESOURCE ? refuse(table, check, 0, 0, 0, STAITH_NO_ELEMENT) : result;
}

static int search(struct table *table)
{
    table->searching = true;
    int result =
        table->format != NULL ? table->format->read(table->state, 0, &table->sink) : STAITH_EINVAL;
    table->searching = false;
    if (table->found && (result == STAITH_ESOURCE || result == STAITH_ELIMIT)) {
        result = STAITH_OK; /* what is wrong with the sheets behind it is of no account */
    }
    if (result != STAITH_OK && result != STAITH_END && result != STAITH_KIT_RAW_NEXT_SHEET) {
        return result;
    }
    return table->best.matched > 0
               ? report_sheets(table)
               : refuse(table, STAITH_KIT_TABLE_NO_HEADING, 0, 0, 0, STAITH_NO_ELEMENT);
}

static int read_through(struct table *table)
{
    int result = find_format(table);
    if (result == STAITH_OK && table->format != NULL) {
        result = table->format->open(&table->input, &table->sink, &table->state);
    }
    if (result == STAITH_OK) {
        result = search(table);
    }
    if (result == STAITH_OK && table->format != NULL) {
        result = table->format->read(table->state, table->best.sheet, &table->sink);
    }
    if (result == STAITH_OK && table->rows == 0) {
        result = refuse(table, STAITH_KIT_TABLE_EMPTY, table->best.sheet, table->best.line, 0,
                        STAITH_NO_ELEMENT);
    }
    return result;
}

static bool job_valid(const struct staith_kit_table_job *job)
{
    return job->columns != NULL && job->column_count >= 1 &&
           job->column_count <= STAITH_KIT_TABLE_MAX_COLUMNS && job->on_row != NULL &&
           job->limits.cell_bytes <= MAX_CELL_BYTES;
}

static uint64_t or_else(uint64_t value, uint64_t fallback)
{
    return value != 0 ? value : fallback;
}

int staith_kit_table_read(const struct staith_host *host, uint32_t source,
                          const struct staith_kit_table_job *job)
{
    if (!job_valid(job)) {
        return STAITH_EINVAL;
    }
    struct table *table = calloc(1, sizeof *table);
    if (table == NULL) {
        return STAITH_ENOMEM;
    }
    const struct staith_kit_table_limits *limits = &job->limits;
    table->host = host;
    table->job = job;
    table->max_rows = or_else(limits->max_rows, DEFAULT_ROWS);
    table->input = (struct staith_kit_raw_input){
        .host = host,
        .source = source,
        .sheet = job->sheet,
        .query = job->query,
        .cell_bytes = (size_t)or_else(limits->cell_bytes, DEFAULT_CELL_BYTES),
        .max_bytes = or_else(limits->max_bytes, UINT64_C(256) << 20),
        .unpacked_bytes = or_else(limits->unpacked_bytes, UINT64_C(1) << 30)};
    table->sink = (struct staith_kit_raw_sink){table, on_row, on_end, on_notice};
    int result = read_through(table);
    if (table->format != NULL) {
        table->format->close(table->state);
    }
    free(table);
    return result;
}

int staith_kit_table_finding(const struct staith_host *host, const struct staith_kit_table_job *job,
                             const struct staith_kit_table_row *row, uint32_t check,
                             uint32_t column)
{
    bool at_cell = column < job->column_count;
    const struct staith_location where = {
        row->line, at_cell ? row->cells[column].column : 0, row->row,
        at_cell ? job->first_element + column : STAITH_NO_ELEMENT, row->sheet};
    return host->finding(host->ctx, check, &where);
}
