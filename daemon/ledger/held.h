/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_HELD_H
#define STAITH_LEDGER_HELD_H
/*
 * What waits for an officer: releases that were made and have not left, in `held.db` beside the
 * ledger. They have numbers of their own and no place in the ledger's chain; the publisher does not
 * read this file. One writer, the gate, which holds the ledger's lock; readers as many as come.
 *
 * Invariants (cited by tests as H1..H4):
 *   H1 of a dataset and period at most one release is open (waiting or approved); H2 a state moves
 *   forward alone: waiting, approved, left; refused or replaced from waiting or approved; H3 what
 *   officers said is only ever appended to; H4 each step is one durable transaction.
 */
#include "ledger/ledger.h"

enum {
    STAITH_HELD_MAX_WORDS = 8,         /**< officers' words on one release */
    STAITH_HELD_MAX_NAME_BYTES = 100,  /**< of an officer */
    STAITH_HELD_MAX_REASON_BYTES = 500 /**< an officer's reason */
};

enum staith_held_state {
    STAITH_HELD_WAITING = 1,  /**< for an officer, or for a second one */
    STAITH_HELD_APPROVED = 2, /**< leaves at its time */
    STAITH_HELD_LEFT = 3,     /**< is in the ledger */
    STAITH_HELD_REFUSED = 4,  /**< an officer refused it; never leaves */
    STAITH_HELD_REPLACED = 5  /**< a newer run took its place; never leaves */
};

/** What one officer said of one release. Strings are the caller's on writing, the reader's on
 *  reading. */
struct staith_held_word {
    const char *officer;
    const char *role;
    const char *reason;
    bool approves; /**< false: refuses */
    int64_t at_unix_ms;
    int64_t embargo_unix_ms; /**< not before; 0: none asked for */
};

/** A held release. Pointers live until the next read or close. */
struct staith_held_item {
    uint64_t number;
    enum staith_held_state state;
    const char *dataset;
    struct staith_period period;
    int64_t held_unix_ms;
    int64_t changed_unix_ms; /**< when its state was reached */
    int64_t leaves_unix_ms;  /**< approved: not before; 0: at once */
    uint64_t ledger_number;  /**< left: its number in the ledger; else 0 */
    uint64_t replaced_by;    /**< replaced: number of the held one in its place, 0: one that left at
                                  once; else 0 */
    uint64_t replaces;       /**< number of the held one whose place it took, 0: none */
    struct staith_ledger_note note; /**< approved_by is "" */
    const uint8_t *release;         /**< packed; NULL once left or replaced */
    size_t release_len;
    const uint8_t *catalogue; /**< packed; NULL once left or replaced */
    size_t catalogue_len;
    uint32_t word_count;
    struct staith_held_word words[STAITH_HELD_MAX_WORDS];
};

struct staith_held;

/** Open, making it when it is missing. Errors as for the ledger. */
int staith_held_open(const char *folder, struct staith_held **ret_held, struct staith_err *err);
/** Open for reading, beside the gate. STAITH_ERR_NOTFOUND: nothing was ever held. */
int staith_held_open_reader(const char *folder, struct staith_held **ret_held,
                            struct staith_err *err);
/** NULL is allowed. */
void staith_held_close(struct staith_held *held);

/** Keep a release until an officer decides; an open one of the same dataset and period is replaced
 *  by it. *ret_replaced: its number, 0: none. STAITH_ERR_INVAL: `catalogue` is not the release's.
 */
int staith_held_put(struct staith_held *held, const struct staith_release *release,
                    const struct staith_catalogue *catalogue, const struct staith_ledger_note *note,
                    int64_t now_unix_ms, uint64_t *ret_number, uint64_t *ret_replaced,
                    struct staith_err *err);
/** A release of this dataset and period leaves at once: the open one, if any, is replaced. */
int staith_held_replace(struct staith_held *held, const char *dataset,
                        const struct staith_period *period, int64_t now_unix_ms,
                        uint64_t *ret_replaced, struct staith_err *err);
/** Append an officer's word on an open release and move it to `state` (WAITING: a second officer
 *  is still needed; APPROVED, to leave at `leaves_unix_ms`; REFUSED). STAITH_ERR_NOTFOUND;
 *  STAITH_ERR_STATE: it is not open, or was approved and is not refused now; STAITH_ERR_LIMIT. */
int staith_held_say(struct staith_held *held, uint64_t number, const struct staith_held_word *word,
                    enum staith_held_state state, int64_t leaves_unix_ms, struct staith_err *err);
/** An approved release is in the ledger as `ledger_number`; its bytes are dropped here.
 *  STAITH_ERR_STATE: it is not approved. */
int staith_held_leave(struct staith_held *held, uint64_t number, uint64_t ledger_number,
                      int64_t now_unix_ms, struct staith_err *err);

/** Read one. STAITH_ERR_NOTFOUND. */
int staith_held_read(struct staith_held *held, uint64_t number, struct staith_held_item *ret_item,
                     struct staith_err *err);
/** The first number after `after`, of the open ones or of all. STAITH_ERR_NOTFOUND: no more. */
int staith_held_next(struct staith_held *held, uint64_t after, bool all, uint64_t *ret_number);
/** Number of the newest made from a source with this hash and this dataset, or NOTFOUND. */
int staith_held_find_source(struct staith_held *held, const char *dataset,
                            const uint8_t source_hash[STAITH_HASH_BYTES], uint64_t *ret_number);
/** How many are open; `dataset` NULL: of all. */
int staith_held_count(struct staith_held *held, const char *dataset, uint32_t *ret_waiting,
                      uint32_t *ret_approved);

/** The switch of a dataset: on, its releases are held whatever the configuration says. */
int staith_held_set_switch(struct staith_held *held, const char *dataset, bool on,
                           int64_t now_unix_ms, struct staith_err *err);
int staith_held_get_switch(struct staith_held *held, const char *dataset, bool *ret_on,
                           struct staith_err *err);

#endif
