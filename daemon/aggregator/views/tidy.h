/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_TIDY_H
#define STAITH_AGGREGATOR_VIEWS_TIDY_H
/*
 * The comparison in long form: one row for each period, item and area. Whatever a page shows of
 * figures is among these rows.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/views/sheet.h"

#include <stdbool.h>

/** Which rows: NULL for all. Arrays have an entry for each period, item, council and
 *  group. */
struct staith_tidy_choice {
    const bool *periods;
    const bool *items;
    const bool *councils;
    const bool *groups;  /**< of the settings */
    bool without_totals; /**< no rows of the region and England */
};

/** Fill a new sheet, the caller's storage. Columns: period, indicator, area_code, area, level
 *  (authority, group, region, country), value (a number or empty), status (z, x, c, u, low, or
 * empty), numerator, denominator (unrounded), their units, rank, ranked, quartile, neighbour_median
 *  (exact), neighbour_n, contributing (of a region: councils inside the figure), published,
 *  published_status (the national file's figure for the area), difference, label, unit, lower_95,
 *  upper_95, against_england, against_region, against_neighbours, rank_best, rank_worst, straddles,
 *  change, trend, funnel, reason,
 *  neighbour_mean, target, target_name, against_target (the first that holds). A row without value
 * and status: nothing was sent. Ask the sheet's code. `name`, `title`: as of the sheet. */
void staith_tidy_fill(struct staith_sheet *sheet, const char *name, const char *title,
                      const struct staith_benchmark *benchmark,
                      const struct staith_tidy_choice *choice);

#endif
