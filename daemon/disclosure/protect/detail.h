/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_DETAIL_H
#define STAITH_DISCLOSURE_PROTECT_DETAIL_H
/*
 * Shapes of tables, read from the names of cells: "leavers|role|reason" is the shape of
 * "leavers|role=manager|reason=retired". A table has one shape for its inner cells, and those of
 * its totals are parts of it.
 */
#include "base/arena.h"
#include "model/system.h"

#include <stdbool.h>
#include <stddef.h>

enum { STAITH_DETAIL_MAX_SHAPES = 4096 };

/** The shape of a name. `cap` of STAITH_SYSTEM_NAME_BYTES is always enough; 0 or STAITH_ERR_LIMIT.
 */
int staith_detail_shape(const char *name, char *out, size_t cap);
/** Whether every dimension of `shape` is one of `other`, of the same measure. */
bool staith_detail_within(const char *shape, const char *other);
/** Whether a cell of the relation has this shape. */
bool staith_detail_touches(const struct staith_system *system, uint32_t relation,
                           const char *shape);
/** The shapes among these cells that are within no other, those with most dimensions first, then by
 *  name: the tables that detail could be taken from. Lies in `arena`. 0, STAITH_ERR_LIMIT. */
int staith_detail_finest(const struct staith_system *system, const uint32_t *cells, uint32_t count,
                         struct staith_arena *arena, const char ***ret_shapes, uint32_t *ret_count);

#endif
