/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_COMPARE_H
#define STAITH_AGGREGATOR_INGEST_COMPARE_H
/*
 * Telling each council its own comparison: of each dataset the newest period that any council has
 * sent, when it changed. Of the others only what they share with councils counts.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"

/** One transaction, on disk when this returns 0. *ret_told: how many councils were told something.
 *  Errors as staith_ingest_message. */
int staith_ingest_compare(struct staith_ingest *ingest, const struct staith_config_region *config,
                          uint32_t *ret_told, struct staith_err *err);

#endif
