/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_RELEASE_MAKE_H
#define STAITH_DISCLOSURE_RELEASE_MAKE_H
/*
 * How the two makers of a release (gate.c, rebuild.c) build one. Private to this folder.
 */
#include "disclosure/rebuild.h"

enum {
    STAITH_RELEASE_MAX_CELLS = 16384,
    STAITH_RELEASE_MAX_BYTES = 16 * 1024 * 1024 /**< memory of one release */
};

/** Check every part and copy it. `source_hash`: STAITH_HASH_BYTES, or NULL for zeros. Errors as
 *  staith_release_rebuild. */
int staith_release_make(const struct staith_release_parts *parts, const uint8_t *source_hash,
                        struct staith_release **ret_release, struct staith_err *err);

#endif
