/* SPDX-License-Identifier: Apache-2.0 */
/* What people and councils that are in the figures themselves can know. */
#include "disclosure/audit/insiders.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct audit_case g;

static struct staith_certificate *run(void)
{
    struct staith_certificate *certificate = NULL;
    struct staith_err err = {0};
    assert_int_equal(staith_audit_run(&g.audit, &certificate, &err), 0);
    return certificate;
}

static const struct staith_attack_result *result(const struct staith_certificate *c,
                                                 enum staith_attacker attacker)
{
    return &c->attackers[attacker];
}

/* One cell shown 0 at base 5: 0 to 4 for outsiders, 1 to 4 for a person in it, 2 to 4 for two. */
static void a_person_rules_out_zero(void **state)
{
    (void)state;
    audit_case_init(&g, 2);
    g.cells[0] = staith_audit_rounded(0, 5, 1);
    g.cells[0].people = true;
    g.cells[1] = staith_audit_rounded(5, 5, 1);
    g.cells[1].people = true;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_TOGETHER)->least, 5);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->least, 4);
    /* In the second cell somebody is known to be: no news for one of them. */
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->systems, 1);
    staith_certificate_free(c);
    g.audit.persons = 2;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->least, 3);
    staith_certificate_free(c);
    g.cells[0] = staith_audit_rounded(0, 3, 1);
    g.cells[0].people = true;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->exact, 1);
    assert_int_equal(c->worst_cell, 0);
    assert_int_equal(c->worst_attacker, STAITH_ATTACKER_PERSON);
    staith_certificate_free(c);
}

/* 0 + 0 = at most 1 in an earlier release: whoever is in one cell knows that nobody is in the
 * other. */
static void a_person_learns_of_others(void **state)
{
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = staith_audit_hidden(true, 2);
    g.cells[0].people = true;
    g.cells[1] = staith_audit_hidden(true, 2);
    g.cells[2] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 1};
    struct staith_certificate *c = run();
    assert_int_equal(result(c, STAITH_ATTACKER_TOGETHER)->exact, 0);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->exact, 2);
    staith_certificate_free(c);
}

/* Of what is lost already outsiders are held to what was left, insiders to nothing: two cells that
 * are 1 together, each known to be 0 or 1, beside one that is promised five values. */
static void what_is_lost_is_no_insiders(void **state)
{
    (void)state;
    audit_case_init(&g, 4);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = staith_audit_hidden(true, 2);
    g.cells[0].people = true;
    g.cells[1] = staith_audit_hidden(true, 2);
    g.cells[2] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 1};
    g.cells[3] = staith_audit_rounded(5, 5, 1);
    g.cells[0].lost = true;
    g.cells[1].lost = true;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    /* What it promises and found is of what is not lost. */
    assert_int_equal(c->audited, 1);
    assert_int_equal(c->promise, 5);
    assert_int_equal(c->least, 9);
    staith_certificate_free(c);
    /* One value less is too few for outsiders too. */
    g.cells[2].hi = 0;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    staith_certificate_free(c);
}

/* Whoever is alone in a cell does not work out a total that is the same people again. */
static void a_total_of_the_same_people_is_no_finding(void **state)
{
    (void)state;
    audit_case_init(&g, 6);
    audit_case_sum(&g, 3, 0, 1, 3);
    audit_case_sum(&g, 4, 5, 1, 1);
    g.cells[0] = staith_audit_rounded(0, 5, 1);
    g.cells[0].people = true;
    g.cells[1] = staith_audit_exact(0);
    g.cells[2] = staith_audit_exact(0);
    g.cells[3] = staith_audit_rounded(0, 5, 1);
    g.cells[4] = staith_audit_rounded(5, 5, 1);
    g.cells[5] = staith_audit_rounded(5, 5, 1);
    g.audit.everyone_alone = true;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->systems, 1);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->least, 5);
    staith_certificate_free(c);
}

/* Two councils and their region, rounded: 3 + 1 = 4 is shown 5 + 0 = 5. */
static void region(bool exact_total)
{
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.values[0] = 3;
    g.values[1] = 1;
    g.values[2] = 4;
    g.cells[0] = staith_audit_rounded(5, 5, 1);
    g.cells[1] = staith_audit_rounded(0, 5, 1);
    g.cells[2] = exact_total ? staith_audit_exact(4) : staith_audit_rounded(5, 5, 1);
    g.cells[0].owner = 1;
    g.cells[1].owner = 2;
}

static void a_council_subtracts_its_own_return(void **state)
{
    (void)state;
    region(false);
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->systems, 2);
    staith_certificate_free(c);
    g.audit.own_values = g.values;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    /* Council 2 has 1 of 1 to 9: council 1 has 1 to 8. Council 1 has 3: council 2 has 0 to 4. */
    assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->least, 5);
    staith_certificate_free(c);
    /* With an exact total of two, each works out the other. */
    region(true);
    g.cells[0].promise = 4;
    g.cells[1].promise = 4;
    g.audit.own_values = g.values;
    c = run();
    assert_int_equal(result(c, STAITH_ATTACKER_TOGETHER)->exact, 0);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->exact, 2);
    staith_certificate_free(c);
    g.audit.own_values = NULL;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    staith_certificate_free(c);
}

static void a_return_that_does_not_fit_is_a_contradiction(void **state)
{
    (void)state;
    region(false);
    g.values[1] = 5;
    g.audit.own_values = g.values;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
    assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->state, STAITH_ATTACK_CONTRADICTED);
    staith_certificate_free(c);
}

/* A sole contributor whose own value is known to the caller, and one whose value cannot be. */
static void a_sole_contributor_subtracts_the_own_value(void **state)
{
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = staith_audit_hidden(true, 5);
    g.cells[1] = staith_audit_hidden(true, 5);
    g.cells[2] = staith_audit_exact(900);
    g.cells[0].sole = true;
    g.values[0] = 850;
    g.audit.own_values = g.values;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->exact, 1);
    assert_int_equal(c->worst_cell, 1);
    staith_certificate_free(c);
    g.values[0] = 901;
    c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_UNFINISHED);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->state, STAITH_ATTACK_UNFINISHED);
    staith_certificate_free(c);
}

/* At most one person in three cells: whoever is in one knows that nobody is in the two others.
 * Three cells are worked out, each by two people, and counted once. */
static void what_two_people_find_is_one_finding(void **state)
{
    (void)state;
    audit_case_init(&g, 4);
    audit_case_sum(&g, 3, 0, 1, 3);
    for (uint32_t i = 0; i < 3; i++) {
        g.cells[i] = staith_audit_hidden(true, 2);
        g.cells[i].people = true;
    }
    g.cells[3] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 1};
    struct staith_certificate *c = run();
    assert_int_equal(result(c, STAITH_ATTACKER_TOGETHER)->exact, 0);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->systems, 3);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->exact, 3);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->narrow, 3);
    staith_certificate_free(c);
}

/* Whom no whole numbers allow is not there: 2 w + 2 x + 2 y - z = 10, so that z is not 1. No bound
 * sees that, and z is not audited, so that nobody has looked before. */
static void a_person_who_cannot_be_is_none(void **state)
{
    (void)state;
    audit_case_init(&g, 4);
    for (uint32_t i = 0; i < 4; i++) {
        g.cells[i] = (struct staith_audit_cell){
            .shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = i < 3 ? 9 : 1, .promise = i < 3 ? 3 : 0};
        g.terms[i] = (struct staith_audit_term){i, i < 3 ? 2 : -1};
    }
    g.cells[3].people = true;
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 10, 10, 0, 4};
    g.audit.fact_count = 1;
    g.audit.term_count = 4;
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->state, STAITH_ATTACK_TRIED);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->systems, 1);
    assert_int_equal(result(c, STAITH_ATTACKER_PERSON)->least, 0);
    staith_certificate_free(c);
}

/* A sole contributor to what is printed exactly learns nothing. */
static void a_sole_contributor_to_an_exact_cell_learns_nothing(void **state)
{
    (void)state;
    audit_case_init(&g, 2);
    g.cells[0] = staith_audit_exact(3);
    g.cells[0].sole = true;
    g.cells[1] = staith_audit_hidden(true, 2);
    struct staith_certificate *c = run();
    assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->state, STAITH_ATTACK_NOTHING);
    staith_certificate_free(c);
}

/* Returns that cannot be: below what is printed and above it, in whichever of two cells; and each
 * cell by itself, but not their sum. */
static void returns_that_do_not_fit(void **state)
{
    static const int64_t wrong[][3] = {{0, 3, 3},   {10, 3, 13}, {3, 0, 3},
                                       {3, 10, 13}, {1, 1, 2},   {9, 9, 18}};
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        audit_case_init(&g, 3);
        audit_case_sum(&g, 2, 0, 1, 2);
        for (uint32_t k = 0; k < 3; k++) {
            g.cells[k] = staith_audit_rounded(k < 2 ? 5 : 10, 5, 1);
            g.cells[k].owner = k < 2 ? 1 : 0;
            g.values[k] = wrong[i][k];
        }
        g.audit.own_values = g.values;
        struct staith_certificate *c = run();
        assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->state, STAITH_ATTACK_CONTRADICTED);
        assert_int_equal(c->verdict, STAITH_VERDICT_CONTRADICTION);
        staith_certificate_free(c);
    }
}

/* One hidden cell of people from 0 to hi: whoever is in it leaves 1 to hi. A person may take the
 * own contribution from what is promised, and never all but one value; of a promise of one, nothing
 * is asked. Two people likewise. */
static void what_a_person_must_leave(void **state)
{
    static const struct {
        int64_t promise, hi;
        uint32_t persons;
        bool narrow;
    } all[] = {{5, 4, 1, false}, {5, 4, 2, false}, {4, 3, 1, false}, {3, 2, 1, false},
               {3, 3, 2, false}, {3, 2, 2, true},  {2, 2, 1, false}, {2, 1, 1, true},
               {4, 4, 2, false}, {4, 3, 2, false}};
    (void)state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        audit_case_init(&g, 1);
        g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE,
                                                .lo = 0,
                                                .hi = all[i].hi,
                                                .promise = all[i].promise,
                                                .people = true};
        g.audit.persons = all[i].persons;
        struct staith_certificate *c = run();
        const struct staith_attack_result *person = result(c, STAITH_ATTACKER_PERSON);
        assert_int_equal(person->narrow, all[i].narrow ? 1 : 0);
        assert_int_equal(c->verdict == STAITH_VERDICT_PASSED, !all[i].narrow);
        int64_t left = all[i].hi + 1 - (int64_t)all[i].persons;
        int64_t asked = all[i].promise - (int64_t)all[i].persons;
        asked = asked < 2 ? 2 : asked;
        assert_int_equal(person->least, left < asked ? left : asked);
        staith_certificate_free(c);
    }
}

/* Of two councils' cells the other's must keep two values; one is a finding, and both of the two
 * that are found are said to be. */
static void what_a_council_must_leave(void **state)
{
    (void)state;
    for (int64_t hi = 4; hi <= 6; hi++) {
        audit_case_init(&g, 3);
        audit_case_sum(&g, 2, 0, 1, 2);
        for (uint32_t i = 0; i < 2; i++) {
            g.cells[i] = (struct staith_audit_cell){
                .shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 4, .promise = 3, .owner = i + 1};
            g.values[i] = 2;
        }
        /* Their sum is 4, or 4 to 5, or 4 to 6: less 2, that leaves one value, two or three. */
        g.cells[2] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 4, .hi = hi};
        g.values[2] = 4;
        g.audit.own_values = g.values;
        struct staith_certificate *c = run();
        const struct staith_attack_result *council = result(c, STAITH_ATTACKER_COUNCIL);
        assert_int_equal(council->least, hi - 3);
        assert_int_equal(council->exact, hi == 4 ? 2 : 0);
        assert_int_equal(council->narrow, hi == 4 ? 2 : 0);
        assert_int_equal(c->verdict, hi == 4 ? STAITH_VERDICT_EXACT : STAITH_VERDICT_PASSED);
        assert_int_equal(c->worst_cell, hi == 4 ? 1 : -1); /* the first council finds it */
        staith_certificate_free(c);
    }
}

/* A council's own total of totals, the outermost sum named first, and beside it a part that is
 * printed: all of that is its own return again, and no finding against it. */
static void totals_of_the_own_return_are_no_finding(void **state)
{
    (void)state;
    for (uint32_t order = 0; order < 2; order++) {
        audit_case_init(&g, 6);
        audit_case_sum(&g, 4, order == 0 ? 3 : 5, 1, 1);
        audit_case_sum(&g, order == 0 ? 3 : 5, 0, 1, 3);
        for (uint32_t i = 0; i < 6; i++) {
            g.cells[i] = staith_audit_hidden(true, 5);
        }
        g.cells[1] = staith_audit_exact(7);
        g.cells[2] = staith_audit_exact(0);
        g.cells[order == 0 ? 5 : 3] = staith_audit_rounded(5, 5, 1);
        g.cells[0].owner = STAITH_AUDIT_MAX_COUNCILS;
        g.values[0] = 12;
        g.audit.own_values = g.values;
        struct staith_certificate *c = run();
        assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->systems, 1);
        assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->narrow, 0);
        assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
        staith_certificate_free(c);
        /* A part that others do not know makes the totals something else. */
        g.cells[1] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 7, .hi = 8};
        c = run();
        assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->narrow, 0);
        assert_int_equal(result(c, STAITH_ATTACKER_COUNCIL)->least, 2);
        staith_certificate_free(c);
    }
}

/* Of 900 together a sole contributor has 500 to 900; whose value is not known is taken for the
 * middle of that, and so finds the other's. Of people whoever is alone is one, at whichever end of
 * what outsiders know that is. */
static void what_whoever_is_alone_has(void **state)
{
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 500, .hi = 900};
    g.cells[1] = staith_audit_hidden(true, 5);
    g.cells[2] = staith_audit_exact(900);
    g.cells[0].sole = true;
    struct staith_certificate *c = run();
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->state, STAITH_ATTACK_TRIED);
    assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->exact, 1);
    assert_int_equal(c->verdict, STAITH_VERDICT_EXACT);
    staith_certificate_free(c);
    for (int64_t lo = 0; lo < 2; lo++) {
        audit_case_init(&g, 2);
        g.cells[0] = (struct staith_audit_cell){
            .shows = STAITH_AUDIT_RANGE, .lo = lo, .hi = lo + 1, .people = true, .sole = true};
        g.cells[1] = staith_audit_hidden(true, 2);
        c = run();
        assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->state, STAITH_ATTACK_TRIED);
        assert_int_equal(result(c, STAITH_ATTACKER_ALONE)->systems, 1);
        assert_int_equal(c->verdict, STAITH_VERDICT_PASSED);
        staith_certificate_free(c);
    }
}

static int init_in(struct staith_arena *in)
{
    struct staith_insiders insiders = {.audit = &g.audit};
    return staith_insiders_init(&insiders, in);
}

static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    audit_case_init(&g, 40);
    assert_true(short_arena_refused(init_in, STAITH_ERR_NOMEM, 65536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_that_is_too_small),
        cmocka_unit_test(a_person_rules_out_zero),
        cmocka_unit_test(a_person_learns_of_others),
        cmocka_unit_test(what_is_lost_is_no_insiders),
        cmocka_unit_test(a_total_of_the_same_people_is_no_finding),
        cmocka_unit_test(a_council_subtracts_its_own_return),
        cmocka_unit_test(a_return_that_does_not_fit_is_a_contradiction),
        cmocka_unit_test(a_sole_contributor_subtracts_the_own_value),
        cmocka_unit_test(what_two_people_find_is_one_finding),
        cmocka_unit_test(a_person_who_cannot_be_is_none),
        cmocka_unit_test(a_sole_contributor_to_an_exact_cell_learns_nothing),
        cmocka_unit_test(returns_that_do_not_fit),
        cmocka_unit_test(what_whoever_is_alone_has),
        cmocka_unit_test(what_a_person_must_leave),
        cmocka_unit_test(what_a_council_must_leave),
        cmocka_unit_test(totals_of_the_own_return_are_no_finding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
