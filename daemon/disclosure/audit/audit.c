/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question is first taken apart into parts that say nothing of each other, and the certificates
 * of the parts are put together.
 *
 * Order of the attackers. `together` knows everything that outsiders can know: what it cannot
 * disclose, no weaker one can. Only where it wins are the weaker ones run by themselves, to say
 * which knowledge it takes. Insiders stand on `together`'s shoulders, and are not asked where it
 * has won already.
 */
#include "disclosure/audit/audit.h"

#include "disclosure/audit/bounds.h"
#include "disclosure/audit/certificate.h"
#include "disclosure/audit/insiders.h"
#include "disclosure/audit/search.h"
#include "disclosure/audit/split.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TIME_MS = 10000,
    PROGRAMS = 200000,
    CELLS = 50000,
    SWEEPS = 256,
    ARENA_BYTES = 1024 * 1024 * 1024
};

struct run {
    const struct staith_audit *audit;
    struct staith_certificate *certificate;
    struct staith_effort *effort;
    uint32_t *audited;
    int64_t *printed; /* one a cell; NULL: not every cell shows a number */
    struct staith_arena arena;
    int64_t worst_possible;
};

/* One attacker's working space. */
struct trial {
    struct staith_arena arena;
    struct staith_attack attack;
    struct staith_bounds bounds;
    struct staith_search search;
    int64_t *lo;
    int64_t *hi;
};

static void trial_close(struct run *run, struct trial *trial)
{
    run->certificate->solutions += trial->search.solutions;
    staith_search_deinit(&trial->search);
    staith_arena_deinit(&trial->arena);
}

/* 0 or STAITH_ERR_NOMEM; `ret_found` says how it stands. */
static int trial_open(struct run *run, unsigned knowledge, struct trial *trial,
                      enum staith_found *ret_found)
{
    memset(trial, 0, sizeof(*trial));
    staith_arena_init(&trial->arena, ARENA_BYTES);
    int code = staith_attack_build(run->audit, knowledge, &trial->arena, &trial->attack);
    if (code == 0) {
        code = staith_bounds_init(&trial->bounds, &trial->attack, &trial->arena);
    }
    size_t cells = trial->attack.cells;
    if (code == 0) {
        trial->lo = staith_arena_array(&trial->arena, cells, sizeof(*trial->lo));
        trial->hi = staith_arena_array(&trial->arena, cells, sizeof(*trial->hi));
        code = trial->lo == NULL || trial->hi == NULL ? STAITH_ERR_NOMEM : 0;
    }
    if (code != 0) {
        return code;
    }
    memcpy(trial->lo, trial->attack.lo, cells * sizeof(*trial->lo));
    memcpy(trial->hi, trial->attack.hi, cells * sizeof(*trial->hi));
    staith_bounds_touch(&trial->bounds, -1);
    if (!staith_bounds_tighten(&trial->bounds, trial->lo, trial->hi)) {
        *ret_found = STAITH_FOUND_NONE;
        return 0;
    }
    code = staith_search_init(&trial->search, &trial->attack, trial->lo, trial->hi, run->audited,
                              run->certificate->audited, run->effort, &trial->arena);
    if (code == 0) {
        *ret_found = staith_search_begin(&trial->search, trial->lo, trial->hi, run->printed);
    }
    return code;
}

static void remember_worst(struct run *run, enum staith_attacker attacker, int64_t cell,
                           int64_t possible)
{
    if (possible < run->worst_possible) {
        run->worst_possible = possible;
        run->certificate->worst_cell = cell;
        run->certificate->worst_attacker = attacker;
    }
}

static void tally(struct run *run, enum staith_attacker attacker, uint32_t cell,
                  const struct staith_audit_interval *interval)
{
    struct staith_attack_result *result = &run->certificate->attackers[attacker];
    int64_t promise = run->audit->cells[cell].promise;
    result->exact += interval->possible <= 1;
    result->narrow += interval->possible < promise;
    if (!run->audit->cells[cell].lost &&
        (result->least == 0 || interval->possible < result->least)) {
        result->least = interval->possible;
    }
    if (interval->possible < promise) {
        remember_worst(run, attacker, (int64_t)cell, interval->possible);
    }
}

/* Every audited cell, by one outsider who stands on a solution. */
static void decide_all(struct run *run, enum staith_attacker attacker, struct trial *trial)
{
    struct staith_certificate *certificate = run->certificate;
    struct staith_attack_result *result = &certificate->attackers[attacker];
    struct staith_search *search = &trial->search;
    for (uint32_t i = 0; i < certificate->audited; i++) {
        uint32_t cell = run->audited[i];
        int64_t width = trial->hi[cell] - trial->lo[cell] + 1;
        int64_t wanted = 2 * run->audit->cells[cell].promise;
        search->need[cell] = wanted < width ? wanted : width;
    }
    staith_search_roam(search, SWEEPS, true);
    result->state = STAITH_ATTACK_TRIED;
    for (uint32_t i = 0; i < certificate->audited; i++) {
        uint32_t cell = run->audited[i];
        struct staith_audit_interval interval = {trial->lo[cell], trial->hi[cell], 0};
        if (staith_search_decide(search, cell, run->audit->cells[cell].promise, &interval) ==
            STAITH_FOUND) {
            tally(run, attacker, cell, &interval);
        } else {
            result->state = STAITH_ATTACK_UNFINISHED;
        }
        if (attacker == STAITH_ATTACKER_TOGETHER) {
            certificate->intervals[cell] = interval;
        }
    }
}

/* `trial` is left open. */
static int try_outsider(struct run *run, enum staith_attacker attacker, unsigned knowledge,
                        struct trial *trial)
{
    struct staith_attack_result *result = &run->certificate->attackers[attacker];
    enum staith_found found = STAITH_FOUND_NOT;
    int code = trial_open(run, knowledge, trial, &found);
    if (code != 0) {
        return code;
    }
    result->systems = 1;
    if (found == STAITH_FOUND) {
        decide_all(run, attacker, trial);
    } else if (found == STAITH_FOUND_NONE) {
        result->state = STAITH_ATTACK_CONTRADICTED;
    }
    return 0;
}

static bool has_won(const struct staith_attack_result *result)
{
    return result->exact > 0 || result->narrow > 0 || result->state == STAITH_ATTACK_CONTRADICTED;
}

static int try_weaker(struct run *run, unsigned knowledge)
{
    const struct staith_attack_result *together =
        &run->certificate->attackers[STAITH_ATTACKER_TOGETHER];
    bool covered = !has_won(together) && together->state == STAITH_ATTACK_TRIED;
    int code = 0;
    for (unsigned i = STAITH_ATTACKER_PLAIN; code == 0 && i < STAITH_ATTACKER_TOGETHER; i++) {
        unsigned own = i == STAITH_ATTACKER_PLAIN ? 0 : 1U << i;
        struct staith_attack_result *result = &run->certificate->attackers[i];
        if ((knowledge & own) != own) {
            result->state = STAITH_ATTACK_NOTHING;
        } else if (covered) {
            result->state = STAITH_ATTACK_COVERED;
            result->least = together->least;
        } else if (!staith_effort_is_over(run->effort)) {
            struct trial trial;
            code = try_outsider(run, (enum staith_attacker)i, own, &trial);
            trial_close(run, &trial);
        }
    }
    return code;
}

static int try_insiders(struct run *run, struct trial *trial)
{
    struct staith_insiders insiders = {.audit = run->audit,
                                       .search = &trial->search,
                                       .bounds = &trial->bounds,
                                       .base_lo = trial->lo,
                                       .base_hi = trial->hi};
    size_t cells = trial->attack.cells;
    memcpy(trial->lo, trial->search.lo, cells * sizeof(*trial->lo));
    memcpy(trial->hi, trial->search.hi, cells * sizeof(*trial->hi));
    insiders.base_x =
        staith_arena_memdup(&trial->arena, trial->search.pool, (cells + 1) * sizeof(int64_t));
    int code =
        insiders.base_x == NULL ? STAITH_ERR_NOMEM : staith_insiders_init(&insiders, &trial->arena);
    for (unsigned i = STAITH_ATTACKER_PERSON; code == 0 && i < (unsigned)STAITH_ATTACKER_COUNT;
         i++) {
        enum staith_attacker attacker = (enum staith_attacker)i;
        staith_insiders_try(&insiders, attacker, &run->certificate->attackers[i]);
        if (insiders.worst_cell >= 0) {
            remember_worst(run, attacker, insiders.worst_cell, insiders.worst_possible);
        }
    }
    return code;
}

static int prepare(struct run *run)
{
    const struct staith_audit *audit = run->audit;
    uint32_t cells = audit->system->cell_count;
    struct staith_certificate *c = calloc(1, sizeof(*c));
    run->certificate = c;
    if (c == NULL) {
        return STAITH_ERR_NOMEM;
    }
    c->worst_cell = -1;
    c->cells = cells;
    c->intervals = calloc((size_t)cells + 1, sizeof(*c->intervals));
    run->audited = staith_arena_array(&run->arena, cells, sizeof(*run->audited));
    run->printed = staith_arena_array(&run->arena, cells, sizeof(*run->printed));
    if (c->intervals == NULL || run->audited == NULL || run->printed == NULL) {
        return STAITH_ERR_NOMEM;
    }
    bool all = true;
    for (uint32_t i = 0; i < cells; i++) {
        const struct staith_audit_cell *cell = &audit->cells[i];
        run->printed[i] = cell->value;
        all = all && (cell->shows == STAITH_AUDIT_EXACT || cell->shows == STAITH_AUDIT_ROUNDED);
        if (cell->promise > 0) {
            run->audited[c->audited++] = i;
        }
        if (cell->promise > 0 && !cell->lost && (c->promise == 0 || cell->promise < c->promise)) {
            c->promise = cell->promise;
        }
    }
    if (!all) {
        run->printed = NULL;
    }
    return 0;
}

static int try_all(struct run *run)
{
    unsigned knowledge = staith_attack_knowledge(run->audit);
    struct trial trial;
    int code = try_outsider(run, STAITH_ATTACKER_TOGETHER, knowledge, &trial);
    const struct staith_attack_result *together =
        &run->certificate->attackers[STAITH_ATTACKER_TOGETHER];
    if (code == 0 && !has_won(together) && together->state == STAITH_ATTACK_TRIED) {
        code = try_insiders(run, &trial);
    }
    trial_close(run, &trial);
    return code == 0 ? try_weaker(run, knowledge) : code;
}

/* One part by itself. */
static int run_part(const struct staith_audit *audit, struct staith_effort *effort, struct run *run)
{
    *run = (struct run){.audit = audit, .effort = effort, .worst_possible = INT64_MAX};
    staith_arena_init(&run->arena, ARENA_BYTES);
    int code = prepare(run);
    if (code == 0) {
        code = try_all(run);
    }
    staith_arena_deinit(&run->arena);
    return code;
}

/* The further a state is from "refuted", the more it counts for the whole. */
static int weight(enum staith_attack_state state)
{
    static const int weights[] = {[STAITH_ATTACK_NOTHING] = 0,
                                  [STAITH_ATTACK_COVERED] = 1,
                                  [STAITH_ATTACK_TRIED] = 2,
                                  [STAITH_ATTACK_UNFINISHED] = 3,
                                  [STAITH_ATTACK_CONTRADICTED] = 4};
    return weights[state];
}

static void merge_attackers(const struct staith_certificate *part, struct staith_certificate *whole)
{
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *from = &part->attackers[i];
        struct staith_attack_result *to = &whole->attackers[i];
        to->state = weight(from->state) > weight(to->state) ? from->state : to->state;
        to->systems += from->systems;
        to->exact += from->exact;
        to->narrow += from->narrow;
        if (from->least > 0 && (to->least == 0 || from->least < to->least)) {
            to->least = from->least;
        }
    }
}

static void merge(const struct run *run, const uint32_t *cell_of, int64_t *worst_possible,
                  struct staith_certificate *whole)
{
    const struct staith_certificate *part = run->certificate;
    merge_attackers(part, whole);
    whole->solutions += part->solutions;
    if (part->promise > 0 && (whole->promise == 0 || part->promise < whole->promise)) {
        whole->promise = part->promise;
    }
    if (run->worst_possible < *worst_possible) {
        *worst_possible = run->worst_possible;
        whole->worst_cell = (int64_t)cell_of[part->worst_cell];
        whole->worst_attacker = part->worst_attacker;
    }
    for (uint32_t i = 0; i < part->cells; i++) {
        if (run->audit->cells[i].promise > 0) {
            whole->intervals[cell_of[i]] = part->intervals[i];
            whole->audited += run->audit->cells[i].lost ? 0 : 1;
        }
    }
}

static void sum_up(struct staith_certificate *c)
{
    bool finished = true;
    bool contradicted = false;
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        const struct staith_attack_result *result = &c->attackers[i];
        c->exact = result->exact > c->exact ? result->exact : c->exact;
        c->narrow = result->narrow > c->narrow ? result->narrow : c->narrow;
        finished = finished && result->state != STAITH_ATTACK_UNFINISHED;
        contradicted = contradicted || result->state == STAITH_ATTACK_CONTRADICTED;
    }
    c->least = c->attackers[STAITH_ATTACKER_TOGETHER].least;
    if (contradicted) {
        c->verdict = STAITH_VERDICT_CONTRADICTION;
    } else if (c->exact > 0) {
        c->verdict = STAITH_VERDICT_EXACT;
    } else if (c->narrow > 0) {
        c->verdict = STAITH_VERDICT_NARROW;
    } else {
        c->verdict = finished ? STAITH_VERDICT_PASSED : STAITH_VERDICT_UNFINISHED;
    }
}

static void say_why(const struct staith_audit *audit, int64_t worst_possible,
                    struct staith_certificate *c)
{
    const char *name = c->worst_cell < 0 ? "" : audit->system->names[c->worst_cell];
    if (c->verdict == STAITH_VERDICT_PASSED) {
        (void)snprintf(c->why, sizeof(c->why),
                       "no attacker leaves a protected cell fewer possible values than promised");
    } else if (c->verdict == STAITH_VERDICT_CONTRADICTION) {
        (void)snprintf(c->why, sizeof(c->why),
                       "the published numbers do not fit together: no whole numbers satisfy them");
    } else if (c->verdict == STAITH_VERDICT_UNFINISHED) {
        (void)snprintf(c->why, sizeof(c->why),
                       "the budget of time and size ended before every attacker was refuted");
    } else {
        (void)snprintf(c->why, sizeof(c->why),
                       "%.120s: %" PRId64 " possible value%s for the attacker who %s", name,
                       worst_possible, worst_possible == 1 ? "" : "s",
                       staith_attacker_code(c->worst_attacker));
    }
}

static int run_parts(const struct staith_audit *audit, struct staith_effort *effort,
                     int64_t *worst_possible, struct staith_certificate *whole)
{
    struct staith_arena arena;
    struct staith_split split;
    staith_arena_init(&arena, ARENA_BYTES);
    int code = staith_split_make(audit, &arena, &split);
    for (uint32_t i = 0; code == 0 && i < split.count; i++) {
        struct staith_arena part_arena;
        struct staith_part part;
        struct run run = {0};
        staith_arena_init(&part_arena, ARENA_BYTES);
        code = staith_split_take(&split, i, &part_arena, &part);
        if (code == 0) {
            code = run_part(&part.audit, effort, &run);
        }
        if (code == 0) {
            merge(&run, part.cell_of, worst_possible, whole);
        }
        staith_certificate_free(run.certificate);
        staith_arena_deinit(&part_arena);
    }
    staith_arena_deinit(&arena);
    return code;
}

/* A certificate of nothing tried yet; the parts add to it. */
static struct staith_certificate *begin_certificate(uint32_t cells)
{
    struct staith_certificate *c = calloc(1, sizeof(*c));
    struct staith_audit_interval *intervals = calloc((size_t)cells + 1, sizeof(*intervals));
    if (c == NULL || intervals == NULL) {
        free(intervals);
        free(c);
        return NULL;
    }
    c->intervals = intervals;
    c->cells = cells;
    c->worst_cell = -1;
    (void)snprintf(c->solver, sizeof(c->solver), "%s", staith_lp_solver());
    return c;
}

int staith_audit_run(const struct staith_audit *audit, struct staith_certificate **ret_certificate,
                     struct staith_err *err)
{
    int code = staith_attack_check(audit, err);
    if (code != 0) {
        return code;
    }
    const struct staith_audit_budget *budget = &audit->budget;
    uint32_t cells = audit->system->cell_count;
    struct staith_effort effort = {0};
    effort.outside = audit->outside == NULL ? staith_outside_machine() : audit->outside;
    int64_t began_ms = effort.outside->monotonic_ms(effort.outside->ctx);
    effort.deadline_ms = began_ms + (budget->time_ms > 0 ? budget->time_ms : TIME_MS);
    effort.programs_left = budget->programs > 0 ? budget->programs : PROGRAMS;
    int64_t worst_possible = INT64_MAX;
    struct staith_certificate *c = begin_certificate(cells);
    code = c == NULL ? STAITH_ERR_NOMEM : 0;
    if (code == 0 && cells <= (budget->cells > 0 ? budget->cells : CELLS)) {
        for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
            c->attackers[i].state = STAITH_ATTACK_NOTHING;
        }
        code = run_parts(audit, &effort, &worst_possible, c);
    }
    if (code != 0) {
        staith_certificate_free(c);
        return staith_err_set(err, code, "no memory for the audit");
    }
    sum_up(c);
    say_why(audit, worst_possible, c);
    c->programs = effort.programs;
    c->time_ms = effort.outside->monotonic_ms(effort.outside->ctx) - began_ms;
    c->out_of_time = began_ms + c->time_ms >= effort.deadline_ms;
    *ret_certificate = c;
    return 0;
}
