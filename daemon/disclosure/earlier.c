/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was released before. Rounding keeps the numbers of cells whose count has not changed. The
 * audit gets every vintage of the period as unknowns of their own, tied to today's by what really
 * changed in each cell: that is what somebody knows who was told of the correction. A stronger
 * attacker on a revision there is not, short of whoever has the return itself.
 */
#include "disclosure/gate_work.h"

#include "disclosure/shows.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <string.h>

enum { SUFFIX_BYTES = 32 };

static const struct staith_disclosure_earlier *vintage(const struct staith_gate_work *work,
                                                       uint32_t index)
{
    const struct staith_disclosure_earlier *earlier = &work->what->earlier[index];
    return staith_period_compare(staith_release_period(earlier->release),
                                 &work->what->raw->period) == 0
               ? earlier
               : NULL;
}

/* Whether a cell is a protected one of the measure: rounded, hidden, or exact beside hidden ones.
 */
static bool is_protected(const struct staith_release_cell *cell, const char *measure)
{
    return (cell->base > 0 || cell->dimension_count > 0) && strcmp(cell->measure, measure) == 0;
}

bool staith_gate_revises(const struct staith_gate_work *work, uint16_t measure, bool *ret_lost)
{
    const char *code = work->what->raw->catalogue->measures[measure].code;
    bool revises = false;
    *ret_lost = false;
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = vintage(work, e);
        uint32_t count = earlier == NULL ? 0 : staith_release_cell_count(earlier->release);
        for (uint32_t i = 0; i < count; i++) {
            const struct staith_release_cell cell = staith_release_cell_at(earlier->release, i);
            if (is_protected(&cell, code)) {
                revises = true;
                *ret_lost = *ret_lost || earlier->truth == NULL;
            }
        }
    }
    return revises;
}

/* ---- for rounding ---- */

/* The count behind a published cell, by its name, which is put in the arena. */
static int count_behind(const struct staith_disclosure_earlier *earlier,
                        const struct staith_release_cell *cell, struct staith_arena *arena,
                        const char **ret_name, int64_t *ret_at)
{
    char name[STAITH_SYSTEM_NAME_BYTES];
    struct staith_place place;
    *ret_at = -1;
    if (staith_place_of(earlier->catalogue, cell, &place) != 0 ||
        staith_place_name(earlier->catalogue, &place, "", name, sizeof(name)) != 0) {
        return 0;
    }
    *ret_at = staith_system_find(earlier->truth, name);
    *ret_name = staith_arena_strdup(arena, name);
    return *ret_name == NULL ? STAITH_ERR_NOMEM : 0;
}

static int add_before(const struct staith_gate_block *block, const char *measure,
                      const struct staith_disclosure_earlier *earlier, struct staith_arena *arena,
                      struct staith_round_before *before, uint32_t *count)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < staith_release_cell_count(earlier->release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(earlier->release, i);
        const char *name = NULL;
        int64_t at = -1;
        if (cell.reach > 0 && cell.base == block->base && strcmp(cell.measure, measure) == 0) {
            code = count_behind(earlier, &cell, arena, &name, &at);
        }
        if (code == 0 && at >= 0) {
            before[(*count)++] = (struct staith_round_before){name, earlier->truth->values[at],
                                                              cell.value.value, cell.reach};
        }
    }
    return code;
}

int staith_gate_before(const struct staith_gate_work *work, const struct staith_gate_block *block,
                       struct staith_arena *arena, const struct staith_round_before **ret_before,
                       uint32_t *ret_count)
{
    const char *measure = work->what->raw->catalogue->measures[block->measure].code;
    size_t room = 1;
    uint32_t count = 0;
    int code = 0;
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        room += staith_release_cell_count(work->what->earlier[e].release);
    }
    struct staith_round_before *before = staith_arena_array(arena, room, sizeof(*before));
    if (before == NULL) {
        return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the earlier figures");
    }
    for (uint32_t e = 0; code == 0 && e < work->what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = vintage(work, e);
        if (earlier != NULL && earlier->truth != NULL) {
            code = add_before(block, measure, earlier, arena, before, &count);
        }
    }
    if (code != 0) {
        return staith_err_set(work->err, code, "no memory for the earlier figures");
    }
    *ret_before = before;
    *ret_count = count;
    return 0;
}

/* ---- for the audit ---- */

struct ask {
    const struct staith_gate_work *work;
    struct staith_arena *arena;
    struct staith_gate_question *question;
    uint32_t part_count;
    struct staith_structure_part parts[1 + STAITH_DISCLOSURE_MAX_EARLIER];
    const struct staith_disclosure_earlier *of[1 + STAITH_DISCLOSURE_MAX_EARLIER];
};

static int no_memory(const struct staith_gate_work *work)
{
    return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the audit");
}

static struct staith_release_cell *cells_of(const struct staith_release *release,
                                            struct staith_arena *arena)
{
    uint32_t count = staith_release_cell_count(release);
    struct staith_release_cell *cells = staith_arena_array(arena, count, sizeof(*cells));
    for (uint32_t i = 0; cells != NULL && i < count; i++) {
        cells[i] = staith_release_cell_at(release, i);
    }
    return cells;
}

/* Today's cells, and each vintage of the period whose counts are known. */
static int list_parts(struct ask *ask)
{
    const struct staith_gate_work *work = ask->work;
    ask->parts[ask->part_count++] =
        (struct staith_structure_part){.cells = work->cells,
                                       .cell_count = work->cell_count,
                                       .catalogue = work->what->raw->catalogue,
                                       .suffix = "",
                                       .source = STAITH_AUDIT_RELEASE};
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = vintage(work, e);
        if (earlier == NULL || earlier->truth == NULL ||
            staith_release_certificate(earlier->release) == NULL) {
            continue;
        }
        char suffix[SUFFIX_BYTES];
        (void)snprintf(suffix, sizeof(suffix), "#%u", work->what->earlier_count - e);
        struct staith_structure_part *part = &ask->parts[ask->part_count];
        part->cells = cells_of(earlier->release, ask->arena);
        part->suffix = staith_arena_strdup(ask->arena, suffix);
        if (part->cells == NULL || part->suffix == NULL) {
            return no_memory(work);
        }
        part->cell_count = staith_release_cell_count(earlier->release);
        part->catalogue = earlier->catalogue;
        part->source = STAITH_AUDIT_EARLIER;
        ask->of[ask->part_count++] = earlier;
    }
    return 0;
}

/* How many of the counts' units are one of the audit's: FTE are audited in hundredths. */
static int64_t fineness_of(const struct ask *ask, const char *name)
{
    const struct staith_catalogue *catalogue = ask->work->what->raw->catalogue;
    size_t length = strcspn(name, "|");
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        if (strlen(measure->code) == length && strncmp(measure->code, name, length) == 0) {
            return measure->unit == STAITH_UNIT_FTE_MILLIONTHS ? STAITH_STRUCTURE_FTE_FINENESS : 1;
        }
    }
    return 1;
}

/* today's cell - that of part `p` = what changed, where both are there and both counts known. */
static void tie(struct ask *ask, uint32_t p, uint32_t cell)
{
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    const struct staith_system *system = &ask->question->structure.system;
    const struct staith_system *now = &ask->work->truth;
    const struct staith_system *then = ask->of[p]->truth;
    (void)snprintf(name, sizeof(name), "%s%s", system->names[cell], ask->parts[p].suffix);
    int64_t old = staith_system_find(system, name);
    int64_t at = staith_system_find(now, system->names[cell]);
    int64_t was = staith_system_find(then, system->names[cell]);
    if (old < 0 || at < 0 || was < 0) {
        return;
    }
    struct staith_gate_question *question = ask->question;
    int64_t fine = fineness_of(ask, system->names[cell]);
    int64_t change = (now->values[at] - then->values[was]) / fine;
    /* What was cut from both sides is less than one unit each. */
    int64_t slack = fine > 1 ? 1 : 0;
    question->facts[question->fact_count++] = (struct staith_audit_fact){
        STAITH_AUDIT_EARLIER, change - slack, change + slack, question->term_count, 2};
    question->terms[question->term_count++] = (struct staith_audit_term){cell, 1};
    question->terms[question->term_count++] = (struct staith_audit_term){(uint32_t)old, -1};
}

int staith_gate_ask(const struct staith_gate_work *work, struct staith_arena *arena,
                    struct staith_gate_question *ret_question)
{
    struct staith_gate_question question = {0};
    struct ask ask = {.work = work, .arena = arena, .question = &question};
    int code = list_parts(&ask);
    if (code == 0) {
        code =
            staith_structure_make(ask.parts, ask.part_count, arena, &question.structure, work->err);
    }
    if (code != 0) {
        return code;
    }
    size_t most = (size_t)question.structure.system.cell_count * (ask.part_count - 1) + 1;
    question.facts = staith_arena_array(arena, most, sizeof(*question.facts));
    question.terms = staith_arena_array(arena, 2 * most, sizeof(*question.terms));
    if (question.facts == NULL || question.terms == NULL) {
        return no_memory(work);
    }
    for (uint32_t p = 1; p < ask.part_count; p++) {
        for (uint32_t i = 0; i < question.structure.system.cell_count; i++) {
            tie(&ask, p, i);
        }
    }
    *ret_question = question;
    return 0;
}
