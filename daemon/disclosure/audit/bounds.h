/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_AUDIT_BOUNDS_H
#define STAITH_DISCLOSURE_AUDIT_BOUNDS_H
/*
 * Bound propagation: what each row says of each of its cells, again and again. It never cuts off a
 * whole-number solution, so what it excludes is excluded; what it leaves may still be impossible.
 */
#include "disclosure/audit/attack.h"

/** Scratch space, the arena's. */
struct staith_bounds {
    const struct staith_attack *attack;
    uint32_t *queue; /**< a ring of rows */
    uint8_t *queued;
    uint32_t head;
    uint32_t waiting;
};

/** 0 or STAITH_ERR_NOMEM. */
int staith_bounds_init(struct staith_bounds *bounds, const struct staith_attack *attack,
                       struct staith_arena *arena);
/** Have the rows of one cell looked at by the next tightening; every row for -1. */
void staith_bounds_touch(struct staith_bounds *bounds, int64_t cell);
/** Tighten lo and hi (caller's, one a cell) until nothing touched is left or the work is out of
 *  proportion. False: no whole numbers fit. */
bool staith_bounds_tighten(struct staith_bounds *bounds, int64_t *lo, int64_t *hi);

#endif
