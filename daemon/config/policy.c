/* SPDX-License-Identifier: Apache-2.0 */
/* The keys under `policies` in a council's file. What they may not do is the floor's to say, in
 * disclosure/policy.c: here it is only checked that they say something. */
#include "config/schema.h"
#include "config/table.h"

#include <string.h>

#define POLICY(field) offsetof(struct staith_config_policy, field)
#define RULE(field) offsetof(struct staith_config_policy_rule, field)
/* Shares are kept in thousandths. */
enum { TENTHS = 10 };
#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))

static const struct staith_config_key rule_keys[] = {
    {.name = "audience",
     .kind = STAITH_CONFIG_AUDIENCE,
     .offset = RULE(audience),
     .else_ = "every audience",
     .help = "Whom it is about"},
    {.name = "dataset",
     .kind = STAITH_CONFIG_CODE,
     .offset = RULE(dataset),
     .else_ = "every dataset",
     .help = "The dataset that it is about"},
    {.name = "measure",
     .kind = STAITH_CONFIG_CODE,
     .offset = RULE(measure),
     .else_ = "every measure",
     .help = "The measure that it is about"},
    {.name = "dimension",
     .kind = STAITH_CONFIG_CODE,
     .offset = RULE(dimension),
     .else_ = "every table, totals too",
     .help = "Tables that are broken down by this dimension"},
    {.name = "leaves",
     .kind = STAITH_CONFIG_LEAVES,
     .fallback = "protected",
     .offset = RULE(leaves),
     .help = "Whether it leaves, and how: protected is rounded; exact-or-hidden shows counts "
             "exactly to the region and hides what could tell of single people, where all "
             "tables of a measure say so; nothing stays"},
    {.name = "base",
     .kind = STAITH_CONFIG_BASE,
     .offset = RULE(base),
     .else_ = "the policy's",
     .help = "What its counts are rounded to multiples of"},
    {.name = "least",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 1000000,
     .factor = 1,
     .unit = "people",
     .offset = RULE(least),
     .else_ = "as the floor has it",
     .help = "Broken down only where at least so many are counted; medians, quartiles and sums of "
             "money only with so many people behind each"},
    {.name = "least-agencies",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 1000,
     .factor = 1,
     .unit = "agencies",
     .offset = RULE(least_agencies),
     .else_ = "as the floor has it",
     .help = "Medians, quartiles and sums of money only with so many agencies behind each, where "
             "any is named"},
    {.name = "dominance-n",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 2,
     .factor = 1,
     .unit = "contributors",
     .offset = RULE(dominance_n),
     .else_ = "2",
     .help = "How many of the largest `dominance-percent` is about"},
    {.name = "dominance-percent",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 99,
     .factor = TENTHS,
     .unit = "per cent",
     .offset = RULE(dominance_k),
     .else_ = "as the floor has it",
     .help = "Amounts only where the largest, people and agencies, have no more than this of the "
             "whole; asked beside the floor's own"},
    {.name = "p-percent",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 100,
     .factor = TENTHS,
     .unit = "per cent",
     .offset = RULE(p),
     .else_ = "as the floor has it",
     .help = "Sums of money only where nobody behind one can work out the largest to within this"},
    {.name = "steps",
     .kind = STAITH_CONFIG_NUMBER,
     .min = 1,
     .max = 100,
     .factor = 1,
     .unit = "steps",
     .offset = RULE(steps),
     .fallback = "1",
     .help = "Amounts are rounded to multiples of so many of the floor's steps"},
};
static const struct staith_config_block rule_block = {
    rule_keys, COUNT(rule_keys), sizeof(struct staith_config_policy_rule), true, RULE(where)};

static const struct staith_config_key policy_keys[] = {
    {.name = "from",
     .kind = STAITH_CONFIG_DATE,
     .required = true,
     .unique = true,
     .offset = POLICY(from),
     .help = "First day on which it holds, until the next; it is the policy's version and travels"},
    {.name = "base",
     .kind = STAITH_CONFIG_BASE,
     .fallback = "5",
     .offset = POLICY(base),
     .help = "What counts are rounded to multiples of; 3 says more and protects less"},
    {.name = "rules",
     .kind = STAITH_CONFIG_SECTIONS,
     .max = 200,
     .offset = POLICY(rules),
     .count_offset = POLICY(rule_count),
     .block = &rule_block,
     .help = "What is to be otherwise; the first that fits decides"},
};
const struct staith_config_block staith_config_policy_block = {
    policy_keys, COUNT(policy_keys), sizeof(struct staith_config_policy), true, POLICY(where)};

int staith_config_policy_check(const struct staith_config_policy *policy, struct staith_err *err)
{
    for (uint32_t i = 0; i < policy->rule_count; i++) {
        const struct staith_config_policy_rule *rule = &policy->rules[i];
        if (rule->dominance_n > 0 && rule->dominance_k == 0) {
            int rc = staith_err_set(err, STAITH_ERR_CONFIG,
                                    "dominance-n says nothing without dominance-percent");
            staith_err_at(err, rule->where, 0, 0);
            staith_err_remedy(err, "add how much of the whole the largest may have");
            return rc;
        }
    }
    return 0;
}

const struct staith_config_policy *
staith_config_policy_on(const struct staith_config_council *config, const char *date)
{
    const struct staith_config_policy *newest = NULL;
    for (uint32_t i = 0; i < config->policy_count; i++) {
        const struct staith_config_policy *policy = &config->policies[i];
        /* Dates of one form are in the order of their text. */
        if (strcmp(policy->from, date) <= 0 &&
            (newest == NULL || strcmp(policy->from, newest->from) > 0)) {
            newest = policy;
        }
    }
    return newest;
}
