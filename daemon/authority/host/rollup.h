/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_ROLLUP_H
#define STAITH_AUTHORITY_HOST_ROLLUP_H
/*
 * One measure of one table, from contributions to cells with all totals. Private to the tally.
 */
#include "authority/host/cells.h"
#include "authority/host/people.h"
#include "authority/host/tally_log.h"
#include "model/catalogue.h"
#include "model/rawtable.h"

#include <stdbool.h>

/** Caller's storage; used for one measure and table after another. */
struct staith_rollup {
    const struct staith_catalogue *catalogue;
    const struct staith_table *table;
    const uint16_t *places;               /**< lists of categories, one after another */
    bool counts;                          /**< an entry is 1, whatever its value */
    const struct staith_people *followed; /**< whose contributions are sketched; NULL: nobody's */
    struct staith_cells base;             /**< people who are in one place: that place alone */
    struct staith_cells person;           /**< one person who is in several places */
    struct staith_cells out;              /**< the result */
};

/** `max_cells`: limit of the result. */
void staith_rollup_init(struct staith_rollup *rollup, const struct staith_catalogue *catalogue,
                        const uint16_t *places, uint64_t max_cells);
/** NULL is allowed. */
void staith_rollup_deinit(struct staith_rollup *rollup);
/** Begin a table. `counts`: entries are counted rather than their values added. `followed`: whose
 *  contributions are sketched, or NULL. */
void staith_rollup_start(struct staith_rollup *rollup, const struct staith_table *table,
                         bool counts, const struct staith_people *followed);
/** All entries of one person (count >= 1). 0, STAITH_ERR_LIMIT, OVERFLOW, NOMEM. */
int staith_rollup_person(struct staith_rollup *rollup, const struct staith_tally_entry *entries,
                         uint64_t count);
/** Make the totals: out.items in order of the cells' places. */
int staith_rollup_finish(struct staith_rollup *rollup);
/** Call `see` for every cell, as an index into out.items, that an entry counts in. After finish,
 *  with entries that were given to it. */
void staith_rollup_visit(const struct staith_rollup *rollup, const struct staith_tally_entry *entry,
                         void (*see)(void *ctx, uint32_t cell, int64_t value), void *ctx);
/** Number of the cell that is the total over all the table's dimensions. */
uint64_t staith_rollup_top(const struct staith_rollup *rollup);
/** The categories of a cell by its number; STAITH_TOTAL behind the table's dimensions. */
void staith_rollup_place(const struct staith_rollup *rollup, uint64_t id,
                         uint16_t categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS]);

#endif
