/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_CUTOFF_H
#define STAITH_AUTHORITY_GATE_CUTOFF_H
/*
 * An outside whose clock can be made to run out, so that what goes on beside the loop and looks at
 * its time ends when the daemon wants it to.
 */
#include "base/outside.h"

#include <stdatomic.h>
#include <stdbool.h>

/** Caller's storage, which stays where it is. */
struct staith_gate_cutoff {
    struct staith_outside outside; /**< to be handed on */
    const struct staith_outside *machine;
    atomic_bool cut;
};

/** `machine` NULL: the machine's own. */
void staith_gate_cutoff_init(struct staith_gate_cutoff *cutoff,
                             const struct staith_outside *machine);
/** From any thread: every deadline is over. */
void staith_gate_cutoff_cut(struct staith_gate_cutoff *cutoff);
bool staith_gate_cutoff_is_cut(const struct staith_gate_cutoff *cutoff);

#endif
