/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate_work.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct gate_case *published(void)
{
    struct gate_case *c = gate_case_new();
    assert_int_equal(staith_gate_choose(&c->work), 0);
    assert_int_equal(staith_gate_blocks_make(&c->work), 0);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_int_equal(staith_gate_publish(&c->work), 0);
    return c;
}

/* Every place, also where nobody is; the total that leaves exactly is not repeated. */
static void every_place(void **state)
{
    (void)state;
    struct gate_case *c = published();
    assert_int_equal(c->work.cell_count, 1 + 3 + 3 + 15);
    const struct staith_release_cell *nobody =
        gate_case_cell(c, "by_role_reason", "worker", "moved");
    assert_non_null(nobody);
    assert_int_equal(nobody->value.value, 0);
    assert_int_equal(nobody->value.lo, 0);
    assert_int_equal(nobody->value.hi, 4);
    assert_int_equal(nobody->base, 5);
    assert_int_equal(nobody->reach, 1);
    assert_null(gate_case_cell(c, "by_role_reason", NULL, NULL));
    assert_null(gate_case_cell(c, "by_role", NULL, NULL));
    const struct staith_release_cell *row = gate_case_cell(c, "by_role_reason", "senior", NULL);
    assert_string_equal(row->dimensions[0], "role");
    assert_string_equal(row->dimensions[1], "reason");
    assert_int_equal(row->value.value, gate_case_cell(c, "by_role", "senior", NULL)->value.value);
    const struct staith_release_cell *top = gate_case_cell(c, "headline", NULL, NULL);
    assert_int_equal(top->value.value, 28);
    assert_int_equal(top->base, 0);
    gate_case_free(c);
}

/* Every sum of what is published holds, and every number is beside the true one. */
static void sums_hold(void **state)
{
    (void)state;
    struct gate_case *c = published();
    for (int role = 0; role < 3; role++) {
        int64_t sum = 0;
        for (int reason = 0; reason < 3; reason++) {
            const struct staith_value *value =
                &gate_case_cell(c, "by_role_reason", gate_roles[role], gate_reasons[reason])->value;
            assert_int_equal(value->value % 5, 0);
            assert_true(value->lo <= gate_people[role][reason] &&
                        gate_people[role][reason] <= value->hi);
            sum += value->value;
        }
        assert_int_equal(gate_case_cell(c, "by_role", gate_roles[role], NULL)->value.value, sum);
    }
    gate_case_free(c);
}

static void account(void **state)
{
    (void)state;
    struct gate_case *c = published();
    c->decision.choices[GATE_BY_REASON].rule = STAITH_POLICY_LESS_DETAIL;
    assert_int_equal(staith_gate_publish(&c->work), 0);
    assert_int_equal(c->work.cell_count, 1 + 3 + 15);
    staith_gate_account(&c->work);
    assert_int_equal(c->decision.disposition_count, 4);
    const struct staith_disposition *by = c->decision.dispositions;
    assert_string_equal(by[GATE_HEADLINE].rule, "headline_exact");
    assert_int_equal(by[GATE_HEADLINE].released, 1);
    assert_string_equal(by[GATE_BY_ROLE].rule, "rounded");
    assert_int_equal(by[GATE_BY_ROLE].cells, 4);
    assert_int_equal(by[GATE_BY_ROLE].released, 3);
    assert_int_equal(by[GATE_BY_ROLE].withheld, 0);
    assert_string_equal(by[GATE_BY_REASON].rule, "less_detail_withheld");
    assert_int_equal(by[GATE_BY_REASON].released, 0);
    assert_int_equal(by[GATE_BY_REASON].withheld, 4);
    assert_int_equal(by[GATE_BY_ROLE_REASON].released, 15);
    assert_int_equal(c->decision.choices[GATE_BY_ROLE].reach, 1);
    gate_case_free(c);
}

static void marked(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    const struct staith_mark mark = {"leavers_headcount", c->table.raw.period,
                                     STAITH_STATUS_UNRELIABLE, "withdrawn"};
    c->what.marks = &mark;
    c->what.mark_count = 1;
    assert_int_equal(staith_gate_choose(&c->work), 0);
    assert_int_equal(staith_gate_blocks_make(&c->work), 0);
    assert_int_equal(c->work.block_count, 0);
    assert_int_equal(staith_gate_publish(&c->work), 0);
    assert_int_equal(c->work.cell_count, 1);
    assert_int_equal(c->work.cells[0].value.status, STAITH_STATUS_UNRELIABLE);
    assert_int_equal(c->work.cells[0].value.value, 0);
    assert_string_equal(c->work.cells[0].reason, "withdrawn");
    assert_int_equal(c->decision.marked, 1);
    gate_case_free(c);
}

/* More tables than there is memory for. */
static void no_room(void **state)
{
    (void)state;
    struct gate_case *c = published();
    staith_arena_deinit(&c->work.arena);
    staith_arena_init(&c->work.arena, 64);
    c->work.cells = NULL;
    c->work.cell_count = 0;
    c->work.cell_room = 0;
    assert_int_equal(staith_gate_publish(&c->work), STAITH_ERR_LIMIT);
    c->decision.choices[GATE_HEADLINE].rule = STAITH_POLICY_HELD;
    assert_int_equal(staith_gate_publish(&c->work), STAITH_ERR_LIMIT);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place), cmocka_unit_test(sums_hold), cmocka_unit_test(account),
        cmocka_unit_test(marked),      cmocka_unit_test(no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
