/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_BENCHMARK_BREAKDOWN_H
#define STAITH_AGGREGATOR_BENCHMARK_BREAKDOWN_H
/*
 * Breakdowns: the tables of a dataset by category, for each period and council, and what councils
 * make together.
 *
 * Every number keeps the interval [lo, hi] that its release gives it. A sum of councils is the sum
 * of their protected numbers; its interval is the sum of their intervals, and it always says how
 * many councils are in it. Medians and quartiles are not added: of three councils or more it is
 * the median of theirs, with the medians of both ends as its interval.
 *
 * A share of two such numbers lies between lo / hi and hi / lo, and never outside 0 to 1 where the
 * first is part of the second.
 */
#include "aggregator/benchmark/benchmark.h"

enum {
    /** Stands for the total of a dimension. */
    STAITH_BREAKDOWN_TOTAL = -1,
    STAITH_BREAKDOWN_MAX_PLACES = 65536
};

/** A table: its measures at each category, and at the total, of each of its dimensions. */
struct staith_breakdown_table {
    const struct staith_table *table;
    uint32_t places; /**< product of categories + 1 of each dimension; of a headline 1 */
    size_t first;    /**< of its cells; the breakdown's own affair */
};

/** A number or a status, in one council or of several together. */
struct staith_breakdown_cell {
    struct staith_value value; /**< UNSET: nothing was sent */
    const char *reason;        /**< code why a status stands there, or NULL */
    uint32_t contributing;     /**< councils with a number in it */
    uint32_t base;  /**< of one council: its rule, as disclosure/release.h has it; 0: none */
    uint32_t reach; /**< of that rule */
    const char *certificate; /**< which audit it passed, or NULL */
};

/** Where the cell that was put last belongs; the breakdown's own affair. */
struct staith_breakdown_last {
    const struct staith_breakdown_table *table; /**< NULL: none */
    int measure;                                /**< -1: none, as of the next two */
    int period;
    int council;
    uint32_t category[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS];
    const char *reason;
    const char *certificate;
};

/** Everything lies in `arena` or is the catalogue's, which outlives it. */
struct staith_breakdown {
    struct staith_arena arena;
    const struct staith_catalogue *catalogue;
    const struct staith_benchmark *benchmark; /**< periods and councils are this one's */
    uint32_t table_count;
    struct staith_breakdown_table *tables; /**< as the catalogue has them */
    size_t slots;                          /**< cells of one council in one period */
    struct staith_breakdown_cell *cells;
    struct staith_breakdown_last last;
};

/** An empty one for the periods and councils of `benchmark`, the caller's. STAITH_ERR_LIMIT where a
 *  table has too many places or all of it is too large; STAITH_ERR_NOMEM. */
int staith_breakdown_new(const struct staith_catalogue *catalogue,
                         const struct staith_benchmark *benchmark,
                         struct staith_breakdown **ret_breakdown, struct staith_err *err);
/** NULL is allowed. */
void staith_breakdown_free(struct staith_breakdown *breakdown);
/** Put a cell where it belongs; what the catalogue does not know is passed over. 0 or
 *  STAITH_ERR_NOMEM. */
int staith_breakdown_put(struct staith_breakdown *breakdown, const struct staith_store_cell *cell);
/** All that a store shows of the question's dataset and that counts for who asks. Its catalogue
 *  outlives the breakdown. */
int staith_breakdown_read(struct staith_store *store,
                          const struct staith_benchmark_question *question,
                          const struct staith_benchmark *benchmark,
                          struct staith_breakdown **ret_breakdown, struct staith_err *err);

/** A table by its code, or NULL. */
const struct staith_breakdown_table *staith_breakdown_find(const struct staith_breakdown *breakdown,
                                                           const char *code);
/** Index of a measure within a table by its code, or -1. */
int staith_breakdown_measure(const struct staith_breakdown *breakdown,
                             const struct staith_breakdown_table *table, const char *code);
/** Dimension `at` of a table, and a measure of it. */
const struct staith_dimension *
staith_breakdown_dimension(const struct staith_breakdown *breakdown,
                           const struct staith_breakdown_table *table, uint32_t at);
const struct staith_measure *staith_breakdown_measure_at(const struct staith_breakdown *breakdown,
                                                         const struct staith_breakdown_table *table,
                                                         uint32_t measure);
/** The place of categories (indices, or STAITH_BREAKDOWN_TOTAL), one for each dimension. */
uint32_t staith_breakdown_place(const struct staith_breakdown *breakdown,
                                const struct staith_breakdown_table *table, const int *categories);
/** And back. */
void staith_breakdown_categories(const struct staith_breakdown *breakdown,
                                 const struct staith_breakdown_table *table, uint32_t place,
                                 int *ret_categories);

/** A cell of a council. */
struct staith_breakdown_cell staith_breakdown_at(const struct staith_breakdown *breakdown,
                                                 const struct staith_breakdown_table *table,
                                                 uint32_t measure, uint32_t place, uint32_t period,
                                                 uint32_t council);
/** Whether any council sent something of a table in a period. */
bool staith_breakdown_sent(const struct staith_breakdown *breakdown,
                           const struct staith_breakdown_table *table, uint32_t period);
/** Of several councils together; `members` has an entry for each council, NULL: all. Where none has
 *  a number, the status that most of them have, with its reason. */
struct staith_breakdown_cell staith_breakdown_sum(const struct staith_breakdown *breakdown,
                                                  const struct staith_breakdown_table *table,
                                                  uint32_t measure, uint32_t place, uint32_t period,
                                                  const bool *members);

/** A share in tenths of a per cent, with its interval; of a part of the whole never above 1000. */
struct staith_breakdown_share {
    bool given; /**< both are numbers and the whole may be more than 0 */
    bool known; /**< the whole is certainly more than 0: there is one number to name */
    int64_t tenths;
    int64_t lo;
    int64_t hi;
};
struct staith_breakdown_share staith_breakdown_share(const struct staith_breakdown_cell *part,
                                                     const struct staith_breakdown_cell *whole);
/** The same of measures `part` and `whole` at one place, of the councils that have both; not given
 *  where the whole is protected and fewer than ten. */
struct staith_breakdown_share staith_breakdown_share_of(const struct staith_breakdown *breakdown,
                                                        const struct staith_breakdown_table *table,
                                                        uint32_t part, uint32_t whole,
                                                        uint32_t place, uint32_t period,
                                                        const bool *members);

#endif
