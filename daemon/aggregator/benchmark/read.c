/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A comparison of what a store holds: figures are read into arrays, in one transaction so that
 * both are of the same moment, and compared.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/benchmark/rules.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_FIGURES = 4 * 1000 * 1000, FIRST_ROOM = 1024 };

struct figures {
    struct staith_store_figure *items;
    size_t count;
    size_t room;
};

struct nationals {
    struct staith_store_national *items;
    size_t count;
    size_t room;
};

/* Room for one more item of `size` bytes; the array moves as it grows. */
static int grow(void **items, size_t count, size_t *room, size_t size)
{
    if (count < *room) {
        return 0;
    }
    if (count >= MAX_FIGURES) {
        return STAITH_ERR_LIMIT;
    }
    size_t more = *room == 0 ? FIRST_ROOM : *room * 2;
    void *moved = realloc(*items, more * size);
    if (moved == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *items = moved;
    *room = more;
    return 0;
}

static int keep_figure(void *ctx, const struct staith_store_figure *figure)
{
    struct figures *figures = ctx;
    void *items = figures->items;
    int code = grow(&items, figures->count, &figures->room, sizeof(*figure));
    figures->items = items;
    if (code == 0) {
        figures->items[figures->count++] = *figure;
    }
    return code;
}

static int keep_national(void *ctx, const struct staith_store_national *figure)
{
    struct nationals *nationals = ctx;
    void *items = nationals->items;
    int code = grow(&items, nationals->count, &nationals->room, sizeof(*figure));
    nationals->items = items;
    if (code == 0) {
        nationals->items[nationals->count++] = *figure;
    }
    return code;
}

/* ---- what counts for who asks ---- */

/** A figure's place in the national file. */
struct place {
    const char *period;
    const char *area;
    const char *item;
};

static int compare_place(const void *a, const void *b)
{
    const struct place *wanted = a;
    const struct staith_store_national *one = b;
    int order = strcmp(wanted->period, one->period);
    order = order != 0 ? order : strcmp(wanted->area, one->area);
    return order != 0 ? order : strcmp(wanted->item, one->item);
}

/* Whether the national file prints this very number of the council alone. A mark in its place
 * (suppressed, not available) or a joint return says nothing that may be shown as a number.
 * The store gives national figures in order of period, area and item. */
static bool is_published(const struct nationals *nationals,
                         const struct staith_catalogue *catalogue,
                         const struct staith_store_figure *figure)
{
    char period[STAITH_PERIOD_CODE_BYTES];
    const struct place place = {period, figure->authority, figure->measure};
    staith_period_format(&figure->period, period);
    const struct staith_store_national *one =
        nationals->count == 0 ? NULL
                              : bsearch(&place, nationals->items, nationals->count,
                                        sizeof(nationals->items[0]), compare_place);
    int measure = staith_catalogue_measure(catalogue, figure->measure);
    if (one == NULL || one->status != STAITH_STATUS_VALUE || one->joint[0] != '\0' || measure < 0 ||
        figure->value.status != STAITH_STATUS_VALUE) {
        return false;
    }
    unsigned digits = staith_unit_digits(catalogue->measures[measure].unit);
    return one->decimals <= digits &&
           staith_benchmark_shown(&figure->value, digits, one->decimals).value == one->value;
}

static void keep_what_counts(struct figures *figures, const struct nationals *nationals,
                             const struct staith_benchmark_question *question)
{
    size_t kept = 0;
    for (size_t i = 0; i < figures->count; i++) {
        const struct staith_store_figure *figure = &figures->items[i];
        bool published = is_published(nationals, question->catalogue, figure);
        if (question->counts(question->counts_ctx, figure, published)) {
            figures->items[kept++] = *figure;
        }
    }
    figures->count = kept;
}

int staith_benchmark_read(struct staith_store *store,
                          const struct staith_benchmark_question *question,
                          struct staith_benchmark **ret_benchmark, struct staith_err *err)
{
    struct figures figures = {0};
    struct nationals nationals = {0};
    int code = staith_store_begin(store, err);
    if (code != 0) {
        return code;
    }
    code = staith_store_headlines(store, question->catalogue->dataset, keep_figure, &figures, err);
    if (code == 0) {
        code = staith_store_nationals(store, keep_national, &nationals, err);
    }
    staith_store_rollback(store);
    if (code == 0 && question->counts != NULL) {
        keep_what_counts(&figures, &nationals, question);
    }
    if (code == STAITH_ERR_NOMEM || code == STAITH_ERR_LIMIT) {
        code = staith_err_set(err, code, "the store holds more figures than can be compared");
    }
    if (code == 0) {
        code = staith_benchmark_compute(question, figures.items, figures.count, nationals.items,
                                        nationals.count, ret_benchmark, err);
    }
    free(figures.items);
    free(nationals.items);
    return code;
}
