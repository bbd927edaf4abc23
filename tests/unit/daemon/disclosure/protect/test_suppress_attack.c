/* SPDX-License-Identifier: Apache-2.0 */
/*
 * T2 of the conformance cases: 20 50 10 = 80 | 8 19 22 = 49 | 17 32 12 = 61 | 45 101 44 = 190 with
 * (2,1) (2,3) (3,1) (3,3) hidden: 0..25, 5..30, 0..25, 4..29.
 */
#include "disclosure/protect/suppress_attack.h"

#include "suppress_part_case.h"

#include <math.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_attack attack;
    bool hidden[16];
    double share[16];
};

static void setup(struct fixture *f)
{
    static const uint32_t sides[3] = {3, 3, 1};
    static const int64_t inner[9] = {20, 50, 10, 8, 19, 22, 17, 32, 12};
    const struct staith_solver_budget budget = {.time_ms = 20000};
    memset(f, 0, sizeof(*f));
    suppress_case_init(&f->c, sides, inner);
    staith_arena_init(&f->arena, 1 << 22);
    assert_int_equal(suppress_case_part(&f->c, &f->arena, &f->part), 0);
    assert_int_equal(staith_suppress_attack_init(&f->attack, &f->part, &budget, &f->arena), 0);
    f->hidden[4] = f->hidden[6] = f->hidden[8] = f->hidden[10] = true;
    for (int i = 0; i < 16; i++) {
        f->share[i] = f->hidden[i] ? 1 : 0;
    }
}

static void teardown(struct fixture *f)
{
    staith_suppress_attack_deinit(&f->attack);
    staith_arena_deinit(&f->arena);
}

static double reach(struct fixture *f, uint32_t cell, int direction, int64_t far)
{
    double reached = -5;
    assert_int_equal(
        staith_suppress_attack_reach(&f->attack, f->share, cell, direction, far, NULL, &reached),
        0);
    return reached;
}

/* What the prices say holds for every table with the structure of the sums: try some. */
static void check_pull(const struct fixture *f, uint32_t cell, int direction)
{
    static const int64_t tables[3][16] = {
        {1, -1, 0, 0, -1, 1},
        {0, 0, 0, 0, 2, 0, -2, 0, -2, 0, 2, 0, 0, 0, 0, 0},
        {0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3},
    };
    for (int t = 0; t < 3; t++) {
        int64_t sum = 0;
        for (uint32_t i = 0; i < 16; i++) {
            sum += f->attack.pull[i] * tables[t][i];
        }
        assert_int_equal(sum, direction * STAITH_SUPPRESS_PRICE * tables[t][cell]);
    }
}

static void ends(void **state)
{
    (void)state;
    struct fixture f;
    static const uint32_t cells[4] = {4, 6, 8, 10};
    static const double least[4] = {0, 5, 0, 4};
    static const double greatest[4] = {25, 30, 25, 29};
    setup(&f);
    for (int i = 0; i < 4; i++) {
        double value = (double)f.part.value[cells[i]];
        assert_true(fabs(reach(&f, cells[i], 1, 1000) - (greatest[i] - value)) < 1e-6);
        check_pull(&f, cells[i], 1);
        assert_true(fabs(reach(&f, cells[i], -1, 1000) - (value - least[i])) < 1e-6);
        check_pull(&f, cells[i], -1);
        assert_true(fabs(reach(&f, cells[i], 1, 3) - 3) < 1e-6);
    }
    assert_true(fabs(reach(&f, 5, 1, 3)) < 1e-6); /* shown */
    assert_int_equal(f.attack.programs, 13);
    /* Half hidden, (2,3) can be half of 4 above and (2,1) as much below. */
    f.share[6] = 0.5;
    assert_true(fabs(reach(&f, 4, -1, 4) - 2) < 1e-6);
    teardown(&f);
}

static void known(void **state)
{
    (void)state;
    struct fixture f;
    double reached = 0;
    const struct staith_suppress_known least = {8, 3, STAITH_SUPPRESS_NO_END};
    setup(&f);
    /* (3,1) known to be 20 at least, that is 3 above its value: (2,1) is 5 at most, 3 below its
     * own. */
    assert_int_equal(staith_suppress_attack_reach(&f.attack, f.share, 4, 1, 100, &least, &reached),
                     0);
    assert_true(fabs(reached + 3) < 1e-6);
    /* And it cannot be 2 above it at most. */
    assert_int_equal(staith_suppress_attack_reach(&f.attack, f.share, 8, 1, 2, &least, &reached),
                     0);
    assert_true(isinf(reached) && reached < 0);
    assert_int_equal(staith_suppress_attack_reach(&f.attack, f.share, 8, 1, 4, &least, &reached),
                     0);
    assert_true(fabs(reached - 4) < 1e-6);
    enum staith_suppress_route route;
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, NULL, 4, -2, &least, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_NONE);
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, NULL, 4, -4, &least, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_FOUND);
    assert_int_equal(f.attack.differences[8], 4);
    teardown(&f);
}

static void routes(void **state)
{
    (void)state;
    struct fixture f;
    enum staith_suppress_route route;
    int64_t price[16];
    setup(&f);
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, NULL, 4, 17, NULL, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_FOUND);
    assert_int_equal(f.attack.differences[4], 17);
    assert_int_equal(f.attack.differences[6], -17);
    assert_int_equal(f.attack.differences[8], -17);
    assert_int_equal(f.attack.moves.count, 1);
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, NULL, 4, 18, NULL, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_NONE);
    /* Over cells that are shown, at a price: the cheapest is the dearer total of neither side. */
    for (int i = 0; i < 16; i++) {
        price[i] = i == 5 || i == 9 ? 1 : 1000;
    }
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, price, 4, 18, NULL, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_FOUND);
    assert_int_equal(f.attack.differences[4], 18);
    /* (3,1) cannot give 18, so its column total or another row must: none of them costs less. */
    assert_true(f.attack.differences[8] >= -17);
    assert_int_equal(f.attack.end, STAITH_SOLVER_END_DONE);
    f.attack.spent_ms = 20000;
    double reached = 0;
    assert_int_equal(staith_suppress_attack_route(&f.attack, f.hidden, NULL, 4, 1, NULL, &route),
                     0);
    assert_int_equal(route, STAITH_SUPPRESS_ROUTE_GAVE_UP);
    assert_int_equal(f.attack.end, STAITH_SOLVER_END_TIME);
    assert_int_equal(staith_suppress_attack_reach(&f.attack, f.share, 4, 1, 1, NULL, &reached), 0);
    assert_true(isinf(reached));
    teardown(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ends), cmocka_unit_test(known),
                                       cmocka_unit_test(routes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
