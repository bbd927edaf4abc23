/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures by period, area and item: sorted pointers and a binary search.
 */
#include "aggregator/benchmark/rules.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const struct staith_store_figure *a, const struct staith_period *period,
                    const char *authority, const char *measure)
{
    int order = staith_period_compare(&a->period, period);
    if (order == 0) {
        order = strcmp(a->authority, authority);
    }
    return order != 0 ? order : strcmp(a->measure, measure);
}

static int compare_figures(const void *a, const void *b)
{
    const struct staith_store_figure *left = *(const struct staith_store_figure *const *)a;
    const struct staith_store_figure *right = *(const struct staith_store_figure *const *)b;
    return by_place(left, &right->period, right->authority, right->measure);
}

static int by_area(const struct staith_store_national *a, const char *period, const char *area,
                   const char *item)
{
    int order = strcmp(a->period, period);
    if (order == 0) {
        order = strcmp(a->area, area);
    }
    return order != 0 ? order : strcmp(a->item, item);
}

static int compare_nationals(const void *a, const void *b)
{
    const struct staith_store_national *left = *(const struct staith_store_national *const *)a;
    const struct staith_store_national *right = *(const struct staith_store_national *const *)b;
    return by_area(left, right->period, right->area, right->item);
}

int staith_benchmark_index_init(struct staith_benchmark_index *index, struct staith_arena *arena,
                                const struct staith_store_figure *figures, size_t figure_count,
                                const struct staith_store_national *nationals,
                                size_t national_count)
{
    index->figure_count = figure_count;
    index->national_count = national_count;
    index->figures = staith_arena_array(arena, figure_count, sizeof(*index->figures));
    index->nationals = staith_arena_array(arena, national_count, sizeof(*index->nationals));
    if (index->figures == NULL || index->nationals == NULL) {
        return STAITH_ERR_NOMEM;
    }
    for (size_t i = 0; i < figure_count; i++) {
        index->figures[i] = &figures[i];
    }
    for (size_t i = 0; i < national_count; i++) {
        index->nationals[i] = &nationals[i];
    }
    qsort(index->figures, figure_count, sizeof(*index->figures), compare_figures);
    qsort(index->nationals, national_count, sizeof(*index->nationals), compare_nationals);
    return 0;
}

/* Index of the first figure that is not before a place. */
static size_t first_from(const struct staith_benchmark_index *index,
                         const struct staith_period *period, const char *authority)
{
    size_t low = 0;
    size_t high = index->figure_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_place(index->figures[middle], period, authority, "") < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct staith_benchmark_row staith_benchmark_row(const struct staith_benchmark_index *index,
                                                 const struct staith_period *period,
                                                 const char *authority)
{
    const size_t first = first_from(index, period, authority);
    size_t end = first;
    while (end < index->figure_count && strcmp(index->figures[end]->authority, authority) == 0 &&
           staith_period_compare(&index->figures[end]->period, period) == 0) {
        end++;
    }
    return (struct staith_benchmark_row){end - first, index->figures + first};
}

const struct staith_store_figure *staith_benchmark_find(const struct staith_benchmark_row *row,
                                                        const char *measure)
{
    size_t low = 0;
    size_t high = row->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(row->figures[middle]->measure, measure);
        if (order == 0) {
            return row->figures[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const struct staith_store_national *
staith_benchmark_find_national(const struct staith_benchmark_index *index, const char *period,
                               const char *area, const char *item)
{
    size_t low = 0;
    size_t high = index->national_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = by_area(index->nationals[middle], period, area, item);
        if (order == 0) {
            return index->nationals[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}
