/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress_part.h"

#include "disclosure/protect/partition.h"

static int allocate(struct staith_suppress_part *part, size_t rows, size_t entries,
                    struct staith_arena *arena)
{
    size_t cells = part->count;
    int64_t *numbers = staith_arena_array(arena, 5 * cells, sizeof(*numbers));
    bool *marks = staith_arena_array(arena, 4 * cells + rows, sizeof(*marks));
    uint32_t *lists = staith_arena_array(arena, 2 * rows + 1 + entries + cells, sizeof(*lists));
    part->row_sign = staith_arena_array(arena, entries, sizeof(*part->row_sign));
    if (numbers == NULL || marks == NULL || lists == NULL || part->row_sign == NULL) {
        return STAITH_ERR_LIMIT;
    }
    part->value = numbers;
    part->down = numbers + cells;
    part->below = numbers + 2 * cells;
    part->above = numbers + 3 * cells;
    part->weight = numbers + 4 * cells;
    part->promised = marks;
    part->forced = marks + cells;
    part->people = marks + 2 * cells;
    part->sole = marks + 3 * cells;
    part->row_whole = marks + 4 * cells;
    part->row_first = lists;
    part->row_total = lists + rows + 1;
    part->row_cell = lists + 2 * rows + 1;
    part->numbers = lists + 2 * rows + 1 + entries;
    return 0;
}

static void add_cells(const struct staith_system *system, const struct staith_suppress_rules *rules,
                      struct staith_suppress_part *part)
{
    bool knows_least = rules->attacker == STAITH_SUPPRESS_KNOWING && !rules->hides_zeros;
    for (uint32_t i = 0; i < part->count; i++) {
        const struct staith_suppress_cell *cell = &rules->cells[part->cells[i]];
        int64_t value = system->values[part->cells[i]];
        part->value[i] = value;
        part->down[i] = knows_least ? value - 1 : value;
        part->weight[i] = cell->weight;
        part->promised[i] = cell->kind == STAITH_SUPPRESS_PRIMARY;
        part->forced[i] = cell->kind != STAITH_SUPPRESS_OPEN;
        part->below[i] = part->promised[i] ? value - cell->lo : 0;
        part->above[i] = part->promised[i] ? cell->hi - value : 0;
        if (part->promised[i]) {
            uint32_t within = (uint32_t)(cell->hi - cell->lo) + 1;
            part->numbers[i] = cell->numbers < within ? within : cell->numbers;
        }
        part->people[i] = cell->people;
        part->sole[i] = cell->sole;
    }
}

static void add_row(const struct staith_system *system, const struct staith_relation *relation,
                    const struct staith_partition *partition, uint32_t index, const uint32_t *place,
                    struct staith_suppress_part *part)
{
    uint32_t at = part->row_first[part->row_count];
    uint32_t begin = at;
    part->row_total[part->row_count] = part->count;
    for (uint32_t i = 0; i <= relation->count; i++) {
        bool total = i == relation->count;
        uint32_t cell = total ? relation->total : system->parts[relation->first + i];
        if (partition->part_of[cell] != index) {
            continue;
        }
        if (total) {
            part->row_total[part->row_count] = place[cell];
        }
        part->row_cell[at] = place[cell];
        part->row_sign[at] = total ? -1 : 1;
        at++;
    }
    part->row_whole[part->row_count] = at - begin == relation->count + 1;
    part->row_first[++part->row_count] = at;
}

int staith_suppress_part_make(const struct staith_system *system,
                              const struct staith_suppress_rules *rules,
                              const struct staith_partition *partition, uint32_t index,
                              struct staith_arena *arena, struct staith_suppress_part *ret_part)
{
    uint32_t first = partition->cell_first[index];
    uint32_t first_row = partition->relation_first[index];
    uint32_t rows = partition->relation_first[index + 1] - first_row;
    struct staith_suppress_part part = {.count = partition->cell_first[index + 1] - first,
                                        .cells = &partition->cells[first]};
    size_t entries = 0;
    for (uint32_t r = 0; r < rows; r++) {
        entries += (size_t)system->relations[partition->relations[first_row + r]].count + 1;
    }
    uint32_t *place = staith_arena_array(arena, system->cell_count, sizeof(*place));
    if (place == NULL || allocate(&part, rows, entries, arena) != 0) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < part.count; i++) {
        place[part.cells[i]] = i;
    }
    add_cells(system, rules, &part);
    for (uint32_t r = 0; r < rows; r++) {
        add_row(system, &system->relations[partition->relations[first_row + r]], partition, index,
                place, &part);
    }
    *ret_part = part;
    return 0;
}
