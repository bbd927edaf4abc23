/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A linear program: every published number bounds its unrounded part from both sides, every
 * published rate bounds a weighted sum of two parts, and so do the region's. Of all parts that fit,
 * those are taken whose least distance from any bound, in halves of the published unit, is greatest
 * (column `margin`), so that rounding to whole millionths and hundredths cannot cross a bound.
 *
 * The region's printed totals may hold parts that its rates leave out, or a later correction. They
 * are met where they can be: a first solution finds which must be exceeded, the second lets go of
 * those alone.
 */
#include "parts.h"

#include <glpk.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MAX_TERMS = REGION_MAX_COUNCILS * 3 + 2, MARGIN = 1, FIRST_PART = 2, MAX_NODES = 300 };

static const double HALF_TENTH = 0.05;

static const enum region_figure part_figures[REGION_PART_COUNT] = {
#define REGION_X(name, figure) figure,
    REGION_PARTS(REGION_X)
#undef REGION_X
};

/* The return holds these with two decimals. Days are so many that they are rounded afterwards. */
static bool is_hundredths(size_t part)
{
    return part == REGION_PART_COVER || part == REGION_PART_VACANCY || part == REGION_PART_DAYS;
}

static double part_unit(size_t part)
{
    return part == REGION_PART_COVER || part == REGION_PART_VACANCY ? 0.01 : 1.0;
}

static double rounding_of(enum region_figure figure)
{
    return figure == REGION_DAYS_LOST ? 0.006 : 2e-4;
}

struct terms {
    int count;
    int columns[MAX_TERMS + 1]; /* GLPK counts from 1 */
    double factors[MAX_TERMS + 1];
    double constant;
    double weight; /* what one unit of the margin is worth */
};

struct problem {
    glp_prob *lp;
    const struct region_row *const *rows;
    size_t count;
    int32_t year;
    int slack; /* first of the columns by which the region's totals may be exceeded */
};

static double number(const struct region_fact *fact)
{
    return (double)fact->tenths / 10.0;
}

/* How large a figure is about, for weighing the margin. */
static double size_of(const struct region_fact *fact)
{
    return strcmp(fact->symbol, "low") == 0 ? HALF_TENTH / 2 : number(fact);
}

static bool is(const struct region_fact *fact, const char *symbol)
{
    return strcmp(fact->symbol, symbol) == 0;
}

static void add_term(struct terms *terms, int column, double factor)
{
    for (int i = 1; i <= terms->count; i++) {
        if (terms->columns[i] == column) {
            terms->factors[i] += factor;
            return;
        }
    }
    terms->count++;
    terms->columns[terms->count] = column;
    terms->factors[terms->count] = factor;
}

/* Add `factor` times a figure of council `at`: a column, or a constant where it is whole. */
static void add_figure(const struct problem *problem, struct terms *terms, size_t at,
                       enum region_figure figure, double factor)
{
    for (size_t i = 0; i < REGION_PART_COUNT; i++) {
        if (part_figures[i] == figure) {
            const int column = FIRST_PART + (int)(at * REGION_PART_COUNT + i);
            add_term(terms, column, factor * part_unit(i));
            return;
        }
    }
    terms->constant += factor * number(&problem->rows[at]->figures[figure]);
}

/* terms - weight * margin (+ slack) >= 0; `slack` 0: none. */
static void at_least_zero(struct problem *problem, const struct terms *terms, int slack)
{
    struct terms all = *terms;
    if (all.count == 0) {
        return;
    }
    add_term(&all, MARGIN, -all.weight);
    if (slack != 0) {
        add_term(&all, slack, 1.0);
    }
    const int row = glp_add_rows(problem->lp, 1);
    glp_set_mat_row(problem->lp, row, all.count, all.columns, all.factors);
    glp_set_row_bnds(problem->lp, row, GLP_LO, -all.constant, 0.0);
}

static int add_slack(struct problem *problem)
{
    const int column = glp_add_cols(problem->lp, 1);
    glp_set_col_bnds(problem->lp, column, GLP_LO, 0.0, 0.0);
    glp_set_obj_coef(problem->lp, column, -1.0);
    return column;
}

/* The two bounds of a figure or of a sum of figures (the region's). */
static void bound_total(struct problem *problem, enum region_figure figure,
                        const struct region_fact *fact, size_t from, size_t to, bool soft)
{
    if (fact->symbol[0] != '\0' && !is(fact, "low")) {
        return;
    }
    const int slack = soft ? add_slack(problem) : 0;
    for (int side = 0; side < 2; side++) {
        const double sign = side == 0 ? 1.0 : -1.0;
        struct terms terms = {.weight = HALF_TENTH, .constant = -rounding_of(figure)};
        if (soft) {
            terms.weight = 0.0;
        } else if (figure == REGION_COVER_FTE || figure == REGION_VACANCY_FTE) {
            /* Exact in hundredths: from 4.95, which is printed 5.0, to 5.04. */
            terms.weight = 0.0;
            terms.constant = side == 0 ? 0.0 : -0.009;
        }
        for (size_t at = from; at < to; at++) {
            add_figure(problem, &terms, at, figure, sign);
        }
        if (is(fact, "low")) {
            terms.constant += side == 0 ? 0.0 : HALF_TENTH;
            terms.weight = HALF_TENTH / 2;
        } else {
            terms.constant += HALF_TENTH - sign * number(fact);
        }
        at_least_zero(problem, &terms, slack);
    }
}

static double published_sum(const struct problem *problem, const struct region_rate_def *def,
                            size_t at)
{
    double sum = 0;
    for (size_t i = 0; i < 2 && def->denominators[i] != REGION_FIGURE_COUNT; i++) {
        sum += size_of(&problem->rows[at]->figures[def->denominators[i]]);
    }
    return sum;
}

/* Cover above 100 % would be withdrawn: a rate printed as 100 is at most that, not 100.04. */
static bool is_full_cover(const struct region_rate_def *def, const struct region_fact *fact)
{
    return def->numerator == REGION_COVER_FTE && fact->tenths == 1000;
}

/* One bound of a rate over councils from..to-1: sign * (scale * n - edge * d). */
static struct terms rate_terms(const struct problem *problem, const struct region_rate_def *def,
                               size_t from, size_t to, double sign, double edge)
{
    const double days =
        def->per_working_day != 0 ? (double)region_working_days(problem->year) : 1.0;
    struct terms terms = {.weight = 0.0};
    for (size_t at = from; at < to; at++) {
        if (is(&problem->rows[at]->figures[def->numerator], "u")) {
            continue;
        }
        add_figure(problem, &terms, at, def->numerator, sign * def->scale);
        for (size_t i = 0; i < 2 && def->denominators[i] != REGION_FIGURE_COUNT; i++) {
            add_figure(problem, &terms, at, def->denominators[i], -sign * edge * days);
        }
        terms.weight += published_sum(problem, def, at) * days * HALF_TENTH;
    }
    return terms;
}

/* The two bounds of a rate: it lies between 0.05 below and 0.05 above what is printed. */
static void bound_rate(struct problem *problem, const struct region_rate_def *def,
                       const struct region_fact *fact, size_t from, size_t to)
{
    if (fact->symbol[0] != '\0' && !is(fact, "low")) {
        return;
    }
    for (int side = 0; side < 2; side++) {
        const double sign = side == 0 ? 1.0 : -1.0;
        double edge = number(fact) - sign * HALF_TENTH;
        double rounding = 2.0 * rounding_of(def->numerator);
        if (is(fact, "low") && side == 0) {
            edge = 0.0;
        }
        struct terms terms = rate_terms(problem, def, from, to, sign, edge);
        if (is(fact, "low")) {
            terms.weight /= 2.0;
        }
        if (side == 1 && is_full_cover(def, fact)) {
            terms = rate_terms(problem, def, from, to, sign, 100.0);
            terms.weight = 0.0;
            rounding = 0.0;
        }
        terms.constant -= rounding;
        at_least_zero(problem, &terms, 0);
    }
}

/* No row holds more than 1 FTE; a few councils' people hold more, in two posts. */
static double most_of(const struct region_row *row, size_t part)
{
    enum region_figure people = REGION_FIGURE_COUNT;
    if (part == REGION_PART_INPOST) {
        people = REGION_INPOST_PEOPLE;
    } else if (part == REGION_PART_STARTERS) {
        people = REGION_STARTERS_PEOPLE;
    } else if (part == REGION_PART_LEAVERS) {
        people = REGION_LEAVERS_PEOPLE;
    } else if (part == REGION_PART_AGENCY) {
        people = REGION_AGENCY_PEOPLE;
    }
    if (people == REGION_FIGURE_COUNT || row->figures[people].symbol[0] != '\0') {
        return 1e7;
    }
    const double most = number(&row->figures[people]);
    const double printed = number(&row->figures[part_figures[part]]);
    return printed > most ? printed + HALF_TENTH : most;
}

static void add_columns(struct problem *problem)
{
    glp_add_cols(problem->lp, 1 + (int)(problem->count * REGION_PART_COUNT));
    glp_set_col_bnds(problem->lp, MARGIN, GLP_DB, 0.0, 1.0);
    problem->slack = 2 + (int)(problem->count * REGION_PART_COUNT);
    for (size_t at = 0; at < problem->count; at++) {
        for (size_t part = 0; part < REGION_PART_COUNT; part++) {
            const struct region_row *row = problem->rows[at];
            const struct region_fact *fact = &row->figures[part_figures[part]];
            const int column = FIRST_PART + (int)(at * REGION_PART_COUNT + part);
            if (fact->symbol[0] == '\0' && fact->tenths == 0) {
                glp_set_col_bnds(problem->lp, column, GLP_FX, 0.0, 0.0);
                continue;
            }
            const double unit = part_unit(part);
            if (unit < 1.0) {
                glp_set_col_kind(problem->lp, column, GLP_IV);
            }
            glp_set_col_bnds(problem->lp, column, GLP_DB, 0.0, most_of(row, part) / unit);
        }
    }
}

static void add_bounds(struct problem *problem, const struct region_row *region)
{
    for (size_t at = 0; at < problem->count; at++) {
        const struct region_row *row = problem->rows[at];
        for (size_t part = 0; part < REGION_PART_COUNT; part++) {
            const struct region_fact *fact = &row->figures[part_figures[part]];
            if (fact->tenths != 0 || is(fact, "low")) {
                bound_total(problem, part_figures[part], fact, at, at + 1, false);
            }
        }
        for (size_t i = 0; i < REGION_RATE_COUNT; i++) {
            const struct region_rate_def *def = &region_rate_defs[i];
            bound_rate(problem, def, &row->figures[def->figure], at, at + 1);
        }
    }
    if (region == NULL) {
        return;
    }
    for (size_t i = 0; i < REGION_RATE_COUNT; i++) {
        const struct region_rate_def *def = &region_rate_defs[i];
        bound_rate(problem, def, &region->figures[def->figure], 0, problem->count);
    }
    for (size_t part = 0; part < REGION_PART_COUNT; part++) {
        const enum region_figure figure = part_figures[part];
        bound_total(problem, figure, &region->figures[figure], 0, problem->count, true);
    }
}

/* A withdrawn headcount: what the region's printed total leaves for it, at least one person. */
static int64_t people(const struct problem *problem, const struct region_row *region, size_t at,
                      enum region_figure figure)
{
    const struct region_fact *fact = &problem->rows[at]->figures[figure];
    if (fact->symbol[0] == '\0' || region == NULL) {
        return fact->symbol[0] == '\0' ? fact->tenths / 10 : 1;
    }
    int64_t left = region->figures[figure].tenths;
    for (size_t i = 0; i < problem->count; i++) {
        left -= problem->rows[i]->figures[figure].tenths;
    }
    return left >= 10 ? left / 10 : 1;
}

static void take(const struct problem *problem, const struct region_row *region,
                 struct region_parts *parts)
{
    for (size_t at = 0; at < problem->count; at++) {
        struct region_parts *own = &parts[at];
        memset(own, 0, sizeof(*own));
        own->year = problem->year;
        own->facts = problem->rows[at];
        own->inpost_people = people(problem, region, at, REGION_INPOST_PEOPLE);
        own->starters_people = people(problem, region, at, REGION_STARTERS_PEOPLE);
        own->leavers_people = people(problem, region, at, REGION_LEAVERS_PEOPLE);
        own->agency_rows = people(problem, region, at, REGION_AGENCY_PEOPLE);
        own->cases = people(problem, region, at, REGION_CASES);
        for (size_t part = 0; part < REGION_PART_COUNT; part++) {
            const int column = FIRST_PART + (int)(at * REGION_PART_COUNT + part);
            const double value = glp_mip_col_val(problem->lp, column);
            own->amounts[part] = is_hundredths(part)
                                     ? llround(value * part_unit(part) * 100.0) * 10000
                                     : llround(value * 1e6);
        }
        /* Full cover may rest on the bound: rounding must not put agency below it. */
        const int64_t above = own->amounts[REGION_PART_COVER] - own->amounts[REGION_PART_AGENCY];
        if (above > 0 && above <= 2) {
            own->amounts[REGION_PART_AGENCY] += above;
        }
        const int64_t most = own->leavers_people * INT64_C(1000000);
        if (own->amounts[REGION_PART_LEAVERS] > most &&
            own->facts->figures[REGION_LEAVERS_FTE].symbol[0] != '\0') {
            own->amounts[REGION_PART_LEAVERS] = most;
        }
    }
}

/* Any parts that fit will do: the search ends with the first whole solution after MAX_NODES. */
static void end_search(glp_tree *tree, void *info)
{
    int *nodes = info;
    if (glp_ios_reason(tree) == GLP_ISELECT) {
        (*nodes)++;
    }
    if (*nodes > MAX_NODES && glp_mip_status(glp_ios_get_prob(tree)) == GLP_FEAS) {
        glp_ios_terminate(tree);
    }
    if (*nodes > MAX_NODES * 100) {
        glp_ios_terminate(tree);
    }
}

static int solve_whole(struct problem *problem)
{
    int nodes = 0;
    glp_iocp how;
    glp_init_iocp(&how);
    how.presolve = GLP_ON;
    how.mip_gap = 0.25;
    how.cb_func = end_search;
    how.cb_info = &nodes;
    const int failed = glp_intopt(problem->lp, &how);
    const int status = glp_mip_status(problem->lp);
    return (failed == 0 || failed == GLP_ESTOP) && (status == GLP_OPT || status == GLP_FEAS)
               ? 0
               : STAITH_ERR_REFUSED;
}

static int solve(struct problem *problem)
{
    glp_smcp how;
    glp_init_smcp(&how);
    if (glp_simplex(problem->lp, &how) != 0 || glp_get_status(problem->lp) != GLP_OPT) {
        return STAITH_ERR_REFUSED;
    }
    const int last = glp_get_num_cols(problem->lp);
    for (int column = problem->slack; column <= last; column++) {
        if (glp_get_col_prim(problem->lp, column) < 1e-7) {
            glp_set_col_bnds(problem->lp, column, GLP_FX, 0.0, 0.0);
        }
        glp_set_obj_coef(problem->lp, column, 0.0);
    }
    glp_set_obj_coef(problem->lp, MARGIN, 1.0);
    const int rc = solve_whole(problem);
    if (rc == 0) {
        return 0;
    }
    /* Whole hundredths may be too coarse for a total that fractions met: let go of all totals. */
    for (int column = problem->slack; column <= last; column++) {
        glp_set_col_bnds(problem->lp, column, GLP_LO, 0.0, 0.0);
    }
    return solve_whole(problem);
}

int region_parts_choose(const struct region_row *const *rows, size_t count,
                        const struct region_row *region, struct region_parts *ret_parts,
                        struct staith_err *err)
{
    if (count == 0 || count > REGION_MAX_COUNCILS) {
        return staith_err_set(err, STAITH_ERR_INVAL, "no councils, or too many");
    }
    struct problem problem = {glp_create_prob(), rows, count, rows[0]->year, 0};
    glp_term_out(GLP_OFF);
    glp_set_obj_dir(problem.lp, GLP_MAX);
    add_columns(&problem);
    add_bounds(&problem, region);
    int rc = solve(&problem);
    if (rc != 0) {
        rc = staith_err_set(err, STAITH_ERR_REFUSED, "no parts give the published figures of %d",
                            problem.year);
    } else {
        take(&problem, region, ret_parts);
        rc = region_parts_check(ret_parts, count, region, err);
    }
    glp_delete_prob(problem.lp);
    return rc;
}
