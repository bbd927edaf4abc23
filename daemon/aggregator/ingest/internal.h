/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_INTERNAL_H
#define STAITH_AGGREGATOR_INGEST_INTERNAL_H
/*
 * Inside ingest/ alone.
 */
#include "aggregator/ingest/ingest.h"
#include "base/arena.h"
#include "model/difference.h"

enum { STAITH_INGEST_WORDS = 16 /**< answers to one hello */ };

/** Why something is refused, and how the exchange goes on. */
struct staith_ingest_verdict {
    enum staith_refusal reason; /**< 0: taken */
    char detail[256];
};

struct staith_ingest_catalogues;
struct staith_ingest_answers;

/* ---- quota.c ---- */

enum {
    STAITH_INGEST_SEATS = 3, /**< connections of a council that have a quota each */
    STAITH_INGEST_LANES = 32 /**< among which the others share one more */
};

/** What is left of a quota, in thousandths, and of a lane's in as many times smaller parts. */
struct staith_ingest_bucket {
    bool begun;
    int64_t at_ms; /**< when it was filled, by the steady clock */
    int64_t messages;
    int64_t bytes;
    bool said; /**< who is at it was told that it sends too much */
    int64_t said_ms;
};
/** What a connection has shown of itself, beside the transport key. */
enum staith_ingest_rank {
    STAITH_INGEST_NOBODY = 0, /**< who sat there has been silent for too long */
    STAITH_INGEST_STRANGE,
    STAITH_INGEST_KNOWN, /**< it named the epoch of the council's ledger */
    STAITH_INGEST_SIGNED /**< it brought the next record of that ledger, rightly signed */
};
struct staith_ingest_seat {
    enum staith_ingest_rank rank;
    int64_t heard_ms; /**< the last message */
    struct staith_wire_peer peer;
    struct staith_ingest_bucket bucket;
};
/** A council's whole quota: what connections come and go does not change how much there is. */
struct staith_ingest_connections {
    struct staith_ingest_seat seats[STAITH_INGEST_SEATS];
    struct staith_ingest_bucket lanes[STAITH_INGEST_LANES];
};

/** Whether a council's message of `len` bytes is within its quota, and taken from it. *ret_say: it
 *  is not, and the peer is to be told. */
bool staith_ingest_quota_allows(const struct staith_ingest_quota *quota,
                                struct staith_ingest_connections *connections,
                                const struct staith_wire_peer *peer, size_t len, int64_t now_ms,
                                bool *ret_say);
/** Whether it matters if this connection knows the epoch: it has no seat, or one that others who do
 *  may take. */
bool staith_ingest_quota_asks(const struct staith_ingest_quota *quota,
                              struct staith_ingest_connections *connections,
                              const struct staith_wire_peer *peer);
/** A connection is of this rank. One without a seat takes that of one of lower rank, or, when it
 *  brought a record, of the one that was silent longest. */
void staith_ingest_quota_rank(const struct staith_ingest_quota *quota,
                              struct staith_ingest_connections *connections,
                              const struct staith_wire_peer *peer, enum staith_ingest_rank rank,
                              int64_t now_ms);

/** What waits for an officer. */
struct staith_ingest_rules {
    struct staith_ingest_dataset *datasets; /**< heap */
    uint32_t dataset_count;
    struct staith_ingest_dataset others;
};

/* ---- ingest.c ---- */

struct staith_ingest_member {
    struct staith_ingest_council facts;
    struct staith_ingest_heard heard;
    struct staith_ingest_connections connections;
    uint64_t epoch;       /**< of its ledger, as the store had it at `epoch_ms`; 0: none */
    int64_t epoch_ms;     /**< by the steady clock */
    bool epoch_looked_up; /**< at all */
};

struct staith_ingest {
    struct staith_ingest_options options;
    struct staith_ingest_member *councils;
    uint32_t council_count;
    struct staith_ingest_catalogues *catalogues;
    struct staith_ingest_answers *answers;
    struct staith_ingest_rules rules;
    struct staith_ingest_quota quota;
    size_t messages; /**< since the last commit */
    bool open;       /**< the store's transaction */
};

/** NULL: not a council that may send. */
struct staith_ingest_member *staith_ingest_find(const struct staith_ingest *ingest,
                                                const char *authority);
/** Begin the store's transaction unless it is open. */
int staith_ingest_begin(struct staith_ingest *ingest, struct staith_err *err);
/** Forget what is not committed, and its answers. */
void staith_ingest_roll_back(struct staith_ingest *ingest);

/* ---- catalogues.c ---- */

/** Catalogues that were used lately, parsed. NULL without memory. `store` outlives it. */
struct staith_ingest_catalogues *staith_ingest_catalogues_new(struct staith_store *store);
void staith_ingest_catalogues_free(struct staith_ingest_catalogues *catalogues);
/** The catalogue with this hash, from memory or store, valid until the next call. NOTFOUND. */
int staith_ingest_catalogues_get(struct staith_ingest_catalogues *catalogues,
                                 const uint8_t hash[STAITH_HASH_BYTES],
                                 const struct staith_catalogue **ret_catalogue,
                                 struct staith_err *err);

/** What a catalogue that has just come is to be: the one that leads, accepted beside it, or one
 * that waits for an officer, who is told why in `ret_why`. `rule`: of its dataset. */
int staith_ingest_catalogues_state(struct staith_ingest_catalogues *catalogues,
                                   const struct staith_catalogue *catalogue,
                                   const struct staith_ingest_dataset *rule,
                                   enum staith_store_catalogue_state *ret_state,
                                   char ret_why[STAITH_DIFFERENCE_BYTES], struct staith_err *err);

/* ---- outbox.c ---- */

/** A council that asked for words, in its last hello. */
struct staith_ingest_listener {
    struct staith_wire_peer peer;
    const char *authority;
    uint32_t protocol;
    uint64_t epoch; /**< of the region, and the last word of it that the council has on its disk */
    uint64_t number;
};
/** Tell a council something: the next record of the region's for it, within the store's
 *  transaction. Nothing where the region has no key. */
int staith_ingest_tell(const struct staith_ingest_options *options, const char *authority,
                       enum staith_record_kind kind, const struct staith_buf *payload,
                       struct staith_err *err);
/** What is too large to be told is a warning in the log, and no fault of the store. Clears `err`;
 * 0.
 */
int staith_ingest_not_told(const struct staith_ingest *ingest, const char *what, const char *name,
                           struct staith_err *err);
/** Tell a council what became of a release. */
int staith_ingest_tell_verdict(const struct staith_ingest_options *options, const char *authority,
                               const struct staith_verdict *verdict, struct staith_err *err);
/** Send a peer what its council has not heard yet, at most STAITH_INGEST_WORDS, and none that its
 *  protocol does not have, nor what is behind it. What is lost on the way is asked for again by the
 *  next hello. */
int staith_ingest_send_words(const struct staith_ingest_options *options,
                             const struct staith_ingest_listener *listener, struct staith_err *err);

/* ---- take.c ---- */

/** The rule of a dataset; never NULL. */
const struct staith_ingest_dataset *staith_ingest_rule(const struct staith_ingest_rules *rules,
                                                       const char *dataset);
/** Check the content of a record whose place and signature are right, and store it within the
 *  store's transaction; what can never be taken is quarantined, the cursor past it. 0 with the
 *  verdict; an error means that the store failed. */
int staith_ingest_take(const struct staith_ingest_options *options,
                       struct staith_ingest_catalogues *catalogues,
                       const struct staith_ingest_rules *rules, const struct staith_record *record,
                       struct staith_ingest_verdict *ret_verdict, struct staith_err *err);
/** The same record in the store's terms; pointers into `record`. */
struct staith_store_record staith_ingest_store_record(const struct staith_record *record);

/* ---- answers.c ---- */

/** Answers that wait for the commit. */
struct staith_ingest_answers *staith_ingest_answers_new(void);
void staith_ingest_answers_free(struct staith_ingest_answers *answers);
/** Each of these: false when a batch's worth waits already. A peer gets one receipt an epoch. */
bool staith_ingest_answers_welcome(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, const char *authority,
                                   const struct staith_message *hello, uint32_t protocol);
bool staith_ingest_answers_receipt(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, const char *authority,
                                   uint64_t epoch, bool gap);
bool staith_ingest_answers_refusal(struct staith_ingest_answers *answers,
                                   const struct staith_wire_peer *peer, uint64_t epoch,
                                   uint64_t number, const struct staith_ingest_verdict *verdict);
/** Forget them. */
void staith_ingest_answers_clear(struct staith_ingest_answers *answers);
/** Send them, refusals first, with the cursors as they are in the store; then forget them. */
int staith_ingest_answers_send(struct staith_ingest_answers *answers,
                               const struct staith_ingest_options *options, struct staith_err *err);

#endif
