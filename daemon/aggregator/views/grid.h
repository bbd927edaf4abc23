/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_GRID_H
#define STAITH_AGGREGATOR_VIEWS_GRID_H
/*
 * A grid of short texts that knows how wide it is before it is printed. Included by
 * aggregator/views only.
 */
#include "base/arena.h"
#include "base/buf.h"

#include <stdbool.h>
#include <stdint.h>

/** How a cell looks where colour is wanted. The text alone says everything. */
enum staith_grid_tone {
    STAITH_GRID_PLAIN = 0,
    STAITH_GRID_BEST,
    STAITH_GRID_WORST,
    STAITH_GRID_DIM,
    STAITH_GRID_STRONG
};

struct staith_grid_cell {
    const char *text; /**< the arena's; NULL: empty */
    enum staith_grid_tone tone;
};

/** The first column stands left, the others right. Row 0 is the header. */
struct staith_grid {
    struct staith_arena arena;
    uint32_t columns;
    uint32_t rows;
    uint32_t room;
    struct staith_grid_cell *cells;
    int code; /**< 0, or the first failure */
};

/** Caller's storage, room for `room` rows with the header. */
void staith_grid_init(struct staith_grid *grid, uint32_t columns, uint32_t room);
/** NULL is allowed. */
void staith_grid_deinit(struct staith_grid *grid);
/** Begin a row, the header first. */
void staith_grid_row(struct staith_grid *grid);
/** Set a cell of the row just begun. */
void staith_grid_set(struct staith_grid *grid, uint32_t column, enum staith_grid_tone tone,
                     const char *format, ...) __attribute__((format(printf, 4, 5)));
/** Columns of a terminal that it takes with `gap` spaces between its columns. */
unsigned staith_grid_width(const struct staith_grid *grid, unsigned gap);
/** Append it as text. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT, or what failed before. */
int staith_grid_print(const struct staith_grid *grid, unsigned gap, bool colour,
                      struct staith_buf *out);

#endif
