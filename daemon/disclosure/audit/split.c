/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/split.h"

#include <stdlib.h>

/* Parts smaller than this are put together: a run has its cost, and loses nothing by it. */
enum { SMALL = 64 };

/* The cells of a relation or fact. */
struct row {
    const struct staith_audit *audit;
    const struct staith_relation *relation; /* or NULL */
    const struct staith_audit_fact *fact;
    uint32_t count;
};

static struct row row_at(const struct staith_audit *audit, uint32_t index)
{
    struct row row = {.audit = audit};
    uint32_t relations = audit->system->relation_count;
    if (index < relations) {
        row.relation = &audit->system->relations[index];
        row.count = row.relation->count + 1;
    } else {
        row.fact = &audit->facts[index - relations];
        row.count = row.fact->count;
    }
    return row;
}

static uint32_t cell_in(const struct row *row, uint32_t index)
{
    if (row->relation == NULL) {
        return row->audit->terms[row->fact->first + index].cell;
    }
    return index == row->relation->count ? row->relation->total
                                         : row->audit->system->parts[row->relation->first + index];
}

static bool is_known(const struct staith_audit *audit, uint32_t cell)
{
    return audit->cells[cell].shows == STAITH_AUDIT_EXACT &&
           audit->cells[cell].source == STAITH_AUDIT_RELEASE;
}

/* The cell that stands for all that are joined to this one; halves the way on the way. */
static uint32_t find_root(uint32_t *parent, uint32_t cell)
{
    while (parent[cell] != cell) {
        parent[cell] = parent[parent[cell]];
        cell = parent[cell];
    }
    return cell;
}

static uint32_t row_total(const struct staith_audit *audit)
{
    return audit->system->relation_count + audit->fact_count;
}

/* Some unknown cell of a row, or -1 where everything is known: those rows go to part 0. */
static int64_t unknown_in(const struct staith_audit *audit, const struct row *row)
{
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t cell = cell_in(row, i);
        if (!is_known(audit, cell)) {
            return (int64_t)cell;
        }
    }
    return -1;
}

static void join(const struct staith_audit *audit, uint32_t *parent)
{
    for (uint32_t i = 0; i < audit->system->cell_count; i++) {
        parent[i] = i;
    }
    for (uint32_t r = 0; r < row_total(audit); r++) {
        struct row row = row_at(audit, r);
        int64_t first = unknown_in(audit, &row);
        for (uint32_t i = 0; first >= 0 && i < row.count; i++) {
            uint32_t cell = cell_in(&row, i);
            if (!is_known(audit, cell)) {
                uint32_t a = find_root(parent, (uint32_t)first);
                uint32_t b = find_root(parent, cell);
                parent[a < b ? b : a] = a < b ? a : b;
            }
        }
    }
}

/* Number the parts in the order of their first cells, small ones together. */
static void number_parts(struct staith_split *split, uint32_t *parent, uint32_t *size)
{
    uint32_t cells = split->audit->system->cell_count;
    uint32_t filled = 0;
    for (uint32_t i = 0; i < cells; i++) {
        size[find_root(parent, i)] += is_known(split->audit, i) ? 0 : 1;
    }
    split->count = 1;
    for (uint32_t i = 0; i < cells; i++) {
        uint32_t root = find_root(parent, i);
        if (root != i || is_known(split->audit, i)) {
            split->part[i] = split->part[root];
            continue;
        }
        if (filled > 0 && filled + size[i] > SMALL) {
            split->count++;
            filled = 0;
        }
        split->part[i] = split->count - 1;
        filled += size[i];
    }
}

int staith_split_make(const struct staith_audit *audit, struct staith_arena *arena,
                      struct staith_split *ret_split)
{
    size_t cells = audit->system->cell_count;
    size_t rows = row_total(audit);
    struct staith_split split = {.audit = audit};
    split.part = staith_arena_array(arena, cells, sizeof(*split.part));
    split.row_part = staith_arena_array(arena, rows, sizeof(*split.row_part));
    split.place = staith_arena_array(arena, cells, sizeof(*split.place));
    split.taken = staith_arena_array(arena, cells, sizeof(*split.taken));
    uint32_t *parent = staith_arena_array(arena, cells, sizeof(*parent));
    uint32_t *size = staith_arena_array(arena, cells, sizeof(*size));
    if (split.part == NULL || split.row_part == NULL || split.place == NULL ||
        split.taken == NULL || parent == NULL || size == NULL) {
        return STAITH_ERR_NOMEM;
    }
    join(audit, parent);
    number_parts(&split, parent, size);
    for (uint32_t r = 0; r < row_total(audit); r++) {
        struct row row = row_at(audit, r);
        int64_t cell = unknown_in(audit, &row);
        split.row_part[r] = cell < 0 ? 0 : split.part[cell];
    }
    *ret_split = split;
    return 0;
}

static void take_cell(struct staith_split *split, uint32_t index, uint32_t cell, uint32_t *count)
{
    if (split->taken[cell] != index + 1) {
        split->taken[cell] = index + 1;
        (*count)++;
    }
}

/* Which cells a part has: its unknown ones, and known ones that its rows use. Part 0 also has the
 * known ones in no row, for they may be protected too. */
static uint32_t take_cells(struct staith_split *split, uint32_t index)
{
    const struct staith_audit *audit = split->audit;
    uint32_t count = 0;
    for (uint32_t i = 0; i < audit->system->cell_count; i++) {
        if (is_known(audit, i) ? index == 0 : split->part[i] == index) {
            take_cell(split, index, i, &count);
        }
    }
    for (uint32_t r = 0; r < row_total(audit); r++) {
        if (split->row_part[r] == index) {
            struct row row = row_at(audit, r);
            for (uint32_t i = 0; i < row.count; i++) {
                take_cell(split, index, cell_in(&row, i), &count);
            }
        }
    }
    return count;
}

struct sizes {
    size_t cells;
    size_t relations;
    size_t parts;
    size_t facts;
    size_t terms;
};

static struct sizes measure(const struct staith_split *split, uint32_t index)
{
    struct sizes sizes = {0};
    for (uint32_t r = 0; r < row_total(split->audit); r++) {
        if (split->row_part[r] == index) {
            struct row row = row_at(split->audit, r);
            sizes.relations += row.relation != NULL;
            sizes.parts += row.relation != NULL ? row.count : 0;
            sizes.facts += row.relation == NULL;
            sizes.terms += row.relation == NULL ? row.count : 0;
        }
    }
    return sizes;
}

static void write_rows(const struct staith_split *split, uint32_t index,
                       struct staith_relation *relations, uint32_t *parts,
                       struct staith_audit_fact *facts, struct staith_audit_term *terms,
                       struct staith_part *part)
{
    for (uint32_t r = 0; r < row_total(split->audit); r++) {
        if (split->row_part[r] != index) {
            continue;
        }
        struct row row = row_at(split->audit, r);
        if (row.relation != NULL) {
            relations[part->system.relation_count++] = (struct staith_relation){
                split->place[row.relation->total], part->system.part_count, row.relation->count};
            for (uint32_t i = 0; i < row.relation->count; i++) {
                parts[part->system.part_count++] = split->place[cell_in(&row, i)];
            }
        } else {
            struct staith_audit_fact *fact = &facts[part->audit.fact_count++];
            *fact = *row.fact;
            fact->first = part->audit.term_count;
            for (uint32_t i = 0; i < row.count; i++) {
                terms[part->audit.term_count++] = (struct staith_audit_term){
                    split->place[cell_in(&row, i)], split->audit->terms[row.fact->first + i].times};
            }
        }
    }
}

int staith_split_take(struct staith_split *split, uint32_t index, struct staith_arena *arena,
                      struct staith_part *ret_part)
{
    const struct staith_audit *audit = split->audit;
    struct sizes sizes = measure(split, index);
    sizes.cells = take_cells(split, index);
    const char **names = staith_arena_array(arena, sizes.cells, sizeof(*names));
    uint32_t *cell_of = staith_arena_array(arena, sizes.cells, sizeof(*cell_of));
    struct staith_audit_cell *shown = staith_arena_array(arena, sizes.cells, sizeof(*shown));
    int64_t *own = staith_arena_array(arena, sizes.cells, sizeof(*own));
    struct staith_relation *relations =
        staith_arena_array(arena, sizes.relations, sizeof(*relations));
    uint32_t *parts = staith_arena_array(arena, sizes.parts, sizeof(*parts));
    struct staith_audit_fact *facts = staith_arena_array(arena, sizes.facts, sizeof(*facts));
    struct staith_audit_term *terms = staith_arena_array(arena, sizes.terms, sizeof(*terms));
    if (names == NULL || cell_of == NULL || shown == NULL || own == NULL || relations == NULL ||
        parts == NULL || facts == NULL || terms == NULL) {
        return STAITH_ERR_NOMEM;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < audit->system->cell_count; i++) {
        if (split->taken[i] != index + 1) {
            continue;
        }
        split->place[i] = count;
        cell_of[count] = i;
        names[count] = audit->system->names[i];
        shown[count] = audit->cells[i];
        /* A known cell that several parts use is audited in one of them. */
        shown[count].promise = is_known(audit, i) && index != 0 ? 0 : audit->cells[i].promise;
        own[count] = audit->own_values == NULL ? 0 : audit->own_values[i];
        count++;
    }
    *ret_part = (struct staith_part){.audit = *audit, .cell_of = cell_of};
    ret_part->system.cell_count = count;
    ret_part->system.names = names;
    ret_part->system.relations = relations;
    ret_part->system.parts = parts;
    ret_part->audit.system = &ret_part->system;
    ret_part->audit.cells = shown;
    ret_part->audit.facts = facts;
    ret_part->audit.terms = terms;
    ret_part->audit.own_values = audit->own_values == NULL ? NULL : own;
    ret_part->audit.fact_count = 0;
    ret_part->audit.term_count = 0;
    write_rows(split, index, relations, parts, facts, terms, ret_part);
    return 0;
}
