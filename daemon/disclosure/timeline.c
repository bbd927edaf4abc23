/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cell with a course becomes a point: what it counts, from which month to which. Points that
 * count the same make a line.
 */
#include "disclosure/timeline.h"

#include "disclosure/place.h"
#include "disclosure/shows.h"
#include "disclosure/timeline_work.h"

#include <inttypes.h>
#include <staith/plugin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int staith_timeline_no_memory(const struct staith_timeline_work *work)
{
    return staith_err_set(work->err, STAITH_ERR_NOMEM, "no memory for the audit over time");
}

void staith_timeline_term(struct staith_tie *tie, const struct staith_point *point, int64_t times)
{
    staith_tie_add_between(tie, point->cell, times, point->counted.known, point->counted.least,
                           point->counted.most);
    tie->fine = tie->fine || point->fine;
    tie->printed = tie->printed || point->printed;
}

/* ---- points ---- */

int staith_timeline_room(struct staith_timeline_work *work, uint32_t more)
{
    struct staith_structure *structure = &work->question->structure;
    uint32_t count = structure->system.cell_count;
    if (more > STAITH_SYSTEM_MAX_CELLS - count) {
        return staith_err_set(work->err, STAITH_ERR_LIMIT,
                              "what was published is too much to be audited");
    }
    const char **names = staith_arena_array(work->arena, (size_t)count + more, sizeof(*names));
    struct staith_audit_cell *cells =
        staith_arena_array(work->arena, (size_t)count + more, sizeof(*cells));
    if (names == NULL || cells == NULL) {
        return staith_timeline_no_memory(work);
    }
    if (count > 0) {
        memcpy(names, structure->system.names, count * sizeof(*names));
        memcpy(cells, structure->cells, count * sizeof(*cells));
    }
    structure->system.names = names;
    structure->cells = cells;
    return 0;
}

/* An unknown behind all others: its name begins with a sign that is behind all letters. */
int staith_timeline_cell(struct staith_timeline_work *work, const char *name,
                         struct staith_audit_cell shows)
{
    struct staith_structure *structure = &work->question->structure;
    const char *kept = staith_arena_strdup(work->arena, name);
    if (kept == NULL) {
        return staith_timeline_no_memory(work);
    }
    structure->system.names[structure->system.cell_count] = kept;
    structure->cells[structure->system.cell_count++] = shows;
    return 0;
}

int staith_timeline_point(struct staith_timeline_work *work,
                          const struct staith_timeline_part *part, const char *name, uint32_t cell,
                          struct staith_point *out)
{
    char key[2 * STAITH_SYSTEM_NAME_BYTES];
    size_t len = strcspn(name, "|#");
    int place_len = (int)strcspn(name + len, "#");
    *out = (struct staith_point){
        .cell = cell, .dataset = part->catalogue->dataset, .period = part->period};
    out->catalogue = part->catalogue;
    out->course = staith_course_of(part->catalogue->dataset, name, len, part->period);
    if (out->course.kind == STAITH_COURSE_ITSELF) {
        (void)snprintf(key, sizeof(key), "=%s.%.*s%.*s", part->catalogue->dataset, (int)len, name,
                       place_len, name + len);
    } else {
        (void)snprintf(key, sizeof(key), "%s%.*s", out->course.what, place_len, name + len);
    }
    staith_place_sort(key);
    out->key = staith_arena_strdup(work->arena, key);
    if (out->key == NULL) {
        return staith_timeline_no_memory(work);
    }
    out->place = out->key + strcspn(out->key, "|");
    return 0;
}

static int64_t fineness(const struct staith_catalogue *catalogue, const char *name)
{
    char code[STAITH_SYSTEM_NAME_BYTES];
    (void)snprintf(code, sizeof(code), "%.*s", (int)strcspn(name, "|#"), name);
    int at = staith_catalogue_measure(catalogue, code);
    return at >= 0 && catalogue->measures[at].unit == STAITH_UNIT_FTE_MILLIONTHS
               ? STAITH_STRUCTURE_FTE_FINENESS
               : 1;
}

static void learn_count(const struct staith_timeline_part *part, const char *name,
                        struct staith_point *point)
{
    char plain[STAITH_SYSTEM_NAME_BYTES];
    int64_t fine = fineness(part->catalogue, name);
    (void)snprintf(plain, sizeof(plain), "%.*s", (int)strcspn(name, "#"), name);
    int64_t at = part->truth == NULL ? -1 : staith_system_find(part->truth, plain);
    point->fine = fine > 1;
    int64_t count = at >= 0 ? part->truth->values[at] / fine : 0;
    point->counted = (struct staith_counted){at >= 0, count, count};
}

/* The points from `first` on that are of the same months as it. */
uint32_t staith_timeline_months(const struct staith_line *line, uint32_t first)
{
    const struct staith_course *course = &line->points[first].course;
    uint32_t count = 0;
    while (first + count < line->count &&
           line->points[first + count].course.first == course->first &&
           line->points[first + count].course.last == course->last) {
        count++;
    }
    return count;
}

static const struct staith_timeline_part *part_of(const struct staith_timeline_part *parts,
                                                  uint32_t count, const char *name)
{
    const char *suffix = name + strcspn(name, "#");
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(parts[i].suffix, suffix) == 0) {
            return &parts[i];
        }
    }
    return NULL;
}

static int list_cells(struct staith_timeline_work *work, const struct staith_timeline_part *parts,
                      uint32_t count)
{
    const struct staith_system *system = &work->question->structure.system;
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < system->cell_count; i++) {
        const struct staith_timeline_part *part = part_of(parts, count, system->names[i]);
        if (part != NULL) {
            struct staith_point *point = &work->points[work->point_count++];
            code = staith_timeline_point(work, part, system->names[i], i, point);
            learn_count(part, system->names[i], point);
        }
    }
    return code;
}

static int by_time(const void *a, const void *b)
{
    const struct staith_point *left = a;
    const struct staith_point *right = b;
    int order = strcmp(left->key, right->key);
    if (order == 0) {
        order = (left->course.last > right->course.last) - (left->course.last < right->course.last);
    }
    if (order == 0) {
        order =
            (left->course.first > right->course.first) - (left->course.first < right->course.first);
    }
    return order != 0 ? order : (left->cell > right->cell) - (left->cell < right->cell);
}

static int make_lines(struct staith_timeline_work *work)
{
    qsort(work->points, work->point_count, sizeof(*work->points), by_time);
    work->lines = staith_arena_array(work->arena, work->point_count, sizeof(*work->lines));
    if (work->lines == NULL) {
        return staith_timeline_no_memory(work);
    }
    for (uint32_t i = 0; i < work->point_count; i++) {
        const struct staith_point *point = &work->points[i];
        if (i == 0 || strcmp(point->key, work->points[i - 1].key) != 0) {
            work->lines[work->line_count++] =
                (struct staith_line){.key = point->key, .place = point->place, .points = point};
        }
        work->lines[work->line_count - 1].count++;
    }
    return 0;
}

struct staith_line *staith_timeline_find(struct staith_timeline_work *work, const char *what,
                                         const char *place)
{
    char key[2 * STAITH_SYSTEM_NAME_BYTES];
    uint32_t low = 0;
    uint32_t high = work->line_count;
    (void)snprintf(key, sizeof(key), "%s%s", what, place);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(work->lines[middle].key, key);
        if (order == 0) {
            return &work->lines[middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

/* ---- stocks ---- */

/* Add what flowed in the months from `first` to `last`; false: not all of it is part of a figure.
 */
static bool tie_stretches(struct staith_tie *tie, const struct staith_line *line, int32_t first,
                          int32_t last, int64_t times)
{
    uint32_t begin = 0, end = 0;
    if (line == NULL) {
        return false;
    }
    staith_timeline_stretches(line, first, last, &begin, &end);
    bool whole = begin < end && end < line->cut_count && line->cuts[begin] == first &&
                 line->cuts[end] == last + 1;
    for (uint32_t i = begin; whole && i < end; i++) {
        whole = line->cells[i] != STAITH_TIMELINE_NO_CELL;
        if (whole) {
            const struct staith_counted *its = &line->counted[i];
            staith_tie_add_between(tie, (uint32_t)line->cells[i], times, its->known, its->least,
                                   its->most);
        }
    }
    return whole;
}

/* Who was there, and came and did not go, is there. */
static int tie_stock(struct staith_timeline_work *work, const struct staith_line *line,
                     const struct staith_point *before, const struct staith_point *now)
{
    const char *in = NULL, *out = NULL;
    int32_t first = before->course.last + 1;
    int32_t last = now->course.last;
    struct staith_tie tie = staith_tie_begin();
    staith_timeline_term(&tie, now, 1);
    staith_timeline_term(&tie, before, -1);
    if (!staith_course_flows(now->course.what, &in, &out) || !staith_course_stays(line->place) ||
        !tie_stretches(&tie, staith_timeline_find(work, in, line->place), first, last, -1) ||
        !tie_stretches(&tie, staith_timeline_find(work, out, line->place), first, last, 1)) {
        return 0;
    }
    return staith_tie_write(&tie, work->arena, work->question, work->err);
}

static int add_stock(struct staith_timeline_work *work, const struct staith_line *line)
{
    const struct staith_point *before = NULL;
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < line->count;) {
        const struct staith_point *first = &line->points[i];
        uint32_t count = 0;
        while (i < line->count && line->points[i].course.last == first->course.last) {
            count++;
            i++;
        }
        const struct staith_point *now = staith_timeline_stands(work, first, count);
        code = staith_timeline_same(work, first, count);
        if (code == 0 && before != NULL) {
            code = tie_stock(work, line, before, now);
        }
        before = now;
    }
    return code;
}

/* Figures of one thing in one period. */
static int add_itself(struct staith_timeline_work *work, const struct staith_line *line)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < line->count;) {
        const struct staith_point *first = &line->points[i];
        uint32_t count = staith_timeline_months(line, i);
        code = staith_timeline_same(work, first, count);
        i += count;
    }
    return code;
}

/* A line is cut at most at both ends of its figures, and where its stock is counted. */
static uint32_t stretches_at_most(const struct staith_timeline_work *work)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < work->line_count; i++) {
        most += 2 * work->lines[i].count;
    }
    return 3 * most;
}

int staith_timeline_add(const struct staith_timeline_part *parts, uint32_t part_count,
                        const struct staith_timeline_fact *facts, uint32_t fact_count,
                        struct staith_arena *arena, struct staith_question *question,
                        struct staith_err *err)
{
    struct staith_timeline_work work = {.arena = arena, .question = question, .err = err};
    size_t most = (size_t)question->structure.system.cell_count + fact_count;
    work.points = staith_arena_array(arena, most, sizeof(*work.points));
    if (work.points == NULL) {
        return staith_timeline_no_memory(&work);
    }
    int code = staith_timeline_room(&work, fact_count);
    code = code != 0 ? code : list_cells(&work, parts, part_count);
    code = code != 0 ? code : staith_timeline_facts(&work, parts, part_count, facts, fact_count);
    code = code != 0 ? code : make_lines(&work);
    code = code != 0 ? code : staith_timeline_room(&work, stretches_at_most(&work));
    /* Flows first: stocks are tied by their stretches. */
    for (uint32_t i = 0; code == 0 && i < work.line_count; i++) {
        if (work.lines[i].points[0].course.kind == STAITH_COURSE_FLOW) {
            code = staith_timeline_flow(&work, &work.lines[i]);
        }
    }
    for (uint32_t i = 0; code == 0 && i < work.line_count; i++) {
        enum staith_course_kind kind = work.lines[i].points[0].course.kind;
        if (kind == STAITH_COURSE_STOCK) {
            code = add_stock(&work, &work.lines[i]);
        } else if (kind == STAITH_COURSE_ITSELF) {
            code = add_itself(&work, &work.lines[i]);
        }
        code = code != 0 ? code : staith_timeline_fte(&work, &work.lines[i]);
    }
    return code != 0 ? code : staith_timeline_bands(&work);
}
