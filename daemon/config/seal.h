/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CONFIG_SEAL_H
#define STAITH_CONFIG_SEAL_H
/*
 * A configuration may be sealed: its last line is a comment with the BLAKE2b-256 of all before it,
 * its first line one that says so: a file whose end was cut off is missing its seal.
 * A sealed file in which anything changed, by a disk or by hand, is not read. It is against damage,
 * not against people: whoever may write the file may seal it again.
 */
#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>

/** Whether the bytes of a file are those that it was sealed with, or it has no seal: 0, or
 *  STAITH_ERR_CONFIG with `path` and the seal's line. */
int staith_config_seal_check(const char *path, const char *bytes, size_t len,
                             struct staith_err *err);
/** Append the bytes without the seals that they have, between the mark and their seal. What was
 *  written below a seal is kept. `out` is empty. STAITH_ERR_LIMIT, _NOMEM. */
int staith_config_seal_add(const char *bytes, size_t len, struct staith_buf *out);

#endif
