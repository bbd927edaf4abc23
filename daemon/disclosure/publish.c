/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cells as they leave. A rounded table shows all its places, also those where nobody was
 * counted: a row left out would be known to be 0. The one place it does not repeat is the total
 * that leaves exactly as a headline.
 */
#include "disclosure/gate_work.h"

#include <string.h>

struct staith_release_cell *staith_gate_add_cell(struct staith_gate_work *work, uint16_t table,
                                                 uint16_t measure)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    if (work->cell_count == work->cell_room) {
        uint32_t room = work->cell_room == 0 ? 256 : work->cell_room * 2;
        struct staith_release_cell *more = staith_arena_array(&work->arena, room, sizeof(*more));
        if (more == NULL) {
            return NULL;
        }
        if (work->cell_count > 0) {
            memcpy(more, work->cells, work->cell_count * sizeof(*more));
        }
        work->cells = more;
        work->cell_room = room;
    }
    struct staith_release_cell *cell = &work->cells[work->cell_count++];
    memset(cell, 0, sizeof(*cell));
    cell->table = catalogue->tables[table].code;
    cell->measure = catalogue->measures[measure].code;
    cell->dimension_count = catalogue->tables[table].dimension_count;
    return cell;
}

static int no_memory(struct staith_gate_work *work)
{
    return staith_err_set(work->err, STAITH_ERR_LIMIT,
                          "what may leave is more than a release holds");
}

static int publish_exact(struct staith_gate_work *work, struct staith_choice *choice)
{
    const struct staith_rawtable_part *part = &work->what->raw->parts[choice->table];
    for (uint32_t i = 0; i < part->cell_count; i++) {
        const struct staith_cell *from = &part->cells[i];
        if (from->measure != choice->measure) {
            continue;
        }
        struct staith_release_cell *cell =
            staith_gate_add_cell(work, choice->table, choice->measure);
        if (cell == NULL) {
            return no_memory(work);
        }
        const struct staith_mark *mark = staith_gate_find_mark(work, cell->measure);
        if (mark != NULL) {
            /* A marked figure is withdrawn: its number must not travel beside the status. */
            cell->value = staith_value_status(mark->status);
            cell->reason = mark->reason;
            work->decision->marked++;
        } else if (from->status == STAITH_STATUS_VALUE) {
            cell->value = staith_value_exact(from->value);
        } else {
            cell->value = staith_value_status(from->status);
        }
        choice->released++;
    }
    return 0;
}

bool staith_gate_next_place(const struct staith_catalogue *catalogue, uint16_t table,
                            struct staith_cell *place)
{
    const struct staith_table *its = &catalogue->tables[table];
    for (uint32_t a = its->dimension_count; a > 0; a--) {
        uint16_t *category = &place->categories[a - 1];
        if (*category != STAITH_TOTAL) {
            uint32_t next = *category + 1u;
            bool more = next < catalogue->dimensions[its->dimensions[a - 1]].category_count;
            *category = more ? (uint16_t)next : (uint16_t)STAITH_TOTAL;
            return true;
        }
        *category = 0;
    }
    return false;
}

void staith_gate_put_place(const struct staith_catalogue *catalogue, uint16_t table,
                           const struct staith_cell *place, struct staith_release_cell *cell)
{
    const struct staith_table *its = &catalogue->tables[table];
    for (uint32_t a = 0; a < its->dimension_count; a++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[its->dimensions[a]];
        cell->dimensions[a] = dimension->code;
        if (place->categories[a] != STAITH_TOTAL) {
            cell->categories[a] = dimension->categories[place->categories[a]].code;
        }
    }
}

static bool is_headline(const struct staith_catalogue *catalogue, uint16_t table,
                        const struct staith_cell *place)
{
    bool total = true;
    for (uint32_t a = 0; a < catalogue->tables[table].dimension_count; a++) {
        total = total && place->categories[a] == STAITH_TOTAL;
    }
    return total;
}

static void put_rounded(const struct staith_round_cell *rounded, uint32_t base,
                        struct staith_choice *choice, struct staith_release_cell *cell)
{
    cell->value =
        (struct staith_value){STAITH_STATUS_VALUE, rounded->published, rounded->lo, rounded->hi};
    cell->base = base;
    cell->reach = rounded->reach;
    choice->released++;
    if (rounded->reach > choice->reach) {
        choice->reach = rounded->reach;
    }
}

/* One mark for all that is hidden; `base` says how many values each leaves possible. */
static void put_shown(const struct staith_value *shown, uint32_t base, struct staith_choice *choice,
                      struct staith_release_cell *cell)
{
    cell->value = *shown;
    if (shown->status == STAITH_STATUS_VALUE) {
        choice->released++;
        return;
    }
    cell->reason = STAITH_RELEASE_HIDDEN_COUNT;
    cell->base = base;
    choice->hidden++;
}

static int publish_place(struct staith_gate_work *work, const struct staith_gate_block *block,
                         struct staith_choice *choice, const struct staith_cell *place)
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    if (staith_compile_name(catalogue, choice->table, place, name, sizeof(name)) != 0) {
        return no_memory(work);
    }
    int64_t at = staith_system_find(&block->system, name);
    if (at < 0) {
        return staith_err_set(work->err, STAITH_ERR_STATE, "%.200s was not rounded", name);
    }
    if (block->hides ? block->exact_total && is_headline(catalogue, choice->table, place)
                     : block->rounding.cells[at].exact) {
        return 0;
    }
    struct staith_release_cell *cell = staith_gate_add_cell(work, choice->table, choice->measure);
    if (cell == NULL) {
        return no_memory(work);
    }
    staith_gate_put_place(catalogue, choice->table, place, cell);
    if (block->hides) {
        put_shown(&block->shown[at], block->base, choice, cell);
    } else {
        put_rounded(&block->rounding.cells[at], block->base, choice, cell);
    }
    return 0;
}

static int publish_block(struct staith_gate_work *work, const struct staith_gate_block *block,
                         struct staith_choice *choice)
{
    struct staith_cell place = {.measure = choice->measure};
    int code = 0;
    do {
        code = publish_place(work, block, choice, &place);
    } while (code == 0 &&
             staith_gate_next_place(work->what->raw->catalogue, choice->table, &place));
    return code;
}

/* What else is published of a choice than what is exact. */
static int publish_protected(struct staith_gate_work *work, struct staith_choice *choice)
{
    int code = 0;
    if (choice->rule == STAITH_POLICY_AMOUNT) {
        return staith_gate_amounts_publish(work, choice);
    }
    if (choice->rule != STAITH_POLICY_ROUNDED && choice->rule != STAITH_POLICY_HIDDEN) {
        return 0;
    }
    for (uint32_t b = 0; code == 0 && b < work->block_count; b++) {
        if (work->blocks[b].measure == choice->measure) {
            code = publish_block(work, &work->blocks[b], choice);
        }
    }
    return code;
}

static int publish(struct staith_gate_work *work, bool exact_alone)
{
    int code = 0;
    work->cell_count = 0;
    work->decision->marked = 0;
    for (uint32_t i = 0; code == 0 && i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        choice->released = 0;
        choice->reach = 0;
        choice->hidden = 0;
        if (choice->rule == STAITH_POLICY_EXACT) {
            code = publish_exact(work, choice);
        } else if (!exact_alone) {
            code = publish_protected(work, choice);
        }
    }
    return code;
}

int staith_gate_publish_exact(struct staith_gate_work *work)
{
    return publish(work, true);
}

int staith_gate_publish(struct staith_gate_work *work)
{
    return publish(work, false);
}

void staith_gate_account(struct staith_gate_work *work)
{
    struct staith_decision *decision = work->decision;
    const struct staith_rawtable *raw = work->what->raw;
    uint32_t at = 0;
    for (uint16_t t = 0; t < raw->part_count && t < STAITH_CATALOGUE_MAX_TABLES; t++) {
        struct staith_disposition *out = &decision->dispositions[t];
        uint32_t by_rule[STAITH_POLICY_RULE_END] = {0};
        enum staith_policy_rule most = STAITH_POLICY_NONE;
        *out = (struct staith_disposition){.table = t};
        for (; at < decision->choice_count && decision->choices[at].table == t; at++) {
            const struct staith_choice *choice = &decision->choices[at];
            bool leaves = staith_policy_rule_leaves(choice->rule);
            out->cells += choice->cells;
            out->released += choice->released;
            out->withheld += leaves ? choice->hidden : choice->cells;
            /* An empty table is named after the rule that its cells would have met. */
            by_rule[choice->rule] += choice->cells + 1;
            if (by_rule[choice->rule] > by_rule[most]) {
                most = choice->rule;
            }
        }
        out->rule = staith_policy_rule_code(most);
        out->why = staith_policy_rule_words(most);
        decision->disposition_count++;
    }
}
