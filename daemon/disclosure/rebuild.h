/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_REBUILD_H
#define STAITH_DISCLOSURE_REBUILD_H
/*
 * A release rebuilt from what arrived. Included by codec (and by tests) only: the codec reads
 * bytes into these plain parts, and this function alone turns parts into a release, after checking
 * every one of them.
 */
#include "disclosure/release.h"

struct staith_release_parts {
    const char *authority;
    const char *dataset;
    struct staith_period period;
    enum staith_audience audience;
    const char *policy;
    const uint8_t *catalogue_hash; /**< STAITH_HASH_BYTES */
    uint32_t cell_count;
    const struct staith_release_cell *cells;
    const struct staith_release_certificate *certificate; /**< NULL: none */
};

/** Copies everything. 0; STAITH_ERR_SYNTAX with the part that is wrong (bad code, invalid value,
 *  two cells at one place, too many cells, rounded cells without a certificate, a certificate of
 *  other cells or of an audit that was not passed); STAITH_ERR_NOMEM. */
int staith_release_rebuild(const struct staith_release_parts *parts,
                           struct staith_release **ret_release, struct staith_err *err);

#endif
