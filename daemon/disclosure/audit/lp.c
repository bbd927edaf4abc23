/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GLPK prints and aborts when it is misused: everything it is given has been checked by
 * staith_attack_check, no column stands twice in a row, and the terminal is off.
 */
#include "disclosure/audit/lp.h"

#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STAITH_TEXT_OF(number) #number
#define STAITH_TEXT(number) STAITH_TEXT_OF(number)

enum { UNLIMITED_DIVISOR = 2, STEPS_A_PROGRAM = 100000 };
#define VALUE_MOST 9e15 /* beyond it a double is no whole number */

struct staith_lp {
    const struct staith_attack *attack;
    struct staith_effort *effort;
    glp_prob *problem;
    int *column_of; /* of a cell, 0: it is fixed */
    uint32_t *cell_of;
    int columns;
    int64_t *lo;
    int64_t *hi;
    int64_t fixed_cell;
    int objective; /* the column that has a cost, 0: none */
};

bool staith_effort_is_over(const struct staith_effort *effort)
{
    return effort->programs_left == 0 ||
           effort->outside->monotonic_ms(effort->outside->ctx) >= effort->deadline_ms;
}

static int milliseconds_left(const struct staith_effort *effort)
{
    int64_t left = effort->deadline_ms - effort->outside->monotonic_ms(effort->outside->ctx);
    if (left < 1) {
        return 1;
    }
    return left > INT_MAX ? INT_MAX : (int)left;
}

const char *staith_lp_solver(void)
{
    return "GLPK " STAITH_TEXT(GLP_MAJOR_VERSION) "." STAITH_TEXT(GLP_MINOR_VERSION);
}

static void set_bounds(struct staith_lp *lp, int column, int64_t lo, int64_t hi)
{
    int kind = GLP_DB;
    if (lo == hi) {
        kind = GLP_FX;
    } else if (hi >= STAITH_AUDIT_NO_LIMIT / UNLIMITED_DIVISOR) {
        kind = GLP_LO;
    }
    glp_set_col_bnds(lp->problem, column, kind, (double)lo, (double)hi);
}

/* Rows with their fixed cells moved to the ends. */
static bool add_rows(struct staith_lp *lp)
{
    const struct staith_attack *a = lp->attack;
    int *indices = calloc((size_t)lp->columns + 1, sizeof(*indices));
    double *values = calloc((size_t)lp->columns + 1, sizeof(*values));
    bool fine = indices != NULL && values != NULL;
    for (uint32_t r = 0; fine && r < a->rows; r++) {
        int64_t constant = 0;
        int count = 0;
        for (uint32_t e = a->row_first[r]; e < a->row_first[r + 1]; e++) {
            uint32_t cell = a->column[e];
            if (lp->column_of[cell] == 0) {
                constant += a->times[e] * lp->lo[cell];
                continue;
            }
            count++;
            indices[count] = lp->column_of[cell];
            values[count] = (double)a->times[e];
        }
        if (count == 0) {
            continue;
        }
        int row = glp_add_rows(lp->problem, 1);
        bool below = a->row_lo[r] > -STAITH_AUDIT_NO_LIMIT;
        bool above = a->row_hi[r] < STAITH_AUDIT_NO_LIMIT;
        int kind = GLP_FR;
        if (below && above) {
            kind = a->row_lo[r] == a->row_hi[r] ? GLP_FX : GLP_DB;
        } else if (below || above) {
            kind = below ? GLP_LO : GLP_UP;
        }
        glp_set_row_bnds(lp->problem, row, kind, (double)(a->row_lo[r] - constant),
                         (double)(a->row_hi[r] - constant));
        glp_set_mat_row(lp->problem, row, count, indices, values);
    }
    free(values);
    free(indices);
    return fine;
}

struct staith_lp *staith_lp_new(const struct staith_attack *attack, const int64_t *lo,
                                const int64_t *hi, struct staith_effort *effort)
{
    size_t cells = attack->cells;
    struct staith_lp *lp = calloc(1, sizeof(*lp));
    if (lp == NULL) {
        return NULL;
    }
    lp->attack = attack;
    lp->effort = effort;
    lp->fixed_cell = -1;
    lp->column_of = calloc(cells + 1, sizeof(*lp->column_of));
    lp->cell_of = calloc(cells + 1, sizeof(*lp->cell_of));
    lp->lo = calloc(cells + 1, sizeof(*lp->lo));
    lp->hi = calloc(cells + 1, sizeof(*lp->hi));
    if (lp->column_of == NULL || lp->cell_of == NULL || lp->lo == NULL || lp->hi == NULL) {
        staith_lp_free(lp);
        return NULL;
    }
    glp_term_out(GLP_OFF);
    lp->problem = glp_create_prob(); /* never NULL */
    memcpy(lp->lo, lo, cells * sizeof(*lo));
    memcpy(lp->hi, hi, cells * sizeof(*hi));
    for (uint32_t i = 0; i < attack->cells; i++) {
        if (lo[i] < hi[i]) {
            lp->columns = glp_add_cols(lp->problem, 1);
            lp->column_of[i] = lp->columns;
            lp->cell_of[lp->columns] = i;
            set_bounds(lp, lp->columns, lo[i], hi[i]);
            glp_set_col_kind(lp->problem, lp->columns, GLP_IV);
        }
    }
    if (!add_rows(lp)) {
        staith_lp_free(lp);
        return NULL;
    }
    glp_adv_basis(lp->problem, 0);
    return lp;
}

void staith_lp_free(struct staith_lp *lp)
{
    if (lp == NULL) {
        return;
    }
    if (lp->problem != NULL) {
        glp_delete_prob(lp->problem);
    }
    free(lp->hi);
    free(lp->lo);
    free(lp->cell_of);
    free(lp->column_of);
    free(lp);
}

void staith_lp_bounds(struct staith_lp *lp, const int64_t *lo, const int64_t *hi)
{
    for (int c = 1; c <= lp->columns; c++) {
        uint32_t cell = lp->cell_of[c];
        if (lo[cell] != lp->lo[cell] || hi[cell] != lp->hi[cell]) {
            lp->lo[cell] = lo[cell];
            lp->hi[cell] = hi[cell];
            set_bounds(lp, c, lo[cell], hi[cell]);
        }
    }
}

void staith_lp_fix(struct staith_lp *lp, int64_t cell, int64_t value)
{
    if (lp->fixed_cell >= 0) {
        size_t old = (size_t)lp->fixed_cell;
        set_bounds(lp, lp->column_of[old], lp->lo[old], lp->hi[old]);
    }
    lp->fixed_cell = -1;
    if (cell >= 0 && lp->column_of[cell] != 0) {
        lp->fixed_cell = cell;
        set_bounds(lp, lp->column_of[cell], value, value);
    }
}

static void set_objective(struct staith_lp *lp, int64_t cell, int direction)
{
    if (lp->objective != 0) {
        glp_set_obj_coef(lp->problem, lp->objective, 0.0);
    }
    lp->objective = cell < 0 ? 0 : lp->column_of[cell];
    if (lp->objective != 0) {
        glp_set_obj_coef(lp->problem, lp->objective, 1.0);
    }
    glp_set_obj_dir(lp->problem, direction < 0 ? GLP_MIN : GLP_MAX);
}

static enum staith_lp_answer solve_real(struct staith_lp *lp)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.it_lim = STEPS_A_PROGRAM;
    how.tm_lim = milliseconds_left(lp->effort);
    int code = glp_simplex(lp->problem, &how);
    if (code == GLP_EBADB || code == GLP_ESING || code == GLP_ECOND || code == GLP_EFAIL) {
        glp_std_basis(lp->problem);
        code = glp_simplex(lp->problem, &how);
    }
    if (code != 0) {
        return STAITH_LP_GAVE_UP;
    }
    int status = glp_get_status(lp->problem);
    if (status == GLP_OPT) {
        return STAITH_LP_SOLVED;
    }
    if (status == GLP_NOFEAS) {
        return STAITH_LP_IMPOSSIBLE;
    }
    return status == GLP_UNBND ? STAITH_LP_UNBOUNDED : STAITH_LP_GAVE_UP;
}

/* Every branch is a program of the budget. */
static void count_branch(glp_tree *tree, void *context)
{
    struct staith_effort *effort = context;
    if (glp_ios_reason(tree) != GLP_ISELECT) {
        return;
    }
    effort->programs++;
    if (effort->programs_left > 0) {
        effort->programs_left--;
    }
    if (staith_effort_is_over(effort)) {
        glp_ios_terminate(tree);
    }
}

static enum staith_lp_answer solve_whole(struct staith_lp *lp)
{
    glp_iocp how;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.tm_lim = milliseconds_left(lp->effort);
    how.cb_func = count_branch;
    how.cb_info = lp->effort;
    if (glp_intopt(lp->problem, &how) != 0) {
        return STAITH_LP_GAVE_UP;
    }
    int status = glp_mip_status(lp->problem);
    if (status == GLP_OPT) {
        return STAITH_LP_SOLVED;
    }
    return status == GLP_NOFEAS ? STAITH_LP_IMPOSSIBLE : STAITH_LP_GAVE_UP;
}

static void read_solution(const struct staith_lp *lp, bool whole, int64_t *x)
{
    memcpy(x, lp->lo, lp->attack->cells * sizeof(*x));
    for (int c = 1; c <= lp->columns; c++) {
        double value = whole ? glp_mip_col_val(lp->problem, c) : glp_get_col_prim(lp->problem, c);
        x[lp->cell_of[c]] = fabs(value) < VALUE_MOST ? (int64_t)llround(value) : 0;
    }
}

enum staith_lp_answer staith_lp_solve(struct staith_lp *lp, int64_t cell, int direction, bool whole,
                                      int64_t *ret_bound, int64_t *ret_x)
{
    if (staith_effort_is_over(lp->effort)) {
        return STAITH_LP_GAVE_UP;
    }
    lp->effort->programs++;
    lp->effort->programs_left--;
    if (lp->columns == 0) {
        memcpy(ret_x, lp->lo, lp->attack->cells * sizeof(*ret_x));
        *ret_bound = cell < 0 ? 0 : lp->lo[cell];
        return STAITH_LP_SOLVED;
    }
    set_objective(lp, cell, direction);
    enum staith_lp_answer answer = solve_real(lp);
    if (answer == STAITH_LP_SOLVED && whole) {
        answer = solve_whole(lp);
    }
    if (answer != STAITH_LP_SOLVED) {
        return answer;
    }
    double value = whole ? glp_mip_obj_val(lp->problem) : glp_get_obj_val(lp->problem);
    if (!(fabs(value) < VALUE_MOST)) {
        return STAITH_LP_GAVE_UP; /* no cell has such an end: numerical trouble */
    }
    double slack = 1e-6 * (1.0 + fabs(value) * 1e-3);
    *ret_bound = cell >= 0 && lp->objective == 0 ? lp->lo[cell]
                 : direction < 0                 ? (int64_t)ceil(value - slack)
                                                 : (int64_t)floor(value + slack);
    read_solution(lp, whole, ret_x);
    return STAITH_LP_SOLVED;
}
