/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_QUARTILE_H
#define STAITH_AUTHORITY_HOST_QUARTILE_H
/*
 * Order statistics of a measure in every cell of a table: the quantile of type 7 of Hyndman and Fan
 * (Sample Quantiles in Statistical Packages, 1996), between the two nearest values in proportion,
 * rounded half up to a whole unit. Private to the tally.
 *
 * Values are gone through in rising order, once, and each cell remembers the two that it needs: no
 * cell keeps a list.
 */
#include "authority/host/rollup.h"

/** Order entries by value. */
void staith_quartile_sort(struct staith_tally_entry *entries, uint64_t count);
/** The statistic at `quarter` (1..3) of every cell of a finished rollup that counts, into
 *  `ret_values`, out.count numbers; 0 where there is no value. `entries`: all that were given to
 *  the rollup, by value. 0 or STAITH_ERR_NOMEM. */
int staith_quartile_all(const struct staith_rollup *rollup,
                        const struct staith_tally_entry *entries, uint64_t count, unsigned quarter,
                        int64_t *ret_values);
/** Between the value at rank floor((count - 1) * quarter / 4), from 0, and the next one. */
int64_t staith_quartile_between(uint64_t count, unsigned quarter, int64_t low, int64_t high);

#endif
