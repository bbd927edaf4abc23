/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/place.h"

#include "base/err.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Append to `out`; false when it does not fit. */
static bool append(char *out, size_t cap, size_t *used, const char *before, const char *text)
{
    int length = snprintf(out + *used, cap - *used, "%s%s", before, text);
    if (length < 0 || (size_t)length >= cap - *used) {
        return false;
    }
    *used += (size_t)length;
    return true;
}

int staith_place_name(const struct staith_catalogue *catalogue, const struct staith_place *place,
                      const char *suffix, char *out, size_t cap)
{
    const struct staith_table *table = &catalogue->tables[place->table];
    size_t used = 0;
    bool fits = append(out, cap, &used, "", catalogue->measures[place->measure].code);
    for (uint32_t dimension = 0; fits && dimension < catalogue->dimension_count; dimension++) {
        for (uint32_t d = 0; fits && d < table->dimension_count; d++) {
            if (table->dimensions[d] == dimension && place->categories[d] != STAITH_PLACE_TOTAL) {
                const struct staith_dimension *at = &catalogue->dimensions[dimension];
                fits = append(out, cap, &used, "|", at->code) &&
                       append(out, cap, &used, "=", at->categories[place->categories[d]].code);
            }
        }
    }
    return fits && append(out, cap, &used, suffix, "") ? 0 : STAITH_ERR_LIMIT;
}

/* Index of a category, or -1. */
static int find_category(const struct staith_dimension *dimension, const char *code)
{
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        if (strcmp(dimension->categories[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int staith_place_of(const struct staith_catalogue *catalogue,
                    const struct staith_release_cell *cell, struct staith_place *ret_place)
{
    int table = staith_catalogue_table(catalogue, cell->table);
    int measure = staith_catalogue_measure(catalogue, cell->measure);
    if (table < 0 || measure < 0 ||
        catalogue->tables[table].dimension_count != cell->dimension_count) {
        return STAITH_ERR_INVAL;
    }
    struct staith_place place = {.table = (uint16_t)table, .measure = (uint16_t)measure};
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        const struct staith_dimension *dimension =
            &catalogue->dimensions[catalogue->tables[table].dimensions[i]];
        int category = cell->categories[i] == NULL ? (int)STAITH_PLACE_TOTAL
                                                   : find_category(dimension, cell->categories[i]);
        if (category < 0 || strcmp(dimension->code, cell->dimensions[i]) != 0) {
            return STAITH_ERR_INVAL;
        }
        place.categories[i] = (uint16_t)category;
    }
    *ret_place = place;
    return 0;
}
