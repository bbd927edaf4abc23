/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_STRUCTURE_H
#define STAITH_DISCLOSURE_STRUCTURE_H
/*
 * From what is published to the auditor's question: every place of every table that a release
 * shows becomes an unknown, every total and every parent of a hierarchy a sum. It reads published
 * cells and the catalogue and nothing else, so that whoever holds a release can ask the same
 * question; and it shares no code with the protectors.
 */
#include "base/arena.h"
#include "disclosure/audit/audit.h"
#include "disclosure/place.h"

/** One release, or what is about to become one. All is the caller's. */
struct staith_structure_part {
    const struct staith_release_cell *cells;
    uint32_t cell_count;
    const struct staith_catalogue *catalogue;
    const char *suffix; /**< behind every name: "" or "@2024"; parts that share it share unknowns */
    enum staith_audit_source source;
};

/** Lies in an arena. */
struct staith_structure {
    struct staith_system system;
    struct staith_audit_cell *cells; /**< one a cell of the system */
};

/** Build it. 0; STAITH_ERR_INVAL for a cell that is no place of its catalogue, or two cells that
 *  show different numbers of one thing; STAITH_ERR_LIMIT; STAITH_ERR_NOMEM. */
int staith_structure_make(const struct staith_structure_part *parts, uint32_t part_count,
                          struct staith_arena *arena, struct staith_structure *ret_structure,
                          struct staith_err *err);

#endif
