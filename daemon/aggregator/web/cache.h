/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_WEB_CACHE_H
#define STAITH_AGGREGATOR_WEB_CACHE_H
/*
 * Pages that were made, until the figures behind them change. A key names the picture that a page
 * was made from: one audience's page is never found for another.
 */
#include "base/outside.h"
#include "http/server.h"

#include <stddef.h>
#include <stdint.h>

struct staith_web_cache;

/** What is kept of an answer. */
struct staith_web_kept {
    struct staith_http_body *body;
    const char *type; /**< static */
    char file[256];   /**< "": a page */
};

/** NULL without memory. */
struct staith_web_cache *staith_web_cache_new(const struct staith_outside *outside,
                                              size_t max_bytes);
/** NULL is allowed. */
void staith_web_cache_free(struct staith_web_cache *cache);
/** Look for an answer: a reference to its body in *ret_kept, and true. */
bool staith_web_cache_find(struct staith_web_cache *cache, uint64_t picture, const char *address,
                           struct staith_web_kept *ret_kept);
/** Keep one, in another's place where there is no room; the cache takes a reference of its own. */
void staith_web_cache_keep(struct staith_web_cache *cache, uint64_t picture, const char *address,
                           const struct staith_web_kept *kept);

#endif
