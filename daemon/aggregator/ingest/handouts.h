/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_HANDOUTS_H
#define STAITH_AGGREGATOR_INGEST_HANDOUTS_H
/*
 * Handing tables to the councils: the caps that the region agreed, England's figures and its own.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"

/** Tell every council what it was not given yet. One transaction, on disk when this returns 0.
 *  *ret_given: how many handouts that were. Errors as staith_ingest_message. */
int staith_ingest_hand_out(struct staith_ingest *ingest, const struct staith_config_region *config,
                           uint32_t *ret_given, struct staith_err *err);

#endif
