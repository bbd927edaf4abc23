/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs whose optima are worked out by hand, and every state.
 */
#include "disclosure/protect/solver.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct staith_solver_budget wide = {0};
#define SAME(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static uint32_t variable(struct staith_solver *solver, double lo, double hi, double cost,
                         bool whole)
{
    uint32_t index = 0;
    assert_int_equal(staith_solver_add_variable(solver, lo, hi, cost, whole, &index), 0);
    return index;
}

static uint32_t row(struct staith_solver *solver, double lo, double hi, double a, double b)
{
    const uint32_t both[2] = {0, 1};
    const double coefficients[2] = {a, b};
    uint32_t index = 0;
    assert_int_equal(staith_solver_add_row(solver, lo, hi, 2, both, coefficients, &index), 0);
    return index;
}

static struct staith_solver_result solve(struct staith_solver *solver)
{
    struct staith_solver_result result;
    assert_int_equal(staith_solver_solve(solver, &result), 0);
    return result;
}

/* Most of 3x + 2y with x + y <= 4, x + 3y <= 7, x <= 3: at x = 3, y = 1, worth 11. The first row
 * binds, at a price of 2; the second does not; x is worth 1 more than its row's price. */
static void continuous(void **state)
{
    (void)state;
    struct staith_solver *solver = staith_solver_new(&wide);
    (void)variable(solver, 0, 3, -3, false);
    (void)variable(solver, 0, INFINITY, -2, false);
    (void)row(solver, -INFINITY, 4, 1, 1);
    (void)row(solver, -INFINITY, 7, 1, 3);
    struct staith_solver_result result = solve(solver);
    assert_int_equal(result.state, STAITH_SOLVER_OPTIMAL);
    assert_int_equal(result.end, STAITH_SOLVER_END_DONE);
    SAME(result.objective, -11);
    SAME(result.bound, -11);
    SAME(staith_solver_value(solver, 0), 3);
    SAME(staith_solver_value(solver, 1), 1);
    SAME(staith_solver_dual(solver, 0), -2);
    SAME(staith_solver_dual(solver, 1), 0);
    SAME(staith_solver_reduced_cost(solver, 0), -1);
    SAME(staith_solver_reduced_cost(solver, 1), 0);
    /* The same program, changed and solved again: rows, bounds and costs. */
    (void)row(solver, -INFINITY, 6, 2, 1); /* x = 2.2, y = 1.6 */
    assert_int_equal(staith_solver_set_row_bounds(solver, 0, -INFINITY, 100), 0);
    result = solve(solver);
    SAME(result.objective, -(3 * 2.2 + 2 * 1.6));
    assert_int_equal(staith_solver_set_cost(solver, 1, 0), 0);
    SAME(solve(solver).objective, -9);
    assert_int_equal(staith_solver_set_bounds(solver, 0, 0, 2), 0);
    SAME(solve(solver).objective, -6);
    assert_int_equal(staith_solver_set_constant(solver, 10), 0);
    SAME(solve(solver).objective, 4);
    assert_int_equal(staith_solver_set_constant(solver, INFINITY), STAITH_ERR_INVAL);
    uint32_t none = 0;
    assert_int_equal(staith_solver_add_variable(solver, INFINITY, INFINITY, 0, false, &none),
                     STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_variable(solver, -INFINITY, -INFINITY, 0, false, &none),
                     STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_variables(solver), 2);
    assert_int_equal(staith_solver_rows(solver), 3);
    staith_solver_free(solver);
}

/* Most of 5x + 4y, 6x + 4y <= 24, x + 2y <= 6: 21 at x = 3, y = 1.5; in whole numbers 20, x = 4. */
static void whole(void **state)
{
    (void)state;
    struct staith_solver *solver = staith_solver_new(&wide);
    (void)variable(solver, 0, 100, -5, true);
    (void)variable(solver, 0, 100, -4, true);
    (void)row(solver, -INFINITY, 24, 6, 4);
    (void)row(solver, -INFINITY, 6, 1, 2);
    struct staith_solver_result result = solve(solver);
    assert_int_equal(result.state, STAITH_SOLVER_OPTIMAL);
    assert_false(result.integral_root);
    SAME(result.objective, -20);
    SAME(result.bound, -20);
    SAME(staith_solver_value(solver, 0), 4);
    SAME(staith_solver_value(solver, 1), 0);
    assert_int_equal(staith_solver_set_row_bounds(solver, 0, -INFINITY, 1000), 0);
    result = solve(solver);
    assert_true(result.integral_root);
    SAME(result.objective, -30);
    staith_solver_free(solver);
}

static void states(void **state)
{
    (void)state;
    struct staith_solver *solver = staith_solver_new(&wide);
    (void)variable(solver, 0, 1, 1, true);
    (void)variable(solver, 0, 1, 1, true);
    uint32_t parity = row(solver, 1, 1, 2, 2); /* even = 1: only in fractions */
    assert_int_equal(solve(solver).state, STAITH_SOLVER_INFEASIBLE);
    assert_int_equal(staith_solver_set_row_bounds(solver, parity, 5, 5), 0);
    assert_int_equal(solve(solver).state, STAITH_SOLVER_INFEASIBLE);
    assert_int_equal(staith_solver_set_row_bounds(solver, parity, -INFINITY, INFINITY), 0);
    SAME(solve(solver).objective, 0);
    staith_solver_free(solver);

    solver = staith_solver_new(&wide);
    (void)variable(solver, -INFINITY, INFINITY, -1, false);
    (void)variable(solver, 0, 1, 0, false);
    (void)row(solver, 0, INFINITY, 1, 1);
    assert_int_equal(solve(solver).state, STAITH_SOLVER_UNBOUNDED);
    staith_solver_free(solver);

    solver = staith_solver_new(&wide); /* nothing to solve */
    SAME(solve(solver).objective, 0);
    staith_solver_free(solver);
    staith_solver_free(NULL);
}

static void refusals(void **state)
{
    (void)state;
    struct staith_solver *solver = staith_solver_new(&wide);
    uint32_t index = 77;
    const uint32_t twice[2] = {0, 0};
    const uint32_t unknown[2] = {0, 9};
    const uint32_t once[1] = {0};
    const double ones[2] = {1, 1};
    const double odd[2] = {NAN, 1};
    assert_int_equal(staith_solver_add_variable(solver, 1, 0, 0, false, &index), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_variable(solver, NAN, 0, 0, false, &index),
                     STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_variable(solver, 0, 1, INFINITY, false, &index),
                     STAITH_ERR_INVAL);
    (void)variable(solver, 0, 1, 0, false);
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 2, twice, ones, &index), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 2, unknown, ones, &index),
                     STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 1, once, odd, &index), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_add_row(solver, 2, 1, 1, once, ones, &index), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_bounds(solver, 1, 0, 1), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_bounds(solver, 0, 1, 0), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_cost(solver, 1, 0), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_cost(solver, 0, NAN), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_row_bounds(solver, 0, 0, 1), STAITH_ERR_INVAL);
    assert_int_equal(index, 77);
    assert_int_equal(staith_solver_rows(solver), 0);
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 1, once, ones, &index), 0);
    assert_int_equal(index, 0);
    staith_solver_free(solver);
}

/* A million variables, a million rows, twenty million entries, and no more. */
static void limits(void **state)
{
    (void)state;
    uint32_t at = 0;
    struct staith_solver *solver = staith_solver_new(&wide);
    for (uint32_t i = 0; i < STAITH_SOLVER_MAX_VARIABLES; i++) {
        (void)variable(solver, 0, 1, 0, false);
    }
    assert_int_equal(staith_solver_add_variable(solver, 0, 1, 0, false, &at), STAITH_ERR_LIMIT);
    assert_int_equal(staith_solver_variables(solver), STAITH_SOLVER_MAX_VARIABLES);
    uint32_t *all = calloc(STAITH_SOLVER_MAX_VARIABLES, sizeof(*all));
    double *ones = calloc(STAITH_SOLVER_MAX_VARIABLES, sizeof(*ones));
    assert_true(all != NULL && ones != NULL);
    for (uint32_t i = 0; i < STAITH_SOLVER_MAX_VARIABLES; i++) {
        all[i] = i;
        ones[i] = 1;
    }
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 20000001, all, ones, &at),
                     STAITH_ERR_LIMIT);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(
            staith_solver_add_row(solver, 0, 1, STAITH_SOLVER_MAX_VARIABLES, all, ones, &at), 0);
    }
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 1, all, ones, &at), STAITH_ERR_LIMIT);
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 0, NULL, NULL, &at), 0);
    staith_solver_free(solver);
    solver = staith_solver_new(&wide);
    for (uint32_t i = 0; i < STAITH_SOLVER_MAX_ROWS; i++) {
        assert_int_equal(staith_solver_add_row(solver, 0, 1, 0, NULL, NULL, &at), 0);
    }
    assert_int_equal(staith_solver_add_row(solver, 0, 1, 0, NULL, NULL, &at), STAITH_ERR_LIMIT);
    assert_int_equal(staith_solver_rows(solver), STAITH_SOLVER_MAX_ROWS);
    assert_int_equal(staith_solver_set_row_bounds(solver, 0, 2, 1), STAITH_ERR_INVAL);
    assert_int_equal(staith_solver_set_row_bounds(solver, STAITH_SOLVER_MAX_ROWS, 0, 1),
                     STAITH_ERR_INVAL);
    /* More than is permitted of a budget is as much as is. */
    const struct staith_solver_budget huge = {
        .time_ms = 600001, .memory_mib = 1025, .iterations = 10000001, .nodes = 10000001};
    staith_solver_set_budget(solver, &huge);
    staith_solver_free(solver);
    free(ones);
    free(all);
}

static void version(void **state)
{
    (void)state;
    assert_string_equal(staith_solver_version(), "GLPK 5.0");
}

/* The other method and the solver's own cuts come to the same: 5x + 7y least with 2x + 3y >= 12 and
 * 4x + 2y >= 10 is 29 at x = 3, y = 2; in fractions 28.25 at x = 0.75, y = 3.5. */
static void methods(void **state)
{
    (void)state;
    for (int method = 0; method < 4; method++) {
        struct staith_solver *solver = staith_solver_new(&wide);
        staith_solver_set_primal(solver, (method & 1) != 0);
        staith_solver_set_cuts(solver, (method & 2) != 0);
        (void)variable(solver, 0, 10, 5, true);
        (void)variable(solver, 0, 10, 7, true);
        (void)row(solver, 12, INFINITY, 2, 3);
        (void)row(solver, 10, INFINITY, 4, 2);
        struct staith_solver_result result = solve(solver);
        assert_int_equal(result.state, STAITH_SOLVER_OPTIMAL);
        SAME(result.objective, 29);
        SAME(staith_solver_value(solver, 0), 3);
        SAME(staith_solver_value(solver, 1), 2);
        staith_solver_free(solver);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(continuous), cmocka_unit_test(whole),
                                       cmocka_unit_test(states),     cmocka_unit_test(refusals),
                                       cmocka_unit_test(version),    cmocka_unit_test(limits),
                                       cmocka_unit_test(methods)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
