/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor is a constant table in the program, not configuration: what it does not list cannot
 * be let out by an operator, a plugin or a file. It lists the figures of DfE's "Children's social
 * work workforce" that DfE prints for every council, unrounded counts and FTE alike. What is
 * sensitive is known by its code too, so that a plugin that forgets to say so cannot let it out.
 */
#include "disclosure/policy.h"

#include <staith/plugin.h>
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

/* Special-category data, and what is as bad to be known for. */
static const char *const sensitive_dimensions[] = {"ethnicity", "disability", "health",
                                                   "absence",   "religion",   "sexual_orientation"};
static const char *const sensitive_categories[] = {"dismissed", "dismissal",  "deceased",
                                                   "sick",      "ill_health", "sickness",
                                                   "disabled",  "capability"};

/* Sums go to multiples of what five people have: FTE in millionths, days in hundredths of 20 each.
 */
enum { BASE = 5, BASE_FTE = 5000000, BASE_DAYS = 10000, SENSITIVE_ROW = 10 };

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

bool staith_policy_floor_exact(const char *dataset, const char *measure, uint32_t dimension_count,
                               enum staith_audience audience)
{
    /* For the public a total may leave only once DfE has published it, which nothing here can
     * know: so nothing does. */
    return dimension_count == 0 &&
           (audience == STAITH_AUDIENCE_REGION || audience == STAITH_AUDIENCE_COUNCIL) &&
           staith_policy_floor_headline(dataset, measure);
}

static bool is_among(const char *code, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i], code) == 0) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(code, list) is_among(code, list, sizeof(list) / sizeof((list)[0]))

bool staith_policy_is_sensitive(const struct staith_dimension *dimension)
{
    bool sensitive = dimension->sensitive != 0 || IS_AMONG(dimension->code, sensitive_dimensions);
    for (uint32_t i = 0; !sensitive && i < dimension->category_count; i++) {
        sensitive = IS_AMONG(dimension->categories[i].code, sensitive_categories);
    }
    return sensitive;
}

/* Whether `item` is "dataset.measure". */
static bool names(const char *item, const char *dataset, const char *measure)
{
    size_t len = strlen(dataset);
    return strncmp(item, dataset, len) == 0 && item[len] == '.' &&
           strcmp(item + len + 1, measure) == 0;
}

static bool is_held(const struct staith_policy *policy, const char *dataset, const char *measure)
{
    for (uint32_t i = 0; i < policy->held_count; i++) {
        if (names(policy->held[i], dataset, measure)) {
            return true;
        }
    }
    return false;
}

/* A sum is rounded like the count of its people, in the same table; 0: it stays. */
static uint32_t base_of(const struct staith_catalogue *catalogue, uint16_t measure)
{
    const struct staith_measure *what = &catalogue->measures[measure];
    if (what->aggregation == STAITH_COUNT_PEOPLE || what->aggregation == STAITH_COUNT_ROWS) {
        return BASE;
    }
    if (staith_catalogue_headcount(catalogue, measure) < 0) {
        return 0;
    }
    return what->unit == STAITH_UNIT_FTE_MILLIONTHS   ? BASE_FTE
           : what->unit == STAITH_UNIT_DAY_HUNDREDTHS ? BASE_DAYS
                                                      : 0;
}

static enum staith_policy_rule decide_total(const char *dataset, const struct staith_measure *what,
                                            enum staith_audience audience)
{
    const char *measure = what->code;
    if (staith_measure_followed(what)) {
        return audience == STAITH_AUDIENCE_REGION ? STAITH_POLICY_AMOUNT : STAITH_POLICY_AUDIENCE;
    }
    if (staith_policy_floor_exact(dataset, measure, 0, audience)) {
        return STAITH_POLICY_EXACT;
    }
    return staith_policy_floor_headline(dataset, measure) ? STAITH_POLICY_AUDIENCE
                                                          : STAITH_POLICY_NO_FLOOR;
}

static void decide_breakdown(const struct staith_catalogue *catalogue,
                             const struct staith_table *table, uint16_t measure,
                             enum staith_audience audience, struct staith_policy_ruling *ruling)
{
    bool sensitive = false;
    bool amount = staith_measure_followed(&catalogue->measures[measure]) != 0;
    uint32_t base = base_of(catalogue, measure);
    for (uint32_t i = 0; i < table->dimension_count; i++) {
        sensitive =
            sensitive || staith_policy_is_sensitive(&catalogue->dimensions[table->dimensions[i]]);
    }
    if (base == 0 && (!amount || sensitive)) {
        ruling->rule = STAITH_POLICY_BREAKDOWN;
    } else if (audience != STAITH_AUDIENCE_REGION) {
        ruling->rule = STAITH_POLICY_AUDIENCE;
    } else if (base == 0) {
        ruling->rule = STAITH_POLICY_AMOUNT;
    } else if (sensitive && table->dimension_count > 1) {
        ruling->rule = STAITH_POLICY_SENSITIVE_DETAIL;
    } else if (sensitive &&
               !staith_policy_floor_exact(catalogue->dataset, catalogue->measures[measure].code, 0,
                                          audience)) {
        /* Whether there are 10 would say something of a total that is itself rounded. */
        ruling->rule = STAITH_POLICY_SENSITIVE_ROW;
    } else {
        ruling->rule = STAITH_POLICY_ROUNDED;
        ruling->base = base;
        ruling->row_least = sensitive ? SENSITIVE_ROW : 0;
    }
}

struct staith_policy_ruling staith_policy_decide(const struct staith_policy *policy,
                                                 const struct staith_catalogue *catalogue,
                                                 uint16_t table, uint16_t measure,
                                                 enum staith_audience audience)
{
    struct staith_policy_ruling ruling = {0};
    const char *code = catalogue->measures[measure].code;
    if (catalogue->tables[table].dimension_count == 0) {
        ruling.rule = decide_total(catalogue->dataset, &catalogue->measures[measure], audience);
    } else {
        decide_breakdown(catalogue, &catalogue->tables[table], measure, audience, &ruling);
    }
    if (staith_policy_rule_leaves(ruling.rule) && is_held(policy, catalogue->dataset, code)) {
        ruling = (struct staith_policy_ruling){.rule = STAITH_POLICY_HELD};
    }
    return ruling;
}

/* Indexed by the rule. */
static const struct {
    const char *code;
    const char *words;
} rules[STAITH_POLICY_RULE_END] = {[STAITH_POLICY_NONE] = {"unknown", "unknown rule"},
#define STAITH_X(name, code, words) [STAITH_POLICY_##name] = {code, words},
                                   STAITH_POLICY_RULES(STAITH_X)
#undef STAITH_X
};

bool staith_policy_rule_leaves(enum staith_policy_rule rule)
{
    return rule == STAITH_POLICY_EXACT || rule == STAITH_POLICY_ROUNDED ||
           rule == STAITH_POLICY_AMOUNT;
}

static enum staith_policy_rule known(enum staith_policy_rule rule)
{
    return rule < STAITH_POLICY_RULE_END ? rule : STAITH_POLICY_NONE;
}

const char *staith_policy_rule_code(enum staith_policy_rule rule)
{
    return rules[known(rule)].code;
}

const char *staith_policy_rule_words(enum staith_policy_rule rule)
{
    return rules[known(rule)].words;
}
