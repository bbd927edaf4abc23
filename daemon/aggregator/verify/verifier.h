/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VERIFY_VERIFIER_H
#define STAITH_AGGREGATOR_VERIFY_VERIFIER_H
/*
 * Signatures looked at ahead. Of what a group of messages costs, verifying is half; it needs
 * nothing but the message and a key, so other threads do it while the loop's stores what came
 * before. What is verified, and what follows from it, is ingest's to say: this only saves it the
 * wait, and where it has nothing ready ingest verifies by itself.
 */
#include "codec/codec.h"
#include "wire/wire.h"

#include <stdbool.h>

enum {
    STAITH_VERIFIER_MAX_THREADS = 4,
    STAITH_VERIFIER_MAX_BYTES = 8 * 1024 * 1024 /**< of messages that wait */
};

/** A message that waits. */
struct staith_verifier_message {
    struct staith_wire_peer peer;
    char authority[STAITH_WIRE_AUTHORITY_BYTES];
    const uint8_t *bytes;
    size_t len;
};

struct staith_verifier;
/** `threads` 0: none, and nothing is ready ever. */
int staith_verifier_new(unsigned threads, struct staith_verifier **ret_verifier,
                        struct staith_err *err);
/** Ends its threads. NULL allowed. */
void staith_verifier_free(struct staith_verifier *verifier);

/** Keep a message, copied, and begin to verify its record under `key` (NULL: there is none to
 *  verify). False: there is no room or memory; take what waits first. */
bool staith_verifier_add(struct staith_verifier *verifier,
                         const struct staith_verifier_message *message,
                         const uint8_t key[STAITH_PUBLIC_KEY_BYTES]);
/** The next message that waits, in the order in which they came; valid until the next call. False:
 *  none does, and the verifier is as new. */
bool staith_verifier_next(struct staith_verifier *verifier,
                          struct staith_verifier_message *ret_message);
/** What staith_record_verify says of the record of the message that staith_verifier_next gave
 *  last. */
int staith_verifier_verify(struct staith_verifier *verifier, const struct staith_record *record,
                           const uint8_t key[STAITH_PUBLIC_KEY_BYTES]);

#endif
