/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_RAWTABLE_H
#define STAITH_MODEL_RAWTABLE_H
/*
 * The raw table: what a run of a plugin observed, tallied. Cells with their contributors; no
 * person is in it, but small cells are: it never leaves the council. Included by model,
 * disclosure, codec, authority/host and authority/gate only.
 */
#include "base/arena.h"
#include "model/catalogue.h"
#include "model/finding.h"
#include "model/period.h"
#include "model/sketch.h"
#include "model/status.h"

#include <stdbool.h>
#include <stdint.h>

/** The total over a dimension, in a cell's categories. */
#define STAITH_TOTAL 0xFFFFu

/** One cell: a measure of a table at one category (or total) of each of the table's dimensions. */
struct staith_cell {
    uint16_t measure; /**< index into the catalogue's measures */
    uint16_t categories[STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS]; /**< in the table's order */
    enum staith_status status;                                  /**< VALUE or UNAVAILABLE */
    int64_t value;                                              /**< in the measure's unit */
    /* Shares of `value`; of an order statistic, shares of `values`: how many values are whose. */
    int64_t largest;              /**< largest contribution of one person */
    int64_t second;               /**< second largest */
    uint32_t contributors;        /**< distinct people (rows, for COUNT_ROWS without keys) */
    uint32_t owners;              /**< distinct owners named */
    int64_t owned;                /**< the share that belongs to named owners */
    int64_t owner_largest;        /**< largest share of one named owner */
    int64_t owner_second;         /**< second largest */
    int64_t values;               /**< order statistics: how many values are behind it; else 0 */
    struct staith_sketch changes; /**< of its contributions, where staith_measure_followed */
};

/** One table of the catalogue, filled. Cells that no one contributed to and that are not at the
 *  top total are absent (value 0). Ordered by measure, then categories. */
struct staith_rawtable_part {
    uint16_t table; /**< index into the catalogue's tables */
    uint32_t cell_count;
    struct staith_cell *cells;
};

/** The whole result of a run. Lies in one arena. */
struct staith_rawtable {
    const struct staith_catalogue *catalogue;
    char authority[16]; /**< code of the council */
    struct staith_period period;
    uint8_t source_hash[32]; /**< BLAKE2b-256 of the source's bytes */
    uint64_t source_bytes;
    uint64_t observed;   /**< observations accepted */
    uint64_t people;     /**< distinct person keys seen */
    bool followed;       /**< sketches are under the council's key: those of two runs compare */
    uint32_t part_count; /**< = the catalogue's tables, in their order; 0: the run failed */
    struct staith_rawtable_part *parts;
    uint64_t *finding_totals; /**< one count a check */
    uint32_t finding_count;   /**< how many are listed in `findings` (a limit applies) */
    struct staith_finding *findings;
};

/** Whether the table agrees with its catalogue and adds up: every index in range, cells in order
 *  and no two at one place, every measure's top total present, contributors > 0 where value > 0
 *  (save for council values, which nobody contributes to), largest >= second >= 0,
 *  largest + second <= value, owner_largest + owner_second <= owned <= value, zeros where the
 * status is UNAVAILABLE, and no total less than the sum of its children, nor missing above one (an
 * observation without a category enters totals only, so a total may be more); of an order statistic
 * it is `values` that all this is about, since it adds and the statistic does not. A run that
 * failed has no parts: part_count 0, and its period may be unset. 0, STAITH_ERR_INVAL with the
 * place, or STAITH_ERR_NOMEM. */
int staith_rawtable_check(const struct staith_rawtable *raw, struct staith_err *err);
/** The cell of `measure` at the top total of the first table that has it, or NULL. */
const struct staith_cell *staith_rawtable_headline(const struct staith_rawtable *raw,
                                                   uint16_t measure);

#endif
