/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One figure from its parts. Everything is an integer: tenths of a per cent are
 * floor((2000 n + d) / (2 d)), which is what rounding half up of 100 n / d to one decimal means;
 * the same with other scales. Recomputing from printed parts would miss one rate in 25.
 */
#include "aggregator/benchmark/rules.h"

#include "base/decimal.h"
#include "model/ratio.h"

#include <staith/plugin.h>

enum { WORKING_DAYS = 253, WORKING_DAYS_LEAP = 254, MAX_DIGITS = 18 };

bool staith_benchmark_usable(const struct staith_value *value)
{
    return value->status == STAITH_STATUS_VALUE || value->status == STAITH_STATUS_LOW;
}

static struct staith_value unbelievable(void)
{
    return (struct staith_value){.status = STAITH_STATUS_UNRELIABLE};
}

/* Which status a rate takes when its parts have several. Hidden comes first: to print another
 * sign there would say something about the hidden part. */
static enum staith_status stronger(enum staith_status a, enum staith_status b)
{
    static const enum staith_status ORDER[] = {
        STAITH_STATUS_SUPPRESSED,
        STAITH_STATUS_UNRELIABLE,
        STAITH_STATUS_UNAVAILABLE,
        STAITH_STATUS_NOT_APPLICABLE,
    };
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]); i++) {
        if (a == ORDER[i] || b == ORDER[i]) {
            return ORDER[i];
        }
    }
    return STAITH_STATUS_UNSET;
}

struct staith_value staith_benchmark_add(const struct staith_value *a, const struct staith_value *b)
{
    struct staith_value sum = {.status = STAITH_STATUS_VALUE};
    if (!staith_benchmark_usable(a) || !staith_benchmark_usable(b)) {
        sum.status = stronger(a->status, b->status);
        return sum;
    }
    if (staith_decimal_add(a->value, b->value, &sum.value) != 0) {
        return unbelievable();
    }
    if (sum.value == 0 && (a->status == STAITH_STATUS_LOW || b->status == STAITH_STATUS_LOW)) {
        sum.status = STAITH_STATUS_LOW;
    }
    if (staith_decimal_add(a->lo, b->lo, &sum.lo) != 0 ||
        staith_decimal_add(a->hi, b->hi, &sum.hi) != 0) {
        return unbelievable();
    }
    return sum;
}

struct staith_value staith_benchmark_scale_up(const struct staith_value *value, unsigned digits)
{
    struct staith_value scaled = *value;
    if (!staith_benchmark_usable(value)) {
        return scaled;
    }
    if (digits > MAX_DIGITS ||
        staith_decimal_mul(value->value, staith_decimal_pow10(digits), &scaled.value) != 0 ||
        staith_decimal_mul(value->lo, staith_decimal_pow10(digits), &scaled.lo) != 0 ||
        staith_decimal_mul(value->hi, staith_decimal_pow10(digits), &scaled.hi) != 0) {
        return unbelievable();
    }
    return scaled;
}

static struct staith_benchmark_figure status_figure(enum staith_status status)
{
    return (struct staith_benchmark_figure){.status = status};
}

static struct staith_benchmark_figure number_figure(int64_t value, bool nothing)
{
    if (value > STAITH_BENCHMARK_LARGEST || value < -STAITH_BENCHMARK_LARGEST) {
        return status_figure(STAITH_STATUS_UNRELIABLE);
    }
    if (value == 0 && !nothing) {
        return status_figure(STAITH_STATUS_LOW);
    }
    return (struct staith_benchmark_figure){.status = STAITH_STATUS_VALUE, .value = value};
}

/* Both sides as integers whose quotient is the rate times 10^decimals. */
static int sides(const struct staith_benchmark_item *item, uint32_t scale, int64_t numerator,
                 int64_t denominator, bool leap_day, int64_t *ret_top, int64_t *ret_bottom)
{
    unsigned up = item->denominator_digits > item->numerator_digits
                      ? item->denominator_digits - item->numerator_digits
                      : 0;
    unsigned down = item->numerator_digits > item->denominator_digits
                        ? item->numerator_digits - item->denominator_digits
                        : 0;
    int64_t days = 1;
    if ((item->flags & STAITH_PER_WORKING_DAY) != 0) {
        days = leap_day ? WORKING_DAYS_LEAP : WORKING_DAYS;
    }
    int64_t top = numerator;
    int64_t bottom = denominator;
    if (up + item->decimals > MAX_DIGITS || down > MAX_DIGITS ||
        staith_decimal_mul(top, staith_decimal_pow10(up + item->decimals), &top) != 0 ||
        staith_decimal_mul(top, (int64_t)scale, &top) != 0 ||
        staith_decimal_mul(bottom, staith_decimal_pow10(down), &bottom) != 0 ||
        staith_decimal_mul(bottom, days, &bottom) != 0) {
        return STAITH_ERR_OVERFLOW;
    }
    *ret_top = top;
    *ret_bottom = bottom;
    return 0;
}

static bool is_exact(const struct staith_value *value)
{
    return value->lo == value->hi;
}

/* None or all of them, or what comes out above all of them: true of everybody, so its end alone. */
static struct staith_benchmark_figure band_figure(const struct staith_ratio *ratio,
                                                  unsigned decimals)
{
    bool none = ratio->value.value == 0;
    struct staith_benchmark_figure figure = {.status = STAITH_STATUS_SUPPRESSED,
                                             .band = none ? STAITH_BAND_UP_TO : STAITH_BAND_FROM};
    int64_t end = none ? ratio->value.hi : ratio->value.lo;
    if (end > STAITH_BENCHMARK_LARGEST ||
        staith_decimal_mul(end, staith_decimal_pow10(decimals - ratio->decimals), &figure.end) !=
            0) {
        return status_figure(STAITH_STATUS_SUPPRESSED);
    }
    return figure;
}

/* A rate of protected parts says no more than they do: as many decimals as leave enough numerators
 * possible, and nothing at all of a few people. */
static struct staith_benchmark_figure protected_rate(const struct staith_benchmark_item *item,
                                                     uint32_t scale,
                                                     const struct staith_value *numerator,
                                                     const struct staith_value *denominator)
{
    const struct staith_ratio_parts parts = {.numerator = *numerator,
                                             .denominator = *denominator,
                                             .numerator_digits = item->numerator_digits,
                                             .denominator_digits = item->denominator_digits,
                                             .scale = (int64_t)scale,
                                             .decimals = item->decimals,
                                             .share = item->kind == STAITH_RATIO_PROPORTION};
    const struct staith_ratio_rule rule = staith_ratio_rule_region();
    const struct staith_ratio ratio = staith_ratio_show(&parts, &rule);
    int64_t value = 0;
    if (ratio.value.status != STAITH_STATUS_VALUE || ratio.decimals > item->decimals) {
        return status_figure(ratio.value.status);
    }
    int rc = staith_decimal_mul(ratio.value.value,
                                staith_decimal_pow10(item->decimals - ratio.decimals), &value);
    bool all = scale == 100 && value == 100 * staith_decimal_pow10(item->decimals);
    if (rc != 0 || all || ratio.reason == STAITH_RATIO_BAND) {
        return band_figure(&ratio, item->decimals);
    }
    return number_figure(value, true);
}

struct staith_benchmark_figure staith_benchmark_rate(const struct staith_benchmark_item *item,
                                                     uint32_t scale,
                                                     const struct staith_value *numerator,
                                                     const struct staith_value *denominator,
                                                     bool leap_day)
{
    if (!staith_benchmark_usable(numerator) || !staith_benchmark_usable(denominator)) {
        return status_figure(stronger(numerator->status, denominator->status));
    }
    if (!is_exact(numerator) || !is_exact(denominator)) {
        return protected_rate(item, scale, numerator, denominator);
    }
    bool bounded = (item->flags & STAITH_OVER_100_IS_UNRELIABLE) != 0;
    bool nothing = numerator->value == 0 && numerator->status != STAITH_STATUS_LOW;
    if (denominator->value == 0) {
        return status_figure(bounded && !nothing ? STAITH_STATUS_UNRELIABLE
                                                 : STAITH_STATUS_NOT_APPLICABLE);
    }
    int64_t top = 0;
    int64_t bottom = 0;
    int64_t rate = 0;
    if (sides(item, scale, numerator->value, denominator->value, leap_day, &top, &bottom) != 0 ||
        staith_decimal_ratio(top, bottom, &rate) != 0) {
        return status_figure(STAITH_STATUS_UNRELIABLE);
    }
    /* Above 100 % as printed: cover is given in hundredths and agency in millionths of FTE, so
     * three thirds against one post are 100.0001 %, and that is 100. */
    if (bounded && rate > (int64_t)scale * staith_decimal_pow10(item->decimals)) {
        return status_figure(STAITH_STATUS_UNRELIABLE);
    }
    return number_figure(rate, nothing);
}

struct staith_benchmark_figure staith_benchmark_shown(const struct staith_value *value,
                                                      unsigned digits, unsigned decimals)
{
    if (!staith_benchmark_usable(value)) {
        return status_figure(value->status);
    }
    bool nothing = value->value == 0 && value->status != STAITH_STATUS_LOW;
    return number_figure(staith_decimal_rescale(value->value, digits, decimals), nothing);
}

struct staith_benchmark_figure
staith_benchmark_published(const struct staith_store_national *national, unsigned decimals)
{
    if (national == NULL) {
        return status_figure(STAITH_STATUS_UNSET);
    }
    if (national->status != STAITH_STATUS_VALUE) {
        return status_figure(national->status);
    }
    int64_t value = national->value;
    if (national->decimals > MAX_DIGITS) {
        return status_figure(STAITH_STATUS_UNRELIABLE);
    }
    if (national->decimals > decimals) {
        return number_figure(staith_decimal_rescale(value, national->decimals, decimals), true);
    }
    if (staith_decimal_mul(value, staith_decimal_pow10(decimals - national->decimals), &value) !=
        0) {
        return status_figure(STAITH_STATUS_UNRELIABLE);
    }
    return number_figure(value, true);
}
