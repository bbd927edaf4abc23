/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_CHART_H
#define STAITH_AGGREGATOR_VIEWS_CHART_H
/*
 * The charts, each with a title and a description; a page sets a table beside each. Included by
 * aggregator/views only.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/benchmark/breakdown.h"
#include "aggregator/views/request.h"
#include "aggregator/views/svg.h"

/** Whose line or limits: a council by index, or the region. */
enum { STAITH_CHART_REGION = -1 };

/** Councils as bars in order of rank with their 95 % intervals, the region and England as lines
 *  across them, the neighbours' median as a mark on each bar. */
void staith_chart_bars(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                       uint32_t period, uint32_t item);
/** All periods: every council as a thin line, the region and England as strong ones, and one
 *  council (or none: STAITH_CHART_REGION) picked out. */
void staith_chart_trend(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t item, int picked);
/** The figure against the size of the council, with the limits that chance and what England's
 *  councils differ by anyway leave open. Draws nothing where the result has no dispersion. */
void staith_chart_funnel(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                         uint32_t period, uint32_t item);
/** What the limits of chance alone are drawn by. */
enum staith_chart_law {
    STAITH_CHART_NO_LAW = 0, /**< a rate of FTE: none are given */
    STAITH_CHART_BINOMIAL,   /**< a share of people: exact */
    STAITH_CHART_NORMAL,     /**< a share of FTE: the normal curve */
    STAITH_CHART_POISSON     /**< a rate with a count of people above: exact */
};
enum staith_chart_law staith_chart_funnel_law(const struct staith_benchmark_item *item);
/** Where by chance alone 99.8 % of figures of size `n` lie about what the councils of the national
 *  file come to. False where the item has no law, or `n` is less than one person. */
bool staith_chart_funnel_chance(const struct staith_benchmark_item *item,
                                const struct staith_dispersion *dispersion, double n,
                                struct staith_interval *ret);
/** Centre, limits and marked points of one council or the region over the periods. False, and
 *  nothing drawn, where there are too few. */
bool staith_chart_xmr(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                      uint32_t item, int whose);
/** The councils as tiles where the map has them, each with its figure and its word against England.
 *  Draws nothing where no council has a place. */
void staith_chart_tiles(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t period, uint32_t item);
/** Each council and the region as one bar, cut into the categories of a table of one dimension.
 *  Draws nothing where there is no such table. */
void staith_chart_shares(struct staith_svg *svg, const struct staith_breakdown *breakdown,
                         uint32_t period, const char *table, const char *measure);
/** The region's applications from step to step, with the bounds of each number. */
void staith_chart_steps(struct staith_svg *svg, const struct staith_breakdown *breakdown,
                        uint32_t period);
/** What was chosen of one item: a line for each council and group, the region's and England's. */
void staith_chart_chosen(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                         uint32_t item, const struct staith_selection *selection);

/** For each role and basis the caps that held in the period, as lines, and each council's median
 * rate beside them. Draws nothing where there is neither. */
void staith_chart_rates(struct staith_svg *svg, const struct staith_site *site, uint32_t dataset,
                        uint32_t period);
bool staith_chart_has_rates(const struct staith_site *site, uint32_t dataset, uint32_t period);
/** Whether a cap held on a day of a period. */
bool staith_chart_cap_held(const struct staith_site_cap *cap, const struct staith_period *period);

/** Whether staith_chart_shares or staith_chart_steps draws something. */
bool staith_chart_has_shares(const struct staith_breakdown *breakdown, const char *table,
                             const char *measure);
bool staith_chart_has_steps(const struct staith_breakdown *breakdown, uint32_t period);
/** One council's line with the region's and England's, small. */
void staith_chart_small(struct staith_svg *svg, const struct staith_benchmark *benchmark,
                        uint32_t item, uint32_t council);

/** The points of an XmR chart of an item: one for each period. False where there are too few.
 *  `points` has room for the periods. */
bool staith_chart_xmr_points(const struct staith_benchmark *benchmark, uint32_t item, int whose,
                             struct staith_xmr_point *points);
/** Council indices in order of rank, those without one last, in `ret_order` (council_count). */
void staith_chart_order(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        uint32_t *ret_order);
/** The figure of a council, of the region (STAITH_CHART_REGION), or of England (-2). */
const struct staith_benchmark_figure *staith_chart_figure(const struct staith_benchmark *benchmark,
                                                          uint32_t period, uint32_t item,
                                                          int whose);
/** Whether a figure can be drawn. */
bool staith_chart_drawn(const struct staith_benchmark_figure *figure);

#endif
