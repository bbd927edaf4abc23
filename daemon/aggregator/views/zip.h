/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_ZIP_H
#define STAITH_AGGREGATOR_VIEWS_ZIP_H
/*
 * A ZIP archive in memory, of parts that are there as a whole. The same parts make the same bytes:
 * every entry has the archive format's first day as its date. Included by aggregator/views only.
 */
#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

struct staith_zip_part {
    const char *name;
    const void *bytes;
    size_t len;
    bool stored; /**< not compressed */
};

/** Append the archive. 0, STAITH_ERR_LIMIT or STAITH_ERR_NOMEM. */
int staith_zip_write(const struct staith_zip_part *parts, size_t count, struct staith_buf *out);

#endif
