/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sum beside a count (FTE beside people) is shown in the same cells, never finer, and never where
 * the count is not. Of FTE everybody knows that a person is one at most: 10 FTE beside 5 people
 * would say that there are 6 at least. So FTE go to no higher multiple than their people.
 */
#include "disclosure/gate_work.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <string.h>

bool staith_gate_is_sum(const struct staith_gate_work *work, uint16_t measure)
{
    return staith_catalogue_headcount(work->what->raw->catalogue, measure) >= 0;
}

struct staith_gate_block *staith_gate_sums_people(struct staith_gate_work *work, uint16_t measure)
{
    int people = staith_catalogue_headcount(work->what->raw->catalogue, measure);
    return people < 0 ? NULL : staith_gate_find_block(work, (uint16_t)people);
}

void staith_gate_sums_look(struct staith_gate_work *work, const struct staith_gate_block *block)
{
    int people = staith_catalogue_headcount(work->what->raw->catalogue, block->measure);
    for (uint32_t i = 0; people >= 0 && i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        if (choice->measure == block->measure && choice->rule == STAITH_POLICY_ROUNDED &&
            staith_decision_rule(work->decision, choice->table, (uint16_t)people) !=
                STAITH_POLICY_ROUNDED) {
            choice->rule = STAITH_POLICY_NO_HEADCOUNT;
            choice->base = 0;
            choice->reach = 0;
        }
    }
}

int staith_gate_sums_caps(struct staith_gate_work *work, struct staith_gate_block *block)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    const struct staith_measure *measure = &catalogue->measures[block->measure];
    const struct staith_gate_block *people = staith_gate_sums_people(work, block->measure);
    if (people == NULL || measure->unit != STAITH_UNIT_FTE_MILLIONTHS) {
        return 0;
    }
    block->caps =
        staith_arena_array(&block->arena, people->system.cell_count, sizeof(*block->caps));
    if (block->caps == NULL) {
        return staith_err_set(work->err, STAITH_ERR_LIMIT, "the tables are too large");
    }
    size_t length = strlen(catalogue->measures[people->measure].code);
    for (uint32_t i = 0; i < people->system.cell_count; i++) {
        char name[STAITH_SYSTEM_NAME_BYTES];
        int64_t units = people->rounding.cells[i].rounded / people->base;
        (void)snprintf(name, sizeof(name), "%s%s", measure->code, people->system.names[i] + length);
        const char *kept = staith_arena_strdup(&block->arena, name);
        if (kept == NULL) {
            return staith_err_set(work->err, STAITH_ERR_LIMIT, "the tables are too large");
        }
        block->caps[block->cap_count++] =
            (struct staith_round_cap){kept, units * (int64_t)block->base};
    }
    return 0;
}
