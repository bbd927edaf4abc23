/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table 3 4 = 7 | 6 5 = 11 | 9 9 = 18 with (1,1) promised 1 to 5. Of the circles through (1,1)
 * the lightest is (1,2), (2,2), (2,1): 15.
 */
#include "disclosure/protect/suppress_mend.h"

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
    struct staith_suppress_mend mend;
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
    assert_int_equal(staith_suppress_mend_init(&f->mend, &f->judge, &f->cut, &f->arena), 0);
}

static void teardown(struct fixture *f)
{
    staith_suppress_attack_deinit(&f->attack);
    staith_suppress_master_deinit(&f->master);
    staith_arena_deinit(&f->arena);
}

static void from_nothing(void **state)
{
    (void)state;
    struct fixture f;
    init_table(&f);
    suppress_case_primary(&f.c, 0, 1, 5, 0);
    start(&f);
    assert_int_equal(f.mend.order_count, 8);
    assert_int_equal(f.mend.order[0], 8); /* heaviest first */
    assert_int_equal(f.mend.order[7], 1);
    assert_int_equal(staith_suppress_mend_try(&f.mend, f.part.forced, NULL), 0);
    assert_true(f.mend.found);
    assert_int_equal(f.mend.weight, 15);
    assert_true(f.mend.best[1] && f.mend.best[3] && f.mend.best[4]);
    assert_true(suppress_keeps_out(&f.c, f.mend.best));
    /* From everything: shown again until no cell can be, heaviest first. */
    bool all[9] = {true, true, true, true, true, true, true, true, true};
    assert_int_equal(staith_suppress_mend_weight(&f.mend, all), 69);
    f.mend.found = false;
    assert_int_equal(staith_suppress_mend_try(&f.mend, all, NULL), 0);
    assert_int_equal(f.mend.weight, 15);
    /* The totals cost nothing: they are taken, and are no better. */
    double share[9] = {1, 0, 1, 0, 0, 0, 1, 0, 1};
    assert_int_equal(staith_suppress_mend_try(&f.mend, f.part.forced, share), 0);
    assert_int_equal(f.mend.weight, 15);
    bool taken[9] = {true, true, false, true, true, true};
    staith_suppress_mend_take(&f.mend, taken);
    assert_int_equal(f.mend.weight, 15 + 11);
    teardown(&f);
}

/* Promises of how many numbers, and insiders. */
static void numbers(void **state)
{
    (void)state;
    for (uint32_t persons = 0; persons <= 2; persons++) {
        struct fixture f;
        init_table(&f);
        suppress_case_primary(&f.c, 0, 3, 3, 5);
        suppress_case_primary(&f.c, 4, 5, 5, 4);
        f.c.cells[3].sole = true;
        f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
        f.c.rules.persons = persons;
        start(&f);
        assert_int_equal(staith_suppress_mend_try(&f.mend, f.part.forced, NULL), 0);
        assert_true(f.mend.found);
        assert_true(suppress_keeps_out(&f.c, f.mend.best));
        assert_true(suppress_keeps_apart(&f.c, f.mend.best));
        assert_true(f.mend.weight >= suppress_least(&f.c));
        teardown(&f);
    }
}

/* Hidden is at least 1, so the sum of two is not 1, whatever is hidden. */
static void hopeless(void **state)
{
    (void)state;
    struct fixture f;
    static const uint32_t sides[3] = {2, 1, 1};
    static const int64_t inner[2] = {1, 1};
    memset(&f, 0, sizeof(f));
    suppress_case_init(&f.c, sides, inner);
    suppress_case_primary(&f.c, 0, 1, 1, 0);
    suppress_case_primary(&f.c, 1, 1, 1, 0);
    suppress_case_primary(&f.c, 2, 1, 2, 0);
    f.c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    start(&f);
    assert_int_equal(staith_suppress_mend_try(&f.mend, f.part.forced, NULL), 0);
    assert_false(f.mend.found);
    assert_int_equal(f.mend.culprit, 2);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(from_nothing), cmocka_unit_test(numbers),
                                       cmocka_unit_test(hopeless)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
