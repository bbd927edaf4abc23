/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_NOVELTY_H
#define STAITH_AUTHORITY_GATE_NOVELTY_H
/*
 * Whether a release brings something that has never left this council before, which two officers
 * must approve.
 */
#include "ledger/ledger.h"

enum {
    /** Newest records looked through; what left only before them counts as new. */
    STAITH_GATE_NOVELTY_MAX_RECORDS = 5000
};

/**
 * *ret_what: "dataset", "policy" (the dataset has never left under this version of the policy),
 * "table" (of the dataset, by its code and dimensions), "withdrawn" (its period was, after it last
 * left), or NULL: all of it has left before. Static.
 */
int staith_gate_novelty(struct staith_ledger *ledger, const struct staith_release *release,
                        const char **ret_what, struct staith_err *err);

#endif
