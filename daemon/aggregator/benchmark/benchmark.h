/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_BENCHMARK_BENCHMARK_H
#define STAITH_AGGREGATOR_BENCHMARK_BENCHMARK_H
/*
 * Comparisons: every indicator and every measure of a dataset, for each period, each council, the
 * region and England, with rank, quartile and statistical neighbours. The rules are those by which
 * the Department for Education's published figures come out:
 *
 * - a rate is scale * numerator / sum of denominators, from unrounded integers, rounded once, half
 *   up; per working day the denominator is multiplied by 253, or 254 where the period holds
 *   29 February;
 * - statuses are not numbers: `c`, `u`, `x`, `z` of a part become the rate's (the first of these
 *   four that a part has); 0 of 0 is `z`; a number that is not 0 and rounds to 0 is `low`; an
 *   indicator marked so is `u` above 100 %;
 * - a region's rate is the ratio of the sums over the councils whose numerator and denominators
 *   are all numbers, never a mean of rates; a region's measure is the sum over the councils that
 *   have a number; of medians and quartiles, their median, of 3 councils or more;
 * - England is the published figure with its status;
 * - rank: 1 + the number of councils that are strictly better; equal values share a rank; where
 *   neither high nor low is good, the highest value has rank 1. Values are compared as shown
 *   (rounded), `low` as 0;
 * - quartiles: quantiles of type 7 among the councils that are ranked, given from four on;
 * - neighbours: median (type 7) of those of the statistical neighbours that have a number (`low`
 *   as 0). A neighbour inside the region counts with what it sent (a status that it sent is no
 *   number), and with the national file's figure while it has sent nothing;
 * - a group of councils is the region's rule over its members; their mean of neighbours beside the
 *   median is LAIT's, rounded half up;
 * - chance: a share of a whole has Wilson's interval, a rate of people or FTE Byar's (the exact one
 *   for fewer than ten people); cases, days and money come in clusters and have none. Words, rank
 *   intervals, trends and changes are those of statistics.h; the spread between councils is that
 *   of England's councils in the national file.
 *
 * No clock, no files: the same input gives the same result.
 */
#include "aggregator/benchmark/statistics.h"
#include "aggregator/store/store.h"
#include "base/arena.h"
#include "base/err.h"
#include "model/catalogue.h"
#include "model/period.h"
#include "model/status.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    /** Quartiles and medians have this many decimals more than their item: halves and quarters of
     *  shown values are exact then. */
    STAITH_BENCHMARK_EXTRA_DECIMALS = 2,
    STAITH_BENCHMARK_TEXT_BYTES = 32,
    STAITH_BENCHMARK_MAX_COUNCILS = 512,
    STAITH_BENCHMARK_MAX_NEIGHBOURS = 64,
    STAITH_BENCHMARK_MAX_PERIODS = 256
};

/** A council of the region. Strings and lists are the caller's and outlive the benchmark. */
struct staith_benchmark_council {
    const char *code; /**< DfE code, "840" */
    const char *name;
    const char *short_name; /**< for columns, "Durham" */
    uint32_t neighbour_count;
    const char *const *neighbours; /**< DfE codes, nearest first */
    uint32_t tile_column;          /**< its place on the tile map, from 1; 0: it has none */
    uint32_t tile_row;
};

/** A group of councils of the region's own. */
struct staith_benchmark_group {
    const char *code;
    const char *name;
    uint32_t member_count;
    const char *const *members; /**< DfE codes */
};

/** A number that an item is held against while it holds; days as in base/date.h. */
struct staith_benchmark_target {
    const char *item;
    const char *council; /**< DfE code of the council whose own it is, or NULL: everybody's */
    const char *name;
    const char *text; /**< the number as it was written */
    double value;
    int32_t from;
    int32_t until;      /**< the last day; INT32_MAX: open */
    const char *source; /**< or NULL */
};

/** From when on a series is judged by itself. */
struct staith_benchmark_phase {
    const char *item; /**< or NULL: every item */
    int32_t from;     /**< the first period that begins on this day or later begins the phase */
    const char *reason;
};

/** What the region set for a dataset. */
struct staith_benchmark_settings {
    uint32_t group_count;
    const struct staith_benchmark_group *groups;
    uint32_t target_count;
    const struct staith_benchmark_target *targets;
    uint32_t phase_count;
    const struct staith_benchmark_phase *phases;
};
extern const struct staith_benchmark_settings staith_benchmark_no_settings;

/** What is asked. Everything is the caller's and outlives the benchmark. */
struct staith_benchmark_question {
    const struct staith_catalogue *catalogue; /**< newest of the dataset */
    const char *region_code;                  /**< "E12000001" */
    const char *region_name;                  /**< "North East" */
    uint32_t council_count;
    const struct staith_benchmark_council *councils;
    uint32_t period_count;               /**< 0: every period that a council has sent */
    const struct staith_period *periods; /**< in any order */
    const char *item; /**< code of the one indicator or measure wanted, or NULL for all */
    /** Of staith_benchmark_read: whether a figure counts for who asks; what does not is as if it
     * had not been sent, in every sum, rank and period. `published`: the national file prints
     * that very number of that council, period and measure. NULL: all count. */
    bool (*counts)(void *ctx, const struct staith_store_figure *figure, bool published);
    void *counts_ctx;
    const struct staith_benchmark_settings *settings; /**< NULL: none */
};

/** A share of none or of all of a group that is protected is shown as a band: a plain 0 or 100 %
 *  would say it of everybody in it. */
enum staith_benchmark_band {
    STAITH_BAND_NONE = 0,
    STAITH_BAND_UP_TO = 1, /**< none, or few: from 0 to `end` */
    STAITH_BAND_FROM = 2   /**< all, or nearly: `end` or more */
};

/** A figure as it is shown. */
struct staith_benchmark_figure {
    enum staith_status status; /**< UNSET: nothing there (not sent, not published) */
    int64_t value; /**< times 10^decimals of the item (medians: two more); 0 unless VALUE */
    enum staith_benchmark_band band; /**< of SUPPRESSED: what is shown in its place */
    int64_t end;                     /**< of a band, times 10^decimals */
};

/** An indicator, or a measure (a count or sum itself). Strings are the catalogue's or static. */
struct staith_benchmark_item {
    bool is_measure;
    bool is_median; /**< a median or quartile: the region's is the median of the councils', of 3 or
                         more, and not their sum */
    const char *code;
    const char *label;
    const char *unit;            /**< "%", "cases per FTE", "people", "FTE"; never NULL */
    const char *definition;      /**< one or two sentences; may be NULL */
    const char *source;          /**< where the rule comes from; may be NULL (measures) */
    uint32_t decimals;           /**< at which figures are shown and rounded */
    uint32_t polarity;           /**< enum staith_polarity of <staith/plugin.h> */
    uint32_t flags;              /**< enum staith_indicator_flags */
    uint32_t scale;              /**< figure = scale * numerator / denominator; of a measure: 1 */
    enum staith_ratio_kind kind; /**< which tests are meant for it */
    const char *numerator;       /**< label of the measure; NULL for a measure */
    const char *numerator_unit;
    const char *denominator; /**< labels joined by " + "; NULL for a measure */
    const char *denominator_unit;
    uint32_t numerator_digits;   /**< digits of `numerator` of an area: value / 10^digits */
    uint32_t denominator_digits; /**< the same for `denominator` */
};

/** Where a council stands in England's funnel, allowing for what councils differ by anyway. */
enum staith_place {
    STAITH_PLACE_NONE = 0,
    STAITH_PLACE_BELOW,
    STAITH_PLACE_INSIDE,
    STAITH_PLACE_ABOVE
};

/** What chance leaves of a figure. Empty where there is no number, or no test for the item. */
struct staith_benchmark_chance {
    bool has_interval;
    struct staith_interval interval; /**< 95 %, in the item's unit */
    enum staith_word country;        /**< against England's figure */
    enum staith_word region;         /**< against the region's; the council is part of it */
    enum staith_word neighbours;     /**< against the neighbours' median */
    uint32_t best;                   /**< the places it may have; 0: none */
    uint32_t worst;
    bool straddles;           /**< the interval holds a line between quarters */
    enum staith_trend change; /**< on the period just before */
    enum staith_trend trend;  /**< over this period and the four before it */
    enum staith_place place;  /**< at 99.8 % */
};

/** One item in one council or in the region, in one period. */
struct staith_benchmark_area {
    struct staith_benchmark_figure figure; /**< from what the councils sent */
    const char *reason;  /**< code why a status stands there ("withdrawn"); NULL: none given */
    bool has_parts;      /**< both parts are numbers: the next two are meant */
    int64_t numerator;   /**< unrounded; of a measure: the measure itself */
    int64_t denominator; /**< unrounded sum of the denominators, without working days; of a
                              measure: 0 and not meant */
    bool rounded; /**< a part was rounded for protection before it came: `chance` and the ranks take
                       it as it stands, and know nothing of its bounds */
    uint32_t contributing; /**< councils inside the figure: region 0..councils, council 0 or 1 */

    uint32_t rank;     /**< 1..ranked; 0: not ranked (region, measures, no number) */
    bool tied;         /**< another council has the same rank */
    uint32_t quartile; /**< 1 best (neutral: highest) .. 4; 0: none */

    struct staith_benchmark_figure neighbours; /**< median, 2 extra decimals; UNSET when none has
                                                    a number; councils and indicators only */
    struct staith_benchmark_figure neighbour_mean; /**< LAIT's, likewise */
    uint32_t neighbour_n;                          /**< neighbours that have a number */
    uint32_t neighbour_count;                      /**< neighbours that the council has */

    struct staith_benchmark_figure published; /**< the national file's figure for this area */
    struct staith_benchmark_chance chance;    /**< of a region: no ranks, neighbours and place */
    bool has_difference;
    int64_t difference; /**< figure - published, times 10^decimals; where both are numbers */
};

/** One item in one period. Arrays are the benchmark's. */
struct staith_benchmark_result {
    struct staith_benchmark_area *councils; /**< council_count of them, in the question's order */
    struct staith_benchmark_area region;
    struct staith_benchmark_area *groups;   /**< of the settings */
    struct staith_benchmark_figure country; /**< England, as published */
    uint32_t ranked;                        /**< councils that have a rank */
    bool has_quartiles;
    int64_t quartiles[3]; /**< lower, median, upper; 2 extra decimals */
    bool has_dispersion;
    struct staith_dispersion dispersion; /**< of England's councils in the national file */
};

/** The answer. Plain data; everything lies in `arena` or is the question's. */
struct staith_benchmark {
    struct staith_arena arena;
    const char *dataset;
    const char *region_code;
    const char *region_name;
    const struct staith_benchmark_settings *settings; /**< the question's; never NULL */
    uint32_t council_count;
    const struct staith_benchmark_council *councils;
    uint32_t period_count;
    struct staith_period *periods; /**< earliest first, each once */
    uint32_t item_count;           /**< indicators in the catalogue's order, then measures that a
                                        council has sent */
    struct staith_benchmark_item *items;
    struct staith_benchmark_result *results; /**< period_count * item_count; see the accessor */
    const char *national_source;             /**< of the newest period's figures; NULL: none */
    int64_t newest_unix_ms;                  /**< when the newest figure was received; 0: none */
};

/**
 * Compare plain figures. `figures`: newest headline figures of the dataset; `nationals`: newest
 * national figures; both in any order, of any periods and areas. *ret_benchmark is the caller's.
 * STAITH_ERR_NOTFOUND: no such item, or no period to show; STAITH_ERR_LIMIT: more councils,
 * neighbours or periods than the maxima above; STAITH_ERR_NOMEM.
 */
int staith_benchmark_compute(const struct staith_benchmark_question *question,
                             const struct staith_store_figure *figures, size_t figure_count,
                             const struct staith_store_national *nationals, size_t national_count,
                             struct staith_benchmark **ret_benchmark, struct staith_err *err);
/** The same for what a store holds of the catalogue's dataset. */
int staith_benchmark_read(struct staith_store *store,
                          const struct staith_benchmark_question *question,
                          struct staith_benchmark **ret_benchmark, struct staith_err *err);
/** NULL is allowed. */
void staith_benchmark_free(struct staith_benchmark *benchmark);

/** The result of item `item` in period `period` (indices below the counts). */
const struct staith_benchmark_result *
staith_benchmark_result(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item);

/** The `nth` target (0..) that holds for an item on the last day of a period: of a council its own
 *  first, then everybody's; council -1: everybody's alone. NULL: no more. */
const struct staith_benchmark_target *
staith_benchmark_target(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        int council, uint32_t nth);
/** How an area's figure stands to a target: by its interval, or by what is shown where it has none.
 */
enum staith_word staith_benchmark_against(const struct staith_benchmark_item *item,
                                          const struct staith_benchmark_area *area,
                                          const struct staith_benchmark_target *target);
/** Why a phase of an item begins in a period, or NULL: none does. */
const char *staith_benchmark_phase(const struct staith_benchmark *benchmark, uint32_t period,
                                   uint32_t item);
/** Index of the council that is member `at` of a group, or -1. */
int staith_benchmark_member(const struct staith_benchmark *benchmark,
                            const struct staith_benchmark_group *group, uint32_t at);

/** The period of the same kind that begins the day after one ends. */
struct staith_period staith_benchmark_after(const struct staith_period *period);
/** Index of the period that ends the day before period `period` begins, or -1. */
int staith_benchmark_before(const struct staith_benchmark *benchmark, uint32_t period);
/** Numerator or denominator of an area in natural units (people, FTE); has_parts only. */
double staith_benchmark_numerator(const struct staith_benchmark_item *item,
                                  const struct staith_benchmark_area *area);
double staith_benchmark_denominator(const struct staith_benchmark_item *item,
                                    const struct staith_benchmark_area *area);
/** A figure as a number, `low` as 0; has a meaning for these two statuses only. `decimals`: as for
 *  the texts below. */
double staith_benchmark_natural(const struct staith_benchmark_figure *figure, uint32_t decimals);

/** What a band says of everybody it is about. Static; NULL: there is none. */
const char *staith_benchmark_band_words(enum staith_benchmark_band band);
/** A figure as text: "11.3", "36,186.3" when `grouped`, "up to 4.2" or "from 95.8" of a band, the
 *  status's symbol ("u", "low"), or ""
 *  where nothing is there. `decimals`: the item's. */
void staith_benchmark_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                           bool grouped, char out[STAITH_BENCHMARK_TEXT_BYTES]);
/** A quartile or median as text, exact, no more decimals than needed and no fewer than the
 *  item's: "12.35", "12.3". "" for UNSET. */
void staith_benchmark_exact_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                                 char out[STAITH_BENCHMARK_TEXT_BYTES]);
/** A median rounded half up to the item's decimals: what a table shows. */
void staith_benchmark_median_text(const struct staith_benchmark_figure *figure, uint32_t decimals,
                                  char out[STAITH_BENCHMARK_TEXT_BYTES]);
/** A numerator or denominator with its `digits`, trailing zeros left off: "269.5", "430". */
void staith_benchmark_part_text(int64_t part, uint32_t digits,
                                char out[STAITH_BENCHMARK_TEXT_BYTES]);

#endif
