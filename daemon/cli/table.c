/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables by libsmartcols. It breaks long text anywhere; people read words. So the cells are kept
 * until all are known, columns that may wrap are made narrower until the terminal holds the table,
 * and line ends are put between words; libsmartcols then lays the lines out.
 */
#include "cli/cli.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

enum { SEPARATOR_WIDTH = 2, LEAST_WRAPPED = 8, MAX_ROWS = 1 << 20 };

struct row {
    char *texts[STAITH_CLI_MAX_COLUMNS]; /* the first is the row's one allocation */
    enum staith_cli_tone tones[STAITH_CLI_MAX_COLUMNS];
};

struct staith_cli_table {
    const struct staith_cli *cli;
    uint32_t column_count;
    struct staith_cli_column columns[STAITH_CLI_MAX_COLUMNS];
    size_t widths[STAITH_CLI_MAX_COLUMNS];
    bool failed;
    size_t row_count;
    size_t row_cap;
    struct row *rows;
};

static const char *const colours[] = {
    [STAITH_CLI_PLAIN] = NULL, [STAITH_CLI_GOOD] = "green",     [STAITH_CLI_WARN] = "brown",
    [STAITH_CLI_BAD] = "red",  [STAITH_CLI_DIM] = "halfbright", [STAITH_CLI_STRONG] = "bold",
};

struct staith_cli_table *staith_cli_table_new(const struct staith_cli *cli,
                                              const struct staith_cli_column *columns,
                                              uint32_t column_count)
{
    struct staith_cli_table *table = calloc(1, sizeof(*table));
    if (table == NULL || column_count > STAITH_CLI_MAX_COLUMNS) {
        free(table);
        return NULL;
    }
    table->cli = cli;
    table->column_count = column_count;
    memcpy(table->columns, columns, column_count * sizeof(*columns));
    return table;
}

static bool grow(struct staith_cli_table *table)
{
    if (table->row_count < table->row_cap) {
        return true;
    }
    size_t cap = table->row_cap == 0 ? 32 : 2 * table->row_cap;
    struct row *rows = cap <= MAX_ROWS ? realloc(table->rows, cap * sizeof(*rows)) : NULL;
    if (rows == NULL) {
        return false;
    }
    table->rows = rows;
    table->row_cap = cap;
    return true;
}

void staith_cli_table_row(struct staith_cli_table *table, const struct staith_cli_cell *cells)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < table->column_count; i++) {
        bytes += (cells[i].text != NULL ? strlen(cells[i].text) : 0) + 1;
    }
    char *text = bytes > 0 && grow(table) ? malloc(bytes) : NULL;
    if (text == NULL) {
        table->failed = true;
        return;
    }
    struct row *row = &table->rows[table->row_count++];
    memset(row, 0, sizeof(*row));
    for (uint32_t i = 0; i < table->column_count; i++) {
        size_t len = cells[i].text != NULL ? strlen(cells[i].text) : 0;
        memcpy(text, len > 0 ? cells[i].text : "", len + 1);
        row->texts[i] = text;
        row->tones[i] = cells[i].tone;
        text += len + 1;
    }
}

/* ---- widths ---- */

/* Columns that `len` bytes of UTF-8 take: one a character. */
static size_t width_of(const char *text, size_t len)
{
    size_t width = 0;
    for (size_t i = 0; i < len; i++) {
        width += ((unsigned char)text[i] & 0xC0u) != 0x80u ? 1u : 0u;
    }
    return width;
}

/* The first one with the blanks before it: they indent it and stay. */
static size_t longest_word(const char *text)
{
    size_t longest = 0;
    size_t indent = strspn(text, " ");
    while (*text != '\0') {
        size_t len = longest == 0 ? indent + strcspn(text + indent, " ") : strcspn(text, " ");
        size_t width = width_of(text, len);
        longest = width > longest ? width : longest;
        text += len;
        text += strspn(text, " ");
    }
    return longest;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Natural widths, and how narrow each column can become. */
static void measure(struct staith_cli_table *table, size_t least[STAITH_CLI_MAX_COLUMNS])
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        size_t header = width_of(table->columns[i].name, strlen(table->columns[i].name));
        bool wraps = table->columns[i].kind == STAITH_CLI_WRAPPED;
        table->widths[i] = header;
        least[i] = larger(header, wraps ? LEAST_WRAPPED : 0); /* headers are never broken */
        for (size_t r = 0; r < table->row_count; r++) {
            const char *text = table->rows[r].texts[i];
            size_t width = width_of(text, strlen(text));
            table->widths[i] = larger(table->widths[i], width);
            least[i] = larger(least[i], wraps ? longest_word(text) : width);
        }
    }
}

/* Take columns off the widest column that can give one, until the terminal holds the table. */
static void fit(struct staith_cli_table *table)
{
    size_t least[STAITH_CLI_MAX_COLUMNS] = {0};
    measure(table, least);
    size_t total = (size_t)SEPARATOR_WIDTH * (table->column_count - 1u);
    for (uint32_t i = 0; i < table->column_count; i++) {
        total += table->widths[i];
    }
    while (table->cli->width > 0 && total > table->cli->width) {
        uint32_t widest = UINT32_MAX;
        for (uint32_t i = 0; i < table->column_count; i++) {
            if (table->widths[i] > least[i] &&
                (widest == UINT32_MAX || table->widths[i] > table->widths[widest])) {
                widest = i;
            }
        }
        if (widest == UINT32_MAX) {
            return;
        }
        table->widths[widest]--;
        total--;
    }
}

/* Turn blanks into line ends so that no line is wider than `width`, where words allow it. */
static void break_lines(char *text, size_t width)
{
    char *line = text;
    char *blank = NULL;
    for (char *at = text + strspn(text, " "); *at != '\0'; at++) {
        if (*at != ' ') {
            continue;
        }
        if (blank != NULL && width_of(line, (size_t)(at - line)) > width) {
            *blank = '\n';
            line = blank + 1;
        }
        blank = at;
    }
    if (blank != NULL && width_of(line, strlen(line)) > width) {
        *blank = '\n';
    }
}

/* ---- printing ---- */

static int add_columns(const struct staith_cli_table *table, struct libscols_table *scols,
                       char headers[STAITH_CLI_MAX_COLUMNS][64])
{
    int rc = 0;
    for (uint32_t i = 0; i < table->column_count && rc == 0; i++) {
        bool wraps = table->columns[i].kind == STAITH_CLI_WRAPPED;
        int flags = wraps                                        ? SCOLS_FL_WRAP
                    : table->columns[i].kind == STAITH_CLI_RIGHT ? SCOLS_FL_RIGHT
                                                                 : 0;
        (void)snprintf(headers[i], 64, "%s", table->columns[i].name);
        struct libscols_column *column =
            scols_table_new_column(scols, headers[i], (double)table->widths[i], flags);
        if (column == NULL) {
            return -1;
        }
        if (wraps) {
            rc |= scols_column_set_safechars(column, "\n");
            rc |= scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk,
                                            NULL);
        }
        if (table->cli->colour) {
            rc |= scols_cell_set_color(scols_column_get_header(column), "bold");
        }
    }
    return rc;
}

static int add_rows(const struct staith_cli_table *table, struct libscols_table *scols)
{
    int rc = 0;
    for (size_t r = 0; r < table->row_count && rc == 0; r++) {
        struct libscols_line *line = scols_table_new_line(scols, NULL);
        rc = line == NULL ? -1 : 0;
        for (uint32_t i = 0; i < table->column_count && rc == 0; i++) {
            char *text = table->rows[r].texts[i];
            const char *colour = table->cli->colour ? colours[table->rows[r].tones[i]] : NULL;
            if (table->columns[i].kind == STAITH_CLI_WRAPPED) {
                break_lines(text, table->widths[i]);
            }
            rc = scols_line_set_data(line, i, text);
            if (rc == 0 && colour != NULL) {
                rc = scols_cell_set_color(scols_line_get_cell(line, i), colour);
            }
        }
    }
    return rc;
}

int staith_cli_table_print(struct staith_cli_table *table, struct staith_err *err)
{
    char headers[STAITH_CLI_MAX_COLUMNS][64];
    if (table == NULL || table->failed) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (table->row_count == 0) {
        return 0;
    }
    fit(table);
    struct libscols_table *scols = scols_new_table();
    int rc = scols == NULL ? -1 : 0;
    if (rc == 0) {
        rc |= scols_table_set_stream(scols, table->cli->out);
        rc |= scols_table_set_column_separator(scols, "  ");
        rc |= scols_table_enable_colors(scols, table->cli->colour ? 1 : 0);
        rc |= scols_table_enable_minout(scols, 1); /* no blanks at the ends of lines */
        rc |= scols_table_set_termforce(scols, SCOLS_TERMFORCE_NEVER); /* widths are ours */
        rc |= add_columns(table, scols, headers);
        rc |= add_rows(table, scols);
    }
    if (rc == 0) {
        rc = scols_print_table(scols);
    }
    scols_unref_table(scols);
    return rc == 0 ? 0 : staith_err_set(err, STAITH_ERR_IO, "the table cannot be printed");
}

void staith_cli_table_free(struct staith_cli_table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t r = 0; r < table->row_count; r++) {
        free(table->rows[r].texts[0]);
    }
    free(table->rows);
    free(table);
}
