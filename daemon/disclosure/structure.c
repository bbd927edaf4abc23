/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First every name: of published cells, and of every place of their tables, also where nothing is
 * published. Sorted, one name is one unknown. Then the sums, by name, each once.
 *
 * A place that a table has and a release does not show is an unknown like any other: a reader can
 * add and subtract around it.
 */
#include "disclosure/structure.h"

#include "disclosure/shows.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name, and the published cell that has it, or `unpublished`. */
struct entry {
    const char *name;
    const struct staith_release_cell *cell;
    uint32_t part;
};

static const struct staith_release_cell unpublished;

/* A measure of a table of one part, of which something is published. */
struct group {
    uint32_t part;
    uint16_t table;
    uint16_t measure;
};

struct work {
    const struct staith_structure_part *parts;
    uint32_t part_count;
    struct staith_arena *arena;
    struct staith_err *err;
    uint32_t group_count;
    struct group *groups;
    uint32_t entry_count, entry_room;
    struct entry *entries;
    struct staith_structure *out;
    uint32_t relation_room, part_room;
};

static int no_room(struct work *work)
{
    return staith_err_set(work->err, STAITH_ERR_LIMIT,
                          "what was published is too much to be audited");
}

/* ---- the tables ---- */

static int by_group(const void *a, const void *b)
{
    const struct group *left = a;
    const struct group *right = b;
    if (left->part != right->part) {
        return left->part < right->part ? -1 : 1;
    }
    if (left->table != right->table) {
        return left->table < right->table ? -1 : 1;
    }
    return (left->measure > right->measure) - (left->measure < right->measure);
}

static int list_groups(struct work *work)
{
    uint64_t cells = 0;
    for (uint32_t p = 0; p < work->part_count; p++) {
        cells += work->parts[p].cell_count;
    }
    if (cells > STAITH_SYSTEM_MAX_CELLS) {
        return no_room(work);
    }
    work->groups = staith_arena_array(work->arena, cells, sizeof(*work->groups));
    if (work->groups == NULL) {
        return no_room(work);
    }
    uint32_t count = 0;
    for (uint32_t p = 0; p < work->part_count; p++) {
        for (uint32_t i = 0; i < work->parts[p].cell_count; i++) {
            struct staith_place place;
            if (staith_place_of(work->parts[p].catalogue, &work->parts[p].cells[i], &place) != 0) {
                return staith_err_set(work->err, STAITH_ERR_INVAL,
                                      "cell %u is at no place that its catalogue knows", i);
            }
            work->groups[count++] = (struct group){p, place.table, place.measure};
        }
    }
    qsort(work->groups, count, sizeof(*work->groups), by_group);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || by_group(&work->groups[i - 1], &work->groups[i]) != 0) {
            work->groups[work->group_count++] = work->groups[i];
        }
    }
    return 0;
}

/* ---- the places of a table, one after the other ---- */

static const struct staith_dimension *dimension_of(const struct staith_catalogue *catalogue,
                                                   uint16_t table, uint32_t axis)
{
    return &catalogue->dimensions[catalogue->tables[table].dimensions[axis]];
}

/* The place after this one; false after the last, which is the first again. */
static bool next_place(const struct staith_catalogue *catalogue, struct staith_place *place)
{
    for (uint32_t a = 0; a < catalogue->tables[place->table].dimension_count; a++) {
        uint32_t categories = dimension_of(catalogue, place->table, a)->category_count;
        uint32_t next = place->categories[a] == STAITH_PLACE_TOTAL ? 0 : place->categories[a] + 1u;
        if (next < categories) {
            place->categories[a] = (uint16_t)next;
            return true;
        }
        place->categories[a] = STAITH_PLACE_TOTAL;
    }
    return false;
}

static struct staith_place first_place(const struct group *group)
{
    struct staith_place place = {.table = group->table, .measure = group->measure};
    for (uint32_t a = 0; a < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; a++) {
        place.categories[a] = STAITH_PLACE_TOTAL;
    }
    return place;
}

/* Whether `category` lies directly under `node`, a category or the total. */
static bool is_under(const struct staith_dimension *dimension, uint32_t category, uint16_t node)
{
    uint16_t parent = dimension->categories[category].parent;
    return node == STAITH_PLACE_TOTAL ? parent >= dimension->category_count : parent == node;
}

/* ---- names ---- */

static int add_entry(struct work *work, uint32_t part, const struct staith_place *place,
                     const struct staith_release_cell *cell)
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    if (work->entry_count == work->entry_room) {
        uint32_t room = work->entry_room == 0 ? 1024 : work->entry_room * 2;
        struct entry *more = NULL;
        if (room <= 2 * STAITH_SYSTEM_MAX_CELLS) {
            more = realloc(work->entries, room * sizeof(*more));
        }
        if (more == NULL) {
            return no_room(work);
        }
        work->entries = more;
        work->entry_room = room;
    }
    if (staith_place_name(work->parts[part].catalogue, place, work->parts[part].suffix, name,
                          sizeof(name)) != 0) {
        return no_room(work);
    }
    const char *kept = staith_arena_strdup(work->arena, name);
    if (kept == NULL) {
        return no_room(work);
    }
    work->entries[work->entry_count++] = (struct entry){kept, cell, part};
    return 0;
}

static int list_published(struct work *work)
{
    int code = 0;
    for (uint32_t p = 0; p < work->part_count; p++) {
        for (uint32_t i = 0; code == 0 && i < work->parts[p].cell_count; i++) {
            struct staith_place place;
            (void)staith_place_of(work->parts[p].catalogue, &work->parts[p].cells[i], &place);
            code = add_entry(work, p, &place, &work->parts[p].cells[i]);
        }
    }
    return code;
}

static int list_places(struct work *work)
{
    int code = 0;
    for (uint32_t g = 0; code == 0 && g < work->group_count; g++) {
        const struct group *group = &work->groups[g];
        struct staith_place place = first_place(group);
        do {
            code = add_entry(work, group->part, &place, &unpublished);
        } while (code == 0 && next_place(work->parts[group->part].catalogue, &place));
    }
    return code;
}

/* By name; of one name published ones first. */
static int by_name(const void *a, const void *b)
{
    const struct entry *left = a;
    const struct entry *right = b;
    int order = strcmp(left->name, right->name);
    return order != 0 ? order : (left->cell == &unpublished) - (right->cell == &unpublished);
}

static bool same_number(const struct staith_release_cell *a, const struct staith_release_cell *b)
{
    return a->value.status == b->value.status && a->value.value == b->value.value &&
           a->value.lo == b->value.lo && a->value.hi == b->value.hi && a->base == b->base &&
           a->reach == b->reach;
}

static int merge_names(struct work *work)
{
    struct staith_system *system = &work->out->system;
    if (work->entry_count > 0) {
        qsort(work->entries, work->entry_count, sizeof(*work->entries), by_name);
    }
    size_t room = work->entry_count;
    system->names = staith_arena_array(work->arena, room, sizeof(*system->names));
    work->out->cells = staith_arena_array(work->arena, room, sizeof(*work->out->cells));
    if (system->names == NULL || work->out->cells == NULL) {
        return no_room(work);
    }
    const struct entry *first = NULL;
    for (uint32_t i = 0; i < work->entry_count; i++) {
        const struct entry *entry = &work->entries[i];
        if (first == NULL || strcmp(first->name, entry->name) != 0) {
            first = entry;
            system->names[system->cell_count] = entry->name;
            work->out->cells[system->cell_count++] =
                staith_structure_shows(&work->parts[entry->part], entry->cell);
        } else if (entry->cell != &unpublished && !same_number(first->cell, entry->cell)) {
            return staith_err_set(work->err, STAITH_ERR_INVAL, "%.200s is shown as two numbers",
                                  entry->name);
        }
    }
    return 0;
}

/* ---- sums ---- */

/* Index of a place's unknown: every place was listed. */
static uint32_t unknown_at(const struct work *work, uint32_t part, const struct staith_place *place)
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    (void)staith_place_name(work->parts[part].catalogue, place, work->parts[part].suffix, name,
                            sizeof(name));
    return (uint32_t)staith_system_find(&work->out->system, name);
}

/* What lies directly under `place` along `axis`, as a sum; nothing where nothing does. */
static void add_sum(struct work *work, uint32_t part, const struct staith_place *place,
                    uint32_t axis)
{
    struct staith_system *system = &work->out->system;
    const struct staith_dimension *dimension =
        dimension_of(work->parts[part].catalogue, place->table, axis);
    struct staith_relation relation = {.first = system->part_count};
    for (uint32_t c = 0; c < dimension->category_count; c++) {
        if (is_under(dimension, c, place->categories[axis])) {
            struct staith_place child = *place;
            child.categories[axis] = (uint16_t)c;
            system->parts[system->part_count++] = unknown_at(work, part, &child);
            relation.count++;
        }
    }
    if (relation.count > 0) {
        relation.total = unknown_at(work, part, place);
        system->relations[system->relation_count++] = relation;
    }
}

/* Medians and quartiles do not add: no sum is among their places. */
static uint32_t axes_that_add(const struct staith_catalogue *catalogue, const struct group *group)
{
    bool order = staith_measure_quarter(&catalogue->measures[group->measure]) != 0;
    return order ? 0 : catalogue->tables[group->table].dimension_count;
}

/* Each place is a part once along each axis, and a total at most once along each. */
static int make_room(struct work *work)
{
    struct staith_system *system = &work->out->system;
    uint64_t sums = 0;
    for (uint32_t g = 0; g < work->group_count; g++) {
        const struct group *group = &work->groups[g];
        const struct staith_catalogue *catalogue = work->parts[group->part].catalogue;
        uint64_t places = 1;
        uint32_t axes = catalogue->tables[group->table].dimension_count;
        for (uint32_t a = 0; a < axes; a++) {
            places *= (uint64_t)dimension_of(catalogue, group->table, a)->category_count + 1;
        }
        sums += places * axes;
    }
    if (sums > STAITH_SYSTEM_MAX_PARTS) {
        return no_room(work);
    }
    system->relations = staith_arena_array(work->arena, sums, sizeof(*system->relations));
    system->parts = staith_arena_array(work->arena, sums, sizeof(*system->parts));
    return system->relations == NULL || system->parts == NULL ? no_room(work) : 0;
}

/* A sum stands in several tables where they share it; once is enough. */
static bool is_known_sum(const struct staith_system *system, const uint32_t *newest, uint32_t at)
{
    const struct staith_relation *sum = &system->relations[at];
    for (uint32_t r = newest[sum->total]; r > 0;) {
        const struct staith_relation *other = &system->relations[r - 1];
        if (other->count == sum->count &&
            memcmp(&system->parts[other->first], &system->parts[sum->first],
                   sum->count * sizeof(*system->parts)) == 0) {
            return true;
        }
        r = newest[system->cell_count + r - 1];
    }
    return false;
}

static int make_sums(struct work *work)
{
    struct staith_system *system = &work->out->system;
    int code = make_room(work);
    for (uint32_t g = 0; code == 0 && g < work->group_count; g++) {
        const struct group *group = &work->groups[g];
        const struct staith_catalogue *catalogue = work->parts[group->part].catalogue;
        struct staith_place place = first_place(group);
        do {
            for (uint32_t a = 0; a < axes_that_add(catalogue, group); a++) {
                add_sum(work, group->part, &place, a);
            }
        } while (next_place(catalogue, &place));
    }
    if (code != 0 || system->relation_count == 0) {
        return code;
    }
    /* newest[cell]: 1 + its newest sum; behind the cells, by sum: 1 + the one before. */
    uint32_t *newest = staith_arena_array(
        work->arena, (size_t)system->cell_count + system->relation_count, sizeof(*newest));
    if (newest == NULL) {
        return no_room(work);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < system->relation_count; i++) {
        if (!is_known_sum(system, newest, i)) {
            system->relations[kept] = system->relations[i];
            uint32_t total = system->relations[kept].total;
            newest[system->cell_count + kept] = newest[total];
            newest[total] = ++kept;
        }
    }
    system->relation_count = kept;
    return 0;
}

/* ---- who can be in a cell ---- */

/* One person is in one of the finest cells of each table. */
static void mark_people(struct work *work)
{
    struct staith_structure *out = work->out;
    for (uint32_t i = 0; i < work->entry_count; i++) {
        const struct entry *entry = &work->entries[i];
        int measure = -1;
        const struct staith_catalogue *catalogue = work->parts[entry->part].catalogue;
        if (entry->cell != &unpublished) {
            measure = staith_catalogue_measure(catalogue, entry->cell->measure);
        }
        if (measure >= 0 && catalogue->measures[measure].aggregation == STAITH_COUNT_PEOPLE) {
            int64_t at = staith_system_find(&out->system, entry->name);
            out->cells[at].people = out->cells[at].promise > 0;
        }
    }
    for (uint32_t i = 0; i < out->system.relation_count; i++) {
        out->cells[out->system.relations[i].total].people = false;
    }
}

/* ---- what is known of FTE ---- */

/* The name of the count of people at the place of a sum of FTE. False: the cell is none. */
static bool people_at(const struct staith_structure_part *part,
                      const struct staith_release_cell *cell, const char *name,
                      char out[STAITH_SYSTEM_NAME_BYTES])
{
    int measure = staith_catalogue_measure(part->catalogue, cell->measure);
    int people = staith_catalogue_headcount(part->catalogue, (uint16_t)measure);
    if (people < 0 || part->catalogue->measures[measure].unit != STAITH_UNIT_FTE_MILLIONTHS) {
        return false;
    }
    (void)snprintf(out, STAITH_SYSTEM_NAME_BYTES, "%s%s", part->catalogue->measures[people].code,
                   name + strlen(cell->measure));
    return true;
}

/* As many people as there are FTE at least, where that is not more than there can be. */
static void bound_people(const struct staith_audit_cell *fte, struct staith_audit_cell *people)
{
    int64_t one = STAITH_STRUCTURE_FTE_OF_ONE;
    int64_t least = (fte->lo + one - 1) / one;
    bool said = fte->shows == STAITH_AUDIT_ROUNDED || fte->shows == STAITH_AUDIT_EXACT;
    if (said && people->shows == STAITH_AUDIT_ROUNDED && least <= people->hi) {
        people->lo = least > people->lo ? least : people->lo;
    }
}

/* FTE are at most one to the person, in every place where both are shown. */
static void bound_fte(struct work *work)
{
    struct staith_structure *out = work->out;
    for (uint32_t i = 0; i < work->entry_count; i++) {
        const struct entry *entry = &work->entries[i];
        char name[STAITH_SYSTEM_NAME_BYTES];
        if (entry->cell == &unpublished ||
            !people_at(&work->parts[entry->part], entry->cell, entry->name, name)) {
            continue;
        }
        int64_t people = staith_system_find(&out->system, name);
        struct staith_audit_cell *fte = &out->cells[staith_system_find(&out->system, entry->name)];
        if (people >= 0 && fte->shows == STAITH_AUDIT_ROUNDED &&
            out->cells[people].shows != STAITH_AUDIT_NOTHING) {
            int64_t most = out->cells[people].hi * STAITH_STRUCTURE_FTE_OF_ONE;
            fte->hi = most < fte->hi ? most : fte->hi;
        }
        if (people >= 0) {
            bound_people(fte, &out->cells[people]);
        }
    }
}

int staith_structure_make(const struct staith_structure_part *parts, uint32_t part_count,
                          struct staith_arena *arena, struct staith_structure *ret_structure,
                          struct staith_err *err)
{
    struct staith_structure out = {0};
    struct work work = {
        .parts = parts, .part_count = part_count, .arena = arena, .err = err, .out = &out};
    int code = list_groups(&work);
    if (code == 0) {
        code = list_published(&work);
    }
    if (code == 0) {
        code = list_places(&work);
    }
    if (code == 0) {
        code = merge_names(&work);
    }
    if (code == 0) {
        code = make_sums(&work);
    }
    if (code == 0) {
        bound_fte(&work);
        mark_people(&work);
        *ret_structure = out;
    }
    free(work.entries);
    return code;
}
