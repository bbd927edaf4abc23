/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_COMPILE_H
#define STAITH_DISCLOSURE_PROTECT_COMPILE_H
/*
 * From tables to a system: the counts of a raw table (COUNT_PEOPLE, COUNT_ROWS), and sums of it
 * where they are picked, as unknowns bound by sums. Tables that share a cell share the unknown, the
 * headline total among them.
 *
 * Names: "measure", "measure|dim=category", "measure|dim=category|dim2=category2", dimensions in
 * the catalogue's order, those at their total left out.
 *
 * Cells: every combination of the categories and totals of a table, also where nobody was counted,
 * because a cell left out would be known to be an exact 0. Where a total exceeds what its
 * categories add up to (observations without a category), the rest is a cell of its own, of
 * category "(none)" under the total and "parent/(none)" under a parent: it closes the sums.
 *
 * Relations: for every table, each total over each dimension and each parent of a hierarchy is the
 * sum of what lies one level below it. No relation stands twice.
 */
#include "base/arena.h"
#include "base/err.h"
#include "model/rawtable.h"
#include "model/system.h"

/** A measure of a table. */
struct staith_compile_pick {
    uint16_t table;   /**< index into the raw table's parts */
    uint16_t measure; /**< one of the table's */
};

/**
 * Compile `table_count` tables of `raw`, given as indices into its parts, in any order: the same
 * tables give the same system. Measures that do not count, and those whose total is UNAVAILABLE,
 * are passed over; a system without cells is possible. `ret_system` lies in `arena`, names and
 * values too. 0; STAITH_ERR_INVAL for a raw table that does not add up, or whose tables disagree
 * about a cell they share; STAITH_ERR_LIMIT for more than a system holds or the arena permits;
 * STAITH_ERR_OVERFLOW; STAITH_ERR_NOMEM.
 */
int staith_compile(const struct staith_rawtable *raw, const uint16_t *tables, uint32_t table_count,
                   struct staith_arena *arena, struct staith_system *ret_system,
                   struct staith_err *err);
/** The same for chosen measures of tables, in any order; a measure that is a SUM may be chosen.
 *  STAITH_ERR_INVAL for a pick that is none, too. */
int staith_compile_picks(const struct staith_rawtable *raw, const struct staith_compile_pick *picks,
                         uint32_t pick_count, struct staith_arena *arena,
                         struct staith_system *ret_system, struct staith_err *err);

/** Name of the cell at the place of `cell` in table `table` of the catalogue, as the system has it:
 *  what to ask staith_system_find for. 0, or STAITH_ERR_LIMIT when `cap` is too small
 *  (STAITH_SYSTEM_NAME_BYTES is always enough for what was compiled). */
int staith_compile_name(const struct staith_catalogue *catalogue, uint16_t table,
                        const struct staith_cell *cell, char *out, size_t cap);

#endif
