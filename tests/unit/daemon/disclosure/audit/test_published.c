/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/audit.h"

#include "audit_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void a_rounded_cell_prints_its_interval(void **state)
{
    /* T10 of the conformance cases: value, base, steps, lo, hi. */
    static const int64_t cases[][5] = {{0, 5, 1, 0, 4},   {5, 5, 1, 1, 9},   {10, 5, 1, 6, 14},
                                       {0, 5, 2, 0, 9},   {5, 5, 2, 0, 14},  {10, 5, 2, 1, 19},
                                       {15, 5, 2, 6, 24}, {0, 3, 1, 0, 2},   {3, 3, 1, 1, 5},
                                       {6, 3, 1, 4, 8},   {10, 5, 0, 8, 12}, {10, 10, 0, 5, 15}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct staith_audit_cell cell = staith_audit_rounded(cases[i][0], cases[i][1], cases[i][2]);
        assert_int_equal(cell.shows, STAITH_AUDIT_ROUNDED);
        assert_int_equal(cell.value, cases[i][0]);
        assert_int_equal(cell.lo, cases[i][3]);
        assert_int_equal(cell.hi, cases[i][4]);
        assert_int_equal(cell.promise, cases[i][1]);
        assert_int_equal(cell.source, STAITH_AUDIT_RELEASE);
    }
}

static void exact_and_hidden_cells(void **state)
{
    (void)state;
    struct staith_audit_cell cell = staith_audit_exact(7);
    assert_int_equal(cell.shows, STAITH_AUDIT_EXACT);
    assert_int_equal(cell.value, 7);
    assert_int_equal(cell.promise, 0);
    cell = staith_audit_hidden(false, 3);
    assert_int_equal(cell.lo, 1);
    assert_int_equal(cell.hi, STAITH_AUDIT_NO_LIMIT);
    assert_int_equal(cell.promise, 3);
    assert_int_equal(staith_audit_hidden(true, 3).lo, 0);
}

/* Whether numerator / denominator satisfies both facts of a rate. */
static bool fits(int64_t numerator, int64_t denominator, int64_t scale, int64_t shown)
{
    struct staith_audit_fact facts[2];
    struct staith_audit_term terms[4];
    assert_int_equal(staith_audit_rate(7, 9, scale, shown, 0, facts, terms), 0);
    bool all = true;
    for (int i = 0; i < 2; i++) {
        int64_t sum = 0;
        for (uint32_t t = facts[i].first; t < facts[i].first + facts[i].count; t++) {
            sum += terms[t].times * (terms[t].cell == 7 ? numerator : denominator);
        }
        all = all && facts[i].lo <= sum && sum <= facts[i].hi;
        assert_int_equal(facts[i].source, STAITH_AUDIT_RATES);
    }
    return all;
}

static void a_rate_is_true_of_its_own_parts_and_of_no_others(void **state)
{
    (void)state;
    /* 3 of 47 is 6.38...: shown 6.4. 3 of 48 is 6.25, which half up shows as 6.3. */
    assert_true(fits(3, 47, 1000, 64));
    assert_false(fits(3, 48, 1000, 64));
    assert_true(fits(3, 48, 1000, 63));
    assert_true(fits(3, 48, 1000, 62));
    assert_false(fits(4, 47, 1000, 64));
    assert_true(fits(0, 47, 1000, 0));
    for (int64_t d = 1; d < 60; d++) {
        for (int64_t n = 0; n <= d; n++) {
            int64_t shown = (2 * 1000 * n + d) / (2 * d);
            assert_true(fits(n, d, 1000, shown));
            assert_false(fits(n, d, 1000, shown + 2));
        }
    }
}

static void a_rate_of_nonsense_is_refused(void **state)
{
    struct staith_audit_fact facts[2];
    struct staith_audit_term terms[4];
    (void)state;
    assert_int_equal(staith_audit_rate(1, 1, 100, 5, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 0, 5, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 100, -1, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 1000000, 1500000, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 100, 2000001, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 2000001, 100, 0, facts, terms), STAITH_ERR_INVAL);
    /* Twice the two and one are at most 4,000,000. */
    assert_int_equal(staith_audit_rate(1, 2, 1000000, 999999, 0, facts, terms), 0);
    assert_int_equal(staith_audit_rate(1, 2, 999999, 1000000, 0, facts, terms), 0);
    assert_int_equal(staith_audit_rate(1, 2, 1000000, 1000000, 0, facts, terms), STAITH_ERR_INVAL);
    assert_int_equal(staith_audit_rate(1, 2, 1, 0, 0, facts, terms), 0);
    assert_int_equal(staith_audit_rate(1, 2, INT64_MAX, 5, 0, facts, terms), STAITH_ERR_INVAL);
}

static struct audit_case g;

static struct staith_certificate *run(struct audit_case *c)
{
    struct staith_certificate *certificate = NULL;
    assert_int_equal(staith_audit_run(&c->audit, &certificate, NULL), 0);
    return certificate;
}

static void expect(const struct staith_certificate *c, uint32_t cell, int64_t lo, int64_t hi)
{
    assert_int_equal(c->intervals[cell].lo, lo);
    assert_int_equal(c->intervals[cell].hi, hi);
    assert_int_equal(c->intervals[cell].possible, hi - lo + 1);
}

static void add_rate(struct audit_case *c, uint32_t numerator, uint32_t denominator, int64_t scale,
                     int64_t shown)
{
    uint32_t first = c->audit.term_count;
    assert_int_equal(staith_audit_rate(numerator, denominator, scale, shown, first,
                                       &c->facts[c->audit.fact_count], &c->terms[first]),
                     0);
    c->audit.fact_count += 2;
    c->audit.term_count += 4;
}

/* T9: true means beside counts with noise give the counts away. */
static void t9_only_one_count_fits_a_true_mean(void **state)
{
    static const int64_t shown[] = {9, 14, 19};
    static const int64_t means[] = {1125, 79167, 925};
    static const int64_t scales[] = {100, 10000, 100};
    static const int64_t counts[] = {8, 12, 20};
    (void)state;
    audit_case_init(&g, 6);
    for (uint32_t i = 0; i < 3; i++) {
        g.cells[i] = (struct staith_audit_cell){
            .shows = STAITH_AUDIT_RANGE, .lo = shown[i] - 2, .hi = shown[i] + 2, .promise = 5};
        add_rate(&g, i + 3, i, scales[i], means[i]);
    }
    struct staith_certificate *c = run(&g);
    for (uint32_t i = 0; i < 3; i++) {
        expect(c, i, counts[i], counts[i]);
    }
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->attackers[STAITH_ATTACKER_RATES].exact, 3);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].exact, 0);
    staith_certificate_free(c);
}

/* "A percentage to one decimal gives back a numerator of 1-4 in 100 % of cases for denominators
 * 20-450, even when the denominator is known only to the nearest 5." */
static void a_percentage_gives_its_numerator_back(void **state)
{
    (void)state;
    for (int64_t numerator = 1; numerator <= 4; numerator++) {
        for (int64_t denominator = 20; denominator <= 450; denominator += 7) {
            audit_case_init(&g, 2);
            g.cells[0] = staith_audit_hidden(false, 5);
            g.cells[1] = staith_audit_rounded((denominator + 2) / 5 * 5, 5, 0);
            g.cells[1].promise = 0;
            add_rate(&g, 0, 1, 1000, (2000 * numerator + denominator) / (2 * denominator));
            struct staith_certificate *c = run(&g);
            expect(c, 0, numerator, numerator);
            staith_certificate_free(c);
        }
    }
}

static void t10_intervals_stand_where_nothing_else_is_known(void **state)
{
    static const int64_t cases[][5] = {
        {0, 5, 1, 0, 4},   {5, 5, 1, 1, 9},   {10, 5, 1, 6, 14}, {0, 5, 2, 0, 9}, {5, 5, 2, 0, 14},
        {10, 5, 2, 1, 19}, {15, 5, 2, 6, 24}, {0, 3, 1, 0, 2},   {3, 3, 1, 1, 5}, {6, 3, 1, 4, 8}};
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        audit_case_init(&g, 1);
        g.cells[0] = staith_audit_rounded(cases[i][0], cases[i][1], cases[i][2]);
        struct staith_certificate *c = run(&g);
        expect(c, 0, cases[i][3], cases[i][4]);
        assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
        staith_certificate_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rounded_cell_prints_its_interval),
        cmocka_unit_test(exact_and_hidden_cells),
        cmocka_unit_test(a_rate_is_true_of_its_own_parts_and_of_no_others),
        cmocka_unit_test(a_rate_of_nonsense_is_refused),
        cmocka_unit_test(t9_only_one_count_fits_a_true_mean),
        cmocka_unit_test(a_percentage_gives_its_numerator_back),
        cmocka_unit_test(t10_intervals_stand_where_nothing_else_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
