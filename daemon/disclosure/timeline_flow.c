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

/* The least promise of the figures that the stretch is part of, 0 where none is protected. */
static int64_t promise_of(const struct staith_timeline_work *work, const struct staith_line *line,
                          uint32_t stretch)
{
    const struct staith_audit_cell *cells = work->question->structure.cells;
    int64_t least = 0;
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        int64_t its = cells[point->cell].promise;
        if (point->course.first <= line->cuts[stretch] &&
            point->course.last >= line->cuts[stretch] && its > 0 && (least == 0 || its < least)) {
            least = its;
        }
    }
    return least;
}

/* The cell of one stretch: the one figure for exactly it, what is printed before all others. */
static int make_stretch(struct staith_timeline_work *work, struct staith_line *line,
                        uint32_t stretch)
{
    const struct staith_audit_cell *cells = work->question->structure.cells;
    int32_t first = line->cuts[stretch];
    int32_t last = line->cuts[stretch + 1] - 1;
    bool within = false;
    line->cells[stretch] = STAITH_TIMELINE_NO_CELL;
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        within = within || (point->course.first <= first && point->course.last >= last);
        if (point->course.first == first && point->course.last == last &&
            (line->cells[stretch] == STAITH_TIMELINE_NO_CELL ||
             staith_timeline_printed(&cells[point->cell]))) {
            line->cells[stretch] = point->cell;
            line->known[stretch] = point->known;
            line->counts[stretch] = point->count;
        }
    }
    if (line->cells[stretch] != STAITH_TIMELINE_NO_CELL || !within) {
        return 0;
    }
    char name[2 * STAITH_SYSTEM_NAME_BYTES];
    struct staith_audit_cell shows = {.shows = STAITH_AUDIT_NOTHING,
                                      .promise = promise_of(work, line, stretch)};
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
    int64_t rest = point->count;
    staith_timeline_stretches(line, point->course.first, point->course.last, &begin, &end);
    for (uint32_t i = begin; i < end; i++) {
        rest -= line->known[i] ? line->counts[i] : 0;
        unknown += line->known[i] ? 0 : 1;
        which = line->known[i] ? which : i;
    }
    if (!point->known || unknown != 1) {
        return false;
    }
    line->known[which] = true;
    line->counts[which] = rest > 0 ? rest : 0;
    return true;
}

/* The first figure that is printed of the same months, or NULL. */
static const struct staith_point *find_printed(const struct staith_timeline_work *work,
                                               const struct staith_line *line,
                                               const struct staith_course *course)
{
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        if (point->course.first == course->first && point->course.last == course->last &&
            staith_timeline_printed(&work->question->structure.cells[point->cell])) {
            return point;
        }
    }
    return NULL;
}

static int tie_flow(struct staith_timeline_work *work, const struct staith_line *line,
                    const struct staith_point *point)
{
    struct staith_tie tie = staith_tie_begin();
    uint32_t begin = 0, end = 0;
    staith_timeline_stretches(line, point->course.first, point->course.last, &begin, &end);
    if (end == begin + 1) {
        for (uint32_t i = 0; i < line->count; i++) {
            if (line->cells[begin] == line->points[i].cell && &line->points[i] != point) {
                return staith_timeline_same(work, point, &line->points[i]);
            }
        }
        return 0;
    }
    const struct staith_point *printed = find_printed(work, line, &point->course);
    if (printed != NULL && printed != point) {
        return staith_timeline_same(work, point, printed);
    }
    staith_timeline_term(&tie, point, 1);
    for (uint32_t i = begin; i < end; i++) {
        staith_tie_add(&tie, (uint32_t)line->cells[i], -1, line->known[i], line->counts[i]);
    }
    return staith_tie_write(&tie, work->arena, work->question, work->err);
}

int staith_timeline_flow(struct staith_timeline_work *work, struct staith_line *line)
{
    line->cuts = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->cuts));
    line->cells = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->cells));
    line->known = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->known));
    line->counts = staith_arena_array(work->arena, STAITH_TIMELINE_MAX_CUTS, sizeof(*line->counts));
    if (line->cuts == NULL || line->cells == NULL || line->known == NULL || line->counts == NULL) {
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
    for (uint32_t i = 0; code == 0 && i < line->count; i++) {
        code = tie_flow(work, line, &line->points[i]);
    }
    return code;
}
