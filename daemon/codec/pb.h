/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_PB_H
#define STAITH_CODEC_PB_H
/*
 * What packing and unpacking share. Private to this folder.
 *
 * Both sides fail once and stay failed: a chain of calls is looked at once, at its end.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/catalogue.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>

struct Staith__V1__Catalogue;   /* of the generated staith/v1/catalogue.pb-c.h */
struct Staith__V1__Certificate; /* of staith/v1/release.pb-c.h */
struct Staith__V1__Record;      /* of staith/v1/exchange.pb-c.h */
struct staith_record;
struct staith_release_certificate;

enum {
    STAITH_PB_CODE_MAX_LEN = 63,      /**< codes of a catalogue */
    STAITH_PB_AUTHORITY_MAX_LEN = 15, /**< codes of councils */
    STAITH_PB_CATALOGUE_MEMORY_BYTES = 12 * 1024 * 1024
};

/* ---- packing: model to generated structs, which lie in the pen's arena ---- */

struct staith_pb_pen {
    struct staith_arena arena;
    bool failed; /**< out of budget or memory */
};

void staith_pb_pen_init(struct staith_pb_pen *pen, size_t max_bytes);
void staith_pb_pen_deinit(struct staith_pb_pen *pen);
/** Zeroed memory, the pen's; NULL when it has failed. */
void *staith_pb_array(struct staith_pb_pen *pen, size_t count, size_t size);
/** A copy of bytes; empty when it has failed. */
ProtobufCBinaryData staith_pb_bytes(struct staith_pb_pen *pen, const void *data, size_t len);
/** A copy of text. */
ProtobufCBinaryData staith_pb_text(struct staith_pb_pen *pen, const char *text);
/** A copy of the longest part of text from outside that is UTF-8 (a cut character is left out). */
ProtobufCBinaryData staith_pb_text_cut(struct staith_pb_pen *pen, const char *text, size_t max_len);
/** Append the packed message. 0, STAITH_ERR_LIMIT over `max_bytes` or out's own maximum, NOMEM
 *  (also when the pen has failed). */
int staith_pb_pack(const struct staith_pb_pen *pen, const ProtobufCMessage *message,
                   size_t max_bytes, struct staith_buf *out);

/* ---- unpacking: bytes to generated structs to model ---- */

/** Memory with a budget in which generated structs are made. */
struct staith_pb_memory {
    ProtobufCAllocator allocator;
    struct staith_arena arena;
};

/** Unpack into fresh memory. 0 with *ret_message the memory's; STAITH_ERR_LIMIT when `len` is over
 *  `max_len`, STAITH_ERR_SYNTAX when malformed or over the budget. `memory` is initialised in each
 *  case and the caller's to deinit. */
int staith_pb_unpack(const ProtobufCMessageDescriptor *descriptor, const uint8_t *bytes, size_t len,
                     size_t max_len, size_t max_memory, struct staith_pb_memory *memory,
                     ProtobufCMessage **ret_message, struct staith_err *err);
void staith_pb_memory_deinit(struct staith_pb_memory *memory);

/** Reads generated structs into `arena`. After the first failure `code` is set, `err` says what,
 *  and calls give harmless values. */
struct staith_pb_reader {
    struct staith_arena *arena;
    struct staith_err *err;
    int code;
};

/** Fail with SYNTAX and words, unless it has failed already. */
void staith_pb_refuse(struct staith_pb_reader *reader, const char *what);
/** Refuse with `what` unless `good`. */
void staith_pb_require(struct staith_pb_reader *reader, bool good, const char *what);
/** Refuse a message with fields that this version does not know: what they mean for the rest cannot
 *  be known either, and nothing may ride along unseen. */
void staith_pb_require_known(struct staith_pb_reader *reader, const ProtobufCMessage *message);
/** Zeroed items in the arena (never NULL while code is 0); fails with LIMIT over its budget. */
void *staith_pb_items(struct staith_pb_reader *reader, size_t count, size_t size);
/** NUL-terminated copy: at most `max_len` bytes, UTF-8, no NUL inside; "" after a failure. */
const char *staith_pb_read_text(struct staith_pb_reader *reader, const ProtobufCBinaryData *text,
                                size_t max_len, const char *what);
/** Copy exactly `len` bytes to `out`. */
void staith_pb_read_bytes(struct staith_pb_reader *reader, const ProtobufCBinaryData *bytes,
                          uint8_t *out, size_t len, const char *what);
/** Copy text into a char array of `cap` bytes with its NUL. */
void staith_pb_read_chars(struct staith_pb_reader *reader, const ProtobufCBinaryData *text,
                          char *out, size_t cap, const char *what);

/* ---- the catalogue, which travels alone and inside a host's result ---- */

/** Generated structs for a catalogue; NULL when the pen has failed. Pen's. */
struct Staith__V1__Catalogue *staith_pb_catalogue(struct staith_pb_pen *pen,
                                                  const struct staith_catalogue *catalogue);
/** A checked catalogue in the reader's arena, or NULL with the reader failed. */
struct staith_catalogue *staith_pb_read_catalogue(struct staith_pb_reader *reader,
                                                  const struct Staith__V1__Catalogue *packed);

/* ---- the certificate, which is part of a release ---- */

/** Generated structs for a certificate; NULL when the pen has failed. Pen's. */
struct Staith__V1__Certificate *
staith_pb_certificate(struct staith_pb_pen *pen,
                      const struct staith_release_certificate *certificate);
/** Checks lengths and that no field is unknown; not whether it certifies anything. */
void staith_pb_read_certificate(struct staith_pb_reader *reader,
                                const struct Staith__V1__Certificate *from,
                                struct staith_release_certificate *to);

/* ---- the record, which travels in a message and stands in a bundle ---- */

/** Initialise `to` with copies of the pen's. */
void staith_pb_record(struct staith_pb_pen *pen, const struct staith_record *from,
                      struct Staith__V1__Record *to);
/** Checks lengths and that no field is unknown; not whether the record is plausible.
 *  The payload is a copy in the reader's arena. */
void staith_pb_read_record(struct staith_pb_reader *reader, const struct Staith__V1__Record *from,
                           struct staith_record *to);

#endif
