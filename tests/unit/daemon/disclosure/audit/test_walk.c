/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/walk.h"

#include "audit_case.h"
#include "short_arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct audit_case g;
static struct staith_arena arena;
static struct staith_attack attack;

static int tear_down(void **state)
{
    (void)state;
    staith_arena_deinit(&arena);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    staith_arena_init(&arena, 1 << 24);
    return 0;
}

static void build(void)
{
    assert_int_equal(
        staith_attack_build(&g.audit, staith_attack_knowledge(&g.audit), &arena, &attack), 0);
}

static struct staith_moves moves;
static struct staith_walk walk;

static void begin(const int64_t *x)
{
    build();
    assert_int_equal(staith_moves_find(&attack, attack.lo, attack.hi, &arena, &moves), 0);
    assert_int_equal(staith_walk_init(&walk, &attack, &moves, &arena), 0);
    memcpy(walk.x, x, attack.cells * sizeof(*x));
}

static void every_step_is_a_solution(void **state)
{
    (void)state;
    audit_case_t15(&g);
    assert_true(audit_case_round(&g, 5));
    begin(g.values);
    int64_t least = 1000;
    int64_t greatest = 0;
    for (int i = 0; i < 200; i++) {
        staith_walk_sweep(&walk, attack.lo, attack.hi);
        assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, walk.x));
        int64_t total = walk.x[t15_cell(14, 5, 4)];
        least = total < least ? total : least;
        greatest = total > greatest ? total : greatest;
    }
    assert_true(least < greatest);
}

static void a_push_brings_a_cell_where_it_can_go(void **state)
{
    (void)state;
    audit_case_t15(&g);
    assert_true(audit_case_round(&g, 5));
    begin(g.values);
    uint32_t cell = t15_cell(0, 0, 0);
    assert_true(attack.hi[cell] - attack.lo[cell] >= 4);
    for (int64_t value = attack.lo[cell]; value <= attack.hi[cell]; value++) {
        for (int i = 0; i < 60 && walk.x[cell] != value; i++) {
            staith_walk_push(&walk, attack.lo, attack.hi, cell, value);
            assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, walk.x));
        }
        assert_int_equal(walk.x[cell], value);
    }
}

/* Rows that are not equations are minded too: x0 <= x1. */
static void inequalities_are_kept(void **state)
{
    static const int64_t x[] = {2, 5};
    (void)state;
    audit_case_init(&g, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 9};
    g.cells[1] = g.cells[0];
    g.terms[0] = (struct staith_audit_term){0, 1};
    g.terms[1] = (struct staith_audit_term){1, -1};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RATES, -STAITH_AUDIT_NO_LIMIT, 0, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    begin(x);
    bool moved = false;
    for (int i = 0; i < 100; i++) {
        staith_walk_sweep(&walk, attack.lo, attack.hi);
        assert_true(walk.x[0] <= walk.x[1]);
        moved = moved || walk.x[0] != 2;
    }
    assert_true(moved);
}

/* The same every time, and no further than it may where nothing limits a cell. */
static void a_walk_repeats_itself(void **state)
{
    static const int64_t x[] = {1, 1, 2};
    int64_t once[3];
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    begin(x);
    for (int i = 0; i < 50; i++) {
        staith_walk_sweep(&walk, attack.lo, attack.hi);
    }
    memcpy(once, walk.x, sizeof(once));
    assert_true(once[0] <= 1 + 50 * 64);
    begin(x);
    for (int i = 0; i < 50; i++) {
        staith_walk_sweep(&walk, attack.lo, attack.hi);
    }
    assert_memory_equal(once, walk.x, sizeof(once));
}

static void without_moves_it_stands_still(void **state)
{
    static const int64_t x[] = {7};
    (void)state;
    audit_case_init(&g, 1);
    g.cells[0] = staith_audit_exact(7);
    begin(x);
    staith_walk_sweep(&walk, attack.lo, attack.hi);
    staith_walk_push(&walk, attack.lo, attack.hi, 0, 9);
    assert_int_equal(walk.x[0], 7);
}

/* x0 - x1 between two ends, one of them, or none: what a sweep does stays within. A cell without a
 * limit is pushed far, both ways, and comes back. */
static void rows_with_one_end_and_cells_without_a_limit(void **state)
{
    static const int64_t x[] = {500, 500, 1000, 7};
    static const int64_t high[] = {700000000000, 100000000000, 800000000000, 999999999999};
    static const int64_t ends[4][2] = {{-3, 3},
                                       {-STAITH_AUDIT_NO_LIMIT, 3},
                                       {-3, STAITH_AUDIT_NO_LIMIT},
                                       {-STAITH_AUDIT_NO_LIMIT, STAITH_AUDIT_NO_LIMIT}};
    (void)state;
    for (int k = 0; k < 4; k++) {
        audit_case_init(&g, 4);
        audit_case_sum(&g, 2, 0, 1, 2);
        g.terms[0] = (struct staith_audit_term){0, 1};
        g.terms[1] = (struct staith_audit_term){1, -1};
        g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, ends[k][0], ends[k][1], 0, 2};
        g.audit.fact_count = 1;
        g.audit.term_count = 2;
        begin(x);
        for (int i = 0; i < 2000; i++) {
            staith_walk_sweep(&walk, attack.lo, attack.hi);
            staith_walk_push(&walk, attack.lo, attack.hi, (uint32_t)i % 4, i % 3 == 0 ? 0 : 900);
            assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, walk.x));
            assert_true(walk.x[0] - walk.x[1] >= ends[k][0] && walk.x[0] - walk.x[1] <= ends[k][1]);
        }
        /* From where down is as far as no limit is. */
        if (k == 3) {
            begin(high);
            for (int i = 0; i < 500; i++) {
                staith_walk_push(&walk, attack.lo, attack.hi, (uint32_t)i % 4, 600000000000);
                staith_walk_sweep(&walk, attack.lo, attack.hi);
                assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, walk.x));
            }
            begin(x);
        }
        for (int i = 0; i < 200 && walk.x[2] != 60; i++) {
            staith_walk_push(&walk, attack.lo, attack.hi, 2, 60);
        }
        assert_int_equal(walk.x[2], 60);
    }
}

static int init_in(struct staith_arena *in)
{
    return staith_walk_init(&walk, &attack, &moves, in);
}

static void an_arena_that_is_too_small(void **state)
{
    static const int64_t x[9] = {0};
    (void)state;
    audit_case_table(&g, 2, 2);
    begin(x);
    assert_true(short_arena_refused(init_in, STAITH_ERR_NOMEM, 65536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_that_is_too_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_step_is_a_solution, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_push_brings_a_cell_where_it_can_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inequalities_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_walk_repeats_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_moves_it_stands_still, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_with_one_end_and_cells_without_a_limit, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
