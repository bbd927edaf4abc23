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

/* x0 + times x1 is `sum`. */
static void equation(uint32_t at, int64_t times, int64_t sum)
{
    g.terms[0] = (struct staith_audit_term){0, 1};
    g.terms[1] = (struct staith_audit_term){at, times};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, sum, sum, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
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

/* Where nothing but its own ends is in the way a cell is there after one push, or at the end. */
static void one_push_goes_all_the_way(void **state)
{
    static const int64_t x[] = {2, 4, 6};
    (void)state;
    audit_case_init(&g, 3);
    audit_case_sum(&g, 2, 0, 1, 2);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 6};
    g.cells[1] = g.cells[0];
    g.cells[2] = staith_audit_exact(6);
    begin(x);
    for (uint32_t cell = 0; cell < 2; cell++) {
        for (int64_t from = 0; from <= 6; from++) {
            for (int64_t to = -1; to <= 7; to++) {
                walk.x[cell] = from;
                walk.x[1 - cell] = 6 - from;
                staith_walk_push(&walk, attack.lo, attack.hi, cell, to);
                assert_int_equal(walk.x[cell], to < 0 ? 0 : (to > 6 ? 6 : to));
                assert_int_equal(walk.x[0] + walk.x[1], 6);
            }
        }
    }
}

/* x0 + 2 x1 = 12 with x0 from 1 to 12: x0 goes by twos, x1 no further than 5. */
static void a_cell_that_counts_twice_goes_half_as_far(void **state)
{
    static const int64_t x[] = {6, 3};
    (void)state;
    audit_case_init(&g, 2);
    equation(1, 2, 12);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 1, .hi = 12};
    g.cells[1] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 9};
    begin(x);
    for (int64_t to = 0; to <= 9; to++) {
        staith_walk_push(&walk, attack.lo, attack.hi, 1, to);
        assert_int_equal(walk.x[1], to > 5 ? 5 : to);
        assert_int_equal(walk.x[0] + 2 * walk.x[1], 12);
    }
    for (int64_t to = 2; to <= 12; to += 2) {
        staith_walk_push(&walk, attack.lo, attack.hi, 0, to);
        assert_int_equal(walk.x[0], to);
        assert_int_equal(walk.x[0] + 2 * walk.x[1], 12);
    }
    /* What it can have above 7 is 8, below it 6. */
    memcpy(walk.x, x, sizeof(x));
    staith_walk_push(&walk, attack.lo, attack.hi, 0, 7);
    assert_true(walk.x[0] == 6 || walk.x[0] == 8);
    assert_int_equal(walk.x[0] + 2 * walk.x[1], 12);
}

/* A total of three goes as far as all of them, in one push. */
static void a_total_takes_all_its_parts(void **state)
{
    static const int64_t x[] = {1, 2, 0, 3};
    (void)state;
    audit_case_init(&g, 4);
    audit_case_sum(&g, 3, 0, 1, 3);
    for (uint32_t i = 0; i < 3; i++) {
        g.cells[i] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 3};
    }
    g.cells[3] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 100};
    begin(x);
    for (int64_t to = 9; to >= 0; to--) {
        staith_walk_push(&walk, attack.lo, attack.hi, 3, to);
        assert_int_equal(walk.x[3], to);
        assert_int_equal(walk.x[0] + walk.x[1] + walk.x[2], to);
        staith_walk_push(&walk, attack.lo, attack.hi, 3, 9 - to);
        assert_int_equal(walk.x[3], 9 - to);
    }
}

/* A total at its end lets one part go up only as another goes down: by ones, and by far. */
static void another_part_makes_room(void **state)
{
    (void)state;
    for (int64_t most = 5; most <= 5000; most *= 10) {
        const int64_t x[] = {0, most, most};
        audit_case_init(&g, 3);
        audit_case_sum(&g, 2, 0, 1, 2);
        for (uint32_t i = 0; i < 3; i++) {
            g.cells[i] =
                (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = most};
        }
        begin(x);
        for (int i = 0; i < 3; i++) {
            for (uint32_t cell = 0; cell < 2; cell++) {
                staith_walk_push(&walk, attack.lo, attack.hi, cell, most);
                staith_walk_push(&walk, attack.lo, attack.hi, cell, most);
                assert_int_equal(walk.x[cell], most);
                assert_true(staith_attack_holds(&attack, attack.lo, attack.hi, walk.x));
            }
        }
    }
}

/* A cell from 0 to 1000 by itself: an eighth of the steps goes to either end, the others as far as
 * 64 and no further. The dice are xorshift64* of Vigna 2016: its first states from that seed. */
static void steps_are_short_but_for_the_ends(void **state)
{
    static const int64_t x[] = {500};
    uint32_t low = 0, high = 0, far[2] = {0};
    uint64_t odd = 0;
    (void)state;
    audit_case_init(&g, 1);
    g.cells[0] = (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = 0, .hi = 1000};
    begin(x);
    for (int i = 0; i < 20000; i++) {
        walk.x[0] = 500;
        staith_walk_sweep(&walk, attack.lo, attack.hi);
        int64_t step = walk.x[0] - 500;
        low += step == -500;
        high += step == 500;
        assert_true(step == -500 || step == 500 || (step >= -64 && step <= 64));
        far[0] += step == -64;
        far[1] += step == 64;
        odd += step != -500 && step != 500 && step % 2 != 0;
        assert_true(i != 0 || walk.dice == UINT64_C(0x03F721DFFE39B342));
        assert_true(i != 1 || walk.dice == UINT64_C(0x5830920757D41153));
    }
    assert_in_range(low, 2200, 2800);
    assert_in_range(high, 2200, 2800);
    /* 15,000 steps of 129 lengths, of which 64 are odd. */
    assert_in_range(far[0], 60, 180);
    assert_in_range(far[1], 60, 180);
    assert_in_range(odd, 6900, 8000);
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
        cmocka_unit_test_setup_teardown(one_push_goes_all_the_way, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cell_that_counts_twice_goes_half_as_far, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_total_takes_all_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_part_makes_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(steps_are_short_but_for_the_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inequalities_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_walk_repeats_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_moves_it_stands_still, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_with_one_end_and_cells_without_a_limit, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
