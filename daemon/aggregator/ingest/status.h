/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_STATUS_H
#define STAITH_AGGREGATOR_INGEST_STATUS_H
/*
 * What has come from each council, as `staith status` shows it.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"

#include <jansson.h>

enum { STAITH_INGEST_SILENT_MS = 30000 /**< many heartbeats without a word */ };

/** One object a council of the configuration, in its order: a new reference, or NULL. */
json_t *staith_ingest_status_councils(const struct staith_config_region *config,
                                      struct staith_store *store,
                                      const struct staith_ingest *ingest, int64_t now_unix_ms);

#endif
