/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/changes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct old {
    struct staith_release_cell cell;
    bool met; /* the new release has it too */
};

enum { PLACE_BYTES = 256 };

static int compare_codes(const char *a, const char *b)
{
    /* the total of a dimension has no code and comes first */
    if (a == NULL || b == NULL) {
        return (a != NULL ? 1 : 0) - (b != NULL ? 1 : 0);
    }
    return strcmp(a, b);
}

static int compare_cells(const struct staith_release_cell *a, const struct staith_release_cell *b)
{
    int order = strcmp(a->table, b->table);
    order = order != 0 ? order : strcmp(a->measure, b->measure);
    if (order == 0 && a->dimension_count != b->dimension_count) {
        order = a->dimension_count < b->dimension_count ? -1 : 1;
    }
    for (uint32_t i = 0; order == 0 && i < a->dimension_count; i++) {
        order = strcmp(a->dimensions[i], b->dimensions[i]);
        order = order != 0 ? order : compare_codes(a->categories[i], b->categories[i]);
    }
    return order;
}

static int compare_old(const void *a, const void *b)
{
    const struct old *one = a;
    const struct old *other = b;
    return compare_cells(&one->cell, &other->cell);
}

static json_t *value_of(const struct staith_release_cell *cell)
{
    if (cell == NULL) {
        return json_null();
    }
    if (cell->value.status != STAITH_STATUS_VALUE) {
        return json_pack("{s:s?, s:s?}", "status", staith_status_symbol(cell->value.status),
                         "reason", cell->reason);
    }
    return json_pack("{s:I, s:I, s:I}", "value", (json_int_t)cell->value.value, "lo",
                     (json_int_t)cell->value.lo, "hi", (json_int_t)cell->value.hi);
}

/* "role=case_holder sex=f", or "" for the whole council. */
static void place_of(const struct staith_release_cell *cell, char out[PLACE_BYTES])
{
    size_t len = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < cell->dimension_count && len < PLACE_BYTES - 1; i++) {
        int count =
            snprintf(out + len, PLACE_BYTES - len, "%s%s=%s", i > 0 ? " " : "", cell->dimensions[i],
                     cell->categories[i] != NULL ? cell->categories[i] : "all");
        len += count > 0 ? (size_t)count : 0;
    }
}

static json_t *line_of(const struct staith_release_cell *is, const struct staith_release_cell *was,
                       const struct staith_catalogue *catalogue)
{
    const struct staith_release_cell *cell = is != NULL ? is : was;
    char place[PLACE_BYTES];
    int measure = staith_catalogue_measure(catalogue, cell->measure);
    place_of(cell, place);
    return json_pack("{s:s, s:s, s:s, s:I, s:s, s:o, s:o}", "table", cell->table, "measure",
                     cell->measure, "label",
                     measure >= 0 ? catalogue->measures[measure].label : cell->measure, "unit",
                     (json_int_t)(measure >= 0 ? catalogue->measures[measure].unit : 0), "of",
                     place, "is", value_of(is), "was", value_of(was));
}

/* The cells of the earlier release, sorted to be found; NULL without memory. */
static struct old *sort_old(const struct staith_release *was, uint32_t count)
{
    struct old *olds = calloc((size_t)count + 1, sizeof(*olds));
    for (uint32_t i = 0; olds != NULL && i < count; i++) {
        olds[i].cell = staith_release_cell_at(was, i);
    }
    if (olds != NULL) {
        qsort(olds, count, sizeof(*olds), compare_old);
    }
    return olds;
}

struct listing {
    json_t *cells;
    uint64_t from;
    uint64_t lines;
    bool failed;
};

static void add(struct listing *listing, const struct staith_release_cell *is,
                const struct staith_release_cell *was, const struct staith_catalogue *catalogue)
{
    uint64_t at = listing->lines++;
    if (at >= listing->from && at - listing->from < STAITH_GATE_CHANGES_SHOWN) {
        listing->failed = json_array_append_new(listing->cells, line_of(is, was, catalogue)) != 0 ||
                          listing->failed;
    }
}

json_t *staith_gate_changes(const struct staith_release *is, const struct staith_release *was,
                            const struct staith_catalogue *catalogue, uint64_t from)
{
    uint32_t old_count = was != NULL ? staith_release_cell_count(was) : 0;
    struct old *olds = sort_old(was, old_count);
    struct listing listing = {.cells = json_array(), .from = from};
    for (uint32_t i = 0; olds != NULL && i < staith_release_cell_count(is); i++) {
        const struct old wanted = {.cell = staith_release_cell_at(is, i)};
        struct old *found = bsearch(&wanted, olds, old_count, sizeof(*olds), compare_old);
        if (found != NULL) {
            found->met = true;
        }
        add(&listing, &wanted.cell, found != NULL ? &found->cell : NULL, catalogue);
    }
    for (uint32_t i = 0; olds != NULL && i < old_count; i++) {
        if (!olds[i].met) {
            add(&listing, NULL, &olds[i].cell, catalogue);
        }
    }
    json_t *reply =
        olds != NULL && !listing.failed
            ? json_pack("{s:I, s:O}", "lines", (json_int_t)listing.lines, "cells", listing.cells)
            : NULL;
    json_decref(listing.cells);
    free(olds);
    return reply;
}
