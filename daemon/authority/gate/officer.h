/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_OFFICER_H
#define STAITH_AUTHORITY_GATE_OFFICER_H
/*
 * What an officer says of a held release: judged, and written down. Nothing leaves here.
 */
#include "config/schema.h"
#include "ledger/held.h"

/** What is said. Strings are the caller's. */
struct staith_gate_saying {
    const char *officer;
    const char *reason;
    bool approves;
    int64_t embargo_unix_ms; /**< not before; 0: none */
    int64_t date_unix_ms;    /**< of a revision that leaves on a release date alone; 0: none */
    int64_t now_unix_ms;
    uint32_t needed; /**< officers who must approve: 1 or 2 */
};

/** The officer of this name. STAITH_ERR_DENIED: the configuration has none. */
int staith_gate_officer_find(const struct staith_config_council *config, const char *name,
                             const struct staith_config_officer **ret_officer,
                             struct staith_err *err);
/** How many of those who approved it are officers still. */
uint32_t staith_gate_officer_approvals(const struct staith_config_council *config,
                                       const struct staith_held_item *item);
/**
 * Write it down; *ret_state is what the release is then. The latest embargo of all who approved
 * holds, or the release date where that is later. STAITH_ERR_DENIED: not an officer of the
 * configuration; STAITH_ERR_INVAL: no reason, or an embargo that lies in the past;
 * STAITH_ERR_STATE: it is decided, or this officer approved it already; and the errors of
 * staith_held_say. `item` is stale afterwards.
 */
int staith_gate_officer_say(const struct staith_config_council *config, struct staith_held *held,
                            const struct staith_held_item *item,
                            const struct staith_gate_saying *saying,
                            enum staith_held_state *ret_state, struct staith_err *err);
/** "waiting", "approved", "left", "refused", "replaced". Static. */
const char *staith_gate_officer_state(enum staith_held_state state);

#endif
