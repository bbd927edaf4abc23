/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_JSON_H
#define STAITH_AGGREGATOR_VIEWS_JSON_H
/*
 * The comparison as one JSON object. Numbers that carry decimals are strings ("11.3"), so that no
 * reader turns them into 11.300000000000001; counts and ranks are numbers; what is not there is
 * null. `chance` of an area holds its interval and words (tidy.h). Members: dataset, region,
 * councils, items, statuses (symbol to words), national_source, newest (time of the newest figure,
 * UTC), results: one object for each period and item, with the areas in it.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

/** Append the whole with a line end; 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_views_json(const struct staith_benchmark *benchmark, struct staith_buf *out);

#endif
