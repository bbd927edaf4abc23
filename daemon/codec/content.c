/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A release may say only what its catalogue knows: tables, their measures, their dimensions in
 * their order, categories; and numbers that can be. The shape of codes and values was checked when
 * the release was rebuilt from bytes.
 */
#include "codec/codec.h"

#include <stdbool.h>
#include <string.h>

static int wrong(struct staith_err *err, uint32_t cell, const char *what)
{
    return staith_err_set(err, STAITH_ERR_INVAL, "cell %u: %s", (unsigned)cell, what);
}

static bool table_has_measure(const struct staith_table *table, int measure)
{
    for (uint32_t i = 0; measure >= 0 && i < table->measure_count; i++) {
        if (table->measures[i] == measure) {
            return true;
        }
    }
    return false;
}

/* Where in its dimension each category of the cell before stands: the next is mostly behind it. */
struct last {
    uint32_t at[4];
};

static bool has_category(const struct staith_dimension *dimension, const char *code, uint32_t *last)
{
    uint32_t at = *last;
    for (uint32_t i = 0; i < dimension->category_count; i++, at++) {
        at = at < dimension->category_count ? at : 0;
        if (strcmp(dimension->categories[at].code, code) == 0) {
            *last = at;
            return true;
        }
    }
    return false;
}

static int check_place(const struct staith_release_cell *cell, uint32_t index,
                       const struct staith_catalogue *catalogue, const struct staith_table *table,
                       struct last *last, struct staith_err *err)
{
    if (cell->dimension_count != table->dimension_count) {
        return wrong(err, index, "does not have the dimensions of its table");
    }
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[table->dimensions[i]];
        if (strcmp(cell->dimensions[i], dimension->code) != 0) {
            return wrong(err, index, "does not have the dimensions of its table");
        }
        if (cell->categories[i] != NULL &&
            !has_category(dimension, cell->categories[i], &last->at[i])) {
            return wrong(err, index, "a category that the catalogue does not know");
        }
    }
    return 0;
}

static int check_cell(const struct staith_release_cell *cell, uint32_t index,
                      const struct staith_catalogue *catalogue, struct last *last,
                      struct staith_err *err)
{
    int at = staith_catalogue_table(catalogue, cell->table);
    if (at < 0) {
        return wrong(err, index, "a table that the catalogue does not know");
    }
    const struct staith_table *table = &catalogue->tables[at];
    if (!table_has_measure(table, staith_catalogue_measure(catalogue, cell->measure))) {
        return wrong(err, index, "a measure that is not of its table");
    }
    if (cell->value.lo < 0) {
        return wrong(err, index, "less than nothing");
    }
    return check_place(cell, index, catalogue, table, last, err);
}

int staith_codec_check_content(const struct staith_release *release,
                               const struct staith_catalogue *catalogue, struct staith_err *err)
{
    if (strcmp(staith_release_dataset(release), catalogue->dataset) != 0) {
        return staith_err_set(err, STAITH_ERR_INVAL, "its catalogue is of another dataset");
    }
    if (staith_release_audience(release) == STAITH_AUDIENCE_COUNCIL) {
        return staith_err_set(err, STAITH_ERR_INVAL, "it is for the council itself");
    }
    int rc = 0;
    struct last last = {{0}};
    for (uint32_t i = 0; rc == 0 && i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        rc = check_cell(&cell, i, catalogue, &last, err);
    }
    return rc;
}
