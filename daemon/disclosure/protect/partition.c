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

/* Items sorted by part, keeping their order. part[i] >= parts: the item is in none. */
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

struct room {
    struct staith_partition made;
    uint32_t *up;   /* by cell: nearer to the root */
    uint32_t *part; /* by relation */
};

static int allocate(const struct staith_system *system, struct staith_arena *arena,
                    struct room *ret_room)
{
    size_t cells = (size_t)system->cell_count + 1;
    size_t relations = (size_t)system->relation_count + 1;
    uint32_t *list = staith_arena_array(arena, 5 * cells + 2 * relations, sizeof(*list));
    if (list == NULL) {
        return STAITH_ERR_LIMIT;
    }
    *ret_room = (struct room){.made = {.cell_first = list,
                                       .cells = list + cells,
                                       .relation_first = list + 2 * cells,
                                       .relations = list + 5 * cells,
                                       .part_of = list + 3 * cells},
                              .up = list + 4 * cells,
                              .part = list + 5 * cells + relations};
    return 0;
}

int staith_partition_make(const struct staith_system *system, const bool *joined,
                          const bool *skipped, struct staith_arena *arena,
                          struct staith_partition *ret_partition)
{
    uint32_t cells = system->cell_count;
    uint32_t relations = system->relation_count;
    struct room room;
    if (allocate(system, arena, &room) != 0) {
        return STAITH_ERR_LIMIT;
    }
    struct staith_partition *made = &room.made;
    for (uint32_t i = 0; i < cells; i++) {
        room.up[i] = i;
    }
    for (uint32_t i = 0; i < relations; i++) {
        room.part[i] = skipped != NULL && skipped[i]
                           ? cells
                           : join_relation(system, joined, room.up, &system->relations[i]);
    }
    /* A root comes before the others of its part, so its number is there when they ask. */
    for (uint32_t i = 0; i < cells; i++) {
        if (joined != NULL && !joined[i]) {
            made->part_of[i] = cells;
        } else {
            uint32_t root = root_of(room.up, i);
            made->part_of[i] = root == i ? made->count++ : made->part_of[root];
        }
    }
    for (uint32_t i = 0; i < relations; i++) {
        room.part[i] = room.part[i] < cells ? made->part_of[room.part[i]] : cells;
    }
    sort_by_part(made->count, cells, made->part_of, made->cell_first, made->cells);
    sort_by_part(made->count, relations, room.part, made->relation_first, made->relations);
    *ret_partition = *made;
    return 0;
}
