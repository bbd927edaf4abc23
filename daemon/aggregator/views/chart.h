/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_CHART_H
#define STAITH_AGGREGATOR_VIEWS_CHART_H
/*
 * Charts as inline SVG, each with a title and a description; the page sets a table beside each.
 * Colours and line styles come from the page's style sheet, by class.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/views/html.h"

/** Councils as bars in order of rank, the region and England as lines across them, the
 *  neighbours' median as a mark on each bar. */
void staith_chart_bars(struct staith_html *html, const struct staith_benchmark *benchmark,
                       uint32_t period, uint32_t item);
/** All periods: every council as a thin line, the region and England as strong ones. */
void staith_chart_trend(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t item);
/** One council's line over the periods, without axes, for a table's cell. */
void staith_chart_spark(struct staith_html *html, const struct staith_benchmark *benchmark,
                        uint32_t item, uint32_t council);

/** Council indices in order of rank, those without one last, in `ret_order` (council_count). */
void staith_chart_order(const struct staith_benchmark *benchmark, uint32_t period, uint32_t item,
                        uint32_t *ret_order);

#endif
