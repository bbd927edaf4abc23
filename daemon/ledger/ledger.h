/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_LEDGER_H
#define STAITH_LEDGER_LEDGER_H
/*
 * The ledger: the durable account of all that left a council: releases and the catalogues that say
 * what they mean, and notices. SQLite, WAL, synchronous FULL.
 * Records are numbered from 1 in an epoch (64 random bits made with the ledger), chained by hash
 * and signed. Records are only ever appended. The gate writes `ledger.db`; the publisher reads it
 * and writes `receipts.db` beside it.
 *
 * Invariants (cited by tests as L1..L5):
 *   L1 a record once appended never changes; L2 numbers have no gap; L3 each record's previous
 *   hash is its predecessor's hash; L4 every signature verifies under the ledger's public key;
 *   L5 a record counts as received only after the region said that its commit was durable.
 */
#include "base/err.h"
#include "base/outside.h"
#include "codec/codec.h"
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stdbool.h>

struct staith_ledger;

/** What is kept beside a release or a notice: how it came about. Strings are the caller's on
 * append, the record reader's on read. Never a value of a person. */
struct staith_ledger_note {
    const char *source_name; /**< file name without folders */
    uint8_t source_hash[STAITH_HASH_BYTES];
    uint64_t source_bytes;
    uint64_t observed;
    uint32_t cells_tallied;
    uint32_t cells_released;
    uint32_t cells_withheld;
    uint32_t errors; /**< findings */
    uint32_t queries;
    const char *approved_by;   /**< "at once" or officers' names */
    const char *decision_json; /**< tables, rules, marks with their words; officers' words */
};

struct staith_ledger_entry {
    struct staith_record record; /**< payload owned by the reader until the next read */
    int64_t appended_unix_ms;
    int64_t received_unix_ms;    /**< 0: no receipt yet */
    uint32_t refused;            /**< enum staith_refusal, 0: not refused */
    const char *refused_detail;  /**< or NULL */
    uint32_t standing;           /**< enum staith_standing, 0: the region has not said */
    const char *standing_reason; /**< the region's words, "" for none; or NULL */
    int64_t standing_unix_ms;
    bool has_note;
    struct staith_ledger_note note;
};

/** Open for appending, make it when it is missing (`folder` must exist, is kept 0700). One writer
 *  at a time: STAITH_ERR_EXISTS when another process holds it. Verifies the last record on open. */
int staith_ledger_open(const char *folder, const char *authority,
                       const uint8_t secret[STAITH_SECRET_KEY_BYTES],
                       const struct staith_outside *outside, struct staith_ledger **ret_ledger,
                       struct staith_err *err);
/** Open for reading; no key needed. STAITH_ERR_NOTFOUND when there is none. */
int staith_ledger_open_reader(const char *folder, struct staith_ledger **ret_ledger,
                              struct staith_err *err);
/** NULL is allowed. */
void staith_ledger_close(struct staith_ledger *ledger);

/** The most that the ledger's file may hold; from there on appending fails as on a full disk, and
 *  nothing is dropped. 0: no limit. A file that is larger already does not grow. */
int staith_ledger_set_limit(struct staith_ledger *ledger, uint64_t max_bytes,
                            struct staith_err *err);
/** Append a release, and its catalogue ahead of it where the ledger does not hold that one yet,
 *  in one durable transaction. *ret_number: of the release. After a failure (a full disk, say) it
 *  may be tried again: the file is read anew first, and appended to only when its end is sound. */
int staith_ledger_append(struct staith_ledger *ledger, const struct staith_release *release,
                         const struct staith_catalogue *catalogue,
                         const struct staith_ledger_note *note, uint64_t *ret_number,
                         struct staith_err *err);
/** Append a notice, as a release is. Of the note its officers and the decision are of use. */
int staith_ledger_append_notice(struct staith_ledger *ledger, const struct staith_notice *notice,
                                const struct staith_ledger_note *note, uint64_t *ret_number,
                                struct staith_err *err);
uint64_t staith_ledger_epoch(const struct staith_ledger *ledger);
/** Last number; 0: empty. */
int staith_ledger_last(struct staith_ledger *ledger, uint64_t *ret_number);
/** Read one record. Pointers live until the next read or close. STAITH_ERR_NOTFOUND. */
int staith_ledger_read(struct staith_ledger *ledger, uint64_t number,
                       struct staith_ledger_entry *ret_entry, struct staith_err *err);
/** Hash of a record, or STAITH_ERR_NOTFOUND. */
int staith_ledger_hash(struct staith_ledger *ledger, uint64_t number,
                       uint8_t ret_hash[STAITH_HASH_BYTES]);
/** Last number that the region has a receipt for, of a record of this very ledger; 0: none. */
int staith_ledger_received(struct staith_ledger *ledger, uint64_t *ret_number);
/** How many releases of the epoch the region sent back and has not accepted since. */
int staith_ledger_sent_back(struct staith_ledger *ledger, uint64_t *ret_count);
/** What the region told last of how the council compares in a dataset; rows lie in `arena`.
 *  STAITH_ERR_NOTFOUND: nothing yet. */
int staith_ledger_comparison(struct staith_ledger *ledger, const char *dataset,
                             struct staith_arena *arena, struct staith_comparison *ret_comparison,
                             struct staith_err *err);
/** How many of the epoch's records the region refused for good. */
int staith_ledger_refused(struct staith_ledger *ledger, uint64_t *ret_count);
/** Number of the release made from a source with this hash and this dataset, or NOTFOUND. */
int staith_ledger_find_source(struct staith_ledger *ledger, const char *dataset,
                              const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_number);
/** Number of the newest release of a dataset and period, or NOTFOUND. */
int staith_ledger_find_release(struct staith_ledger *ledger, const char *dataset,
                               const struct staith_period *period, uint64_t *ret_number);
/** Number of the newest notice of a kind on a dataset and period, or NOTFOUND; `ret_notice` may be
 *  NULL. */
int staith_ledger_find_notice(struct staith_ledger *ledger, const char *dataset,
                              const struct staith_period *period, enum staith_notice_kind kind,
                              uint64_t *ret_number, struct staith_notice *ret_notice);
/** The newest notice of all, or NOTFOUND. */
int staith_ledger_newest_notice(struct staith_ledger *ledger, uint64_t *ret_number,
                                struct staith_notice *ret_notice);
/** Whether the newest release of a dataset and period was withdrawn after it left. *ret_number: of
 *  the notice. 0 or STAITH_ERR_NOTFOUND: it was not, or none has left. */
int staith_ledger_withdrawn(struct staith_ledger *ledger, const char *dataset,
                            const struct staith_period *period, uint64_t *ret_number);
/** Recompute chain and signatures from number 1: 0 or STAITH_ERR_VERIFY naming the number. */
int staith_ledger_verify(struct staith_ledger *ledger,
                         const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err);

/* ---- receipts: the publisher's own file ---- */

struct staith_receipts;
int staith_receipts_open(const char *folder, bool read_only, struct staith_receipts **ret_receipts,
                         struct staith_err *err);
void staith_receipts_close(struct staith_receipts *receipts);
/** All records of `epoch` up to `committed`, whose hash is `hash`, are on the region's disk since
 *  `at_unix_ms`. */
int staith_receipts_commit(struct staith_receipts *receipts, uint64_t epoch, uint64_t committed,
                           const uint8_t hash[STAITH_HASH_BYTES], int64_t at_unix_ms);
/** The region's epoch and the last of its records that is kept; 0 and 0 where none is. `ret_hash`:
 *  of that one, zeros. */
int staith_receipts_heard(struct staith_receipts *receipts, uint64_t *ret_epoch,
                          uint64_t *ret_number, uint8_t ret_hash[STAITH_HASH_BYTES]);
/** Keep a record of the region's that was found to be its and to follow the last, and what it says;
 *  on disk when this returns 0. A first record begins the region's epoch anew. STAITH_ERR_SYNTAX:
 *  it cannot be read. */
int staith_receipts_hear(struct staith_receipts *receipts, const struct staith_record *word);
/** What of the region's words was the last handout, as a number that grows; 0: none yet. */
int staith_receipts_handout_last(struct staith_receipts *receipts, uint64_t *ret_last);
/** The newest handout of a name, texts in `arena`. STAITH_ERR_NOTFOUND: none yet. */
int staith_receipts_handout(struct staith_receipts *receipts, const char *name,
                            struct staith_arena *arena, struct staith_handout *ret_handout,
                            struct staith_err *err);
int staith_receipts_refuse(struct staith_receipts *receipts, uint64_t epoch, uint64_t number,
                           uint32_t reason, const char *detail, int64_t at_unix_ms);
#endif
