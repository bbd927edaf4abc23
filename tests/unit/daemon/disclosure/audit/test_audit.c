/* SPDX-License-Identifier: Apache-2.0 */
/* Conformance cases T1 to T4 and T15 of shared/design/disclosure.md, each with its source,
 * and each attacker against a table that only this attacker breaks. */
#include "disclosure/audit/audit.h"

#include "audit_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct audit_case g;

static struct staith_certificate *run(struct audit_case *c)
{
    struct staith_certificate *certificate = NULL;
    struct staith_err err = {0};
    if (c->audit.budget.time_ms == 0) {
        c->audit.budget.time_ms = 600000; /* what is tested is no matter of the machine's load */
    }
    assert_int_equal(staith_audit_run(&c->audit, &certificate, &err), 0);
    return certificate;
}

static void expect(const struct staith_certificate *c, uint32_t cell, int64_t lo, int64_t hi)
{
    assert_int_equal(c->intervals[cell].lo, lo);
    assert_int_equal(c->intervals[cell].hi, hi);
    assert_int_equal(c->intervals[cell].possible, hi - lo + 1);
}

/* T1: Handbook on Statistical Disclosure Control, chapter 4, example 3. */
static void table_t1(struct audit_case *c, int64_t promise)
{
    static const int64_t values[] = {5, 2, 7, 1, 2, 3, 3, 3, 6, 9, 7, 16};
    static const uint32_t hidden[] = {0, 1, 3, 4};
    audit_case_table(c, 3, 2);
    audit_case_print(c, values);
    audit_case_hide(c, hidden, 4, promise);
}

static void t1_intervals(void **state)
{
    (void)state;
    table_t1(&g, 4);
    struct staith_certificate *c = run(&g);
    expect(c, 0, 3, 6);
    expect(c, 1, 1, 4);
    expect(c, 3, 0, 3);
    expect(c, 4, 0, 3);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(c->audited, 4);
    assert_int_equal(c->least, 4);
    assert_int_equal(c->worst_cell, -1);
    staith_certificate_free(c);
    table_t1(&g, 5);
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(c->narrow, 4);
    assert_int_equal(c->exact, 0);
    staith_certificate_free(c);
}

static void t1_one_person_gets_the_neighbour(void **state)
{
    (void)state;
    table_t1(&g, 4);
    g.cells[1].people = true;
    g.cells[1].sole = true;
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->attackers[STAITH_ATTACKER_TOGETHER].exact, 0);
    assert_int_equal(c->attackers[STAITH_ATTACKER_ALONE].exact, 3);
    assert_int_equal(c->worst_attacker, STAITH_ATTACKER_ALONE);
    staith_certificate_free(c);
}

static void t2_intervals(void **state)
{
    static const int64_t values[] = {20, 50, 10, 80, 8,  19,  22, 49,
                                     17, 32, 12, 61, 45, 101, 44, 190};
    static const uint32_t hidden[] = {4, 6, 8, 10};
    (void)state;
    audit_case_table(&g, 3, 3);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, 4, 5);
    struct staith_certificate *c = run(&g);
    expect(c, 4, 0, 25);
    expect(c, 6, 5, 30);
    expect(c, 8, 0, 25);
    expect(c, 10, 4, 29);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(c->least, 26);
    staith_certificate_free(c);
}

/* T3: the same handbook, chapter 4, example 1a. */
static struct staith_certificate *run_t3(const uint32_t *hidden, size_t count)
{
    static const int64_t values[] = {998, 47600, 8002, 56600};
    audit_case_init(&g, 4);
    audit_case_sum(&g, 3, 0, 1, 3);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, count, 5);
    return run(&g);
}

static void t3_intervals(void **state)
{
    (void)state;
    struct staith_certificate *c = run_t3((const uint32_t[]){0}, 1);
    expect(c, 0, 998, 998);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->exact, 1);
    staith_certificate_free(c);
    c = run_t3((const uint32_t[]){0, 2}, 2);
    expect(c, 0, 0, 9000);
    expect(c, 2, 0, 9000);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    staith_certificate_free(c);
    c = run_t3((const uint32_t[]){0, 1}, 2);
    expect(c, 0, 0, 48598);
    expect(c, 1, 0, 48598);
    staith_certificate_free(c);
}

/* T4: tau-ARGUS manual; it prints 73 where the columns add up to 76. */
static void table_t4(struct audit_case *c, int64_t total)
{
    int64_t values[] = {52, 15, 62, 17, 146, 24, 18, 31, 8, 81, total, 33, 93, 25, 227};
    audit_case_table(c, 2, 4);
    audit_case_print(c, values);
}

static struct staith_certificate *run_t4(size_t hidden_count)
{
    static const uint32_t hidden[] = {1, 3, 6, 8, 2, 7};
    table_t4(&g, 76);
    audit_case_hide(&g, hidden, hidden_count, 0);
    g.cells[1].promise = 5;
    g.cells[1].sole = true;
    g.cells[3].promise = 5;
    return run(&g);
}

static void t4_needs_a_third_hidden_cell(void **state)
{
    (void)state;
    struct staith_certificate *c = run_t4(4);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->worst_attacker, STAITH_ATTACKER_ALONE);
    assert_int_equal(c->worst_cell, 3);
    staith_certificate_free(c);
    c = run_t4(6);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(c->attackers[STAITH_ATTACKER_ALONE].systems, 1);
    staith_certificate_free(c);
}

static void t4_as_printed_does_not_add_and_is_refused(void **state)
{
    (void)state;
    table_t4(&g, 73);
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
    staith_certificate_free(c);
    /* Also where what does not add is among hidden cells. */
    table_t4(&g, 73);
    audit_case_hide(&g, (const uint32_t[]){1, 3, 6, 8}, 4, 5);
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].state, STAITH_ATTACK_CONTRADICTED);
    staith_certificate_free(c);
}

/* T15 rounded to base 5: every cell keeps at least five possible values, none is exact. */
static void t15_rounded_passes(void **state)
{
    (void)state;
    audit_case_t15(&g);
    assert_int_equal(g.values[t15_cell(14, 5, 4)], 390);
    assert_true(audit_case_round(&g, 5));
    g.audit.own_values = g.values;
    g.audit.everyone_alone = true;
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(c->audited, 450);
    assert_int_equal(c->exact, 0);
    assert_int_equal(c->least, 5);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PERSON].least, 4);
    assert_int_equal(c->attackers[STAITH_ATTACKER_COUNCIL].systems, 12);
    for (uint32_t i = 0; i < 450; i++) {
        assert_true(c->intervals[i].lo <= g.values[i] && g.values[i] <= c->intervals[i].hi);
    }
    staith_certificate_free(c);
}

/* "Exact grand totals beside base-5 tables were safe; exact role totals pinned 2 small cells":
 * here a margin of 1 that is printed exactly narrows what lies below it. */
static void exact_margins_beside_rounded_cells_do_not_pass(void **state)
{
    (void)state;
    audit_case_t15(&g);
    assert_true(audit_case_round(&g, 5));
    g.cells[t15_cell(14, 5, 4)] = staith_audit_exact(390);
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    staith_certificate_free(c);
    for (uint32_t role = 0; role < 5; role++) {
        for (uint32_t council = 0; council < 12; council++) {
            uint32_t cell = t15_cell(council, role, 4);
            g.cells[cell] = staith_audit_exact(g.values[cell]);
        }
    }
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    staith_certificate_free(c);
}

/* A pattern that is safe for whoever takes hidden cells for anything from 0 up, and for nobody who
 * noticed that zeros are never hidden: 1 1 | 1 1 with all totals 2. */
static void hidden_at_least_one_breaks_a_plain_pattern(void **state)
{
    static const int64_t values[] = {1, 1, 2, 1, 1, 2, 2, 2, 4};
    static const uint32_t hidden[] = {0, 1, 3, 4};
    (void)state;
    audit_case_table(&g, 2, 2);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, 4, 3);
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    staith_certificate_free(c);
    for (size_t i = 0; i < 4; i++) {
        g.cells[hidden[i]] = staith_audit_hidden(false, 3);
    }
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].narrow, 0);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].state, STAITH_ATTACK_TRIED);
    assert_int_equal(c->attackers[STAITH_ATTACKER_AT_LEAST_ONE].exact, 4);
    assert_int_equal(c->attackers[STAITH_ATTACKER_TOGETHER].exact, 4);
    staith_certificate_free(c);
}

/* The smallest visible cell above 0 in a relation with one of `near`, or -1; what stands in those
 * relations is added to `near`. */
static int64_t find_neighbour(const struct audit_case *c, bool *near)
{
    bool wider[AUDIT_CASE_CELLS] = {false};
    int64_t best = -1;
    for (uint32_t r = 0; r < c->system.relation_count; r++) {
        const struct staith_relation *relation = &c->relations[r];
        bool touches = near[relation->total];
        for (uint32_t p = 0; p < relation->count; p++) {
            touches = touches || near[c->parts[relation->first + p]];
        }
        for (uint32_t p = 0; touches && p <= relation->count; p++) {
            uint32_t cell = p == relation->count ? relation->total : c->parts[relation->first + p];
            wider[cell] = true;
            if (c->cells[cell].shows == STAITH_AUDIT_EXACT && c->values[cell] > 0 &&
                (best < 0 || c->values[cell] < c->values[best])) {
                best = cell;
            }
        }
    }
    for (uint32_t i = 0; i < c->system.cell_count; i++) {
        near[i] = near[i] || wider[i];
    }
    return best;
}

/* One more secondary for the protection of `cell`. */
static void hide_neighbour(struct audit_case *c, uint32_t cell)
{
    bool near[AUDIT_CASE_CELLS] = {false};
    int64_t best = -1;
    near[cell] = true;
    for (int ring = 0; best < 0 && ring < 4; ring++) {
        best = find_neighbour(c, near);
    }
    assert_true(best >= 0);
    c->cells[best] = staith_audit_hidden(true, 0);
}

/* Hide every 1 to 4 of T15, and then, round by round, the smallest visible neighbour of what can
 * still be worked out by an attacker for whom a hidden cell may be 0. The number of secondaries. */
static uint32_t hide_t15_plainly(struct audit_case *c)
{
    uint32_t secondaries = 0;
    audit_case_t15(c);
    for (uint32_t i = 0; i < 450; i++) {
        bool small = c->values[i] >= 1 && c->values[i] <= 4;
        c->cells[i] = small ? staith_audit_hidden(true, 2) : staith_audit_exact(c->values[i]);
    }
    for (bool safe = false; !safe;) {
        struct staith_certificate *found = run(c);
        uint32_t added = 0;
        safe = found->verdict == STAITH_VERDICT_PASSED;
        for (uint32_t i = 0; i < 450 && added < 8; i++) {
            if (found->intervals[i].possible == 1) {
                hide_neighbour(c, i);
                added++;
            }
        }
        assert_true(safe || added > 0);
        secondaries += added;
        staith_certificate_free(found);
    }
    return secondaries;
}

/* "The provably optimal pattern lets anyone who notices that zeros are never hidden work out 68 of
 * the 157 exactly": a pattern found by a plain rule, safe against a plain attacker, fails too. */
static void t15_suppressed_plainly_fails(void **state)
{
    uint32_t small = 0;
    (void)state;
    assert_true(hide_t15_plainly(&g) > 20);
    for (uint32_t i = 0; i < 450; i++) {
        small += g.cells[i].promise > 0;
        if (g.cells[i].shows == STAITH_AUDIT_HIDDEN) {
            g.cells[i].lo = 1;
        }
    }
    assert_int_equal(small, 157);
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].exact, 0);
    assert_true(c->attackers[STAITH_ATTACKER_AT_LEAST_ONE].exact > 10);
    for (uint32_t i = 0; i < 450; i++) {
        assert_true(c->intervals[i].possible == 0 ||
                    (c->intervals[i].lo <= g.values[i] && g.values[i] <= c->intervals[i].hi));
    }
    staith_certificate_free(c);
}

/* Different marks for primary (1 to 4) and secondary cells give more away. */
static void marks_break_a_pattern(void **state)
{
    static const int64_t values[] = {4, 6, 10, 6, 4, 10, 10, 10, 20};
    (void)state;
    audit_case_table(&g, 2, 2);
    audit_case_print(&g, values);
    for (uint32_t i = 0; i < 5; i++) {
        if (i != 2) {
            g.cells[i] = staith_audit_hidden(false, 5);
        }
    }
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    staith_certificate_free(c);
    g.cells[0].hi = 4;
    g.cells[4].hi = 4;
    g.cells[1].lo = 5;
    g.cells[3].lo = 5;
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(c->attackers[STAITH_ATTACKER_AT_LEAST_ONE].narrow, 0);
    assert_int_equal(c->attackers[STAITH_ATTACKER_RULE].narrow, 4);
    assert_int_equal(c->worst_attacker, STAITH_ATTACKER_TOGETHER);
    expect(c, 0, 1, 4);
    staith_certificate_free(c);
}

/* One fact of each source over two rounded cells: only its own attacker knows it. */
static void every_source_has_its_attacker(void **state)
{
    static const enum staith_attacker attackers[] = {STAITH_ATTACKER_EARLIER,
                                                     STAITH_ATTACKER_PUBLIC, STAITH_ATTACKER_RATES,
                                                     STAITH_ATTACKER_REBANDED};
    (void)state;
    for (unsigned i = 0; i < 4; i++) {
        audit_case_init(&g, 2);
        g.cells[0] = staith_audit_rounded(5, 5, 1);
        g.cells[1] = staith_audit_rounded(10, 5, 1);
        /* x1 - x0 = 13: x0 = 1, x1 = 14 is all that fits. */
        g.terms[0] = (struct staith_audit_term){1, 1};
        g.terms[1] = (struct staith_audit_term){0, -1};
        g.facts[0] = (struct staith_audit_fact){
            (enum staith_audit_source)(STAITH_AUDIT_EARLIER + i), 13, 13, 0, 2};
        g.audit.fact_count = 1;
        g.audit.term_count = 2;
        struct staith_certificate *c = run(&g);
        assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
        expect(c, 0, 1, 1);
        expect(c, 1, 14, 14);
        for (unsigned k = 0; k < 4; k++) {
            const struct staith_attack_result *result = &c->attackers[attackers[k]];
            assert_int_equal(result->exact, k == i ? 2 : 0);
            assert_int_equal(result->state, k == i ? STAITH_ATTACK_TRIED : STAITH_ATTACK_NOTHING);
        }
        assert_int_equal(c->attackers[STAITH_ATTACKER_PLAIN].exact, 0);
        staith_certificate_free(c);
    }
}

/* start + joiners - leavers = end over two quarters, each rounded by itself and safe alone. */
static void history_is_one_system(void **state)
{
    static const int64_t shown[] = {0, 0, 10, 10};
    (void)state;
    audit_case_init(&g, 4); /* start, joiners, leavers, end */
    for (uint32_t i = 0; i < 4; i++) {
        g.cells[i] = staith_audit_rounded(shown[i], 5, 1);
        g.cells[i].source = i == 3 ? STAITH_AUDIT_RELEASE : STAITH_AUDIT_EARLIER;
        g.terms[i] = (struct staith_audit_term){i, i < 2 ? 1 : -1};
    }
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_EARLIER, 0, 0, 0, 4};
    g.audit.fact_count = 1;
    g.audit.term_count = 4;
    struct staith_certificate *c = run(&g);
    /* At most 4 + 4 come in, at least 6 + 6 must: nothing fits. */
    assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
    staith_certificate_free(c);
    g.cells[2] = staith_audit_rounded(0, 5, 1);
    g.cells[2].source = STAITH_AUDIT_EARLIER;
    g.cells[3].promise = 3;
    c = run(&g);
    expect(c, 3, 6, 8);
    expect(c, 2, 0, 2);
    assert_int_equal(c->verdict, STAITH_VERDICT_NARROW);
    assert_int_equal(c->attackers[STAITH_ATTACKER_EARLIER].narrow, 3);
    staith_certificate_free(c);
}

static void what_the_budget_cuts_short_is_not_passed(void **state)
{
    (void)state;
    table_t1(&g, 4);
    g.audit.budget.cells = 11;
    struct staith_certificate *c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_UNFINISHED);
    staith_certificate_free(c);
    table_t1(&g, 4);
    g.audit.budget.cells = 12;
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    staith_certificate_free(c);
    g.audit.budget.programs = 1;
    c = run(&g);
    assert_int_equal(c->verdict, STAITH_VERDICT_UNFINISHED);
    staith_certificate_free(c);
}

static void malformed_questions_are_errors(void **state)
{
    struct staith_certificate *c = NULL;
    struct staith_err err = {0};
    (void)state;
    table_t1(&g, 4);
    g.cells[0].lo = -1;
    assert_int_equal(staith_audit_run(&g.audit, &c, &err), STAITH_ERR_INVAL);
    assert_null(c);
    assert_non_null(strstr(err.what, "c0000"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t1_intervals),
        cmocka_unit_test(t1_one_person_gets_the_neighbour),
        cmocka_unit_test(t2_intervals),
        cmocka_unit_test(t3_intervals),
        cmocka_unit_test(t4_needs_a_third_hidden_cell),
        cmocka_unit_test(t4_as_printed_does_not_add_and_is_refused),
        cmocka_unit_test(t15_rounded_passes),
        cmocka_unit_test(exact_margins_beside_rounded_cells_do_not_pass),
        cmocka_unit_test(hidden_at_least_one_breaks_a_plain_pattern),
        cmocka_unit_test(t15_suppressed_plainly_fails),
        cmocka_unit_test(marks_break_a_pattern),
        cmocka_unit_test(every_source_has_its_attacker),
        cmocka_unit_test(history_is_one_system),
        cmocka_unit_test(what_the_budget_cuts_short_is_not_passed),
        cmocka_unit_test(malformed_questions_are_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
