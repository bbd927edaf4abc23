/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/audience.h"

#include <string.h>

/* The floor of the policy knows no total that may be shown to the public exactly: it cannot know
 * what DfE has published. The region can. */
static bool is_fit_for_the_public(const struct staith_pages_counts *counts,
                                  const struct staith_store_figure *figure, bool published)
{
    int measure = staith_catalogue_measure(counts->catalogue, figure->measure);
    if (measure < 0 || staith_measure_followed(&counts->catalogue->measures[measure])) {
        return false;
    }
    bool rounded =
        figure->value.status == STAITH_STATUS_VALUE && figure->value.lo != figure->value.hi;
    return rounded || published;
}

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
    return audience->viewer != STAITH_CONFIG_VIEWER_PUBLIC ||
           is_fit_for_the_public(counts, figure, published);
}
