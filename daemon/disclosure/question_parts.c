/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Releases of one period and dataset are a group of vintages. Every vintage of the period that is
 * asked about is a part of the structure, because its numbers are audited as well; of another
 * period the newest is, and an older one where it shows what no newer one does. Its other numbers
 * bound the unknowns of the newer.
 *
 * Vintages are tied by what really changed in each cell: a number of then is one of now, moved. A
 * stronger attacker on a revision there is not, short of whoever has the return itself.
 */
#include "disclosure/question_work.h"
#include "disclosure/shows.h"
#include "disclosure/ties.h"

#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SUFFIX_BYTES = 96 };

static bool is_in_group(const struct staith_question_vintage *vintage, const char *dataset,
                        const struct staith_period *period)
{
    return strcmp(vintage->dataset, dataset) == 0 &&
           staith_period_compare(vintage->period, period) == 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The cell of a release that says something here, by its name; false: it does not. */
static bool take_cell(const struct staith_question_work *work,
                      const struct staith_disclosure_earlier *earlier, uint32_t index, bool all,
                      struct staith_release_cell *cell, char name[STAITH_SYSTEM_NAME_BYTES])
{
    struct staith_place place;
    *cell = staith_release_cell_at(earlier->release, index);
    return (all || staith_question_is_kin(work, staith_release_dataset(earlier->release),
                                          cell->measure)) &&
           staith_place_of(earlier->catalogue, cell, &place) == 0 &&
           staith_place_name(earlier->catalogue, &place, "", name, STAITH_SYSTEM_NAME_BYTES) == 0;
}

/* Whether a newer vintage of the group shows the place. */
static bool is_shown(const struct staith_question_work *work,
                     const struct staith_question_vintage *vintage, const char *name)
{
    bool shown = false;
    for (uint32_t p = 0; !shown && p < work->part_count; p++) {
        const struct staith_question_vintage *newer = &work->of[p];
        shown =
            is_in_group(newer, vintage->dataset, vintage->period) && newer->name_count > 0 &&
            bsearch(&name, newer->names, newer->name_count, sizeof(*newer->names), by_name) != NULL;
    }
    return shown;
}

/* Keep the name of a cell that shows something. */
static int add_name(const struct staith_question_work *work,
                    const struct staith_structure_part *part,
                    const struct staith_release_cell *cell, const char *name,
                    struct staith_question_vintage *vintage)
{
    const char *kept = NULL;
    if (staith_structure_shows(part, cell).shows == STAITH_AUDIT_NOTHING) {
        return 0;
    }
    kept = staith_arena_strdup(work->arena, name);
    vintage->names[vintage->name_count++] = kept;
    return kept == NULL ? staith_question_no_memory(work) : 0;
}

static void sort_names(struct staith_question_vintage *vintage)
{
    if (vintage->name_count > 0) {
        qsort(vintage->names, vintage->name_count, sizeof(*vintage->names), by_name);
    }
}

/* The cells of a release, all or those that are kin, and their names. Where the counts behind it
 * are lost it is not known what changed since, and a newer number stands for it. */
static int cells_of(const struct staith_question_work *work,
                    const struct staith_disclosure_earlier *earlier, bool all,
                    struct staith_structure_part *part, struct staith_question_vintage *vintage)
{
    uint32_t count = staith_release_cell_count(earlier->release);
    struct staith_release_cell *cells = staith_arena_array(work->arena, count, sizeof(*cells));
    int code = 0;
    vintage->names = staith_arena_array(work->arena, count, sizeof(*vintage->names));
    if (cells == NULL || vintage->names == NULL) {
        return staith_question_no_memory(work);
    }
    part->cells = cells;
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        char name[STAITH_SYSTEM_NAME_BYTES];
        struct staith_release_cell *cell = &cells[part->cell_count];
        if (take_cell(work, earlier, i, all, cell, name) &&
            (vintage->truth != NULL || !is_shown(work, vintage, name))) {
            part->cell_count++;
            code = add_name(work, part, cell, name, vintage);
        }
    }
    sort_names(vintage);
    return code;
}

static bool shows_more(const struct staith_question_work *work,
                       const struct staith_question_vintage *vintage)
{
    for (uint32_t i = 0; i < vintage->name_count; i++) {
        if (!is_shown(work, vintage, vintage->names[i])) {
            return true;
        }
    }
    return false;
}

/* What a vintage counted that shows nothing more: a figure that is printed elsewhere may be one of
 * its numbers. No cell has such a suffix. */
static int add_counts(struct staith_question_work *work,
                      const struct staith_question_vintage *vintage,
                      const struct staith_catalogue *catalogue, unsigned number)
{
    char suffix[SUFFIX_BYTES];
    (void)snprintf(suffix, sizeof(suffix), "#%s/%u", vintage->dataset, number);
    const char *kept = staith_arena_strdup(work->arena, suffix);
    work->times[work->times_count++] =
        (struct staith_timeline_part){kept, catalogue, vintage->period, vintage->truth};
    return kept == NULL ? staith_question_no_memory(work) : 0;
}

/* Whether it is a part; else all it shows is shown by a newer one. `number`: from the oldest. */
static int add_part(struct staith_question_work *work,
                    const struct staith_disclosure_earlier *earlier, const char *suffix, bool own,
                    unsigned number)
{
    struct staith_structure_part *part = &work->parts[work->part_count];
    struct staith_question_vintage *vintage = &work->of[work->part_count];
    *part = (struct staith_structure_part){
        .catalogue = earlier->catalogue,
        .suffix = staith_arena_strdup(work->arena, suffix),
        .source = STAITH_AUDIT_EARLIER,
    };
    *vintage = (struct staith_question_vintage){.dataset = staith_release_dataset(earlier->release),
                                                .period = staith_release_period(earlier->release),
                                                .truth = earlier->truth,
                                                .waits = earlier->waits};
    int code = part->suffix == NULL ? staith_question_no_memory(work)
                                    : cells_of(work, earlier, own, part, vintage);
    bool more = code == 0 && shows_more(work, vintage);
    if (more) {
        work->times[work->times_count++] = (struct staith_timeline_part){
            part->suffix, part->catalogue, vintage->period, vintage->truth};
    } else if (code == 0 && vintage->truth != NULL) {
        code = add_counts(work, vintage, part->catalogue, number);
    }
    work->part_count += more || (own && part->cell_count > 0) ? 1 : 0;
    return code;
}

/* "#1" of the period that is asked about, "#csww:2024" of another; an older vintage of that, or one
 * that waits, "#csww:2024/1". They are counted from the oldest, so that without what waits, which
 * is newest, the others have the same names. */
static void suffix_of(const struct staith_question_work *work, uint32_t index, bool own,
                      char out[SUFFIX_BYTES])
{
    const struct staith_release *release = work->about->earlier[index].release;
    char period[STAITH_PERIOD_CODE_BYTES];
    bool newest = !work->about->earlier[index].waits;
    unsigned number = work->about->earlier_count - index;
    staith_period_format(staith_release_period(release), period);
    for (uint32_t p = 0; newest && p < work->part_count; p++) {
        newest = work->of[p].waits || !is_in_group(&work->of[p], staith_release_dataset(release),
                                                   staith_release_period(release));
    }
    if (own) {
        (void)snprintf(out, SUFFIX_BYTES, "#%u", number);
    } else if (newest) {
        (void)snprintf(out, SUFFIX_BYTES, "#%s:%s", staith_release_dataset(release), period);
    } else {
        (void)snprintf(out, SUFFIX_BYTES, "#%s:%s/%u", staith_release_dataset(release), period,
                       number);
    }
}

/* The names of the cells that are asked about. */
static int name_own(struct staith_question_work *work)
{
    const struct staith_question_about *about = work->about;
    struct staith_question_vintage *own = &work->of[0];
    int code = 0;
    own->names = staith_arena_array(work->arena, about->cell_count, sizeof(*own->names));
    if (own->names == NULL) {
        return staith_question_no_memory(work);
    }
    for (uint32_t i = 0; code == 0 && i < about->cell_count; i++) {
        char name[STAITH_SYSTEM_NAME_BYTES];
        struct staith_place place;
        if (staith_place_of(about->catalogue, &about->cells[i], &place) == 0 &&
            staith_place_name(about->catalogue, &place, "", name, sizeof(name)) == 0) {
            code = add_name(work, &work->parts[0], &about->cells[i], name, own);
        }
    }
    sort_names(own);
    return code;
}

int staith_question_parts(struct staith_question_work *work)
{
    const struct staith_question_about *about = work->about;
    work->of[0] = (struct staith_question_vintage){
        .dataset = about->catalogue->dataset, .period = about->period, .truth = about->truth};
    work->parts[work->part_count++] =
        (struct staith_structure_part){.cells = about->cells,
                                       .cell_count = about->cell_count,
                                       .catalogue = about->catalogue,
                                       .suffix = "",
                                       .source = STAITH_AUDIT_RELEASE};
    work->times[work->times_count++] =
        (struct staith_timeline_part){"", about->catalogue, about->period, about->truth};
    int code = name_own(work);
    for (uint32_t e = 0; code == 0 && e < about->earlier_count; e++) {
        const struct staith_disclosure_earlier *earlier = &about->earlier[e];
        char suffix[SUFFIX_BYTES];
        bool own = is_in_group(&work->of[0], staith_release_dataset(earlier->release),
                               staith_release_period(earlier->release));
        /* Where the counts behind what is revised are lost nothing rounded of it leaves again. */
        if (own ? earlier->truth != NULL
                : staith_question_is_near(work, staith_release_period(earlier->release))) {
            suffix_of(work, e, own, suffix);
            code = add_part(work, earlier, suffix, own, about->earlier_count - e);
        }
    }
    return code;
}

/* ---- vintages ---- */

/* How many of the counts' units are one of the audit's: FTE are audited in hundredths. */
static int64_t fineness_of(const struct staith_catalogue *catalogue, const char *name)
{
    size_t length = strcspn(name, "|#");
    for (uint32_t i = 0; i < catalogue->measure_count; i++) {
        const struct staith_measure *measure = &catalogue->measures[i];
        if (strlen(measure->code) == length && strncmp(measure->code, name, length) == 0) {
            return measure->unit == STAITH_UNIT_FTE_MILLIONTHS ? STAITH_STRUCTURE_FTE_FINENESS : 1;
        }
    }
    return 1;
}

/* The newest vintage of a group, before part `limit`, that has the place called `name`, and what
 * the place's count is there more than in `then`. False: there is none, or a count is lost. */
static bool find_newer(const struct staith_question_work *work,
                       const struct staith_question_vintage *group, uint32_t limit,
                       const char *name, const struct staith_system *then, int64_t *ret_cell,
                       int64_t *ret_more)
{
    const struct staith_system *system = &work->question->structure.system;
    int64_t was = then == NULL ? -1 : staith_system_find(then, name);
    for (uint32_t p = 0; was >= 0 && p < limit; p++) {
        char full[2 * STAITH_SYSTEM_NAME_BYTES];
        const struct staith_system *now = work->of[p].truth;
        if (now == NULL || !is_in_group(&work->of[p], group->dataset, group->period)) {
            continue;
        }
        (void)snprintf(full, sizeof(full), "%s%s", name, work->parts[p].suffix);
        int64_t at = staith_system_find(now, name);
        *ret_cell = staith_system_find(system, full);
        if (*ret_cell >= 0 && at >= 0) {
            *ret_more = now->values[at] - then->values[was];
            return true;
        }
    }
    return false;
}

/* A newer cell - that of part `p` = what changed. */
static int tie_vintage(struct staith_question_work *work, uint32_t p, uint32_t cell,
                       const char *name)
{
    int64_t newer = -1, more = 0;
    if (!find_newer(work, &work->of[p], p, name, work->of[p].truth, &newer, &more)) {
        return 0;
    }
    int64_t fine = fineness_of(work->parts[p].catalogue, name);
    struct staith_tie tie = staith_tie_begin();
    staith_tie_add(&tie, (uint32_t)newer, 1, true, more / fine);
    staith_tie_add(&tie, cell, -1, true, 0);
    tie.fine = fine > 1;
    return staith_tie_write_exact(&tie, work->arena, work->question, work->err);
}

static int tie_vintages(struct staith_question_work *work)
{
    const struct staith_system *system = &work->question->structure.system;
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < system->cell_count; i++) {
        const char *name = system->names[i];
        size_t length = strcspn(name, "#");
        for (uint32_t p = 1; name[length] != '\0' && p < work->part_count; p++) {
            char plain[STAITH_SYSTEM_NAME_BYTES];
            if (strcmp(work->parts[p].suffix, name + length) == 0) {
                (void)snprintf(plain, sizeof(plain), "%.*s", (int)length, name);
                code = tie_vintage(work, p, i, plain);
                break;
            }
        }
    }
    return code;
}

/* What a number of a vintage that is no part says of the unknown of a newer one. */
static int bound_by(struct staith_question_work *work,
                    const struct staith_disclosure_earlier *older,
                    const struct staith_question_vintage *group,
                    const struct staith_release_cell *cell, const char *name)
{
    int64_t unknown = -1, change = 0;
    const struct staith_structure_part part = {.catalogue = older->catalogue};
    struct staith_audit_cell shows = staith_structure_shows(&part, cell);
    if (shows.shows == STAITH_AUDIT_NOTHING ||
        !find_newer(work, group, work->part_count, name, older->truth, &unknown, &change)) {
        return 0;
    }
    int64_t fine = fineness_of(older->catalogue, name);
    int64_t slack = fine > 1 ? 1 : 0;
    int64_t lo = shows.shows == STAITH_AUDIT_EXACT ? shows.value : shows.lo;
    int64_t hi = shows.shows == STAITH_AUDIT_EXACT ? shows.value : shows.hi;
    change /= fine;
    return staith_tie_bound((uint32_t)unknown, lo + change - slack, hi + change + slack,
                            work->arena, work->question, work->err);
}

static bool is_part(const struct staith_question_work *work,
                    const struct staith_disclosure_earlier *earlier)
{
    bool part = false;
    for (uint32_t p = 1; p < work->part_count; p++) {
        part = part || work->of[p].period == staith_release_period(earlier->release);
    }
    return part;
}

static int bound_by_vintage(struct staith_question_work *work,
                            const struct staith_disclosure_earlier *older)
{
    const struct staith_question_vintage group = {.dataset = staith_release_dataset(older->release),
                                                  .period = staith_release_period(older->release)};
    int code = 0;
    if (is_part(work, older) || older->truth == NULL ||
        !staith_question_is_near(work, group.period)) {
        return 0;
    }
    for (uint32_t i = 0; code == 0 && i < staith_release_cell_count(older->release); i++) {
        struct staith_release_cell cell;
        char name[STAITH_SYSTEM_NAME_BYTES];
        if (take_cell(work, older, i, false, &cell, name)) {
            code = bound_by(work, older, &group, &cell, name);
        }
    }
    return code;
}

int staith_question_vintages(struct staith_question_work *work)
{
    int code = tie_vintages(work);
    for (uint32_t e = 0; code == 0 && e < work->about->earlier_count; e++) {
        code = bound_by_vintage(work, &work->about->earlier[e]);
    }
    return code;
}
