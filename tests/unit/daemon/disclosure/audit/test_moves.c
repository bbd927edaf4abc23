/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/moves.h"

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

static void find(void)
{
    build();
    assert_int_equal(staith_moves_find(&attack, attack.lo, attack.hi, &arena, &moves), 0);
}

static int64_t part(uint32_t move, uint32_t cell)
{
    int64_t sum = 0;
    for (uint32_t m = moves.first[move]; m < moves.first[move + 1]; m++) {
        sum += moves.cell[m] == cell ? moves.times[m] : 0;
    }
    return sum;
}

static void every_move_keeps_every_equation(void)
{
    for (uint32_t move = 0; move < moves.count; move++) {
        for (uint32_t r = 0; r < attack.rows; r++) {
            int64_t effect = 0;
            for (uint32_t e = attack.row_first[r]; e < attack.row_first[r + 1]; e++) {
                effect += attack.times[e] * part(move, attack.column[e]);
            }
            assert_true(effect == 0 || attack.row_lo[r] != attack.row_hi[r]);
        }
    }
}

/* The way back says the same as the way there, of every cell; and what is fixed does not move. */
static void the_way_back_is_the_same(void)
{
    uint32_t terms = 0;
    assert_int_equal(moves.cell_first[0], 0);
    for (uint32_t cell = 0; cell < attack.cells; cell++) {
        for (uint32_t move = 0; move < moves.count; move++) {
            int64_t back = 0;
            for (uint32_t m = moves.cell_first[cell]; m < moves.cell_first[cell + 1]; m++) {
                back += moves.cell_move[m] == move ? moves.cell_times[m] : 0;
            }
            assert_int_equal(back, part(move, cell));
            assert_true(back == 0 || attack.lo[cell] < attack.hi[cell]);
        }
        terms += moves.cell_first[cell + 1] - moves.cell_first[cell];
    }
    assert_int_equal(terms, moves.count == 0 ? 0 : moves.first[moves.count]);
}

/* Four hidden cells in a square: one up, its neighbours down, the opposite one up. */
static void a_hidden_square_has_one_move(void **state)
{
    static const int64_t values[] = {5, 2, 7, 1, 2, 3, 3, 3, 6, 9, 7, 16};
    static const uint32_t hidden[] = {0, 1, 3, 4};
    (void)state;
    audit_case_table(&g, 3, 2);
    audit_case_print(&g, values);
    audit_case_hide(&g, hidden, 4, 5);
    find();
    assert_int_equal(moves.count, 1);
    int64_t sign = part(0, 0);
    assert_true(sign == 1 || sign == -1);
    assert_int_equal(part(0, 1), -sign);
    assert_int_equal(part(0, 3), -sign);
    assert_int_equal(part(0, 4), sign);
    every_move_keeps_every_equation();
    the_way_back_is_the_same();
}

/* T15 with nothing fixed: one move a leaf, which also moves its 11 totals. */
static void a_free_table_has_a_move_a_leaf(void **state)
{
    (void)state;
    audit_case_t15(&g);
    find();
    assert_int_equal(moves.count, 240);
    assert_int_equal(moves.first[240], 240 * 12);
    every_move_keeps_every_equation();
    for (uint32_t i = 0; i < moves.count; i++) {
        assert_int_equal(part(i, t15_cell(14, 5, 4)), 1);
    }
    the_way_back_is_the_same();
}

/* x1 = 2 x0 lets x0 move; 2 x0 = 3 x1 has no cell to give away, and no move may break it. */
static void an_equation_without_a_unit_keeps_its_cells(void **state)
{
    (void)state;
    audit_case_init(&g, 3);
    g.terms[0] = (struct staith_audit_term){0, 2};
    g.terms[1] = (struct staith_audit_term){1, -3};
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 0, 0, 2};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    find();
    assert_int_equal(moves.count, 1);
    assert_int_equal(part(0, 2), 1);
    every_move_keeps_every_equation();
    g.terms[1].times = -1;
    find();
    assert_int_equal(moves.count, 2);
    assert_int_equal(part(0, 0), 1);
    assert_int_equal(part(0, 1), 2);
    every_move_keeps_every_equation();
    the_way_back_is_the_same();
}

/* A total of finer totals is replaced in all that was said of it before. */
static void what_is_given_away_late_is_replaced_everywhere(void **state)
{
    (void)state;
    audit_case_init(&g, 6);
    /* In an order that makes cells free first and dependent later: 0 = 1 + 2, 3 = 0 + 1, 1 = 4 + 5.
     */
    audit_case_sum(&g, 0, 1, 1, 2);
    audit_case_sum(&g, 3, 0, 1, 2);
    audit_case_sum(&g, 1, 4, 1, 2);
    g.cells[0] = staith_audit_exact(6);
    find();
    every_move_keeps_every_equation();
    assert_int_equal(moves.count, 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(part(i, 0), 0);
        assert_int_equal(part(i, 3), part(i, 1));
        assert_int_equal(part(i, 2), -part(i, 1));
    }
}

/* An equation of two cells: first x0 = times x1. */
static void equation(uint32_t at, uint32_t from, int64_t times, uint32_t to)
{
    g.facts[at] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 0, 2 * at, 2};
    g.terms[2 * at] = (struct staith_audit_term){from, -1};
    g.terms[2 * at + 1] = (struct staith_audit_term){to, times};
    g.audit.fact_count = at + 1;
    g.audit.term_count = 2 * at + 2;
}

/* x0 = 1000 x1, x1 = 1000 x2: a million is held, and one more is not; then nothing moves. */
static void numbers_that_grow_too_large_give_no_moves(void **state)
{
    (void)state;
    for (int64_t sign = 1; sign >= -1; sign -= 2) {
        audit_case_init(&g, 4);
        equation(0, 0, 1000, 1);
        equation(1, 1, sign * 1000, 2);
        find();
        assert_int_equal(moves.count, 2);
        assert_int_equal(part(0, 0) + part(1, 0), sign * 1000000);
        every_move_keeps_every_equation();
        equation(1, 1, sign * 1001, 2);
        find();
        assert_int_equal(moves.count, 0);
        assert_int_equal(moves.cell_first[4], 0);
        /* In one equation. */
        equation(0, 0, sign * 1000001, 1);
        equation(1, 2, 1, 3);
        find();
        assert_int_equal(moves.count, 0);
        equation(0, 0, sign * 1000000, 1);
        equation(1, 2, 1, 3);
        find();
        assert_int_equal(moves.count, 2);
    }
}

/* Equations in which nothing is left say nothing. */
static void an_empty_equation_is_passed_over(void **state)
{
    (void)state;
    audit_case_init(&g, 2);
    g.facts[0] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 0, 0, 2};
    g.terms[0] = (struct staith_audit_term){0, 1};
    g.terms[1] = (struct staith_audit_term){0, -1};
    g.audit.fact_count = 1;
    g.audit.term_count = 2;
    find();
    assert_int_equal(moves.count, 2);
    every_move_keeps_every_equation();
    the_way_back_is_the_same();
}

/* Totals of totals, ninety deep and the outermost first: all of them move with the one cell. */
static void totals_may_be_nested_deeper_than_levels_are_counted(void **state)
{
    enum { DEEP = 90 };
    (void)state;
    audit_case_init(&g, DEEP + 1);
    for (uint32_t i = 0; i < DEEP; i++) {
        audit_case_sum(&g, i, i + 1, 1, 1);
    }
    find();
    every_move_keeps_every_equation();
    for (uint32_t i = 0; i < moves.count; i++) {
        assert_int_equal(moves.first[i + 1] - moves.first[i], DEEP + 1);
    }
}

/* Of two equations that have no cell to give away, 2 x0 = 3 x1 and 2 x2 = 3 x3 beside x4 = x0 + x2
 * and x5, which is free: what would break either is dropped, the first as the last, and what breaks
 * none is kept. */
static void only_what_breaks_an_equation_is_dropped(void **state)
{
    static const uint32_t pairs[][2] = {{0, 1}, {2, 3}, {1, 0}, {3, 2}};
    (void)state;
    for (uint32_t order = 0; order < 4; order++) {
        audit_case_init(&g, 7);
        audit_case_sum(&g, 4, 0, 2, 2);
        for (uint32_t i = 0; i < 2; i++) {
            const uint32_t *pair = pairs[(order + i) % 4];
            bool turned = pair[0] % 2 == 1;
            g.terms[2 * i] = (struct staith_audit_term){pair[0], turned ? -3 : 2};
            g.terms[2 * i + 1] = (struct staith_audit_term){pair[1], turned ? 2 : -3};
            g.facts[i] = (struct staith_audit_fact){STAITH_AUDIT_RELEASE, 0, 0, 2 * i, 2};
        }
        g.audit.fact_count = 2;
        g.audit.term_count = 4;
        g.cells[6] = staith_audit_exact(9);
        find();
        every_move_keeps_every_equation();
        the_way_back_is_the_same();
        assert_int_equal(part(0, 5), 1);
        for (uint32_t i = 0; i < moves.count; i++) {
            assert_int_equal(part(i, 6), 0);
        }
    }
}

static int find_in(struct staith_arena *in)
{
    return staith_moves_find(&attack, attack.lo, attack.hi, in, &moves);
}

static void an_arena_that_is_too_small(void **state)
{
    (void)state;
    audit_case_table(&g, 3, 3);
    build();
    assert_true(short_arena_refused(find_in, STAITH_ERR_NOMEM, 65536));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_arena_that_is_too_small, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_hidden_square_has_one_move, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_free_table_has_a_move_a_leaf, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_equation_without_a_unit_keeps_its_cells, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_given_away_late_is_replaced_everywhere, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(numbers_that_grow_too_large_give_no_moves, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_empty_equation_is_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_what_breaks_an_equation_is_dropped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(totals_may_be_nested_deeper_than_levels_are_counted, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
