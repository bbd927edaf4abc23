/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_CUBE_H
#define STAITH_DISCLOSURE_PROTECT_CUBE_H
/*
 * Private to the compiler: one measure of one table, with every combination of categories, totals
 * and rests ("(none)": what a total has beyond its categories).
 */
#include "base/arena.h"
#include "base/err.h"
#include "model/rawtable.h"
#include "model/system.h"

#include <stdbool.h>

/** Above the total there is nothing. */
#define STAITH_CUBE_NO_NODE 0xFFFFFFFFu

enum { STAITH_CUBE_MAX_CELLS = 1000000 };

/** A total, a category or a rest. */
struct staith_cube_node {
    const char
        *code; /**< of the category; of a rest: of the category it is under, NULL: the total */
    uint32_t parent;
    uint32_t first_child; /**< in the axis's list; a rest is the last child */
    uint32_t child_count;
    bool rest;
    bool used; /**< a rest of 0 is not */
};

/** One dimension. Node 0 is the total, nodes 1 .. categories are the categories, then the rests. */
struct staith_cube_axis {
    const struct staith_dimension *dimension;
    uint32_t place; /**< of the dimension in the table */
    uint32_t stride;
    uint32_t node_count;
    struct staith_cube_node *nodes;
    uint32_t *children;
};

struct staith_cube {
    const struct staith_catalogue *catalogue;
    uint16_t measure;
    uint32_t axis_count;
    struct staith_cube_axis axes[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS]; /**< catalogue's order */
    uint32_t cell_count;
    int64_t *values;
};

/** Fill a cube from a table of a checked raw table; it lies in `arena`. 0; STAITH_ERR_INVAL when a
 *  rest is below 0; STAITH_ERR_LIMIT; STAITH_ERR_OVERFLOW; STAITH_ERR_NOMEM. */
int staith_cube_init(const struct staith_rawtable *raw, uint16_t table, uint16_t measure,
                     struct staith_arena *arena, struct staith_cube *ret_cube,
                     struct staith_err *err);
/** Node of `cell` on axis `axis`. */
uint32_t staith_cube_node(const struct staith_cube *cube, uint32_t axis, uint32_t cell);
/** Whether every rest that the cell stands at is used. */
bool staith_cube_used(const struct staith_cube *cube, uint32_t cell);
/** Name of a cell. 0, or STAITH_ERR_LIMIT when `cap` is too small. */
int staith_cube_name(const struct staith_cube *cube, uint32_t cell, char *out, size_t cap);

#endif
