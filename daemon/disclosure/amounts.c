/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Medians, quartiles and sums of money, place by place. Every place of a table is shown, also one
 * where nobody is: it is hidden like one where too few are, so that it does not say who is there.
 *
 * Medians do not add, so a hidden one stays hidden whatever is shown beside it. Sums do: what is
 * hidden could be subtracted from the total. So the places of one level of a table, all those that
 * add up to the places above, are shown all or none; the level above is then what is left. A level
 * that was hidden so the last time stays hidden as long as what stood for it can be shown (kept.c).
 */
#include "disclosure/gate_work.h"
#include "disclosure/protect/magnitude.h"

#include <string.h>

/* What a table of amounts is decided by. */
struct amounts {
    struct staith_gate_work *work;
    struct staith_choice *choice;
    const struct staith_measure *measure;
    bool order;
    struct staith_gate_level *levels;
};

static int compare_places(const struct staith_cell *a, const struct staith_cell *b)
{
    if (a->measure != b->measure) {
        return a->measure < b->measure ? -1 : 1;
    }
    for (uint32_t d = 0; d < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; d++) {
        if (a->categories[d] != b->categories[d]) {
            return a->categories[d] < b->categories[d] ? -1 : 1;
        }
    }
    return 0;
}

/* The cell at a place; NULL: nobody is there. Cells of a checked raw table are in order. */
static const struct staith_cell *find(const struct amounts *amounts,
                                      const struct staith_cell *place)
{
    const struct staith_rawtable_part *part =
        &amounts->work->what->raw->parts[amounts->choice->table];
    uint32_t low = 0;
    uint32_t high = part->cell_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = compare_places(&part->cells[middle], place);
        if (order == 0) {
            return &part->cells[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool is_somebody(const struct staith_cell *cell)
{
    return cell != NULL && cell->contributors > 0;
}

/* What is to become of a cell, beside every figure that was shown at its place or may still be. */
static struct staith_magnitude_decision judge(const struct amounts *amounts,
                                              const struct staith_cell *cell, const char *name)
{
    const struct staith_disclosure *what = amounts->work->what;
    struct staith_magnitude_before before = {.changed = STAITH_MAGNITUDE_UNKNOWN};
    struct staith_magnitude_decision decision =
        staith_magnitude_decide(cell, amounts->order, &amounts->choice->amount, &before);
    for (uint32_t i = 0; decision.value.status == STAITH_STATUS_VALUE && i < what->shown_count;
         i++) {
        const struct staith_shown_amount *shown = &what->shown[i];
        if (strcmp(shown->name, name) == 0) {
            before.shown = true;
            before.value = shown->value;
            before.changed = shown->followed && what->raw->followed
                                 ? staith_sketch_changed(&shown->changes, &cell->changes)
                                 : STAITH_MAGNITUDE_UNKNOWN;
            decision =
                staith_magnitude_decide(cell, amounts->order, &amounts->choice->amount, &before);
        }
    }
    return decision;
}

static struct staith_magnitude_decision decide(const struct amounts *amounts,
                                               const struct staith_cell *place)
{
    static const struct staith_cell nobody = {.status = STAITH_STATUS_VALUE};
    char name[STAITH_SYSTEM_NAME_BYTES];
    const struct staith_cell *found = find(amounts, place);
    const struct staith_cell *cell = found != NULL ? found : &nobody;
    const struct staith_magnitude_before unknown = {.shown = true,
                                                    .changed = STAITH_MAGNITUDE_UNKNOWN};
    struct staith_magnitude_decision decision =
        staith_compile_name(amounts->work->what->raw->catalogue, amounts->choice->table, place,
                            name, sizeof(name)) == 0
            ? judge(amounts, cell, name)
            : staith_magnitude_decide(cell, amounts->order, &amounts->choice->amount, &unknown);
    if (decision.value.status == STAITH_STATUS_VALUE &&
        staith_gate_kept_place(amounts->work, amounts->choice, place)) {
        decision.reason = STAITH_MAGNITUDE_HIDDEN_BEFORE;
        decision.value = staith_value_status(STAITH_STATUS_SUPPRESSED);
    }
    return decision;
}

/* How deep a place is, over all axes: places of one level add up to the places above. */
static uint32_t level_of(const struct amounts *amounts, const struct staith_cell *place)
{
    const struct staith_catalogue *catalogue = amounts->work->what->raw->catalogue;
    const struct staith_table *table = &catalogue->tables[amounts->choice->table];
    uint32_t level = 0;
    for (uint32_t a = 0; a < table->dimension_count; a++) {
        const struct staith_dimension *dimension = &catalogue->dimensions[table->dimensions[a]];
        uint16_t at = place->categories[a];
        uint32_t depth = 0;
        while (at < dimension->category_count) {
            at = dimension->categories[at].parent;
            depth++;
        }
        level = level * STAITH_GATE_LEVELS + depth;
    }
    return level;
}

static int show(struct amounts *amounts, const struct staith_cell *place)
{
    struct staith_choice *choice = amounts->choice;
    struct staith_magnitude_decision decision = decide(amounts, place);
    struct staith_release_cell *cell =
        staith_gate_add_cell(amounts->work, choice->table, choice->measure);
    if (cell == NULL) {
        return staith_err_set(amounts->work->err, STAITH_ERR_LIMIT,
                              "what may leave is more than a release holds");
    }
    uint32_t level = level_of(amounts, place);
    bool hides = !amounts->order && amounts->levels[level].hides;
    if (decision.value.status == STAITH_STATUS_VALUE && !amounts->order &&
        (hides || staith_gate_kept_merged(amounts->levels, level))) {
        decision.reason = hides ? STAITH_MAGNITUDE_PART_HIDDEN : STAITH_MAGNITUDE_MERGE_KEPT;
        decision.value = staith_value_status(STAITH_STATUS_SUPPRESSED);
    }
    staith_gate_put_place(amounts->work->what->raw->catalogue, choice->table, place, cell);
    cell->value = decision.value;
    if (decision.value.status == STAITH_STATUS_VALUE) {
        cell->base = (uint32_t)choice->amount.step;
        choice->released++;
    } else {
        cell->reason = staith_magnitude_code(decision.reason);
        choice->hidden++;
    }
    return 0;
}

/* What is hidden of a sum by level, and what was the last time. */
static void look(struct amounts *amounts, struct staith_cell place)
{
    const struct staith_release *last[STAITH_GATE_LASTS];
    staith_gate_kept_last(amounts->work, amounts->choice, last);
    do {
        struct staith_gate_level *level = &amounts->levels[level_of(amounts, &place)];
        level->hides =
            level->hides || (is_somebody(find(amounts, &place)) &&
                             decide(amounts, &place).value.status != STAITH_STATUS_VALUE);
        staith_gate_kept_note(amounts->work, last, amounts->choice, &place, level);
    } while (staith_gate_next_place(amounts->work->what->raw->catalogue, amounts->choice->table,
                                    &place));
}

int staith_gate_amounts_publish(struct staith_gate_work *work, struct staith_choice *choice)
{
    const struct staith_catalogue *catalogue = work->what->raw->catalogue;
    const struct staith_measure *measure = &catalogue->measures[choice->measure];
    struct staith_gate_level levels[STAITH_GATE_DEPTHS] = {{.hides = false}};
    struct amounts amounts = {.work = work,
                              .choice = choice,
                              .measure = measure,
                              .order = staith_measure_quarter(measure) != 0,
                              .levels = levels};
    struct staith_cell place = {.measure = choice->measure};
    for (uint32_t a = catalogue->tables[choice->table].dimension_count;
         a < STAITH_CATALOGUE_MAX_TABLE_DIMENSIONS; a++) {
        place.categories[a] = STAITH_TOTAL;
    }
    if (!amounts.order) {
        look(&amounts, place);
    }
    int code = 0;
    do {
        code = show(&amounts, &place);
    } while (code == 0 && staith_gate_next_place(catalogue, choice->table, &place));
    return code;
}
