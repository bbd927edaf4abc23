/* SPDX-License-Identifier: Apache-2.0 */
/* What people and councils that are in the figures themselves can know. */
#include "disclosure/audit/insiders.h"

#include "audit_case.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_rules_out_zero),
        cmocka_unit_test(a_person_learns_of_others),
        cmocka_unit_test(a_total_of_the_same_people_is_no_finding),
        cmocka_unit_test(a_council_subtracts_its_own_return),
        cmocka_unit_test(a_return_that_does_not_fit_is_a_contradiction),
        cmocka_unit_test(a_sole_contributor_subtracts_the_own_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
