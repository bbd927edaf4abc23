/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nobody is more than one FTE, so that what is printed of FTE says how many people there are at
 * least, and what is printed of people how many FTE there are at most. Of what a release shows
 * itself structure.c takes that, place by place; here it is taken where a public fact is of either.
 */
#include "disclosure/timeline_work.h"

#include "disclosure/shows.h"

#include <stdio.h>
#include <string.h>

static const char fte_end[] = "_fte";

/* The line of the people whose FTE a line has, or NULL. */
static const struct staith_line *people_of(struct staith_timeline_work *work,
                                           const struct staith_line *line)
{
    char what[2 * STAITH_SYSTEM_NAME_BYTES];
    size_t len = (size_t)(line->place - line->key);
    size_t end = strlen(fte_end);
    if (len < end || strncmp(line->place - end, fte_end, end) != 0) {
        return NULL;
    }
    (void)snprintf(what, sizeof(what), "%.*s_headcount", (int)(len - end), line->key);
    return staith_timeline_find(work, what, line->place);
}

/* Figures of a line at one time, of which one stands for all. */
struct group {
    const struct staith_point *stands; /* NULL: there are none */
    bool printed;                      /* one of them is, elsewhere */
};

/* Those of the time of `when`: of a stock the day, of a flow the months. */
static struct group group_of(const struct staith_timeline_work *work,
                             const struct staith_line *line, const struct staith_course *when)
{
    struct group group = {NULL, false};
    const struct staith_point *first = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < line->count; i++) {
        const struct staith_point *point = &line->points[i];
        if (point->course.last == when->last &&
            (when->kind == STAITH_COURSE_STOCK || point->course.first == when->first)) {
            first = first == NULL ? point : first;
            group.printed = group.printed || point->printed;
            count++;
        }
    }
    group.stands = count > 0 ? staith_timeline_stands(work, first, count) : NULL;
    return group;
}

/* Whether `point` is the first of its time in the line. */
static bool is_first(const struct staith_line *line, uint32_t at)
{
    const struct staith_course *its = &line->points[at].course;
    const struct staith_course *before = at > 0 ? &line->points[at - 1].course : NULL;
    return before == NULL || before->last != its->last ||
           (its->kind != STAITH_COURSE_STOCK && before->first != its->first);
}

int staith_timeline_fte(struct staith_timeline_work *work, const struct staith_line *line)
{
    const struct staith_line *people = people_of(work, line);
    int code = 0;
    for (uint32_t i = 0; code == 0 && people != NULL && i < line->count; i++) {
        if (!is_first(line, i)) {
            continue;
        }
        const struct group ftes = group_of(work, line, &line->points[i].course);
        const struct group heads = group_of(work, people, &line->points[i].course);
        if (heads.stands == NULL || (!ftes.printed && !heads.printed)) {
            continue;
        }
        struct staith_tie tie = staith_tie_begin();
        staith_timeline_term(&tie, heads.stands, STAITH_STRUCTURE_FTE_OF_ONE);
        staith_timeline_term(&tie, ftes.stands, -1);
        tie.printed = true;
        code = staith_tie_write_least(&tie, work->arena, work->question, work->err);
    }
    return code;
}
