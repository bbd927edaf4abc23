/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_OBSERVER_H
#define STAITH_AUTHORITY_HOST_OBSERVER_H
/*
 * The host's side of one run: the functions a plugin may call, the states in which it may, and
 * what it said. A call that was refused is remembered, so that a plugin which goes on as if
 * nothing had happened cannot lose observations silently.
 */
#include "authority/host/alarms.h"
#include "authority/host/sources.h"
#include "authority/host/tally.h"
#include "codec/hostpipe.h"

#include <pthread.h>
#include <staith/plugin.h>
#include <stdbool.h>

enum staith_run_state {
    STAITH_RUN_IDLE = 0,
    STAITH_RUN_CREATE = 1,
    STAITH_RUN_CONFIGURE = 2,
    STAITH_RUN_COLLECT = 3,
    STAITH_RUN_DESTROY = 4
};

/** Caller's storage; must stay where it is. `raw` takes period and findings. */
struct staith_observer {
    struct staith_host table; /**< what the plugin is given */
    enum staith_run_state state;
    const struct staith_order *order;
    struct staith_sources *sources; /**< set before collect */
    struct staith_tally *tally;     /**< set before collect */
    struct staith_rawtable *raw;
    struct staith_alarms alarms; /**< set before collect; those the plugin declares */
    uint32_t reading;            /**< source read last: findings are in it */
    bool has_period;
    const struct staith_setting *settings; /**< set before configure */
    uint32_t setting_count;
    struct staith_err explained; /**< what the plugin says is wrong with an option; code 0: none */
    const char *misuse;          /**< first refused call, in words; NULL: none */
    uint64_t misuses;
    pthread_t thread;
};

/** `raw->catalogue` is set; findings and totals are made in `arena`. Pointers must outlive the
 *  observer. STAITH_ERR_NOMEM. */
int staith_observer_init(struct staith_observer *observer, const struct staith_order *order,
                         struct staith_rawtable *raw, struct staith_arena *arena);

#endif
