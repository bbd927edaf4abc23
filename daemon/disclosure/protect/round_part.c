/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole units above a cell's least one are variables of 0 or 1, each with what it adds to the
 * change: it rises from one to the next, so that a solution of least change takes them in order.
 *
 * One number for each cell must come out whatever way the solver goes. So the least change is found
 * first and then held fast, and among what is left the least sum of weights, drawn from the names;
 * then a last program asks for any other solution at all. Should one exist, other weights follow.
 * Holding fast costs no precision: where the continuous program had a whole optimum, every other
 * optimum agrees with it wherever a variable has a price of its own (a reduced cost other than 0);
 * elsewhere a row keeps the sum.
 *
 * The solver is not believed. Sums are checked in whole numbers, and its prices, taken as whole
 * multiples of 2^-20, give a bound that holds whatever they are (weak duality): if it meets the
 * change, the change is proved least.
 */
#include "disclosure/protect/round_part.h"

#include "base/siphash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 6, WEIGHT_BITS = 16 };
#define PRICE_SCALE 1048576
#define PRICE_MOST 1e4
#define NO_PRICE 1e-6

struct part {
    struct staith_round_task *task;
    const uint32_t *cells;
    uint32_t cell_count;
    const uint32_t *relations;
    uint32_t relation_count;
    struct staith_solver *solver;
    uint32_t variable_count;
    int64_t *costs;   /* by variable */
    uint32_t *owners; /* by variable: the cell */
    uint8_t *taken;   /* by variable: the best solution so far */
    double *doubles;  /* by variable: costs of a solve, or room for a row */
    uint32_t *list;
    int64_t *sums;  /* by row: what its variables add up to */
    uint32_t *rows; /* by row: the relation */
    uint32_t row_count;
    int64_t constant; /* the change when nothing is taken */
};

static void deinit(struct part *part)
{
    staith_solver_free(part->solver);
    free(part->costs);
    free(part->owners);
    free(part->taken);
    free(part->doubles);
    free(part->list);
    free(part->sums);
    free(part->rows);
}

int64_t staith_round_quantum(uint32_t base)
{
    return base > STAITH_ROUND_FINE ? base / STAITH_ROUND_FINE : 1;
}

int64_t staith_round_change(uint32_t base, int64_t unit, int64_t value)
{
    int64_t difference = unit * base - value;
    int64_t quantum = staith_round_quantum(base);
    return ((difference < 0 ? -difference : difference) + quantum / 2) / quantum;
}

static int64_t change_at(const struct part *part, uint32_t cell, int64_t unit)
{
    return staith_round_change(part->task->base, unit, part->task->system->values[cell]);
}

static int init(struct part *part)
{
    const struct staith_round_task *task = part->task;
    size_t variables = 0;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        uint32_t cell = part->cells[i];
        variables += (size_t)(task->upper[cell] - task->lower[cell]);
    }
    size_t room = variables + 1;
    part->costs = calloc(room, sizeof(*part->costs));
    part->owners = calloc(room, sizeof(*part->owners));
    part->taken = calloc(room, sizeof(*part->taken));
    part->doubles = calloc(room, sizeof(*part->doubles));
    part->list = calloc(room, sizeof(*part->list));
    part->sums = calloc((size_t)part->relation_count + 1, sizeof(*part->sums));
    part->rows = calloc((size_t)part->relation_count + 1, sizeof(*part->rows));
    part->solver = staith_solver_new(&task->budget);
    if (part->costs == NULL || part->owners == NULL || part->taken == NULL ||
        part->doubles == NULL || part->list == NULL || part->sums == NULL || part->rows == NULL ||
        part->solver == NULL) {
        return STAITH_ERR_NOMEM;
    }
    return 0;
}

static int add_variables(struct part *part)
{
    struct staith_round_task *task = part->task;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        uint32_t cell = part->cells[i];
        task->variables[cell] = part->variable_count;
        for (int64_t unit = task->lower[cell]; unit < task->upper[cell]; unit++) {
            int64_t cost = change_at(part, cell, unit + 1) - change_at(part, cell, unit);
            uint32_t variable = 0;
            int code =
                staith_solver_add_variable(part->solver, 0, 1, (double)cost, true, &variable);
            if (code != 0) {
                return code;
            }
            part->costs[variable] = cost;
            part->owners[variable] = cell;
            part->variable_count++;
        }
        part->constant += change_at(part, cell, task->lower[cell]);
    }
    return 0;
}

/* The variables of a cell enter the row that is being made. */
static void enter(struct part *part, uint32_t cell, double sign, uint32_t *count)
{
    const struct staith_round_task *task = part->task;
    uint32_t units = (uint32_t)(task->upper[cell] - task->lower[cell]);
    for (uint32_t i = 0; i < units; i++) {
        part->list[*count] = task->variables[cell] + i;
        part->doubles[*count] = sign;
        (*count)++;
    }
}

/* Sums of relations as rows. *ret_possible is false when one can never add up. */
static int add_rows(struct part *part, bool *ret_possible)
{
    const struct staith_system *system = part->task->system;
    for (uint32_t i = 0; i < part->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[part->relations[i]];
        uint32_t count = 0;
        int64_t sum = part->task->lower[relation->total];
        enter(part, relation->total, -1, &count);
        for (uint32_t p = 0; p < relation->count; p++) {
            uint32_t cell = system->parts[relation->first + p];
            sum -= part->task->lower[cell];
            enter(part, cell, 1, &count);
        }
        if (sum > (int64_t)count || sum < -(int64_t)count) {
            *ret_possible = false;
            return 0;
        }
        uint32_t row = 0;
        int code = staith_solver_add_row(part->solver, (double)sum, (double)sum, count, part->list,
                                         part->doubles, &row);
        if (code != 0) {
            return code;
        }
        part->sums[row] = sum;
        part->rows[row] = part->relations[i];
        part->row_count++;
    }
    *ret_possible = true;
    return 0;
}

static int solve(struct part *part, struct staith_solver_result *ret_result)
{
    struct staith_solver_budget budget = part->task->budget;
    if (part->task->spent_ms >= budget.time_ms) {
        ret_result->state = STAITH_SOLVER_UNFINISHED;
        ret_result->end = STAITH_SOLVER_END_TIME;
        return 0;
    }
    budget.time_ms -= part->task->spent_ms;
    staith_solver_set_budget(part->solver, &budget);
    int code = staith_solver_solve(part->solver, ret_result);
    if (code == 0) {
        part->task->spent_ms += ret_result->time_ms;
    }
    return code;
}

static void take(struct part *part)
{
    for (uint32_t i = 0; i < part->variable_count; i++) {
        part->taken[i] = staith_solver_value(part->solver, i) > 0.5 ? 1 : 0;
    }
}

/* Whole prices of the rows, and by weak duality what no solution undercuts. */
static int64_t bound_of(const struct part *part)
{
    const struct staith_system *system = part->task->system;
    const struct staith_round_task *task = part->task;
    int64_t bound = 0;
    int64_t least = 0;
    for (uint32_t i = 0; i < part->variable_count; i++) {
        part->doubles[i] = (double)(part->costs[i] * PRICE_SCALE);
    }
    for (uint32_t row = 0; row < part->row_count; row++) {
        double dual = staith_solver_dual(part->solver, row);
        const struct staith_relation *relation = &system->relations[part->rows[row]];
        if (!(fabs(dual) < PRICE_MOST)) {
            continue; /* a price of 0 is as good as any */
        }
        int64_t price = llround(dual * PRICE_SCALE);
        bound += price * part->sums[row];
        for (uint32_t p = 0; p <= relation->count; p++) {
            bool total = p == relation->count;
            uint32_t cell = total ? relation->total : system->parts[relation->first + p];
            for (int64_t unit = task->lower[cell]; unit < task->upper[cell]; unit++) {
                uint32_t variable = task->variables[cell] + (uint32_t)(unit - task->lower[cell]);
                part->doubles[variable] += total ? (double)price : -(double)price;
            }
        }
    }
    for (uint32_t i = 0; i < part->variable_count; i++) {
        least += part->doubles[i] < 0 ? (int64_t)part->doubles[i] : 0;
    }
    bound += least + part->constant * PRICE_SCALE;
    /* Upwards: the change is a whole number, and never below 0. */
    return bound <= 0 ? 0 : (bound + PRICE_SCALE - 1) / PRICE_SCALE;
}

/* Keep to the solutions that are as good as the last under the costs of now, in `doubles`. */
static int hold(struct part *part, const struct staith_solver_result *result)
{
    if (result->integral_root) {
        for (uint32_t i = 0; i < part->variable_count; i++) {
            if (fabs(staith_solver_reduced_cost(part->solver, i)) > NO_PRICE) {
                int code =
                    staith_solver_set_bounds(part->solver, i, part->taken[i], part->taken[i]);
                if (code != 0) {
                    return code;
                }
            }
        }
        return 0;
    }
    uint32_t row = 0;
    for (uint32_t i = 0; i < part->variable_count; i++) {
        part->list[i] = i;
    }
    return staith_solver_add_row(part->solver, -INFINITY, round(result->objective),
                                 part->variable_count, part->list, part->doubles, &row);
}

static int set_costs(struct part *part)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < part->variable_count; i++) {
        code = staith_solver_set_cost(part->solver, i, part->doubles[i]);
    }
    return code;
}

/* Whether what is held fast has a solution besides the one taken: the most that one can differ. */
static int search_other(struct part *part, bool *ret_unique,
                        struct staith_solver_result *ret_result)
{
    double taken = 0;
    for (uint32_t i = 0; i < part->variable_count; i++) {
        part->doubles[i] = part->taken[i] != 0 ? 1 : -1;
        taken += part->taken[i];
    }
    int code = set_costs(part);
    if (code == 0) {
        code = solve(part, ret_result);
    }
    if (code == 0) {
        *ret_unique = ret_result->state == STAITH_SOLVER_OPTIMAL &&
                      ret_result->end == STAITH_SOLVER_END_DONE &&
                      ret_result->objective > taken - 0.5;
    }
    return code;
}

/* Weights from names: the same for all units of a cell, other ones at each draw. */
static void draw(struct part *part, uint8_t number)
{
    const uint8_t key[16] = {'s', 't', 'a', 'i', 't', 'h', ' ', 'r',
                             'o', 'u', 'n', 'd', 'i', 'n', 'g', number};
    for (uint32_t i = 0; i < part->variable_count; i++) {
        const char *name = part->task->system->names[part->owners[i]];
        uint64_t hash = staith_siphash13(key, name, strlen(name));
        part->doubles[i] = (double)(hash >> (64 - WEIGHT_BITS)) + 1;
    }
}

/* Among the solutions of least change, the one that the weights choose. */
static int settle(struct part *part, struct staith_solver_result *ret_result, bool *ret_unique)
{
    for (uint32_t number = 0; number < DRAWS; number++) {
        draw(part, (uint8_t)number);
        int code = set_costs(part);
        if (code == 0) {
            code = solve(part, ret_result);
        }
        if (code != 0 || ret_result->state != STAITH_SOLVER_OPTIMAL) {
            return code;
        }
        take(part);
        code = hold(part, ret_result);
        if (code == 0) {
            code = search_other(part, ret_unique, ret_result);
        }
        if (code != 0 || *ret_unique || ret_result->state != STAITH_SOLVER_OPTIMAL) {
            return code;
        }
    }
    return 0;
}

/* Units from the variables, and whether all is as it must be, in whole numbers. */
static bool verify(struct part *part, int64_t *ret_change)
{
    const struct staith_system *system = part->task->system;
    int64_t *units = part->task->units;
    int64_t change = 0;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        units[part->cells[i]] = part->task->lower[part->cells[i]];
    }
    for (uint32_t i = 0; i < part->variable_count; i++) {
        units[part->owners[i]] += part->taken[i];
    }
    for (uint32_t i = 0; i < part->cell_count; i++) {
        change += change_at(part, part->cells[i], units[part->cells[i]]);
    }
    for (uint32_t i = 0; i < part->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[part->relations[i]];
        int64_t sum = 0;
        for (uint32_t p = 0; p < relation->count; p++) {
            sum += units[system->parts[relation->first + p]];
        }
        if (sum != units[relation->total]) {
            return false;
        }
    }
    *ret_change = change;
    return true;
}

/* What may still be published when a search was ended: work ends at the same place everywhere. */
static bool may_stand(const struct staith_solver_result *result)
{
    return result->end == STAITH_SOLVER_END_DONE || result->end == STAITH_SOLVER_END_WORK;
}

/* The change is least and taken: which of the roundings that tie with it it is to be. */
static int round_one(struct part *part, struct staith_solver_result *result,
                     struct staith_round_outcome *outcome)
{
    int64_t change = 0;
    for (uint32_t i = 0; i < part->variable_count; i++) {
        part->doubles[i] = (double)part->costs[i];
    }
    result->objective -= (double)part->constant;
    int code = staith_solver_set_constant(part->solver, 0);
    if (code == 0) {
        code = hold(part, result);
    }
    if (code == 0) {
        code = settle(part, result, &outcome->unique);
    }
    outcome->end = result->end;
    outcome->rounded = may_stand(result) && verify(part, &change) && change == outcome->change;
    return code;
}

static int round_least(struct part *part, struct staith_round_outcome *outcome)
{
    struct staith_solver_result result = {0};
    int code = staith_solver_set_constant(part->solver, (double)part->constant);
    if (code == 0) {
        code = solve(part, &result);
    }
    if (code != 0) {
        return code;
    }
    outcome->end = result.end;
    bool found = result.state == STAITH_SOLVER_OPTIMAL || result.state == STAITH_SOLVER_FEASIBLE;
    if (!found || !may_stand(&result)) {
        return 0;
    }
    bool least = result.state == STAITH_SOLVER_OPTIMAL && result.objective - result.bound < 0.5;
    take(part);
    outcome->bound = bound_of(part);
    outcome->rounded = verify(part, &outcome->change);
    outcome->proof = least ? STAITH_ROUND_PROOF_SEARCH : STAITH_ROUND_PROOF_GAP;
    if (outcome->bound == outcome->change) {
        outcome->proof = STAITH_ROUND_PROOF_EXACT;
    }
    if (outcome->rounded && least) {
        code = round_one(part, &result, outcome);
    }
    if (!outcome->rounded && outcome->end == STAITH_SOLVER_END_DONE) {
        outcome->end = STAITH_SOLVER_END_FAULT; /* what the solver said does not add up */
    }
    return code;
}

/* No sum binds them: the nearest multiple, and the lower of two. */
static void round_alone(struct part *part, struct staith_round_outcome *outcome)
{
    const struct staith_round_task *task = part->task;
    for (uint32_t i = 0; i < part->cell_count; i++) {
        uint32_t cell = part->cells[i];
        int64_t nearest = task->lower[cell];
        for (int64_t unit = nearest + 1; unit <= task->upper[cell]; unit++) {
            nearest = change_at(part, cell, unit) < change_at(part, cell, nearest) ? unit : nearest;
        }
        task->units[cell] = nearest;
        outcome->change += change_at(part, cell, nearest);
    }
    outcome->bound = outcome->change;
    outcome->rounded = true;
    outcome->unique = true;
}

int staith_round_part(struct staith_round_task *task, const uint32_t *cells, uint32_t cell_count,
                      const uint32_t *relations, uint32_t relation_count,
                      struct staith_round_outcome *ret_outcome)
{
    struct part part = {.task = task,
                        .cells = cells,
                        .cell_count = cell_count,
                        .relations = relations,
                        .relation_count = relation_count};
    struct staith_round_outcome outcome = {.proof = STAITH_ROUND_PROOF_EXACT};
    bool possible = false;
    if (relation_count == 0) {
        round_alone(&part, &outcome);
        *ret_outcome = outcome;
        return 0;
    }
    int code = init(&part);
    if (code == 0) {
        code = add_variables(&part);
    }
    if (code == 0) {
        code = add_rows(&part, &possible);
    }
    if (code == 0 && possible) {
        code = round_least(&part, &outcome);
    }
    deinit(&part);
    if (code == 0) {
        *ret_outcome = outcome;
    }
    return code;
}
