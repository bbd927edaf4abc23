/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_ALARMS_H
#define STAITH_AUTHORITY_HOST_ALARMS_H
/*
 * A plugin's local alarms (staith.local/1): those it declares, and how often it says each stands.
 * They go to the gate beside the raw table, never in it.
 */
#include "base/arena.h"
#include "codec/hostpipe.h"

#include <staith/plugin.h>

/** Caller's storage; zero-initialised it is a plugin without alarms. */
struct staith_alarms {
    uint32_t count;
    struct staith_alarm *items; /**< as declared; the plugin's words */
    bool *counted;              /**< whether the plugin said how often */
};

/** Ask the plugin for its alarms and check them. STAITH_ERR_INVAL with what is wrong, NOMEM. */
int staith_alarms_declare(const struct staith_plugin *plugin, struct staith_arena *arena,
                          struct staith_alarms *ret_alarms, struct staith_err *err);
/** How often an alarm stands. STAITH_OK or STAITH_EINVAL. */
int staith_alarms_set(struct staith_alarms *alarms, uint32_t alarm, uint64_t count);
/** Those that were counted, in declared order, moved together at the start of `items`. */
uint32_t staith_alarms_finish(struct staith_alarms *alarms);

#endif
