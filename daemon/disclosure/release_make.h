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

/** Whether the rule beside a value is one (staith_release_cell.base, reach): NULL, or what is wrong
 *  with it. */
const char *staith_release_check_rule(const struct staith_release_cell *cell);
/** Whether a certificate is one of an audit that was passed, of these very cells; NULL is one only
 *  where no cell has a rule. 0 or STAITH_ERR_SYNTAX. */
int staith_release_check_certificate(const struct staith_release_certificate *certificate,
                                     const struct staith_release_cell *cells, uint32_t cell_count,
                                     struct staith_err *err);

/** Check every part and copy it. `source_hash`: STAITH_HASH_BYTES, or NULL for zeros. Errors as
 *  staith_release_rebuild. */
int staith_release_make(const struct staith_release_parts *parts, const uint8_t *source_hash,
                        struct staith_release **ret_release, struct staith_err *err);

#endif
