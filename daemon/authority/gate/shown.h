/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_SHOWN_H
#define STAITH_AUTHORITY_GATE_SHOWN_H
/*
 * Which medians and sums of money left earlier, or may still leave, and who was behind them then,
 * so that no new figure gives one person's pay away by its difference from the last one.
 */
#include "authority/gate/past.h"
#include "base/arena.h"
#include "ledger/followed.h"

enum {
    STAITH_GATE_SHOWN_MAX = 20000,                 /**< figures; a repeated one is one */
    STAITH_GATE_SHOWN_MAX_BYTES = 32 * 1024 * 1024 /**< of an arena that always is enough */
};

/** Where to look. */
struct staith_gate_shown_from {
    const struct staith_gate_archive *archive; /**< its ledger and its held releases */
    struct staith_followed *followed;          /**< NULL: nobody knows who was behind them */
    bool keeps; /**< keep what was found, so that the ledger is read once */
};

/** Of each amount of the catalogue the newest figure that is in the ledger, however long ago it was
 *  shown, all earlier ones of which it is known who was behind them, and those of releases of other
 *  periods than `period` that wait; names in `arena`, one of them as often as it was shown. Errors
 * as for the ledger; STAITH_ERR_NOMEM; STAITH_ERR_LIMIT: more than STAITH_GATE_SHOWN_MAX. */
int staith_gate_shown_read(const struct staith_gate_shown_from *from,
                           const struct staith_catalogue *catalogue,
                           const struct staith_period *period, struct staith_arena *arena,
                           const struct staith_shown_amount **ret_shown, uint32_t *ret_count,
                           struct staith_err *err);
/** Keep the sketches of a run that `release` was made from, before it leaves. A raw table that is
 * not followed has none. */
int staith_gate_shown_keep(struct staith_followed *followed, const struct staith_rawtable *raw,
                           const struct staith_release *release, int64_t now_unix_ms,
                           struct staith_err *err);

#endif
