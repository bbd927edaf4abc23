/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress.h"

#include "disclosure/protect/partition.h"
#include "disclosure/protect/suppress_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_MS = 60000,
    DEFAULT_ROUNDS = 20,
    DEFAULT_NODES = 2000,
    MOST_PROMISED = 32, /* the judge counts in 64 bits, half of them on either side */
    MOST_WEIGHT = 1000000000
};
#define SCRATCH_BYTES ((size_t)1 << 30)

struct work {
    const struct staith_system *system;
    const struct staith_suppress_rules *rules;
    struct staith_err *err;
    struct staith_suppression made;
    struct staith_partition parts;
    struct staith_solver_budget budget;
    uint32_t spent_ms;
};

static int refuse(struct work *work, const char *what, uint32_t cell)
{
    return staith_err_set(work->err, STAITH_ERR_INVAL, "suppression: %s: %s", what,
                          work->system->names[cell]);
}

static int over_limit(struct work *work)
{
    return staith_err_set(work->err, STAITH_ERR_LIMIT,
                          "suppression: the tables need too much memory");
}

static bool promise_is_fine(const struct staith_suppress_cell *cell, int64_t value, int64_t least)
{
    return cell->lo >= least && cell->lo <= value && value <= cell->hi &&
           cell->hi - cell->lo < MOST_PROMISED && cell->numbers <= MOST_PROMISED;
}

static int check_cell(struct work *work, uint32_t index)
{
    const struct staith_suppress_rules *rules = work->rules;
    const struct staith_suppress_cell *cell = &rules->cells[index];
    int64_t value = work->system->values[index];
    int64_t least = rules->attacker == STAITH_SUPPRESS_KNOWING && !rules->hides_zeros ? 1 : 0;
    bool promised = cell->kind == STAITH_SUPPRESS_PRIMARY;
    bool must = promised || cell->kind == STAITH_SUPPRESS_FROZEN;
    if (cell->kind > STAITH_SUPPRESS_SHOWN || cell->weight < 0 || cell->weight > MOST_WEIGHT) {
        return refuse(work, "a rule that is none", index);
    }
    if (must && value == 0 && !rules->hides_zeros) {
        return refuse(work, "a zero is to be hidden where zeros never are", index);
    }
    return promised && !promise_is_fine(cell, value, least)
               ? refuse(work, "a promise that cannot be given", index)
               : 0;
}

static int check_relations(struct work *work)
{
    const struct staith_system *system = work->system;
    uint32_t *seen = calloc((size_t)system->cell_count + 1, sizeof(*seen));
    int code = 0;
    if (seen == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "suppression: no memory");
    }
    for (uint32_t i = 0; code == 0 && i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        for (uint32_t p = 0; code == 0 && p < relation->count; p++) {
            uint32_t cell = system->parts[relation->first + p];
            if (seen[cell] == i + 1) {
                code = refuse(work, "a sum counts this cell twice", cell);
            }
            seen[cell] = i + 1;
        }
    }
    free(seen);
    return code;
}

static int check(struct work *work)
{
    const struct staith_system *system = work->system;
    const struct staith_suppress_rules *rules = work->rules;
    if (system->cell_count > 0 && (system->values == NULL || rules->cells == NULL)) {
        return staith_err_set(work->err, STAITH_ERR_INVAL,
                              "suppression: the system has no values or no rules");
    }
    if ((rules->attacker != STAITH_SUPPRESS_PLAIN && rules->attacker != STAITH_SUPPRESS_KNOWING) ||
        rules->persons > 2) {
        return staith_err_set(work->err, STAITH_ERR_INVAL, "suppression: no such attacker");
    }
    int code = staith_system_check(system, work->err);
    for (uint32_t i = 0; code == 0 && i < system->cell_count; i++) {
        code = check_cell(work, i);
    }
    return code == 0 ? check_relations(work) : code;
}

/* Cells that are shown whatever happens bind nothing: what is known is known. */
static int cut_up(struct work *work, struct staith_arena *scratch)
{
    const struct staith_system *system = work->system;
    bool *joined = staith_arena_array(scratch, system->cell_count, sizeof(*joined));
    if (joined == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < system->cell_count; i++) {
        joined[i] = work->rules->cells[i].kind != STAITH_SUPPRESS_SHOWN &&
                    (system->values[i] > 0 || work->rules->hides_zeros);
    }
    return staith_partition_make(system, joined, NULL, scratch, &work->parts);
}

static void take(struct work *work, const struct staith_suppress_part *part, const bool *hidden,
                 const struct staith_suppress_outcome *outcome)
{
    struct staith_suppression *made = &work->made;
    made->rounds += outcome->rounds;
    made->programs += outcome->programs;
    work->spent_ms += outcome->spent_ms;
    bool may_stand = outcome->found && (outcome->end == STAITH_SOLVER_END_DONE ||
                                        outcome->end == STAITH_SOLVER_END_WORK);
    for (uint32_t i = 0; i < part->count; i++) {
        made->hidden[part->cells[i]] = may_stand && hidden[i];
        made->withheld[part->cells[i]] = !may_stand;
        made->primary += may_stand && part->forced[i] ? 1 : 0;
        made->secondary += may_stand && hidden[i] && !part->forced[i] ? 1 : 0;
    }
    if (may_stand) {
        made->weight += outcome->weight;
        made->bound += outcome->bound;
        return;
    }
    if (made->state != STAITH_SUPPRESS_WITHHELD) {
        made->state = STAITH_SUPPRESS_WITHHELD;
        made->end = outcome->end;
        made->culprit = outcome->culprit < 0 ? -1 : (int64_t)part->cells[outcome->culprit];
    }
}

static int suppress_part(struct work *work, uint32_t index)
{
    struct staith_arena scratch;
    struct staith_suppress_part part;
    struct staith_suppress_outcome outcome = {0};
    struct staith_solver_budget budget = work->budget;
    uint32_t rounds = work->rules->rounds == 0 ? DEFAULT_ROUNDS : work->rules->rounds;
    bool promised = false;
    staith_arena_init(&scratch, SCRATCH_BYTES);
    int code =
        staith_suppress_part_make(work->system, work->rules, &work->parts, index, &scratch, &part);
    for (uint32_t i = 0; code == 0 && i < part.count; i++) {
        promised = promised || part.promised[i];
    }
    bool *hidden = staith_arena_array(&scratch, part.count, sizeof(*hidden));
    if (code == 0 && hidden == NULL) {
        code = STAITH_ERR_LIMIT;
    }
    if (code == 0 && !promised) {
        memcpy(hidden, part.forced, part.count * sizeof(*hidden));
        outcome = (struct staith_suppress_outcome){.found = true, .culprit = -1};
    } else if (code == 0) {
        budget.time_ms = (uint32_t)fmax((double)budget.time_ms - work->spent_ms, 1);
        code =
            staith_suppress_search(&part, work->rules, rounds, &budget, &scratch, hidden, &outcome);
    }
    if (code == 0) {
        take(work, &part, hidden, &outcome);
    }
    staith_arena_deinit(&scratch);
    return code;
}

int staith_suppress(const struct staith_system *system, const struct staith_suppress_rules *rules,
                    struct staith_arena *arena, struct staith_suppression *ret_suppression,
                    struct staith_err *err)
{
    struct work work = {.system = system, .rules = rules, .err = err, .budget = rules->budget};
    struct staith_arena scratch;
    int code = check(&work);
    if (code != 0) {
        return code;
    }
    work.budget.time_ms = work.budget.time_ms == 0 ? DEFAULT_MS : work.budget.time_ms;
    work.budget.nodes = work.budget.nodes == 0 ? DEFAULT_NODES : work.budget.nodes;
    work.made = (struct staith_suppression){.state = STAITH_SUPPRESS_OPTIMAL, .culprit = -1};
    work.made.hidden = staith_arena_array(arena, system->cell_count, sizeof(*work.made.hidden));
    work.made.withheld = staith_arena_array(arena, system->cell_count, sizeof(*work.made.withheld));
    if (work.made.hidden == NULL || work.made.withheld == NULL) {
        return over_limit(&work);
    }
    staith_arena_init(&scratch, SCRATCH_BYTES);
    code = cut_up(&work, &scratch);
    for (uint32_t i = 0; code == 0 && i < work.parts.count; i++) {
        code = suppress_part(&work, i);
    }
    staith_arena_deinit(&scratch);
    if (code == STAITH_ERR_LIMIT) {
        return over_limit(&work);
    }
    if (code != 0) {
        return staith_err_set(err, code, "suppression: no memory");
    }
    if (work.made.state == STAITH_SUPPRESS_OPTIMAL && work.made.bound < work.made.weight) {
        work.made.state = STAITH_SUPPRESS_BOUNDED;
    }
    work.made.time_ms = work.spent_ms;
    *ret_suppression = work.made;
    return 0;
}
