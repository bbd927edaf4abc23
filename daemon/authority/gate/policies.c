/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/policies.h"

#include "base/date.h"

#include <string.h>

enum { DATE_BYTES = 32, DAY_CHARACTERS = 10 };

static uint32_t base_of(const char *text)
{
    if (text == NULL) {
        return 0;
    }
    return strcmp(text, "3") == 0 ? 3 : 5;
}

static enum staith_audience audience_of(const char *text)
{
    if (text == NULL) {
        return 0;
    }
    return strcmp(text, "public") == 0 ? STAITH_AUDIENCE_PUBLIC : STAITH_AUDIENCE_REGION;
}

static struct staith_magnitude_rule amount_of(const struct staith_config_policy_rule *from)
{
    uint32_t n = from->dominance_n > 0 ? (uint32_t)from->dominance_n : 2;
    return (struct staith_magnitude_rule){.least_owners = (uint32_t)from->least_agencies,
                                          .dominance_n = from->dominance_k > 0 ? n : 0,
                                          .dominance_k = (uint32_t)from->dominance_k,
                                          .p = (uint32_t)from->p,
                                          .step = (int64_t)from->steps};
}

static void fill_term(const struct staith_config_policy_rule *from, struct staith_policy_term *to)
{
    *to = (struct staith_policy_term){.audience = audience_of(from->audience),
                                      .dataset = from->dataset,
                                      .measure = from->measure,
                                      .dimension = from->dimension,
                                      .stays = strcmp(from->leaves, "nothing") == 0,
                                      .hides = strcmp(from->leaves, "exact-or-hidden") == 0,
                                      .base = base_of(from->base),
                                      .least = (int64_t)from->least,
                                      .amount = amount_of(from)};
}

int staith_gate_policy(const struct staith_config_council *config,
                       const struct staith_config_dataset *dataset, int64_t today_unix_ms,
                       struct staith_arena *arena, struct staith_policy *ret_policy,
                       struct staith_err *err)
{
    char today[DATE_BYTES];
    staith_time_format(today_unix_ms, today, sizeof(today));
    today[DAY_CHARACTERS] = '\0';
    struct staith_policy policy = *staith_policy_default();
    const struct staith_config_policy *from = staith_config_policy_on(config, today);
    if (from != NULL) {
        struct staith_policy_term *terms =
            staith_arena_array(arena, (size_t)from->rule_count + 1, sizeof(*terms));
        if (terms == NULL) {
            return staith_err_set(err, STAITH_ERR_NOMEM, "no memory for the policy");
        }
        for (uint32_t i = 0; i < from->rule_count; i++) {
            fill_term(&from->rules[i], &terms[i]);
        }
        policy.version = from->from;
        policy.base = base_of(from->base);
        policy.terms = terms;
        policy.term_count = from->rule_count;
    }
    if (dataset != NULL) {
        policy.held = dataset->held;
        policy.held_count = dataset->held_count;
    }
    *ret_policy = policy;
    return 0;
}
