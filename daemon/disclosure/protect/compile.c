/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every table gives its cells and sums on its own, numbered as they come. Sorting by name then
 * makes one unknown of what has one name, and sorting the relations makes one of those that stand
 * in several tables: the order of the tables is forgotten on the way.
 */
#include "disclosure/protect/compile.h"

#include "disclosure/protect/cube.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell of one table, and the number it was given. */
struct entry {
    const char *name;
    int64_t value;
    uint32_t number;
};

/* A sum of one table, in numbers of cells. */
struct sum {
    uint32_t total;
    uint32_t count;
    uint32_t *parts;
};

struct work {
    const struct staith_rawtable *raw;
    struct staith_arena *arena;
    struct staith_err *err;
    uint32_t entry_count, entry_room;
    struct entry *entries;
    uint32_t sum_count, sum_room;
    struct sum *sums;
    uint32_t *cells; /* by number: index in the system */
};

static int too_large(struct work *work)
{
    (void)staith_err_set(work->err, STAITH_ERR_LIMIT, "the tables are too large to be protected");
    staith_err_remedy(work->err, "give the tables fewer dimensions or fewer categories");
    return STAITH_ERR_LIMIT;
}

/* `more` items of room behind `count`. */
static int grow(struct work *work, void **list, uint32_t *room, uint32_t count, uint32_t more,
                size_t size)
{
    uint64_t needed = (uint64_t)count + more;
    if (needed > STAITH_CUBE_MAX_CELLS) {
        return too_large(work);
    }
    if (needed <= *room) {
        return 0;
    }
    uint32_t wanted = needed * 2 < 1024 ? 1024 : (uint32_t)needed * 2;
    void *bigger = realloc(*list, wanted * size);
    if (bigger == NULL) {
        (void)staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the tables");
        return STAITH_ERR_NOMEM;
    }
    *list = bigger;
    *room = wanted;
    return 0;
}

/* Cells that are used get the numbers that follow; *numbers has one a cell of the cube. */
static int add_entries(struct work *work, const struct staith_cube *cube, uint32_t *numbers)
{
    void *list = work->entries;
    int code = grow(work, &list, &work->entry_room, work->entry_count, cube->cell_count,
                    sizeof(*work->entries));
    work->entries = list;
    if (code != 0) {
        return code;
    }
    for (uint32_t cell = 0; cell < cube->cell_count; cell++) {
        char name[STAITH_SYSTEM_NAME_BYTES];
        if (!staith_cube_used(cube, cell)) {
            continue;
        }
        if (staith_cube_name(cube, cell, name, sizeof(name)) != 0) {
            return staith_err_set(work->err, STAITH_ERR_LIMIT, "the name of a cell is too long");
        }
        const char *kept = staith_arena_strdup(work->arena, name);
        if (kept == NULL) {
            return too_large(work);
        }
        numbers[cell] = work->entry_count;
        work->entries[work->entry_count] =
            (struct entry){kept, cube->values[cell], work->entry_count};
        work->entry_count++;
    }
    return 0;
}

/* The sum that `cell` is the total of, along axis `a`. */
static int add_sum(struct work *work, const struct staith_cube *cube, uint32_t a, uint32_t cell,
                   const uint32_t *numbers)
{
    const struct staith_cube_axis *axis = &cube->axes[a];
    uint32_t at = staith_cube_node(cube, a, cell);
    const struct staith_cube_node *node = &axis->nodes[at];
    uint32_t line = cell - at * axis->stride;
    void *list = work->sums;
    int code = grow(work, &list, &work->sum_room, work->sum_count, 1, sizeof(*work->sums));
    work->sums = list;
    if (code != 0) {
        return code;
    }
    struct sum sum = {.total = numbers[cell]};
    sum.parts = staith_arena_array(work->arena, node->child_count, sizeof(*sum.parts));
    if (sum.parts == NULL) {
        return too_large(work);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        uint32_t child = axis->children[node->first_child + i];
        if (axis->nodes[child].used) {
            sum.parts[sum.count++] = numbers[line + child * axis->stride];
        }
    }
    work->sums[work->sum_count++] = sum;
    return 0;
}

static int add_cube(struct work *work, uint16_t table, uint16_t measure)
{
    struct staith_cube cube;
    int code = staith_cube_init(work->raw, table, measure, work->arena, &cube, work->err);
    if (code != 0) {
        return code;
    }
    uint32_t *numbers = staith_arena_array(work->arena, cube.cell_count, sizeof(*numbers));
    if (numbers == NULL) {
        return too_large(work);
    }
    code = add_entries(work, &cube, numbers);
    for (uint32_t a = 0; code == 0 && a < cube.axis_count; a++) {
        for (uint32_t cell = 0; code == 0 && cell < cube.cell_count; cell++) {
            const struct staith_cube_node *node =
                &cube.axes[a].nodes[staith_cube_node(&cube, a, cell)];
            if (node->child_count > 0 && staith_cube_used(&cube, cell)) {
                code = add_sum(work, &cube, a, cell, numbers);
            }
        }
    }
    return code;
}

/* A measure that counts or, where it was picked, adds. */
static bool adds(const struct staith_rawtable *raw, uint16_t measure, bool picked)
{
    uint32_t aggregation = raw->catalogue->measures[measure].aggregation;
    return aggregation == STAITH_COUNT_PEOPLE || aggregation == STAITH_COUNT_ROWS ||
           (picked && aggregation == STAITH_SUM);
}

static bool is_given(const struct staith_rawtable *raw, uint16_t table, uint16_t measure)
{
    for (uint32_t i = 0; i < raw->parts[table].cell_count; i++) {
        const struct staith_cell *cell = &raw->parts[table].cells[i];
        if (cell->measure == measure && cell->status != STAITH_STATUS_VALUE) {
            return false;
        }
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    return strcmp(left->name, right->name);
}

static int by_number(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static int by_parts(const void *a, const void *b)
{
    const struct sum *left = a;
    const struct sum *right = b;
    int order = by_number(&left->total, &right->total);
    if (order == 0) {
        order = by_number(&left->count, &right->count);
    }
    for (uint32_t i = 0; order == 0 && i < left->count; i++) {
        order = by_number(&left->parts[i], &right->parts[i]);
    }
    return order;
}

static int merge_cells(struct work *work, struct staith_system *system)
{
    if (work->entry_count == 0) {
        return 0;
    }
    qsort(work->entries, work->entry_count, sizeof(*work->entries), by_name);
    system->names = staith_arena_array(work->arena, work->entry_count, sizeof(*system->names));
    system->values = staith_arena_array(work->arena, work->entry_count, sizeof(*system->values));
    work->cells = staith_arena_array(work->arena, work->entry_count, sizeof(*work->cells));
    if (system->names == NULL || system->values == NULL || work->cells == NULL) {
        return too_large(work);
    }
    for (uint32_t i = 0; i < work->entry_count; i++) {
        const struct entry *entry = &work->entries[i];
        if (i == 0 || strcmp(entry[-1].name, entry->name) != 0) {
            system->names[system->cell_count] = entry->name;
            system->values[system->cell_count++] = entry->value;
        } else if (entry[-1].value != entry->value) {
            return staith_err_set(work->err, STAITH_ERR_INVAL, "two tables disagree about %s",
                                  entry->name);
        }
        work->cells[entry->number] = system->cell_count - 1;
    }
    return 0;
}

static int merge_sums(struct work *work, struct staith_system *system)
{
    uint64_t parts = 0;
    if (work->sum_count == 0) {
        return 0;
    }
    for (uint32_t i = 0; i < work->sum_count; i++) {
        struct sum *sum = &work->sums[i];
        sum->total = work->cells[sum->total];
        for (uint32_t part = 0; part < sum->count; part++) {
            sum->parts[part] = work->cells[sum->parts[part]];
        }
        qsort(sum->parts, sum->count, sizeof(*sum->parts), by_number);
        parts += sum->count;
    }
    qsort(work->sums, work->sum_count, sizeof(*work->sums), by_parts);
    system->relations =
        staith_arena_array(work->arena, work->sum_count, sizeof(*system->relations));
    system->parts = staith_arena_array(work->arena, (size_t)parts, sizeof(*system->parts));
    if (system->relations == NULL || system->parts == NULL) {
        return too_large(work);
    }
    for (uint32_t i = 0; i < work->sum_count; i++) {
        const struct sum *sum = &work->sums[i];
        if (i > 0 && by_parts(sum - 1, sum) == 0) {
            continue;
        }
        system->relations[system->relation_count++] =
            (struct staith_relation){sum->total, system->part_count, sum->count};
        memcpy(&system->parts[system->part_count], sum->parts, sum->count * sizeof(*sum->parts));
        system->part_count += sum->count;
    }
    return 0;
}

static int add_tables(struct work *work, const uint16_t *tables, uint32_t table_count)
{
    for (uint32_t i = 0; i < table_count; i++) {
        if (tables[i] >= work->raw->part_count) {
            return staith_err_set(work->err, STAITH_ERR_INVAL, "there is no table %u",
                                  (unsigned)tables[i]);
        }
        const struct staith_table *table = &work->raw->catalogue->tables[tables[i]];
        for (uint32_t m = 0; m < table->measure_count; m++) {
            if (!adds(work->raw, table->measures[m], false) ||
                !is_given(work->raw, tables[i], table->measures[m])) {
                continue;
            }
            int code = add_cube(work, tables[i], table->measures[m]);
            if (code != 0) {
                return code;
            }
        }
    }
    return 0;
}

static bool is_pick(const struct staith_rawtable *raw, const struct staith_compile_pick *pick)
{
    if (pick->table >= raw->part_count) {
        return false;
    }
    const struct staith_table *table = &raw->catalogue->tables[pick->table];
    uint32_t at = 0;
    while (at < table->measure_count && table->measures[at] != pick->measure) {
        at++;
    }
    return at < table->measure_count;
}

static int add_picks(struct work *work, const struct staith_compile_pick *picks, uint32_t count)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        if (!is_pick(work->raw, &picks[i])) {
            return staith_err_set(work->err, STAITH_ERR_INVAL, "table %u has no measure %u",
                                  (unsigned)picks[i].table, (unsigned)picks[i].measure);
        }
        if (adds(work->raw, picks[i].measure, true) &&
            is_given(work->raw, picks[i].table, picks[i].measure)) {
            code = add_cube(work, picks[i].table, picks[i].measure);
        }
    }
    return code;
}

/* What the tables gave, or `code` why not. */
static int finish(struct work *work, int code, struct staith_system *ret_system)
{
    struct staith_system system = {0};
    if (code == 0) {
        code = merge_cells(work, &system);
    }
    if (code == 0) {
        code = merge_sums(work, &system);
    }
    if (code == 0) {
        code = staith_system_check(&system, work->err);
    }
    if (code == 0) {
        *ret_system = system;
    }
    free(work->entries);
    free(work->sums);
    return code;
}

int staith_compile(const struct staith_rawtable *raw, const uint16_t *tables, uint32_t table_count,
                   struct staith_arena *arena, struct staith_system *ret_system,
                   struct staith_err *err)
{
    struct work work = {.raw = raw, .arena = arena, .err = err};
    int code = staith_rawtable_check(raw, err);
    if (code == 0) {
        code = add_tables(&work, tables, table_count);
    }
    return finish(&work, code, ret_system);
}

int staith_compile_picks(const struct staith_rawtable *raw, const struct staith_compile_pick *picks,
                         uint32_t pick_count, struct staith_arena *arena,
                         struct staith_system *ret_system, struct staith_err *err)
{
    struct work work = {.raw = raw, .arena = arena, .err = err};
    int code = staith_rawtable_check(raw, err);
    if (code == 0) {
        code = add_picks(&work, picks, pick_count);
    }
    return finish(&work, code, ret_system);
}

int staith_compile_name(const struct staith_catalogue *catalogue, uint16_t table,
                        const struct staith_cell *cell, char *out, size_t cap)
{
    const struct staith_table *from = &catalogue->tables[table];
    size_t length = (size_t)snprintf(out, cap, "%s", catalogue->measures[cell->measure].code);
    for (uint32_t dimension = 0; dimension < catalogue->dimension_count; dimension++) {
        for (uint32_t d = 0; d < from->dimension_count; d++) {
            if (length >= cap) {
                return STAITH_ERR_LIMIT;
            }
            if (from->dimensions[d] != dimension || cell->categories[d] == STAITH_TOTAL) {
                continue;
            }
            const struct staith_dimension *at = &catalogue->dimensions[dimension];
            length += (size_t)snprintf(out + length, cap - length, "|%s=%s", at->code,
                                       at->categories[cell->categories[d]].code);
        }
    }
    return length >= cap ? STAITH_ERR_LIMIT : 0;
}
