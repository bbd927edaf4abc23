/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_CSV_H
#define STAITH_AGGREGATOR_VIEWS_CSV_H
/*
 * The comparison as CSV in long form: one row for each period, indicator (or measure) and area.
 *
 * The columns are those of tidy.h. UTF-8, lines end with LF, fields are quoted where they must be,
 * and none that a spreadsheet would take for a formula begins as one.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

/** Append the whole; 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_views_csv(const struct staith_benchmark *benchmark, struct staith_buf *out);

#endif
