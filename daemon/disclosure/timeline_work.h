/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_TIMELINE_WORK_H
#define STAITH_DISCLOSURE_TIMELINE_WORK_H
/*
 * Points and lines of a timeline while it is made. Private to the timeline: timeline.c has points,
 * lines and stocks, timeline_flow.c the flows.
 */
#include "disclosure/course.h"
#include "disclosure/ties.h"

enum { STAITH_TIMELINE_MAX_CUTS = 240, STAITH_TIMELINE_NO_CELL = -1 };

struct staith_point {
    const char *key;   /* what and place */
    const char *place; /* within the key */
    struct staith_course course;
    uint32_t cell;
    bool known; /* `count` is */
    int64_t count;
    bool fine;    /* in hundredths, cut */
    bool printed; /* by a public fact */
};

/* Points of one key, in the order of their months. */
struct staith_line {
    const char *key;
    const char *place;
    const struct staith_point *points;
    uint32_t count;
    uint32_t cut_count; /* of a flow */
    int32_t *cuts;
    int64_t *cells; /* of the stretch behind each cut, or STAITH_TIMELINE_NO_CELL */
    bool *known;
    int64_t *counts;
};

struct staith_timeline_work {
    struct staith_arena *arena;
    struct staith_question *question;
    struct staith_err *err;
    uint32_t point_count, line_count;
    struct staith_point *points;
    struct staith_line *lines;
};

int staith_timeline_no_memory(const struct staith_timeline_work *work);
/** Whether a cell is printed so that nothing of it is protected. */
bool staith_timeline_printed(const struct staith_audit_cell *cell);
/** An unknown behind all others, for which there is room: `name` begins with a sign that is behind
 *  all letters. 0, STAITH_ERR_NOMEM. */
int staith_timeline_cell(struct staith_timeline_work *work, const char *name,
                         struct staith_audit_cell shows);
/** The line of what is counted at a place, or NULL. */
struct staith_line *staith_timeline_find(struct staith_timeline_work *work, const char *what,
                                         const char *place);
/** A term of a relation. */
void staith_timeline_term(struct staith_tie *tie, const struct staith_point *point, int64_t times);
/** Two figures of the same thing at the same time: what is printed of one is not protected in the
 *  other. 0, STAITH_ERR_NOMEM. */
int staith_timeline_same(struct staith_timeline_work *work, const struct staith_point *a,
                         const struct staith_point *b);
/** Cut a line of flows into stretches and tie its figures to them. 0, STAITH_ERR_NOMEM,
 *  STAITH_ERR_LIMIT. */
int staith_timeline_flow(struct staith_timeline_work *work, struct staith_line *line);
/** The stretches of a line from month `first` to `last`: from *ret_begin, before *ret_end. */
void staith_timeline_stretches(const struct staith_line *line, int32_t first, int32_t last,
                               uint32_t *ret_begin, uint32_t *ret_end);

#endif
