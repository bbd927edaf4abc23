/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/round.h"

#include "disclosure/protect/detail.h"
#include "disclosure/protect/round_blocks.h"
#include "disclosure/protect/round_part.h"

#include <stdlib.h>
#include <string.h>

enum {
    SCRATCH_BYTES = 16 * 1024 * 1024,
    MOST_REACH = 2,
    DEFAULT_MS = 60000,
    MOST_BASE = 1000000000
};

struct work {
    const struct staith_system *system;
    const struct staith_round_rules *rules;
    struct staith_arena *arena;
    struct staith_err *err;
    struct staith_round_blocks blocks;
    struct staith_rounding rounding;
};

void staith_round_interval(uint32_t base, uint32_t reach, int64_t rounded, int64_t *ret_lo,
                           int64_t *ret_hi)
{
    int64_t away = (int64_t)base * reach - 1;
    *ret_lo = rounded > away ? rounded - away : 0;
    *ret_hi = rounded + away;
}

static int refuse(struct work *work, const char *what, const char *cell)
{
    return staith_err_set(work->err, STAITH_ERR_INVAL, "rounding: %s%s", what, cell);
}

static int over_limit(struct work *work)
{
    return staith_err_set(work->err, STAITH_ERR_LIMIT, "rounding: the tables need too much memory");
}

/* A cell may stand once in a relation: the solver takes no variable twice in a row. */
static int check_parts(struct work *work)
{
    const struct staith_system *system = work->system;
    uint32_t *seen = calloc((size_t)system->cell_count + 1, sizeof(*seen));
    int code = 0;
    if (seen == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "rounding: no memory");
    }
    for (uint32_t i = 0; code == 0 && i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        for (uint32_t p = 0; code == 0 && p < relation->count; p++) {
            uint32_t cell = system->parts[relation->first + p];
            if (seen[cell] == i + 1) {
                code = refuse(work, "a sum counts twice the cell ", system->names[cell]);
            }
            seen[cell] = i + 1;
        }
    }
    free(seen);
    return code;
}

static int check(struct work *work)
{
    uint32_t base = work->rules->base;
    if (base != 5 && base != 3 && (base <= STAITH_ROUND_FINE || base > MOST_BASE)) {
        return refuse(work, "the base is neither 5 nor 3 nor that of an amount", "");
    }
    if (work->rules->least_reach > MOST_REACH) {
        return refuse(work, "the reach to begin with is above 2", "");
    }
    if (work->system->cell_count > 0 && work->system->values == NULL) {
        return refuse(work, "the system has no values", "");
    }
    int code = staith_system_check(work->system, work->err);
    return code == 0 ? check_parts(work) : code;
}

static int keep(struct work *work, const struct staith_round_before *before)
{
    int64_t at = staith_system_find(work->system, before->name);
    int64_t base = work->rules->base;
    if (at < 0 || work->system->values[at] != before->value) {
        return 0;
    }
    int64_t away = before->rounded - before->value;
    if (before->reach < 1 || before->reach > MOST_REACH || before->rounded < 0 ||
        before->rounded % base != 0 || away >= base * before->reach ||
        away <= -base * before->reach) {
        return refuse(work, "what was published before is not of this rule: ", before->name);
    }
    int64_t units = before->rounded / base;
    if (work->blocks.kept[at] >= 0 && work->blocks.kept[at] != units) {
        return refuse(work, "two numbers were published before of one value of ", before->name);
    }
    struct staith_round_cell *cell = &work->rounding.cells[at];
    work->rounding.kept += cell->kept ? 0 : 1;
    work->blocks.kept[at] = units;
    cell->kept = true;
    /* Of two vintages the wider is what everybody can be sure was said of it. */
    cell->reach = before->reach > cell->reach ? before->reach : cell->reach;
    return 0;
}

static int apply_rules(struct work *work)
{
    for (uint32_t i = 0; i < work->rules->exact_count; i++) {
        int64_t at = staith_system_find(work->system, work->rules->exact[i]);
        if (at >= 0) {
            work->rounding.cells[at].exact = true;
        }
    }
    for (uint32_t i = 0; i < work->rules->cap_count; i++) {
        const struct staith_round_cap *cap = &work->rules->caps[i];
        int64_t at = staith_system_find(work->system, cap->name);
        if (cap->rounded < 0 || cap->rounded % work->rules->base != 0) {
            return refuse(work, "not a multiple of the base is the cap of ", cap->name);
        }
        if (at >= 0) {
            work->blocks.caps[at] = cap->rounded / work->rules->base;
        }
    }
    for (uint32_t i = 0; i < work->rules->before_count; i++) {
        int code = keep(work, &work->rules->before[i]);
        if (code != 0) {
            return code;
        }
    }
    return 0;
}

static bool hopeless(const struct staith_round_block *block)
{
    return block->end != STAITH_SOLVER_END_DONE && block->end != STAITH_SOLVER_END_WORK;
}

/* Attempt after attempt. Blocks that nothing rounds have reach 0 in the end. */
static int fall_back(struct work *work)
{
    struct staith_round_blocks *blocks = &work->blocks;
    uint32_t least = work->rules->least_reach == 0 ? 1 : work->rules->least_reach;
    for (uint32_t reach = least; reach <= MOST_REACH; reach++) {
        int code = staith_round_blocks_attempt(blocks, reach, NULL);
        if (code != 0) {
            return code;
        }
        for (uint32_t i = 0; i < blocks->parts.count; i++) {
            struct staith_round_block *block = &blocks->blocks[i];
            if (block->failed && (hopeless(block) || reach == MOST_REACH)) {
                block->reach = 0;
                block->waits = false;
            }
        }
    }
    return 0;
}

/* Whether block `at` can be rounded without the cells of one shape. Its state is as it was. */
static int try_without(struct work *work, uint32_t at, const char *shape, bool *skipped,
                       bool *ret_rounded)
{
    struct staith_round_block *block = &work->blocks.blocks[at];
    const struct staith_round_block before = *block;
    for (uint32_t i = 0; i < work->system->relation_count; i++) {
        uint32_t owner = work->blocks.parts.part_of[work->system->relations[i].total];
        skipped[i] = owner == at && staith_detail_touches(work->system, i, shape);
    }
    block->waits = true;
    int code = staith_round_blocks_attempt(&work->blocks, MOST_REACH, skipped);
    *ret_rounded = !block->failed;
    *block = before;
    return code;
}

/* The first table without which block `at` could be rounded, named in `less`. */
static int find_less(struct work *work, uint32_t at, struct staith_arena *scratch)
{
    const struct staith_partition *parts = &work->blocks.parts;
    uint32_t first = parts->cell_first[at];
    const char **shapes = NULL;
    uint32_t count = 0;
    bool *skipped = staith_arena_array(scratch, work->system->relation_count, sizeof(*skipped));
    if (skipped == NULL) {
        return over_limit(work);
    }
    int code = staith_detail_finest(work->system, &parts->cells[first],
                                    parts->cell_first[at + 1] - first, scratch, &shapes, &count);
    bool rounded = false;
    for (uint32_t i = 0; code == 0 && !rounded && i < count; i++) {
        code = try_without(work, at, shapes[i], skipped, &rounded);
        if (code == 0 && rounded) {
            memcpy(work->rounding.less, shapes[i], strlen(shapes[i]) + 1);
        }
    }
    return code == STAITH_ERR_LIMIT ? over_limit(work) : code;
}

/* What a block changes at least, from thousandths of the base where it was weighed in those: each
 * cell may have been weighed half of one too high. */
static int64_t bound_of(const struct work *work, uint32_t at)
{
    int64_t quantum = staith_round_quantum(work->rules->base);
    const struct staith_partition *parts = &work->blocks.parts;
    int64_t cells = parts->cell_first[at + 1] - parts->cell_first[at];
    int64_t bound = work->blocks.blocks[at].bound * quantum - quantum / 2 * cells;
    return bound > 0 ? bound : 0;
}

static int judge(struct work *work)
{
    struct staith_rounding *rounding = &work->rounding;
    rounding->state = STAITH_ROUND_ADJACENT;
    rounding->proof = STAITH_ROUND_PROOF_EXACT;
    rounding->unique = true;
    for (uint32_t i = 0; i < work->blocks.parts.count; i++) {
        const struct staith_round_block *block = &work->blocks.blocks[i];
        if (block->reach > 0) {
            rounding->unique = rounding->unique && block->unique;
            rounding->bound += bound_of(work, i);
            rounding->proof = block->proof > rounding->proof ? block->proof : rounding->proof;
            if (block->reach == MOST_REACH && rounding->state == STAITH_ROUND_ADJACENT) {
                rounding->state = STAITH_ROUND_NEXT;
            }
        } else if (rounding->state < STAITH_ROUND_LESS_DETAIL) {
            rounding->state = STAITH_ROUND_WITHHELD;
            rounding->end = block->end;
            if (!hopeless(block)) {
                struct staith_arena scratch;
                staith_arena_init(&scratch, SCRATCH_BYTES);
                int code = find_less(work, i, &scratch);
                staith_arena_deinit(&scratch);
                if (code != 0) {
                    return code;
                }
            }
            if (rounding->less[0] != '\0') {
                rounding->state = STAITH_ROUND_LESS_DETAIL;
            }
        }
    }
    return 0;
}

static void fill(struct work *work)
{
    struct staith_rounding *rounding = &work->rounding;
    for (uint32_t i = 0; i < work->system->cell_count; i++) {
        struct staith_round_cell *cell = &rounding->cells[i];
        uint32_t reach = work->blocks.blocks[work->blocks.parts.part_of[i]].reach;
        int64_t value = work->system->values[i];
        if (reach == 0) {
            rounding->withheld++;
            rounding->kept -= cell->kept ? 1 : 0;
            *cell = (struct staith_round_cell){.exact = cell->exact};
            continue;
        }
        cell->reach = cell->kept ? cell->reach : reach;
        cell->rounded = work->blocks.units[i] * work->rules->base;
        cell->published = cell->exact ? value : cell->rounded;
        if (cell->exact) {
            cell->lo = value;
            cell->hi = value;
        } else {
            staith_round_interval(work->rules->base, cell->reach, cell->rounded, &cell->lo,
                                  &cell->hi);
        }
        int64_t change = cell->rounded > value ? cell->rounded - value : value - cell->rounded;
        rounding->change += change;
        rounding->largest = change > rounding->largest ? change : rounding->largest;
    }
    rounding->time_ms = work->blocks.spent_ms;
}

int staith_round(const struct staith_system *system, const struct staith_round_rules *rules,
                 struct staith_arena *arena, struct staith_rounding *ret_rounding,
                 struct staith_err *err)
{
    struct work work = {.system = system, .rules = rules, .arena = arena, .err = err};
    struct staith_solver_budget budget = rules->budget;
    budget.time_ms = budget.time_ms == 0 ? DEFAULT_MS : budget.time_ms;
    int code = check(&work);
    if (code != 0) {
        return code;
    }
    work.rounding.cells =
        staith_arena_array(arena, system->cell_count, sizeof(*work.rounding.cells));
    if (work.rounding.cells == NULL) {
        return over_limit(&work);
    }
    code = staith_round_blocks_init(&work.blocks, system, rules->base, &budget, arena);
    if (code == 0) {
        code = apply_rules(&work);
    }
    if (code == 0) {
        code = fall_back(&work);
    }
    if (code == 0) {
        code = judge(&work);
    }
    if (code == STAITH_ERR_LIMIT) {
        return over_limit(&work);
    }
    if (code == STAITH_ERR_NOMEM) {
        return staith_err_set(err, STAITH_ERR_NOMEM, "rounding: no memory");
    }
    if (code == 0) {
        fill(&work);
        *ret_rounding = work.rounding;
    }
    return code;
}
