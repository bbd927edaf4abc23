/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress_master.h"

#include <math.h>
#include <string.h>

#define ALMOST 1e-6

int staith_suppress_master_init(struct staith_suppress_master *master,
                                const struct staith_suppress_part *part,
                                const struct staith_solver_budget *budget,
                                struct staith_arena *arena)
{
    size_t cells = part->count;
    *master = (struct staith_suppress_master){.part = part, .budget = *budget};
    master->whole = staith_solver_new(budget);
    master->relaxed = staith_solver_new(budget);
    if (master->whole == NULL || master->relaxed == NULL) {
        return STAITH_ERR_NOMEM;
    }
    staith_solver_set_cuts(master->whole, true);
    master->variable = staith_arena_array(arena, cells, sizeof(*master->variable));
    master->list = staith_arena_array(arena, cells, sizeof(*master->list));
    master->numbers = staith_arena_array(arena, cells, sizeof(*master->numbers));
    master->coefficients = staith_arena_array(arena, cells, sizeof(*master->coefficients));
    master->arena = arena;
    master->room = STAITH_SUPPRESS_MAX_CUTS;
    master->stored = staith_arena_array(arena, master->room, sizeof(*master->stored));
    if (master->stored == NULL || master->variable == NULL || master->list == NULL ||
        master->numbers == NULL || master->coefficients == NULL) {
        return STAITH_ERR_LIMIT;
    }
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < part->count; i++) {
        double cost = (double)part->weight[i];
        if (!part->forced[i]) {
            code =
                staith_solver_add_variable(master->whole, 0, 1, cost, true, &master->variable[i]);
        }
        if (code == 0 && !part->forced[i]) {
            code = staith_solver_add_variable(master->relaxed, 0, 1, cost, false,
                                              &master->variable[i]);
        }
    }
    return code;
}

void staith_suppress_master_deinit(struct staith_suppress_master *master)
{
    staith_solver_free(master->whole);
    staith_solver_free(master->relaxed);
}

static int64_t divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int add_row(struct staith_suppress_master *master, uint32_t count, double least)
{
    uint32_t row = 0;
    int code = staith_solver_add_row(master->whole, least, INFINITY, count, master->list,
                                     master->numbers, &row);
    return code == 0 ? staith_solver_add_row(master->relaxed, least, INFINITY, count, master->list,
                                             master->numbers, &row)
                     : code;
}

/* Keep a row of cells, as it was made in `list` (cells) and `numbers`. */
static int store(struct staith_suppress_master *master, uint32_t count, int64_t least)
{
    if (master->cuts == master->room) {
        return STAITH_ERR_LIMIT;
    }
    uint32_t *cells = staith_arena_memdup(master->arena, master->list, count * sizeof(*cells));
    int64_t *coefficients = staith_arena_array(master->arena, count, sizeof(*coefficients));
    if (cells == NULL || coefficients == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        coefficients[i] = (int64_t)master->numbers[i];
        master->list[i] = master->variable[cells[i]];
    }
    master->stored[master->cuts++] =
        (struct staith_suppress_stored){count, least, cells, coefficients};
    return add_row(master, count, (double)least);
}

bool staith_suppress_master_allows(const struct staith_suppress_master *master, const bool *hidden)
{
    for (uint32_t c = 0; c < master->cuts; c++) {
        const struct staith_suppress_stored *cut = &master->stored[c];
        int64_t sum = 0;
        for (uint32_t i = 0; i < cut->count; i++) {
            sum += hidden[cut->cells[i]] ? cut->coefficients[i] : 0;
        }
        if (sum < cut->least) {
            return false;
        }
    }
    return true;
}

int staith_suppress_master_cut(struct staith_suppress_master *master, int64_t least,
                               bool *ret_added)
{
    const struct staith_suppress_part *part = master->part;
    int64_t *coefficients = master->coefficients;
    for (uint32_t i = 0; i < part->count; i++) {
        if (part->forced[i]) {
            least -= coefficients[i] < least ? coefficients[i] : least;
        }
    }
    *ret_added = least > 0;
    if (least <= 0) {
        return 0;
    }
    int64_t common = least;
    for (uint32_t i = 0; i < part->count; i++) {
        coefficients[i] = coefficients[i] > least ? least : coefficients[i];
        common = part->forced[i] ? common : divisor(common, coefficients[i]);
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        if (!part->forced[i] && coefficients[i] > 0) {
            master->list[count] = i;
            int64_t times = coefficients[i] / common;
            master->numbers[count++] = (double)times;
        }
    }
    return store(master, count, least / common);
}

int staith_suppress_master_cut_unless(struct staith_suppress_master *master, const bool *unless,
                                      bool *ret_added)
{
    const struct staith_suppress_part *part = master->part;
    uint32_t count = 0;
    int64_t least = 1;
    for (uint32_t i = 0; i < part->count; i++) {
        bool asked = unless[i] || master->coefficients[i] > 0;
        if (part->forced[i] || !asked) {
            continue;
        }
        master->list[count] = i;
        master->numbers[count++] = unless[i] ? -1 : 1;
        least -= unless[i] ? 1 : 0;
    }
    *ret_added = true;
    return store(master, count, least);
}

/* One row, one promise: what the others of the row can make room for. `sign` of the cell's
 * difference once it is brought to the other side. */
static int row_cut(struct staith_suppress_master *master, uint32_t row, uint32_t entry,
                   int direction, int64_t far)
{
    const struct staith_suppress_part *part = master->part;
    bool added = false;
    if (far <= 0) {
        return 0;
    }
    memset(master->coefficients, 0, part->count * sizeof(*master->coefficients));
    for (uint32_t e = part->row_first[row]; e < part->row_first[row + 1]; e++) {
        if (e == entry) {
            continue;
        }
        int way = -direction * part->row_sign[entry] * part->row_sign[e];
        int64_t room = way > 0 ? far : part->down[part->row_cell[e]];
        master->coefficients[part->row_cell[e]] = room < far ? room : far;
    }
    return staith_suppress_master_cut(master, far, &added);
}

/* A cell hidden alone in a row can be worked out, so hiding it protects nobody. */
static int company(struct staith_suppress_master *master, uint32_t row, uint32_t entry)
{
    const struct staith_suppress_part *part = master->part;
    uint32_t count = 0;
    for (uint32_t e = part->row_first[row]; e < part->row_first[row + 1]; e++) {
        if (e != entry && part->forced[part->row_cell[e]]) {
            return 0;
        }
        master->list[count] = master->variable[part->row_cell[e]];
        master->numbers[count++] = e == entry ? -1 : 1;
    }
    return add_row(master, count, 0);
}

int staith_suppress_master_begin(struct staith_suppress_master *master)
{
    const struct staith_suppress_part *part = master->part;
    int code = 0;
    for (uint32_t r = 0; code == 0 && r < part->row_count; r++) {
        for (uint32_t e = part->row_first[r]; code == 0 && e < part->row_first[r + 1]; e++) {
            uint32_t cell = part->row_cell[e];
            if (part->promised[cell]) {
                code = row_cut(master, r, e, 1, part->above[cell]);
            }
            if (code == 0 && part->promised[cell]) {
                code = row_cut(master, r, e, -1, part->below[cell]);
            }
            if (code == 0 && !part->forced[cell]) {
                code = company(master, r, e);
            }
        }
    }
    return code;
}

static int solve(struct staith_suppress_master *master, struct staith_solver *solver,
                 struct staith_solver_result *ret_result,
                 enum staith_suppress_master_state *ret_state)
{
    struct staith_solver_budget budget = master->budget;
    *ret_state = STAITH_SUPPRESS_MASTER_GAVE_UP;
    master->end = STAITH_SOLVER_END_TIME;
    if (master->spent_ms >= budget.time_ms) {
        return 0;
    }
    budget.time_ms -= master->spent_ms;
    staith_solver_set_budget(solver, &budget);
    int code = staith_solver_solve(solver, ret_result);
    master->end = ret_result->end;
    master->spent_ms += ret_result->time_ms;
    master->solved++;
    if (ret_result->state == STAITH_SOLVER_OPTIMAL) {
        *ret_state = STAITH_SUPPRESS_MASTER_SOLVED;
    } else if (ret_result->state == STAITH_SOLVER_FEASIBLE &&
               ret_result->end == STAITH_SOLVER_END_WORK) {
        *ret_state = STAITH_SUPPRESS_MASTER_FOUND;
    } else if (ret_result->state == STAITH_SOLVER_INFEASIBLE) {
        *ret_state = STAITH_SUPPRESS_MASTER_NONE;
    }
    return code;
}

int staith_suppress_master_narrow(struct staith_suppress_master *master, int64_t most)
{
    const struct staith_suppress_part *part = master->part;
    struct staith_solver_result result = {.state = STAITH_SOLVER_UNFINISHED, .objective = 0};
    enum staith_suppress_master_state state;
    int code = solve(master, master->relaxed, &result, &state);
    if (code != 0 || state != STAITH_SUPPRESS_MASTER_SOLVED) {
        return code;
    }
    double room = (double)most - result.objective + ALMOST * (1 + fabs(result.objective));
    for (uint32_t i = 0; code == 0 && i < part->count; i++) {
        if (part->forced[i]) {
            continue;
        }
        double price = staith_solver_reduced_cost(master->relaxed, master->variable[i]);
        if (fabs(price) > room) {
            double at = price > 0 ? 0 : 1;
            code = staith_solver_set_bounds(master->whole, master->variable[i], at, at);
        }
    }
    return code;
}

int staith_suppress_master_solve(struct staith_suppress_master *master, bool *ret_hidden,
                                 int64_t *ret_bound, enum staith_suppress_master_state *ret_state)
{
    const struct staith_suppress_part *part = master->part;
    struct staith_solver_result result = {.state = STAITH_SOLVER_UNFINISHED, .bound = 0};
    int code = solve(master, master->whole, &result, ret_state);
    *ret_bound = 0;
    if (code != 0) {
        return code;
    }
    bool found =
        *ret_state == STAITH_SUPPRESS_MASTER_SOLVED || *ret_state == STAITH_SUPPRESS_MASTER_FOUND;
    if (found) {
        *ret_bound =
            result.bound > 0 ? (int64_t)ceil(result.bound - ALMOST * (1 + result.bound)) : 0;
    }
    for (uint32_t i = 0; found && i < part->count; i++) {
        ret_hidden[i] =
            part->forced[i] || staith_solver_value(master->whole, master->variable[i]) > 0.5;
    }
    return 0;
}

int staith_suppress_master_relax(struct staith_suppress_master *master, double *ret_share,
                                 enum staith_suppress_master_state *ret_state)
{
    const struct staith_suppress_part *part = master->part;
    struct staith_solver_result result = {.state = STAITH_SOLVER_UNFINISHED, .objective = 0};
    int code = solve(master, master->relaxed, &result, ret_state);
    for (uint32_t i = 0;
         code == 0 && *ret_state == STAITH_SUPPRESS_MASTER_SOLVED && i < part->count; i++) {
        ret_share[i] =
            part->forced[i]
                ? 1
                : fmin(1, fmax(0, staith_solver_value(master->relaxed, master->variable[i])));
    }
    return code;
}
