/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate_work.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static enum staith_policy_rule rule_of(struct gate_case *c, uint16_t table)
{
    c->decision.choice_count = 0;
    assert_int_equal(staith_gate_choose(&c->work), 0);
    return staith_decision_rule(&c->decision, table, 0);
}

static void as_the_policy_says(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    assert_int_equal(rule_of(c, GATE_HEADLINE), STAITH_POLICY_EXACT);
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_ROUNDED);
    assert_int_equal(c->decision.choice_count, 4);
    assert_int_equal(c->decision.choices[1].base, 5);
    assert_int_equal(c->decision.choices[0].base, 0);
    assert_int_equal(c->decision.choices[0].cells, 1);
    assert_int_equal(c->decision.choices[1].cells, 4);
    assert_int_equal(c->decision.choices[3].cells, 16); /* also where no worker moved */
    assert_int_equal(staith_decision_rule(&c->decision, 9, 0), STAITH_POLICY_NONE);
    assert_int_equal(staith_decision_rule(&c->decision, 0, 9), STAITH_POLICY_NONE);
    gate_case_free(c);
}

static void marked_or_not_given(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_mark mark = {"leavers_headcount", c->table.raw.period, STAITH_STATUS_UNRELIABLE,
                               "withdrawn"};
    c->what.marks = &mark;
    c->what.mark_count = 1;
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_MARKED);
    assert_int_equal(rule_of(c, GATE_HEADLINE), STAITH_POLICY_EXACT);
    mark.period.year--;
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    mark.measure = "starters_headcount";
    mark.period.year++;
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    const struct staith_mark both[2] = {
        mark, {"leavers_headcount", c->table.raw.period, STAITH_STATUS_UNRELIABLE, "withdrawn"}};
    c->what.marks = both;
    c->what.mark_count = 2;
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_MARKED);
    c->what.mark_count = 0;
    c->table.parts[GATE_BY_ROLE].cells[0] =
        (struct staith_cell){.status = STAITH_STATUS_UNAVAILABLE};
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_NOT_GIVEN);
    assert_int_equal(c->decision.choices[GATE_BY_ROLE].base, 0);
    assert_int_equal(rule_of(c, GATE_BY_REASON), STAITH_POLICY_ROUNDED);
    gate_case_free(c);
}

/* Dismissals: for the whole council, where 10 or more left. */
static void sensitive(void **state)
{
    (void)state;
    static const char *const reasons[] = {"resigned", "dismissed", "moved"};
    static const int64_t ten[3][3] = {{1, 2, 3}, {4, 0, 0}, {0, 0, 0}};
    static const int64_t nine[3][3] = {{1, 2, 3}, {3, 0, 0}, {0, 0, 0}};
    static const uint16_t dimensions[] = {0, 1};
    for (int i = 0; i < 2; i++) {
        struct gate_case *c = gate_case_people(i == 0 ? ten : nine, reasons);
        protect_table_over(&c->table, "headline", 0, NULL);
        protect_table_over(&c->table, "by_role", 1, dimensions);
        protect_table_over(&c->table, "by_reason", 1, dimensions + 1);
        protect_table_over(&c->table, "by_role_reason", 2, dimensions);
        gate_case_finish(c);
        assert_int_equal(rule_of(c, GATE_BY_REASON),
                         i == 0 ? STAITH_POLICY_ROUNDED : STAITH_POLICY_TOO_FEW);
        assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
        assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_SENSITIVE_DETAIL);
        gate_case_free(c);
    }
}

/* One person of no known reason: only tables by reason stay. */
static void people_without_a_category(void **state)
{
    (void)state;
    static const uint16_t dimensions[] = {0, 1};
    struct gate_case *c = gate_case_people(gate_people, gate_reasons);
    protect_table_people(&c->table, 1, PROTECT_NONE, PROTECT_NONE, 1);
    protect_table_over(&c->table, "headline", 0, NULL);
    protect_table_over(&c->table, "by_role", 1, dimensions);
    protect_table_over(&c->table, "by_reason", 1, dimensions + 1);
    protect_table_over(&c->table, "by_role_reason", 2, dimensions);
    gate_case_finish(c);
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(c, GATE_BY_REASON), STAITH_POLICY_NO_CATEGORY);
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_NO_CATEGORY);
    gate_case_free(c);
}

static void too_many(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    c->decision.choice_count = STAITH_DECISION_MAX_CHOICES - 3;
    assert_int_equal(staith_gate_choose(&c->work), STAITH_ERR_LIMIT);
    assert_int_equal(c->decision.choice_count, STAITH_DECISION_MAX_CHOICES);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_the_policy_says), cmocka_unit_test(marked_or_not_given),
        cmocka_unit_test(sensitive),          cmocka_unit_test(people_without_a_category),
        cmocka_unit_test(too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
