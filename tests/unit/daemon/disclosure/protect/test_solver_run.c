/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Budgets, errors and silence: a solve that cannot end well ends alone, and prints nothing.
 */
#define _GNU_SOURCE /* RTLD_NOLOAD is visible with it alone */
#include "disclosure/protect/solver_run.h"

#include <dlfcn.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static struct staith_solver_result solve(struct staith_solver *solver)
{
    struct staith_solver_result result;
    assert_int_equal(staith_solver_solve(solver, &result), 0);
    return result;
}

/* 40 things of odd weights to fill a knapsack exactly: hopeless within a few nodes. */
static struct staith_solver *hard(const struct staith_solver_budget *budget)
{
    enum { THINGS = 40 };
    struct staith_solver *solver = staith_solver_new(budget);
    uint32_t index[THINGS];
    double weights[THINGS];
    for (uint32_t i = 0; i < THINGS; i++) {
        index[i] = variable(solver, 0, 1, 0, true);
        weights[i] = 2 * (double)((i * 7919u) % 10007u) + 2;
    }
    uint32_t at = 0;
    assert_int_equal(staith_solver_add_row(solver, 150001, 150001, THINGS, index, weights, &at), 0);
    return solver;
}

static void budgets(void **state)
{
    (void)state;
    struct staith_solver *solver = hard(&(struct staith_solver_budget){.nodes = 50});
    struct staith_solver_result result = solve(solver);
    assert_int_equal(result.state, STAITH_SOLVER_UNFINISHED);
    assert_int_equal(result.end, STAITH_SOLVER_END_WORK);
    staith_solver_set_budget(solver, &(struct staith_solver_budget){.time_ms = 50});
    result = solve(solver);
    assert_int_equal(result.state, STAITH_SOLVER_UNFINISHED);
    assert_int_equal(result.end, STAITH_SOLVER_END_TIME);
    assert_in_range(result.time_ms, 40, 5000);
    staith_solver_free(solver);
}

/* GLPK answers a full memory with abort(): here it ends that solve, and the next one works. */
static void memory(void **state)
{
    (void)state;
    struct staith_solver *solver =
        staith_solver_new(&(struct staith_solver_budget){.memory_mib = 1});
    for (uint32_t i = 0; i < 50000; i++) {
        (void)variable(solver, 0, 1, -1, false);
    }
    for (int repeat = 0; repeat < 3; repeat++) {
        struct staith_solver_result result = solve(solver);
        assert_int_equal(result.state, STAITH_SOLVER_UNFINISHED);
        assert_int_equal(result.end, STAITH_SOLVER_END_MEMORY);
    }
    staith_solver_set_budget(solver, &wide);
    SAME(solve(solver).objective, -50000);
    staith_solver_free(solver);
    /* Ending a thread needs libgcc_s, which must not be looked for then. */
    void *unwinder = dlopen("libgcc_s.so.1", RTLD_LAZY | RTLD_NOLOAD);
    assert_non_null(unwinder);
    (void)dlclose(unwinder);
}

/* Whole numbers within non-whole bounds are an error to GLPK, and say so. */
static void fault(void **state)
{
    (void)state;
    struct staith_solver *solver = staith_solver_new(&wide);
    (void)variable(solver, 0.5, 2.5, 1, true);
    struct staith_solver_result result = solve(solver);
    assert_int_equal(result.state, STAITH_SOLVER_UNFINISHED);
    assert_int_equal(result.end, STAITH_SOLVER_END_FAULT);
    staith_solver_free(solver);
}

static void silence(void **state)
{
    (void)state;
    char name[] = "solver-output-XXXXXX";
    int file = mkstemp(name);
    assert_true(file >= 0);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(fflush(NULL), 0);
    int out = dup(1);
    int err = dup(2);
    assert_true(dup2(file, 1) == 1 && dup2(file, 2) == 2);
    struct staith_solver *solver =
        staith_solver_new(&(struct staith_solver_budget){.memory_mib = 1});
    for (uint32_t i = 0; i < 50000; i++) {
        (void)staith_solver_add_variable(solver, 0, 1, -1, true, &(uint32_t){0});
    }
    struct staith_solver_result result;
    (void)staith_solver_solve(solver, &result);
    staith_solver_free(solver);
    solver = hard(&(struct staith_solver_budget){.nodes = 50});
    (void)staith_solver_solve(solver, &result);
    staith_solver_free(solver);
    (void)fflush(NULL);
    off_t written = lseek(file, 0, SEEK_END);
    assert_true(dup2(out, 1) == 1 && dup2(err, 2) == 2);
    (void)close(out);
    (void)close(err);
    (void)close(file);
    assert_int_equal(written, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(budgets),
        cmocka_unit_test(memory),
        cmocka_unit_test(fault),
        cmocka_unit_test(silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
