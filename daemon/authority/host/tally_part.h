/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_TALLY_PART_H
#define STAITH_AUTHORITY_HOST_TALLY_PART_H
/*
 * The cells of one table, while they are made: measure after measure, each by rollups. Private to
 * the tally.
 */
#include "authority/host/quartile.h"
#include "authority/host/rollup.h"
#include "authority/host/tally_log.h"
#include "model/rawtable.h"

/** Caller's storage; zero-initialise. */
struct staith_tally_part {
    struct staith_cell *cells;
    uint32_t count;
    uint32_t cap;
};

void staith_tally_part_deinit(struct staith_tally_part *part);
/** `left`: how many cells may still be made, of all tables. 0, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM.
 */
int staith_tally_part_add(struct staith_tally_part *part, const struct staith_cell *cell,
                          uint64_t *left);
/** All entries of a log that is ordered by person. `rollup` is started; it is finished after. 0 or
 *  as the rollup. */
int staith_tally_part_roll(struct staith_rollup *rollup, const struct staith_tally_log *log);
/** Add the cells of a finished rollup. Of one that counts, its sums are the cells' `values`. */
int staith_tally_part_people(struct staith_tally_part *part, const struct staith_rollup *rollup,
                             uint16_t measure, uint64_t *left);
/** Put the order statistic at `quarter` into the cells that were added last from this rollup.
 *  `entries`: those of the rollup, by value. 0 or STAITH_ERR_NOMEM. */
int staith_tally_part_quartiles(struct staith_tally_part *part, const struct staith_rollup *rollup,
                                const struct staith_tally_entry *entries, uint64_t count,
                                unsigned quarter);
/** Put what a finished rollup of owners says into the cells of `measure`. */
void staith_tally_part_owners(struct staith_tally_part *part, const struct staith_rollup *rollup,
                              uint16_t measure);

#endif
