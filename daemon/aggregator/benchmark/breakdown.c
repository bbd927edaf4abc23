/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells lie by period, then council, then table, measure and place: one slot each, whether sent or
 * not, so that finding one is arithmetic.
 */
#include "aggregator/benchmark/breakdown.h"

#include "aggregator/benchmark/rules.h"

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

/* Index of the category `code` (of `len` bytes) of a dimension, or TOTAL. */
static int category_of(const struct staith_dimension *dimension, const char *code, size_t len)
{
    for (uint32_t i = 0; i < dimension->category_count; i++) {
        const char *own = dimension->categories[i].code;
        if (strncmp(own, code, len) == 0 && own[len] == '\0') {
            return (int)i;
        }
    }
    return STAITH_BREAKDOWN_TOTAL;
}

/* The categories that a place's text names; false where the table has none of the kind. */
static bool read_place(const struct staith_breakdown *breakdown,
                       const struct staith_breakdown_table *table, const char *text,
                       int *categories)
{
    for (uint32_t i = 0; i < table->table->dimension_count; i++) {
        categories[i] = STAITH_BREAKDOWN_TOTAL;
    }
    while (*text != '\0') {
        size_t name = strcspn(text, "=");
        size_t len = strcspn(text, ",");
        bool found = false;
        for (uint32_t i = 0; i < table->table->dimension_count && name < len; i++) {
            const struct staith_dimension *dimension =
                staith_breakdown_dimension(breakdown, table, i);
            if (strncmp(dimension->code, text, name) == 0 && dimension->code[name] == '\0') {
                categories[i] = category_of(dimension, text + name + 1, len - name - 1);
                found = categories[i] != STAITH_BREAKDOWN_TOTAL;
            }
        }
        if (!found) {
            return false;
        }
        text += len + (text[len] == ',' ? 1 : 0);
    }
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

/* The name of a certificate, kept once for all cells of a release. */
static int put_protection(struct staith_breakdown *breakdown, const struct staith_store_cell *cell,
                          struct staith_breakdown_cell *own)
{
    own->base = cell->base;
    own->reach = cell->reach;
    if (cell->certificate[0] == '\0') {
        return 0;
    }
    if (breakdown->certificate == NULL || strcmp(breakdown->certificate, cell->certificate) != 0) {
        breakdown->certificate = staith_arena_strdup(&breakdown->arena, cell->certificate);
    }
    own->certificate = breakdown->certificate;
    return own->certificate != NULL ? 0 : STAITH_ERR_NOMEM;
}

int staith_breakdown_put(struct staith_breakdown *breakdown, const struct staith_store_cell *cell)
{
    int categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS];
    const struct staith_breakdown_table *table = staith_breakdown_find(breakdown, cell->table);
    int period = period_of(breakdown->benchmark, &cell->period);
    int council = council_of(breakdown->benchmark, cell->authority);
    int measure = table != NULL ? staith_breakdown_measure(breakdown, table, cell->measure) : -1;
    if (period < 0 || council < 0 || measure < 0 ||
        !read_place(breakdown, table, cell->place, categories)) {
        return 0;
    }
    struct staith_breakdown_cell *own = cell_at(
        breakdown, table, (uint32_t)measure, staith_breakdown_place(breakdown, table, categories),
        (uint32_t)period, (uint32_t)council);
    own->value = cell->value;
    own->contributing = staith_benchmark_usable(&cell->value) ? 1 : 0;
    if (cell->reason[0] != '\0') {
        own->reason = staith_arena_strdup(&breakdown->arena, cell->reason);
        if (own->reason == NULL) {
            return STAITH_ERR_NOMEM;
        }
    }
    return put_protection(breakdown, cell, own);
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
    struct staith_store_figure figure = {.period = cell->period, .value = cell->value};
    memcpy(figure.authority, cell->authority, sizeof(figure.authority));
    memcpy(figure.measure, cell->measure, sizeof(figure.measure));
    return question->counts == NULL || question->counts(question->counts_ctx, &figure, false)
               ? staith_breakdown_put(reading->breakdown, cell)
               : 0;
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
