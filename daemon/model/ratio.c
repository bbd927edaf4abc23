/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything is a whole number. With r = top * numerator / (bottom * denominator), where top and
 * bottom bring scale, decimals and units in, an interval is rounded outwards and the number half
 * up.
 */
#include "model/ratio.h"

#include "base/decimal.h"
#include "base/err.h"

#include <stddef.h>

enum {
    REGION_DENOMINATOR = 10,
    PUBLIC_DENOMINATOR = 20,
    LEAST_FITTING = 5,
    REGION_DECIMALS = 1,
    MOST_TRIED = 10000,
    MAX_DIGITS = 9
};

/* A ratio at one number of decimals. */
struct work {
    const struct staith_ratio_parts *parts;
    int64_t top;
    int64_t bottom;
    struct staith_value shown;
};

struct staith_ratio_rule staith_ratio_rule_region(void)
{
    return (struct staith_ratio_rule){REGION_DENOMINATOR, LEAST_FITTING, REGION_DECIMALS, true};
}

struct staith_ratio_rule staith_ratio_rule_public(void)
{
    return (struct staith_ratio_rule){PUBLIC_DENOMINATOR, LEAST_FITTING, 0, true};
}

static bool usable(const struct staith_value *value)
{
    return value->status == STAITH_STATUS_VALUE || value->status == STAITH_STATUS_LOW;
}

/* Hidden comes first: another sign there would say something about the hidden part. */
static enum staith_status stronger(enum staith_status a, enum staith_status b)
{
    static const enum staith_status order[] = {STAITH_STATUS_SUPPRESSED, STAITH_STATUS_UNRELIABLE,
                                               STAITH_STATUS_UNAVAILABLE};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
        if (a == order[i] || b == order[i]) {
            return order[i];
        }
    }
    return STAITH_STATUS_NOT_APPLICABLE;
}

static struct staith_ratio without(enum staith_status status, enum staith_ratio_reason reason)
{
    return (struct staith_ratio){staith_value_status(status), 0, reason};
}

/* floor or ceiling of top * numerator / (bottom * denominator). */
static int divide(const struct work *work, int64_t numerator, int64_t denominator, bool up,
                  int64_t *ret)
{
    int64_t top = 0;
    int64_t bottom = 0;
    if (staith_decimal_mul(numerator, work->top, &top) != 0 ||
        staith_decimal_mul(denominator, work->bottom, &bottom) != 0) {
        return STAITH_ERR_OVERFLOW;
    }
    *ret = top / bottom + (up && top % bottom != 0 ? 1 : 0);
    return 0;
}

static int compute(struct work *work)
{
    const struct staith_value *n = &work->parts->numerator;
    const struct staith_value *d = &work->parts->denominator;
    struct staith_value *shown = &work->shown;
    int64_t top = 0;
    int64_t bottom = 0;
    int64_t least = d->lo > 0 ? d->lo : 1;
    if (staith_decimal_mul(n->value, work->top, &top) != 0 ||
        staith_decimal_mul(d->value, work->bottom, &bottom) != 0 ||
        divide(work, n->lo, d->hi, false, &shown->lo) != 0 ||
        divide(work, n->hi, least, true, &shown->hi) != 0) {
        return STAITH_ERR_OVERFLOW;
    }
    (void)staith_decimal_ratio(top, bottom, &shown->value);
    if (n->lo == n->hi && d->lo == d->hi) {
        shown->lo = shown->value;
        shown->hi = shown->value;
    }
    shown->status = STAITH_STATUS_VALUE;
    return 0;
}

/* What a reader can take from what is shown: lo <= 2 r <= hi in halves of the last decimal, or
 * lo <= 2 r < hi where one number stands for what rounds to it. */
struct reading {
    int64_t lo;
    int64_t hi;
    bool rounded;
};

/* Whether some denominator makes a rate of the numerator that can be read so. */
static bool fits(const struct work *work, int64_t numerator, const struct reading *reading)
{
    const struct staith_value *d = &work->parts->denominator;
    int64_t twice = 2 * numerator * work->top;
    int64_t least = d->lo > 0 ? d->lo : 1;
    int64_t most = d->hi;
    int64_t per = reading->hi * work->bottom; /* hi is 1 at least: an interval of 0 is rounded */
    int64_t from = reading->rounded ? twice / per + 1 : (twice + per - 1) / per;
    int64_t to = reading->lo > 0 ? twice / (reading->lo * work->bottom) : most;
    return (from > least ? from : least) <= (to < most ? to : most);
}

/* Whether `enough` numerators fit; a search that gets long ends as if not. */
static bool enough_fit(const struct work *work, uint32_t enough)
{
    const struct staith_value *shown = &work->shown;
    bool rounded = shown->lo == shown->hi;
    const struct reading reading = {2 * shown->lo - (rounded ? 1 : 0),
                                    2 * shown->hi + (rounded ? 1 : 0), rounded};
    const struct staith_value *d = &work->parts->denominator;
    int64_t below = reading.lo > 0 ? reading.lo * work->bottom * d->lo : 0;
    int64_t first = below / (2 * work->top);
    int64_t last = reading.hi * work->bottom * d->hi / (2 * work->top);
    last = last - first < MOST_TRIED ? last : first + MOST_TRIED;
    uint32_t found = 0;
    for (int64_t n = first; found < enough && n <= last; n++) {
        found += fits(work, n, &reading);
    }
    return found >= enough;
}

/* a * b, or INT64_MAX. */
static int64_t product(int64_t a, int64_t b)
{
    int64_t result = INT64_MAX;
    (void)staith_decimal_mul(a, b, &result);
    return result;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Whether nothing in fits and enough_fit can overflow: no numerator there is above twice the
 * greater of the numerator's end and MOST_TRIED, no reading above 3 times the rate's end. */
static bool countable(const struct work *work)
{
    int64_t numerators =
        product(product(4, work->top), greater(work->parts->numerator.hi, MOST_TRIED));
    int64_t readings = product(product(4, greater(work->shown.hi, 1)),
                               product(work->bottom, work->parts->denominator.hi));
    return greater(numerators, readings) < INT64_MAX;
}

static int set_up(struct work *work, const struct staith_ratio_parts *parts, unsigned decimals)
{
    work->parts = parts;
    work->bottom = staith_decimal_pow10(parts->numerator_digits);
    return staith_decimal_mul(
        parts->scale, staith_decimal_pow10(parts->denominator_digits + decimals), &work->top);
}

static bool is_band(const struct work *work, unsigned decimals)
{
    const struct staith_value *n = &work->parts->numerator;
    bool exact = n->lo == n->hi;
    int64_t all = work->parts->scale * staith_decimal_pow10(decimals);
    return !exact && (n->value == 0 || (work->parts->share && work->shown.value >= all));
}

static struct staith_ratio give(struct work *work, unsigned decimals, bool fewer)
{
    struct staith_ratio ratio = {work->shown, decimals,
                                 fewer ? STAITH_RATIO_FEWER_DECIMALS : STAITH_RATIO_SHOWN};
    int64_t all = work->parts->scale * staith_decimal_pow10(decimals);
    if (is_band(work, decimals)) {
        ratio.reason = STAITH_RATIO_BAND;
    } else if (ratio.value.value == 0 && work->parts->numerator.value > 0) {
        ratio.value.status = STAITH_STATUS_LOW;
    }
    if (work->parts->share) {
        ratio.value.value = ratio.value.value < all ? ratio.value.value : all;
        ratio.value.lo = ratio.value.lo < all ? ratio.value.lo : all;
        ratio.value.hi = ratio.value.hi < all ? ratio.value.hi : all;
    }
    return ratio;
}

static bool sane(const struct staith_ratio_parts *parts)
{
    const struct staith_value *n = &parts->numerator;
    const struct staith_value *d = &parts->denominator;
    return staith_value_valid(n) && staith_value_valid(d) && n->lo >= 0 && d->lo >= 0 &&
           parts->scale >= 1 && parts->decimals <= STAITH_RATIO_MAX_DECIMALS &&
           parts->numerator_digits <= MAX_DIGITS && parts->denominator_digits <= MAX_DIGITS;
}

/* What the parts say before anything is computed; reason SHOWN: nothing against it. */
static struct staith_ratio look(const struct staith_ratio_parts *parts,
                                const struct staith_ratio_rule *rule)
{
    const struct staith_value *n = &parts->numerator;
    const struct staith_value *d = &parts->denominator;
    int64_t least = 0;
    if (!usable(n) || !usable(d)) {
        return without(stronger(n->status, d->status), STAITH_RATIO_HIDDEN_PART);
    }
    if (!sane(parts)) {
        return without(STAITH_STATUS_UNRELIABLE, STAITH_RATIO_TOO_LARGE);
    }
    if (d->hi == 0) {
        return without(STAITH_STATUS_NOT_APPLICABLE, STAITH_RATIO_SMALL_DENOMINATOR);
    }
    if (d->value == 0 ||
        staith_decimal_mul(rule->least_denominator, staith_decimal_pow10(parts->denominator_digits),
                           &least) != 0 ||
        d->value < least) {
        return without(STAITH_STATUS_SUPPRESSED, STAITH_RATIO_SMALL_DENOMINATOR);
    }
    return without(STAITH_STATUS_VALUE, STAITH_RATIO_SHOWN);
}

struct staith_ratio staith_ratio_show(const struct staith_ratio_parts *parts,
                                      const struct staith_ratio_rule *rule)
{
    struct staith_ratio first = look(parts, rule);
    if (first.reason != STAITH_RATIO_SHOWN) {
        return first;
    }
    bool free = rule->exact_is_open && parts->numerator.lo == parts->numerator.hi;
    unsigned most = parts->decimals < rule->most_decimals ? parts->decimals : rule->most_decimals;
    for (unsigned given_up = 0; given_up <= most; given_up++) {
        struct work work = {0};
        if (set_up(&work, parts, most - given_up) != 0 || compute(&work) != 0 ||
            (!free && !countable(&work))) {
            return without(STAITH_STATUS_UNRELIABLE, STAITH_RATIO_TOO_LARGE);
        }
        if (free || enough_fit(&work, rule->least_fitting)) {
            return give(&work, most - given_up, given_up > 0);
        }
    }
    return without(STAITH_STATUS_SUPPRESSED, STAITH_RATIO_TOO_FEW_FIT);
}

struct reason {
    const char *code;
    const char *words;
};

static const struct reason reasons[] = {
#define STAITH_X(name, code, words) {code, words},
    STAITH_RATIO_REASONS(STAITH_X)
#undef STAITH_X
};

const char *staith_ratio_code(enum staith_ratio_reason reason)
{
    return (unsigned)reason < STAITH_RATIO_REASON_END ? reasons[reason].code : "unknown";
}

const char *staith_ratio_words(enum staith_ratio_reason reason)
{
    return (unsigned)reason < STAITH_RATIO_REASON_END ? reasons[reason].words : "unknown reason";
}
