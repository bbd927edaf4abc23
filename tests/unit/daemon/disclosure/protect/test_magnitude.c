/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/magnitude.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <staith/plugin.h>
#include <string.h>

static const struct staith_measure median = {.unit = STAITH_UNIT_PENCE,
                                             .aggregation = STAITH_MEDIAN};
static const struct staith_measure spend = {.unit = STAITH_UNIT_PENCE, .aggregation = STAITH_SUM};

/* Twelve assignments of twelve people by three agencies: 5, 4 and 3. */
static struct staith_cell median_cell(void)
{
    return (struct staith_cell){.status = STAITH_STATUS_VALUE,
                                .value = 3427,
                                .largest = 1,
                                .second = 1,
                                .contributors = 12,
                                .owners = 3,
                                .owned = 12,
                                .owner_largest = 5,
                                .owner_second = 4,
                                .values = 12};
}

/* 1,200 of 12 people, 100 each, by the same agencies. */
static struct staith_cell spend_cell(void)
{
    return (struct staith_cell){.status = STAITH_STATUS_VALUE,
                                .value = 1200000,
                                .largest = 100000,
                                .second = 100000,
                                .contributors = 12,
                                .owners = 3,
                                .owned = 1200000,
                                .owner_largest = 500000,
                                .owner_second = 400000};
}

static void defaults(void **state)
{
    (void)state;
    struct staith_measure measure = spend;
    struct staith_magnitude_rule rule = staith_magnitude_default(&measure);
    assert_int_equal(rule.least_people, 10);
    assert_int_equal(rule.least_owners, 3);
    assert_int_equal(rule.dominance_n, 2);
    assert_int_equal(rule.dominance_k, 900);
    assert_int_equal(rule.p, 100);
    assert_int_equal(rule.least_changed, 3);
    assert_int_equal(rule.step, 10000);
    assert_false(rule.owners_required);
    measure.aggregation = STAITH_MEDIAN;
    rule = staith_magnitude_default(&measure);
    assert_int_equal(rule.least_people, 10);
    assert_int_equal(rule.dominance_n, 0);
    assert_int_equal(rule.p, 0);
    assert_int_equal(rule.step, 50);
    measure.aggregation = STAITH_LOWER_QUARTILE;
    assert_int_equal(staith_magnitude_default(&measure).least_people, 20);
    measure.aggregation = STAITH_UPPER_QUARTILE;
    assert_int_equal(staith_magnitude_default(&measure).least_people, 20);
    static const int64_t steps[] = {2, 2, 100000, 50, 2, 50, 2, 2};
    for (measure.unit = 0; measure.unit <= STAITH_UNIT_POSTS + 1; measure.unit++) {
        assert_int_equal(staith_magnitude_default(&measure).step, steps[measure.unit]);
    }
}

static void check_round(int64_t value, int64_t step, int64_t shown, int64_t lo, int64_t hi)
{
    const struct staith_value rounded = staith_magnitude_round(value, step);
    assert_int_equal(rounded.status, STAITH_STATUS_VALUE);
    assert_int_equal(rounded.value, shown);
    assert_int_equal(rounded.lo, lo);
    assert_int_equal(rounded.hi, hi);
    assert_true(staith_value_valid(&rounded));
}

static void rounding(void **state)
{
    (void)state;
    check_round(3424, 50, 3400, 3375, 3424);
    check_round(3425, 50, 3450, 3425, 3474);
    check_round(0, 50, 0, 0, 24);
    check_round(25, 50, 50, 25, 74);
    check_round(7, 5, 5, 3, 7);
    check_round(8, 5, 10, 8, 12);
    check_round(9, 1, 9, 9, 9);
    check_round(STAITH_MAGNITUDE_MAX, 50, STAITH_MAGNITUDE_MAX, STAITH_MAGNITUDE_MAX - 25,
                STAITH_MAGNITUDE_MAX + 24);
    /* The interval is every value that gives the number, and no other. */
    for (int64_t step = 1; step <= 12; step++) {
        for (int64_t value = 0; value < 60; value++) {
            const struct staith_value rounded = staith_magnitude_round(value, step);
            for (int64_t other = 0; other < 80; other++) {
                bool same = staith_magnitude_round(other, step).value == rounded.value;
                assert_true(same == (other >= rounded.lo && other <= rounded.hi));
            }
        }
    }
}

static void check_reason(const struct staith_cell *cell, const struct staith_measure *measure,
                         const struct staith_magnitude_before *before,
                         enum staith_magnitude_reason expected)
{
    const struct staith_magnitude_rule rule = staith_magnitude_default(measure);
    const struct staith_magnitude_decision decision =
        staith_magnitude_decide(cell, staith_measure_quarter(measure) != 0, &rule, before);
    assert_string_equal(staith_magnitude_code(decision.reason), staith_magnitude_code(expected));
    bool shown = expected == STAITH_MAGNITUDE_SAFE || expected == STAITH_MAGNITUDE_STANDS;
    assert_int_equal(decision.value.status, shown ? STAITH_STATUS_VALUE : STAITH_STATUS_SUPPRESSED);
    assert_true(staith_value_valid(&decision.value));
    if (shown) {
        assert_int_equal(decision.value.value,
                         staith_magnitude_round(cell->value, rule.step).value);
    }
}

#define MEDIAN(expected, spoil)                                                                    \
    do {                                                                                           \
        struct staith_cell cell = median_cell();                                                   \
        spoil;                                                                                     \
        check_reason(&cell, &median, NULL, STAITH_MAGNITUDE_##expected);                           \
    } while (0)
#define SPEND(expected, spoil)                                                                     \
    do {                                                                                           \
        struct staith_cell cell = spend_cell();                                                    \
        spoil;                                                                                     \
        check_reason(&cell, &spend, NULL, STAITH_MAGNITUDE_##expected);                            \
    } while (0)

static void medians(void **state)
{
    (void)state;
    MEDIAN(SAFE, (void)cell);
    MEDIAN(SAFE, cell.contributors = 10);
    MEDIAN(TOO_FEW_PEOPLE, cell.contributors = 9);
    MEDIAN(TOO_FEW_OWNERS, cell.owners = 2);
    MEDIAN(SAFE, cell.owners = 0; cell.owned = 0; cell.owner_largest = 0; cell.owner_second = 0);
    MEDIAN(TOO_LARGE, cell.value = STAITH_MAGNITUDE_MAX + 1);
    MEDIAN(TOO_LARGE, cell.values = STAITH_MAGNITUDE_MAX + 1);
    const struct staith_measure quartile = {.unit = STAITH_UNIT_PENCE,
                                            .aggregation = STAITH_UPPER_QUARTILE};
    struct staith_cell cell = median_cell();
    cell.contributors = 19;
    check_reason(&cell, &quartile, NULL, STAITH_MAGNITUDE_TOO_FEW_PEOPLE);
    cell.contributors = 20;
    check_reason(&cell, &quartile, NULL, STAITH_MAGNITUDE_SAFE);
}

static void sums(void **state)
{
    (void)state;
    SPEND(SAFE, (void)cell);
    /* 1,080,000 are 90 % just so. */
    SPEND(SAFE, cell.owner_largest = 680000);
    SPEND(OWNER_DOMINATES, cell.owner_largest = 680001);
    SPEND(PERSON_DOMINATES, cell.largest = 980001);
    /* By (2,90) 480,000 + 600,000 of 1,200,000 is safe; the third has 120,000, 20 % of the largest.
     */
    SPEND(SAFE, cell.owner_largest = 600000; cell.owner_second = 480000);
    SPEND(TOO_FEW_OWNERS, cell.owners = 2);
    SPEND(TOO_FEW_PEOPLE, cell.contributors = 9);
    SPEND(TOO_LARGE, cell.value = STAITH_MAGNITUDE_MAX + 1);
    SPEND(SAFE, cell = (struct staith_cell){.contributors = 10});
}

/* p % alone: (2,90) refuses all that p = 10 refuses. */
static void estimates(void **state)
{
    (void)state;
    struct staith_cell cell = spend_cell();
    struct staith_magnitude_rule rule = staith_magnitude_default(&spend);
    rule.dominance_n = 0;
    cell.largest = 1000000;
    cell.second = 100001;
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_PERSON_ESTIMATED);
    cell.value = 100000;
    cell.largest = 20000;
    cell.second = 20000;
    cell.owned = 100000;
    cell.owner_largest = 50000;
    cell.owner_second = 49000;
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_ESTIMATED);
    cell.owner_second = 45000;
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_SAFE);
    /* 4,001 that name no owner may be the largest's: 54,001 and 41,000 leave 4,999. */
    cell.owned = 95999;
    cell.owner_second = 41000;
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_ESTIMATED);
}

static void owners_that_must_be_known(void **state)
{
    (void)state;
    struct staith_cell cell = median_cell();
    struct staith_magnitude_rule rule = staith_magnitude_default(&median);
    cell.owners = 0;
    cell.owned = 0;
    cell.owner_largest = 0;
    cell.owner_second = 0;
    rule.owners_required = true;
    assert_int_equal(staith_magnitude_decide(&cell, true, &rule, NULL).reason,
                     STAITH_MAGNITUDE_TOO_FEW_OWNERS);
    /* Dominance of numbers of values, where a policy asks for it: 5 of 12, then 11 of 12. */
    cell = median_cell();
    rule.dominance_n = 1;
    rule.dominance_k = 500;
    assert_int_equal(staith_magnitude_decide(&cell, true, &rule, NULL).reason,
                     STAITH_MAGNITUDE_SAFE);
    cell.owned = 10;
    assert_int_equal(staith_magnitude_decide(&cell, true, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_DOMINATES);
    cell.largest = 7;
    assert_int_equal(staith_magnitude_decide(&cell, true, &rule, NULL).reason,
                     STAITH_MAGNITUDE_PERSON_DOMINATES);
}

/* A policy asks for more of each and for less of none; its (n, k) beside the floor's. T7 of the
 * handbook: 300, 20 and 10 are unsafe by (1, 85) and safe by (2, 97). */
static void what_a_policy_asks(void **state)
{
    (void)state;
    struct staith_magnitude_rule rule = staith_magnitude_default(&spend);
    const struct staith_magnitude_rule less = {
        .least_people = 3, .least_owners = 1, .dominance_n = 2, .dominance_k = 990, .p = 10};
    staith_magnitude_ask(&rule, &less);
    assert_int_equal(rule.least_people, 10);
    assert_int_equal(rule.least_owners, 3);
    assert_int_equal(rule.dominance_n, 2);
    assert_int_equal(rule.dominance_k, 900);
    assert_int_equal(rule.p, 100);
    assert_int_equal(rule.step, 10000);
    assert_int_equal(rule.least_changed, 3);
    struct staith_cell cell = spend_cell();
    cell.owner_largest = 680001; /* more than 90 % with the second's 400,000 */
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_DOMINATES);
    const struct staith_magnitude_rule more = {.least_people = 12,
                                               .least_owners = 4,
                                               .dominance_n = 1,
                                               .dominance_k = 400,
                                               .p = 750,
                                               .step = 3};
    rule = staith_magnitude_default(&spend);
    staith_magnitude_ask(&rule, &more);
    assert_int_equal(rule.least_people, 12);
    assert_int_equal(rule.least_owners, 4);
    assert_int_equal(rule.p, 750);
    assert_int_equal(rule.step, 30000);
    rule.least_owners = 3;
    /* 500,000 of 1,200,000 are 41.7 %; 480,000 just 40 %. The others then have 320,000 and 420,000
     * of 480,000: 75 % are 360,000. */
    cell = spend_cell();
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_DOMINATES);
    cell.owner_largest = 480000;
    assert_int_equal(staith_magnitude_decide(&cell, false, &rule, NULL).reason,
                     STAITH_MAGNITUDE_OWNER_ESTIMATED);
    cell.owner_second = 360000;
    const struct staith_magnitude_decision shown =
        staith_magnitude_decide(&cell, false, &rule, NULL);
    assert_int_equal(shown.reason, STAITH_MAGNITUDE_SAFE);
    assert_int_equal(shown.value.value, 1200000);
    assert_int_equal(shown.value.lo, 1185000);
    assert_int_equal(shown.value.hi, 1214999);
    const struct staith_magnitude_rule t7[] = {{.dominance_n = 1, .dominance_k = 850},
                                               {.dominance_n = 2, .dominance_k = 970}};
    for (int i = 0; i < 2; i++) {
        struct staith_magnitude_rule asked = {.step = 10};
        staith_magnitude_ask(&asked, &t7[i]);
        const struct staith_cell three = {.value = 330, .largest = 300, .second = 20};
        assert_int_equal(staith_magnitude_decide(&three, false, &asked, NULL).reason,
                         i == 0 ? STAITH_MAGNITUDE_PERSON_DOMINATES : STAITH_MAGNITUDE_SAFE);
    }
}

static void changes(void **state)
{
    (void)state;
    struct staith_cell cell = median_cell(); /* 34.27 is shown as 34.50 */
    struct staith_magnitude_before before = {true, 3400, 3};
    check_reason(&cell, &median, &before, STAITH_MAGNITUDE_SAFE);
    for (before.changed = 0; before.changed < 3; before.changed++) {
        before.value = 3400;
        check_reason(&cell, &median, &before, STAITH_MAGNITUDE_TOO_FEW_CHANGED);
        before.value = 3450;
        check_reason(&cell, &median, &before, STAITH_MAGNITUDE_STANDS);
    }
    before.changed = STAITH_MAGNITUDE_UNKNOWN;
    check_reason(&cell, &median, &before, STAITH_MAGNITUDE_STANDS);
    before.value = 3400;
    check_reason(&cell, &median, &before, STAITH_MAGNITUDE_CHANGES_UNKNOWN);
    before.shown = false;
    check_reason(&cell, &median, &before, STAITH_MAGNITUDE_SAFE);
    before.shown = true;
    struct staith_magnitude_rule rule = staith_magnitude_default(&median);
    rule.least_changed = 0;
    assert_int_equal(staith_magnitude_decide(&cell, true, &rule, &before).reason,
                     STAITH_MAGNITUDE_SAFE);
    /* Too few people comes before everything that is said of changes. */
    cell.contributors = 5;
    check_reason(&cell, &median, &before, STAITH_MAGNITUDE_TOO_FEW_PEOPLE);
}

/* Random contributions against the definitions, in whole numbers: the k of the whole that the n
 * largest have; and the greatest largest contribution that the second could think of, all others
 * being 0 at least. */
static void against_the_definitions(void **state)
{
    (void)state;
    uint32_t random = 99;
    uint32_t told[4] = {0};
    for (int round = 0; round < 50000; round++) {
        int64_t list[6] = {0};
        int64_t sum = 0;
        int64_t first = 0;
        int64_t second = 0;
        random = random * 1664525u + 1013904223u;
        uint32_t count = (random >> 16) % 6 + 1;
        for (uint32_t i = 0; i < count; i++) {
            random = random * 1664525u + 1013904223u;
            list[i] = (random >> 12) % ((random >> 8) % 3 == 0 ? 1000 : 20);
            sum += list[i];
        }
        for (uint32_t i = 0; i < count; i++) {
            if (list[i] > first) {
                second = first;
                first = list[i];
            } else if (list[i] > second) {
                second = list[i];
            }
        }
        uint32_t k = (random >> 5) % 1001;
        uint32_t p = (random >> 7) % 500;
        uint32_t n = (random >> 3) % 2 + 1;
        int64_t top = n == 1 ? first : first + second;
        bool dominated = top * 1000 > (int64_t)k * sum;
        bool estimated = (sum - second - first) * 1000 < (int64_t)p * first;
        assert_true(staith_magnitude_dominated(sum, first, second, n, k) == dominated);
        assert_true(staith_magnitude_estimated(sum, first, second, p) == estimated);
        told[dominated]++;
        told[2 + estimated]++;
        /* A sum as large as the level asks for would be safe, one less would not. */
        int64_t level = staith_magnitude_level_dominance(sum, first, second, n, k);
        if (k > 0 && level > 0) {
            assert_true(top * 1000 <= (int64_t)k * (sum + level));
            assert_true(top * 1000 > (int64_t)k * (sum + level - 1));
        }
        level = staith_magnitude_level_p(sum, first, second, p);
        if (level > 0) {
            assert_true((sum + level - second - first) * 1000 >= (int64_t)p * first);
            assert_true((sum + level - 1 - second - first) * 1000 < (int64_t)p * first);
        }
    }
    for (int i = 0; i < 4; i++) {
        assert_true(told[i] > 1000);
    }
    assert_true(staith_magnitude_dominated(5, 1, 1, 1, 0));
    assert_false(staith_magnitude_dominated(0, 0, 0, 1, 0));
}

static void codes(void **state)
{
    (void)state;
    for (int i = 0; i < STAITH_MAGNITUDE_REASON_END; i++) {
        enum staith_magnitude_reason reason = (enum staith_magnitude_reason)i;
        assert_true(staith_code_valid(staith_magnitude_code(reason)));
        assert_true(strlen(staith_magnitude_words(reason)) > 20);
        assert_int_equal(staith_magnitude_reason(staith_magnitude_code(reason)), reason);
    }
    assert_string_equal(staith_magnitude_code(STAITH_MAGNITUDE_TOO_FEW_OWNERS), "too_few_owners");
    assert_int_equal(staith_magnitude_reason("withdrawn"), STAITH_MAGNITUDE_REASON_END);
    assert_string_equal(staith_magnitude_code(STAITH_MAGNITUDE_REASON_END), "unknown");
    assert_string_equal(staith_magnitude_words(STAITH_MAGNITUDE_REASON_END), "unknown reason");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults),
        cmocka_unit_test(rounding),
        cmocka_unit_test(medians),
        cmocka_unit_test(sums),
        cmocka_unit_test(estimates),
        cmocka_unit_test(owners_that_must_be_known),
        cmocka_unit_test(what_a_policy_asks),
        cmocka_unit_test(changes),
        cmocka_unit_test(against_the_definitions),
        cmocka_unit_test(codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
