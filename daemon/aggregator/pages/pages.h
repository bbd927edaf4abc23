/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_PAGES_PAGES_H
#define STAITH_AGGREGATOR_PAGES_PAGES_H
/*
 * What a store holds, ready for the pages: every dataset compared, under the names that the region
 * gave them, with what has arrived from whom. One picture: all of it is of the same moment.
 */
#include "aggregator/pages/audience.h"
#include "aggregator/store/store.h"
#include "aggregator/views/site.h"
#include "base/err.h"
#include "config/schema.h"

struct staith_pages;

struct staith_pages_options {
    const char *note;                             /**< a sentence above every page, or NULL */
    int64_t made_unix_ms;                         /**< 0: not said */
    bool standalone;                              /**< for a folder of files */
    const struct staith_pages_audience *audience; /**< NULL: the region, with what has arrived */
    const char *account; /**< words for the way to an account, or NULL: there is none */
};

/** The councils of a configuration for the comparison; in `arena`, strings the configuration's.
 *  NULL without memory. */
const struct staith_benchmark_council *
staith_pages_councils(const struct staith_config_region *config, struct staith_arena *arena);

/** What a configuration sets for a dataset; in `arena`, strings the configuration's. NULL without
 *  memory. */
const struct staith_benchmark_settings *
staith_pages_settings(const struct staith_config_region *config, const char *dataset,
                      struct staith_arena *arena);

/** Compare everything. Datasets of more periods, figures or places in a table than are compared are
 *  passed over, and what is past STAITH_SITE_MAX_DATASETS of them; the site says which and why.
 * `config` and the texts of `options` outlive the pages. STAITH_ERR_NOTFOUND: nothing has arrived
 * yet. *ret_pages is the caller's. */
int staith_pages_load(struct staith_store *store, const struct staith_config_region *config,
                      const struct staith_pages_options *options, struct staith_pages **ret_pages,
                      struct staith_err *err);
/** NULL is allowed. */
void staith_pages_free(struct staith_pages *pages);
/** The pages'. */
const struct staith_site *staith_pages_site(const struct staith_pages *pages);

#endif
