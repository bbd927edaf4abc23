/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_WEB_H
#define STAITH_AGGREGATOR_WEB_WEB_H
/*
 * The region's pages and figures to whoever may see them: a handler for a server. It reads the
 * store and never writes it; accounts, sessions and the log are its own.
 */
#include "aggregator/access/access.h"
#include "base/log.h"
#include "config/schema.h"
#include "http/server.h"

struct staith_web;
struct staith_web_queue;

struct staith_web_options {
    const struct staith_config_region *config; /**< outlives it */
    struct staith_access *access;              /**< likewise */
    const struct staith_outside *outside;
    struct staith_log *log;
    struct staith_web_queue *queue; /**< beside the loop; outlives it */
    struct staith_http_room *room;  /**< of bodies on their way; likewise */
    const char *const *confined; /**< words for what the process has given up, once it has; at NULL:
                                      it has not */
};

/** NULL without memory. */
struct staith_web *staith_web_new(const struct staith_web_options *options);
/** Whether no thread reads the store for it, so that freeing it waits for nothing. */
bool staith_web_is_idle(struct staith_web *web);
/** Waits for what reads the store. NULL is allowed. */
void staith_web_free(struct staith_web *web);
/** A staith_http_handler; `ctx` is a struct staith_web. */
void staith_web_answer(void *ctx, const struct staith_http_request *request,
                       struct staith_http_answer *answer);

#endif
