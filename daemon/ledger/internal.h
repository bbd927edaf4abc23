/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_INTERNAL_H
#define STAITH_LEDGER_INTERNAL_H
/*
 * The open ledger as the files of this folder see it. Private to this folder.
 */
#include "base/arena.h"
#include "ledger/db.h"
#include "ledger/ledger.h"

enum {
    STAITH_LEDGER_AUTHORITY_BYTES = 16,
    STAITH_LEDGER_ARENA_BYTES = 1048576 /**< two records with their notes */
};

struct staith_receipts {
    sqlite3 *db;
};

struct staith_ledger {
    sqlite3 *db;
    int lock;     /**< -1 in a reader */
    bool doubted; /**< a write failed: the file is looked at again before the next one */
    char authority[STAITH_LEDGER_AUTHORITY_BYTES];
    uint64_t epoch;
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    /* writer alone */
    uint8_t secret[STAITH_SECRET_KEY_BYTES];
    const struct staith_outside *outside;
    uint64_t max_bytes; /**< of the file, 0: no limit */
    uint64_t last;
    uint8_t last_hash[STAITH_HASH_BYTES];
    /* what the last read handed out */
    struct staith_arena read_arena;
    char folder[STAITH_LEDGER_PATH_BYTES];
    struct staith_receipts *receipts; /**< opened when first needed, NULL while there is none */
};

/** Open the file of a writer again and go on from what it holds, whatever was remembered. Errors as
 *  staith_ledger_open. */
int staith_ledger_look_again(struct staith_ledger *ledger, struct staith_err *err);
/** Read the record alone into `arena`, without judging it. STAITH_ERR_NOTFOUND. */
int staith_ledger_read_record(struct staith_ledger *ledger, uint64_t number,
                              struct staith_arena *arena, struct staith_record *ret_record,
                              struct staith_err *err);
/** Check record `number` against its predecessor's hash and the key: 0 or STAITH_ERR_VERIFY that
 *  names it (L3, L4). `previous`: STAITH_HASH_BYTES, zeros for number 1. */
int staith_ledger_check_record(const struct staith_record *record, uint64_t number,
                               const uint8_t *previous, const uint8_t *public_key,
                               struct staith_err *err);
/** When the region said that it holds `number`, and whether it refused it. Untouched when nothing
 *  is known. *ret_detail is in `arena`. */
int staith_receipts_of(struct staith_ledger *ledger, uint64_t number, struct staith_arena *arena,
                       int64_t *ret_received_unix_ms, uint32_t *ret_refused,
                       const char **ret_detail, struct staith_err *err);

/** What the region last said of release `number`. Untouched when nothing is known. Text is in
 * `arena`. */
int staith_receipts_standing(struct staith_ledger *ledger, uint64_t number,
                             struct staith_arena *arena, struct staith_ledger_entry *entry,
                             struct staith_err *err);
/** Open the receipts: 0; STAITH_ERR_NOTFOUND: there are none yet, and `err` is left alone; other
 *  errors say that what is there cannot be read, which is not the same as none. */
int staith_receipts_ready(struct staith_ledger *ledger, struct staith_err *err);

#endif
