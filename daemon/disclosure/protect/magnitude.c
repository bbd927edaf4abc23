/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/magnitude.h"

#include <staith/plugin.h>
#include <string.h>

enum {
    LEAST_PEOPLE = 10,
    LEAST_PEOPLE_QUARTILE = 20,
    LEAST_OWNERS = 3,
    LEAST_CHANGED = 3,
    DOMINANCE_N = 2,
    DOMINANCE_K = 900,
    P = 100,
    SUM_STEP = 10000, /* 100 pounds */
    THOUSAND = 1000
};

/* Whose contributions: those of people, or those of owners. */
struct shares {
    int64_t largest;
    int64_t second;
};

/* Steps by enum staith_unit of an order statistic; row 0 is no unit. Counts go in twos, because a
 * step of one would show them exactly. */
static const int64_t order_steps[] = {2, 2, 100000, 50, 2, 50, 2};

struct staith_magnitude_rule staith_magnitude_default(const struct staith_measure *measure)
{
    unsigned quarter = staith_measure_quarter(measure);
    struct staith_magnitude_rule rule = {
        .least_people = LEAST_PEOPLE, .least_owners = LEAST_OWNERS, .least_changed = LEAST_CHANGED};
    if (quarter == 0) {
        rule.dominance_n = DOMINANCE_N;
        rule.dominance_k = DOMINANCE_K;
        rule.p = P;
        rule.step = SUM_STEP;
        return rule;
    }
    rule.least_people = quarter == 2 ? LEAST_PEOPLE : LEAST_PEOPLE_QUARTILE;
    rule.step = order_steps[measure->unit <= STAITH_UNIT_POSTS ? measure->unit : 0];
    return rule;
}

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

void staith_magnitude_ask(struct staith_magnitude_rule *rule,
                          const struct staith_magnitude_rule *more)
{
    rule->least_people = greater(rule->least_people, more->least_people);
    rule->least_owners = greater(rule->least_owners, more->least_owners);
    rule->p = greater(rule->p, more->p);
    rule->also_n = more->dominance_n;
    rule->also_k = more->dominance_k;
    rule->step *= more->step > 1 ? more->step : 1;
}

bool staith_magnitude_dominated(int64_t value, int64_t largest, int64_t second, uint32_t n,
                                uint32_t k)
{
    return staith_magnitude_level_dominance(value, largest, second, n, k) > 0;
}

bool staith_magnitude_estimated(int64_t value, int64_t largest, int64_t second, uint32_t p)
{
    return staith_magnitude_level_p(value, largest, second, p) > 0;
}

/* The sum at which the n largest would have k of it just so, less the sum. */
int64_t staith_magnitude_level_dominance(int64_t value, int64_t largest, int64_t second, uint32_t n,
                                         uint32_t k)
{
    int64_t top = n == 1 ? largest : largest + second;
    if (k == 0) {
        return top > 0 ? STAITH_MAGNITUDE_MAX : 0;
    }
    int64_t needed = (top * THOUSAND + k - 1) / k;
    return needed > value ? needed - value : 0;
}

/* What the others would have to have for the second largest to be p of the largest off, less what
 * they have. */
int64_t staith_magnitude_level_p(int64_t value, int64_t largest, int64_t second, uint32_t p)
{
    int64_t needed = (largest * p + THOUSAND - 1) / THOUSAND;
    int64_t others = value - largest - second;
    return needed > others ? needed - others : 0;
}

struct staith_value staith_magnitude_round(int64_t value, int64_t step)
{
    int64_t over = value % step;
    int64_t shown = value - over + (over >= step - over ? step : 0);
    int64_t below = step / 2;
    int64_t above = (step - 1) / 2;
    return (struct staith_value){.status = STAITH_STATUS_VALUE,
                                 .value = shown,
                                 .lo = shown > below ? shown - below : 0,
                                 .hi = shown + above};
}

static bool asks_owners(const struct staith_cell *cell, const struct staith_magnitude_rule *rule)
{
    return rule->owners_required || cell->owners > 0;
}

/* Both (n, k): the rule's own, and a policy's. */
static bool is_dominated(int64_t whole, const struct shares *shares,
                         const struct staith_magnitude_rule *rule)
{
    return (rule->dominance_n > 0 &&
            staith_magnitude_dominated(whole, shares->largest, shares->second, rule->dominance_n,
                                       rule->dominance_k)) ||
           (rule->also_n > 0 && staith_magnitude_dominated(whole, shares->largest, shares->second,
                                                           rule->also_n, rule->also_k));
}

static enum staith_magnitude_reason judge_shares(const struct staith_cell *cell, bool order,
                                                 const struct staith_magnitude_rule *rule)
{
    int64_t whole = order ? cell->values : cell->value;
    const struct shares people = {cell->largest, cell->second};
    const struct shares owners = {cell->owner_largest + (whole - cell->owned), cell->owner_second};
    bool with_owners = asks_owners(cell, rule);
    if (is_dominated(whole, &people, rule)) {
        return STAITH_MAGNITUDE_PERSON_DOMINATES;
    }
    if (with_owners && is_dominated(whole, &owners, rule)) {
        return STAITH_MAGNITUDE_OWNER_DOMINATES;
    }
    if (!order && staith_magnitude_estimated(whole, people.largest, people.second, rule->p)) {
        return STAITH_MAGNITUDE_PERSON_ESTIMATED;
    }
    if (!order && with_owners &&
        staith_magnitude_estimated(whole, owners.largest, owners.second, rule->p)) {
        return STAITH_MAGNITUDE_OWNER_ESTIMATED;
    }
    return STAITH_MAGNITUDE_SAFE;
}

static enum staith_magnitude_reason judge(const struct staith_cell *cell, bool order,
                                          const struct staith_magnitude_rule *rule)
{
    if (cell->value > STAITH_MAGNITUDE_MAX || cell->values > STAITH_MAGNITUDE_MAX) {
        return STAITH_MAGNITUDE_TOO_LARGE;
    }
    if (cell->contributors < rule->least_people) {
        return STAITH_MAGNITUDE_TOO_FEW_PEOPLE;
    }
    if (asks_owners(cell, rule) && cell->owners < rule->least_owners) {
        return STAITH_MAGNITUDE_TOO_FEW_OWNERS;
    }
    return judge_shares(cell, order, rule);
}

/* Whether the figure may be another than the one shown before. */
static enum staith_magnitude_reason judge_change(int64_t shown,
                                                 const struct staith_magnitude_rule *rule,
                                                 const struct staith_magnitude_before *before)
{
    if (before == NULL || !before->shown || rule->least_changed == 0) {
        return STAITH_MAGNITUDE_SAFE;
    }
    bool same = shown == before->value;
    if (before->changed == STAITH_MAGNITUDE_UNKNOWN) {
        return same ? STAITH_MAGNITUDE_STANDS : STAITH_MAGNITUDE_CHANGES_UNKNOWN;
    }
    if (before->changed < rule->least_changed) {
        return same ? STAITH_MAGNITUDE_STANDS : STAITH_MAGNITUDE_TOO_FEW_CHANGED;
    }
    return STAITH_MAGNITUDE_SAFE;
}

struct staith_magnitude_decision
staith_magnitude_decide(const struct staith_cell *cell, bool order,
                        const struct staith_magnitude_rule *rule,
                        const struct staith_magnitude_before *before)
{
    struct staith_magnitude_decision decision = {judge(cell, order, rule),
                                                 staith_value_status(STAITH_STATUS_SUPPRESSED)};
    if (decision.reason == STAITH_MAGNITUDE_SAFE) {
        const struct staith_value rounded = staith_magnitude_round(cell->value, rule->step);
        decision.reason = judge_change(rounded.value, rule, before);
        if (decision.reason < STAITH_MAGNITUDE_TOO_FEW_PEOPLE) {
            decision.value = rounded;
        }
    }
    return decision;
}

struct reason {
    const char *code;
    const char *words;
};

static const struct reason reasons[] = {
#define STAITH_X(name, code, words) {code, words},
    STAITH_MAGNITUDE_REASONS(STAITH_X)
#undef STAITH_X
};

enum staith_magnitude_reason staith_magnitude_reason(const char *code)
{
    int at = 0;
    while (at < STAITH_MAGNITUDE_REASON_END && strcmp(reasons[at].code, code) != 0) {
        at++;
    }
    return (enum staith_magnitude_reason)at;
}

const char *staith_magnitude_code(enum staith_magnitude_reason reason)
{
    return (unsigned)reason < STAITH_MAGNITUDE_REASON_END ? reasons[reason].code : "unknown";
}

const char *staith_magnitude_words(enum staith_magnitude_reason reason)
{
    return (unsigned)reason < STAITH_MAGNITUDE_REASON_END ? reasons[reason].words
                                                          : "unknown reason";
}
