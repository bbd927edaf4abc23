/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/lp.h"

#include "audit_case.h"

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

static struct staith_effort effort;
static int64_t x[AUDIT_CASE_CELLS];

static struct staith_lp *open_lp(void)
{
    effort = (struct staith_effort){
        .outside = staith_outside_machine(), .deadline_ms = INT64_MAX, .programs_left = 1000};
    struct staith_lp *lp = staith_lp_new(&attack, attack.lo, attack.hi, &effort);
    assert_non_null(lp);
    return lp;
}

static int64_t optimum(struct staith_lp *lp, uint32_t cell, int direction)
{
    int64_t bound = -1;
    assert_int_equal(staith_lp_solve(lp, cell, direction, false, &bound, x), STAITH_LP_SOLVED);
    return bound;
}

/* T2 of the conformance cases. */
static void a_program_finds_the_ends(void **state)
{
    static const int64_t values[] = {20, 50, 10, 80, 8,  19,  22, 49,
                                     17, 32, 12, 61, 45, 101, 44, 190};
    static const uint32_t hidden[] = {4, 6, 8, 10};
    (void)state;
    audit_case_table(&g, 3, 3);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, 4, 5);
    build();
    struct staith_lp *lp = open_lp();
    assert_int_equal(optimum(lp, 4, -1), 0);
    assert_int_equal(optimum(lp, 4, 1), 25);
    assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    assert_int_equal(optimum(lp, 6, -1), 5);
    assert_int_equal(optimum(lp, 6, 1), 30);
    assert_int_equal(optimum(lp, 10, -1), 4);
    assert_int_equal(optimum(lp, 10, 1), 29);
    assert_int_equal(optimum(lp, 0, 1), 20);
    /* A cell that is fixed moves the others. */
    staith_lp_fix(lp, 4, 7);
    assert_int_equal(optimum(lp, 6, -1), 23);
    assert_int_equal(x[4], 7);
    staith_lp_fix(lp, -1, 0);
    assert_int_equal(optimum(lp, 6, -1), 5);
    attack.lo[4] = 3;
    staith_lp_bounds(lp, attack.lo, attack.hi);
    assert_int_equal(optimum(lp, 6, 1), 27);
    assert_int_equal(effort.programs, 10);
    assert_int_equal(effort.programs_left, 990);
    staith_lp_free(lp);
    staith_lp_free(NULL);
}

/* 3 x0 + 3 x1 = 10 has solutions, but no whole ones; 2 x0 = x1 + 3 has both. */
static void whole_numbers_are_another_question(void **state)
{
    int64_t bound;
    (void)state;
    audit_case_init(&g, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 9};
    g.cells[1] = g.cells[0];
    g.terms[0] = (struct staith_audit_term){0, 3};
    g.terms[1] = (struct staith_audit_term){1, 3};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 10, 10, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    build();
    struct staith_lp *lp = open_lp();
    assert_int_equal(staith_lp_solve(lp, 0, 1, false, &bound, x), STAITH_LP_SOLVED);
    assert_int_equal(bound, 3);
    assert_false(staith_attack_holds(&attack, attack.lo, attack.hi, x));
    assert_int_equal(staith_lp_solve(lp, 0, 1, true, &bound, x), STAITH_LP_IMPOSSIBLE);
    staith_lp_free(lp);
    g.terms[0].times = 2;
    g.terms[1].times = -1;
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 3, 3, 0, 2};
    build();
    lp = open_lp();
    assert_int_equal(staith_lp_solve(lp, 0, -1, true, &bound, x), STAITH_LP_SOLVED);
    assert_int_equal(bound, 2);
    assert_int_equal(x[1], 1);
    staith_lp_free(lp);
}

static void impossible_and_unbounded_are_told_apart(void **state)
{
    int64_t bound;
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 3, .hi = 9};
    build();
    struct staith_lp *lp = open_lp();
    assert_int_equal(staith_lp_solve(lp, 2, 1, false, &bound, x), STAITH_LP_UNBOUNDED);
    assert_int_equal(optimum(lp, 2, -1), 3);
    staith_lp_fix(lp, 2, 2);
    assert_int_equal(staith_lp_solve(lp, -1, -1, false, &bound, x), STAITH_LP_IMPOSSIBLE);
    staith_lp_free(lp);
}

static void a_program_beyond_the_budget_is_not_run(void **state)
{
    int64_t bound;
    (void)state;
    audit_case_init(&g, 1);
    build();
    struct staith_lp *lp = open_lp();
    effort.programs_left = 1;
    assert_int_equal(optimum(lp, 0, -1), 0);
    assert_int_equal(staith_lp_solve(lp, 0, -1, false, &bound, x), STAITH_LP_GAVE_UP);
    effort.programs_left = 1;
    effort.deadline_ms = 0;
    assert_true(staith_effort_is_over(&effort));
    assert_int_equal(staith_lp_solve(lp, 0, -1, false, &bound, x), STAITH_LP_GAVE_UP);
    staith_lp_free(lp);
}

/* Rows with one end or none; a cell that is fixed already; nothing left to solve for. */
static void what_needs_no_program(void **state)
{
    int64_t bound = -1;
    (void)state;
    audit_case_init(&g, 3);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 9};
    g.cells[1] = g.cells[0];
    g.cells[2] = staith_audit_exact(4);
    for (uint32_t i = 0; i < 6; i++) {
        g.terms[i] = (struct staith_audit_term){i % 2, 1};
    }
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, -STAITH_AUDIT_NO_LIMIT,
                                            STAITH_AUDIT_NO_LIMIT, 0, 2};
    g.facts[1] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 3, STAITH_AUDIT_NO_LIMIT, 2, 2};
    g.facts[2] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, -STAITH_AUDIT_NO_LIMIT, 11, 4, 2};
    g.audit.fact_count = 3;
    g.audit.term_count = 6;
    build();
    struct staith_lp *lp = open_lp();
    staith_lp_fix(lp, 1, 9);
    assert_int_equal(optimum(lp, 0, 1), 2);
    staith_lp_fix(lp, 2, 7); /* it is 4 */
    assert_int_equal(optimum(lp, 0, 1), 9);
    assert_int_equal(optimum(lp, 2, 1), 4);
    staith_lp_fix(lp, 0, 0);
    assert_int_equal(optimum(lp, 1, -1), 3);
    staith_lp_free(lp);
    audit_case_init(&g, 1);
    g.cells[0] = staith_audit_exact(7);
    build();
    lp = open_lp();
    assert_int_equal(optimum(lp, 0, 1), 7);
    assert_int_equal(x[0], 7);
    assert_int_equal(staith_lp_solve(lp, -1, 1, true, &bound, x), STAITH_LP_SOLVED);
    assert_int_equal(bound, 0);
    staith_lp_free(lp);
}

static void the_solver_says_its_version(void **state)
{
    (void)state;
    assert_memory_equal(staith_lp_solver(), "GLPK 5.", 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_program_finds_the_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whole_numbers_are_another_question, set_up, tear_down),
        cmocka_unit_test_setup_teardown(impossible_and_unbounded_are_told_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_program_beyond_the_budget_is_not_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_needs_no_program, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_solver_says_its_version, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
