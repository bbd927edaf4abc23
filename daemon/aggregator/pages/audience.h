/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_PAGES_AUDIENCE_H
#define STAITH_AGGREGATOR_PAGES_AUDIENCE_H
/*
 * Who looks at the region's figures, and which of them count for it. What does not count is taken
 * out before anything is compared, so that no sum, rank, period or number of councils can tell of
 * it:
 *
 * - the region: what it accepted, past its embargo;
 * - a council: of its own also what is under its embargo; of the others what they share with the
 *   councils of the region or with everybody;
 * - the public: of what a council shares with everybody the figures that the national file prints
 *   of it, number for number, and towards the region's own medians its medians and quartiles
 *   (pages/regional.h takes the councils' out again). Releases are protected for the region; the
 *   floor asks more of what the public sees.
 */
#include "aggregator/benchmark/benchmark.h"
#include "config/schema.h"

#include <stdbool.h>

struct staith_pages_audience {
    enum staith_config_viewer viewer;
    char council[16]; /**< DfE code of a VIEWER_COUNCIL */
    bool arrivals;    /**< of the region: sees who has sent what, and what became of it */
};

/** What the rule is asked with. Everything is the caller's and outlives the comparison. */
struct staith_pages_counts {
    const struct staith_config_region *config;
    const struct staith_pages_audience *audience;
    const struct staith_catalogue *catalogue; /**< of the dataset */
    int64_t unix_ms;                          /**< now */
    bool regional; /**< the comparison goes through staith_pages_regional before anybody sees it */
};
/** As of staith_benchmark_question; `ctx`: a struct staith_pages_counts. */
bool staith_pages_count(void *ctx, const struct staith_store_figure *figure, bool published);

#endif
