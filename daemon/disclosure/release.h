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
     *  `base` x `reach` away; reach 0: the multiple is the nearest. 0 and 0: not rounded. Of a
     *  hidden count: everything published leaves at least `base` values possible, and `lo` and
     *  `hi` of the value are the ends of them, where it has any; reach is 0. */
    uint32_t base;
    uint32_t reach;
};

/** The reason of every hidden count, whichever of them could tell of single people. */
#define STAITH_RELEASE_HIDDEN_COUNT "hidden_count"

enum { STAITH_RELEASE_MAX_ATTACKERS = 16, STAITH_RELEASE_SOLVER_BYTES = 32 };

/** One attacker of an audit; what the numbers mean stands in disclosure/audit/certificate.h. */
struct staith_release_attacker {
    uint32_t attacker; /**< enum staith_attacker */
    uint32_t state;   /**< enum staith_attack_state: tried, covered by a stronger one, or nothing of
                           the kind was published */
    uint32_t systems; /**< tried: 1, or one a person */
    int64_t least;    /**< least number of possible values that it left a protected cell; 0: none */
};

/** What an audit found of the rounded cells of a release. */
struct staith_release_certificate {
    uint32_t cells;   /**< unknowns audited together; 0: no cell was rounded, there was no audit */
    uint32_t audited; /**< protected ones */
    uint32_t exact;   /**< that an attacker can work out: 0 in whatever leaves */
    uint32_t narrow;  /**< with fewer possible values than promised: 0 likewise */
    int64_t least;    /**< least number of possible values of a protected cell */
    int64_t promise;  /**< what was promised: the base */
    int64_t largest_error; /**< that the rules permit a rounded number; what the errors are is told
                              to nobody, since it follows from the true numbers */
    int64_t took_ms;
    char solver[STAITH_RELEASE_SOLVER_BYTES]; /**< "GLPK 5.0" */
    uint32_t attacker_count;
    struct staith_release_attacker attackers[STAITH_RELEASE_MAX_ATTACKERS]; /**< ascending */
    /** Of the cells that it is about: staith_release_cells_hash. */
    uint8_t hash[STAITH_HASH_BYTES];
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
/** What the audit found before the release was made; NULL where no cell is rounded or hidden. */
const struct staith_release_certificate *
staith_release_certificate(const struct staith_release *release);
/** Code of an attacker ("together") and of what came of it ("tried"). Static, never NULL. */
const char *staith_release_attacker_code(uint32_t attacker);
const char *staith_release_attack_state(uint32_t state);
/** BLAKE2b-256 of cells as they are published: places, values and rules, in their order. */
void staith_release_cells_hash(const struct staith_release_cell *cells, uint32_t cell_count,
                               uint8_t ret_hash[STAITH_HASH_BYTES]);
/** Cell `index` < count. */
struct staith_release_cell staith_release_cell_at(const struct staith_release *release,
                                                  uint32_t index);

#endif
