/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_MAGNITUDE_H
#define STAITH_DISCLOSURE_PROTECT_MAGNITUDE_H
/*
 * Whether an amount (a sum of money, a median, a quartile) may be shown, and how: decisions over
 * one cell's facts by one rule, without state.
 *
 * Who is behind a figure is asked twice, of people and of owners (the agencies of assignments): an
 * agency that has nearly all assignments of a role can be read off a figure although ten people are
 * behind it. What names no owner is taken as the largest owner's, the worst that it can be.
 *
 * Rules for sums (Handbook on Statistical Disclosure Control, second edition, 4.2; x1 >= x2 >= ...
 * are the contributions, X their sum):
 *   (n,k)  unsafe when the n largest have more than k % of X: so that a few cannot be read off it;
 *   p %    unsafe when X - x1 - x2 < p % of x1: the second largest could tell the largest to within
 *          p % by taking away its own.
 * An order statistic has no such sum; whose values it is made of is asked by numbers of values.
 */
#include "base/err.h"
#include "model/catalogue.h"
#include "model/rawtable.h"
#include "model/status.h"

#include <stdbool.h>
#include <stdint.h>

/** Contributions above this are not judged: unsafe. */
#define STAITH_MAGNITUDE_MAX INT64_C(1000000000000000)

/** What decides about one kind of amount. Shares are in thousandths. Zero where not asked. */
struct staith_magnitude_rule {
    uint32_t least_people;
    uint32_t least_owners; /**< where owners are named at all, or `owners_required` */
    bool owners_required;  /**< a cell of which no owner is known is unsafe */
    uint32_t dominance_n;  /**< 1 or 2; 0: not asked */
    uint32_t dominance_k;  /**< thousandths of the whole */
    uint32_t also_n;       /**< a second (n, k), asked as well: a policy's beside the floor's */
    uint32_t also_k;
    uint32_t p;             /**< thousandths of the largest; sums alone */
    uint32_t least_changed; /**< contributors who must have changed for another figure: 0..3 */
    int64_t step;           /**< figures are multiples of this, in the measure's unit; >= 1 */
};

/** Why a figure is shown or not: code, words. Those before TOO_FEW_PEOPLE are shown. */
#define STAITH_MAGNITUDE_REASONS(X)                                                                \
    X(SAFE, "rounded_amount", "enough people and agencies are behind it; it is rounded")           \
    X(STANDS, "figure_stands",                                                                     \
      "too few of the people behind it changed for a new figure, and the earlier one still fits")  \
    X(TOO_FEW_PEOPLE, "too_few_people", "fewer people are behind it than the rule asks for")       \
    X(TOO_FEW_OWNERS, "too_few_owners", "fewer agencies are behind it than the rule asks for")     \
    X(PERSON_DOMINATES, "person_dominates",                                                        \
      "one or two people make up nearly all of it and could be read off it")                       \
    X(OWNER_DOMINATES, "owner_dominates",                                                          \
      "one or two agencies make up nearly all of it and could be read off it")                     \
    X(PERSON_ESTIMATED, "person_estimated",                                                        \
      "the second largest of those behind it could work out the largest too closely")              \
    X(OWNER_ESTIMATED, "owner_estimated",                                                          \
      "the second largest agency behind it could work out the largest too closely")                \
    X(TOO_FEW_CHANGED, "too_few_changed",                                                          \
      "too few of the people behind it changed since the last figure: the difference of the two "  \
      "would tell what one of them is paid")                                                       \
    X(CHANGES_UNKNOWN, "changes_unknown",                                                          \
      "it is not known how many of the people behind it changed since the last figure")            \
    X(PART_HIDDEN, "part_hidden",                                                                  \
      "another part of the same total is hidden, and could be worked out from this one")           \
    X(HIDDEN_BEFORE, "hidden_before",                                                              \
      "it was hidden in an earlier release of this period, and stays so")                          \
    X(MERGE_KEPT, "merge_kept",                                                                    \
      "the last time it was shown only together with others, which still protects: shown by "      \
      "itself it would tell what it was then")                                                     \
    X(TOO_LARGE, "too_large_to_judge", "the amounts are too large for the rules to be computed")

enum staith_magnitude_reason {
#define STAITH_X(name, code, words) STAITH_MAGNITUDE_##name,
    STAITH_MAGNITUDE_REASONS(STAITH_X)
#undef STAITH_X
        STAITH_MAGNITUDE_REASON_END
};

/** Not known: the number of contributors who changed. */
#define STAITH_MAGNITUDE_UNKNOWN 0xFFFFFFFFu

/** A figure that was shown for the same people and place. */
struct staith_magnitude_before {
    bool shown;
    int64_t value;    /**< the rounded figure */
    uint32_t changed; /**< contributors changed since: 0, 1, 2, 3 (or more), or UNKNOWN */
};

struct staith_magnitude_decision {
    enum staith_magnitude_reason reason;
    struct staith_value value; /**< VALUE with its interval, or SUPPRESSED */
};

/** The defaults for a measure: sums of money, medians, quartiles (10 people and 3 owners; quartiles
 *  20; dominance (2, 90 %) and p 10 % on sums; steps of 50 pence, of 100 pounds for sums). */
struct staith_magnitude_rule staith_magnitude_default(const struct staith_measure *measure);
/** What a policy asks, beside the rule: every member is taken only where it asks for more than
 *  `rule` does, so that nothing is asked for less. Its (n, k) is asked beside the rule's own; its
 *  step is in steps of the rule, 1 and 0 alike. `least_changed` and `owners_required` are left. */
void staith_magnitude_ask(struct staith_magnitude_rule *rule,
                          const struct staith_magnitude_rule *more);
/** Judge one cell. `order`: an order statistic. `before` may be NULL: nothing was shown before. */
struct staith_magnitude_decision
staith_magnitude_decide(const struct staith_cell *cell, bool order,
                        const struct staith_magnitude_rule *rule,
                        const struct staith_magnitude_before *before);

/** (n,k) of contributions: whether the n (1 or 2) largest have more than k thousandths. */
bool staith_magnitude_dominated(int64_t value, int64_t largest, int64_t second, uint32_t n,
                                uint32_t k);
/** p %: whether the second largest could tell the largest to within p thousandths of it. */
bool staith_magnitude_estimated(int64_t value, int64_t largest, int64_t second, uint32_t p);
/** Upper level: how far above the sum an outsider's greatest guess must reach at least for an
 *  unsafe cell to be protected, rounded up; 0 for a safe one. tau-ARGUS manual, 3.2. */
int64_t staith_magnitude_level_dominance(int64_t value, int64_t largest, int64_t second, uint32_t n,
                                         uint32_t k);
int64_t staith_magnitude_level_p(int64_t value, int64_t largest, int64_t second, uint32_t p);
/** The nearest multiple of `step`, half up, with what it leaves possible; never below 0. */
struct staith_value staith_magnitude_round(int64_t value, int64_t step);

/** The reason with this code, or REASON_END. */
enum staith_magnitude_reason staith_magnitude_reason(const char *code);
/** Code and plain words of a reason. Static, never NULL. */
const char *staith_magnitude_code(enum staith_magnitude_reason reason);
const char *staith_magnitude_words(enum staith_magnitude_reason reason);

#endif
