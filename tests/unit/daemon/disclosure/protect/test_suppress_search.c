/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search of one part on the table 3 4 = 7 | 6 5 = 11 | 9 9 = 18.
 */
#include "disclosure/protect/suppress_search.h"

#include "suppress_part_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const uint32_t sides[3] = {2, 2, 1};
static const int64_t inner[4] = {3, 4, 6, 5};

static struct staith_suppress_outcome search(const struct suppress_case *c, uint32_t rounds,
                                             uint32_t time_ms, bool *hidden)
{
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_outcome outcome;
    const struct staith_solver_budget budget = {.time_ms = time_ms};
    staith_arena_init(&arena, 1 << 23);
    assert_int_equal(suppress_case_part(c, &arena, &part), 0);
    assert_int_equal(
        staith_suppress_search(&part, &c->rules, rounds, &budget, &arena, hidden, &outcome), 0);
    staith_arena_deinit(&arena);
    return outcome;
}

static void proved(void **state)
{
    (void)state;
    struct suppress_case c;
    bool hidden[9];
    suppress_case_init(&c, sides, inner);
    suppress_case_primary(&c, 0, 1, 5, 0);
    struct staith_suppress_outcome outcome = search(&c, 10, 20000, hidden);
    assert_true(outcome.found);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_DONE);
    assert_int_equal(outcome.culprit, -1);
    assert_int_equal(outcome.weight, 15);
    assert_int_equal(outcome.bound, 15);
    assert_int_equal(outcome.rounds, 1);
    assert_true(hidden[0] && hidden[1] && hidden[3] && hidden[4] && !hidden[8]);
}

/* Without a round nothing is proved; what was found by hand stands. */
static void not_proved(void **state)
{
    (void)state;
    struct suppress_case c;
    bool hidden[9];
    suppress_case_init(&c, sides, inner);
    suppress_case_primary(&c, 0, 1, 5, 0);
    struct staith_suppress_outcome outcome = search(&c, 0, 20000, hidden);
    assert_true(outcome.found);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_WORK);
    assert_int_equal(outcome.weight, 15);
    assert_int_equal(outcome.bound, 0);
}

static void no_time(void **state)
{
    (void)state;
    struct suppress_case c;
    bool hidden[9];
    suppress_case_init(&c, sides, inner);
    suppress_case_primary(&c, 0, 1, 5, 0);
    struct staith_suppress_outcome outcome = search(&c, 10, 0, hidden);
    assert_false(outcome.found);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_TIME);
}

static void impossible(void **state)
{
    (void)state;
    struct suppress_case c;
    bool hidden[9];
    const int64_t ones[4] = {1, 1, 1, 1};
    suppress_case_init(&c, sides, ones);
    suppress_case_primary(&c, 8, 4, 5, 0);
    c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    struct staith_suppress_outcome outcome = search(&c, 10, 20000, hidden);
    assert_true(outcome.found);
    c.cells[8].kind = STAITH_SUPPRESS_OPEN;
    c.cells[8].weight = 0;
    suppress_case_primary(&c, 2, 1, 2, 0);
    suppress_case_primary(&c, 0, 1, 1, 0);
    suppress_case_primary(&c, 1, 1, 1, 0);
    outcome = search(&c, 10, 20000, hidden); /* 1 + 1 hidden: the row is 2 at least */
    assert_false(outcome.found);
    assert_int_equal(outcome.end, STAITH_SOLVER_END_DONE);
    assert_int_equal(outcome.culprit, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(proved), cmocka_unit_test(not_proved),
                                       cmocka_unit_test(no_time), cmocka_unit_test(impossible)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
