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
    /* Every release is protected and audited for the region, which asks for less than the public
     * does (two people who pool what they know, no sensitive table): to the public goes what it can
     * read elsewhere already. */
    return audience->viewer != STAITH_CONFIG_VIEWER_PUBLIC || published;
}
