/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_TEST_SUPPRESS_PART_CASE_H
#define STAITH_TEST_SUPPRESS_PART_CASE_H
/*
 * One part made of a small table, for what works on parts: every cell is in it, in its place.
 */
#include "disclosure/protect/partition.h"
#include "disclosure/protect/suppress_part.h"
#include "suppress_case.h"

static inline int suppress_case_part(const struct suppress_case *c, struct staith_arena *arena,
                                     struct staith_suppress_part *part)
{
    struct staith_partition partition;
    int code = staith_partition_make(&c->system, NULL, NULL, arena, &partition);
    return code == 0 ? staith_suppress_part_make(&c->system, &c->rules, &partition, 0, arena, part)
                     : code;
}

#endif
