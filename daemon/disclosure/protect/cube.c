/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells lie in one array, an axis a digit, so that the cells below a total are steps of a stride.
 * A rest is what a total has beyond its categories. Rests are made one dimension after another,
 * each with the rests of those before it: so that also the rest of a rest closes its sum.
 */
#include "disclosure/protect/cube.h"

#include "base/decimal.h"

#include <stdio.h>
#include <string.h>

static int no_memory(struct staith_err *err)
{
    (void)staith_err_set(err, STAITH_ERR_LIMIT, "the tables are too large for the memory allowed");
    return STAITH_ERR_LIMIT;
}

/* Categories and rests under their parents, rests last. Nodes know how many children they have. */
static void list_children(struct staith_cube_axis *axis)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < axis->node_count; i++) {
        axis->nodes[i].first_child = next;
        next += axis->nodes[i].child_count;
        axis->nodes[i].child_count = 0;
    }
    for (uint32_t i = 1; i < axis->node_count; i++) {
        struct staith_cube_node *parent = &axis->nodes[axis->nodes[i].parent];
        axis->children[parent->first_child + parent->child_count++] = i;
    }
}

static int init_axis(struct staith_cube_axis *axis, struct staith_arena *arena)
{
    const struct staith_dimension *dimension = axis->dimension;
    uint32_t categories = dimension->category_count;
    size_t most = 2 * ((size_t)categories + 1);
    axis->nodes = staith_arena_array(arena, most, sizeof(*axis->nodes));
    axis->children = staith_arena_array(arena, most, sizeof(*axis->children));
    if (axis->nodes == NULL || axis->children == NULL) {
        return STAITH_ERR_NOMEM;
    }
    axis->nodes[0] = (struct staith_cube_node){.parent = STAITH_CUBE_NO_NODE, .used = true};
    for (uint32_t i = 0; i < categories; i++) {
        const struct staith_category *category = &dimension->categories[i];
        uint32_t parent = category->parent == STAITH_TOTAL ? 0 : (uint32_t)category->parent + 1;
        axis->nodes[i + 1].code = category->code;
        axis->nodes[i + 1].parent = parent;
        axis->nodes[i + 1].used = true;
        axis->nodes[parent].child_count++;
    }
    axis->node_count = categories + 1;
    for (uint32_t i = 0; i <= categories; i++) {
        if (axis->nodes[i].child_count > 0) {
            axis->nodes[i].child_count++;
            axis->nodes[axis->node_count++] =
                (struct staith_cube_node){.code = axis->nodes[i].code, .parent = i, .rest = true};
        }
    }
    list_children(axis);
    return 0;
}

/* Axes in the catalogue's order of dimensions, whatever the table's, with their strides. */
static int init_axes(struct staith_cube *cube, const struct staith_table *table,
                     struct staith_arena *arena, struct staith_err *err)
{
    uint64_t cells = 1;
    cube->axis_count = table->dimension_count;
    for (uint32_t d = 0; d < table->dimension_count; d++) {
        uint32_t rank = 0;
        for (uint32_t other = 0; other < table->dimension_count; other++) {
            rank += table->dimensions[other] < table->dimensions[d] ? 1 : 0;
        }
        cube->axes[rank].dimension = &cube->catalogue->dimensions[table->dimensions[d]];
        cube->axes[rank].place = d;
    }
    for (uint32_t a = 0; a < cube->axis_count; a++) {
        struct staith_cube_axis *axis = &cube->axes[a];
        if (init_axis(axis, arena) != 0) {
            return no_memory(err);
        }
        axis->stride = (uint32_t)cells;
        cells *= axis->node_count;
        if (cells > STAITH_CUBE_MAX_CELLS) {
            (void)staith_err_set(err, STAITH_ERR_LIMIT, "table %s has too many combinations",
                                 table->code);
            staith_err_remedy(err, "give it fewer dimensions or fewer categories");
            return STAITH_ERR_LIMIT;
        }
    }
    cube->cell_count = (uint32_t)cells;
    cube->values = staith_arena_array(arena, cube->cell_count, sizeof(*cube->values));
    return cube->values == NULL ? no_memory(err) : 0;
}

static void fill(struct staith_cube *cube, const struct staith_rawtable_part *part)
{
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *cell = &part->cells[i];
        uint32_t at = 0;
        if (cell->measure != cube->measure) {
            continue;
        }
        for (uint32_t a = 0; a < cube->axis_count; a++) {
            uint16_t category = cell->categories[cube->axes[a].place];
            uint32_t node = category == STAITH_TOTAL ? 0 : (uint32_t)category + 1;
            at += node * cube->axes[a].stride;
        }
        cube->values[at] = cell->value;
    }
}

uint32_t staith_cube_node(const struct staith_cube *cube, uint32_t axis, uint32_t cell)
{
    return cell / cube->axes[axis].stride % cube->axes[axis].node_count;
}

bool staith_cube_used(const struct staith_cube *cube, uint32_t cell)
{
    for (uint32_t a = 0; a < cube->axis_count; a++) {
        if (!cube->axes[a].nodes[staith_cube_node(cube, a, cell)].used) {
            return false;
        }
    }
    return true;
}

/* What the cell `rest`, at a rest of axis `a`, has to be for the sum it closes. */
static int rest_value(const struct staith_cube *cube, uint32_t a, uint32_t rest, int64_t *ret_value,
                      struct staith_err *err)
{
    const struct staith_cube_axis *axis = &cube->axes[a];
    uint32_t node = staith_cube_node(cube, a, rest);
    const struct staith_cube_node *parent = &axis->nodes[axis->nodes[node].parent];
    uint32_t line = rest - node * axis->stride;
    int64_t sum = 0;
    for (uint32_t i = 0; i + 1 < parent->child_count; i++) {
        uint32_t child = axis->children[parent->first_child + i];
        if (staith_decimal_add(sum, cube->values[line + child * axis->stride], &sum) != 0) {
            return staith_err_set(err, STAITH_ERR_OVERFLOW, "the counts are too large to add");
        }
    }
    int64_t total = cube->values[line + axis->nodes[node].parent * axis->stride];
    if (sum > total) {
        char name[STAITH_SYSTEM_NAME_BYTES] = "";
        (void)staith_cube_name(cube, rest, name, sizeof(name));
        return staith_err_set(err, STAITH_ERR_INVAL, "the table does not add up: %s is below 0",
                              name);
    }
    *ret_value = total - sum;
    return 0;
}

static int fill_rests(struct staith_cube *cube, struct staith_err *err)
{
    for (uint32_t a = 0; a < cube->axis_count; a++) {
        struct staith_cube_axis *axis = &cube->axes[a];
        for (uint32_t cell = 0; cell < cube->cell_count; cell++) {
            uint32_t node = staith_cube_node(cube, a, cell);
            if (!axis->nodes[node].rest) {
                continue;
            }
            int code = rest_value(cube, a, cell, &cube->values[cell], err);
            if (code != 0) {
                return code;
            }
            /* Totals over everything else: where they are 0, so is all that lies below them. */
            if (cell == node * axis->stride) {
                axis->nodes[node].used = cube->values[cell] != 0;
            }
        }
    }
    return 0;
}

int staith_cube_init(const struct staith_rawtable *raw, uint16_t table, uint16_t measure,
                     struct staith_arena *arena, struct staith_cube *ret_cube,
                     struct staith_err *err)
{
    struct staith_cube cube = {.catalogue = raw->catalogue, .measure = measure};
    int code = init_axes(&cube, &raw->catalogue->tables[table], arena, err);
    if (code == 0) {
        fill(&cube, &raw->parts[table]);
        code = fill_rests(&cube, err);
    }
    if (code == 0) {
        *ret_cube = cube;
    }
    return code;
}

int staith_cube_name(const struct staith_cube *cube, uint32_t cell, char *out, size_t cap)
{
    size_t length = (size_t)snprintf(out, cap, "%s", cube->catalogue->measures[cube->measure].code);
    for (uint32_t a = 0; a < cube->axis_count; a++) {
        const struct staith_cube_axis *axis = &cube->axes[a];
        const struct staith_cube_node *node = &axis->nodes[staith_cube_node(cube, a, cell)];
        if (length >= cap) {
            return STAITH_ERR_LIMIT;
        }
        if (node->parent == STAITH_CUBE_NO_NODE) {
            continue;
        }
        const char *code = node->code == NULL ? "" : node->code;
        const char *slash = node->rest && node->code != NULL ? "/" : "";
        length += (size_t)snprintf(out + length, cap - length, "|%s=%s%s%s", axis->dimension->code,
                                   code, slash, node->rest ? "(none)" : "");
    }
    return length >= cap ? STAITH_ERR_LIMIT : 0;
}
