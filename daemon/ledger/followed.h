/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_LEDGER_FOLLOWED_H
#define STAITH_LEDGER_FOLLOWED_H
/*
 * Sketches of who was behind medians and money, in `followed.db` beside the ledger, by dataset and
 * by a hash of the source and of what was made of it, and the council's own key under which they
 * are made. None of it ever leaves the council. It may be lost: then it is not known how many
 * people changed since an earlier figure, and another one is not shown in its place.
 *
 * Beside them, which figures of each dataset were shown: what the ledger says, so that nobody
 * need read all of it for every decision. Lost, of another ledger or catalogue, or ahead of a
 * ledger that was put back from a copy, it is made again from the ledger.
 */
#include "base/err.h"
#include "base/outside.h"
#include "disclosure/release.h"
#include "model/sketch.h"

#include <stdbool.h>

enum {
    STAITH_FOLLOWED_KEY_BYTES = 16,
    /** Of a dataset; of the older ones those sketches stay whose figures were shown. */
    STAITH_FOLLOWED_MAX_SOURCES = 64
};

/** One cell, named by what it counts. */
struct staith_followed_cell {
    const char *name;
    struct staith_sketch sketch;
};

/** Whose figures were shown, and up to where. */
struct staith_followed_mark {
    const char *dataset;
    const uint8_t *catalogue_hash; /**< by which their names were made */
    uint64_t epoch;                /**< of the ledger */
    uint64_t number;               /**< the last record that was looked at */
};

/** A figure that was shown. */
struct staith_followed_shown {
    const char *name;
    int64_t value;
    uint8_t source_hash[STAITH_HASH_BYTES]; /**< what its sketch is kept by */
    bool followed;                          /**< its sketch is there */
    struct staith_sketch sketch;
};

struct staith_followed;

/** Open for the gate, making file and key where they are missing; with `outside` NULL, for reading
 *  (STAITH_ERR_NOTFOUND when there is none yet). Other errors as for the ledger. */
int staith_followed_open(const char *folder, const struct staith_outside *outside,
                         struct staith_followed **ret_followed, struct staith_err *err);
/** NULL is allowed. Overwrites the key. */
void staith_followed_close(struct staith_followed *followed);
/** STAITH_FOLLOWED_KEY_BYTES, until close. */
const uint8_t *staith_followed_key(const struct staith_followed *followed);
/** Keep the sketches of one source in one durable transaction. A cell that has another one of this
 *  hash already has none that is known from then on. */
int staith_followed_put(struct staith_followed *followed, const char *dataset,
                        const uint8_t source_hash[STAITH_HASH_BYTES],
                        const struct staith_followed_cell *cells, uint32_t count,
                        int64_t now_unix_ms, struct staith_err *err);
/** The sketch of a cell as a source had it. STAITH_ERR_NOTFOUND; STAITH_ERR_STATE: there were two,
 *  and it is not known which. */
int staith_followed_get(struct staith_followed *followed, const char *dataset,
                        const uint8_t source_hash[STAITH_HASH_BYTES], const char *name,
                        struct staith_sketch *ret_sketch);

/** Up to which record the figures shown of mark->dataset are kept, into mark->number; 0: for
 *  this ledger and catalogue none are. */
int staith_followed_shown_to(struct staith_followed *followed, struct staith_followed_mark *mark,
                             struct staith_err *err);
/** Call `each` for every one that is kept of a dataset, oldest first; what it is given lives until
 * it returns. Ends with the first that is not 0, and returns that. */
int staith_followed_shown_each(struct staith_followed *followed, const char *dataset,
                               int (*each)(void *ctx, const struct staith_followed_shown *shown),
                               void *ctx, struct staith_err *err);
/** Keep what was shown up to mark->number, in one durable transaction: `items`, oldest first,
 *  take the place of all that was kept of the dataset. */
int staith_followed_shown_put(struct staith_followed *followed,
                              const struct staith_followed_mark *mark,
                              const struct staith_followed_shown *items, uint32_t count,
                              struct staith_err *err);

#endif
