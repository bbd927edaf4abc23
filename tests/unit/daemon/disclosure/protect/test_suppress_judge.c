/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns judged in whole numbers, the attackers one by one. T1 of the conformance cases: rows
 * 3 4 0 .. with (1,1) to (2,2) hidden: [3,6], [1,4], [0,3], [0,3]; whoever is alone in (1,2) gets
 * (1,1). Source: Handbook on Statistical Disclosure Control, chapter 4, example 3.
 */
#include "disclosure/protect/suppress_judge.h"

#include "suppress_part_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { A = 0, B = 1, C = 3, D = 4 }; /* of T1: (1,1) (1,2) (2,1) (2,2) */

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_attack attack;
    struct staith_suppress_judge judge;
    bool hidden[16];
};

/* (1,1) = 6, (1,2) = 1, (2,1) = 0, (2,2) = 3, row 3 = 3, 3. */
static void t1(struct fixture *f)
{
    static const uint32_t sides[3] = {3, 2, 1};
    static const int64_t inner[6] = {6, 1, 0, 3, 3, 3};
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, sides, inner);
    f->c.rules.hides_zeros = true;
    f->hidden[A] = f->hidden[B] = f->hidden[C] = f->hidden[D] = true;
}

static void start(struct fixture *f)
{
    const struct staith_solver_budget budget = {.time_ms = 20000};
    staith_arena_init(&f->arena, 1 << 22);
    assert_int_equal(suppress_case_part(&f->c, &f->arena, &f->part), 0);
    assert_int_equal(staith_suppress_attack_init(&f->attack, &f->part, &budget, &f->arena), 0);
    assert_int_equal(staith_suppress_judge_init(&f->judge, &f->attack, &f->c.rules, &f->arena), 0);
    staith_suppress_judge_begin(&f->judge, f->hidden);
}

static void teardown(struct fixture *f)
{
    staith_suppress_attack_deinit(&f->attack);
    staith_arena_deinit(&f->arena);
}

static bool next(struct fixture *f, struct staith_suppress_fault *fault)
{
    bool found = false;
    assert_int_equal(staith_suppress_judge_next(&f->judge, f->hidden, &found, fault), 0);
    assert_false(f->judge.gave_up);
    return found;
}

/* What the case says is possible is shown, and what is not is a fault: both ends. */
static void intervals(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_suppress_fault fault;
    t1(&f);
    suppress_case_primary(&f.c, A, 3, 6, 0);
    suppress_case_primary(&f.c, B, 1, 4, 0);
    suppress_case_primary(&f.c, C, 0, 3, 0);
    suppress_case_primary(&f.c, D, 0, 3, 0);
    start(&f);
    assert_false(next(&f, &fault));
    assert_false(next(&f, &fault)); /* and stays so */
    teardown(&f);
    t1(&f);
    suppress_case_primary(&f.c, A, 2, 7, 0);
    suppress_case_primary(&f.c, B, 0, 1, 0);
    suppress_case_primary(&f.c, C, 0, 3, 5);
    start(&f);
    assert_true(next(&f, &fault));
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_ABOVE);
    assert_int_equal(fault.cell, A);
    assert_int_equal(fault.far, 1);
    assert_true(next(&f, &fault));
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_BELOW);
    assert_int_equal(fault.far, -4);
    assert_true(next(&f, &fault)); /* 4 of the 6 numbers of 2 .. 7 */
    assert_int_equal(fault.cell, A);
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_FEW);
    assert_int_equal(fault.need, 6);
    assert_true(next(&f, &fault));
    assert_int_equal(fault.cell, B);
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_BELOW);
    assert_true(next(&f, &fault));
    assert_int_equal(fault.cell, C);
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_FEW);
    assert_int_equal(fault.need, 5);
    assert_false(next(&f, &fault));
    teardown(&f);
}

/* (1,2) alone: everybody else in the four cells is worked out. */
static void alone(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_suppress_fault fault;
    t1(&f);
    suppress_case_primary(&f.c, A, 6, 6, 2);
    f.c.cells[B].sole = true;
    start(&f);
    assert_false(next(&f, &fault)); /* the plain attacker has nobody inside */
    teardown(&f);
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    start(&f);
    assert_true(next(&f, &fault));
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_INSIDER);
    assert_int_equal(fault.cell, A);
    assert_int_equal(fault.known.cell, B);
    assert_int_equal(fault.known.lo, 0);
    assert_int_equal(fault.known.hi, 0);
    assert_int_equal(fault.need, 2);
    assert_false(next(&f, &fault));
    teardown(&f);
}

/* A total that, but for the insider's cell, is made of what is shown says nothing of others. */
static void own_total(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_suppress_fault fault;
    t1(&f);
    memset(f.hidden, 0, sizeof(f.hidden));
    f.hidden[B] = f.hidden[2] = f.hidden[4] = f.hidden[5] = true; /* (1,2) 7 | (2,2) 3 */
    suppress_case_primary(&f.c, B, 1, 1, 2);
    suppress_case_primary(&f.c, 2, 7, 7, 2);
    suppress_case_primary(&f.c, 5, 3, 3, 2);
    f.c.cells[B].sole = true;
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    start(&f);
    /* (2,2)'s row total 3 is worked out through the column; (1,2)'s own total is no fault. */
    assert_true(next(&f, &fault));
    assert_int_equal(fault.kind, STAITH_SUPPRESS_FAULT_INSIDER);
    assert_int_equal(fault.cell, 5);
    assert_false(next(&f, &fault));
    teardown(&f);
}

/* One person in (2,2) rules out that it is 0, two that it is 1: 3 and 2 numbers are left to (1,2),
 * whose promise of 4 makes 3 and 2 enough; of 5, not. People who are not there are tried as well:
 * (2,1) is 0. */
static void persons(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_suppress_fault fault;
    for (uint32_t persons = 1; persons <= 2; persons++) {
        t1(&f);
        suppress_case_primary(&f.c, D, 0, 3, 4);
        f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
        f.c.rules.persons = persons;
        start(&f);
        assert_false(next(&f, &fault));
        teardown(&f);
    }
    /* Zeros are never hidden: a person knows that anyhow, two know more. Cells (1,1) 6, (1,2) 2,
     * (2,1) 2, (2,2) 3 between totals: (2,2) is 1 to 4; two in (1,2) leave it 2 to 4. */
    static const uint32_t sides[3] = {2, 2, 1};
    static const int64_t inner[4] = {6, 2, 2, 3};
    for (uint32_t numbers = 4; numbers <= 4; numbers++) {
        memset(&f, 0, sizeof(f));
        suppress_case_init(&f.c, sides, inner);
        f.hidden[0] = f.hidden[1] = f.hidden[3] = f.hidden[4] = true;
        suppress_case_primary(&f.c, 4, 1, 4, numbers);
        f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
        f.c.rules.persons = 2;
        start(&f);
        assert_false(next(&f, &fault));
        teardown(&f);
        f.c.values[0] = 3; /* now (2,2) is 2 to 4 .. for whoever sees the totals */
        f.c.values[2] = 5;
        f.c.values[6] = 5;
        f.c.values[8] = 10;
        start(&f);
        assert_int_equal(suppress_keeps_out(&f.c, f.hidden), !next(&f, &fault));
        teardown(&f);
    }
}

/* What is not possible is made so where the pattern may grow. */
static void grows(void **state)
{
    (void)state;
    struct fixture f;
    struct staith_suppress_fault fault;
    t1(&f);
    suppress_case_primary(&f.c, A, 6, 7, 0);
    start(&f);
    f.judge.grows = f.hidden;
    f.judge.price = f.part.weight;
    assert_false(next(&f, &fault));
    uint32_t count = 0;
    for (uint32_t i = 0; i < 12; i++) {
        count += f.hidden[i] ? 1 : 0;
    }
    assert_true(count > 4);
    assert_true(suppress_keeps_out(&f.c, f.hidden));
    f.attack.spent_ms = 20000;
    suppress_case_primary(&f.c, A, 0, 7, 0);
    f.part.below[A] = 6;
    staith_suppress_judge_begin(&f.judge, f.hidden);
    bool found = true;
    f.attack.moves.count = 0;
    assert_int_equal(staith_suppress_judge_next(&f.judge, f.hidden, &found, &fault), 0);
    assert_false(found);
    assert_true(f.judge.gave_up);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(intervals), cmocka_unit_test(alone),
                                       cmocka_unit_test(own_total), cmocka_unit_test(persons),
                                       cmocka_unit_test(grows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
