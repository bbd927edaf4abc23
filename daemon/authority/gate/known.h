/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_KNOWN_H
#define STAITH_AUTHORITY_GATE_KNOWN_H
/*
 * What everybody may know at a moment: what has left, and what is public elsewhere. A decision or
 * an audit that was made beside the loop counts as long as this is the same as when it began.
 */
#include "ledger/ledger.h"

struct staith_gate_known {
    uint64_t last; /**< record of the ledger */
    int64_t facts; /**< how many public facts are known */
};

/** Of now. `folder`: the state folder, with the public facts. */
int staith_gate_known_now(struct staith_ledger *ledger, const char *folder, int64_t now_unix_ms,
                          struct staith_gate_known *ret_known, struct staith_err *err);
/** Whether nothing has left and nothing was published since; *ret_same is false on an error. */
int staith_gate_known_still(struct staith_ledger *ledger, const char *folder, int64_t now_unix_ms,
                            const struct staith_gate_known *known, bool *ret_same,
                            struct staith_err *err);

#endif
