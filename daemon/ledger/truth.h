/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_TRUTH_H
#define STAITH_LEDGER_TRUTH_H
/*
 * The true counts behind what was released, in `truth.db` beside the ledger: what the gate needs to
 * publish the same number for the same count again, and to have a revision audited together with
 * what it revises. It never leaves: the publisher does not read it, nothing of it is in a record, a
 * bundle or a copy of the ledger. Names of cells and counts, no person.
 *
 * Counts are kept under the hash of the release's packed bytes and a number, before the release is
 * appended or held: a release in the ledger without its counts is one whose state folder lost this
 * file. Other counts may be behind the same bytes, since not all of them leave and what does is
 * rounded: each are kept, and the account of the release says by their number which are its own.
 */
#include "base/outside.h"
#include "codec/codec.h"
#include "model/system.h"

#include <stdbool.h>

enum {
    STAITH_TRUTH_MAX_KEPT = 1024,             /**< releases of a dataset; older ones are dropped */
    STAITH_TRUTH_MAX_BYTES = 32 * 1024 * 1024 /**< of one release's names and counts */
};

struct staith_truth;

/** Open for writing, making it (mode 0600); `outside` NULL: for reading. Errors as for the ledger.
 */
int staith_truth_open(const char *folder, const struct staith_outside *outside,
                      struct staith_truth **ret_truth, struct staith_err *err);
/** NULL is allowed. */
void staith_truth_close(struct staith_truth *truth);
/** Keep the cells of `system` (its values) for a release. *ret_number: theirs, 1 or more; the same
 *  counts of the same release have the same. *ret_dropped: how many older ones of the dataset there
 *  was no more room for. */
int staith_truth_put(struct staith_truth *truth, const char *dataset,
                     const uint8_t release_hash[STAITH_HASH_BYTES],
                     const struct staith_system *system, int64_t *ret_number, uint32_t *ret_dropped,
                     struct staith_err *err);
/** The cells kept for a release, without sums, in `arena`. `number`: which; 0: its account does not
 *  say, and the oldest are taken. STAITH_ERR_NOTFOUND: none. */
int staith_truth_read(struct staith_truth *truth, const uint8_t release_hash[STAITH_HASH_BYTES],
                      int64_t number, struct staith_arena *arena, struct staith_system *ret_system,
                      struct staith_err *err);

#endif
