/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/gate_work.h"

#include "gate_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct gate_case *rounded(void)
{
    struct gate_case *c = gate_case_new();
    assert_int_equal(staith_gate_choose(&c->work), 0);
    assert_int_equal(staith_gate_blocks_make(&c->work), 0);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    return c;
}

static enum staith_policy_rule rule_of(const struct gate_case *c, uint16_t table)
{
    return staith_decision_rule(&c->decision, table, 0);
}

/* One measure is one block. Its exact total is known, and its sums hold for a multiple beside it:
 * 28 is 25 or 30. */
static void one_block(void **state)
{
    (void)state;
    struct gate_case *c = rounded();
    assert_int_equal(c->work.block_count, 1);
    const struct staith_gate_block *block = &c->work.blocks[0];
    assert_true(block->leaves && block->exact_total && !block->stale);
    assert_int_equal(block->system.cell_count, 16);
    assert_int_equal(block->rounding.state, STAITH_ROUND_ADJACENT);
    int64_t total = staith_system_find(&block->system, "leavers_headcount");
    assert_int_equal(block->rounding.cells[total].published, 28);
    int64_t multiple = block->rounding.cells[total].rounded;
    assert_true(multiple == 25 || multiple == 30);
    gate_case_free(c);
}

/* The next multiple first, then tables, those with most dimensions first, then nothing is left. */
static void step_by_step(void **state)
{
    (void)state;
    struct gate_case *c = rounded();
    struct staith_gate_block *block = &c->work.blocks[0];
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount|role=senior");
    assert_int_equal(block->least_reach, 2);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_int_equal(block->rounding.state, STAITH_ROUND_NEXT);
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount|role=senior");
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_LESS_DETAIL);
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    assert_int_equal(block->least_reach, 1);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_int_equal(block->system.cell_count, 7);
    assert_int_equal(block->rounding.state, STAITH_ROUND_ADJACENT);
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount|role=senior");
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount|role=senior");
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_LESS_DETAIL);
    assert_int_equal(rule_of(c, GATE_BY_REASON), STAITH_POLICY_ROUNDED);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_true(block->leaves);
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount");
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount");
    assert_int_equal(rule_of(c, GATE_BY_REASON), STAITH_POLICY_LESS_DETAIL);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    assert_false(block->leaves);
    assert_int_equal(rule_of(c, GATE_HEADLINE), STAITH_POLICY_EXACT);
    gate_case_free(c);
}

/* Without a cell that is worst, or with one of another measure, nothing rounded leaves. */
static void nothing_to_hold_on_to(void **state)
{
    (void)state;
    static const char *const names[] = {NULL, "leavers", "leavers_headcount_more",
                                        "starters_headcount|role=senior"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct gate_case *c = rounded();
        staith_gate_blocks_fall_back(&c->work, names[i]);
        for (uint16_t t = GATE_BY_ROLE; t <= GATE_BY_ROLE_REASON; t++) {
            assert_int_equal(rule_of(c, t), STAITH_POLICY_NOT_PROVED);
            assert_int_equal(c->decision.choices[t].base, 0);
        }
        assert_int_equal(rule_of(c, GATE_HEADLINE), STAITH_POLICY_EXACT);
        assert_false(c->work.blocks[0].leaves || c->work.blocks[0].stale);
        gate_case_free(c);
    }
}

/* A cell that no table of the block has: all of the block stays. */
static void a_shape_of_no_table(void **state)
{
    (void)state;
    struct gate_case *c = rounded();
    c->work.blocks[0].least_reach = 2;
    staith_gate_blocks_fall_back(&c->work, "leavers_headcount|age=old");
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_LESS_DETAIL);
    assert_false(c->work.blocks[0].leaves);
    gate_case_free(c);
}

/* New stretches of bands of a measure without a course have the dataset in their name. One table
 * less detail is what they cost, and not the block. */
static void a_stretch_of_a_measure_itself(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    c->table.measure.code = "vetted_headcount";
    assert_int_equal(staith_gate_choose(&c->work), 0);
    assert_int_equal(staith_gate_blocks_make(&c->work), 0);
    assert_int_equal(staith_gate_blocks_round(&c->work), 0);
    c->work.blocks[0].least_reach = 2;
    staith_gate_blocks_fall_back(&c->work, "~~=csww.vetted_headcount|role=@0-24300#0-359");
    assert_int_equal(rule_of(c, GATE_BY_ROLE_REASON), STAITH_POLICY_LESS_DETAIL);
    assert_int_equal(rule_of(c, GATE_BY_ROLE), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(c, GATE_BY_REASON), STAITH_POLICY_ROUNDED);
    assert_true(c->work.blocks[0].leaves);
    gate_case_free(c);
    assert_string_equal(staith_gate_cell_name("~leavers|sex=a.b#1"), "leavers|sex=a.b#1");
    assert_string_equal(staith_gate_cell_name("=csww.pay"), "pay");
    assert_string_equal(staith_gate_cell_name("~="), "=");
}

static int64_t late(void *ctx)
{
    (void)ctx;
    return 5000;
}

static void deadline(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_outside clock = *c->work.outside;
    clock.monotonic_ms = late;
    c->work.outside = &clock;
    c->work.deadline_ms = 5100;
    assert_int_equal(staith_gate_left_ms(&c->work), 100);
    c->work.deadline_ms = 5002;
    assert_int_equal(staith_gate_left_ms(&c->work), 2);
    c->work.deadline_ms = 5001;
    assert_int_equal(staith_gate_left_ms(&c->work), 1);
    c->work.deadline_ms = 4000;
    assert_int_equal(staith_gate_left_ms(&c->work), 1);
    gate_case_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_block),
        cmocka_unit_test(step_by_step),
        cmocka_unit_test(nothing_to_hold_on_to),
        cmocka_unit_test(a_shape_of_no_table),
        cmocka_unit_test(a_stretch_of_a_measure_itself),
        cmocka_unit_test(deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
