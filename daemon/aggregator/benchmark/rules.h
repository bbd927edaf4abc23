/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_BENCHMARK_RULES_H
#define STAITH_AGGREGATOR_BENCHMARK_RULES_H
/*
 * The rules that make a comparison, each a pure function. Included by aggregator/benchmark only.
 */
#include "aggregator/benchmark/benchmark.h"

#include <stddef.h>

/** Values beyond this are not believed (`u`): sums and quantiles of them might overflow. */
#define STAITH_BENCHMARK_LARGEST INT64_C(1000000000000000)

/* ---- rate.c: one figure from its parts ---- */

/** Whether a value is a number for sums and rates: VALUE, or LOW (its number, or about 0). */
bool staith_benchmark_usable(const struct staith_value *value);
/** a + b: their exact sum, or the status that wins (c, u, x, z, then nothing sent). */
struct staith_value staith_benchmark_add(const struct staith_value *a,
                                         const struct staith_value *b);
/** `value` with `digits` more digits of scale; a status stays. */
struct staith_value staith_benchmark_scale_up(const struct staith_value *value, unsigned digits);
/** The rate of an indicator of `numerator` (10^-numerator_digits) to `denominator`. */
struct staith_benchmark_figure staith_benchmark_rate(const struct staith_benchmark_item *item,
                                                     uint32_t scale,
                                                     const struct staith_value *numerator,
                                                     const struct staith_value *denominator,
                                                     bool leap_day);
/** A measure as it is shown: rounded from `digits` to the item's decimals. */
struct staith_benchmark_figure staith_benchmark_shown(const struct staith_value *value,
                                                      unsigned digits, unsigned decimals);
/** A national figure at the item's decimals. */
struct staith_benchmark_figure
staith_benchmark_published(const struct staith_store_national *national, unsigned decimals);

/* ---- order.c: figures among each other ---- */

/** Whether a figure counts among others, and with which number (`low` as 0). */
bool staith_benchmark_number(const struct staith_benchmark_figure *figure, int64_t *ret_number);
/** Sort ascending. */
void staith_benchmark_sort(int64_t *numbers, size_t count);
/** Quantile quarter/4 (1..3) of type 7 of sorted numbers, times 100, exact. count >= 1. */
int64_t staith_benchmark_quantile(const int64_t *sorted, size_t count, unsigned quarter);
/** Fill rank, tied, quartile of every council, and ranked and quartiles of the result.
 *  `scratch` has room for `count` numbers. */
void staith_benchmark_order(struct staith_benchmark_result *result, uint32_t count,
                            uint32_t polarity, int64_t *scratch);

/* ---- lookup.c: finding figures ---- */

/** Figures sorted for finding. Arrays lie in the arena; figures are the caller's. */
struct staith_benchmark_index {
    size_t figure_count;
    const struct staith_store_figure **figures;
    size_t national_count;
    const struct staith_store_national **nationals;
};

/** 0 or STAITH_ERR_NOMEM. */
int staith_benchmark_index_init(struct staith_benchmark_index *index, struct staith_arena *arena,
                                const struct staith_store_figure *figures, size_t figure_count,
                                const struct staith_store_national *nationals,
                                size_t national_count);
/** The figures of a council in a period, by measure. The index's. */
struct staith_benchmark_row {
    size_t count;
    const struct staith_store_figure **figures;
};
struct staith_benchmark_row staith_benchmark_row(const struct staith_benchmark_index *index,
                                                 const struct staith_period *period,
                                                 const char *authority);
/** The figure or NULL. */
const struct staith_store_figure *staith_benchmark_find(const struct staith_benchmark_row *row,
                                                        const char *measure);
/** A national figure or NULL. `period` is a code. */
const struct staith_store_national *
staith_benchmark_find_national(const struct staith_benchmark_index *index, const char *period,
                               const char *area, const char *item);

/* ---- assess.c: what chance leaves of it ---- */

/** Which tests are meant for an indicator. */
enum staith_ratio_kind staith_benchmark_kind(const struct staith_catalogue *catalogue,
                                             const struct staith_indicator *indicator);
/** Fill `chance` of every area and the dispersion of every result; figures, ranks, quartiles and
 *  neighbours are there already. 0 or STAITH_ERR_NOMEM. */
int staith_benchmark_assess(struct staith_benchmark *benchmark,
                            const struct staith_catalogue *catalogue,
                            const struct staith_benchmark_index *index);

/* ---- country.c: England's councils ---- */

/** Numerators and denominators of an indicator in England's councils, one of each return, in
 *  natural units. `x` and `n` have room for STAITH_STATS_MOST_AREAS. Returns how many. */
size_t staith_benchmark_country_parts(const struct staith_benchmark_index *index,
                                      const struct staith_catalogue *catalogue,
                                      const struct staith_indicator *indicator, const char *period,
                                      double *x, double *n);

/* ---- plan.c: what is compared ---- */

/** Fill periods and items of the benchmark from the question and the figures. */
int staith_benchmark_plan(struct staith_benchmark *benchmark,
                          const struct staith_benchmark_question *question,
                          const struct staith_benchmark_index *index, struct staith_err *err);

#endif
