/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A measure's rounded tables share cells, so they are rounded together; no sum joins two measures.
 * A block falls back by itself: adjacent multiples, the next multiple, less detail (the tables with
 * most dimensions first), nothing. Every step takes something away, so it comes to an end.
 */
#include "disclosure/gate_work.h"

#include "disclosure/protect/detail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_BYTES = 64 * 1024 * 1024 };

int64_t staith_gate_left_ms(const struct staith_gate_work *work)
{
    int64_t left = work->deadline_ms - work->outside->monotonic_ms(work->outside->ctx);
    return left > 1 ? left : 1;
}

static const struct staith_measure *measure_of(const struct staith_gate_work *work,
                                               const struct staith_gate_block *block)
{
    return &work->what->raw->catalogue->measures[block->measure];
}

static bool is_protected(const struct staith_choice *choice)
{
    return choice->rule == STAITH_POLICY_ROUNDED || choice->rule == STAITH_POLICY_HIDDEN;
}

static bool is_in(const struct staith_gate_block *block, const struct staith_choice *choice)
{
    return choice->measure == block->measure && is_protected(choice);
}

struct staith_gate_block *staith_gate_find_block(struct staith_gate_work *work, uint16_t measure)
{
    for (uint32_t i = 0; i < work->block_count; i++) {
        if (work->blocks[i].measure == measure) {
            return &work->blocks[i];
        }
    }
    return NULL;
}

void staith_gate_blocks_free(struct staith_gate_work *work)
{
    for (uint32_t i = 0; i < work->block_count; i++) {
        staith_arena_deinit(&work->blocks[i].arena);
    }
    free(work->blocks);
    work->blocks = NULL;
    work->block_count = 0;
}

/* Hold the whole block back. */
static void give_up(struct staith_gate_work *work, struct staith_gate_block *block,
                    enum staith_policy_rule rule)
{
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        if (is_in(block, choice)) {
            choice->rule = rule;
            choice->base = 0;
            choice->reach = 0;
        }
    }
    block->leaves = false;
    block->stale = false;
}

/* What revises numbers whose counts are lost cannot be held against them. */
static void hold_lost(struct staith_gate_work *work)
{
    for (uint32_t i = 0; i < work->block_count; i++) {
        bool lost = false;
        struct staith_gate_block *block = &work->blocks[i];
        block->revises = staith_gate_revises(work, block->measure, &lost);
        if (lost) {
            give_up(work, block, STAITH_POLICY_REVISION);
        }
    }
}

/* The second grouping of the same people waits where the auditor could not hold it against the
 * first; of amounts always, since no auditor does. */
static void hold_regrouped(struct staith_gate_work *work)
{
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        bool looks = is_protected(choice) || choice->rule == STAITH_POLICY_AMOUNT;
        if (looks && staith_gate_regroups(work, choice)) {
            choice->rule = STAITH_POLICY_REVISION;
            choice->base = 0;
        }
    }
}

int staith_gate_blocks_make(struct staith_gate_work *work)
{
    const struct staith_decision *decision = work->decision;
    hold_regrouped(work);
    work->blocks = calloc((size_t)decision->choice_count + 1, sizeof(*work->blocks));
    if (work->blocks == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the tables");
    }
    for (uint32_t i = 0; i < decision->choice_count; i++) {
        const struct staith_choice *choice = &decision->choices[i];
        if (is_protected(choice) && staith_gate_find_block(work, choice->measure) == NULL) {
            struct staith_gate_block *block = &work->blocks[work->block_count++];
            *block = (struct staith_gate_block){.measure = choice->measure,
                                                .base = choice->base,
                                                .least_reach = 1,
                                                .hides = choice->rule == STAITH_POLICY_HIDDEN,
                                                .stale = true};
            staith_arena_init(&block->arena, BLOCK_BYTES);
        }
    }
    for (uint32_t i = 0; i < decision->choice_count; i++) {
        struct staith_gate_block *block =
            staith_gate_find_block(work, decision->choices[i].measure);
        if (block != NULL && decision->choices[i].rule == STAITH_POLICY_EXACT) {
            block->exact_total = true;
        }
    }
    hold_lost(work);
    return 0;
}

/* The shape of a table's inner cells: "leavers|role|reason", in the catalogue's order. */
static int shape_of(const struct staith_gate_work *work, const struct staith_choice *choice,
                    char out[STAITH_SYSTEM_NAME_BYTES])
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    /* The first category of each dimension is an inner place like any other. */
    const struct staith_cell cell = {.measure = choice->measure};
    int code =
        staith_compile_name(work->what->raw->catalogue, choice->table, &cell, name, sizeof(name));
    return code == 0 ? staith_detail_shape(name, out, STAITH_SYSTEM_NAME_BYTES) : code;
}

/* Leave out the table with most dimensions of those that have cells of shape `shape`; of several
 * the last in the catalogue. Where there is none, the whole block. */
static void leave_out(struct staith_gate_work *work, struct staith_gate_block *block,
                      const char *shape, enum staith_policy_rule rule)
{
    struct staith_choice *worst = NULL;
    uint32_t most = 0;
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        char its[STAITH_SYSTEM_NAME_BYTES];
        uint32_t dimensions = work->what->raw->catalogue->tables[choice->table].dimension_count;
        if (is_in(block, choice) && dimensions >= most && shape_of(work, choice, its) == 0 &&
            staith_detail_within(shape, its)) {
            worst = choice;
            most = dimensions;
        }
    }
    if (worst == NULL) {
        give_up(work, block, rule);
        return;
    }
    worst->rule = rule;
    worst->base = 0;
    worst->reach = 0;
    block->least_reach = 1;
    block->stale = true;
}

static int compile(struct staith_gate_work *work, struct staith_gate_block *block)
{
    uint32_t count = 0;
    staith_arena_deinit(&block->arena);
    staith_arena_init(&block->arena, BLOCK_BYTES);
    struct staith_compile_pick *picks =
        staith_arena_array(&block->arena, work->decision->choice_count, sizeof(*picks));
    if (picks == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the tables");
    }
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        const struct staith_choice *choice = &work->decision->choices[i];
        if (is_in(block, choice)) {
            picks[count++] = (struct staith_compile_pick){choice->table, choice->measure};
        }
    }
    block->leaves = count > 0;
    block->cap_count = 0;
    return staith_compile_picks(work->what->raw, picks, count, &block->arena, &block->system,
                                work->err);
}

static int round_it(struct staith_gate_work *work, struct staith_gate_block *block)
{
    const char *const exact[] = {measure_of(work, block)->code};
    const struct staith_round_before *before = NULL;
    uint32_t before_count = 0;
    int code = staith_gate_before(work, block, &block->arena, &before, &before_count);
    if (code != 0) {
        return code;
    }
    const struct staith_round_rules rules = {
        .base = block->base,
        .least_reach = block->least_reach,
        .exact_count = block->exact_total ? 1 : 0,
        .exact = exact,
        .cap_count = block->cap_count,
        .caps = block->caps,
        .before_count = before_count,
        .before = before,
        .budget = {.time_ms = (uint32_t)staith_gate_left_ms(work)},
    };
    return staith_round(&block->system, &rules, &block->arena, &block->rounding, work->err);
}

/* Compile and protect once. Where that cannot be, one step down; the block stays stale then. */
static int round_block(struct staith_gate_work *work, struct staith_gate_block *block)
{
    staith_gate_sums_look(work, block);
    int code = compile(work, block);
    if (code == 0 && block->leaves) {
        code = staith_gate_sums_caps(work, block);
    }
    if (code != 0 || !block->leaves) {
        block->stale = false;
        return code;
    }
    code = block->hides ? staith_gate_hide(work, block) : round_it(work, block);
    if (code != 0) {
        return code;
    }
    block->stale = false;
    if (block->rounding.state == STAITH_ROUND_LESS_DETAIL && block->hides && block->revises) {
        /* What was shown before cannot hide anything now. */
        give_up(work, block, STAITH_POLICY_REVISION);
    } else if (block->rounding.state == STAITH_ROUND_LESS_DETAIL) {
        leave_out(work, block, block->rounding.less, STAITH_POLICY_LESS_DETAIL);
    } else if (block->rounding.state == STAITH_ROUND_WITHHELD) {
        give_up(work, block,
                block->rounding.end == STAITH_SOLVER_END_DONE ? STAITH_POLICY_LESS_DETAIL
                                                              : STAITH_POLICY_NOT_PROVED);
    }
    return 0;
}

/* Counts first: a sum leaves where its people do, and not above them. People are never rounded
 * again while a sum of them leaves, because the sum is what is given up first. */
int staith_gate_blocks_round(struct staith_gate_work *work)
{
    int code = 0;
    for (int sums = 0; sums < 2; sums++) {
        for (uint32_t i = 0; i < work->block_count; i++) {
            struct staith_gate_block *block = &work->blocks[i];
            bool now = staith_gate_is_sum(work, block->measure) == (sums == 1);
            while (now && code == 0 && block->stale) {
                code = round_block(work, block);
            }
        }
    }
    return code;
}

/* Whether a cell is one of the measure: "leavers", "leavers|role=manager". */
static bool is_of(const char *name, const char *measure)
{
    size_t length = strlen(measure);
    return strncmp(name, measure, length) == 0 && (name[length] == '|' || name[length] == '\0');
}

/* Hold back the amounts of the measure that `name` is a cell of; NULL: all. Whether there were any.
 */
static bool give_up_amounts(struct staith_gate_work *work, const char *name)
{
    bool some = false;
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        const char *code = work->what->raw->catalogue->measures[choice->measure].code;
        if (choice->rule == STAITH_POLICY_AMOUNT && (name == NULL || is_of(name, code))) {
            choice->rule = STAITH_POLICY_NOT_PROVED;
            some = true;
        }
    }
    return some;
}

/* A sum that leaves beside the count that `block` is, or that is the block itself; block NULL: any.
 */
static struct staith_gate_block *find_sum(struct staith_gate_work *work,
                                          const struct staith_gate_block *block)
{
    for (uint32_t i = 0; i < work->block_count; i++) {
        struct staith_gate_block *sum = &work->blocks[i];
        if (sum->leaves && staith_gate_is_sum(work, sum->measure) &&
            (block == NULL || staith_gate_sums_people(work, sum->measure) == block)) {
            return sum;
        }
    }
    return NULL;
}

/* The block that leaves and has the cell `name`, which may be NULL. */
static struct staith_gate_block *find_named(struct staith_gate_work *work, const char *name)
{
    for (uint32_t i = 0; name != NULL && i < work->block_count; i++) {
        if (work->blocks[i].leaves && is_of(name, measure_of(work, &work->blocks[i])->code)) {
            return &work->blocks[i];
        }
    }
    return NULL;
}

const char *staith_gate_cell_name(const char *name)
{
    name += strspn(name, "~");
    const char *dot = *name == '=' ? strchr(name, '.') : NULL;
    return dot != NULL ? dot + 1 : name;
}

/* The cell of today that stands where another period's or what is between two stands:
 * "leavers|sex=male" of "~leavers|sex=male#024300-024302". */
static const char *name_of_today(const char *name, char out[STAITH_SYSTEM_NAME_BYTES])
{
    if (name == NULL) {
        return NULL;
    }
    name = staith_gate_cell_name(name);
    (void)snprintf(out, STAITH_SYSTEM_NAME_BYTES, "%.*s", (int)strcspn(name, "#"), name);
    return out;
}

/* Whether a cell that is hidden in another release stays protected by hiding today's number of it,
 * which is shown so far: that is tried before a table is left out. */
static bool hide_too(struct staith_gate_work *work, struct staith_gate_block *block,
                     const char *worst, const char *name)
{
    int64_t at = block->hides ? staith_system_find(&block->system, name) : -1;
    bool other = strchr(worst, '#') != NULL;
    if (!other || at < 0 || block->shown[at].status != STAITH_STATUS_VALUE ||
        block->kept_count == STAITH_GATE_MAX_KEPT) {
        return false;
    }
    for (uint32_t i = 0; i < block->kept_count; i++) {
        if (strcmp(block->kept[i], name) == 0) {
            return false;
        }
    }
    const char *kept = staith_arena_strdup(&work->arena, name);
    if (kept != NULL) {
        block->kept[block->kept_count++] = kept;
        block->stale = true;
    }
    return kept != NULL;
}

void staith_gate_blocks_fall_back(struct staith_gate_work *work, const char *worst)
{
    char shape[STAITH_SYSTEM_NAME_BYTES];
    char today[STAITH_SYSTEM_NAME_BYTES];
    const char *name = name_of_today(worst, today);
    enum staith_policy_rule rule =
        work->blame != STAITH_POLICY_NONE ? work->blame : STAITH_POLICY_LESS_DETAIL;
    struct staith_gate_block *block = find_named(work, name);
    if (block == NULL && name != NULL && give_up_amounts(work, name)) {
        return;
    }
    /* Counts are worth more than the sums beside them. */
    struct staith_gate_block *sum = find_sum(work, block);
    if (sum != NULL) {
        give_up(work, sum, name == NULL ? STAITH_POLICY_NOT_PROVED : rule);
        return;
    }
    if (block == NULL || staith_detail_shape(name, shape, sizeof(shape)) != 0) {
        (void)give_up_amounts(work, NULL);
        for (uint32_t i = 0; i < work->block_count; i++) {
            give_up(work, &work->blocks[i], STAITH_POLICY_NOT_PROVED);
        }
    } else if (hide_too(work, block, worst, name)) {
        return;
    } else if (block->revises) {
        give_up(work, block, STAITH_POLICY_REVISION);
    } else if (!block->hides && block->least_reach == 1 &&
               block->rounding.state == STAITH_ROUND_ADJACENT) {
        block->least_reach = 2;
        block->stale = true;
    } else {
        leave_out(work, block, shape, rule);
    }
}
