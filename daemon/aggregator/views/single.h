/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_SINGLE_H
#define STAITH_AGGREGATOR_VIEWS_SINGLE_H
/*
 * The comparison of the newest period as one self-contained HTML page: no script, nothing loaded
 * from elsewhere, every chart with its table, readable in print and by keyboard.
 */
#include "aggregator/benchmark/benchmark.h"
#include "base/buf.h"

struct staith_views_page_options {
    const char *title;    /**< heading, "Children's social work workforce" */
    const char *note;     /**< a sentence above everything ("Invented people ..."), or NULL */
    int64_t made_unix_ms; /**< when the page was made; 0: not said */
};

/** Append the page to `out`. STAITH_ERR_LIMIT when it does not fit, STAITH_ERR_NOMEM. */
int staith_views_page(const struct staith_benchmark *benchmark,
                      const struct staith_views_page_options *options, struct staith_buf *out);

#endif
