/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/audience.h"

#include <string.h>

bool staith_pages_count(void *ctx, const struct staith_store_figure *figure, bool published)
{
    const struct staith_pages_counts *counts = ctx;
    const struct staith_pages_audience *audience = counts->audience;
    if (audience->viewer == STAITH_CONFIG_VIEWER_COUNCIL &&
        strcmp(audience->council, figure->authority) == 0) {
        return true;
    }
    if (!staith_config_shares(counts->config, figure->authority, counts->catalogue->dataset,
                              audience->viewer, counts->unix_ms)) {
        return false;
    }
    if (audience->viewer != STAITH_CONFIG_VIEWER_PUBLIC) {
        return true;
    }
    /* Every release is protected and audited for the region, which asks for less than the public
     * does (two people who pool what they know, no sensitive table): to the public goes what it can
     * read elsewhere already, and what several councils' medians make. */
    int measure = staith_catalogue_measure(counts->catalogue, figure->measure);
    bool median =
        measure >= 0 && staith_measure_quarter(&counts->catalogue->measures[measure]) != 0;
    return median ? counts->regional : published;
}
