/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells lie by period, then council, then table, measure and place: one slot each, whether sent or
 * not, so that finding one is arithmetic.
 */
#include "aggregator/benchmark/breakdown.h"

#include "aggregator/benchmark/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t ARENA_BYTES = (size_t)1024 * 1024 * 1024;

const struct staith_dimension *
staith_breakdown_dimension(const struct staith_breakdown *breakdown,
                           const struct staith_breakdown_table *table, uint32_t at)
{
    return &breakdown->catalogue->dimensions[table->table->dimensions[at]];
}

const struct staith_measure *staith_breakdown_measure_at(const struct staith_breakdown *breakdown,
                                                         const struct staith_breakdown_table *table,
                                                         uint32_t measure)
{
    return &breakdown->catalogue->measures[table->table->measures[measure]];
}

/* Fill a table's count of places and where its cells begin. */
static int measure_table(struct staith_breakdown *breakdown, struct staith_breakdown_table *table)
{
    table->places = 1;
    table->first = breakdown->slots;
    for (uint32_t i = 0; i < table->table->dimension_count; i++) {
        uint32_t categories = staith_breakdown_dimension(breakdown, table, i)->category_count;
        if (table->places > STAITH_BREAKDOWN_MAX_PLACES / (categories + 1)) {
            return STAITH_ERR_LIMIT;
        }
        table->places *= categories + 1;
    }
    breakdown->slots += (size_t)table->places * table->table->measure_count;
    return 0;
}

static int lay_out(struct staith_breakdown *breakdown)
{
    const struct staith_catalogue *catalogue = breakdown->catalogue;
    size_t areas = (size_t)breakdown->benchmark->period_count * breakdown->benchmark->council_count;
    breakdown->tables =
        staith_arena_array(&breakdown->arena, catalogue->table_count, sizeof(*breakdown->tables));
    if (breakdown->tables == NULL) {
        return STAITH_ERR_NOMEM;
    }
    breakdown->table_count = catalogue->table_count;
    for (uint32_t i = 0; i < catalogue->table_count; i++) {
        breakdown->tables[i].table = &catalogue->tables[i];
        int code = measure_table(breakdown, &breakdown->tables[i]);
        if (code != 0) {
            return code;
        }
    }
    if (areas > 0 && breakdown->slots > ARENA_BYTES / sizeof(*breakdown->cells) / areas) {
        return STAITH_ERR_LIMIT;
    }
    breakdown->cells =
        staith_arena_array(&breakdown->arena, areas * breakdown->slots, sizeof(*breakdown->cells));
    return breakdown->cells != NULL ? 0 : STAITH_ERR_NOMEM;
}

int staith_breakdown_new(const struct staith_catalogue *catalogue,
                         const struct staith_benchmark *benchmark,
                         struct staith_breakdown **ret_breakdown, struct staith_err *err)
{
    struct staith_breakdown *breakdown = calloc(1, sizeof(*breakdown));
    if (breakdown == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "out of memory");
    }
    staith_arena_init(&breakdown->arena, ARENA_BYTES);
    breakdown->catalogue = catalogue;
    breakdown->benchmark = benchmark;
    breakdown->last.period = -1;
    breakdown->last.council = -1;
    int code = lay_out(breakdown);
    if (code != 0) {
        staith_breakdown_free(breakdown);
        return staith_err_set(err, code, "the tables of %.60s are too large to be shown",
                              catalogue->dataset);
    }
    *ret_breakdown = breakdown;
    return 0;
}

void staith_breakdown_free(struct staith_breakdown *breakdown)
{
    if (breakdown != NULL) {
        staith_arena_deinit(&breakdown->arena);
        free(breakdown);
    }
}

/* ---- finding ---- */

const struct staith_breakdown_table *staith_breakdown_find(const struct staith_breakdown *breakdown,
                                                           const char *code)
{
    int at = staith_catalogue_table(breakdown->catalogue, code);
    return at >= 0 ? &breakdown->tables[at] : NULL;
}

int staith_breakdown_measure(const struct staith_breakdown *breakdown,
                             const struct staith_breakdown_table *table, const char *code)
{
    for (uint32_t i = 0; i < table->table->measure_count; i++) {
        if (strcmp(staith_breakdown_measure_at(breakdown, table, i)->code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

uint32_t staith_breakdown_place(const struct staith_breakdown *breakdown,
                                const struct staith_breakdown_table *table, const int *categories)
{
    uint32_t place = 0;
    for (uint32_t i = 0; i < table->table->dimension_count; i++) {
        uint32_t count = staith_breakdown_dimension(breakdown, table, i)->category_count;
        place = place * (count + 1) +
                (categories[i] == STAITH_BREAKDOWN_TOTAL ? count : (uint32_t)categories[i]);
    }
    return place;
}

void staith_breakdown_categories(const struct staith_breakdown *breakdown,
                                 const struct staith_breakdown_table *table, uint32_t place,
                                 int *ret_categories)
{
    for (uint32_t i = table->table->dimension_count; i > 0; i--) {
        uint32_t count = staith_breakdown_dimension(breakdown, table, i - 1)->category_count;
        uint32_t at = place % (count + 1);
        ret_categories[i - 1] = at == count ? STAITH_BREAKDOWN_TOTAL : (int)at;
        place /= count + 1;
    }
}

static struct staith_breakdown_cell *cell_at(const struct staith_breakdown *breakdown,
                                             const struct staith_breakdown_table *table,
                                             uint32_t measure, uint32_t place, uint32_t period,
                                             uint32_t council)
{
    size_t area = (size_t)period * breakdown->benchmark->council_count + council;
    size_t slot = table->first + (size_t)measure * table->places + place;
    return &breakdown->cells[area * breakdown->slots + slot];
}

struct staith_breakdown_cell staith_breakdown_at(const struct staith_breakdown *breakdown,
                                                 const struct staith_breakdown_table *table,
                                                 uint32_t measure, uint32_t place, uint32_t period,
                                                 uint32_t council)
{
    return *cell_at(breakdown, table, measure, place, period, council);
}

bool staith_breakdown_sent(const struct staith_breakdown *breakdown,
                           const struct staith_breakdown_table *table, uint32_t period)
{
    size_t count = (size_t)table->places * table->table->measure_count;
    for (uint32_t i = 0; i < breakdown->benchmark->council_count && count > 0; i++) {
        const struct staith_breakdown_cell *cells = cell_at(breakdown, table, 0, 0, period, i);
        for (size_t j = 0; j < count; j++) {
            if (cells[j].value.status != STAITH_STATUS_UNSET) {
                return true;
            }
        }
    }
    return false;
}

/* ---- filling ---- */

/* Index of the category of a dimension, or TOTAL. Cells come in the order of their categories: the
 * search goes on from where the one before was found. */
static int category_of(const struct staith_dimension *dimension, const char *code, uint32_t *last)
{
    uint32_t at = *last;
    for (uint32_t i = 0; i < dimension->category_count; i++, at++) {
        at = at < dimension->category_count ? at : 0;
        if (strcmp(dimension->categories[at].code, code) == 0) {
            *last = at;
            return (int)at;
        }
    }
    return STAITH_BREAKDOWN_TOTAL;
}

/* Index of a dimension of a table by its code, or -1. In the table that a release knows they may
 * stand in another order; `hint`: where it stands there. */
static int dimension_of(const struct staith_breakdown *breakdown,
                        const struct staith_breakdown_table *table, const char *code, uint32_t hint)
{
    const uint32_t count = table->table->dimension_count;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = (hint + i) % count;
        if (strcmp(staith_breakdown_dimension(breakdown, table, at)->code, code) == 0) {
            return (int)at;
        }
    }
    return -1;
}

/* The place of a cell, by the categories that it names; false where the table has none of the kind.
 */
static bool read_place(struct staith_breakdown *breakdown,
                       const struct staith_breakdown_table *table,
                       const struct staith_store_cell *cell, uint32_t *ret_place)
{
    int categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS];
    for (uint32_t i = 0; i < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; i++) {
        categories[i] = STAITH_BREAKDOWN_TOTAL;
    }
    for (uint32_t i = 0; i < cell->dimension_count; i++) {
        if (cell->categories[i] == NULL) {
            continue;
        }
        const int at = dimension_of(breakdown, table, cell->dimensions[i], i);
        if (at < 0) {
            return false;
        }
        categories[at] = category_of(staith_breakdown_dimension(breakdown, table, (uint32_t)at),
                                     cell->categories[i], &breakdown->last.category[at]);
        if (categories[at] == STAITH_BREAKDOWN_TOTAL) {
            return false;
        }
    }
    *ret_place = staith_breakdown_place(breakdown, table, categories);
    return true;
}

static int period_of(const struct staith_benchmark *benchmark, const struct staith_period *period)
{
    for (uint32_t i = 0; i < benchmark->period_count; i++) {
        if (staith_period_compare(&benchmark->periods[i], period) == 0) {
            return (int)i;
        }
    }
    return -1;
}

static int council_of(const struct staith_benchmark *benchmark, const char *code)
{
    for (uint32_t i = 0; i < benchmark->council_count; i++) {
        if (strcmp(benchmark->councils[i].code, code) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* Table, measure, period and council of a cell, which are mostly those of the cell before. False:
 * one of them is not known. */
static bool find_cell(struct staith_breakdown *breakdown, const struct staith_store_cell *cell)
{
    struct staith_breakdown_last *last = &breakdown->last;
    const struct staith_benchmark *benchmark = breakdown->benchmark;
    if (last->table == NULL || strcmp(last->table->table->code, cell->table) != 0) {
        last->table = staith_breakdown_find(breakdown, cell->table);
        last->measure = -1;
    }
    if (last->table == NULL) {
        return false;
    }
    if (last->measure < 0 ||
        strcmp(staith_breakdown_measure_at(breakdown, last->table, (uint32_t)last->measure)->code,
               cell->measure) != 0) {
        last->measure = staith_breakdown_measure(breakdown, last->table, cell->measure);
    }
    if (last->period < 0 ||
        staith_period_compare(&benchmark->periods[last->period], &cell->period) != 0) {
        last->period = period_of(benchmark, &cell->period);
    }
    if (last->council < 0 ||
        strcmp(benchmark->councils[last->council].code, cell->authority) != 0) {
        last->council = council_of(benchmark, cell->authority);
    }
    return last->measure >= 0 && last->period >= 0 && last->council >= 0;
}

/* `text` as a string of the breakdown's, kept once for cells that come one after the other. */
static int keep_text(struct staith_breakdown *breakdown, const char *text, const char **last,
                     const char **ret_text)
{
    if (text != NULL && (*last == NULL || strcmp(*last, text) != 0)) {
        *last = staith_arena_strdup(&breakdown->arena, text);
    }
    *ret_text = text != NULL ? *last : NULL;
    return text == NULL || *last != NULL ? 0 : STAITH_ERR_NOMEM;
}

int staith_breakdown_put(struct staith_breakdown *breakdown, const struct staith_store_cell *cell)
{
    struct staith_breakdown_last *last = &breakdown->last;
    uint32_t place = 0;
    if (!find_cell(breakdown, cell) || !read_place(breakdown, last->table, cell, &place)) {
        return 0;
    }
    struct staith_breakdown_cell *own =
        cell_at(breakdown, last->table, (uint32_t)last->measure, place, (uint32_t)last->period,
                (uint32_t)last->council);
    own->value = cell->value;
    own->contributing = staith_benchmark_usable(&cell->value) ? 1 : 0;
    own->base = cell->base;
    own->reach = cell->reach;
    int code = keep_text(breakdown, cell->reason, &last->reason, &own->reason);
    return code != 0
               ? code
               : keep_text(breakdown, cell->certificate, &last->certificate, &own->certificate);
}

/** A reading under way. */
struct reading {
    struct staith_breakdown *breakdown;
    const struct staith_benchmark_question *question;
};

/* Whether a cell was published is known of headlines alone: none of these counts as if it was. */
static int put_one(void *ctx, const struct staith_store_cell *cell)
{
    struct reading *reading = ctx;
    const struct staith_benchmark_question *question = reading->question;
    if (question->counts != NULL) {
        struct staith_store_figure figure = {.period = cell->period, .value = cell->value};
        (void)snprintf(figure.authority, sizeof(figure.authority), "%s", cell->authority);
        (void)snprintf(figure.measure, sizeof(figure.measure), "%s", cell->measure);
        if (!question->counts(question->counts_ctx, &figure, false)) {
            return 0;
        }
    }
    return staith_breakdown_put(reading->breakdown, cell);
}

int staith_breakdown_read(struct staith_store *store,
                          const struct staith_benchmark_question *question,
                          const struct staith_benchmark *benchmark,
                          struct staith_breakdown **ret_breakdown, struct staith_err *err)
{
    struct staith_breakdown *breakdown = NULL;
    int code = staith_breakdown_new(question->catalogue, benchmark, &breakdown, err);
    if (code != 0) {
        return code;
    }
    struct reading reading = {breakdown, question};
    code = staith_store_cells(store, question->catalogue->dataset, put_one, &reading, err);
    if (code != 0) {
        staith_breakdown_free(breakdown);
        return err->code != 0 ? code : staith_err_set(err, code, "out of memory for breakdowns");
    }
    *ret_breakdown = breakdown;
    return 0;
}
