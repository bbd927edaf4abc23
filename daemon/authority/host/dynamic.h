/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_DYNAMIC_H
#define STAITH_AUTHORITY_HOST_DYNAMIC_H
/*
 * Plugins whose catalogue is made of their options ("staith.catalogue/1"): what they give after
 * configure is checked as any descriptor, and copied, since it is the run's and ends with it.
 */
#include "authority/host/load.h"
#include "model/catalogue.h"

/** The plugin's extension, or NULL where its catalogue is fixed. */
const struct staith_plugin_catalogue *staith_dynamic_extension(const struct staith_plugin *plugin);
/** The catalogue of a configured run, whole in `arena`. STAITH_ERR_INVAL, STAITH_ERR_NOMEM. */
int staith_dynamic_catalogue(const struct staith_loaded *loaded, struct staith_run *run,
                             struct staith_arena *arena, struct staith_catalogue **ret_catalogue,
                             struct staith_err *err);

#endif
