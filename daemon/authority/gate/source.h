/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_SOURCE_H
#define STAITH_AUTHORITY_GATE_SOURCE_H
/*
 * Opening a source file. Private to this folder.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { STAITH_GATE_LABEL_BYTES = 256 };

/** Open a regular file of at most `max_bytes` (0: not limited) for reading; *ret_fd is the
 *  caller's to close. STAITH_ERR_NOTFOUND, DENIED, REFUSED (no regular file, a link, too large),
 *  IO. */
int staith_gate_source_open(const char *path, bool follow_link, uint64_t max_bytes, int *ret_fd,
                            uint64_t *ret_bytes, struct staith_err *err);
/** The file name without folders; part of `path`. */
const char *staith_gate_source_name(const char *path);
/** The name as it may stand in records and logs: valid UTF-8, no control characters ('?' in their
 *  place), cut to fit. */
void staith_gate_source_label(const char *path, char ret_label[STAITH_GATE_LABEL_BYTES]);

#endif
