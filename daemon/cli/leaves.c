/* SPDX-License-Identifier: Apache-2.0 */
/* A release names its cells by codes, a raw table by indices: sorted by index, one is found fast.
 */
#include "cli/figure.h"
#include "cli/preview.h"

#include <stdlib.h>
#include <string.h>

enum { PARTS = 2 + STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS };

struct place {
    uint16_t parts[PARTS]; /* table, measure, categories */
    uint32_t index;
};

struct staith_cli_leaves {
    const struct staith_catalogue *catalogue;
    size_t count;
    struct place *places;
};

static int compare(const void *a, const void *b)
{
    const struct place *left = a;
    const struct place *right = b;
    for (size_t i = 0; i < PARTS; i++) {
        if (left->parts[i] != right->parts[i]) {
            return left->parts[i] < right->parts[i] ? -1 : 1;
        }
    }
    return 0;
}

/* Where a released cell stands in the catalogue; false when it has no place there. */
static bool place_of(const struct staith_release_cell *cell,
                     const struct staith_catalogue *catalogue, struct place *place)
{
    int table = staith_catalogue_table(catalogue, cell->table);
    int measure = staith_catalogue_measure(catalogue, cell->measure);
    if (table < 0 || measure < 0 ||
        cell->dimension_count != catalogue->tables[table].dimension_count) {
        return false;
    }
    memset(place, 0, sizeof(*place));
    place->parts[0] = (uint16_t)table;
    place->parts[1] = (uint16_t)measure;
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        const struct staith_dimension *dimension =
            &catalogue->dimensions[catalogue->tables[table].dimensions[i]];
        int category = cell->categories[i] == NULL
                           ? (int)STAITH_TOTAL
                           : staith_cli_category(dimension, cell->categories[i]);
        if (category < 0) {
            return false;
        }
        place->parts[2 + i] = (uint16_t)category;
    }
    return true;
}

struct staith_cli_leaves *staith_cli_leaves_new(const struct staith_release *release,
                                                const struct staith_catalogue *catalogue)
{
    uint32_t count = release != NULL ? staith_release_cell_count(release) : 0;
    struct staith_cli_leaves *leaves = calloc(1, sizeof(*leaves));
    if (leaves == NULL) {
        return NULL;
    }
    leaves->places = calloc(count > 0 ? count : 1, sizeof(*leaves->places));
    if (leaves->places == NULL) {
        free(leaves);
        return NULL;
    }
    leaves->catalogue = catalogue;
    for (uint32_t i = 0; i < count; i++) {
        struct staith_release_cell cell = staith_release_cell_at(release, i);
        struct place *place = &leaves->places[leaves->count];
        if (place_of(&cell, catalogue, place)) {
            place->index = i;
            leaves->count++;
        }
    }
    qsort(leaves->places, leaves->count, sizeof(*leaves->places), compare);
    return leaves;
}

void staith_cli_leaves_free(struct staith_cli_leaves *leaves)
{
    if (leaves == NULL) {
        return;
    }
    free(leaves->places);
    free(leaves);
}

int64_t staith_cli_leaves_find(const struct staith_cli_leaves *leaves, uint16_t table,
                               const struct staith_cell *cell)
{
    struct place wanted = {.parts = {table, cell->measure}};
    for (uint32_t i = 0; i < leaves->catalogue->tables[table].dimension_count; i++) {
        wanted.parts[2 + i] = cell->categories[i];
    }
    const struct place *found =
        bsearch(&wanted, leaves->places, leaves->count, sizeof(*leaves->places), compare);
    return found != NULL ? (int64_t)found->index : -1;
}

const char *staith_cli_leaves_why(const struct staith_decision *decision, uint16_t table,
                                  uint16_t measure)
{
    enum staith_policy_rule rule = staith_decision_rule(decision, table, measure);
    /* Of a protected table only the total that leaves exactly is not among what leaves of it. */
    return rule == STAITH_POLICY_ROUNDED || rule == STAITH_POLICY_HIDDEN
               ? "this total leaves as a headline figure"
               : staith_policy_rule_words(rule);
}

int64_t staith_cli_leaves_counted(const struct staith_rawtable *raw,
                                  const struct staith_release_cell *cell)
{
    struct place wanted;
    if (!place_of(cell, raw->catalogue, &wanted) || wanted.parts[0] >= raw->part_count) {
        return 0;
    }
    const struct staith_rawtable_part *part = &raw->parts[wanted.parts[0]];
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *from = &part->cells[i];
        if (from->measure == wanted.parts[1] &&
            memcmp(from->categories, &wanted.parts[2],
                   cell->dimension_count * sizeof(from->categories[0])) == 0) {
            return from->value;
        }
    }
    return 0;
}
