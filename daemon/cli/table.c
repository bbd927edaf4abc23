/* SPDX-License-Identifier: Apache-2.0 */
/* Tables by libsmartcols, which knows the widths of characters and shares out a narrow terminal. */
#include "cli/cli.h"

#include <libsmartcols.h>
#include <stdlib.h>

struct staith_cli_table {
    struct libscols_table *scols;
    bool colour;
    bool failed;
    uint32_t column_count;
    uint32_t rows;
};

static const char *const colours[] = {
    [STAITH_CLI_PLAIN] = NULL, [STAITH_CLI_GOOD] = "green",     [STAITH_CLI_WARN] = "brown",
    [STAITH_CLI_BAD] = "red",  [STAITH_CLI_DIM] = "halfbright", [STAITH_CLI_STRONG] = "bold",
};

static int column_flags(enum staith_cli_column_kind kind)
{
    switch (kind) {
    case STAITH_CLI_RIGHT:
        return SCOLS_FL_RIGHT;
    case STAITH_CLI_WRAPPED:
        return SCOLS_FL_WRAP;
    case STAITH_CLI_LEFT:
    default:
        return 0;
    }
}

static int set_up(struct staith_cli_table *table, const struct staith_cli *cli,
                  const struct staith_cli_column *columns)
{
    struct libscols_table *scols = table->scols;
    bool narrow = cli->width > 0;
    int rc = scols_table_set_stream(scols, cli->out);
    rc |= scols_table_set_column_separator(scols, "  ");
    rc |= scols_table_enable_colors(scols, cli->colour ? 1 : 0);
    rc |= scols_table_enable_nowrap(scols, 0);
    rc |= scols_table_set_termforce(scols, narrow ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
    if (narrow) {
        rc |= scols_table_set_termwidth(scols, cli->width);
    }
    for (uint32_t i = 0; i < table->column_count && rc == 0; i++) {
        const struct staith_cli_column *column = &columns[i];
        /* a hint of one column lets text be wrapped, and keeps numbers whole */
        double hint = column->kind == STAITH_CLI_WRAPPED ? 0.3 : 1;
        struct libscols_column *made =
            scols_table_new_column(scols, column->name, hint, column_flags(column->kind));
        rc = made == NULL ? -1 : 0;
        if (made != NULL && cli->colour) {
            rc = scols_cell_set_color(scols_column_get_header(made), "bold");
        }
    }
    return rc;
}

struct staith_cli_table *staith_cli_table_new(const struct staith_cli *cli,
                                              const struct staith_cli_column *columns,
                                              uint32_t column_count)
{
    struct staith_cli_table *table = calloc(1, sizeof(*table));
    if (table == NULL) {
        return NULL;
    }
    table->scols = scols_new_table();
    table->colour = cli->colour;
    table->column_count = column_count;
    if (table->scols == NULL || set_up(table, cli, columns) != 0) {
        staith_cli_table_free(table);
        return NULL;
    }
    return table;
}

void staith_cli_table_row(struct staith_cli_table *table, const struct staith_cli_cell *cells)
{
    struct libscols_line *line = table->failed ? NULL : scols_table_new_line(table->scols, NULL);
    table->failed = line == NULL;
    for (uint32_t i = 0; i < table->column_count && !table->failed; i++) {
        const char *colour = table->colour ? colours[cells[i].tone] : NULL;
        table->failed =
            scols_line_set_data(line, i, cells[i].text != NULL ? cells[i].text : "") != 0 ||
            (colour != NULL && scols_cell_set_color(scols_line_get_cell(line, i), colour) != 0);
    }
    table->rows++;
}

int staith_cli_table_print(struct staith_cli_table *table, struct staith_err *err)
{
    if (table == NULL || table->failed) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    if (table->rows > 0 && scols_print_table(table->scols) != 0) {
        return staith_err_set(err, STAITH_ERR_IO, "the output cannot be written");
    }
    return 0;
}

void staith_cli_table_free(struct staith_cli_table *table)
{
    if (table == NULL) {
        return;
    }
    scols_unref_table(table->scols);
    free(table);
}
