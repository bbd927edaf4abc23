/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor is a constant table in the program, not configuration: what it does not list cannot
 * be let out by an operator, a plugin or a file. It lists the figures of DfE's "Children's social
 * work workforce" that DfE prints for every council, unrounded counts and FTE alike.
 */
#include "disclosure/policy.h"

#include <stddef.h>
#include <string.h>

struct floor_row {
    const char *dataset;
    const char *measure;
};

static const struct floor_row floor_rows[] = {
    {"csww", "inpost_fte"},
    {"csww", "inpost_headcount"},
    {"csww", "starters_fte"},
    {"csww", "starters_headcount"},
    {"csww", "leavers_fte"},
    {"csww", "leavers_headcount"},
    {"csww", "agency_fte"},
    {"csww", "agency_headcount"},
    {"csww", "agency_cover_fte"},
    {"csww", "vacancy_fte"},
    {"csww", "case_holders_fte"},
    {"csww", "cases"},
    {"csww", "working_days_lost_fte"},
};

static const struct staith_policy default_policy = {.version = "2026-11-01"};

const struct staith_policy *staith_policy_default(void)
{
    return &default_policy;
}

bool staith_policy_floor_headline(const char *dataset, const char *measure)
{
    for (size_t i = 0; i < sizeof(floor_rows) / sizeof(floor_rows[0]); i++) {
        if (strcmp(floor_rows[i].dataset, dataset) == 0 &&
            strcmp(floor_rows[i].measure, measure) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether `item` is "dataset.measure". */
static bool names(const char *item, const char *dataset, const char *measure)
{
    size_t len = strlen(dataset);
    return strncmp(item, dataset, len) == 0 && item[len] == '.' &&
           strcmp(item + len + 1, measure) == 0;
}

enum staith_policy_rule staith_policy_decide(const struct staith_policy *policy,
                                             const char *dataset, const char *measure,
                                             uint32_t dimension_count,
                                             enum staith_audience audience)
{
    if (dimension_count > 0) {
        return STAITH_POLICY_BREAKDOWN;
    }
    if (!staith_policy_floor_headline(dataset, measure)) {
        return STAITH_POLICY_NO_FLOOR;
    }
    /* For the public a total may leave only once DfE has published it, which nothing here can
     * know: so nothing does. */
    if (audience != STAITH_AUDIENCE_REGION && audience != STAITH_AUDIENCE_COUNCIL) {
        return STAITH_POLICY_AUDIENCE;
    }
    for (uint32_t i = 0; i < policy->held_count; i++) {
        if (names(policy->held[i], dataset, measure)) {
            return STAITH_POLICY_HELD;
        }
    }
    return STAITH_POLICY_EXACT;
}

const char *staith_policy_rule_code(enum staith_policy_rule rule)
{
    switch (rule) {
    case STAITH_POLICY_EXACT:
        return "headline_exact";
    case STAITH_POLICY_BREAKDOWN:
        return "breakdown_withheld";
    case STAITH_POLICY_NO_FLOOR:
        return "not_published_withheld";
    case STAITH_POLICY_AUDIENCE:
        return "audience_withheld";
    case STAITH_POLICY_HELD:
        return "held_by_council";
    }
    return "unknown";
}

const char *staith_policy_rule_words(enum staith_policy_rule rule)
{
    switch (rule) {
    case STAITH_POLICY_EXACT:
        return "DfE prints this total for every council, so it leaves exactly";
    case STAITH_POLICY_BREAKDOWN:
        return "a breakdown can point at a person, so it stays in the council";
    case STAITH_POLICY_NO_FLOOR:
        return "DfE does not print this total for every council, so it stays in the council";
    case STAITH_POLICY_AUDIENCE:
        return "nothing leaves for this audience";
    case STAITH_POLICY_HELD:
        return "the council's configuration holds this measure back";
    }
    return "unknown rule";
}
