/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures of one thing at one time. All of them are one number, or as far apart as they really are.
 *
 * What is printed of one is not protected in another, as far as it is printed: a number takes the
 * protection away, an interval leaves as many values to be protected as it has. What is printed of
 * a breakdown in the release that is decided on takes nothing from what left before: that was
 * promised first, and the release must keep it.
 */
#include "disclosure/timeline_work.h"

#include <string.h>

/* An interval with fewer values is as good as a number: less than this is no promise. */
enum { LEAST_PROMISE = 3 };

static bool is_printed(const struct staith_audit_cell *cell)
{
    return cell->promise == 0 &&
           (cell->shows == STAITH_AUDIT_EXACT || cell->shows == STAITH_AUDIT_RANGE);
}

/* A number, or the two hundredths around one. */
static bool is_number(const struct staith_point *point, const struct staith_audit_cell *cell)
{
    return cell->hi - cell->lo <= (point->fine ? 1 : 0);
}

/* What is left of the protection of `cell`, of which `printed` says what it says, `off` away. */
static void lower(const struct staith_point *printed, const struct staith_audit_cell *says,
                  int64_t off, struct staith_audit_cell *cell)
{
    bool fact = says->source == STAITH_AUDIT_PUBLIC;
    bool breakdown = printed->place[0] != '\0';
    int64_t values = says->hi - says->lo + 1 + (off < 0 ? -off : off);
    if (says->source == STAITH_AUDIT_RELEASE && cell->source == STAITH_AUDIT_EARLIER && breakdown) {
        return;
    }
    /* A figure of this council's own that is not quite the same is as good as the same. */
    if (values >= cell->promise && (fact || !is_number(printed, says))) {
        return;
    }
    bool told = values < LEAST_PROMISE || (!fact && is_number(printed, says));
    cell->promise = told ? 0 : values;
    cell->people = cell->people && cell->promise > 0;
}

/* Whether they are numbers of one figure in vintages of one period, so that they are as far apart
 * as it was corrected, which everybody is taken to be told. */
static bool are_vintages(const struct staith_point *a, const struct staith_point *b,
                         const struct staith_tie *tie)
{
    return tie->known && tie->least == tie->most && strcmp(a->dataset, b->dataset) == 0 &&
           staith_period_compare(a->period, b->period) == 0;
}

static int tie(struct staith_timeline_work *work, const struct staith_point *a,
               const struct staith_point *b)
{
    struct staith_audit_cell *cells = work->question->structure.cells;
    struct staith_tie tie = staith_tie_begin();
    staith_timeline_term(&tie, a, 1);
    staith_timeline_term(&tie, b, -1);
    int64_t off = staith_tie_off(&tie);
    if (is_printed(&cells[a->cell])) {
        lower(a, &cells[a->cell], off, &cells[b->cell]);
    } else if (is_printed(&cells[b->cell])) {
        lower(b, &cells[b->cell], off, &cells[a->cell]);
    }
    return are_vintages(a, b, &tie)
               ? staith_tie_write_exact(&tie, work->arena, work->question, work->err)
               : staith_tie_write(&tie, work->arena, work->question, work->err);
}

const struct staith_point *staith_timeline_stands(const struct staith_timeline_work *work,
                                                  const struct staith_point *points, uint32_t count)
{
    const struct staith_audit_cell *cells = work->question->structure.cells;
    const struct staith_point *stands = points;
    for (uint32_t i = 1; i < count; i++) {
        const struct staith_audit_cell *now = &cells[stands->cell];
        const struct staith_audit_cell *its = &cells[points[i].cell];
        if (is_printed(its) && (!is_printed(now) || its->hi - its->lo < now->hi - now->lo)) {
            stands = &points[i];
        }
    }
    return stands;
}

int staith_timeline_same(struct staith_timeline_work *work, const struct staith_point *points,
                         uint32_t count)
{
    const struct staith_audit_cell *cells = work->question->structure.cells;
    const struct staith_point *stands = staith_timeline_stands(work, points, count);
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < count; i++) {
        code = &points[i] == stands ? 0 : tie(work, stands, &points[i]);
    }
    for (uint32_t p = 0; code == 0 && p < count; p++) {
        if (&points[p] == stands || !is_printed(&cells[points[p].cell])) {
            continue;
        }
        for (uint32_t i = 0; code == 0 && i < count; i++) {
            bool once = i < p || !is_printed(&cells[points[i].cell]);
            if (i != p && &points[i] != stands && once) {
                code = tie(work, &points[p], &points[i]);
            }
        }
    }
    return code;
}
