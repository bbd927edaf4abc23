/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ingest takes from the region's configuration, at the start and whenever it is read again.
 */
#include "aggregator/ingest/settings.h"
#include "aggregator/ingest/officers.h"
#include "base/hex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int staith_ingest_take_settings(struct staith_ingest *ingest,
                                const struct staith_config_region *config, struct staith_err *err)
{
    struct staith_ingest_council *councils =
        calloc(config->council_count + (size_t)1, sizeof(*councils));
    if (councils == NULL) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the councils");
    }
    int rc = 0;
    for (uint32_t i = 0; rc == 0 && i < config->council_count; i++) {
        const struct staith_config_area *from = &config->councils[i];
        (void)snprintf(councils[i].authority, sizeof(councils[i].authority), "%s", from->code);
        rc = staith_hex_decode(from->signing_public_key, councils[i].signing_key,
                               sizeof(councils[i].signing_key));
        councils[i].has_next = from->next_signing_public_key != NULL;
        if (rc == 0 && councils[i].has_next) {
            rc = staith_hex_decode(from->next_signing_public_key, councils[i].next_signing_key,
                                   sizeof(councils[i].next_signing_key));
        }
    }
    if (rc == 0) {
        rc = staith_ingest_set_councils(ingest, councils, config->council_count);
    }
    free(councils);
    if (rc == 0) {
        const struct staith_ingest_quota quota = {config->quota_messages, config->quota_bytes};
        staith_ingest_set_quota(ingest, &quota);
        return staith_ingest_officers_set_rules(ingest, config, err);
    }
    return staith_err_set(err, rc, "the list of councils cannot be used");
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

bool staith_ingest_needs_restart(const struct staith_config_region *a,
                                 const struct staith_config_region *b)
{
    bool same = a->endpoint_count == b->endpoint_count &&
                same_text(a->state_folder, b->state_folder) && same_text(a->store, b->store) &&
                same_text(a->control_socket, b->control_socket) &&
                same_text(a->transport_key_file, b->transport_key_file) &&
                same_text(a->signing_key_file != NULL ? a->signing_key_file : "",
                          b->signing_key_file != NULL ? b->signing_key_file : "");
    for (uint32_t i = 0; same && i < a->endpoint_count; i++) {
        same = same_text(a->endpoints[i], b->endpoints[i]);
    }
    return !same;
}
