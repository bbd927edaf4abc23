/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was released before of the same period: rounding keeps the numbers of cells whose count has
 * not changed. What the audit makes of it, and of all else that was released, stands in question.c.
 */
#include "disclosure/bands.h"
#include "disclosure/gate_work.h"

#include <string.h>

static const struct staith_disclosure_earlier *vintage(const struct staith_gate_work *work,
                                                       uint32_t index)
{
    const struct staith_disclosure_earlier *earlier = &work->what->earlier[index];
    return staith_period_compare(staith_release_period(earlier->release),
                                 &work->what->raw->period) == 0 &&
                   strcmp(staith_release_dataset(earlier->release),
                          work->what->raw->catalogue->dataset) == 0
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

/* Whether a release shows a category of a dimension, of a measure. */
static bool shows_dimension(const struct staith_release *release, const char *measure,
                            const char *dimension)
{
    bool shows = false;
    for (uint32_t i = 0; !shows && i < staith_release_cell_count(release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(release, i);
        for (uint32_t d = 0; d < cell.dimension_count; d++) {
            shows = shows || (cell.categories[d] != NULL && strcmp(cell.measure, measure) == 0 &&
                              strcmp(cell.dimensions[d], dimension) == 0);
        }
    }
    return shows;
}

/* Amounts over other categories are compared by nobody: what two sums differ by would be what those
 * have who are in the one band and not in the other. */
static bool is_grouped_anew(const struct staith_choice *choice, const struct staith_dimension *then,
                            const struct staith_dimension *now)
{
    return choice->rule == STAITH_POLICY_AMOUNT ? !staith_bands_same(then, now)
                                                : !staith_bands_comparable(then, now);
}

bool staith_gate_regroups(const struct staith_gate_work *work, const struct staith_choice *choice)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    const struct staith_table *table = &catalogue->tables[choice->table];
    bool regroups = false;
    for (uint32_t e = 0; e < work->what->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = vintage(work, e);
        for (uint32_t d = 0; earlier != NULL && d < table->dimension_count; d++) {
            const struct staith_dimension *now = &catalogue->dimensions[table->dimensions[d]];
            int then = staith_catalogue_dimension(earlier->catalogue, now->code);
            regroups =
                regroups ||
                (then >= 0 && is_grouped_anew(choice, &earlier->catalogue->dimensions[then], now) &&
                 shows_dimension(earlier->release, catalogue->measures[choice->measure].code,
                                 now->code));
        }
    }
    return regroups;
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

int staith_gate_ask(const struct staith_gate_work *work, struct staith_arena *arena,
                    struct staith_question *ret_question)
{
    const struct staith_disclosure *what = work->what;
    const struct staith_question_about about = {.cells = work->cells,
                                                .cell_count = work->cell_count,
                                                .catalogue = what->raw->catalogue,
                                                .period = &what->raw->period,
                                                .truth = work->truth.cell_count > 0 ? &work->truth
                                                                                    : NULL,
                                                .earlier = what->earlier,
                                                .earlier_count = what->earlier_count,
                                                .facts = what->facts,
                                                .fact_count = what->fact_count,
                                                .lost = work->lost,
                                                .lost_count = work->lost_count};
    return staith_question_make(&about, arena, ret_question, work->err);
}
