/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The check looks at sorted cells, so that a cell's parent is found by halving and the whole is
 * about n log n however many cells a host sends.
 */
#include "model/rawtable.h"

#include "base/decimal.h"
#include "model/authority.h"

#include <staith/plugin.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* One table with what is needed to look into it. */
struct view {
    const struct staith_catalogue *catalogue;
    const struct staith_table *table;
    const struct staith_rawtable_part *part;
};

static int compare(const struct staith_cell *a, const struct staith_cell *b, uint32_t dimensions)
{
    if (a->measure != b->measure) {
        return a->measure < b->measure ? -1 : 1;
    }
    for (uint32_t d = 0; d < dimensions; d++) {
        if (a->categories[d] != b->categories[d]) {
            return a->categories[d] < b->categories[d] ? -1 : 1;
        }
    }
    return 0;
}

/* Index of the cell at the place of `key`, or cell_count. */
static uint32_t find(const struct view *view, const struct staith_cell *key)
{
    uint32_t low = 0;
    uint32_t high = view->part->cell_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare(&view->part->cells[middle], key, view->table->dimension_count);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return view->part->cell_count;
}

static struct staith_cell top_total(uint16_t measure)
{
    struct staith_cell cell = {.measure = measure};
    for (size_t d = 0; d < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; d++) {
        cell.categories[d] = STAITH_TOTAL;
    }
    return cell;
}

static bool has_measure(const struct staith_table *table, uint16_t measure)
{
    for (uint32_t i = 0; i < table->measure_count; i++) {
        if (table->measures[i] == measure) {
            return true;
        }
    }
    return false;
}

static const char *place_fault(const struct view *view, const struct staith_cell *cell)
{
    if (!has_measure(view->table, cell->measure)) {
        return "its measure is not one of the table's";
    }
    for (uint32_t d = 0; d < view->table->dimension_count; d++) {
        uint16_t dimension = view->table->dimensions[d];
        if (cell->categories[d] != STAITH_TOTAL &&
            cell->categories[d] >= view->catalogue->dimensions[dimension].category_count) {
            return "a category is out of range";
        }
    }
    return NULL;
}

static bool is_zero(const struct staith_cell *cell)
{
    const int64_t numbers[] = {cell->value,         cell->largest,      cell->second,
                               cell->contributors,  cell->owners,       cell->owned,
                               cell->owner_largest, cell->owner_second, cell->values};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (numbers[i] != 0) {
            return false;
        }
    }
    return true;
}

/* Whether the two largest shares and the whole can be so. */
static bool shares_fit(int64_t largest, int64_t second, int64_t whole)
{
    return second >= 0 && largest >= second && largest <= whole && second <= whole - largest;
}

/* What adds up from cell to total. */
static int64_t additive(const struct view *view, const struct staith_cell *cell)
{
    bool order = staith_measure_quarter(&view->catalogue->measures[cell->measure]) != 0;
    return order ? cell->values : cell->value;
}

static const char *share_fault(const struct view *view, const struct staith_cell *cell)
{
    bool has_people = view->catalogue->measures[cell->measure].aggregation != STAITH_COUNCIL_VALUE;
    int64_t whole = additive(view, cell);
    if (!shares_fit(cell->largest, cell->second, whole)) {
        return "its largest contributions do not fit its value";
    }
    if (!shares_fit(cell->owner_largest, cell->owner_second, cell->owned) || cell->owned > whole ||
        (cell->owners == 0 && cell->owned > 0)) {
        return "its owners do not fit its value";
    }
    if (has_people && whole > 0 && cell->contributors == 0) {
        return "it has a value and no contributors";
    }
    return NULL;
}

static const char *number_fault(const struct view *view, const struct staith_cell *cell)
{
    if (cell->status == STAITH_STATUS_UNAVAILABLE) {
        return is_zero(cell) ? NULL : "it is unavailable and has a number";
    }
    if (cell->status != STAITH_STATUS_VALUE) {
        return "its status is not one of a raw table";
    }
    if (cell->value < 0 || cell->values < 0) {
        return "it is below zero";
    }
    bool order = staith_measure_quarter(&view->catalogue->measures[cell->measure]) != 0;
    if (order ? cell->value > 0 && cell->values == 0 : cell->values > 0) {
        return "the number of its values does not fit its measure";
    }
    return share_fault(view, cell);
}

static int refuse(const struct view *view, uint32_t cell, const char *why, struct staith_err *err)
{
    return staith_err_set(err, STAITH_ERR_INVAL, "raw table: table %s, cell %lu: %s",
                          view->table->code, (unsigned long)cell, why);
}

static int check_cells(const struct view *view, struct staith_err *err)
{
    for (uint32_t i = 0; i < view->part->cell_count; i++) {
        const struct staith_cell *cell = &view->part->cells[i];
        const char *fault = place_fault(view, cell);
        if (fault == NULL) {
            fault = number_fault(view, cell);
        }
        if (fault == NULL && i > 0 && compare(cell - 1, cell, view->table->dimension_count) >= 0) {
            fault = "it is out of order or at the place of another";
        }
        if (fault != NULL) {
            return refuse(view, i, fault, err);
        }
    }
    for (uint32_t i = 0; i < view->table->measure_count; i++) {
        struct staith_cell top = top_total(view->table->measures[i]);
        if (find(view, &top) == view->part->cell_count) {
            return refuse(view, view->part->cell_count, "a measure has no total", err);
        }
    }
    return 0;
}

/* Add every cell to the one above it along dimension `d` (a category's parent, or the total) and
 * hold the sums against what stands there. `sums` has a number a cell. */
static int check_sums_along(const struct view *view, uint32_t d, int64_t *sums,
                            struct staith_err *err)
{
    const struct staith_dimension *dimension =
        &view->catalogue->dimensions[view->table->dimensions[d]];
    uint32_t count = view->part->cell_count;
    memset(sums, 0, count * sizeof(*sums));
    for (uint32_t i = 0; i < count; i++) {
        struct staith_cell above = view->part->cells[i];
        if (above.categories[d] == STAITH_TOTAL) {
            continue;
        }
        /* A category without a parent has STAITH_NO_CATEGORY there, which is STAITH_TOTAL. */
        above.categories[d] = dimension->categories[above.categories[d]].parent;
        uint32_t at = find(view, &above);
        if (at == count) {
            return refuse(view, i, "the total above it is missing", err);
        }
        if (staith_decimal_add(sums[at], additive(view, &view->part->cells[i]), &sums[at]) != 0) {
            return refuse(view, at, "the sum below it is too large", err);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct staith_cell *cell = &view->part->cells[i];
        if (cell->status == STAITH_STATUS_VALUE && sums[i] > additive(view, cell)) {
            return refuse(view, i, "it is less than the sum of its children", err);
        }
    }
    return 0;
}

static int check_part(const struct view *view, struct staith_err *err)
{
    int code = check_cells(view, err);
    if (code != 0 || view->table->dimension_count == 0) {
        return code;
    }
    int64_t *sums = calloc(view->part->cell_count, sizeof(*sums));
    if (sums == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    for (uint32_t d = 0; code == 0 && d < view->table->dimension_count; d++) {
        code = check_sums_along(view, d, sums, err);
    }
    free(sums);
    return code;
}

static int check_findings(const struct staith_rawtable *raw, struct staith_err *err)
{
    const struct staith_catalogue *catalogue = raw->catalogue;
    for (uint32_t i = 0; i < raw->finding_count; i++) {
        const struct staith_finding *finding = &raw->findings[i];
        if (finding->check >= catalogue->check_count ||
            (finding->element >= catalogue->element_count &&
             finding->element != STAITH_NO_ELEMENT)) {
            return staith_err_set(err, STAITH_ERR_INVAL,
                                  "raw table: finding %lu names an unknown check or element",
                                  (unsigned long)i);
        }
    }
    return 0;
}

int staith_rawtable_check(const struct staith_rawtable *raw, struct staith_err *err)
{
    const struct staith_catalogue *catalogue = raw->catalogue;
    bool failed = raw->part_count == 0;
    if (!staith_authority_valid(raw->authority)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "raw table: the authority is not valid");
    }
    if (!staith_period_valid(&raw->period) && !(failed && raw->period.kind == 0)) {
        return staith_err_set(err, STAITH_ERR_INVAL, "raw table: the period is not valid");
    }
    if (!failed && raw->part_count != catalogue->table_count) {
        return staith_err_set(err, STAITH_ERR_INVAL,
                              "raw table: it does not have the catalogue's tables");
    }
    for (uint32_t i = 0; i < raw->part_count; i++) {
        if (raw->parts[i].table != i) {
            return staith_err_set(err, STAITH_ERR_INVAL, "raw table: table %lu is out of order",
                                  (unsigned long)i);
        }
        struct view view = {catalogue, &catalogue->tables[i], &raw->parts[i]};
        int code = check_part(&view, err);
        if (code != 0) {
            return code;
        }
    }
    return check_findings(raw, err);
}

const struct staith_cell *staith_rawtable_headline(const struct staith_rawtable *raw,
                                                   uint16_t measure)
{
    for (uint32_t i = 0; i < raw->part_count; i++) {
        struct view view = {raw->catalogue, &raw->catalogue->tables[raw->parts[i].table],
                            &raw->parts[i]};
        if (!has_measure(view.table, measure)) {
            continue;
        }
        struct staith_cell top = top_total(measure);
        uint32_t at = find(&view, &top);
        return at == view.part->cell_count ? NULL : &view.part->cells[at];
    }
    return NULL;
}
