/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_SERVICE_H
#define STAITH_AGGREGATOR_INGEST_SERVICE_H
/*
 * The running aggregator: store, wire, ingest and control socket on one loop.
 */
#include "aggregator/ingest/ingest.h"
#include "config/schema.h"
#include "loop/loop.h"

#include <jansson.h>

struct staith_ingest_service_options {
    struct staith_loop *loop;
    struct staith_log *log;
    const struct staith_outside *outside;
    const char *config_path; /**< read again by reload; outlives the service */
    const char *version;     /**< of the program, static */
};

struct staith_ingest_service;
/** Open the store, bind, listen. `config` is the service's when it returns 0, the caller's
 *  otherwise. Heap. */
int staith_ingest_service_start(const struct staith_ingest_service_options *options,
                                struct staith_config_region *config,
                                struct staith_ingest_service **ret_service, struct staith_err *err);
/** Close everything. Nothing is pending between two turns of the loop, so nothing is lost. Before
 *  the loop is freed. NULL allowed. */
void staith_ingest_service_free(struct staith_ingest_service *service);
/** Read the configuration again: councils and their keys from this moment on; other changes need a
 *  new start, and are logged. A file that is wrong changes nothing. */
void staith_ingest_service_reload(struct staith_ingest_service *service);
/** Bound endpoint, or NULL. */
const char *staith_ingest_service_endpoint(const struct staith_ingest_service *service,
                                           uint32_t index);
/** The reply to `status` (daemon/control/README.md): a new reference, NULL without memory or when
 *  the store cannot be read. */
json_t *staith_ingest_service_status(const struct staith_ingest_service *service);

/** Try everything a start needs: configuration, keys, folders, store, endpoints. *ret_checks: a
 * list of {"check", "ok", "error": {"what", "where", "remedy"}}, a new reference, NULL without
 * memory. Returns 0 or the code of the first that failed. */
int staith_ingest_check_config(const char *path, json_t **ret_checks);

#endif
