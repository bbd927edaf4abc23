/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cuts on the table 3 4 = 7 | 6 5 = 11 | 9 9 = 18, whose cell (1,1) must have room. Every cut must
 * be satisfied by every pattern that holds, which trying all patterns says.
 */
#include "disclosure/protect/suppress_cut.h"

#include "suppress_part_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_attack attack;
    struct staith_suppress_judge judge;
    struct staith_suppress_master master;
    struct staith_suppress_cut cut;
};

static void init_table(struct fixture *f)
{
    static const uint32_t sides[3] = {2, 2, 1};
    static const int64_t inner[4] = {3, 4, 6, 5};
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, sides, inner);
}

static void start(struct fixture *f)
{
    const struct staith_solver_budget budget = {.time_ms = 20000};
    staith_arena_init(&f->arena, 1 << 23);
    assert_int_equal(suppress_case_part(&f->c, &f->arena, &f->part), 0);
    assert_int_equal(staith_suppress_attack_init(&f->attack, &f->part, &budget, &f->arena), 0);
    assert_int_equal(staith_suppress_judge_init(&f->judge, &f->attack, &f->c.rules, &f->arena), 0);
    assert_int_equal(staith_suppress_master_init(&f->master, &f->part, &budget, &f->arena), 0);
    assert_int_equal(staith_suppress_cut_init(&f->cut, &f->attack, &f->master, &f->arena), 0);
}

static void teardown(struct fixture *f)
{
    staith_suppress_attack_deinit(&f->attack);
    staith_suppress_master_deinit(&f->master);
    staith_arena_deinit(&f->arena);
}

/* Pattern number `set`: whether it hides all that must be hidden. */
static bool pattern(const struct fixture *f, uint32_t set, bool hidden[9])
{
    bool must = true;
    for (uint32_t i = 0; i < 9; i++) {
        hidden[i] = (set >> i & 1) != 0;
        must = must && (hidden[i] || !f->part.forced[i]);
    }
    return must;
}

/* Every pattern: its faults are cut off, and those without are not. */
static void every_pattern(struct fixture *f)
{
    uint32_t held = 0;
    for (uint32_t set = 0; set < 512; set++) {
        bool hidden[9];
        bool found = true;
        bool faulty = false;
        bool must = pattern(f, set, hidden);
        staith_suppress_judge_begin(&f->judge, hidden);
        while (must && found) {
            struct staith_suppress_fault fault;
            assert_int_equal(staith_suppress_judge_next(&f->judge, hidden, &found, &fault), 0);
            if (found) {
                faulty = true;
                assert_int_equal(staith_suppress_cut_fault(&f->cut, hidden, &fault), 0);
                assert_false(staith_suppress_master_allows(&f->master, hidden));
            }
        }
        if (must) {
            bool holds = suppress_keeps_out(&f->c, hidden) && suppress_keeps_apart(&f->c, hidden);
            assert_int_equal(holds, !faulty);
        }
    }
    for (uint32_t set = 0; set < 512; set++) {
        bool hidden[9];
        bool must = pattern(f, set, hidden);
        if (must && suppress_keeps_out(&f->c, hidden) && suppress_keeps_apart(&f->c, hidden)) {
            assert_true(staith_suppress_master_allows(&f->master, hidden));
            held++;
        }
    }
    assert_true(held > 0);
}

static void outsiders(void **state)
{
    (void)state;
    struct fixture f;
    init_table(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    start(&f);
    every_pattern(&f);
    teardown(&f);
    init_table(&f);
    suppress_case_primary(&f.c, 0, 3, 3, 5);
    suppress_case_primary(&f.c, 5, 9, 12, 6);
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    start(&f);
    every_pattern(&f);
    teardown(&f);
}

static void insiders(void **state)
{
    (void)state;
    struct fixture f;
    for (uint32_t persons = 0; persons <= 2; persons++) {
        init_table(&f);
        suppress_case_primary(&f.c, 0, 3, 3, 5);
        suppress_case_primary(&f.c, 4, 5, 5, 4);
        f.c.cells[3].sole = true;
        f.c.cells[2].sole = persons == 0;
        f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
        f.c.rules.persons = persons;
        f.c.rules.hides_zeros = persons == 1;
        start(&f);
        every_pattern(&f);
        teardown(&f);
    }
}

/* Fractions: the row and the column of (1,1) each ask for one more cell. */
static void fractions(void **state)
{
    (void)state;
    struct fixture f;
    bool added = false;
    double share[9] = {1, 0, 0.25, 0, 0, 0, 0.25};
    init_table(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    start(&f);
    assert_int_equal(staith_suppress_cut_end(&f.cut, 0, 1, 2, share, &added), 0);
    assert_true(added);
    const struct staith_suppress_stored *stored = &f.master.stored[0];
    double sum = 0;
    for (uint32_t i = 0; i < stored->count; i++) {
        sum += (double)stored->coefficients[i] * share[stored->cells[i]];
    }
    assert_true(sum < (double)stored->least * 0.9);
    for (int i = 0; i < 9; i++) {
        share[i] = 1;
    }
    assert_int_equal(staith_suppress_cut_end(&f.cut, 0, 1, 2, share, &added), 0);
    assert_false(added);
    assert_int_equal(staith_suppress_cut_width(&f.cut, 0, share, &added), 0);
    assert_false(added);
    assert_int_equal(f.master.cuts, 1);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(outsiders), cmocka_unit_test(insiders),
                                       cmocka_unit_test(fractions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
