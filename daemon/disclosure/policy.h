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

/** The policy in force without configuration. Static. */
const struct staith_policy *staith_policy_default(void);
/** Whether the floor lets this measure leave exactly at the council's top total. */
bool staith_policy_floor_headline(const char *dataset, const char *measure);

#endif
