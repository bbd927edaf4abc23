/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_PAGES_REGIONAL_H
#define STAITH_AGGREGATOR_PAGES_REGIONAL_H
/*
 * What the public sees of pay: the region's medians, and no council's. A region's median is the
 * middle of what three councils or more show; everything of single councils is taken out once it is
 * made. As in a council, another figure is shown only once three of those behind it changed theirs
 * since the one that was shown last: with fewer, the difference of the two would tell of one.
 */
#include "aggregator/benchmark/benchmark.h"

/** Of every median and quartile leave the region's figure alone, in all periods. */
void staith_pages_regional(struct staith_benchmark *benchmark);

#endif
