/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/place.h"

#include "base/err.h"
#include "model/system.h"

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

enum { PARTS = STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS };

/* Where the parts "|role=manager" of a name begin, at most `PARTS` of them, and how many. */
static uint32_t cut_parts(const char *name, const char *parts[PARTS])
{
    uint32_t count = 0;
    for (const char *at = strchr(name, '|'); at != NULL; at = strchr(at + 1, '|')) {
        if (count < PARTS) {
            parts[count] = at;
        }
        count++;
    }
    return count;
}

static size_t part_length(const char *part)
{
    return 1 + strcspn(part + 1, "|");
}

static int compare_parts(const char *a, const char *b)
{
    size_t left = part_length(a);
    size_t right = part_length(b);
    int order = strncmp(a, b, left < right ? left : right);
    return order != 0 ? order : (left > right) - (left < right);
}

void staith_place_sort(char *name)
{
    const char *parts[PARTS];
    char sorted[2 * STAITH_SYSTEM_NAME_BYTES];
    uint32_t count = cut_parts(name, parts);
    size_t used = 0;
    if (count < 2 || count > PARTS || strlen(parts[0]) >= sizeof(sorted)) {
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const char *moved = parts[i];
        uint32_t at = i;
        for (; at > 0 && compare_parts(moved, parts[at - 1]) < 0; at--) {
            parts[at] = parts[at - 1];
        }
        parts[at] = moved;
    }
    for (uint32_t i = 0; i < count; i++) {
        memcpy(sorted + used, parts[i], part_length(parts[i]));
        used += part_length(parts[i]);
    }
    memcpy(strchr(name, '|'), sorted, used);
}

/* Whether `code` is the first `length` bytes of `text`, and all of the code. */
static bool is_code(const char *code, const char *text, size_t length)
{
    return strlen(code) == length && strncmp(code, text, length) == 0;
}

/* A part "|role=manager" as indices of the catalogue. */
static enum staith_place_lack read_part(const struct staith_catalogue *catalogue, const char *part,
                                        uint16_t *ret_dimension, uint16_t *ret_category)
{
    size_t length = strcspn(part + 1, "=|");
    const char *category = part + 1 + length + 1;
    size_t rest = part_length(part);
    for (uint32_t d = 0; d < catalogue->dimension_count; d++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[d];
        if (rest < length + 2 || !is_code(dimension->code, part + 1, length)) {
            continue;
        }
        for (uint32_t i = 0; i < dimension->category_count; i++) {
            if (is_code(dimension->categories[i].code, category, rest - length - 2)) {
                *ret_dimension = (uint16_t)d;
                *ret_category = (uint16_t)i;
                return STAITH_PLACE_LACKS_NOTHING;
            }
        }
        return STAITH_PLACE_LACKS_CATEGORY;
    }
    return STAITH_PLACE_LACKS_DIMENSION;
}

/* Whether a table has the measure and each of the dimensions; the place in it. */
static bool find_in_table(const struct staith_catalogue *catalogue, const uint16_t *dimensions,
                          const uint16_t *categories, uint32_t count, struct staith_place *place)
{
    const struct staith_table *table = &catalogue->tables[place->table];
    uint32_t found = 0;
    bool measured = false;
    for (uint32_t m = 0; m < table->measure_count; m++) {
        measured = measured || table->measures[m] == place->measure;
    }
    for (uint32_t d = 0; measured && d < table->dimension_count; d++) {
        place->categories[d] = STAITH_PLACE_TOTAL;
        for (uint32_t i = 0; i < count; i++) {
            if (dimensions[i] == table->dimensions[d]) {
                place->categories[d] = categories[i];
                found++;
            }
        }
    }
    return measured && found == count;
}

enum staith_place_lack staith_place_read(const struct staith_catalogue *catalogue, const char *name,
                                         struct staith_place *ret_place)
{
    const char *parts[PARTS];
    uint16_t dimensions[PARTS] = {0}, categories[PARTS] = {0};
    uint32_t count = cut_parts(name, parts);
    struct staith_place place = {0};
    uint32_t measure = 0;
    while (measure < catalogue->measure_count &&
           !is_code(catalogue->measures[measure].code, name, strcspn(name, "|"))) {
        measure++;
    }
    if (measure == catalogue->measure_count) {
        return STAITH_PLACE_LACKS_MEASURE;
    }
    for (uint32_t i = 0; i < count; i++) {
        enum staith_place_lack lack =
            i == PARTS ? STAITH_PLACE_LACKS_DIMENSION
                       : read_part(catalogue, parts[i], &dimensions[i], &categories[i]);
        for (uint32_t k = 0; lack == STAITH_PLACE_LACKS_NOTHING && k < i; k++) {
            lack = dimensions[k] == dimensions[i] ? STAITH_PLACE_LACKS_DIMENSION : lack;
        }
        if (lack != STAITH_PLACE_LACKS_NOTHING) {
            return lack;
        }
    }
    place.measure = (uint16_t)measure;
    for (uint32_t t = 0; t < catalogue->table_count; t++) {
        place.table = (uint16_t)t;
        if (find_in_table(catalogue, dimensions, categories, count, &place)) {
            *ret_place = place;
            return STAITH_PLACE_LACKS_NOTHING;
        }
    }
    return STAITH_PLACE_LACKS_TABLE;
}
