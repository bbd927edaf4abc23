/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AGGREGATOR_VIEWS_IMAGE_H
#define STAITH_AGGREGATOR_VIEWS_IMAGE_H
/* A picture of a chart, for programs that take no SVG. Included by aggregator/views only. */
#include "base/buf.h"

#include <stddef.h>

/** Append the PNG of an SVG document that this program wrote, twice its size in points so that it
 *  stays sharp. STAITH_ERR_INVAL: it is no such document; STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_image_png(const void *svg, size_t len, struct staith_buf *out);

#endif
