/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_CLI_AMOUNT_RULE_H
#define STAITH_CLI_AMOUNT_RULE_H
/*
 * By what a median, quartile or sum of money is judged, in words: for the policy, and for one
 * figure that left, of which the ledger keeps the rule.
 */
#include "disclosure/policy.h"

#include <jansson.h>

/** "10 people and 3 agencies (where any is named) behind each; ...; multiples of £0.50; ...". */
void staith_cli_amount_words(const struct staith_magnitude_rule *rule, uint32_t unit, char *out,
                             size_t cap);
/** The rule of a measure as the account of a decision has it; false: the account has none. */
bool staith_cli_amount_read(const json_t *measure, struct staith_magnitude_rule *ret_rule);

#endif
