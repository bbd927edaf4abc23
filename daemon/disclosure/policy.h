/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_POLICY_H
#define STAITH_DISCLOSURE_POLICY_H
/*
 * The policy: which table may leave for which audience, by rule. A floor is compiled in: exact
 * figures leave only for a dataset and measure that DfE prints for every council, and only at the
 * council's top total. No configuration and no plugin can lower it; configuration may only hold
 * more back.
 */
#include "base/err.h"
#include "disclosure/release.h"

#include <stdbool.h>
#include <stdint.h>

struct staith_policy {
    const char *version; /**< date from which it holds, "2026-11-01" */
    /** Measures that a council chooses to hold back although the floor would let them go, as
     *  "dataset.measure" codes. Caller's. */
    const char *const *held;
    uint32_t held_count;
};

/** What the policy says of one measure in one table, for one audience. */
enum staith_policy_rule {
    STAITH_POLICY_EXACT = 1,     /**< a headline total that DfE prints: leaves exactly */
    STAITH_POLICY_BREAKDOWN = 2, /**< a table with dimensions: stays */
    STAITH_POLICY_NO_FLOOR = 3,  /**< a total that DfE does not print for each council: stays */
    STAITH_POLICY_AUDIENCE = 4,  /**< nothing leaves for this audience */
    STAITH_POLICY_HELD = 5       /**< the council holds the measure back by choice: stays */
};

/** The policy in force without configuration. Static. */
const struct staith_policy *staith_policy_default(void);
/** Whether the floor lets this measure leave exactly at the council's top total. */
bool staith_policy_floor_headline(const char *dataset, const char *measure);
/** The rule that decides. `dimension_count`: of the table that the measure stands in. */
enum staith_policy_rule staith_policy_decide(const struct staith_policy *policy,
                                             const char *dataset, const char *measure,
                                             uint32_t dimension_count,
                                             enum staith_audience audience);
/** Code of a rule ("breakdown_withheld") and its plain words. Static, never NULL. */
const char *staith_policy_rule_code(enum staith_policy_rule rule);
const char *staith_policy_rule_words(enum staith_policy_rule rule);

#endif
