/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_RELEASE_H
#define STAITH_DISCLOSURE_RELEASE_H
/*
 * The release: figures that are safe to leave the council. Opaque, and made in two places only:
 * staith_disclosure_release (disclosure/gate.h, from a raw table under a policy) and
 * staith_release_rebuild (disclosure/rebuild.h, from bytes that arrived). Ledger, codec, wire and
 * store take nothing else. Here is what everybody may read of it.
 *
 * Cells are columnar: cell i has measure, table, categories and value at index i of the release.
 * Codes are those of the catalogue that travels ahead of it, named by its hash.
 */
#include "base/err.h"
#include "model/period.h"
#include "model/status.h"

#include <stdint.h>

struct staith_release;

enum { STAITH_HASH_BYTES = 32 };

/** Who a release is for. */
enum staith_audience {
    STAITH_AUDIENCE_COUNCIL = 1,
    STAITH_AUDIENCE_REGION = 2,
    STAITH_AUDIENCE_PUBLIC = 3
};

/** One released cell, as read. Strings are the release's. */
struct staith_release_cell {
    const char *table;         /**< code */
    const char *measure;       /**< code */
    uint32_t dimension_count;  /**< 0..4 */
    const char *dimensions[4]; /**< codes */
    const char *categories[4]; /**< codes; NULL for the total */
    struct staith_value value;
    const char *reason; /**< code why a status stands here ("withdrawn"), or NULL */
    /** The rule of a rounded number: value is a multiple of `base`, and the true one is less than
     *  `base` x `reach` away; reach 0: the multiple is the nearest. 0 and 0: not rounded. */
    uint32_t base;
    uint32_t reach;
};

enum { STAITH_RELEASE_MAX_ATTACKERS = 16 };

/** One attacker of an audit. */
struct staith_release_attacker {
    const char *code;  /**< "together"; static or the release's */
    const char *state; /**< "tried", "covered", "nothing" */
    uint32_t systems;  /**< tried: 1, or one a person */
    int64_t least; /**< least number of possible values that it left a protected cell; 0: none */
};

/** What an audit found of the rounded cells of a release. */
struct staith_release_certificate {
    uint32_t cells;   /**< unknowns audited together; 0: no cell was rounded, there was no audit */
    uint32_t audited; /**< protected ones */
    uint32_t exact;   /**< that an attacker can work out: 0 in whatever leaves */
    uint32_t narrow;  /**< with fewer possible values than promised: 0 likewise */
    int64_t least;    /**< least number of possible values of a protected cell */
    int64_t promise;  /**< what was promised: the base */
    int64_t largest_error; /**< of a rounded number, against the true one */
    int64_t mean_error_thousandths;
    int64_t took_ms;
    char solver[32]; /**< "GLPK 5.0" */
    uint32_t attacker_count;
    struct staith_release_attacker attackers[STAITH_RELEASE_MAX_ATTACKERS];
};

/** Heap; NULL is allowed. */
void staith_release_free(struct staith_release *release);
const char *staith_release_authority(const struct staith_release *release);
const char *staith_release_dataset(const struct staith_release *release);
const struct staith_period *staith_release_period(const struct staith_release *release);
enum staith_audience staith_release_audience(const struct staith_release *release);
/** Version of the policy it was made under, "2026-11-01". */
const char *staith_release_policy(const struct staith_release *release);
/** Hash of the catalogue's packed bytes; STAITH_HASH_BYTES. */
const uint8_t *staith_release_catalogue_hash(const struct staith_release *release);
/** BLAKE2b-256 of the source's bytes, STAITH_HASH_BYTES: the same file is recognised. It never
 *  goes on the wire; all zero on a release that arrived. */
const uint8_t *staith_release_source_hash(const struct staith_release *release);
uint32_t staith_release_cell_count(const struct staith_release *release);
/** Cell `index` < count. */
struct staith_release_cell staith_release_cell_at(const struct staith_release *release,
                                                  uint32_t index);

#endif
