/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_SETTINGS_H
#define STAITH_AGGREGATOR_INGEST_SETTINGS_H
/*
 * What ingest takes from the region's configuration.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"

/** The councils that may send, and what waits for officers. */
int staith_ingest_take_settings(struct staith_ingest *ingest,
                                const struct staith_config_region *config, struct staith_err *err);
/** Whether something differs that only a new start can take up. */
bool staith_ingest_needs_restart(const struct staith_config_region *a,
                                 const struct staith_config_region *b);

#endif
