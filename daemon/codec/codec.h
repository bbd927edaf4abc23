/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_CODEC_H
#define STAITH_CODEC_CODEC_H
/*
 * Releases, catalogues and envelopes to bytes and back (proto/staith/v1). The only folder that
 * sees generated protobuf. Every unpack is bounded: input size, memory (an arena with a budget),
 * counts, lengths, UTF-8, indices, equal column lengths. Packing is deterministic.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "disclosure/release.h"
#include "model/catalogue.h"
#include "model/comparison.h"
#include "model/handout.h"
#include "model/notice.h"
#include "model/verdict.h"

#include <stdbool.h>

enum {
    STAITH_CODEC_MAX_BYTES = 256 * 1024, /**< greatest packed record */
    /** Greatest packed release or catalogue: its record still fits a message. */
    STAITH_CODEC_MAX_PAYLOAD_BYTES = STAITH_CODEC_MAX_BYTES - 1024,
    STAITH_SIGNATURE_BYTES = 64, /**< Ed25519 */
    STAITH_PUBLIC_KEY_BYTES = 32,
    STAITH_SECRET_KEY_BYTES = 64
};

/** Append the packed form to `out`. 0; STAITH_ERR_INVAL for a catalogue that does not hold
 *  together or a release without cells; STAITH_ERR_LIMIT for more than
 *  STAITH_CODEC_MAX_PAYLOAD_BYTES; STAITH_ERR_NOMEM. */
int staith_codec_pack_release(const struct staith_release *release, struct staith_buf *out);
int staith_codec_pack_catalogue(const struct staith_catalogue *catalogue, struct staith_buf *out);
int staith_codec_pack_notice(const struct staith_notice *notice, struct staith_buf *out);
int staith_codec_pack_verdict(const struct staith_verdict *verdict, struct staith_buf *out);
int staith_codec_pack_comparison(const struct staith_comparison *comparison,
                                 struct staith_buf *out);
int staith_codec_pack_handout(const struct staith_handout *handout, struct staith_buf *out);
/** Read bytes from outside. *ret_release is the caller's to free. STAITH_ERR_SYNTAX for bytes that
 *  are no release, STAITH_ERR_LIMIT for too many, STAITH_ERR_NOMEM; so all unpacking. */
int staith_codec_unpack_release(const uint8_t *bytes, size_t len,
                                struct staith_release **ret_release, struct staith_err *err);
/** The cells of a packed release, in their order. */
struct staith_codec_cells {
    const char *dataset;
    struct staith_period period;
    uint32_t count;
    const struct staith_release_cell *cells; /**< equal codes of a release are one string */
    bool is_certified;
    uint8_t certificate_hash[STAITH_HASH_BYTES]; /**< of its certificate, where it has one */
};
/** Read the cells of a release out of bytes that staith_codec_unpack_release took once and that
 *  have not changed since (staith_record_intact). It is no release, and nothing is checked but that
 *  reading is safe: lengths, UTF-8, codes and indices. Cells lie in `arena`. Errors as unpacking.
 */
int staith_codec_read_cells(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                            struct staith_codec_cells *ret_cells, struct staith_err *err);
/** Read bytes from outside; the catalogue lies in `arena` and is checked. */
int staith_codec_unpack_catalogue(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                  struct staith_catalogue **ret_catalogue, struct staith_err *err);

/** Read bytes from outside; the notice is valid (model/notice.h). */
int staith_codec_unpack_notice(const uint8_t *bytes, size_t len, struct staith_notice *ret_notice,
                               struct staith_err *err);

/** Read bytes from outside; the verdict is valid (model/verdict.h). */
int staith_codec_unpack_verdict(const uint8_t *bytes, size_t len,
                                struct staith_verdict *ret_verdict, struct staith_err *err);

/** Read bytes from outside; the comparison is valid, its rows lie in `arena`. */
int staith_codec_unpack_comparison(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                   struct staith_comparison *ret_comparison,
                                   struct staith_err *err);

/** Read bytes from outside; the handout is valid, its texts lie in `arena`. */
int staith_codec_unpack_handout(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                                struct staith_handout *ret_handout, struct staith_err *err);

/** Whether a release says only what its catalogue knows and is for others than the council itself:
 *  0 or STAITH_ERR_INVAL with the cell (counted from 0) that does not. */
int staith_codec_check_content(const struct staith_release *release,
                               const struct staith_catalogue *catalogue, struct staith_err *err);

/** What a record carries. */
enum staith_record_kind {
    STAITH_RECORD_CATALOGUE = 1,
    STAITH_RECORD_RELEASE = 2,
    STAITH_RECORD_NOTICE = 3,   /**< from protocol 2 on */
    STAITH_RECORD_VERDICT = 16, /**< of a region, in a word; from protocol 2 on, as the next */
    STAITH_RECORD_COMPARISON = 17,
    STAITH_RECORD_HANDOUT = 18 /**< from protocol 3 on */
};

/** Whether `kind` is one that a council's ledger holds. */
bool staith_record_kind_known(int kind);
/** Whether `kind` is one of a region's. */
bool staith_record_kind_is_word(int kind);
/** "a catalogue", "a release", "a notice", "a verdict", "a comparison",
 *  "a handout". Static. */
const char *staith_record_kind_words(enum staith_record_kind kind);

/** A record as it stands in a ledger and travels: numbered, chained, signed. Byte pointers are
 *  whoever's storage it was read into. The signature is over the BLAKE2b-256 `hash`, which is over
 *  "staith.v1.record" ("staith.v1.region" of a region's, whose `authority` is whom it is for) +
 * authority + epoch + number + kind + previous hash + payload, each of fixed width but the last
 * (proto/README.md). */
struct staith_record {
    char authority[16];
    uint64_t epoch;
    uint64_t number; /**< from 1 in each epoch */
    enum staith_record_kind kind;
    uint8_t previous[STAITH_HASH_BYTES]; /**< hash of number - 1; zero for number 1 */
    uint8_t hash[STAITH_HASH_BYTES];
    uint8_t signature[STAITH_SIGNATURE_BYTES];
    const uint8_t *payload; /**< packed release, catalogue or notice */
    size_t payload_len;
};

/** BLAKE2b-256 of bytes. */
void staith_codec_hash(const void *bytes, size_t len, uint8_t ret_hash[STAITH_HASH_BYTES]);
/** Fill `hash` and `signature` from the other fields. 0 or STAITH_ERR_INVAL for a record that no
 *  reader would take. */
int staith_record_sign(struct staith_record *record, const uint8_t secret[STAITH_SECRET_KEY_BYTES]);
/** Whether the hash is that of the other fields: 0 or STAITH_ERR_VERIFY. Of a record that was
 *  verified once, this says that it is still the same. */
int staith_record_intact(const struct staith_record *record);
/** Whether hash and signature are those of the other fields: 0 or STAITH_ERR_VERIFY. */
int staith_record_verify(const struct staith_record *record,
                         const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES]);

#endif
