/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_SHOWN_H
#define STAITH_AUTHORITY_GATE_SHOWN_H
/*
 * Which medians and sums of money left earlier, and who was behind them then, so that no new figure
 * gives one person's pay away by its difference from the last one.
 */
#include "base/arena.h"
#include "disclosure/gate.h"
#include "ledger/followed.h"
#include "ledger/ledger.h"

enum {
    STAITH_GATE_SHOWN_MAX = 20000,
    STAITH_GATE_SHOWN_MAX_RECORDS = 1000,
    STAITH_GATE_SHOWN_MAX_BYTES = 16 * 1024 * 1024 /**< of an arena that always is enough */
};

/** The newest figure of each amount of the catalogue that is in the ledger, of the last 1,000
 *  records, in `arena`. Errors as for the ledger; STAITH_ERR_NOMEM. */
int staith_gate_shown_read(struct staith_ledger *ledger, struct staith_followed *followed,
                           const struct staith_catalogue *catalogue, struct staith_arena *arena,
                           const struct staith_shown_amount **ret_shown, uint32_t *ret_count,
                           struct staith_err *err);
/** Keep the sketches of a run, before anything made from it leaves. A raw table that is not
 *  followed has none. */
int staith_gate_shown_keep(struct staith_followed *followed, const struct staith_rawtable *raw,
                           int64_t now_unix_ms, struct staith_err *err);

#endif
