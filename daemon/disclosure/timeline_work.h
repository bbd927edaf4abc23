/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_TIMELINE_WORK_H
#define STAITH_DISCLOSURE_TIMELINE_WORK_H
/*
 * Points and lines of a timeline while it is made. Private to the timeline: timeline.c has points,
 * lines and stocks, timeline_flow.c the flows, timeline_same.c figures of one thing,
 * timeline_fact.c what is printed elsewhere, timeline_fte.c people and their FTE,
 * timeline_bands.c bands that are cut anew.
 */
#include "disclosure/course.h"
#include "disclosure/ties.h"
#include "disclosure/timeline.h"

enum { STAITH_TIMELINE_MAX_CUTS = 240, STAITH_TIMELINE_NO_CELL = -1 };

/* What is really counted, where it is known; least < most for what was only printed rounded. */
struct staith_counted {
    bool known;
    int64_t least, most;
};

struct staith_point {
    const char *key;   /* what and place */
    const char *place; /* within the key */
    struct staith_course course;
    const char *dataset;                      /* of the release that counted it */
    const struct staith_catalogue *catalogue; /* NULL: a fact, which no catalogue knows */
    const struct staith_period *period;
    uint32_t cell;
    struct staith_counted counted;
    bool fine;    /* in hundredths, cut */
    bool printed; /* by a public fact */
};

/* Points of one key, in the order of their months. */
struct staith_line {
    const char *key;
    const char *place;
    const struct staith_point *points;
    uint32_t count;
    bool rebanded;      /* its points are bands, and its months those of a scale */
    uint32_t cut_count; /* of a flow */
    int32_t *cuts;
    int64_t *cells;                 /* of the stretch behind each cut, or STAITH_TIMELINE_NO_CELL */
    struct staith_counted *counted; /* of the same stretch */
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
/** An unknown behind all others, for which there is room: `name` begins with a sign that is behind
 *  all letters. 0, STAITH_ERR_NOMEM. */
int staith_timeline_cell(struct staith_timeline_work *work, const char *name,
                         struct staith_audit_cell shows);
/** Room for `more` unknowns behind all others. 0, STAITH_ERR_NOMEM, STAITH_ERR_LIMIT. */
int staith_timeline_room(struct staith_timeline_work *work, uint32_t more);
/** The line of what is counted at a place, or NULL. */
struct staith_line *staith_timeline_find(struct staith_timeline_work *work, const char *what,
                                         const char *place);
/** A term of a relation. */
void staith_timeline_term(struct staith_tie *tie, const struct staith_point *point, int64_t times);
/** A point of a cell called `name` ("leavers|sex=male", a suffix may follow). 0, STAITH_ERR_NOMEM.
 */
int staith_timeline_point(struct staith_timeline_work *work,
                          const struct staith_timeline_part *part, const char *name, uint32_t cell,
                          struct staith_point *out);
/** Add the facts as points of cells of their own, which print what they say, for which there is
 *  room. 0, STAITH_ERR_NOMEM. */
int staith_timeline_facts(struct staith_timeline_work *work,
                          const struct staith_timeline_part *parts, uint32_t part_count,
                          const struct staith_timeline_fact *facts, uint32_t fact_count);
/** Of figures of one thing at one time, that which stands for all: what is printed before others,
 *  of these what says most. */
const struct staith_point *staith_timeline_stands(const struct staith_timeline_work *work,
                                                  const struct staith_point *points,
                                                  uint32_t count);
/** How many points from `first` on are of the same months as it. */
uint32_t staith_timeline_months(const struct staith_line *line, uint32_t first);
/** Tie figures of one thing at one time to that which stands for them and to all that is printed;
 *  what is printed of one is not protected in another. 0, STAITH_ERR_NOMEM. */
int staith_timeline_same(struct staith_timeline_work *work, const struct staith_point *points,
                         uint32_t count);
/** Cut a line of flows into stretches and tie its figures to them. 0, STAITH_ERR_NOMEM,
 *  STAITH_ERR_LIMIT. */
int staith_timeline_flow(struct staith_timeline_work *work, struct staith_line *line);
/** Tie bands that are cut in more than one way by what lies between all cuts. 0, STAITH_ERR_NOMEM,
 *  STAITH_ERR_LIMIT. */
int staith_timeline_bands(struct staith_timeline_work *work);
/** Where a line is of FTE and a fact prints them or their people: no more FTE than people. 0,
 *  STAITH_ERR_NOMEM. */
int staith_timeline_fte(struct staith_timeline_work *work, const struct staith_line *line);
/** The stretches of a line from month `first` to `last`: from *ret_begin, before *ret_end. */
void staith_timeline_stretches(const struct staith_line *line, int32_t first, int32_t last,
                               uint32_t *ret_begin, uint32_t *ret_end);

#endif
