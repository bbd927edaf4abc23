/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DfE prints the headlines of every council, so they leave exactly: but not where they would say
 * too much of what left rounded before. The total of a year beside its four rounded quarters can
 * be such a one. They are held against the past alone, without anything rounded of today, because
 * they are what leaves when nothing else does. A count that says too much is rounded with its
 * breakdowns instead; where that says too much too, the fall back holds it. Of other measures, and
 * of counts beside hidden ones, it stays.
 */
#include "disclosure/course.h"
#include "disclosure/gate_work.h"

#include <staith/plugin.h>
#include <string.h>

enum { AUDIT_BYTES = 256 * 1024 * 1024, BASE = 5, SHARE = 2 };

static const struct staith_measure *measure_of(const struct staith_gate_work *work,
                                               uint16_t measure)
{
    return &work->what->raw->catalogue->measures[measure];
}

/* Whether a number leaves exactly by this choice. */
static bool is_number(const struct staith_gate_work *work, const struct staith_choice *choice)
{
    const struct staith_cell *total =
        choice->rule == STAITH_POLICY_EXACT
            ? staith_rawtable_headline(work->what->raw, choice->measure)
            : NULL;
    return total != NULL && total->status == STAITH_STATUS_VALUE &&
           staith_gate_find_mark(work, measure_of(work, choice->measure)->code) == NULL;
}

static const char *family_of(const struct staith_gate_work *work, const char *code, size_t len)
{
    const struct staith_rawtable *raw = work->what->raw;
    return staith_course_of(raw->catalogue->dataset, code, len, &raw->period).family;
}

static bool is_count(const struct staith_measure *measure)
{
    return measure->aggregation == STAITH_COUNT_PEOPLE || measure->aggregation == STAITH_COUNT_ROWS;
}

/* The base of its breakdowns; 0: they leave exact or hidden. */
static uint32_t base_of(const struct staith_gate_work *work, uint16_t measure)
{
    uint32_t base = BASE;
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        const struct staith_choice *choice = &work->decision->choices[i];
        if (choice->measure == measure && choice->rule == STAITH_POLICY_HIDDEN) {
            return 0;
        }
        if (choice->measure == measure && choice->rule == STAITH_POLICY_ROUNDED) {
            base = choice->base;
        }
    }
    return base;
}

/* What rests on an exact total of the measure: sums of its people, and tables that leave only where
 * enough are counted. */
static void drop_what_rests(struct staith_gate_work *work, uint16_t measure,
                            enum staith_policy_rule rule)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        bool sum = staith_catalogue_headcount(catalogue, choice->measure) == (int)measure;
        if (sum && choice->rule == STAITH_POLICY_EXACT) {
            choice->rule = rule;
        } else if ((sum || choice->measure == measure) &&
                   (choice->rule == STAITH_POLICY_ROUNDED ||
                    choice->rule == STAITH_POLICY_HIDDEN) &&
                   staith_policy_decide(work->what->policy, catalogue, choice->table,
                                        choice->measure, work->what->audience)
                           .row_least > 0) {
            choice->rule = STAITH_POLICY_TOO_FEW;
            choice->base = 0;
        }
    }
}

static void drop(struct staith_gate_work *work, struct staith_choice *choice,
                 enum staith_policy_rule rule)
{
    const struct staith_measure *measure = measure_of(work, choice->measure);
    uint32_t base = is_count(measure) ? base_of(work, choice->measure) : 0;
    bool rounds = base > 0 && rule != STAITH_POLICY_NOT_PROVED;
    drop_what_rests(work, choice->measure, rule);
    choice->rule = rounds ? STAITH_POLICY_ROUNDED : rule;
    choice->instead = rounds ? rule : STAITH_POLICY_NONE;
    choice->base = rounds ? base : 0;
}

/* The headline to give up for the cell `worst`: that of its measure, else the last that is kin. */
static struct staith_choice *find(struct staith_gate_work *work, const char *worst)
{
    const char *name = staith_gate_cell_name(worst);
    size_t len = strcspn(name, "|#");
    const char *family = family_of(work, name, len);
    struct staith_choice *found = NULL;
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        const char *code = measure_of(work, choice->measure)->code;
        const char *its = family_of(work, code, strlen(code));
        if (!is_number(work, choice)) {
            continue;
        }
        if (strlen(code) == len && strncmp(code, name, len) == 0) {
            return choice;
        }
        found = family != NULL && its != NULL && strcmp(family, its) == 0 ? choice : found;
    }
    return found;
}

/* Whether an earlier release could say anything of it. */
static bool is_beside(const struct staith_gate_work *work, const struct staith_choice *choice)
{
    const char *code = measure_of(work, choice->measure)->code;
    bool lost = false;
    return family_of(work, code, strlen(code)) != NULL ||
           staith_gate_revises(work, choice->measure, &lost);
}

static void drop_all(struct staith_gate_work *work, enum staith_policy_rule rule)
{
    for (uint32_t i = 0; i < work->decision->choice_count; i++) {
        struct staith_choice *choice = &work->decision->choices[i];
        if (is_number(work, choice) && is_beside(work, choice)) {
            drop(work, choice, rule);
        }
    }
}

/* Until the headlines alone have passed, or none is left that anything could be said of. */
static int settle(struct staith_gate_work *work, bool *ret_changed)
{
    bool passed = false;
    int code = 0;
    while (code == 0 && !passed) {
        const char *worst = NULL;
        struct staith_arena arena;
        code = staith_gate_publish_exact(work);
        if (code != 0 || work->cell_count == 0) {
            return code;
        }
        staith_arena_init(&arena, AUDIT_BYTES);
        code = staith_gate_examine(work, &arena, &passed, &worst);
        if (code == 0 && !passed) {
            enum staith_policy_rule rule = work->blame == STAITH_POLICY_PUBLIC_FACT
                                               ? STAITH_POLICY_PUBLIC_FACT
                                               : STAITH_POLICY_OTHER_PERIODS;
            struct staith_choice *choice = worst != NULL ? find(work, worst) : NULL;
            if (choice != NULL) {
                drop(work, choice, rule);
            } else {
                drop_all(work, worst != NULL ? rule : STAITH_POLICY_NOT_PROVED);
                passed = true;
            }
            *ret_changed = true;
        }
        staith_arena_deinit(&arena);
    }
    return code;
}

int staith_gate_headlines_settle(struct staith_gate_work *work, bool *ret_changed)
{
    const struct staith_disclosure *what = work->what;
    enum staith_policy_rule blame = work->blame;
    int64_t deadline = work->deadline_ms;
    *ret_changed = false;
    work->headlines_settled = true;
    if (what->earlier_count == 0 && what->fact_count == 0 && !what->earlier_cut) {
        return 0;
    }
    /* What was spent on what is rounded must not cost the headlines. */
    int64_t own = work->outside->monotonic_ms(work->outside->ctx) + work->time_ms / SHARE;
    work->deadline_ms = own > deadline ? own : deadline;
    int code = settle(work, ret_changed);
    work->deadline_ms = deadline;
    work->blame = blame;
    if (code == 0 && *ret_changed) {
        staith_gate_blocks_free(work);
        code = staith_gate_blocks_make(work);
    }
    return code;
}
