/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CODEC_BUNDLE_H
#define STAITH_CODEC_BUNDLE_H
/*
 * Part of a ledger as one file, for an auditor who has nothing else (proto/README.md). Unpacking
 * looks at the file alone: its hash, its bounds. Whether what it says holds is asked of
 * staith_bundle_check.
 */
#include "codec/codec.h"

#include <stdbool.h>

enum {
    STAITH_BUNDLE_MAX_BYTES = 64 * 1024 * 1024,
    STAITH_BUNDLE_ARENA_BYTES = 160 * 1024 * 1024, /**< memory in which one is made or read */
    STAITH_BUNDLE_MAX_ENTRIES = 100000,
    STAITH_BUNDLE_MAX_CATALOGUES = 1024, /**< each release looks for its own among them */
    STAITH_BUNDLE_MAX_NAME_BYTES = 256,
    STAITH_BUNDLE_MAX_TEXT_BYTES = 256 * 1024 /**< of a decision */
};

/** How a release came about, as the council wrote it down. Not signed. */
struct staith_bundle_note {
    const char *source_name;
    uint8_t source_hash[STAITH_HASH_BYTES];
    uint64_t source_bytes;
    uint64_t observed;
    uint32_t cells_tallied;
    uint32_t cells_released;
    uint32_t cells_withheld;
    uint32_t errors; /**< findings */
    uint32_t queries;
    const char *approved_by;
    const char *decision_json;
};

struct staith_bundle_entry {
    struct staith_record record;
    int64_t appended_unix_ms;
    int64_t received_unix_ms;   /**< 0: no receipt */
    uint32_t refused;           /**< enum staith_refusal, 0: not refused */
    const char *refused_detail; /**< "" where there is none */
    bool has_note;
    struct staith_bundle_note note;
};

/** All pointers are of the storage it was made or read in. */
struct staith_bundle {
    char authority[16];
    const char *name; /**< of the council */
    uint64_t epoch;
    uint8_t public_key[STAITH_PUBLIC_KEY_BYTES];
    uint64_t first; /**< numbers of the first and last entry */
    uint64_t last;
    uint64_t ledger_last; /**< last number that the ledger had */
    int64_t exported_unix_ms;
    uint32_t catalogue_count;
    struct staith_record *catalogues; /**< from before `first` */
    uint32_t entry_count;
    struct staith_bundle_entry *entries;
};

/** Append the whole file to `out`. *ret_hash: the file's hash. 0, STAITH_ERR_LIMIT for more than
 *  STAITH_BUNDLE_MAX_BYTES, STAITH_ERR_NOMEM. */
int staith_bundle_pack(const struct staith_bundle *bundle, struct staith_buf *out,
                       uint8_t ret_hash[STAITH_HASH_BYTES]);
/** Read a whole file into `arena`. STAITH_ERR_SYNTAX: it is no bundle; STAITH_ERR_VERSION: one of
 *  another version; STAITH_ERR_VERIFY: its hash does not match, it was cut or changed;
 *  STAITH_ERR_LIMIT. */
int staith_bundle_unpack(const uint8_t *bytes, size_t len, struct staith_arena *arena,
                         struct staith_bundle *ret_bundle, uint8_t ret_hash[STAITH_HASH_BYTES],
                         struct staith_err *err);

/** Whether all of it holds: numbers without a gap from `first` to `last`, chain, signatures under
 *  `public_key`, every release's cells against its catalogue, every exact figure against the
 *  compiled floor, every note against its release. 0, or STAITH_ERR_VERIFY naming the first thing
 *  that does not; STAITH_ERR_NOMEM. */
int staith_bundle_check(const struct staith_bundle *bundle,
                        const uint8_t public_key[STAITH_PUBLIC_KEY_BYTES], struct staith_err *err);
/** The catalogue record with this hash that stands before `number`, or NULL. Bundle's. */
const struct staith_record *staith_bundle_catalogue(const struct staith_bundle *bundle,
                                                    uint64_t number,
                                                    const uint8_t hash[STAITH_HASH_BYTES]);

#endif
