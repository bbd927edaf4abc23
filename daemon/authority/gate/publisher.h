/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_PUBLISHER_H
#define STAITH_AUTHORITY_GATE_PUBLISHER_H
/*
 * The publisher child as the gate sees it: started, poked, listened to, started again when it dies
 * (0.5 s, doubling to 60 s; from the beginning after it lived a minute). What goes through its pipe
 * stands in daemon/authority/README.md.
 */
#include "base/err.h"
#include "loop/loop.h"

#include <stdint.h>

/** What is known of it. Strings are the publisher's until the next turn of the loop. */
struct staith_gate_publisher_state {
    int pid;              /**< 0: not running */
    const char *state;    /**< "starting", "connecting", "connected", "refused", "down" */
    const char *endpoint; /**< "" where not known */
    const char *detail;   /**< why, in words, or "" */
    const char *sandbox;  /**< what it gave up, in words, or "" */
    uint64_t received;    /**< last number that the region confirmed, as it says */
    uint64_t handout;     /**< grows when the region has handed out a table, 0: none yet */
    uint32_t deaths;      /**< ends in a row that nobody asked for */
};

struct staith_gate_publisher;

/** Start it now; a start that fails is tried again like a death. `config_path`: copied. `program`:
 *  path of staithd-publish, copied. `on_change` is called when its state changed. */
int staith_gate_publisher_start(struct staith_loop *loop, const char *program,
                                const char *config_path, void (*on_change)(void *ctx), void *ctx,
                                struct staith_gate_publisher **ret_publisher,
                                struct staith_err *err);
/** The ledger has grown. */
void staith_gate_publisher_poke(struct staith_gate_publisher *publisher);
/** End it and start it again: the configuration has changed. */
void staith_gate_publisher_restart(struct staith_gate_publisher *publisher);
/** Ask it to end and do not start it again; on_change comes when it has. */
void staith_gate_publisher_finish(struct staith_gate_publisher *publisher);
/** Whether no child runs. */
bool staith_gate_publisher_ended(const struct staith_gate_publisher *publisher);
struct staith_gate_publisher_state
staith_gate_publisher_state(const struct staith_gate_publisher *publisher);
/** After the loop was freed. NULL is allowed. */
void staith_gate_publisher_free(struct staith_gate_publisher *publisher);

#endif
