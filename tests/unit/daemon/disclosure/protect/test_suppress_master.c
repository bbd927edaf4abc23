/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table 3 4 = 7 | 6 5 = 11 | 9 9 = 18 with (1,1) promised 1 to 5: its row asks that (1,2) or
 * the total 7 is hidden too, its column that (2,1) or the total 9 is.
 */
#include "disclosure/protect/suppress_master.h"

#include "suppress_part_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_master master;
    bool hidden[9];
    double share[9];
};

static void setup(struct fixture *f)
{
    static const uint32_t sides[3] = {2, 2, 1};
    static const int64_t inner[4] = {3, 4, 6, 5};
    const struct staith_solver_budget budget = {.time_ms = 20000};
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, sides, inner);
    suppress_case_primary(&f->c, 0, 1, 5, 0);
    staith_arena_init(&f->arena, 1 << 23);
    assert_int_equal(suppress_case_part(&f->c, &f->arena, &f->part), 0);
    assert_int_equal(staith_suppress_master_init(&f->master, &f->part, &budget, &f->arena), 0);
}

static void teardown(struct fixture *f)
{
    staith_suppress_master_deinit(&f->master);
    staith_arena_deinit(&f->arena);
}

static enum staith_suppress_master_state solve(struct fixture *f, int64_t *bound)
{
    enum staith_suppress_master_state state;
    assert_int_equal(staith_suppress_master_solve(&f->master, f->hidden, bound, &state), 0);
    return state;
}

/* Without cuts nothing but what must be is hidden; with those of the rows the cheapest circle is:
 * 4 + 6 + 5, since whatever is hidden alone in its own row gains nothing. */
static void rows(void **state)
{
    (void)state;
    struct fixture f;
    enum staith_suppress_master_state end;
    int64_t bound = -1;
    setup(&f);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 0);
    assert_true(f.hidden[0] && !f.hidden[1]);
    assert_int_equal(staith_suppress_master_begin(&f.master), 0);
    assert_int_equal(f.master.cuts, 4);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 15);
    assert_true(f.hidden[0] && f.hidden[1] && f.hidden[3] && f.hidden[4]);
    assert_false(f.hidden[2] || f.hidden[5] || f.hidden[8]);
    assert_true(staith_suppress_master_allows(&f.master, f.hidden));
    f.hidden[1] = false;
    assert_false(staith_suppress_master_allows(&f.master, f.hidden));
    assert_int_equal(staith_suppress_master_relax(&f.master, f.share, &end), 0);
    assert_int_equal(end, STAITH_SUPPRESS_MASTER_SOLVED);
    assert_true(f.share[0] > 0.999);
    assert_int_equal(f.master.solved, 3);
    teardown(&f);
}

static void cuts(void **state)
{
    (void)state;
    struct fixture f;
    bool added = true;
    int64_t bound = 0;
    setup(&f);
    /* What is forced is enough: nothing to ask. */
    f.master.coefficients[0] = 10;
    f.master.coefficients[1] = 4;
    assert_int_equal(staith_suppress_master_cut(&f.master, 10, &added), 0);
    assert_false(added);
    assert_int_equal(f.master.cuts, 0);
    /* 6 of 10 are left: 2 x (1,2) + 4 x (2,2) + 6 x total, that is 1, 2, 3 of 3. */
    memset(f.master.coefficients, 0, 9 * sizeof(int64_t));
    f.master.coefficients[0] = 4;
    f.master.coefficients[1] = 2;
    f.master.coefficients[4] = 4;
    f.master.coefficients[2] = 99;
    assert_int_equal(staith_suppress_master_cut(&f.master, 10, &added), 0);
    assert_true(added);
    assert_int_equal(f.master.stored[0].least, 3);
    assert_int_equal(f.master.stored[0].count, 3);
    assert_int_equal(f.master.stored[0].coefficients[0], 1);
    assert_int_equal(f.master.stored[0].coefficients[1], 3);
    assert_int_equal(f.master.stored[0].coefficients[2], 2);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 7);
    assert_true(f.hidden[2] && !f.hidden[1]);
    /* If the total is hidden, so is (2,1). */
    memset(f.master.coefficients, 0, 9 * sizeof(int64_t));
    f.master.coefficients[3] = 1;
    bool unless[9] = {false, false, true};
    assert_int_equal(staith_suppress_master_cut_unless(&f.master, unless, &added), 0);
    assert_true(added);
    assert_false(staith_suppress_master_allows(&f.master, f.hidden));
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 9);
    assert_true(f.hidden[1] && f.hidden[4] && !f.hidden[2] && !f.hidden[3]);
    /* Nobody inside, or one who must be: one of them is hidden. */
    memset(f.master.coefficients, 0, 9 * sizeof(int64_t));
    f.master.coefficients[8] = 1;
    unless[0] = true;
    unless[2] = false;
    assert_int_equal(staith_suppress_master_cut_unless(&f.master, unless, &added), 0);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 27);
    assert_true(f.hidden[8]);
    /* None may: no pattern. */
    memset(f.master.coefficients, 0, 9 * sizeof(int64_t));
    assert_int_equal(staith_suppress_master_cut(&f.master, 1, &added), 0);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_NONE);
    teardown(&f);
}

/* Of the cells 4, 7 and 5 (the second of the first row, its total, the second of the second row)
 * two are hidden: 2 + 2 >= 3. In fractions 4 whole and 5 by half, 6.5 in all; every half more of a
 * cell costs 2.5, so that 4 is 1 cheaper than that, and 7 dearer by 2. */
static int64_t narrowed(int64_t most, uint32_t asked, bool shown)
{
    struct fixture f;
    bool added = true;
    bool unless[9] = {false};
    int64_t bound = -1;
    setup(&f);
    f.master.coefficients[1] = 2;
    f.master.coefficients[2] = 2;
    f.master.coefficients[4] = 2;
    assert_int_equal(staith_suppress_master_cut(&f.master, 3, &added), 0);
    assert_int_equal(staith_suppress_master_narrow(&f.master, most), 0);
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_SOLVED);
    assert_int_equal(bound, 9);
    memset(f.master.coefficients, 0, 9 * sizeof(int64_t));
    f.master.coefficients[asked] = shown ? 0 : 1;
    unless[asked] = shown;
    assert_int_equal(staith_suppress_master_cut_unless(&f.master, unless, &added), 0);
    bound = solve(&f, &bound) == STAITH_SUPPRESS_MASTER_NONE ? 0 : bound;
    teardown(&f);
    return bound;
}

/* What is too dear by the prices is lost for good, and nothing else is. */
static void narrow(void **state)
{
    (void)state;
    /* 4 cannot be shown by a pattern of 7; of 9 it can as far as prices tell: 5 + 7. */
    assert_int_equal(narrowed(7, 1, true), 0);
    assert_int_equal(narrowed(9, 1, true), 12);
    /* Nor can 7 be hidden by one of 8; by one of 9 it can: 4 + 7. */
    assert_int_equal(narrowed(8, 2, false), 0);
    assert_int_equal(narrowed(9, 2, false), 11);
    /* A cell of no cut costs what it weighs: 6 is lost to 12, and kept by 13. */
    assert_int_equal(narrowed(12, 3, false), 0);
    assert_int_equal(narrowed(13, 3, false), 15);
}

static void limits(void **state)
{
    (void)state;
    struct fixture f;
    bool added = false;
    int64_t bound = 0;
    enum staith_suppress_master_state end;
    setup(&f);
    f.master.room = 0;
    f.master.coefficients[1] = 1;
    assert_int_equal(staith_suppress_master_cut(&f.master, 1, &added), STAITH_ERR_LIMIT);
    f.master.spent_ms = 20000;
    assert_int_equal(solve(&f, &bound), STAITH_SUPPRESS_MASTER_GAVE_UP);
    assert_int_equal(f.master.end, STAITH_SOLVER_END_TIME);
    assert_int_equal(staith_suppress_master_relax(&f.master, f.share, &end), 0);
    assert_int_equal(end, STAITH_SUPPRESS_MASTER_GAVE_UP);
    assert_int_equal(staith_suppress_master_narrow(&f.master, 1), 0);
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows), cmocka_unit_test(cuts),
                                       cmocka_unit_test(narrow), cmocka_unit_test(limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
