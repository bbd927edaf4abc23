/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_MODEL_RATIO_H
#define STAITH_MODEL_RATIO_H
/*
 * A rate, a share or a mean from its published parts. The parts are what stands in a release, with
 * the interval that stands there: a true part never comes here, so that a rate says nothing that
 * its parts do not say. What is shown is a number, its interval, and as many decimals as leave
 * enough numerators possible for whoever sees the rate alone; with fewer decimals, more fit.
 *
 * A true mean beside a protected count gives the count away (few counts turn it into a whole sum):
 * a mean is computed here from the published sum and the published count like any other rate.
 */
#include "model/status.h"

#include <stdbool.h>
#include <stdint.h>

enum { STAITH_RATIO_MAX_DECIMALS = 6 };

/** Parts and what they become. A part is in the smallest part of its unit: 10^digits to the unit.
 */
struct staith_ratio_parts {
    struct staith_value numerator;
    struct staith_value denominator;
    unsigned numerator_digits;
    unsigned denominator_digits;
    int64_t scale;     /**< 100 for per cent, 1 for a mean */
    unsigned decimals; /**< wanted, at most STAITH_RATIO_MAX_DECIMALS */
    bool share;        /**< the numerator is part of the denominator: never above `scale` */
};

struct staith_ratio_rule {
    int64_t least_denominator; /**< in whole units: people, posts */
    uint32_t least_fitting;    /**< numerators that must fit what is shown */
    unsigned most_decimals;
    /** A numerator that is published exactly is no secret and asks for no other that fits. */
    bool exact_is_open;
};

/** Why it is shown so: code, words. Those before HIDDEN_PART are shown. */
#define STAITH_RATIO_REASONS(X)                                                                    \
    X(SHOWN, "from_published_parts", "computed from the published parts")                          \
    X(FEWER_DECIMALS, "fewer_decimals",                                                            \
      "shown with fewer decimals, so that it does not give its numerator away")                    \
    X(BAND, "band",                                                                                \
      "none or all of them: shown as a band, because a plain 0 or 100 % would say "                \
      "it of everybody")                                                                           \
    X(HIDDEN_PART, "part_without_number", "one of its parts has no number")                        \
    X(SMALL_DENOMINATOR, "small_denominator", "too few are counted below the line")                \
    X(TOO_FEW_FIT, "numerator_given_away",                                                         \
      "even without decimals it would leave too few numerators possible")                          \
    X(TOO_LARGE, "too_large", "the parts are too large for the rate to be computed")

enum staith_ratio_reason {
#define STAITH_X(name, code, words) STAITH_RATIO_##name,
    STAITH_RATIO_REASONS(STAITH_X)
#undef STAITH_X
        STAITH_RATIO_REASON_END
};

/** `value` in units of the last decimal: 64 with one decimal is 6.4. LOW: not 0, but rounds to it.
 *  A number or LOW has its interval in lo and hi. */
struct staith_ratio {
    struct staith_value value;
    unsigned decimals;
    enum staith_ratio_reason reason;
};

/** The rule for the region: a denominator of 10, one decimal, 5 numerators. For the public: 20 and
 *  whole numbers. */
struct staith_ratio_rule staith_ratio_rule_region(void);
struct staith_ratio_rule staith_ratio_rule_public(void);
struct staith_ratio staith_ratio_show(const struct staith_ratio_parts *parts,
                                      const struct staith_ratio_rule *rule);
/** Code and plain words of a reason. Static, never NULL. */
const char *staith_ratio_code(enum staith_ratio_reason reason);
const char *staith_ratio_words(enum staith_ratio_reason reason);

#endif
