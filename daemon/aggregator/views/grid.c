/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/grid.h"

#include "base/err.h"

#include <libsmartcols.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BYTES = 16 * 1024 * 1024, TEXT_BYTES = 256 };

static const char *const COLOURS[] = {
    [STAITH_GRID_PLAIN] = NULL,       [STAITH_GRID_BEST] = "green",  [STAITH_GRID_WORST] = "red",
    [STAITH_GRID_DIM] = "halfbright", [STAITH_GRID_STRONG] = "bold",
};

void staith_grid_init(struct staith_grid *grid, uint32_t columns, uint32_t room)
{
    *grid = (struct staith_grid){.columns = columns, .room = room};
    staith_arena_init(&grid->arena, ARENA_BYTES);
    grid->cells = staith_arena_array(&grid->arena, (size_t)columns * room, sizeof(*grid->cells));
    grid->code = grid->cells != NULL ? 0 : STAITH_ERR_NOMEM;
}

void staith_grid_deinit(struct staith_grid *grid)
{
    if (grid != NULL) {
        staith_arena_deinit(&grid->arena);
    }
}

void staith_grid_row(struct staith_grid *grid)
{
    if (grid->rows == grid->room && grid->code == 0) {
        grid->code = STAITH_ERR_LIMIT;
    }
    if (grid->code == 0) {
        grid->rows++;
    }
}

void staith_grid_set(struct staith_grid *grid, uint32_t column, enum staith_grid_tone tone,
                     const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list args;
    if (grid->code != 0 || grid->rows == 0 || column >= grid->columns) {
        return;
    }
    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    struct staith_grid_cell *cell = &grid->cells[(grid->rows - 1) * grid->columns + column];
    cell->tone = tone;
    cell->text = len >= 0 ? staith_arena_strdup(&grid->arena, text) : NULL;
    if (cell->text == NULL) {
        grid->code = STAITH_ERR_NOMEM;
    }
}

/* Characters, one column each: names and symbols here have no wide ones. */
static unsigned width_of(const char *text)
{
    unsigned width = 0;
    for (; text != NULL && *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
    }
    return width;
}

unsigned staith_grid_width(const struct staith_grid *grid, unsigned gap)
{
    unsigned total = grid->columns > 0 ? gap * (grid->columns - 1) : 0;
    for (uint32_t column = 0; column < grid->columns; column++) {
        unsigned widest = 0;
        for (uint32_t row = 0; row < grid->rows; row++) {
            unsigned width = width_of(grid->cells[row * grid->columns + column].text);
            widest = width > widest ? width : widest;
        }
        total += widest;
    }
    return total;
}

static int set_cell(struct libscols_line *line, uint32_t column,
                    const struct staith_grid_cell *cell, bool colour)
{
    int rc = scols_line_set_data(line, column, cell->text != NULL ? cell->text : "");
    if (rc == 0 && colour && COLOURS[cell->tone] != NULL) {
        rc = scols_cell_set_color(scols_line_get_cell(line, column), COLOURS[cell->tone]);
    }
    return rc;
}

/* The table is not told of a terminal, so that it cuts nothing: whoever asks has measured. */
static int fill(struct libscols_table *table, const struct staith_grid *grid, unsigned gap,
                bool colour)
{
    static const char SPACES[] = "   ";
    const char *separator = SPACES + sizeof(SPACES) - 1 - (gap < 3 ? gap : 3);
    int rc = scols_table_set_column_separator(table, separator) |
             scols_table_enable_colors(table, colour ? 1 : 0) |
             scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
    for (uint32_t i = 0; i < grid->columns && rc == 0; i++) {
        const char *name = grid->cells[i].text;
        struct libscols_column *column =
            scols_table_new_column(table, name != NULL ? name : "", 1, i > 0 ? SCOLS_FL_RIGHT : 0);
        rc = column == NULL ? -1 : 0;
        if (rc == 0 && colour) {
            rc = scols_cell_set_color(scols_column_get_header(column), "bold");
        }
    }
    for (uint32_t row = 1; row < grid->rows && rc == 0; row++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        rc = line == NULL ? -1 : 0;
        for (uint32_t i = 0; i < grid->columns && rc == 0; i++) {
            rc = set_cell(line, i, &grid->cells[row * grid->columns + i], colour);
        }
    }
    return rc;
}

/* Takes the blanks before line ends away, in place. */
static const char *trim_lines(char *text)
{
    char *end = text; /* behind the last character that stays */
    for (const char *at = text; *at != '\0'; at++) {
        while (*at == '\n' && end > text && end[-1] == ' ') {
            end--;
        }
        *end++ = *at;
    }
    while (end > text && end[-1] == ' ') {
        end--;
    }
    *end = '\0';
    return text;
}

int staith_grid_print(const struct staith_grid *grid, unsigned gap, bool colour,
                      struct staith_buf *out)
{
    if (grid->code != 0 || grid->rows < 2) {
        return grid->code;
    }
    char *text = NULL;
    struct libscols_table *table = scols_new_table();
    if (table == NULL) {
        return STAITH_ERR_NOMEM;
    }
    int code = STAITH_ERR_NOMEM;
    if (fill(table, grid, gap, colour) == 0 && scols_print_table_to_string(table, &text) == 0 &&
        text != NULL) {
        code = staith_buf_text(out, trim_lines(text));
    }
    if (code == 0 && out->len > 0 && out->data[out->len - 1] != '\n') {
        code = staith_buf_text(out, "\n"); /* the last line comes without its end */
    }
    free(text);
    scols_unref_table(table);
    return code;
}
