/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_SYSTEM_H
#define STAITH_MODEL_SYSTEM_H
/*
 * A system: whole-number unknowns bound by sums. Tables become systems before anything is decided
 * about them, and an auditor rebuilds one from what was published. It is the one thing the
 * protectors (disclosure/protect) and the auditor (disclosure/audit) have in common.
 *
 * A cell is named by what it counts and not by the table it stands in: "inpost_headcount" is the
 * council's total, "inpost_headcount|role=case_holder" a part of it, wherever they are printed.
 * Two tables that share a cell share the unknown.
 */
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

enum {
    STAITH_SYSTEM_MAX_CELLS = 200000,
    STAITH_SYSTEM_MAX_RELATIONS = 200000,
    STAITH_SYSTEM_MAX_PARTS = 2000000,
    STAITH_SYSTEM_NAME_BYTES = 512
};

/** `total` equals the sum of the cells parts[first .. first + count). count >= 1. */
struct staith_relation {
    uint32_t total;
    uint32_t first;
    uint32_t count;
};

/** Everything lies in one arena. Cells are in ascending order of name (byte order), so that the
 *  same tables give the same system whatever order they came in. */
struct staith_system {
    uint32_t cell_count;
    const char **names;
    int64_t *values; /**< true values, >= 0; NULL where only the structure is known */
    uint32_t relation_count;
    struct staith_relation *relations;
    uint32_t part_count;
    uint32_t *parts; /**< indices of cells */
};

/** Whether indices are in range, names ascend, no relation has its total among its parts, and,
 *  where values are given, every relation adds up. 0, or STAITH_ERR_INVAL naming the cell. */
int staith_system_check(const struct staith_system *system, struct staith_err *err);
/** Index of the cell with this name, or -1. */
int64_t staith_system_find(const struct staith_system *system, const char *name);

#endif
