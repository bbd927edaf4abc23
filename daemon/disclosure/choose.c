/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the policy says of each measure of each table, and what the figures themselves forbid: a
 * measure that was not given or is marked, a sensitive table with too few people in its row,
 * people without a category.
 */
#include "disclosure/gate_work.h"

#include <string.h>

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

const struct staith_mark *staith_gate_find_mark(const struct staith_gate_work *work,
                                                const char *measure)
{
    for (uint32_t i = 0; i < work->what->mark_count; i++) {
        const struct staith_mark *mark = &work->what->marks[i];
        if (strcmp(mark->measure, measure) == 0 &&
            staith_period_compare(&mark->period, &work->what->raw->period) == 0) {
            return mark;
        }
    }
    return NULL;
}

/* Whether some of those counted have no category in this table. Others could be subtracted from
 * the total, and a release has no row for them. */
static int has_rest(const struct staith_gate_work *work, const struct staith_choice *choice,
                    bool *ret_rest)
{
    struct staith_arena scratch;
    struct staith_system system = {0};
    const struct staith_compile_pick pick = {choice->table, choice->measure};
    staith_arena_init(&scratch, SCRATCH_BYTES);
    int code = staith_compile_picks(work->what->raw, &pick, 1, &scratch, &system, work->err);
    *ret_rest = false;
    for (uint32_t i = 0; i < system.cell_count && !*ret_rest; i++) {
        *ret_rest = strstr(system.names[i], "(none)") != NULL;
    }
    staith_arena_deinit(&scratch);
    return code;
}

static bool is_given(const struct staith_rawtable_part *part, uint16_t measure)
{
    for (uint32_t i = 0; i < part->cell_count; i++) {
        if (part->cells[i].measure == measure && part->cells[i].status != STAITH_STATUS_VALUE) {
            return false;
        }
    }
    return true;
}

/* Money that no business is behind is somebody's salary: sums of it stay. */
static bool is_unowned_money(const struct staith_rawtable *raw, uint16_t measure,
                             const struct staith_cell *total)
{
    return staith_measure_quarter(&raw->catalogue->measures[measure]) == 0 && total->owners == 0;
}

/* How many people a measure's total is about: itself or, of a sum, the count of its people. */
static int64_t people_of(const struct staith_gate_work *work, const struct staith_choice *choice,
                         const struct staith_cell *total)
{
    const struct staith_rawtable *raw = work->what->raw;
    int partner = staith_catalogue_headcount(raw->catalogue, choice->measure);
    const struct staith_cell *people =
        partner < 0 ? total : staith_rawtable_headline(raw, (uint16_t)partner);
    return people == NULL ? 0 : people->value;
}

/* What the figures say of a table that the policy would let leave rounded. */
static int look_at_figures(const struct staith_gate_work *work,
                           const struct staith_policy_ruling *ruling, struct staith_choice *choice)
{
    const struct staith_rawtable *raw = work->what->raw;
    const struct staith_cell *total = staith_rawtable_headline(raw, choice->measure);
    bool rest = false;
    bool counted = ruling->rule != STAITH_POLICY_AMOUNT;
    if (staith_gate_find_mark(work, raw->catalogue->measures[choice->measure].code) != NULL) {
        choice->rule = STAITH_POLICY_MARKED;
    } else if (total == NULL || !is_given(&raw->parts[choice->table], choice->measure)) {
        choice->rule = STAITH_POLICY_NOT_GIVEN;
    } else if (counted && people_of(work, choice, total) < ruling->row_least) {
        choice->rule = STAITH_POLICY_TOO_FEW;
    } else if (!counted && is_unowned_money(raw, choice->measure, total)) {
        bool headline = raw->catalogue->tables[choice->table].dimension_count == 0;
        choice->rule = headline ? STAITH_POLICY_NO_FLOOR : STAITH_POLICY_BREAKDOWN;
    } else if (counted) {
        int code = has_rest(work, choice, &rest);
        if (code != 0) {
            return code;
        }
        choice->rule = rest ? STAITH_POLICY_NO_CATEGORY : ruling->rule;
    }
    choice->base = choice->rule == ruling->rule ? ruling->base : 0;
    return 0;
}

/* How many places a table has, whoever is in them: the account of a decision is exported. */
static uint32_t places(const struct staith_catalogue *catalogue, const struct staith_table *table)
{
    uint64_t count = 1;
    for (uint32_t d = 0; d < table->dimension_count; d++) {
        count *= (uint64_t)catalogue->dimensions[table->dimensions[d]].category_count + 1;
        count = count > UINT32_MAX ? UINT32_MAX : count;
    }
    return (uint32_t)count;
}

static int choose(struct staith_gate_work *work, uint16_t table, uint16_t measure)
{
    const struct staith_rawtable *raw = work->what->raw;
    struct staith_decision *decision = work->decision;
    if (decision->choice_count == STAITH_DECISION_MAX_CHOICES) {
        return staith_err_set(work->err, STAITH_ERR_LIMIT,
                              "dataset %s has more than %d measures of tables",
                              raw->catalogue->dataset, (int)STAITH_DECISION_MAX_CHOICES);
    }
    struct staith_choice *choice = &decision->choices[decision->choice_count++];
    const struct staith_policy_ruling ruling = staith_policy_decide(
        work->what->policy, raw->catalogue, table, measure, work->what->audience);
    *choice = (struct staith_choice){.table = table, .measure = measure, .rule = ruling.rule};
    choice->amount = ruling.amount;
    choice->cells = places(raw->catalogue, &raw->catalogue->tables[table]);
    bool looked = ruling.rule == STAITH_POLICY_ROUNDED || ruling.rule == STAITH_POLICY_HIDDEN ||
                  ruling.rule == STAITH_POLICY_AMOUNT;
    return looked ? look_at_figures(work, &ruling, choice) : 0;
}

int staith_gate_choose(struct staith_gate_work *work)
{
    const struct staith_rawtable *raw = work->what->raw;
    int code = 0;
    for (uint16_t t = 0; t < raw->part_count; t++) {
        const struct staith_table *table = &raw->catalogue->tables[t];
        for (uint32_t m = 0; code == 0 && m < table->measure_count; m++) {
            code = choose(work, t, table->measures[m]);
        }
    }
    return code;
}

enum staith_policy_rule staith_decision_rule(const struct staith_decision *decision, uint16_t table,
                                             uint16_t measure)
{
    for (uint32_t i = 0; i < decision->choice_count; i++) {
        const struct staith_choice *choice = &decision->choices[i];
        if (choice->table == table && choice->measure == measure) {
            return choice->rule;
        }
    }
    return STAITH_POLICY_NONE;
}
