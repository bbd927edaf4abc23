/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_SANDBOX_H
#define STAITH_AUTHORITY_GATE_SANDBOX_H
/*
 * What runs give up on this machine: asked once of the host program, which says what it did to
 * itself. Private to this folder.
 */
#include "loop/loop.h"

#include <jansson.h>

enum { STAITH_GATE_SANDBOX_LAYERS = 8, STAITH_GATE_SANDBOX_LAYER_BYTES = 160 };

/** Caller's storage; zero-initialise; must stay where it is until the loop is freed. */
struct staith_gate_sandbox {
    unsigned count;
    char layers[STAITH_GATE_SANDBOX_LAYERS][STAITH_GATE_SANDBOX_LAYER_BYTES];
    struct staith_child *child; /**< private */
};

/** Start asking `program` (staithd-host). An answer that does not come leaves the list empty. */
int staith_gate_sandbox_ask(struct staith_gate_sandbox *sandbox, struct staith_loop *loop,
                            const char *program, struct staith_err *err);
/** "run: seccomp on", "run: Landlock off: why", and of the publisher what it said of itself ("":
 *  nothing); a new reference, or NULL without memory. */
json_t *staith_gate_sandbox_json(const struct staith_gate_sandbox *sandbox, const char *publisher);

#endif
