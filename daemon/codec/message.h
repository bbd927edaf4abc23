/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_MESSAGE_H
#define STAITH_CODEC_MESSAGE_H
/*
 * Messages between council and region (proto/staith/v1/exchange.proto), one a ZeroMQ body frame.
 */
#include "codec/codec.h"

#include <stdbool.h>

enum {
    STAITH_PROTOCOL_VERSION = 3, /**< the newest that this program speaks */
    STAITH_PROTOCOL_OLDEST = 1,  /**< it speaks all from here on */
    STAITH_MESSAGE_MAX_BYTES = 256 * 1024 - 64
};

enum staith_message_kind {
    STAITH_MESSAGE_HELLO = 1,   /**< council: on connect, reconnect, heartbeat */
    STAITH_MESSAGE_WELCOME = 2, /**< region: where to go on from */
    STAITH_MESSAGE_RECORD = 3,  /**< council: one ledger record */
    STAITH_MESSAGE_RECEIPT = 4, /**< region: cumulative, after the durable commit */
    STAITH_MESSAGE_REFUSAL = 5, /**< region: a record or a peer is refused, with a reason */
    STAITH_MESSAGE_WORD = 6     /**< region: one of its own records, for this council */
};

enum staith_refusal {
    STAITH_REFUSAL_VERSION = 1, /**< protocol versions do not fit */
    STAITH_REFUSAL_UNDECODABLE = 2,
    STAITH_REFUSAL_SIGNATURE = 3,
    STAITH_REFUSAL_AUTHORITY = 4, /**< the record names another council than the key's */
    STAITH_REFUSAL_CHAIN = 5,     /**< the previous hash does not match */
    STAITH_REFUSAL_CATALOGUE = 6, /**< the release's catalogue is not known */
    STAITH_REFUSAL_CONTENT = 7,   /**< a code or value that the catalogue does not know */
    STAITH_REFUSAL_EPOCH = 8,     /**< a new epoch that the region has not accepted */
    STAITH_REFUSAL_CHANGED = 9,   /**< the same number came earlier with another hash */
    STAITH_REFUSAL_QUOTA = 10     /**< the council sends more than it may: of the peer alone */
};

struct staith_message {
    enum staith_message_kind kind;
    union {
        struct {
            uint32_t protocol_min;
            uint32_t protocol_max;
            uint64_t epoch;
            uint64_t first; /**< first and last number held; 0, 0: nothing yet */
            uint64_t last;
            uint64_t nonce;
            bool words;           /**< the region's words are wanted */
            uint64_t heard_epoch; /**< of the region, 0: none heard yet */
            uint64_t heard;       /**< the last word that is on the council's disk */
        } hello;
        struct {
            uint32_t protocol;
            uint64_t epoch;
            uint64_t committed;       /**< last number stored for this council and epoch */
            uint32_t credit_messages; /**< records that may be in flight */
            uint64_t credit_bytes;
            uint64_t nonce; /**< of the hello */
            /** Of record `committed`, by which a council knows whether the region goes on from its
             *  own ledger or from another copy; without meaning where `committed` is 0. */
            uint8_t committed_hash[STAITH_HASH_BYTES];
        } welcome;
        struct staith_record record; /**< payload points into the unpacking arena; of a word too */
        struct {
            uint64_t epoch;
            uint64_t committed; /**< all up to this number are on disk */
            bool gap;           /**< a number after it is missing: resend from here */
            int64_t at_unix_ms;
        } receipt;
        struct {
            uint64_t epoch;
            uint64_t number; /**< 0: the peer, not one record */
            enum staith_refusal reason;
            char detail[256];
        } refusal;
    } as;
};

/** The newest version that both this program and a peer with versions min..max speak; 0: none. */
uint32_t staith_protocol_common(uint32_t min, uint32_t max);
/** The oldest version that can read this record: by its kind, and whether a release says by which
 *  rules its numbers were made. Of a region's record the kind alone is looked at. */
uint32_t staith_record_protocol(const struct staith_record *record);

int staith_message_pack(const struct staith_message *message, struct staith_buf *out);
/** Bounded as all unpacking. Byte pointers point into `arena`. */
int staith_message_unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                          struct staith_message *ret_message, struct staith_err *err);
/** Words for a refusal; static. */
const char *staith_refusal_words(enum staith_refusal reason);

#endif
