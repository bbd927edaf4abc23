/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_POLICY_H
#define STAITH_DISCLOSURE_POLICY_H
/*
 * The policy: which measure of which table may leave for which audience, and how, by rule. A floor
 * is compiled in: exact figures leave only for a dataset and measure that DfE prints for every
 * council, and only at the council's top total; breakdowns of counts leave rounded, or, for the
 * region by a policy's choice, exactly with what could tell of single people hidden; what is
 * sensitive leaves only in rows of 10 people or more and broken down by nothing else. No
 * configuration and no plugin can lower it; configuration may only hold more back.
 */
#include "base/err.h"
#include "disclosure/protect/magnitude.h"
#include "disclosure/release.h"
#include "model/catalogue.h"

#include <stdbool.h>
#include <stdint.h>

/** One line of a policy. Of several that fit a measure of a table, the first decides. It can hold
 *  back and raise minimums, and choose between the bases; the floor stands whatever it says. */
struct staith_policy_term {
    enum staith_audience audience; /**< 0: every audience */
    const char *dataset;           /**< code, NULL: every one; so the next two */
    const char *measure;
    const char *dimension; /**< tables that have this dimension; totals alone have none */
    bool stays;            /**< nothing of it leaves */
    uint32_t base;         /**< 5 or 3; 0: the policy's */
    int64_t least; /**< broken down only where at least so many are counted; 0: the floor's */
    bool hides;    /**< counts leave exact or hidden instead of rounded, for the region */
    /** What medians, quartiles and sums of money must have besides the floor's; 0: nothing more.
     *  People are `least`'s to ask for. */
    struct staith_magnitude_rule amount;
};

struct staith_policy {
    const char *version; /**< date from which it holds, "2026-11-01" */
    uint32_t base;       /**< 5 or 3; 0: 5 */
    uint32_t term_count;
    const struct staith_policy_term *terms;
    /** Measures that a council chooses to hold back although the floor would let them go, as
     *  "dataset.measure" codes. Caller's. */
    const char *const *held;
    uint32_t held_count;
};

/** What became of a measure in a table: code, words, what it would take to show more. The first
 *  four leave, the others stay; those after HELD are known only once the figures are looked at. */
#define STAITH_POLICY_RULES(X)                                                                     \
    X(EXACT, "headline_exact", "DfE prints this total for every council, so it leaves exactly",    \
      "nothing is hidden of it")                                                                   \
    X(ROUNDED, "rounded",                                                                          \
      "every number is a multiple of the base next to the true one, chosen so "                    \
      "that all sums hold and nobody can be worked out",                                           \
      "exact numbers leave only where DfE prints them for every council; a "                       \
      "policy may choose base 3 for a smaller distance")                                           \
    X(HIDDEN, "exact_or_hidden",                                                                   \
      "every number is exact, or hidden because it, or another through it, could tell of "         \
      "single people; what hides leaves at least as many values possible as the base",             \
      "larger numbers in its row and column, or fewer categories")                                 \
    X(AMOUNT, "amount_rounded",                                                                    \
      "medians, quartiles and sums of money leave rounded, and only where enough people and "      \
      "agencies are behind each",                                                                  \
      "more people or agencies behind a figure that is hidden")                                    \
    X(BREAKDOWN, "breakdown_withheld",                                                             \
      "a breakdown of amounts can point at a person, so it stays in the "                          \
      "council",                                                                                   \
      "a protection for amounts of this kind")                                                     \
    X(NO_FLOOR, "not_published_withheld",                                                          \
      "DfE does not print this total for every council, so it stays in the "                       \
      "council",                                                                                   \
      "that DfE prints it for every council, and the compiled floor says so")                      \
    X(AUDIENCE, "audience_withheld", "nothing leaves for this audience", "another audience")       \
    X(SENSITIVE_DETAIL, "sensitive_detail_withheld",                                               \
      "what is sensitive is shown for the whole council and not broken down by "                   \
      "anything else",                                                                             \
      "nothing: the floor does not permit it")                                                     \
    X(SENSITIVE_EXACT, "sensitive_rounded_only",                                                   \
      "what is sensitive leaves rounded and never exactly, and the other tables of this measure "  \
      "leave exact or hidden",                                                                     \
      "a policy that rounds this measure")                                                         \
    X(HELD, "held_by_council", "the council's configuration holds this measure back",              \
      "taking it out of `hold` or of the policy's rules")                                          \
    X(TOO_FEW, "too_few_withheld",                                                                 \
      "this is broken down only where at least as many are counted as the "                        \
      "policy says, 10 where it is sensitive, and their number is known "                          \
      "exactly",                                                                                   \
      "more people in the row")                                                                    \
    X(MARKED, "marked_withheld",                                                                   \
      "the council has marked this measure, so nothing of its breakdowns "                         \
      "leaves",                                                                                    \
      "taking the mark back when the figures are right")                                           \
    X(NOT_GIVEN, "not_given_withheld", "the measure was not given, so there is nothing to show",   \
      "a source that gives it")                                                                    \
    X(NO_CATEGORY, "no_category_withheld",                                                         \
      "some of those counted have no category here, and how many would be left "                   \
      "over to work out",                                                                          \
      "a category for each of them in the source, if only `not known`")                            \
    X(LESS_DETAIL, "less_detail_withheld",                                                         \
      "this table together with the others would say too much, so it is left "                     \
      "out",                                                                                       \
      "more people, fewer categories, or fewer tables of the same people")                         \
    X(OTHER_PERIODS, "other_periods_withheld",                                                     \
      "this table, held against what was released of other periods and datasets, would say too "   \
      "much, so it is left out",                                                                   \
      "more people, fewer categories, or fewer tables of the same people")                         \
    X(PUBLIC_FACT, "public_fact_withheld",                                                         \
      "this table, held against a figure of this council that is public elsewhere, would say too " \
      "much, so it is left out",                                                                   \
      "more people or fewer categories; `staith facts list` shows what is public elsewhere")       \
    X(NO_HEADCOUNT, "no_headcount_withheld",                                                       \
      "an amount leaves only beside the rounded count of its people, and there is none here",      \
      "whatever lets the count of its people leave rounded")                                       \
    X(REVISION, "revision_waits",                                                                  \
      "this revision, held against what was released of the period before, "                       \
      "would say too much; it waits for the next scheduled release",                               \
      "larger changes together instead of one after another, or the next "                         \
      "period")                                                                                    \
    X(NOT_PROVED, "not_proved_withheld",                                                           \
      "the protection could not be proved within the limits on time, size and the number of "      \
      "releases that are audited together",                                                        \
      "fewer or smaller tables, fewer releases and revisions in two years, or a faster machine")

enum staith_policy_rule {
    STAITH_POLICY_NONE = 0, /**< not a rule */
#define STAITH_X(name, code, words, takes) STAITH_POLICY_##name,
    STAITH_POLICY_RULES(STAITH_X)
#undef STAITH_X
        STAITH_POLICY_RULE_END
};

/** What the policy says of one measure in one table, for one audience. */
struct staith_policy_ruling {
    enum staith_policy_rule rule;
    uint32_t base;     /**< of ROUNDED and HIDDEN; else 0 */
    int64_t row_least; /**< of those: leaves only where the measure's total is at least this */
    struct staith_magnitude_rule amount; /**< of AMOUNT: what each figure is judged by */
};

/** The policy in force without configuration. Static. */
const struct staith_policy *staith_policy_default(void);
/** Whether the floor lets this measure leave exactly at the council's top total. */
bool staith_policy_floor_headline(const char *dataset, const char *measure);
/** Whether the floor lets an exact figure leave from a table with so many dimensions. */
bool staith_policy_floor_exact(const char *dataset, const char *measure, uint32_t dimension_count,
                               enum staith_audience audience);
/** Whether the floor lets an exact figure leave beside hidden ones, in a release with a
 * certificate: a count, broken down by nothing sensitive, for the region. */
bool staith_policy_floor_beside_hidden(const struct staith_catalogue *catalogue, uint16_t table,
                                       uint16_t measure, enum staith_audience audience);
/** Whether a dimension shows what is sensitive: so the catalogue says, or the floor by its code or
 *  that of a category. */
bool staith_policy_is_sensitive(const struct staith_dimension *dimension);
/** The rule that decides. `table` and `measure`: indices into the catalogue's. */
struct staith_policy_ruling staith_policy_decide(const struct staith_policy *policy,
                                                 const struct staith_catalogue *catalogue,
                                                 uint16_t table, uint16_t measure,
                                                 enum staith_audience audience);
/** Whether figures leave by this rule. */
bool staith_policy_rule_leaves(enum staith_policy_rule rule);
/** Code of a rule ("breakdown_withheld") and its plain words. Static, never NULL. */
const char *staith_policy_rule_code(enum staith_policy_rule rule);
const char *staith_policy_rule_words(enum staith_policy_rule rule);
/** What it would take to show more than the rule lets. Static, never NULL. */
const char *staith_policy_rule_takes(enum staith_policy_rule rule);
/** The rule with this code, or NONE. */
enum staith_policy_rule staith_policy_rule_of(const char *code);

#endif
