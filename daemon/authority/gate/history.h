/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_HISTORY_H
#define STAITH_AUTHORITY_GATE_HISTORY_H
/*
 * The headline totals a council released earlier, for a plugin's checks against last year.
 */
#include "base/arena.h"
#include "codec/hostpipe.h"
#include "ledger/ledger.h"

enum {
    STAITH_GATE_HISTORY_MAX = 1024,         /**< figures handed to a run */
    STAITH_GATE_HISTORY_MAX_RECORDS = 1024, /**< newest records looked at */
    STAITH_GATE_HISTORY_MAX_BYTES = 2 * 1024 * 1024
};

/** The numbers of the newest release of each period of a dataset; a status gives none. Everything
 *  lies in `arena`. */
int staith_gate_history_read(struct staith_ledger *ledger, const char *dataset,
                             struct staith_arena *arena, const struct staith_history **ret_history,
                             uint32_t *ret_count, struct staith_err *err);

#endif
