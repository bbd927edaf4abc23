/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_AGAIN_H
#define STAITH_AUTHORITY_GATE_AGAIN_H
/*
 * A held release is audited again when it is approved, and when it leaves: others may have left
 * meanwhile. On the loop there is a second for it; what takes longer is audited beside the loop.
 */
#include "authority/gate/past.h"
#include "disclosure/again.h"
#include "loop/work.h"

/** What came of an audit. */
struct staith_gate_again_end {
    int code; /**< not 0: it could not be made */
    enum staith_again again;
    char why[STAITH_DISCLOSURE_WHY_BYTES]; /**< where it was not passed, in one sentence */
};

/** Audit held release `number` with everything that has left, for at most `time_ms` (0: 60 s). What
 *  was read of the held before is invalid afterwards. 0; STAITH_ERR_VERIFY for bytes that are
 *  damaged; what reading gives. */
int staith_gate_again(const struct staith_gate_archive *archive,
                      const struct staith_outside *outside, uint64_t number, int64_t time_ms,
                      enum staith_again *ret_again, char ret_why[STAITH_DISCLOSURE_WHY_BYTES],
                      struct staith_err *err);

struct staith_gate_again_job;

/** The same beside the loop, in the queue `work`, for 60 s; all is read before this returns.
 *  `on_done` comes once, on the loop, and the job is freed after it. `outside` has to last as long
 *  as the queue. */
int staith_gate_again_start(struct staith_work *work, const struct staith_gate_archive *archive,
                            const struct staith_outside *outside, uint64_t number,
                            void (*on_done)(void *ctx, const struct staith_gate_again_end *end),
                            void *ctx, struct staith_gate_again_job **ret_job,
                            struct staith_err *err);
/** Drop it; on_done does not come. It ends when the audit looks at its clock, and is freed then.
 *  NULL is allowed. */
void staith_gate_again_cancel(struct staith_gate_again_job *job);

#endif
