/* SPDX-License-Identifier: Apache-2.0 */
#include "model/ratio.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct staith_value exact(int64_t value)
{
    return staith_value_exact(value);
}

/* A multiple of 5 next to the true number. */
static struct staith_value rounded(int64_t value)
{
    return (struct staith_value){STAITH_STATUS_VALUE, value, value > 4 ? value - 4 : 0, value + 4};
}

static struct staith_ratio_parts per_cent(struct staith_value numerator,
                                          struct staith_value denominator)
{
    return (struct staith_ratio_parts){
        .numerator = numerator, .denominator = denominator, .scale = 100, .decimals = 1};
}

static void check(const struct staith_ratio_parts *parts, const struct staith_ratio_rule *rule,
                  enum staith_ratio_reason reason, enum staith_status status, int64_t value,
                  int64_t lo, int64_t hi, unsigned decimals)
{
    const struct staith_ratio ratio = staith_ratio_show(parts, rule);
    assert_string_equal(staith_ratio_code(ratio.reason), staith_ratio_code(reason));
    assert_int_equal(ratio.value.status, status);
    assert_int_equal(ratio.value.value, value);
    assert_int_equal(ratio.value.lo, lo);
    assert_int_equal(ratio.value.hi, hi);
    assert_int_equal(ratio.decimals, decimals);
}

static void rules(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    const struct staith_ratio_rule open = staith_ratio_rule_public();
    assert_int_equal(region.least_denominator, 10);
    assert_int_equal(region.least_fitting, 5);
    assert_int_equal(region.most_decimals, 1);
    assert_true(region.exact_is_open);
    assert_int_equal(open.least_denominator, 20);
    assert_int_equal(open.least_fitting, 5);
    assert_int_equal(open.most_decimals, 0);
}

static void exact_parts(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    const struct staith_ratio_rule open = staith_ratio_rule_public();
    /* 13 of 160 are 8.125 %. */
    struct staith_ratio_parts parts = per_cent(exact(13), exact(160));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 81, 81, 81, 1);
    check(&parts, &open, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 8, 8, 8, 0);
    parts.decimals = 0;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 8, 8, 8, 0);
    /* 0 of 160 is 0; 1 of 4,000 is 0.025 %, which is low. */
    parts = per_cent(exact(0), exact(160));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 0, 0, 0, 1);
    parts = per_cent(exact(1), exact(4000));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_LOW, 0, 0, 0, 1);
    /* 8.5 FTE of 34 posts; 3,700 cases by 250.25 FTE are 14.785... */
    parts = per_cent(exact(8500000), exact(34));
    parts.numerator_digits = 6;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 250, 250, 250, 1);
    parts = (struct staith_ratio_parts){.numerator = exact(3700),
                                        .denominator = exact(250250000),
                                        .denominator_digits = 6,
                                        .scale = 1,
                                        .decimals = 1};
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 148, 148, 148, 1);
}

static void protected_parts(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    const struct staith_ratio_rule open = staith_ratio_rule_public();
    /* 20 [16,24] of 200 [196,204]: from 1600 / 204 = 7.84 to 2400 / 196 = 12.24. */
    struct staith_ratio_parts parts = per_cent(rounded(20), rounded(200));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 100, 78, 123, 1);
    check(&parts, &open, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 10, 7, 13, 0);
    /* 20 FTE [15,25] of 100 posts exactly: of millionths, many fit. */
    parts = per_cent((struct staith_value){STAITH_STATUS_VALUE, 20000000, 15000001, 24999999},
                     exact(100));
    parts.numerator_digits = 6;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 200, 150, 250, 1);
    /* 5 [1,9] of 4,000 is 0.125; of 20,000 it is 0.025. */
    parts = per_cent(rounded(5), exact(4000));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 1, 0, 3, 1);
    parts = per_cent(rounded(5), exact(20000));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_LOW, 0, 0, 1, 1);
}

static void bands(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    /* None that is shown: 0 [0,4] of 50 [46,54] may be 8.7 %. */
    struct staith_ratio_parts parts = per_cent(rounded(0), rounded(50));
    parts.share = true;
    check(&parts, &region, STAITH_RATIO_BAND, STAITH_STATUS_VALUE, 0, 0, 87, 1);
    /* All: 50 [46,54] of 50 exact, 92 % at least, and never above 100 %. */
    parts = per_cent(rounded(50), exact(50));
    parts.share = true;
    check(&parts, &region, STAITH_RATIO_BAND, STAITH_STATUS_VALUE, 1000, 920, 1000, 1);
    parts.share = false;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 1000, 920, 1080, 1);
    /* Not all, although more than all could be. */
    parts = per_cent(rounded(45), exact(46));
    parts.share = true;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 978, 891, 1000, 1);
    /* All, exactly, and known to everybody: no band. */
    parts = per_cent(exact(46), exact(46));
    parts.share = true;
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 1000, 1000, 1000, 1);
}

static void denominators(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    const struct staith_ratio_rule open = staith_ratio_rule_public();
    struct staith_ratio_parts parts = per_cent(exact(3), exact(10));
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 300, 300, 300, 1);
    check(&parts, &open, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
    parts.denominator = exact(9);
    check(&parts, &region, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
    parts.denominator = exact(0);
    check(&parts, &region, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_NOT_APPLICABLE, 0, 0, 0,
          0);
    parts.denominator = rounded(0);
    check(&parts, &region, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
    struct staith_ratio_rule none = region;
    none.least_denominator = 0;
    check(&parts, &none, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
    /* 9.999999 FTE are not ten people's. */
    parts.denominator = exact(9999999);
    parts.denominator_digits = 6;
    check(&parts, &region, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
    parts.denominator = exact(10000000);
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 300, 300, 300, 1);
    /* A denominator that may be as small as 0 leaves the rate open above. */
    parts = per_cent(rounded(5), (struct staith_value){STAITH_STATUS_VALUE, 10, 0, 19});
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 500, 52, 9000, 1);
}

static void parts_without_numbers(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    static const enum staith_status rank[] = {STAITH_STATUS_SUPPRESSED, STAITH_STATUS_UNRELIABLE,
                                              STAITH_STATUS_UNAVAILABLE,
                                              STAITH_STATUS_NOT_APPLICABLE, STAITH_STATUS_VALUE};
    for (int a = 0; a < 5; a++) {
        for (int b = 0; b < 5; b++) {
            struct staith_ratio_parts parts = per_cent(exact(30), exact(100));
            if (a < 4) {
                parts.numerator = staith_value_status(rank[a]);
            }
            if (b < 4) {
                parts.denominator = staith_value_status(rank[b]);
            }
            const struct staith_ratio ratio = staith_ratio_show(&parts, &region);
            assert_int_equal(ratio.value.status, rank[a < b ? a : b]);
            assert_int_equal(ratio.reason,
                             a < 4 || b < 4 ? STAITH_RATIO_HIDDEN_PART : STAITH_RATIO_SHOWN);
        }
    }
    struct staith_ratio_parts parts = per_cent(exact(0), exact(100));
    parts.numerator = (struct staith_value){STAITH_STATUS_LOW, 1, 1, 1};
    check(&parts, &region, STAITH_RATIO_SHOWN, STAITH_STATUS_VALUE, 10, 10, 10, 1);
}

static void what_cannot_be_computed(void **state)
{
    (void)state;
    const struct staith_ratio_rule region = staith_ratio_rule_region();
    struct staith_ratio_rule all = region;
    all.exact_is_open = false;
#define TOO_LARGE(rule, spoil)                                                                     \
    do {                                                                                           \
        struct staith_ratio_parts parts = per_cent(exact(30), exact(100));                         \
        spoil;                                                                                     \
        check(&parts, rule, STAITH_RATIO_TOO_LARGE, STAITH_STATUS_UNRELIABLE, 0, 0, 0, 0);         \
    } while (0)
    TOO_LARGE(&region, parts.scale = 0);
    TOO_LARGE(&region, parts.decimals = STAITH_RATIO_MAX_DECIMALS + 1);
    TOO_LARGE(&region, parts.numerator = exact(-1));
    TOO_LARGE(&region, parts.denominator.lo = -1);
    TOO_LARGE(&region, parts.numerator.hi = 29);
    TOO_LARGE(&region, parts.denominator.hi = 99);
    TOO_LARGE(&region, parts.numerator_digits = 10);
    TOO_LARGE(&region, parts.numerator = exact(INT64_MAX));
    TOO_LARGE(&region, parts.denominator = exact(INT64_MAX); parts.numerator_digits = 1);
    TOO_LARGE(&region, parts.scale = INT64_MAX);
    TOO_LARGE(&region, parts.numerator.hi = INT64_MAX);
    TOO_LARGE(&region, parts.denominator.hi = INT64_MAX; parts.numerator_digits = 1);
    TOO_LARGE(&all, parts.numerator = exact(INT64_MAX / 4));
    TOO_LARGE(&all, parts.numerator = exact(INT64_MAX / 3000));
    TOO_LARGE(&all, parts.denominator.hi = INT64_MAX / 100);
    TOO_LARGE(&region, parts.denominator_digits = 10);
    struct staith_ratio_parts parts = per_cent(exact(30), exact(100));
    struct staith_ratio_rule most = region;
    most.least_denominator = INT64_MAX;
    parts.denominator_digits = 1;
    check(&parts, &most, STAITH_RATIO_SMALL_DENOMINATOR, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
}

/* How many numerators a reader cannot rule out: every pair of parts is tried. In whole numbers: a
 * rate shown alone stands for what rounds to it, an interval for what lies in it. */
static uint32_t count_fitting(const struct staith_ratio *ratio,
                              const struct staith_ratio_parts *parts)
{
    int64_t unit = ratio->decimals == 1 ? 10 : 1;
    uint32_t count = 0;
    for (int64_t n = 0; n < 2000; n++) {
        bool fits = false;
        for (int64_t d = parts->denominator.lo; !fits && d <= parts->denominator.hi; d++) {
            int64_t twice = 2 * 100 * unit * n;
            if (ratio->value.lo == ratio->value.hi) {
                fits = twice >= (2 * ratio->value.value - 1) * d &&
                       twice < (2 * ratio->value.value + 1) * d;
            } else {
                fits = twice >= 2 * ratio->value.lo * d && twice <= 2 * ratio->value.hi * d;
            }
        }
        count += fits;
    }
    return count;
}

/* Random small cases, against counting: what is shown leaves enough numerators, and with one
 * decimal more it would not have. */
static void numerators_that_fit(void **state)
{
    (void)state;
    struct staith_ratio_rule rule = staith_ratio_rule_region();
    rule.exact_is_open = false;
    uint32_t random = 4711;
    uint32_t told[STAITH_RATIO_REASON_END] = {0};
    for (int round = 0; round < 4000; round++) {
        random = random * 1664525u + 1013904223u;
        int64_t d = 10 + (random >> 10) % 700;
        int64_t spread = (random >> 8) % 3;
        int64_t n = (random >> 20) % 60;
        int64_t around = (random >> 5) % 4;
        struct staith_ratio_parts parts = per_cent(
            (struct staith_value){STAITH_STATUS_VALUE, n, n > around ? n - around : 0, n + around},
            (struct staith_value){STAITH_STATUS_VALUE, d, d - spread, d + spread});
        const struct staith_ratio ratio = staith_ratio_show(&parts, &rule);
        told[ratio.reason]++;
        if (ratio.reason <= STAITH_RATIO_BAND) {
            assert_true(count_fitting(&ratio, &parts) >= 5);
        }
        /* The number of decimals above the one that was chosen: shown anyway, it gives away. */
        if (ratio.reason == STAITH_RATIO_TOO_FEW_FIT || ratio.decimals == 0) {
            struct staith_ratio_rule lax = rule;
            lax.least_fitting = 0;
            lax.most_decimals = ratio.reason == STAITH_RATIO_TOO_FEW_FIT ? 0 : 1;
            const struct staith_ratio more = staith_ratio_show(&parts, &lax);
            assert_true(count_fitting(&more, &parts) < 5);
        }
    }
    assert_true(told[STAITH_RATIO_SHOWN] > 100);
    assert_true(told[STAITH_RATIO_FEWER_DECIMALS] > 100);
    assert_true(told[STAITH_RATIO_TOO_FEW_FIT] > 100);
    assert_true(told[STAITH_RATIO_BAND] > 10);
}

/* A percentage to one decimal gives back a numerator of 1 to 4 for every denominator from 20 to
 * 450, also where that is known to the nearest 5 alone: so none of these is ever shown. */
static void small_numerators_of_exact_rates(void **state)
{
    (void)state;
    struct staith_ratio_rule rule = staith_ratio_rule_region();
    rule.exact_is_open = false;
    for (int64_t d = 20; d <= 450; d++) {
        for (int64_t n = 1; n <= 4; n++) {
            struct staith_ratio_parts parts = per_cent(exact(n), exact(d));
            check(&parts, &rule, STAITH_RATIO_TOO_FEW_FIT, STAITH_STATUS_SUPPRESSED, 0, 0, 0, 0);
        }
    }
}

static void codes(void **state)
{
    (void)state;
    for (int i = 0; i < STAITH_RATIO_REASON_END; i++) {
        enum staith_ratio_reason reason = (enum staith_ratio_reason)i;
        assert_true(strlen(staith_ratio_code(reason)) > 3);
        assert_true(strlen(staith_ratio_words(reason)) > 20);
    }
    assert_string_equal(staith_ratio_code(STAITH_RATIO_BAND), "band");
    assert_string_equal(staith_ratio_code(STAITH_RATIO_REASON_END), "unknown");
    assert_string_equal(staith_ratio_words(STAITH_RATIO_REASON_END), "unknown reason");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules),
        cmocka_unit_test(exact_parts),
        cmocka_unit_test(protected_parts),
        cmocka_unit_test(bands),
        cmocka_unit_test(denominators),
        cmocka_unit_test(parts_without_numbers),
        cmocka_unit_test(what_cannot_be_computed),
        cmocka_unit_test(numerators_that_fit),
        cmocka_unit_test(small_numerators_of_exact_rates),
        cmocka_unit_test(codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
