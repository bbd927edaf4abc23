/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The prices are not believed: rounded to whole multiples, what they say of any table is computed
 * from the rows in whole numbers, so that a cut made of them is true however they came about.
 */
#include "disclosure/protect/suppress_attack.h"

#include <math.h>
#include <string.h>

#define PRICE_MOST 1e3

/* A route need not be the shortest: this share of its length, in millionths, may be too much. */
enum { ROUTE_GAP = 300000 };

static int add_rows(struct staith_suppress_attack *attack, struct staith_arena *arena)
{
    const struct staith_suppress_part *part = attack->part;
    size_t room = 2 * (size_t)part->row_first[part->row_count];
    uint32_t *list = staith_arena_array(arena, room, sizeof(*list));
    double *signs = staith_arena_array(arena, room, sizeof(*signs));
    if (list == NULL || signs == NULL) {
        return STAITH_ERR_LIMIT;
    }
    int code = 0;
    for (uint32_t r = 0; code == 0 && r < part->row_count; r++) {
        uint32_t first = part->row_first[r];
        uint32_t count = part->row_first[r + 1] - first;
        uint32_t row = 0;
        for (uint32_t e = 0; e < count; e++) {
            list[e] = part->row_cell[first + e];
            signs[e] = part->row_sign[first + e];
        }
        code = staith_solver_add_row(attack->reach, 0, 0, count, list, signs, &row);
        uint32_t at = 0;
        for (uint32_t e = first; e < first + count; e++) {
            for (uint32_t below = 0; below < 2; below++) {
                list[at] = 2 * part->row_cell[e] + below;
                signs[at++] = below == 0 ? part->row_sign[e] : -part->row_sign[e];
            }
        }
        if (code == 0) {
            code = staith_solver_add_row(attack->route, 0, 0, at, list, signs, &row);
        }
    }
    return code;
}

int staith_suppress_attack_init(struct staith_suppress_attack *attack,
                                const struct staith_suppress_part *part,
                                const struct staith_solver_budget *budget,
                                struct staith_arena *arena)
{
    *attack = (struct staith_suppress_attack){.part = part, .budget = *budget};
    attack->reach = staith_solver_new(budget);
    attack->route = staith_solver_new(budget);
    if (attack->reach == NULL || attack->route == NULL) {
        return STAITH_ERR_NOMEM;
    }
    size_t cells = part->count;
    attack->pull = staith_arena_array(arena, cells, sizeof(*attack->pull));
    attack->differences = staith_arena_array(arena, cells, sizeof(*attack->differences));
    if (attack->pull == NULL || attack->differences == NULL) {
        return STAITH_ERR_LIMIT;
    }
    int code = staith_suppress_moves_init(&attack->moves, part, arena);
    for (uint32_t i = 0; code == 0 && i < part->count; i++) {
        uint32_t variable = 0;
        code = staith_solver_add_variable(attack->reach, 0, 0, 0, false, &variable);
        for (int k = 0; code == 0 && k < 2; k++) {
            code = staith_solver_add_variable(attack->route, 0, 0, 0, true, &variable);
        }
    }
    staith_solver_set_primal(attack->reach, true);
    return code == 0 ? add_rows(attack, arena) : code;
}

void staith_suppress_attack_deinit(struct staith_suppress_attack *attack)
{
    staith_solver_free(attack->reach);
    staith_solver_free(attack->route);
}

static int solve(struct staith_suppress_attack *attack, struct staith_solver *solver,
                 struct staith_solver_result *ret_result)
{
    struct staith_solver_budget budget = attack->budget;
    attack->end = STAITH_SOLVER_END_TIME;
    ret_result->state = STAITH_SOLVER_UNFINISHED;
    if (attack->spent_ms >= budget.time_ms) {
        return 0;
    }
    budget.time_ms -= attack->spent_ms;
    budget.gap_millionths = solver == attack->route ? ROUTE_GAP : budget.gap_millionths;
    staith_solver_set_budget(solver, &budget);
    int code = staith_solver_solve(solver, ret_result);
    attack->end = ret_result->end;
    attack->spent_ms += ret_result->time_ms;
    attack->programs++;
    return code;
}

/* What the rows' prices make of each cell. */
static void fill_pull(struct staith_suppress_attack *attack, uint32_t cell, int direction)
{
    const struct staith_suppress_part *part = attack->part;
    memset(attack->pull, 0, part->count * sizeof(*attack->pull));
    attack->pull[cell] = direction * (int64_t)STAITH_SUPPRESS_PRICE;
    for (uint32_t r = 0; r < part->row_count; r++) {
        double dual = staith_solver_dual(attack->reach, r);
        if (!(fabs(dual) < PRICE_MOST)) {
            continue;
        }
        /* The program minimises: the price of what is to be greatest has the other sign. */
        int64_t price = llround(-dual * STAITH_SUPPRESS_PRICE);
        for (uint32_t e = part->row_first[r]; e < part->row_first[r + 1]; e++) {
            attack->pull[part->row_cell[e]] -= price * part->row_sign[e];
        }
    }
}

int staith_suppress_attack_reach(struct staith_suppress_attack *attack, const double *share,
                                 uint32_t cell, int direction, int64_t far,
                                 const struct staith_suppress_known *known, double *ret_far)
{
    const struct staith_suppress_part *part = attack->part;
    struct staith_solver_result result = {0};
    int code = 0;
    *ret_far = -INFINITY;
    for (uint32_t i = 0; code == 0 && i < part->count; i++) {
        double most = share[i] > 0.999999 ? INFINITY : share[i] * (double)far;
        double lo = -share[i] * (double)part->down[i];
        if (known != NULL && known->cell == i) {
            lo = fmax(lo, (double)known->lo);
            most = fmin(most, (double)known->hi);
        }
        if (i == cell) {
            lo = direction > 0 ? lo : fmax(lo, -(double)far);
            most = direction > 0 ? fmin(most, (double)far) : most;
        }
        if (lo > most) {
            return 0; /* what is known cannot be */
        }
        code = staith_solver_set_bounds(attack->reach, i, lo, most);
        if (code == 0) {
            code = staith_solver_set_cost(attack->reach, i, i == cell ? (double)-direction : 0);
        }
    }
    if (code == 0) {
        code = solve(attack, attack->reach, &result);
    }
    if (code == 0 && result.state == STAITH_SOLVER_OPTIMAL) {
        *ret_far = -result.objective;
        fill_pull(attack, cell, direction);
    }
    return code;
}

/* Bounds and prices of one cell's two variables. */
static int open_cell(struct staith_suppress_attack *attack, uint32_t cell, double lo, double hi,
                     double price)
{
    struct staith_solver *route = attack->route;
    int code = staith_solver_set_bounds(route, 2 * cell, fmax(lo, 0), fmax(hi, 0));
    if (code == 0) {
        code = staith_solver_set_bounds(route, 2 * cell + 1, fmax(-hi, 0), fmax(-lo, 0));
    }
    if (code == 0) {
        code = staith_solver_set_cost(route, 2 * cell, price);
    }
    return code == 0 ? staith_solver_set_cost(route, 2 * cell + 1, price) : code;
}

static int open_cells(struct staith_suppress_attack *attack, const bool *hidden,
                      const int64_t *price, uint32_t cell, int64_t far,
                      const struct staith_suppress_known *known)
{
    const struct staith_suppress_part *part = attack->part;
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < part->count; i++) {
        bool open = hidden[i] || price != NULL;
        double lo = open ? -(double)part->down[i] : 0;
        double hi = open ? STAITH_SUPPRESS_NO_END : 0;
        if (known != NULL && known->cell == i) {
            lo = fmax(lo, (double)known->lo);
            hi = fmin(hi, (double)known->hi);
        }
        if (i == cell) {
            lo = (double)far;
            hi = (double)far;
        }
        code = open_cell(attack, i, lo, hi,
                         hidden[i] ? 1 : 1 + (price == NULL ? 0 : (double)price[i]));
    }
    return code;
}

/* What no cell can differ by is no answer: what holds of the rest is looked at after. */
static int64_t whole(double value)
{
    return fabs(value) < 9e15 ? llround(value) : 0;
}

int staith_suppress_attack_route(struct staith_suppress_attack *attack, const bool *hidden,
                                 const int64_t *price, uint32_t cell, int64_t far,
                                 const struct staith_suppress_known *known,
                                 enum staith_suppress_route *ret_route)
{
    const struct staith_suppress_part *part = attack->part;
    struct staith_solver_result result = {0};
    int code = open_cells(attack, hidden, price, cell, far, known);
    if (code == 0) {
        code = solve(attack, attack->route, &result);
    }
    *ret_route = STAITH_SUPPRESS_ROUTE_GAVE_UP;
    if (code != 0) {
        return code;
    }
    if (result.state == STAITH_SOLVER_INFEASIBLE) {
        *ret_route = STAITH_SUPPRESS_ROUTE_NONE;
        return 0;
    }
    if (result.state != STAITH_SOLVER_OPTIMAL) {
        return 0;
    }
    for (uint32_t i = 0; i < part->count; i++) {
        attack->differences[i] = whole(staith_solver_value(attack->route, 2 * i)) -
                                 whole(staith_solver_value(attack->route, 2 * i + 1));
    }
    if (attack->differences[cell] != far ||
        !staith_suppress_moves_holds(part, attack->differences)) {
        attack->end = STAITH_SOLVER_END_FAULT; /* what the solver said does not add up */
        return 0;
    }
    bool added = false;
    *ret_route = STAITH_SUPPRESS_ROUTE_FOUND;
    return staith_suppress_moves_add(&attack->moves, attack->differences, &added);
}
