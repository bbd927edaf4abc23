/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One solve, in a thread of its own. First the continuous program, from the basis of the solve
 * before; where its optimum is whole already, that is the answer, and its duals prove it.
 */
#include "disclosure/protect/solver_run.h"

#include <glpk.h>
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

/* A value this close to a whole number is it: GLPK's own measure is 1e-5. */
#define WHOLE 1e-6

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int remaining_ms(const struct staith_solver_run *run)
{
    int64_t spent = now_ms() - run->start_ms;
    int64_t left = (int64_t)run->budget->time_ms - spent;
    return left > 1 ? (int)left : 1;
}

/* Nothing is printed. What GLPK says before it gives up tells a full budget from a fault. */
static int on_text(void *info, const char *text)
{
    struct staith_solver_run *run = info;
    if (strstr(text, "memory allocation limit") != NULL || strstr(text, "no memory") != NULL) {
        run->out_of_memory = true;
    }
    return 1;
}

static void finish(struct staith_solver_run *run)
{
    run->result.time_ms = (uint32_t)(now_ms() - run->start_ms);
}

static void on_error(void *info)
{
    struct staith_solver_run *run = info;
    run->result.state = STAITH_SOLVER_UNFINISHED;
    run->result.end = run->out_of_memory ? STAITH_SOLVER_END_MEMORY : STAITH_SOLVER_END_FAULT;
    finish(run);
    glp_error_hook(NULL, NULL);
    (void)glp_free_env();
    pthread_exit(NULL);
}

static void on_node(glp_tree *tree, void *info)
{
    struct staith_solver_run *run = info;
    if (glp_ios_reason(tree) != GLP_ISELECT) {
        return;
    }
    /* Where a node is to be selected there is one. */
    double bound = glp_ios_node_bound(tree, glp_ios_best_node(tree));
    run->node_bound = fmax(run->node_bound, bound);
    if (++run->nodes > run->budget->nodes) {
        run->out_of_work = true;
        glp_ios_terminate(tree);
    }
}

static int bounds_kind(double lo, double hi)
{
    bool below = isfinite(lo);
    bool above = isfinite(hi);
    if (below && above) {
        return lo < hi ? GLP_DB : GLP_FX;
    }
    if (below) {
        return GLP_LO;
    }
    return above ? GLP_UP : GLP_FR;
}

static void load(glp_prob *lp, const struct staith_solver_program *program)
{
    glp_set_obj_dir(lp, GLP_MIN);
    glp_set_obj_coef(lp, 0, program->constant);
    if (program->row_count > 0) {
        (void)glp_add_rows(lp, (int)program->row_count);
    }
    for (uint32_t i = 0; i < program->row_count; i++) {
        const struct staith_solver_row *row = &program->rows[i];
        glp_set_row_bnds(lp, (int)i + 1, bounds_kind(row->lo, row->hi), row->lo, row->hi);
        glp_set_row_stat(lp, (int)i + 1, row->status);
    }
    if (program->variable_count > 0) {
        (void)glp_add_cols(lp, (int)program->variable_count);
    }
    for (uint32_t i = 0; i < program->variable_count; i++) {
        const struct staith_solver_variable *variable = &program->variables[i];
        int column = (int)i + 1;
        glp_set_col_bnds(lp, column, bounds_kind(variable->lo, variable->hi), variable->lo,
                         variable->hi);
        glp_set_obj_coef(lp, column, variable->cost);
        glp_set_col_kind(lp, column, variable->whole ? GLP_IV : GLP_CV);
        glp_set_col_stat(lp, column, variable->status);
    }
    if (program->entry_count > 0) {
        glp_load_matrix(lp, (int)program->entry_count, program->entry_rows,
                        program->entry_variables, program->coefficients);
    }
}

static enum staith_solver_end end_of(int rc)
{
    switch (rc) {
    case 0:
    case GLP_EMIPGAP:
        return STAITH_SOLVER_END_DONE;
    case GLP_ETMLIM:
        return STAITH_SOLVER_END_TIME;
    case GLP_EITLIM:
    case GLP_ESTOP:
        return STAITH_SOLVER_END_WORK;
    default:
        return STAITH_SOLVER_END_FAULT;
    }
}

static enum staith_solver_state state_of(int status)
{
    switch (status) {
    case GLP_OPT:
        return STAITH_SOLVER_OPTIMAL;
    case GLP_FEAS:
        return STAITH_SOLVER_FEASIBLE;
    case GLP_NOFEAS:
        return STAITH_SOLVER_INFEASIBLE;
    case GLP_UNBND:
        return STAITH_SOLVER_UNBOUNDED;
    default:
        return STAITH_SOLVER_UNFINISHED;
    }
}

static void solve_continuous(glp_prob *lp, struct staith_solver_run *run)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    /* Rows and bounds change between solves, and the dual method is the faster anew. */
    how.meth = run->program->primal ? GLP_PRIMAL : GLP_DUALP;
    how.tm_lim = remaining_ms(run);
    how.it_lim = (int)run->budget->iterations;
    int rc = glp_simplex(lp, &how);
    if (rc == GLP_EBADB || rc == GLP_ESING || rc == GLP_ECOND || rc == GLP_EFAIL) {
        glp_std_basis(lp);
        how.meth = GLP_PRIMAL;
        how.tm_lim = remaining_ms(run);
        rc = glp_simplex(lp, &how);
    }
    run->result.end = end_of(rc);
    run->result.state = state_of(glp_get_status(lp));
    if (run->result.state == STAITH_SOLVER_INFEASIBLE && rc != 0) {
        run->result.state = STAITH_SOLVER_UNFINISHED;
    }
    run->result.objective = glp_get_obj_val(lp);
    run->result.bound =
        run->result.state == STAITH_SOLVER_OPTIMAL ? run->result.objective : -INFINITY;
}

static void keep_continuous(glp_prob *lp, struct staith_solver_program *program)
{
    for (uint32_t i = 0; i < program->row_count; i++) {
        program->rows[i].status = glp_get_row_stat(lp, (int)i + 1);
        program->rows[i].dual = glp_get_row_dual(lp, (int)i + 1);
    }
    for (uint32_t i = 0; i < program->variable_count; i++) {
        struct staith_solver_variable *variable = &program->variables[i];
        variable->status = glp_get_col_stat(lp, (int)i + 1);
        variable->value = glp_get_col_prim(lp, (int)i + 1);
        variable->reduced_cost = glp_get_col_dual(lp, (int)i + 1);
    }
    program->solved = true;
}

static bool is_whole(const struct staith_solver_program *program)
{
    for (uint32_t i = 0; i < program->variable_count; i++) {
        const struct staith_solver_variable *variable = &program->variables[i];
        if (variable->whole && fabs(variable->value - round(variable->value)) > WHOLE) {
            return false;
        }
    }
    return true;
}

static void round_whole(struct staith_solver_program *program)
{
    for (uint32_t i = 0; i < program->variable_count; i++) {
        struct staith_solver_variable *variable = &program->variables[i];
        if (variable->whole) {
            variable->value = round(variable->value);
        }
    }
}

static void solve_whole(glp_prob *lp, struct staith_solver_run *run)
{
    glp_iocp how;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tm_lim = remaining_ms(run);
    how.mip_gap = (double)run->budget->gap_millionths / 1e6;
    how.fp_heur = run->budget->gap_millionths > 0 ? GLP_ON : GLP_OFF;
    how.gmi_cuts = run->program->cuts ? GLP_ON : GLP_OFF;
    how.mir_cuts = how.gmi_cuts;
    how.cov_cuts = how.gmi_cuts;
    how.cb_func = on_node;
    how.cb_info = run;
    run->node_bound = run->result.objective;
    int rc = glp_intopt(lp, &how);
    run->result.end = run->out_of_work ? STAITH_SOLVER_END_WORK : end_of(rc);
    run->result.state = state_of(glp_mip_status(lp));
    if (run->result.state != STAITH_SOLVER_OPTIMAL && run->result.state != STAITH_SOLVER_FEASIBLE) {
        if (rc != 0) {
            run->result.state = STAITH_SOLVER_UNFINISHED;
        }
        return;
    }
    run->result.objective = glp_mip_obj_val(lp);
    if (rc == GLP_EMIPGAP) {
        run->result.state = STAITH_SOLVER_OPTIMAL;
    }
    bool proved = rc == 0 && run->result.state == STAITH_SOLVER_OPTIMAL;
    run->result.bound =
        proved ? run->result.objective : fmin(run->node_bound, run->result.objective);
    for (uint32_t i = 0; i < run->program->variable_count; i++) {
        run->program->variables[i].value = glp_mip_col_val(lp, (int)i + 1);
    }
}

void *staith_solver_run(void *argument)
{
    struct staith_solver_run *run = argument;
    run->start_ms = now_ms();
    glp_term_hook(on_text, run);
    glp_error_hook(on_error, run);
    glp_mem_limit((int)run->budget->memory_mib);
    glp_prob *lp = glp_create_prob();
    load(lp, run->program);
    solve_continuous(lp, run);
    if (run->result.state == STAITH_SOLVER_OPTIMAL || run->result.state == STAITH_SOLVER_FEASIBLE) {
        keep_continuous(lp, run->program);
    }
    if (run->result.state == STAITH_SOLVER_OPTIMAL) {
        run->result.integral_root = is_whole(run->program);
        if (!run->result.integral_root) {
            solve_whole(lp, run);
        }
    }
    if (run->result.state == STAITH_SOLVER_FEASIBLE && !is_whole(run->program)) {
        run->result.state = STAITH_SOLVER_UNFINISHED;
    }
    if (run->result.state == STAITH_SOLVER_UNFINISHED &&
        run->result.end == STAITH_SOLVER_END_DONE) {
        run->result.end = STAITH_SOLVER_END_FAULT;
    }
    round_whole(run->program);
    glp_delete_prob(lp);
    (void)glp_free_env();
    finish(run);
    return NULL;
}
