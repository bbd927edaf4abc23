/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SOLVER_RUN_H
#define STAITH_DISCLOSURE_PROTECT_SOLVER_RUN_H
/*
 * Private to the solver: a program as it is kept between solves, and one solve of it by GLPK.
 */
#include "disclosure/protect/solver.h"

struct staith_solver_variable {
    double lo, hi, cost;
    double value, reduced_cost; /* of the last solve */
    int status;                 /* in the last basis: GLP_BS, ... */
    uint32_t last_row;          /* number of the last row that has it, from 1 */
    bool whole;
};

struct staith_solver_row {
    double lo, hi;
    double dual;
    int status;
};

struct staith_solver_program {
    uint32_t variable_count, row_count, entry_count;
    struct staith_solver_variable *variables;
    struct staith_solver_row *rows;
    int *entry_rows, *entry_variables; /* entries 1 .. entry_count, numbers from 1 */
    double *coefficients;
    double constant; /* of the objective */
    bool solved;     /* statuses are those of a basis */
    bool primal;     /* the method */
    bool cuts;       /* GLPK adds its own */
};

struct staith_solver_run {
    struct staith_solver_program *program;
    const struct staith_solver_budget *budget;
    struct staith_solver_result result;
    int64_t start_ms;
    double node_bound; /* of branch and bound so far */
    uint32_t nodes;
    bool out_of_work, out_of_memory;
};

/** Body of a thread: solve run->program, fill run->result and what the program keeps of a solve.
 *  `argument`: a struct staith_solver_run. Always NULL. */
void *staith_solver_run(void *argument);

#endif
