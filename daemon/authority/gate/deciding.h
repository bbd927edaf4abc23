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
#include "loop/work.h"

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

struct staith_gate_deciding;

/** What came of a decision beside the loop. All is the job's. */
struct staith_gate_decided {
    int code; /**< of staith_gate_deciding_make, then `err` says why; STAITH_ERR_STATE: it was
                   cancelled, and was perhaps never made */
    struct staith_err err;
    bool ours;
    const struct staith_gate_outcome *outcome;
    const struct staith_decision *decision; /**< filled as by staith_gate_deciding_make */
    const struct staith_release *release;   /**< or NULL */
};

/** The same beside the loop, in the queue `work`: takes the outcome, also on an error. `on_done`
 *  comes once it is made, on the loop, also where it was cancelled; when it returns true it is made
 *  anew, and `on_done` comes again, else the job is freed. */
int staith_gate_deciding_start(
    struct staith_work *work, const struct staith_gate_question *question,
    struct staith_gate_outcome *outcome,
    bool (*on_done)(void *ctx, const struct staith_gate_decided *decided), void *ctx,
    struct staith_gate_deciding **ret_job, struct staith_err *err);
/** It ends when it looks at its clock the next time. NULL is allowed. */
void staith_gate_deciding_cancel(struct staith_gate_deciding *job);

#endif
