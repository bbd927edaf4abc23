/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_DECIDING_H
#define STAITH_AUTHORITY_GATE_DECIDING_H
/*
 * The decision on a run that ended well, held against all that has left and all that waits: one
 * piece for the daemon, which makes it beside its loop, and for `staith preview`, so that neither
 * promises what the other would not keep.
 */
#include "authority/gate/run.h"
#include "ledger/followed.h"

/** What is asked. All is the caller's, and stays as it is until the answer is there. */
struct staith_gate_question {
    const struct staith_config_council *config; /**< without a state folder nothing has left */
    const struct staith_config_dataset *dataset;
    struct staith_followed *followed; /**< nobody else's meanwhile; NULL: there are no sketches */
    bool keeps;                       /**< what is found is kept in `followed`: the daemon's */
    const struct staith_outside *outside; /**< clock; NULL: the machine's */
};

/** Decide, reading what it is held against by handles of its own. As staith_gate_decide; *ret_ours:
 *  it failed for a reason that is not the file's. */
int staith_gate_deciding_make(const struct staith_gate_question *question,
                              const struct staith_gate_outcome *outcome,
                              struct staith_decision *ret_decision,
                              struct staith_release **ret_release, bool *ret_ours,
                              struct staith_err *err);

#endif
