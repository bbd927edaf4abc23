/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_HOST_TALLY_H
#define STAITH_AUTHORITY_HOST_TALLY_H
/*
 * The tally: observations in, the raw table out. Person rows end here.
 *
 * Rules. COUNT_PEOPLE counts a person once for each measure; of several observations the one with
 * the least category in the first dimension with STAITH_KEEP_LEAST is kept (then the next such
 * dimension; no category comes last), among equals the first seen. COUNT_ROWS counts observations,
 * SUM adds their values; contributions are by person, whatever number of observations they come
 * from. COUNT_ROWS without a key: each observation is a person of its own. COUNCIL_VALUE is one
 * number at the top total. Order statistics are of the values of all observations, and their
 * contributions are numbers of values. Contributions by owner are made likewise, of what names one.
 * An observation counts in its category, in every category that is the
 * parent of it, and in the total; with STAITH_NO_CATEGORY in the total alone. A measure said to be
 * unavailable, and a COUNCIL_VALUE never observed, has its top total with status UNAVAILABLE and no
 * other cell.
 *
 * Memory: 16 bytes an observation, 4 more in a measure where one names an owner, 2 bytes a
 * dimension for each change of categories from one observation to the next, 32 bytes a person or
 * owner, each at most twice that while arrays grow; 350 bytes a cell while tables are built; of an
 * order statistic, its observations once more. `observe` allocates only when one of these arrays
 * doubles.
 */
#include "base/arena.h"
#include "base/err.h"
#include "model/rawtable.h"

#include <staith/plugin.h>

enum { STAITH_TALLY_KEY_BYTES = 16 };

struct staith_tally;

struct staith_tally_limits {
    uint64_t max_cells; /**< of all tables together */
    uint64_t max_people;
    uint64_t max_observations;
};

/** `catalogue` is checked, the caller's, and must outlive the tally. `key`: random, for this run;
 * or the council's, so that sketches of this run can be held against those of others. Heap, NULL
 *  without memory. */
struct staith_tally *staith_tally_new(const struct staith_catalogue *catalogue,
                                      const struct staith_tally_limits *limits,
                                      const uint8_t key[STAITH_TALLY_KEY_BYTES]);
/** Overwrites what it knew of people. NULL is allowed. */
void staith_tally_free(struct staith_tally *tally);
/** As `observe` of struct staith_host: a code of enum staith_result. */
int staith_tally_observe(struct staith_tally *tally, const struct staith_observation *observation);
/** As `unavailable` of struct staith_host. */
int staith_tally_unavailable(struct staith_tally *tally, uint16_t measure);
/** Which limit observe met with STAITH_ELIMIT: "people", "owners" or "observations"; NULL: none.
 *  Static. */
const char *staith_tally_limit_met(const struct staith_tally *tally);
/** Build all tables: fills observed, people, part_count and parts of `raw`, in `arena`. Once.
 *  0, STAITH_ERR_LIMIT, STAITH_ERR_OVERFLOW, STAITH_ERR_NOMEM. */
int staith_tally_finish(struct staith_tally *tally, struct staith_arena *arena,
                        struct staith_rawtable *raw, struct staith_err *err);

#endif
