/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_PAGES_CAPS_H
#define STAITH_AGGREGATOR_PAGES_CAPS_H
/*
 * The caps that a region handed to its councils, for the pages: what held when, and from when on
 * what is usual is reckoned anew. Included by aggregator/pages only.
 */
#include "aggregator/store/store.h"
#include "aggregator/views/site.h"

/** The newest caps of the store, in `arena`. 0 with *ret_count 0 where none were imported;
 *  STAITH_ERR_NOMEM; STAITH_ERR_IO and what the codec says where they cannot be read. */
int staith_pages_caps(struct staith_store *store, struct staith_arena *arena,
                      const struct staith_site_cap **ret_caps, uint32_t *ret_count,
                      struct staith_err *err);

/** The settings with a phase of what is over the cap for each day from which on a cap was another
 *  (the first caps, too), unless the region set one for that day itself; in `arena`. The settings
 *  themselves where there is none. NULL without memory. */
const struct staith_benchmark_settings *
staith_pages_cap_phases(const struct staith_benchmark_settings *settings,
                        const struct staith_site_cap *caps, uint32_t count,
                        struct staith_arena *arena);

#endif
