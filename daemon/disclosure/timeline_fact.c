/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is printed elsewhere, as cells of the question that print what they say.
 *
 * A figure that does not fit the count it is said to be of is not known to anybody: who believes it
 * learns nothing true. So it says nothing here, and above all takes no protection away.
 */
#include "disclosure/timeline_work.h"

#include "disclosure/place.h"
#include "disclosure/shows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What is known of the figure that a fact says it is. */
struct own {
    struct staith_counted counted;
    const struct staith_audit_cell *shown; /* NULL: it is not published */
};

/* What one vintage of the figure's period says of it. */
static struct own said_by(const struct staith_timeline_work *work,
                          const struct staith_timeline_part *part,
                          const struct staith_timeline_fact *fact)
{
    struct own own = {{false, 0, 0}, NULL};
    struct staith_place place;
    char name[STAITH_SYSTEM_NAME_BYTES];
    char shown[2 * STAITH_SYSTEM_NAME_BYTES];
    if (staith_place_read(part->catalogue, fact->cell, &place) != STAITH_PLACE_LACKS_NOTHING ||
        staith_place_name(part->catalogue, &place, "", name, sizeof(name)) != 0) {
        return own;
    }
    (void)snprintf(shown, sizeof(shown), "%s%s", name, part->suffix);
    int64_t at = staith_system_find(&work->question->structure.system, shown);
    own.shown = at < 0 ? NULL : &work->question->structure.cells[at];
    at = part->truth == NULL ? -1 : staith_system_find(part->truth, name);
    if (at >= 0) {
        int64_t count = part->truth->values[at] / (fact->fine ? STAITH_STRUCTURE_FTE_FINENESS : 1);
        own.counted = (struct staith_counted){true, count, count};
    }
    return own;
}

/* Whether it can be true: by the count or, where that is lost, by what was published of it.
 * Hundredths were cut. */
static bool fits(const struct staith_timeline_fact *fact, const struct own *own)
{
    int64_t slack = fact->fine ? 1 : 0;
    if (own->counted.known) {
        return own->counted.least >= fact->lo - slack && own->counted.most <= fact->hi + slack;
    }
    return own->shown->shows == STAITH_AUDIT_NOTHING || own->shown->shows == STAITH_AUDIT_HIDDEN ||
           (own->shown->lo <= fact->hi + slack && own->shown->hi >= fact->lo - slack);
}

/* Vintages come newest first, and the newest that the figure fits is the one it is taken for:
 * whoever printed it had one of them. False: it was counted or published, and fits none. */
static bool own_of(const struct staith_timeline_work *work,
                   const struct staith_timeline_part *parts, uint32_t part_count,
                   const struct staith_timeline_fact *fact, struct own *ret_own)
{
    bool said = false;
    for (uint32_t p = 0; p < part_count; p++) {
        if (strcmp(parts[p].catalogue->dataset, fact->dataset) != 0 ||
            staith_period_compare(parts[p].period, fact->period) != 0) {
            continue;
        }
        const struct own own = said_by(work, &parts[p], fact);
        bool says = own.counted.known || own.shown != NULL;
        if (says && fits(fact, &own)) {
            *ret_own = own;
            return true;
        }
        said = said || says;
    }
    return !said;
}

static int add(struct staith_timeline_work *work, const struct staith_timeline_fact *fact,
               const struct staith_counted *counted)
{
    const struct staith_catalogue named = {.dataset = fact->dataset};
    const struct staith_timeline_part part = {.catalogue = &named, .period = fact->period};
    const uint32_t cell = work->question->structure.system.cell_count;
    struct staith_point *point = &work->points[work->point_count++];
    struct staith_audit_cell shows = {.shows = STAITH_AUDIT_RANGE, .lo = fact->lo, .hi = fact->hi};
    char name[32];
    (void)snprintf(name, sizeof(name), "~%06" PRIu32, work->point_count);
    if (fact->lo == fact->hi) {
        shows = staith_audit_exact(fact->lo);
    }
    shows.source = STAITH_AUDIT_PUBLIC;
    int code = staith_timeline_point(work, &part, fact->cell, cell, point);
    point->catalogue = NULL;
    point->fine = fact->fine;
    point->printed = true;
    point->counted = counted->known ? *counted : (struct staith_counted){true, fact->lo, fact->hi};
    return code != 0 ? code : staith_timeline_cell(work, name, shows);
}

int staith_timeline_facts(struct staith_timeline_work *work,
                          const struct staith_timeline_part *parts, uint32_t part_count,
                          const struct staith_timeline_fact *facts, uint32_t fact_count)
{
    int code = 0;
    for (uint32_t i = 0; code == 0 && i < fact_count; i++) {
        struct own own = {{false, 0, 0}, NULL};
        if (own_of(work, parts, part_count, &facts[i], &own)) {
            code = add(work, &facts[i], &own.counted);
        }
    }
    return code;
}
