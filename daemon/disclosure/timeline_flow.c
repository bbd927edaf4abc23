/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of flows is cut wherever a figure or a stock begins or ends; a stretch between two cuts is
 * the cell that is for exactly it, or a new unknown where it is only part of figures. Every figure
 * is then the sum of its stretches.
 */
#include "disclosure/timeline_work.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Cut where `month` begins; the cuts stay in order. */
static int cut(struct staith_timeline_work *work, struct staith_line *line, int32_t month)
{
    uint32_t at = line->cut_count;
    while (at > 0 && line->cuts[at - 1] > month) {
        at--;
    }
    if (at > 0 && line->cuts[at - 1] == month) {
        return 0;
    }
    if (line->cut_count == STAITH_TIMELINE_MAX_CUTS) {
        return staith_err_set(work->err, STAITH_ERR_LIMIT,
                              "too many periods to be audited at once");
    }
    memmove(&line->cuts[at + 1], &line->cuts[at], (line->cut_count - at) * sizeof(*line->cuts));
    line->cuts[at] = month;
    line->cut_count++;
    return 0;
}

static int cut_line(struct staith_timeline_work *work, struct staith_line *line)
{
    const char *stock = staith_course_stock(line->points[0].course.what);
    const struct staith_line *stocks = NULL;
    int code = 0;
    if (stock != NULL && staith_course_stays(line->place)) {
        stocks = staith_timeline_find(work, stock, line->place);
    }
    for (uint32_t i = 0; code == 0 && i < line->count; i++) {
        code = cut(work, line, line->points[i].course.first);
        code = code != 0 ? code : cut(work, line, line->points[i].course.last + 1);
    }
    for (uint32_t i = 0; code == 0 && stocks != NULL && i < stocks->count; i++) {
        code = cut(work, line, stocks->points[i].course.last + 1);
    }
    return code;
}

/* The least promise of the figures that the stretch is part of, 0 where none is protected. What is
 * left of a figure that is lost says little of its stretches, so it counts only where there is no
 * other; a stretch that was there without today's release is then held to what is left of itself.
 */
static void take_promise(const struct staith_timeline_work *work, const struct staith_line *line,
                         uint32_t stretch, struct staith_audit_cell *shows)
{
    int64_t least[2] = {0, 0};
    bool some[2] = {false, false};
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        const struct staith_audit_cell *cell = &work->question->structure.cells[point->cell];
        int lost = cell->lost ? 1 : 0;
        if (point->course.first <= line->cuts[stretch] &&
            point->course.last >= line->cuts[stretch] && (cell->promise > 0 || cell->lost)) {
            bool less = cell->promise > 0 && (least[lost] == 0 || cell->promise < least[lost]);
            least[lost] = less ? cell->promise : least[lost];
            some[lost] = true;
        }
    }
    shows->lost = !some[0] && some[1];
    shows->promise = least[shows->lost ? 1 : 0];
}

/* The cell of one stretch: the one figure for exactly it, what is printed before all others. */
static int make_stretch(struct staith_timeline_work *work, struct staith_line *line,
                        uint32_t stretch)
{
    int32_t first = line->cuts[stretch];
    int32_t last = line->cuts[stretch + 1] - 1;
    bool within = false;
    line->cells[stretch] = STAITH_TIMELINE_NO_CELL;
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        within = within || (point->course.first <= first && point->course.last >= last);
        if (point->course.first == first && point->course.last == last &&
            line->cells[stretch] == STAITH_TIMELINE_NO_CELL) {
            const struct staith_point *stands =
                staith_timeline_stands(work, point, staith_timeline_months(line, i));
            line->cells[stretch] = stands->cell;
            line->counted[stretch] = stands->counted;
        }
    }
    if (line->cells[stretch] != STAITH_TIMELINE_NO_CELL || !within) {
        return 0;
    }
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    struct staith_audit_cell shows = {.shows = STAITH_AUDIT_NOTHING};
    take_promise(work, line, stretch, &shows);
    (void)snprintf(name, sizeof(name), "~%s#%06" PRId32 "-%06" PRId32, line->key, first, last);
    line->cells[stretch] = work->question->structure.system.cell_count;
    return staith_timeline_cell(work, name, shows);
}

/* The stretches of a figure: from *ret_begin, before *ret_end. */
void staith_timeline_stretches(const struct staith_line *line, int32_t first, int32_t last,
                               uint32_t *ret_begin, uint32_t *ret_end)
{
    uint32_t at = 0;
    while (at < line->cut_count && line->cuts[at] < first) {
        at++;
    }
    *ret_begin = at;
    while (at < line->cut_count && line->cuts[at] <= last) {
        at++;
    }
    *ret_end = at;
}

/* What really happened in a stretch follows where it is the only one of a figure not known. */
static bool follow(struct staith_line *line, const struct staith_point *point)
{
    uint32_t begin = 0, end = 0, unknown = 0, which = 0;
    int64_t least = point->counted.least;
    int64_t most = point->counted.most;
    staith_timeline_stretches(line, point->course.first, point->course.last, &begin, &end);
    for (uint32_t i = begin; i < end; i++) {
        const struct staith_counted *its = &line->counted[i];
        least -= its->known ? its->most : 0;
        most -= its->known ? its->least : 0;
        unknown += its->known ? 0 : 1;
        which = its->known ? which : i;
    }
    if (!point->counted.known || unknown != 1) {
        return false;
    }
    line->counted[which] =
        (struct staith_counted){true, least > 0 ? least : 0, most > 0 ? most : 0};
    return true;
}

/* A year is its quarters but for what was corrected since, of which somebody may have been told, as
 * of any correction: where all counts are known, exactly so far off as it is. */
static int write_sum(struct staith_timeline_work *work, const struct staith_tie *tie)
{
    bool exact = tie->known && tie->least == tie->most && tie->count <= STAITH_TIE_MAX_TERMS;
    return exact && !tie->fine && !tie->rebanded
               ? staith_tie_write_exact(tie, work->arena, work->question, work->err)
               : staith_tie_write(tie, work->arena, work->question, work->err);
}

/* The figures of the same months, tied to their stretches: the one that stands for them, and each
 * that is not the same number as it. */
static int tie_flows(struct staith_timeline_work *work, const struct staith_line *line,
                     const struct staith_point *points, uint32_t count)
{
    const struct staith_point *stands = staith_timeline_stands(work, points, count);
    uint32_t begin = 0, end = 0;
    staith_timeline_stretches(line, points->course.first, points->course.last, &begin, &end);
    int code = staith_timeline_same(work, points, count);
    for (uint32_t p = 0; code == 0 && end > begin + 1 && p < count; p++) {
        struct staith_tie both = staith_tie_begin();
        staith_timeline_term(&both, stands, 1);
        staith_timeline_term(&both, &points[p], -1);
        if (&points[p] != stands && staith_tie_off(&both) == 0) {
            continue;
        }
        struct staith_tie tie = staith_tie_begin();
        tie.rebanded = line->rebanded;
        staith_timeline_term(&tie, &points[p], 1);
        for (uint32_t i = begin; i < end; i++) {
            const struct staith_counted *its = &line->counted[i];
            staith_tie_add_between(&tie, (uint32_t)line->cells[i], -1, its->known, its->least,
                                   its->most);
        }
        code = write_sum(work, &tie);
    }
    return code;
}

int staith_timeline_flow(struct staith_timeline_work *work, struct staith_line *line)
{
    line->cuts = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->cuts));
    line->cells = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->cells));
    line->counted =
        staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->counted));
    if (line->cuts == NULL || line->cells == NULL || line->counted == NULL) {
        return staith_timeline_no_memory(work);
    }
    int code = cut_line(work, line);
    for (uint32_t i = 0; code == 0 && i + 1 < line->cut_count; i++) {
        code = make_stretch(work, line, i);
    }
    bool more = true;
    for (uint32_t turn = 0; more && turn < line->cut_count; turn++) {
        more = false;
        for (uint32_t i = 0; i < line->count; i++) {
            more = follow(line, &line->points[i]) || more;
        }
    }
    for (uint32_t i = 0; code == 0 && i < line->count;) {
        uint32_t count = staith_timeline_months(line, i);
        code = tie_flows(work, line, &line->points[i], count);
        i += count;
    }
    return code;
}
