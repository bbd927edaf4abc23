/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A start by hand first: it is what may be published if the search ends early, and what the master
 * has to undercut. Then cuts for the master in fractions, which are cheap; then rounds: the
 * master's cheapest pattern is judged, what the judge finds becomes cuts, and the pattern, mended,
 * a candidate. The first pattern of the master without fault is the answer.
 */
#include "disclosure/protect/suppress_search.h"

#include "disclosure/protect/suppress_cut.h"
#include "disclosure/protect/suppress_mend.h"

#include <string.h>

enum { ROOT_ROUNDS = 60 };

struct search {
    const struct staith_suppress_part *part;
    struct staith_suppress_attack attack;
    struct staith_suppress_judge judge;
    struct staith_suppress_mend mend;
    struct staith_suppress_master master;
    struct staith_suppress_cut cut;
    bool *trial;
    double *share;
    int64_t bound;
    uint32_t rounds;
    enum staith_solver_end end;
};

/* Every promise of one cell, for the master's fractions. */
static int cut_cell(struct search *search, uint32_t cell, bool *ret_added)
{
    const struct staith_suppress_part *part = search->part;
    bool added[3] = {false, false, false};
    int code = 0;
    if (part->above[cell] > 0) {
        code = staith_suppress_cut_end(&search->cut, cell, 1, part->above[cell], search->share,
                                       &added[0]);
    }
    if (code == 0 && part->below[cell] > 0) {
        code = staith_suppress_cut_end(&search->cut, cell, -1, part->below[cell], search->share,
                                       &added[1]);
    }
    if (code == 0 && part->numbers[cell] > part->above[cell] + part->below[cell] + 1) {
        code = staith_suppress_cut_width(&search->cut, cell, search->share, &added[2]);
    }
    *ret_added = added[0] || added[1] || added[2];
    return code;
}

/* Cuts for the master's fractions, until none is violated. */
static int root(struct search *search)
{
    for (uint32_t round = 0; round < ROOT_ROUNDS; round++) {
        enum staith_suppress_master_state state;
        bool any = false;
        int code = staith_suppress_master_relax(&search->master, search->share, &state);
        if (code != 0 || state != STAITH_SUPPRESS_MASTER_SOLVED) {
            return code;
        }
        for (uint32_t i = 0; code == 0 && i < search->part->count; i++) {
            bool added = false;
            code = cut_cell(search, i, &added);
            any = any || added;
        }
        if (code != 0 || !any) {
            return code;
        }
    }
    return 0;
}

/* Cuts for all faults of the master's pattern. */
static int judge(struct search *search, bool *ret_faulty)
{
    bool found = true;
    int code = 0;
    *ret_faulty = false;
    staith_suppress_judge_begin(&search->judge, search->trial);
    while (code == 0 && found) {
        struct staith_suppress_fault fault;
        code = staith_suppress_judge_next(&search->judge, search->trial, &found, &fault);
        if (code == 0 && found) {
            *ret_faulty = true;
            code = staith_suppress_cut_fault(&search->cut, search->trial, &fault);
        }
    }
    return code;
}

static int one_round(struct search *search, bool *ret_over)
{
    enum staith_suppress_master_state state;
    bool faulty = false;
    int64_t bound = 0;
    *ret_over = true;
    int code = search->mend.found
                   ? staith_suppress_master_narrow(&search->master, search->mend.weight)
                   : 0;
    if (code == 0) {
        code = staith_suppress_master_solve(&search->master, search->trial, &bound, &state);
    }
    if (code != 0) {
        return code;
    }
    search->rounds++;
    search->end = search->master.end;
    search->bound = bound > search->bound ? bound : search->bound;
    if (state == STAITH_SUPPRESS_MASTER_NONE) {
        /* What holds satisfies every cut: then the solver is wrong. */
        search->end = search->mend.found ? STAITH_SOLVER_END_FAULT : STAITH_SOLVER_END_DONE;
        return 0;
    }
    bool proved = search->mend.found && search->bound >= search->mend.weight;
    if (proved ||
        (state != STAITH_SUPPRESS_MASTER_SOLVED && state != STAITH_SUPPRESS_MASTER_FOUND)) {
        search->end = proved ? STAITH_SOLVER_END_DONE : search->end;
        return 0;
    }
    code = judge(search, &faulty);
    if (code != 0 || search->judge.gave_up) {
        search->end = search->attack.end;
        return code;
    }
    if (!faulty) {
        staith_suppress_mend_take(&search->mend, search->trial);
        return 0;
    }
    *ret_over = false;
    code = staith_suppress_mend_try(&search->mend, search->trial, NULL);
    return code;
}

static int init(struct search *search, const struct staith_suppress_rules *rules,
                const struct staith_solver_budget *budget, struct staith_arena *arena)
{
    size_t cells = search->part->count;
    search->trial = staith_arena_array(arena, cells, sizeof(*search->trial));
    search->share = staith_arena_array(arena, cells, sizeof(*search->share));
    if (search->trial == NULL || search->share == NULL) {
        return STAITH_ERR_LIMIT;
    }
    int code = staith_suppress_attack_init(&search->attack, search->part, budget, arena);
    if (code == 0) {
        code = staith_suppress_judge_init(&search->judge, &search->attack, rules, arena);
    }
    if (code == 0) {
        code = staith_suppress_master_init(&search->master, search->part, budget, arena);
    }
    if (code == 0) {
        code = staith_suppress_cut_init(&search->cut, &search->attack, &search->master, arena);
    }
    if (code == 0) {
        code = staith_suppress_mend_init(&search->mend, &search->judge, &search->cut, arena);
    }
    return code;
}

int staith_suppress_search(const struct staith_suppress_part *part,
                           const struct staith_suppress_rules *rules, uint32_t rounds,
                           const struct staith_solver_budget *budget, struct staith_arena *arena,
                           bool *hidden, struct staith_suppress_outcome *ret_outcome)
{
    struct search search = {.part = part};
    bool over = false;
    int code = init(&search, rules, budget, arena);
    if (code == 0) {
        code = staith_suppress_master_begin(&search.master);
    }
    if (code == 0) {
        code = root(&search);
    }
    if (code == 0) {
        code = staith_suppress_mend_try(&search.mend, part->forced, NULL);
    }
    if (code == 0) {
        code = staith_suppress_mend_try(&search.mend, part->forced, search.share);
    }
    while (code == 0 && !over && search.rounds < rounds) {
        code = one_round(&search, &over);
    }
    if (!over) {
        search.end = STAITH_SOLVER_END_WORK;
    }
    /* A program that time has ended may have left another pattern, however good it is. */
    if (search.attack.spent_ms >= budget->time_ms || search.master.spent_ms >= budget->time_ms) {
        search.end = STAITH_SOLVER_END_TIME;
    }
    if (code == 0) {
        memcpy(hidden, search.mend.best, part->count * sizeof(bool));
        *ret_outcome = (struct staith_suppress_outcome){
            .found = search.mend.found,
            .end = search.end,
            .culprit = search.mend.found ? -1 : search.mend.culprit,
            .weight = search.mend.weight,
            .bound = search.bound < search.mend.weight ? search.bound : search.mend.weight,
            .rounds = search.rounds,
            .programs = search.attack.programs + search.master.solved,
            .spent_ms = search.attack.spent_ms + search.master.spent_ms};
    }
    staith_suppress_attack_deinit(&search.attack);
    staith_suppress_master_deinit(&search.master);
    return code;
}
