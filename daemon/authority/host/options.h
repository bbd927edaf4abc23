/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_OPTIONS_H
#define STAITH_AUTHORITY_HOST_OPTIONS_H
/*
 * Options as the operator wrote them, held against the plugin's option table.
 */
#include "codec/hostpipe.h"

#include <staith/plugin.h>

/** One setting for each declared option, in order, the arena's; values not given are the defaults.
 *  STAITH_ERR_CONFIG with the place in the configuration: unknown option, one given twice, wrong
 *  type, out of range, a required one missing. STAITH_ERR_INVAL: the plugin's own default is wrong.
 *  STAITH_ERR_NOMEM. */
int staith_options_read(const struct staith_option_def *options, uint32_t option_count,
                        const struct staith_order *order, struct staith_arena *arena,
                        struct staith_setting **ret_settings, struct staith_err *err);

#endif
