/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_AUTHORITY_GATE_POLICIES_H
#define STAITH_AUTHORITY_GATE_POLICIES_H
/*
 * The policy in force: what the council's configuration says of a day, in the terms of
 * disclosure/policy.h.
 */
#include "base/arena.h"
#include "config/schema.h"
#include "disclosure/policy.h"

/** Fill a policy for a dataset (NULL: none holds anything back) on a day. Its terms lie in `arena`,
 *  everything else is the configuration's. 0 or STAITH_ERR_NOMEM. */
int staith_gate_policy(const struct staith_config_council *config,
                       const struct staith_config_dataset *dataset, int64_t today_unix_ms,
                       struct staith_arena *arena, struct staith_policy *ret_policy,
                       struct staith_err *err);

#endif
