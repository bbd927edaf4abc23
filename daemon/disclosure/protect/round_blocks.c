/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Within a block, counts that are multiples already cut it into smaller parts, which are solved one
 * by one: nothing of this is published.
 */
#include "disclosure/protect/round_blocks.h"

#include "disclosure/protect/round_part.h"

#include <stdlib.h>

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

int staith_round_blocks_init(struct staith_round_blocks *blocks, const struct staith_system *system,
                             uint32_t base, const struct staith_solver_budget *budget,
                             struct staith_arena *arena)
{
    size_t cells = system->cell_count;
    struct staith_round_blocks made = {.system = system, .base = base, .budget = *budget};
    int code = staith_partition_make(system, NULL, NULL, arena, &made.parts);
    if (code != 0) {
        return code;
    }
    made.blocks = staith_arena_array(arena, made.parts.count, sizeof(*made.blocks));
    made.kept = staith_arena_array(arena, cells, sizeof(*made.kept));
    made.caps = staith_arena_array(arena, cells, sizeof(*made.caps));
    made.units = staith_arena_array(arena, cells, sizeof(*made.units));
    made.lower = staith_arena_array(arena, cells, sizeof(*made.lower));
    made.upper = staith_arena_array(arena, cells, sizeof(*made.upper));
    made.variables = staith_arena_array(arena, cells, sizeof(*made.variables));
    made.joined = staith_arena_array(arena, cells, sizeof(*made.joined));
    if (made.blocks == NULL || made.kept == NULL || made.caps == NULL || made.units == NULL ||
        made.lower == NULL || made.upper == NULL || made.variables == NULL || made.joined == NULL) {
        return STAITH_ERR_LIMIT;
    }
    for (uint32_t i = 0; i < made.parts.count; i++) {
        made.blocks[i].waits = true;
    }
    for (uint32_t i = 0; i < system->cell_count; i++) {
        made.kept[i] = -1;
        made.caps[i] = -1;
    }
    *blocks = made;
    return 0;
}

static int64_t change_at(const struct staith_round_blocks *blocks, uint32_t cell, int64_t unit)
{
    return staith_round_change(blocks->base, unit, blocks->system->values[cell]);
}

/* What is permitted of a cell; false: nothing is. */
static bool permit(struct staith_round_blocks *blocks, uint32_t cell, uint32_t reach)
{
    int64_t value = blocks->system->values[cell];
    int64_t down = value / blocks->base;
    int64_t lower = down - (int64_t)reach + 1;
    int64_t upper = down + (int64_t)reach - (value % blocks->base == 0 ? 1 : 0);
    if (blocks->kept[cell] >= 0) {
        lower = blocks->kept[cell];
        upper = lower;
    }
    lower = lower < 0 ? 0 : lower;
    if (blocks->kept[cell] < 0 && blocks->caps[cell] >= 0 && upper > blocks->caps[cell]) {
        upper = blocks->caps[cell];
    }
    blocks->lower[cell] = lower;
    blocks->upper[cell] = upper > lower ? upper : lower;
    return upper >= lower;
}

static void prepare(struct staith_round_blocks *blocks, uint32_t reach)
{
    for (uint32_t i = 0; i < blocks->parts.count; i++) {
        struct staith_round_block *block = &blocks->blocks[i];
        if (block->waits) {
            *block = (struct staith_round_block){
                .waits = true, .reach = reach, .proof = STAITH_ROUND_PROOF_EXACT, .unique = true};
        }
    }
    for (uint32_t cell = 0; cell < blocks->system->cell_count; cell++) {
        struct staith_round_block *block = &blocks->blocks[blocks->parts.part_of[cell]];
        blocks->joined[cell] = false;
        if (!block->waits) {
            continue;
        }
        block->failed = !permit(blocks, cell, reach) || block->failed;
        blocks->joined[cell] = blocks->lower[cell] < blocks->upper[cell];
        if (!blocks->joined[cell]) {
            blocks->units[cell] = blocks->lower[cell];
            block->bound += change_at(blocks, cell, blocks->lower[cell]);
        }
    }
}

/* Sums without a choice must hold as they are. */
static void check_fixed(struct staith_round_blocks *blocks, const bool *skipped)
{
    const struct staith_system *system = blocks->system;
    for (uint32_t i = 0; i < system->relation_count; i++) {
        const struct staith_relation *relation = &system->relations[i];
        struct staith_round_block *block = &blocks->blocks[blocks->parts.part_of[relation->total]];
        if (!block->waits || (skipped != NULL && skipped[i])) {
            continue;
        }
        bool choice = blocks->joined[relation->total];
        int64_t sum = 0;
        for (uint32_t p = 0; p < relation->count; p++) {
            uint32_t cell = system->parts[relation->first + p];
            choice = choice || blocks->joined[cell];
            sum += blocks->lower[cell];
        }
        block->failed = block->failed || (!choice && sum != blocks->lower[relation->total]);
    }
}

static void note(struct staith_round_block *block, const struct staith_round_outcome *outcome)
{
    if (!outcome->rounded) {
        block->failed = true;
        block->end = outcome->end;
        return;
    }
    block->unique = block->unique && outcome->unique;
    block->bound += outcome->bound;
    if (outcome->proof > block->proof) {
        block->proof = outcome->proof;
    }
}

static int solve_parts(struct staith_round_blocks *blocks, const struct staith_partition *parts)
{
    struct staith_round_task task = {.system = blocks->system,
                                     .base = blocks->base,
                                     .lower = blocks->lower,
                                     .upper = blocks->upper,
                                     .units = blocks->units,
                                     .variables = blocks->variables,
                                     .budget = blocks->budget,
                                     .spent_ms = blocks->spent_ms};
    int code = 0;
    for (uint32_t p = 0; code == 0 && p < parts->count; p++) {
        uint32_t first = parts->cell_first[p];
        uint32_t from = parts->relation_first[p];
        struct staith_round_block *block =
            &blocks->blocks[blocks->parts.part_of[parts->cells[first]]];
        struct staith_round_outcome outcome;
        if (block->failed) {
            continue;
        }
        code = staith_round_part(&task, &parts->cells[first], parts->cell_first[p + 1] - first,
                                 &parts->relations[from], parts->relation_first[p + 1] - from,
                                 &outcome);
        if (code == 0) {
            note(block, &outcome);
        }
    }
    blocks->spent_ms = task.spent_ms;
    return code;
}

int staith_round_blocks_attempt(struct staith_round_blocks *blocks, uint32_t reach,
                                const bool *skipped)
{
    struct staith_arena scratch;
    struct staith_partition parts;
    prepare(blocks, reach);
    check_fixed(blocks, skipped);
    staith_arena_init(&scratch, SCRATCH_BYTES);
    int code = staith_partition_make(blocks->system, blocks->joined, skipped, &scratch, &parts);
    if (code == 0) {
        code = solve_parts(blocks, &parts);
    }
    staith_arena_deinit(&scratch);
    for (uint32_t i = 0; code == 0 && i < blocks->parts.count; i++) {
        blocks->blocks[i].waits = blocks->blocks[i].waits && blocks->blocks[i].failed;
    }
    return code;
}
