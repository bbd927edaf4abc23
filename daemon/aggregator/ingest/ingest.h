/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_INGEST_INGEST_H
#define STAITH_AGGREGATOR_INGEST_INGEST_H
/*
 * Ingest: what comes from councils is checked and stored, and acknowledged after the commit. No
 * socket here: messages come in with the authority that the transport proved, answers go out
 * through a function. Between two calls of staith_ingest_commit everything is one durable
 * transaction, and nobody is told anything before it is on disk.
 *
 * Invariants (cited by tests as I1..I6):
 *   I1 a record is stored under the authority of its sender's key, never another's; I2 numbers of
 * an epoch are stored in order, without gap, each once; I3 a record's previous hash is its
 *   predecessor's and its signature is the council's; I4 no receipt before the commit; I5 a
 *   message that can never be taken does not stop those behind it; I6 a council's second epoch is
 *   taken only after an operator accepted it.
 */
#include "aggregator/store/store.h"
#include "base/err.h"
#include "base/log.h"
#include "base/outside.h"
#include "codec/message.h"
#include "wire/wire.h"

#include <stdbool.h>

enum {
    STAITH_INGEST_BATCH = STAITH_WIRE_BATCH,     /**< messages of one transaction */
    STAITH_INGEST_CREDIT_BYTES = 4 * 1024 * 1024 /**< in flight from one council */
};

struct staith_ingest_options {
    struct staith_store *store;
    const struct staith_outside *outside;
    struct staith_log *log; /**< NULL: silent */
    /** STAITH_SECRET_KEY_BYTES by which the region signs what it says to councils; NULL: it says
     *  nothing of its own. Outlives ingest. */
    const uint8_t *signing_key;
    /** Send to a peer; what it returns is not looked at: who missed an answer asks again. */
    int (*send)(void *ctx, const struct staith_wire_peer *peer, const void *bytes, size_t len);
    /** As staith_record_verify, for the record of the message under way; NULL: that itself. */
    int (*verify)(void *ctx, const struct staith_record *record,
                  const uint8_t key[STAITH_PUBLIC_KEY_BYTES]);
    void *ctx;
};

/** A council that may send. */
struct staith_ingest_council {
    char authority[16];
    uint8_t signing_key[STAITH_PUBLIC_KEY_BYTES];
    bool has_next; /**< a second key is valid beside it, while the council changes it */
    uint8_t next_signing_key[STAITH_PUBLIC_KEY_BYTES];
};

struct staith_ingest;
/** Heap. The options' pointers outlive it. */
int staith_ingest_new(const struct staith_ingest_options *options,
                      struct staith_ingest **ret_ingest, struct staith_err *err);
/** Rolls back what is not committed. NULL allowed. */
void staith_ingest_free(struct staith_ingest *ingest);
/** The councils that may send, instead of those before. Copied. */
int staith_ingest_set_councils(struct staith_ingest *ingest,
                               const struct staith_ingest_council *councils, uint32_t count);

/** How much a connection of a council may send, on average over ten seconds. A council has four
 * times as much, however many connections it makes: three have so much each, first of all those
 * that know the council's ledger, and all others so much together. What is beyond is not read, and
 * the council is told. */
struct staith_ingest_quota {
    uint64_t messages; /**< a second; 0: as many as it likes */
    uint64_t bytes;    /**< a second */
};
/** From now on; none until this is called. */
void staith_ingest_set_quota(struct staith_ingest *ingest, const struct staith_ingest_quota *quota);

/** The signing key of a council, until its list changes; NULL: not one that may send. */
const uint8_t *staith_ingest_signing_key(const struct staith_ingest *ingest, const char *authority);

/** What an officer of the region looks at before it counts. A catalogue that gives a code of the
 *  region's another meaning waits for one always. */
struct staith_ingest_dataset {
    char dataset[64];
    bool releases_wait;
    bool catalogues_wait; /**< a catalogue that is new to the region */
};
/** The rules from now on, instead of those before; `others` is for datasets that are not among
 *  them. Copied. Until this is called nothing waits. */
int staith_ingest_set_datasets(struct staith_ingest *ingest,
                               const struct staith_ingest_dataset *datasets, uint32_t count,
                               const struct staith_ingest_dataset *others);

/** Whether a message of `len` bytes is to be read: its council may send, and has not sent more than
 *  its quota, from which it is taken. Asked once of each, before anything is spent on it. What is
 * not read comes again, since it has no receipt; the peer is told with the next commit. */
bool staith_ingest_admits(struct staith_ingest *ingest, const struct staith_wire_peer *peer,
                          const char *authority, const uint8_t *bytes, size_t len);
/** One message that was admitted. 0, also for one that is refused; an error means that the store
 * failed: nothing of the transaction is kept, nobody was answered, and the store must be opened
 * again before it goes on. */
int staith_ingest_message(struct staith_ingest *ingest, const struct staith_wire_peer *peer,
                          const char *authority, const uint8_t *bytes, size_t len,
                          struct staith_err *err);
/** Whether a commit would write anything. */
bool staith_ingest_is_open(const struct staith_ingest *ingest);
/** Commit, then answer every peer that sent since the last commit. Errors as above. */
int staith_ingest_commit(struct staith_ingest *ingest, struct staith_err *err);

/** Take the epoch that waits for an operator; on disk when this returns 0. STAITH_ERR_NOTFOUND: no
 *  such council, or none waits. Other errors as staith_ingest_message. */
int staith_ingest_accept_epoch(struct staith_ingest *ingest, const char *authority,
                               uint64_t *ret_epoch, struct staith_err *err);

/** What officers of the region say (aggregator/store/store.h); on disk when these return 0. Other
 *  errors as staith_ingest_message. */
int staith_ingest_judge(struct staith_ingest *ingest, const char *authority, uint64_t number,
                        enum staith_store_standing standing, const struct staith_store_word *word,
                        struct staith_err *err);
int staith_ingest_judge_catalogue(struct staith_ingest *ingest,
                                  const uint8_t catalogue_hash[STAITH_HASH_BYTES],
                                  enum staith_store_catalogue_state state,
                                  const struct staith_store_word *word, struct staith_err *err);
/** Show what was under embargo until now; *ret_next_unix_ms: when the next embargo ends, 0: there
 * is none. */
int staith_ingest_show_due(struct staith_ingest *ingest, int64_t *ret_next_unix_ms,
                           struct staith_err *err);

/** What ingest knows of a council that the store does not. */
struct staith_ingest_heard {
    int64_t unix_ms;        /**< last message; 0: never since the start */
    uint64_t waiting_epoch; /**< refused, an operator may accept it; 0: none */
    uint64_t refusals;      /**< since the start or a ledger was accepted */
    uint64_t over_quota;    /**< messages that were not read, since the start */
    char refusal[320];      /**< the last one in words, or "" */
};
/** False: not a council that may send. */
bool staith_ingest_heard(const struct staith_ingest *ingest, const char *authority,
                         struct staith_ingest_heard *ret_heard);

#endif
