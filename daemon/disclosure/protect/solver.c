/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GLPK ends the process after an error (it calls abort once its error hook returns), also when its
 * memory limit is met. Its state belongs to the thread that called it. Hence a thread for every
 * solve: the hook frees what GLPK has of this thread and ends the thread, and the caller sees that
 * no result came. Ending a thread unwinds it, for which libgcc_s is linked and not looked for at
 * that moment, when the process may no longer open files.
 */
#include "disclosure/protect/solver.h"

#include "disclosure/protect/solver_run.h"

#include <glpk.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#define TEXT_OF(number) #number
#define TEXT(macro) TEXT_OF(macro)

enum { MOST_MS = 600000, MOST_MIB = 1024, MOST_WORK = 10000000, MAX_ENTRIES = 20000000 };

struct staith_solver {
    struct staith_solver_budget budget;
    struct staith_solver_program program;
    size_t variable_room, row_room, entry_room;
};

static uint32_t within(uint32_t wanted, uint32_t most)
{
    return wanted == 0 || wanted > most ? most : wanted;
}

void staith_solver_set_budget(struct staith_solver *solver,
                              const struct staith_solver_budget *budget)
{
    solver->budget.time_ms = within(budget->time_ms, MOST_MS);
    solver->budget.memory_mib = within(budget->memory_mib, MOST_MIB);
    solver->budget.iterations = within(budget->iterations, MOST_WORK);
    solver->budget.nodes = within(budget->nodes, MOST_WORK);
    solver->budget.gap_millionths = budget->gap_millionths;
}

struct staith_solver *staith_solver_new(const struct staith_solver_budget *budget)
{
    struct staith_solver *solver = calloc(1, sizeof(*solver));
    if (solver != NULL) {
        staith_solver_set_budget(solver, budget);
    }
    return solver;
}

void staith_solver_free(struct staith_solver *solver)
{
    if (solver == NULL) {
        return;
    }
    free(solver->program.variables);
    free(solver->program.rows);
    free(solver->program.entry_rows);
    free(solver->program.entry_variables);
    free(solver->program.coefficients);
    free(solver);
}

/* Room for `needed` items in *list, doubling. The list is as it was on failure. */
static int grow(void **list, size_t *room, size_t needed, size_t size)
{
    size_t wanted = *room < 64 ? 64 : *room;
    while (wanted < needed) {
        wanted *= 2;
    }
    if (*list != NULL && wanted == *room) {
        return 0;
    }
    void *bigger = realloc(*list, wanted * size);
    if (bigger == NULL) {
        return STAITH_ERR_NOMEM;
    }
    *list = bigger;
    *room = wanted;
    return 0;
}

static bool bounds_valid(double lo, double hi)
{
    return lo <= hi && lo < INFINITY && hi > -INFINITY; /* false for NaN */
}

int staith_solver_add_variable(struct staith_solver *solver, double lo, double hi, double cost,
                               bool whole, uint32_t *ret_variable)
{
    struct staith_solver_program *program = &solver->program;
    if (!bounds_valid(lo, hi) || !isfinite(cost)) {
        return STAITH_ERR_INVAL;
    }
    if (program->variable_count == STAITH_SOLVER_MAX_VARIABLES) {
        return STAITH_ERR_LIMIT;
    }
    void *list = program->variables;
    int code = grow(&list, &solver->variable_room, (size_t)program->variable_count + 1,
                    sizeof(*program->variables));
    program->variables = list;
    if (code != 0) {
        return code;
    }
    program->variables[program->variable_count] = (struct staith_solver_variable){
        .lo = lo, .hi = hi, .cost = cost, .whole = whole, .status = GLP_NL};
    *ret_variable = program->variable_count++;
    return 0;
}

/* Room for the entries of one more row: three lists of one length, numbered from 1 as GLPK does. */
static int grow_entries(struct staith_solver *solver, uint32_t count)
{
    struct staith_solver_program *program = &solver->program;
    size_t needed = (size_t)program->entry_count + count + 1;
    size_t rooms[3] = {solver->entry_room, solver->entry_room, solver->entry_room};
    void *lists[3] = {program->entry_rows, program->entry_variables, program->coefficients};
    const size_t sizes[3] = {sizeof(int), sizeof(int), sizeof(double)};
    int code = 0;
    for (size_t i = 0; code == 0 && i < 3; i++) {
        code = grow(&lists[i], &rooms[i], needed, sizes[i]);
    }
    program->entry_rows = lists[0];
    program->entry_variables = lists[1];
    program->coefficients = lists[2];
    if (code == 0) {
        solver->entry_room = rooms[0];
    }
    return code;
}

int staith_solver_add_row(struct staith_solver *solver, double lo, double hi, uint32_t count,
                          const uint32_t *variables, const double *coefficients, uint32_t *ret_row)
{
    struct staith_solver_program *program = &solver->program;
    if (!bounds_valid(lo, hi)) {
        return STAITH_ERR_INVAL;
    }
    if (program->row_count == STAITH_SOLVER_MAX_ROWS || count > MAX_ENTRIES ||
        program->entry_count > MAX_ENTRIES - count) {
        return STAITH_ERR_LIMIT;
    }
    void *list = program->rows;
    int code =
        grow(&list, &solver->row_room, (size_t)program->row_count + 1, sizeof(*program->rows));
    program->rows = list;
    if (code == 0) {
        code = grow_entries(solver, count);
    }
    if (code != 0) {
        return code;
    }
    uint32_t row = program->row_count + 1;
    for (uint32_t i = 0; i < count; i++) {
        if (variables[i] >= program->variable_count || !isfinite(coefficients[i]) ||
            program->variables[variables[i]].last_row == row) {
            for (uint32_t back = 0; back < i; back++) {
                program->variables[variables[back]].last_row = 0;
            }
            return STAITH_ERR_INVAL;
        }
        program->variables[variables[i]].last_row = row;
        uint32_t at = program->entry_count + 1 + i;
        program->entry_rows[at] = (int)row;
        program->entry_variables[at] = (int)variables[i] + 1;
        program->coefficients[at] = coefficients[i];
    }
    program->entry_count += count;
    program->rows[program->row_count] =
        (struct staith_solver_row){.lo = lo, .hi = hi, .status = GLP_BS};
    *ret_row = program->row_count++;
    return 0;
}

int staith_solver_set_bounds(struct staith_solver *solver, uint32_t variable, double lo, double hi)
{
    if (variable >= solver->program.variable_count || !bounds_valid(lo, hi)) {
        return STAITH_ERR_INVAL;
    }
    solver->program.variables[variable].lo = lo;
    solver->program.variables[variable].hi = hi;
    return 0;
}

int staith_solver_set_row_bounds(struct staith_solver *solver, uint32_t row, double lo, double hi)
{
    if (row >= solver->program.row_count || !bounds_valid(lo, hi)) {
        return STAITH_ERR_INVAL;
    }
    solver->program.rows[row].lo = lo;
    solver->program.rows[row].hi = hi;
    return 0;
}

int staith_solver_set_cost(struct staith_solver *solver, uint32_t variable, double cost)
{
    if (variable >= solver->program.variable_count || !isfinite(cost)) {
        return STAITH_ERR_INVAL;
    }
    solver->program.variables[variable].cost = cost;
    return 0;
}

int staith_solver_set_constant(struct staith_solver *solver, double constant)
{
    if (!isfinite(constant)) {
        return STAITH_ERR_INVAL;
    }
    solver->program.constant = constant;
    return 0;
}

void staith_solver_set_primal(struct staith_solver *solver, bool primal)
{
    solver->program.primal = primal;
}

void staith_solver_set_cuts(struct staith_solver *solver, bool cuts)
{
    solver->program.cuts = cuts;
}

uint32_t staith_solver_variables(const struct staith_solver *solver)
{
    return solver->program.variable_count;
}

uint32_t staith_solver_rows(const struct staith_solver *solver)
{
    return solver->program.row_count;
}

int staith_solver_solve(struct staith_solver *solver, struct staith_solver_result *ret_result)
{
    struct staith_solver_run run = {.program = &solver->program, .budget = &solver->budget};
    run.result.state = STAITH_SOLVER_UNFINISHED;
    run.result.end = STAITH_SOLVER_END_FAULT;
    sigset_t all;
    sigset_t before;
    pthread_t thread;
    /* Signals are for the threads of the process that wait for them. */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int rc = pthread_create(&thread, NULL, staith_solver_run, &run);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (rc != 0) {
        return STAITH_ERR_NOMEM;
    }
    (void)pthread_join(thread, NULL);
    *ret_result = run.result;
    return 0;
}

double staith_solver_value(const struct staith_solver *solver, uint32_t variable)
{
    return solver->program.variables[variable].value;
}

double staith_solver_dual(const struct staith_solver *solver, uint32_t row)
{
    return solver->program.rows[row].dual;
}

double staith_solver_reduced_cost(const struct staith_solver *solver, uint32_t variable)
{
    return solver->program.variables[variable].reduced_cost;
}

const char *staith_solver_version(void)
{
    return "GLPK " TEXT(GLP_MAJOR_VERSION) "." TEXT(GLP_MINOR_VERSION);
}
