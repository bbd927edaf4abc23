/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_CSV_H
#define STAITH_AGGREGATOR_VIEWS_CSV_H
/*
 * The comparison as CSV in long form: one row for each period, indicator (or measure) and area.
 *
 * Columns: period, indicator, area_code, area, level (authority, region, country), value (a number
 * or empty), status (z, x, c, u, low, or empty), numerator, denominator (unrounded), their units,
 * rank, ranked, quartile, neighbour_median (exact), neighbour_n, contributing (of a region:
 * councils inside the figure), published, published_status (the national file's figure for the
 * area). A row without value and status: nothing was sent. UTF-8, lines end with LF, fields are
 * quoted where they must be.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

/** Append the whole; 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_views_csv(const struct staith_benchmark *benchmark, struct staith_buf *out);

#endif
