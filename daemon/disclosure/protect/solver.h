/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SOLVER_H
#define STAITH_DISCLOSURE_PROTECT_SOLVER_H
/*
 * Linear programs, and linear programs in whole numbers, within a budget: minimise the sum of
 * cost x value over variables between bounds, with every row (a weighted sum of variables) between
 * bounds. GLPK does it; only solver.c knows.
 *
 * A solver keeps the program; a solve hands it to GLPK in a thread of its own, whose memory and
 * state end with it. So nothing is shared between solvers, nothing is printed, an error inside GLPK
 * ends that solve alone, and rows, costs and bounds may change between solves. A solve starts from
 * the basis of the one before. One solver belongs to one thread at a time.
 *
 * The results are floating point: what must be certain is to be verified in whole numbers.
 */
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

/** Of one solve. The work limits end it at the same point on every machine; the time limit does
 *  not, and so may only ever lead to withholding. 0 anywhere: the most that is permitted. */
struct staith_solver_budget {
    uint32_t time_ms;    /**< most: 600,000 */
    uint32_t memory_mib; /**< of GLPK; most: 1,024 */
    uint32_t iterations; /**< of the simplex method at one node; most: 10,000,000 */
    uint32_t nodes;      /**< of branch and bound; most: 10,000,000 */
    uint32_t
        gap_millionths; /**< accept a whole-number solution this close to its bound; 0: exact */
};

enum staith_solver_state {
    STAITH_SOLVER_OPTIMAL = 1,    /**< within the gap, if one was permitted */
    STAITH_SOLVER_FEASIBLE = 2,   /**< a solution, and the budget ended: see bound */
    STAITH_SOLVER_INFEASIBLE = 3, /**< there is no solution */
    STAITH_SOLVER_UNBOUNDED = 4,
    STAITH_SOLVER_UNFINISHED = 5 /**< the budget ended, or GLPK failed: nothing is known */
};

enum staith_solver_end {
    STAITH_SOLVER_END_DONE = 0,
    STAITH_SOLVER_END_TIME = 1,
    STAITH_SOLVER_END_WORK = 2, /**< iterations or nodes */
    STAITH_SOLVER_END_MEMORY = 3,
    STAITH_SOLVER_END_FAULT = 4 /**< numerical trouble or an error inside GLPK */
};

struct staith_solver_result {
    enum staith_solver_state state;
    enum staith_solver_end end;
    bool integral_root; /**< the continuous program had a whole-number optimum: duals are its */
    double objective;   /**< of the solution; OPTIMAL and FEASIBLE */
    double bound;       /**< no solution costs less; OPTIMAL and FEASIBLE */
    uint32_t time_ms;
};

struct staith_solver;

enum { STAITH_SOLVER_MAX_VARIABLES = 1000000, STAITH_SOLVER_MAX_ROWS = 1000000 };

/** Heap, NULL without memory. */
struct staith_solver *staith_solver_new(const struct staith_solver_budget *budget);
/** NULL is allowed. */
void staith_solver_free(struct staith_solver *solver);
void staith_solver_set_budget(struct staith_solver *solver,
                              const struct staith_solver_budget *budget);
/** Bounds may be -INFINITY and INFINITY; lo <= hi, no NaN. Variables are numbered from 0.
 *  0, STAITH_ERR_INVAL, STAITH_ERR_LIMIT, STAITH_ERR_NOMEM. */
int staith_solver_add_variable(struct staith_solver *solver, double lo, double hi, double cost,
                               bool whole, uint32_t *ret_variable);
/** No variable twice in a row. Rows are numbered from 0. Errors as above. */
int staith_solver_add_row(struct staith_solver *solver, double lo, double hi, uint32_t count,
                          const uint32_t *variables, const double *coefficients, uint32_t *ret_row);
/** 0, or STAITH_ERR_INVAL for an index or bounds that are none. */
int staith_solver_set_bounds(struct staith_solver *solver, uint32_t variable, double lo, double hi);
int staith_solver_set_row_bounds(struct staith_solver *solver, uint32_t row, double lo, double hi);
int staith_solver_set_cost(struct staith_solver *solver, uint32_t variable, double cost);
/** What is added to every objective: a permitted gap is a share of the whole. Finite; 0 at first.
 */
int staith_solver_set_constant(struct staith_solver *solver, double constant);
/** Solve continuous programs by the primal method: the faster where only costs and bounds change
 *  and the last solution stays one. Else, and at first, by the dual method. */
void staith_solver_set_primal(struct staith_solver *solver, bool primal);
/** Search whole numbers with cuts of the solver's own (Gomory, mixed-integer rounding, covers): the
 *  faster where rows are covers. Not at first. */
void staith_solver_set_cuts(struct staith_solver *solver, bool cuts);
uint32_t staith_solver_variables(const struct staith_solver *solver);
uint32_t staith_solver_rows(const struct staith_solver *solver);
/** Solve. 0 with *ret_result whatever the state; STAITH_ERR_NOMEM, also when no thread starts. */
int staith_solver_solve(struct staith_solver *solver, struct staith_solver_result *ret_result);

/** Of the last solve, when OPTIMAL or FEASIBLE; whole variables exactly whole. */
double staith_solver_value(const struct staith_solver *solver, uint32_t variable);
/** Of the continuous program of the last solve (the root of branch and bound); when OPTIMAL or
 *  FEASIBLE: how the objective changes with a row's bound, and with a variable. */
double staith_solver_dual(const struct staith_solver *solver, uint32_t row);
double staith_solver_reduced_cost(const struct staith_solver *solver, uint32_t variable);
/** "GLPK 5.0". Static. */
const char *staith_solver_version(void);

#endif
