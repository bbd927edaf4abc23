/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_PAGE_PARTS_H
#define STAITH_AGGREGATOR_VIEWS_PAGE_PARTS_H
/*
 * The parts that the comparison page is made of. `period` is the newest of the benchmark, unless
 * said otherwise.
 */
#include "aggregator/benchmark/benchmark.h"
#include "aggregator/views/html.h"

/** The page's style sheet. Static. */
const char *staith_page_style(void);
/** Every indicator by council in one table: value, rank, quartile. */
void staith_page_overview(struct staith_html *html, const struct staith_benchmark *benchmark,
                          uint32_t period);
/** One indicator: what it is, ranked bars, table, trend. */
void staith_page_indicator(struct staith_html *html, const struct staith_benchmark *benchmark,
                           uint32_t period, uint32_t item);
/** The measures that councils released, with the region's totals. */
void staith_page_measures(struct staith_html *html, const struct staith_benchmark *benchmark,
                          uint32_t period);
/** Symbols, rules and sources. */
void staith_page_legend(struct staith_html *html, const struct staith_benchmark *benchmark);
/** A figure in a table's cell; a status in words for who cannot see a symbol. */
void staith_page_figure(struct staith_html *html, const struct staith_benchmark_figure *figure,
                        uint32_t decimals);

#endif
