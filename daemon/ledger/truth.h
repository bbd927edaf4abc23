/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_TRUTH_H
#define STAITH_LEDGER_TRUTH_H
/*
 * The true counts behind what was released, in `truth.db` beside the ledger: what the gate needs to
 * publish the same number for the same count again, and to have a revision audited together with
 * what it revises. It never leaves: the publisher does not read it, nothing of it is in a record, a
 * bundle or a copy of the ledger. Names of cells and counts, no person.
 *
 * Counts are kept under the hash of the release's packed bytes, before the release is appended or
 * held: a release in the ledger without its counts is one whose state folder lost this file.
 */
#include "base/outside.h"
#include "codec/codec.h"
#include "model/system.h"

#include <stdbool.h>

enum {
    STAITH_TRUTH_MAX_KEPT = 256,              /**< releases of a dataset; older ones are dropped */
    STAITH_TRUTH_MAX_BYTES = 32 * 1024 * 1024 /**< of one release's names and counts */
};

struct staith_truth;

/** Open for writing, making it (mode 0600); `outside` NULL: for reading. Errors as for the ledger.
 */
int staith_truth_open(const char *folder, const struct staith_outside *outside,
                      struct staith_truth **ret_truth, struct staith_err *err);
/** NULL is allowed. */
void staith_truth_close(struct staith_truth *truth);
/** Keep the cells of `system` (its values) for a release; kept twice is kept once. */
int staith_truth_put(struct staith_truth *truth, const char *dataset,
                     const uint8_t release_hash[STAITH_HASH_BYTES],
                     const struct staith_system *system, struct staith_err *err);
/** The cells kept for a release, without sums, in `arena`. STAITH_ERR_NOTFOUND: none. */
int staith_truth_read(struct staith_truth *truth, const uint8_t release_hash[STAITH_HASH_BYTES],
                      struct staith_arena *arena, struct staith_system *ret_system,
                      struct staith_err *err);

#endif
