/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_OFFICERS_H
#define STAITH_AGGREGATOR_INGEST_OFFICERS_H
/*
 * What officers of the region ask and say through the control socket. Who may use the socket is the
 * operating system's to say: it belongs to the daemon's user alone.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"

#include <jansson.h>

struct staith_ingest_officers {
    const struct staith_config_region *config;
    struct staith_ingest *ingest;
    struct staith_store *store;
    struct staith_log *log; /**< NULL: silent */
};

enum { STAITH_INGEST_LIST_MAX = 2000 /**< releases in one answer; the newest */ };

/** The rules of the configuration, for ingest. */
int staith_ingest_officers_set_rules(struct staith_ingest *ingest,
                                     const struct staith_config_region *config,
                                     struct staith_err *err);
/** Whether `command` is one of these: releases, accept, send-back, catalogues, adopt,
 *  reject, quarantine. */
bool staith_ingest_officers_know(const char *command);
/** Answer it. STAITH_ERR_DENIED: not an officer of the configuration; STAITH_ERR_INVAL: no reason;
 *  and the errors of staith_ingest_judge. */
int staith_ingest_officers_answer(const struct staith_ingest_officers *officers,
                                  const char *command, const json_t *request, json_t **ret_reply,
                                  struct staith_err *err);

#endif
