/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom a council's figures may be shown to. Without a word they stay among the councils of the
 * region: that is what they are sent for, and nothing is made public by leaving something out.
 */
#include "config/schema.h"
#include "config/table.h"

#include "base/date.h"

#include <string.h>

#define SHARE(field) offsetof(struct staith_config_share, field)

static const struct staith_config_key share_keys[] = {
    {.name = "dataset",
     .kind = STAITH_CONFIG_CODE,
     .required = true,
     .unique = true,
     .offset = SHARE(dataset),
     .help = "The dataset's code"},
    {.name = "with",
     .kind = STAITH_CONFIG_WITH,
     .required = true,
     .offset = SHARE(with),
     .help = "The region's officers alone, the councils of the region as well, or everybody"},
    {.name = "from",
     .kind = STAITH_CONFIG_TIME,
     .offset = SHARE(from),
     .else_ = "always",
     .help = "When that begins; the region's officers alone see them before"},
};
const struct staith_config_block staith_config_share_block = {
    share_keys, (uint32_t)(sizeof(share_keys) / sizeof(share_keys[0])),
    sizeof(struct staith_config_share), true, SHARE(where)};

static bool has_begun(const struct staith_config_share *share, int64_t unix_ms)
{
    int64_t from = 0;
    return share->from == NULL || (staith_time_parse(share->from, &from) == 0 && from <= unix_ms);
}

static const struct staith_config_share *find(const struct staith_config_region *config,
                                              const char *authority, const char *dataset,
                                              bool *ret_known)
{
    *ret_known = false;
    for (uint32_t i = 0; i < config->council_count; i++) {
        const struct staith_config_area *area = &config->councils[i];
        if (strcmp(area->code, authority) != 0) {
            continue;
        }
        *ret_known = true;
        for (uint32_t j = 0; j < area->share_count; j++) {
            if (strcmp(area->shares[j].dataset, dataset) == 0) {
                return &area->shares[j];
            }
        }
    }
    return NULL;
}

bool staith_config_shares(const struct staith_config_region *config, const char *authority,
                          const char *dataset, enum staith_config_viewer viewer, int64_t unix_ms)
{
    bool known = false;
    const struct staith_config_share *share = find(config, authority, dataset, &known);
    if (viewer == STAITH_CONFIG_VIEWER_REGION) {
        return true;
    }
    if (share == NULL) {
        return known && viewer == STAITH_CONFIG_VIEWER_COUNCIL;
    }
    if (!has_begun(share, unix_ms) || strcmp(share->with, "region") == 0) {
        return false;
    }
    return viewer == STAITH_CONFIG_VIEWER_COUNCIL || strcmp(share->with, "public") == 0;
}

uint32_t staith_config_shares_begun(const struct staith_config_region *config, int64_t unix_ms)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < config->council_count; i++) {
        for (uint32_t j = 0; j < config->councils[i].share_count; j++) {
            count += has_begun(&config->councils[i].shares[j], unix_ms) ? 1 : 0;
        }
    }
    return count;
}
