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

/* Sums go to multiples of what as many people have: FTE in millionths, days in hundredths, 20 each.
 */
enum { BASE = 5, SMALL_BASE = 3, FTE_EACH = 1000000, DAYS_EACH = 2000, SENSITIVE_ROW = 10 };

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

static bool is_count(const struct staith_measure *measure)
{
    return measure->aggregation == STAITH_COUNT_PEOPLE || measure->aggregation == STAITH_COUNT_ROWS;
}

/* What one person has of a sum that is rounded like the count of its people, in the same table; 1
 * of a count; 0: it is not rounded so. */
static uint32_t each_of(const struct staith_catalogue *catalogue, uint16_t measure)
{
    const struct staith_measure *what = &catalogue->measures[measure];
    if (is_count(what)) {
        return 1;
    }
    if (staith_catalogue_headcount(catalogue, measure) < 0) {
        return 0;
    }
    return what->unit == STAITH_UNIT_FTE_MILLIONTHS   ? FTE_EACH
           : what->unit == STAITH_UNIT_DAY_HUNDREDTHS ? DAYS_EACH
                                                      : 0;
}

static bool is_wanted(const char *wanted, const char *code)
{
    return wanted == NULL || strcmp(wanted, code) == 0;
}

/* The first line that fits, or NULL. */
static const struct staith_policy_term *
find_term(const struct staith_policy *policy, const struct staith_catalogue *catalogue,
          const struct staith_table *table, const char *measure, enum staith_audience audience)
{
    for (uint32_t i = 0; i < policy->term_count; i++) {
        const struct staith_policy_term *term = &policy->terms[i];
        bool fits = term->dimension == NULL;
        for (uint32_t d = 0; !fits && d < table->dimension_count; d++) {
            fits = strcmp(term->dimension, catalogue->dimensions[table->dimensions[d]].code) == 0;
        }
        if (fits && (term->audience == 0 || term->audience == audience) &&
            is_wanted(term->dataset, catalogue->dataset) && is_wanted(term->measure, measure)) {
            return term;
        }
    }
    return NULL;
}

static bool shows_sensitive(const struct staith_catalogue *catalogue,
                            const struct staith_table *table)
{
    for (uint32_t i = 0; i < table->dimension_count; i++) {
        if (staith_policy_is_sensitive(&catalogue->dimensions[table->dimensions[i]])) {
            return true;
        }
    }
    return false;
}

bool staith_policy_floor_beside_hidden(const struct staith_catalogue *catalogue, uint16_t table,
                                       uint16_t measure, enum staith_audience audience)
{
    return audience == STAITH_AUDIENCE_REGION && is_count(&catalogue->measures[measure]) &&
           !shows_sensitive(catalogue, &catalogue->tables[table]);
}

/* Whether the breakdowns of a count leave exact or hidden: those of one measure share cells, so all
 * of them do or none. What is sensitive does not; one that stays is not asked. */
static bool hides(const struct staith_policy *policy, const struct staith_catalogue *catalogue,
                  uint16_t measure, enum staith_audience audience)
{
    const char *code = catalogue->measures[measure].code;
    bool any = false;
    if (audience != STAITH_AUDIENCE_REGION || !is_count(&catalogue->measures[measure])) {
        return false;
    }
    for (uint32_t t = 0; t < catalogue->table_count; t++) {
        const struct staith_table *table = &catalogue->tables[t];
        bool has = false;
        for (uint32_t m = 0; m < table->measure_count; m++) {
            has = has || table->measures[m] == measure;
        }
        if (!has || table->dimension_count == 0 || shows_sensitive(catalogue, table)) {
            continue;
        }
        const struct staith_policy_term *term = find_term(policy, catalogue, table, code, audience);
        if (term != NULL && term->stays) {
            continue;
        }
        if (term == NULL || !term->hides) {
            return false;
        }
        any = true;
    }
    return any;
}

/* What was to leave rounded, where the measure, or the people of a sum, leave exact or hidden. */
static enum staith_policy_rule choose_mode(const struct staith_policy *policy,
                                           const struct staith_catalogue *catalogue, bool sensitive,
                                           uint16_t measure, enum staith_audience audience)
{
    int people = staith_catalogue_headcount(catalogue, measure);
    if (people >= 0) {
        return hides(policy, catalogue, (uint16_t)people, audience) ? STAITH_POLICY_NO_HEADCOUNT
                                                                    : STAITH_POLICY_ROUNDED;
    }
    if (!hides(policy, catalogue, measure, audience)) {
        return STAITH_POLICY_ROUNDED;
    }
    return sensitive ? STAITH_POLICY_SENSITIVE_EXACT : STAITH_POLICY_HIDDEN;
}

static enum staith_policy_rule decide_total(const char *dataset,
                                            const struct staith_measure *measure,
                                            enum staith_audience audience)
{
    if (staith_measure_followed(measure)) {
        return audience == STAITH_AUDIENCE_REGION ? STAITH_POLICY_AMOUNT : STAITH_POLICY_AUDIENCE;
    }
    if (staith_policy_floor_exact(dataset, measure->code, 0, audience)) {
        return STAITH_POLICY_EXACT;
    }
    if (!staith_policy_floor_headline(dataset, measure->code)) {
        return STAITH_POLICY_NO_FLOOR;
    }
    return audience == STAITH_AUDIENCE_PUBLIC && is_count(measure) ? STAITH_POLICY_ROUNDED
                                                                   : STAITH_POLICY_AUDIENCE;
}

static enum staith_policy_rule decide_breakdown(const struct staith_table *table, bool sensitive,
                                                const struct staith_measure *measure, uint32_t each,
                                                enum staith_audience audience)
{
    bool amount = staith_measure_followed(measure) != 0;
    if (each == 0 && (!amount || sensitive)) {
        return STAITH_POLICY_BREAKDOWN;
    }
    if (each == 0) {
        return audience == STAITH_AUDIENCE_REGION ? STAITH_POLICY_AMOUNT : STAITH_POLICY_AUDIENCE;
    }
    if (audience != STAITH_AUDIENCE_REGION && audience != STAITH_AUDIENCE_PUBLIC) {
        return STAITH_POLICY_AUDIENCE;
    }
    return sensitive && table->dimension_count > 1 ? STAITH_POLICY_SENSITIVE_DETAIL
                                                   : STAITH_POLICY_ROUNDED;
}

/* Neither a plugin nor a configuration can make it less than the smaller of the two. */
static uint32_t base_of(const struct staith_policy *policy, const struct staith_policy_term *term)
{
    uint32_t base = term != NULL && term->base > 0 ? term->base : policy->base;
    return base == SMALL_BASE ? SMALL_BASE : BASE;
}

/* How a breakdown or total that leaves protected does. */
static struct staith_policy_ruling protect_it(enum staith_policy_rule rule,
                                              const struct staith_policy *policy,
                                              const struct staith_policy_term *term, uint32_t each,
                                              uint32_t dimension_count, bool sensitive,
                                              bool exact_total)
{
    struct staith_policy_ruling ruling = {.rule = rule,
                                          .base = each * base_of(policy, term),
                                          .row_least = sensitive ? SENSITIVE_ROW : 0};
    if (dimension_count > 0 && term != NULL && term->least > ruling.row_least) {
        ruling.row_least = term->least;
    }
    if (ruling.row_least > 0 && !exact_total) {
        /* Whether there are so many would say something of a total that is itself rounded. */
        ruling = (struct staith_policy_ruling){.rule = STAITH_POLICY_TOO_FEW};
    }
    return ruling;
}

/* The floor's rule for a measure, and what a policy asks besides. */
static struct staith_policy_ruling judge_amount(const struct staith_measure *measure,
                                                const struct staith_policy_term *term)
{
    struct staith_policy_ruling ruling = {.rule = STAITH_POLICY_AMOUNT,
                                          .amount = staith_magnitude_default(measure)};
    if (term != NULL) {
        struct staith_magnitude_rule more = term->amount;
        more.least_people = term->least < UINT32_MAX ? (uint32_t)term->least : UINT32_MAX;
        staith_magnitude_ask(&ruling.amount, &more);
    }
    return ruling;
}

struct staith_policy_ruling staith_policy_decide(const struct staith_policy *policy,
                                                 const struct staith_catalogue *catalogue,
                                                 uint16_t table, uint16_t measure,
                                                 enum staith_audience audience)
{
    const struct staith_measure *counted = &catalogue->measures[measure];
    const struct staith_table *in = &catalogue->tables[table];
    const char *dataset = catalogue->dataset;
    const struct staith_policy_term *term =
        find_term(policy, catalogue, in, counted->code, audience);
    bool sensitive = shows_sensitive(catalogue, in);
    uint32_t each = each_of(catalogue, measure);
    enum staith_policy_rule rule = in->dimension_count == 0
                                       ? decide_total(dataset, counted, audience)
                                       : decide_breakdown(in, sensitive, counted, each, audience);
    bool leaves = staith_policy_rule_leaves(rule);
    bool stays = (term != NULL && term->stays) || is_held(policy, dataset, counted->code);
    if (leaves && stays) {
        rule = STAITH_POLICY_HELD;
    }
    if (rule == STAITH_POLICY_ROUNDED && in->dimension_count > 0) {
        rule = choose_mode(policy, catalogue, sensitive, measure, audience);
    }
    if (rule == STAITH_POLICY_AMOUNT) {
        return judge_amount(counted, term);
    }
    return rule == STAITH_POLICY_ROUNDED || rule == STAITH_POLICY_HIDDEN
               ? protect_it(rule, policy, term, each, in->dimension_count, sensitive,
                            staith_policy_floor_exact(dataset, counted->code, 0, audience))
               : (struct staith_policy_ruling){.rule = rule};
}

/* Indexed by the rule. */
static const struct {
    const char *code;
    const char *words;
    const char *takes;
} rules[STAITH_POLICY_RULE_END] = {[STAITH_POLICY_NONE] = {"unknown", "unknown rule", "unknown"},
#define STAITH_X(name, code, words, takes) [STAITH_POLICY_##name] = {code, words, takes},
                                   STAITH_POLICY_RULES(STAITH_X)
#undef STAITH_X
};

bool staith_policy_rule_leaves(enum staith_policy_rule rule)
{
    return rule == STAITH_POLICY_EXACT || rule == STAITH_POLICY_ROUNDED ||
           rule == STAITH_POLICY_HIDDEN || rule == STAITH_POLICY_AMOUNT;
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

const char *staith_policy_rule_takes(enum staith_policy_rule rule)
{
    return rules[known(rule)].takes;
}

enum staith_policy_rule staith_policy_rule_of(const char *code)
{
    for (unsigned i = STAITH_POLICY_NONE + 1; i < STAITH_POLICY_RULE_END; i++) {
        if (strcmp(rules[i].code, code) == 0) {
            return (enum staith_policy_rule)i;
        }
    }
    return STAITH_POLICY_NONE;
}
