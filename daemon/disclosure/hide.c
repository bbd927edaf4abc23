/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second mode: counts leave exactly, and what could tell of single people is hidden, with as
 * much besides as an attacker in the model makes necessary (protect/suppress.h).
 *
 * Everything hidden carries one mark, so whoever verifies cannot know which cells are hidden for
 * their own sake. So each of them must leave as many values possible as the base: those found
 * narrower when the auditor looks at the pattern are protected for their own sake too, and a new
 * pattern is sought, until none is. What they leave possible, by what is published of the block
 * alone, is the interval that travels.
 *
 * Zeros may be hidden, so that hidden does not mean at least 1. A row in which all but at most one
 * are in one cell says that of everybody in it: its other cells are protected, zeros too. People of
 * whom it is not known are taken away first, whose number is published like any other: they hide
 * nobody.
 */
#include "disclosure/gate_work.h"

#include "disclosure/audit/certificate.h"
#include "disclosure/course.h"
#include "disclosure/place.h"
#include "disclosure/protect/detail.h"
#include "disclosure/protect/suppress.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <string.h>

enum { TURNS = 12, MOST_WEIGHT = 1000000000, AUDIT_SHARE = 4 };

struct hiding {
    struct staith_gate_work *work;
    struct staith_gate_block *block;
    struct staith_suppress_cell *cells;
    struct staith_suppression made;
    struct staith_audit_cell *asked; /* what the auditor is shown */
};

static int no_memory(const struct staith_gate_work *work)
{
    return staith_err_set(work->err, STAITH_ERR_LIMIT, "the tables are too large");
}

/* The block is not protected: with less detail than the cell `name` has, or, NULL, not at all. */
static void give_up(struct hiding *hiding, enum staith_solver_end end, const char *name)
{
    struct staith_rounding *state = &hiding->block->rounding;
    state->state = STAITH_ROUND_WITHHELD;
    state->end = end;
    if (end == STAITH_SOLVER_END_DONE && name != NULL &&
        staith_detail_shape(name, state->less, sizeof(state->less)) == 0) {
        state->state = STAITH_ROUND_LESS_DETAIL;
    }
}

/* ---- what is protected ---- */

static void protect(struct hiding *hiding, uint32_t at)
{
    struct staith_suppress_cell *cell = &hiding->cells[at];
    cell->kind = STAITH_SUPPRESS_PRIMARY;
    cell->lo = hiding->block->system.values[at];
    cell->hi = cell->lo;
    cell->numbers = hiding->block->base;
}

static void describe(struct hiding *hiding)
{
    const struct staith_system *system = &hiding->block->system;
    const struct staith_measure *measure =
        &hiding->work->what->raw->catalogue->measures[hiding->block->measure];
    bool people = measure->aggregation == STAITH_COUNT_PEOPLE;
    for (uint32_t i = 0; i < system->cell_count; i++) {
        int64_t value = system->values[i];
        struct staith_suppress_cell *cell = &hiding->cells[i];
        *cell = (struct staith_suppress_cell){.kind = STAITH_SUPPRESS_OPEN, .people = people};
        cell->weight = value < 1 ? 1 : value < MOST_WEIGHT ? value : MOST_WEIGHT;
    }
    for (uint32_t i = 0; i < system->relation_count; i++) {
        hiding->cells[system->relations[i].total].people = false;
    }
    for (uint32_t i = 0; i < system->cell_count; i++) {
        struct staith_suppress_cell *cell = &hiding->cells[i];
        cell->sole = cell->people && system->values[i] == 1;
        if (system->values[i] > 0 && system->values[i] < (int64_t)hiding->block->base) {
            protect(hiding, i);
        }
    }
}

/* How many categories of a name say that it is not known which. */
static unsigned unknowns(const char *name)
{
    static const char *const codes[] = {"not_known", "unknown", "not_stated"};
    unsigned count = 0;
    for (const char *at = strchr(name, '='); at != NULL; at = strchr(at, '=')) {
        size_t len = strcspn(++at, "|");
        for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
            count += strlen(codes[i]) == len && strncmp(at, codes[i], len) == 0;
        }
    }
    return count;
}

/* Whether a part of a row is the people of whom it is not known where in the row they are. */
static bool is_unknown(const struct staith_system *system, const struct staith_relation *row,
                       uint32_t part)
{
    return unknowns(system->names[part]) > unknowns(system->names[row->total]);
}

/* What is in a row, and in the cell of it that has most: of everybody, or of those of whom it is
 * known. */
static void look_at_row(const struct staith_system *system, const struct staith_relation *row,
                        bool known, int64_t *ret_total, int64_t *ret_most)
{
    *ret_total = system->values[row->total];
    *ret_most = 0;
    for (uint32_t p = 0; p < row->count; p++) {
        uint32_t part = system->parts[row->first + p];
        int64_t value = system->values[part];
        if (known && is_unknown(system, row, part)) {
            *ret_total -= value;
        } else {
            *ret_most = value > *ret_most ? value : *ret_most;
        }
    }
}

/* Rows that say of everybody in them, or of everybody but one who can tell, where they are. */
static void protect_rows(struct hiding *hiding)
{
    const struct staith_system *system = &hiding->block->system;
    for (uint32_t i = 0; i < system->relation_count; i++) {
        const struct staith_relation *row = &system->relations[i];
        for (int known = 0; row->count > 1 && known < 2; known++) {
            int64_t total = 0;
            int64_t most = 0;
            look_at_row(system, row, known == 1, &total, &most);
            for (uint32_t p = 0; total > 0 && most >= total - 1 && p < row->count; p++) {
                uint32_t part = system->parts[row->first + p];
                if (system->values[part] < most && (known == 0 || !is_unknown(system, row, part))) {
                    protect(hiding, part);
                }
            }
        }
    }
}

/* The cell of the block where a cell of an earlier release stands, or -1. In another catalogue the
 * measure may have another code, and the dimensions another order. */
static int64_t find(const struct hiding *hiding, const struct staith_disclosure_earlier *earlier,
                    const struct staith_release_cell *cell)
{
    const struct staith_catalogue *catalogue = hiding->work->what->raw->catalogue;
    char name[STAITH_SYSTEM_NAME_BYTES];
    char ours[2 * STAITH_SYSTEM_NAME_BYTES];
    struct staith_place place;
    if (staith_place_of(earlier->catalogue, cell, &place) != 0 ||
        staith_place_name(earlier->catalogue, &place, "", name, sizeof(name)) != 0) {
        return -1;
    }
    (void)snprintf(ours, sizeof(ours), "%s%s", catalogue->measures[hiding->block->measure].code,
                   name + strlen(cell->measure));
    if (staith_place_read(catalogue, ours, &place) != STAITH_PLACE_LACKS_NOTHING ||
        staith_place_name(catalogue, &place, "", name, sizeof(name)) != 0) {
        return -1;
    }
    return staith_system_find(&hiding->block->system, name);
}

static void freeze_cell(struct staith_suppress_cell *cell, const struct staith_release_cell *before)
{
    if (cell->kind == STAITH_SUPPRESS_PRIMARY) {
        return;
    }
    if (before->value.status == STAITH_STATUS_SUPPRESSED && before->base > 0) {
        cell->kind = STAITH_SUPPRESS_FROZEN;
    } else if (before->value.status == STAITH_STATUS_VALUE && before->base == 0 &&
               cell->kind == STAITH_SUPPRESS_OPEN) {
        cell->kind = STAITH_SUPPRESS_SHOWN;
    }
}

/* Whether a measure of another release counts what the block's does: in a vintage of the period, or
 * on the same day or in the same months in another dataset. */
static bool is_same(const struct hiding *hiding, const struct staith_disclosure_earlier *earlier,
                    const char *measure)
{
    const struct staith_rawtable *raw = hiding->work->what->raw;
    const char *code = raw->catalogue->measures[hiding->block->measure].code;
    const char *dataset = staith_release_dataset(earlier->release);
    const struct staith_period *period = staith_release_period(earlier->release);
    const struct staith_course ours =
        staith_course_of(raw->catalogue->dataset, code, strlen(code), &raw->period);
    const struct staith_course its = staith_course_of(dataset, measure, strlen(measure), period);
    if (strcmp(dataset, raw->catalogue->dataset) == 0 &&
        staith_period_compare(period, &raw->period) == 0) {
        return strcmp(measure, code) == 0;
    }
    return ours.kind != STAITH_COURSE_ITSELF && its.kind == ours.kind &&
           strcmp(its.what, ours.what) == 0 && its.last == ours.last &&
           (ours.kind == STAITH_COURSE_STOCK || its.first == ours.first);
}

/* What another release of the same hid stays hidden; what it showed is known. */
static void freeze_beside(struct hiding *hiding, const struct staith_disclosure_earlier *earlier)
{
    for (uint32_t i = 0; i < staith_release_cell_count(earlier->release); i++) {
        const struct staith_release_cell cell = staith_release_cell_at(earlier->release, i);
        int64_t at = is_same(hiding, earlier, cell.measure) ? find(hiding, earlier, &cell) : -1;
        if (at >= 0) {
            freeze_cell(&hiding->cells[at], &cell);
        }
    }
}

/* What has been hidden, or what would undo it, is hidden. */
static void freeze(struct hiding *hiding)
{
    const struct staith_gate_block *block = hiding->block;
    for (uint32_t e = 0; e < hiding->work->what->earlier_count; e++) {
        freeze_beside(hiding, &hiding->work->what->earlier[e]);
    }
    for (uint32_t i = 0; i < block->kept_count; i++) {
        int64_t at = staith_system_find(&block->system, block->kept[i]);
        if (at >= 0 && hiding->cells[at].kind == STAITH_SUPPRESS_OPEN) {
            hiding->cells[at].kind = STAITH_SUPPRESS_FROZEN;
        }
    }
}

/* ---- one pattern ---- */

static int suppress(struct hiding *hiding)
{
    const struct staith_gate_work *work = hiding->work;
    const int64_t left = staith_gate_left_ms(work);
    const struct staith_suppress_rules rules = {
        .cells = hiding->cells,
        .attacker = STAITH_SUPPRESS_KNOWING,
        .hides_zeros = true,
        .persons = 1,
        .budget = {.time_ms = (uint32_t)(left - left / AUDIT_SHARE)},
    };
    return staith_suppress(&hiding->block->system, &rules, &hiding->block->arena, &hiding->made,
                           work->err);
}

/* What the auditor says of the pattern, as it would be published. */
static int examine(struct hiding *hiding, struct staith_certificate **ret_certificate)
{
    const struct staith_gate_work *work = hiding->work;
    struct staith_system structure = hiding->block->system;
    for (uint32_t i = 0; i < structure.cell_count; i++) {
        hiding->asked[i] = hiding->made.hidden[i] ? staith_audit_hidden(true, hiding->block->base)
                                                  : staith_audit_exact(structure.values[i]);
        hiding->asked[i].people = hiding->cells[i].people && hiding->made.hidden[i];
    }
    structure.values = NULL;
    const struct staith_audit audit = {.system = &structure,
                                       .cells = hiding->asked,
                                       .persons = 1,
                                       .budget = {.time_ms = staith_gate_left_ms(work)},
                                       .outside = work->outside};
    return staith_audit_run(&audit, ret_certificate, work->err);
}

/* Protect for their own sake what was found too narrow. Whether there was any that was not yet. */
static bool protect_found(struct hiding *hiding, const struct staith_certificate *certificate)
{
    bool any = false;
    for (uint32_t i = 0; i < hiding->block->system.cell_count; i++) {
        bool narrow = hiding->made.hidden[i] &&
                      (certificate->intervals[i].possible < (int64_t)hiding->block->base ||
                       certificate->worst_cell == (int64_t)i);
        if (narrow && hiding->cells[i].kind != STAITH_SUPPRESS_PRIMARY) {
            protect(hiding, i);
            any = true;
        }
    }
    return any;
}

static void take(struct hiding *hiding, const struct staith_certificate *certificate)
{
    for (uint32_t i = 0; i < hiding->block->system.cell_count; i++) {
        struct staith_value *shown = &hiding->block->shown[i];
        const struct staith_audit_interval *interval = &certificate->intervals[i];
        *shown = staith_value_exact(hiding->block->system.values[i]);
        if (hiding->made.hidden[i]) {
            *shown = staith_value_status(STAITH_STATUS_SUPPRESSED);
            bool ends = interval->hi < STAITH_AUDIT_NO_LIMIT;
            shown->lo = ends ? interval->lo : 0;
            shown->hi = ends ? interval->hi : 0;
        }
    }
    hiding->block->rounding.state = STAITH_ROUND_ADJACENT;
}

/* One turn. *ret_again: some cells are protected now that were not before. */
static int turn(struct hiding *hiding, bool *ret_again)
{
    const struct staith_system *system = &hiding->block->system;
    struct staith_certificate *certificate = NULL;
    *ret_again = false;
    int code = suppress(hiding);
    if (code == 0 && hiding->made.state == STAITH_SUPPRESS_WITHHELD) {
        int64_t culprit = hiding->made.culprit;
        give_up(hiding, hiding->made.end, culprit < 0 ? NULL : system->names[culprit]);
        return 0;
    }
    if (code == 0) {
        code = examine(hiding, &certificate);
    }
    if (code != 0) {
        return code;
    }
    if (certificate->verdict == STAITH_VERDICT_PASSED) {
        take(hiding, certificate);
    } else if (certificate->verdict == STAITH_VERDICT_UNFINISHED) {
        give_up(hiding, STAITH_SOLVER_END_TIME, NULL);
    } else if (protect_found(hiding, certificate)) {
        *ret_again = true;
    } else {
        give_up(hiding, STAITH_SOLVER_END_DONE,
                certificate->worst_cell < 0 ? NULL : system->names[certificate->worst_cell]);
    }
    staith_certificate_free(certificate);
    return 0;
}

int staith_gate_hide(struct staith_gate_work *work, struct staith_gate_block *block)
{
    struct hiding hiding = {.work = work, .block = block};
    size_t count = block->system.cell_count;
    hiding.cells = staith_arena_array(&block->arena, count, sizeof(*hiding.cells));
    hiding.asked = staith_arena_array(&block->arena, count, sizeof(*hiding.asked));
    block->shown = staith_arena_array(&block->arena, count, sizeof(*block->shown));
    if (hiding.cells == NULL || hiding.asked == NULL || block->shown == NULL) {
        return no_memory(work);
    }
    block->rounding = (struct staith_rounding){0};
    describe(&hiding);
    protect_rows(&hiding);
    freeze(&hiding);
    if (block->exact_total) {
        int64_t total = staith_system_find(
            &block->system, work->what->raw->catalogue->measures[block->measure].code);
        if (total >= 0) {
            hiding.cells[total].kind = STAITH_SUPPRESS_SHOWN;
        }
    }
    int code = 0;
    bool again = true;
    for (uint32_t i = 0; code == 0 && again && i < TURNS; i++) {
        code = turn(&hiding, &again);
    }
    if (code == 0 && again) {
        give_up(&hiding, STAITH_SOLVER_END_WORK, NULL);
    }
    return code;
}
