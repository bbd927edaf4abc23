/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_TABLE_H
#define STAITH_AGGREGATOR_VIEWS_TABLE_H
/*
 * The comparison for a terminal. Where it fits: one table a period, indicators down and councils
 * across, each with its rank and the median of its neighbours, then the region and England. In a
 * narrower terminal: one table an indicator, councils down. Symbols stand for statuses and are
 * explained below; colour only repeats what the text says.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

#include <stdbool.h>

struct staith_views_table_options {
    unsigned width; /**< columns of the terminal; 0: any */
    bool colour;
};

/** Append the whole (UTF-8; the C locale must be one of UTF-8 for its columns to stand straight).
 *  0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_views_table(const struct staith_benchmark *benchmark,
                       const struct staith_views_table_options *options, struct staith_buf *out);

#endif
