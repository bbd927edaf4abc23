/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_MERGE_H
#define STAITH_DISCLOSURE_PROTECT_MERGE_H
/*
 * Which figure stands for a category that cannot be shown by itself. The groups are those of the
 * catalogue's hierarchy (social worker and senior under one parent, advanced, team manager and
 * reviewing officer under another), which is declared, and dated by the version of the plugin that
 * travels with it. In this order, and the first that is shown is taken: the category; the groups
 * above it; all categories; the same over four quarters, where the dataset has such a figure; the
 * region's figure alone.
 */
#include "model/catalogue.h"

#include <stdbool.h>
#include <stdint.h>

/** Step of the order: code, words. */
#define STAITH_MERGE_STEPS(X)                                                                      \
    X(ITSELF, "by_itself", "shown by itself")                                                      \
    X(GROUP, "in_its_group", "too few by itself: shown together with others like it")              \
    X(ALL, "in_the_total", "too few in its group too: shown in the total of all")                  \
    X(ROLLED, "over_four_quarters", "too few in one quarter: shown over four together")            \
    X(REGION, "region_only", "too few in this council: only the region's figure is shown")

enum staith_merge_step {
#define STAITH_X(name, code, words) STAITH_MERGE_##name,
    STAITH_MERGE_STEPS(STAITH_X)
#undef STAITH_X
        STAITH_MERGE_STEP_END
};

/** What of a dimension is shown in one table. */
struct staith_merge_shown {
    const struct staith_dimension *dimension; /**< of a checked catalogue */
    const bool *categories;                   /**< by category */
    bool all;                                 /**< the total */
    bool rolled;                              /**< a figure over four quarters */
};

/** What stands for `category`. *ret_stands: GROUP: the category of the group; ITSELF: `category`;
 *  else 0xFFFF. */
enum staith_merge_step staith_merge_find(const struct staith_merge_shown *shown, uint16_t category,
                                         uint16_t *ret_stands);
/** Code and plain words of a step. Static, never NULL. */
const char *staith_merge_code(enum staith_merge_step step);
const char *staith_merge_words(enum staith_merge_step step);

#endif
