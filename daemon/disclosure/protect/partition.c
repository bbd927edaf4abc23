/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Union by least index: the root of a part is its first cell, which makes the order of the parts
 * that of their first cells.
 */
#include "disclosure/protect/partition.h"

#include <stddef.h>

static uint32_t root_of(uint32_t *up, uint32_t cell)
{
    while (up[cell] != cell) {
        up[cell] = up[up[cell]];
        cell = up[cell];
    }
    return cell;
}

static void join(uint32_t *up, uint32_t a, uint32_t b)
{
    a = root_of(up, a);
    b = root_of(up, b);
    if (a < b) {
        up[b] = a;
    } else {
        up[a] = b;
    }
}

/* First cell of a relation that counts, joined with all others that do; cell_count: none. */
static uint32_t join_relation(const struct staith_system *system, const bool *joined, uint32_t *up,
                              const struct staith_relation *relation)
{
    uint32_t first = system->cell_count;
    for (uint32_t i = 0; i <= relation->count; i++) {
        uint32_t cell = i == relation->count ? relation->total : system->parts[relation->first + i];
        if (joined != NULL && !joined[cell]) {
            continue;
        }
        if (first != system->cell_count) {
            join(up, first, cell);
        } else {
            first = cell;
        }
    }
    return first;
}

/* Items sorted by part, keeping their order. part[i] is count_of_parts for an item in none. */
static void sort_by_part(uint32_t parts, uint32_t items, const uint32_t *part, uint32_t *first,
                         uint32_t *sorted)
{
    for (uint32_t i = 0; i < items; i++) {
        if (part[i] < parts) {
            first[part[i] + 1]++;
        }
    }
    for (uint32_t p = 0; p < parts; p++) {
        first[p + 1] += first[p];
    }
    for (uint32_t i = items; i > 0; i--) {
        if (part[i - 1] < parts) {
            sorted[--first[part[i - 1] + 1]] = i - 1;
        }
    }
    /* first[p + 1] is where part p begins: move down, and the end is where the last one ends. */
    uint32_t total = 0;
    for (uint32_t i = 0; i < items; i++) {
        total += part[i] < parts ? 1 : 0;
    }
    for (uint32_t p = 0; p < parts; p++) {
        first[p] = first[p + 1];
    }
    first[parts] = total;
}

int staith_partition_make(const struct staith_system *system, const bool *joined,
                          const bool *skipped, struct staith_arena *arena,
                          struct staith_partition *ret_partition)
{
    uint32_t cells = system->cell_count;
    uint32_t relations = system->relation_count;
    struct staith_partition made = {
        .cell_first = staith_arena_array(arena, (size_t)cells + 1, sizeof(uint32_t)),
        .cells = staith_arena_array(arena, (size_t)cells + 1, sizeof(uint32_t)),
        .relation_first = staith_arena_array(arena, (size_t)cells + 1, sizeof(uint32_t)),
        .relations = staith_arena_array(arena, (size_t)relations + 1, sizeof(uint32_t)),
        .part_of = staith_arena_array(arena, (size_t)cells + 1, sizeof(uint32_t)),
    };
    uint32_t *up = staith_arena_array(arena, (size_t)cells + 1, sizeof(*up));
    uint32_t *part = staith_arena_array(arena, (size_t)relations + 1, sizeof(*part));
    if (made.cell_first == NULL || made.cells == NULL || made.relation_first == NULL ||
        made.relations == NULL || made.part_of == NULL || up == NULL || part == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < cells; i++) {
        up[i] = i;
    }
    for (uint32_t i = 0; i < relations; i++) {
        part[i] = skipped != NULL && skipped[i]
                      ? cells
                      : join_relation(system, joined, up, &system->relations[i]);
    }
    /* A root comes before the others of its part, so its number is there when they ask. */
    for (uint32_t i = 0; i < cells; i++) {
        if (joined != NULL && !joined[i]) {
            made.part_of[i] = cells;
        } else {
            uint32_t root = root_of(up, i);
            made.part_of[i] = root == i ? made.count++ : made.part_of[root];
        }
    }
    for (uint32_t i = 0; i < relations; i++) {
        part[i] = part[i] < cells ? made.part_of[part[i]] : cells;
    }
    sort_by_part(made.count, cells, made.part_of, made.cell_first, made.cells);
    sort_by_part(made.count, relations, part, made.relation_first, made.relations);
    *ret_partition = made;
    return 0;
}
