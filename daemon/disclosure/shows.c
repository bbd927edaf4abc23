/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/shows.h"

#include <staith/plugin.h>

/* Possible values of a sum of money that is rounded to the nearest step, or hidden. Of FTE, four of
 * the five that their base is: 0 FTE beside 0 people are 4 at most. */
enum { AMOUNT_PROMISE = 5, BASE_PARTS = 5 };

/* FTE are audited in hundredths, because millionths beside people are beyond the precision of a
 * linear program. Intervals shrink to hundredths, so that whatever is found possible is; only an
 * exact total that is no hundredth is taken as the two beside it. */
static int64_t fineness(const struct staith_measure *measure)
{
    return measure->unit == STAITH_UNIT_FTE_MILLIONTHS ? STAITH_STRUCTURE_FTE_FINENESS : 1;
}

static struct staith_audit_cell range(int64_t lo, int64_t hi)
{
    return (struct staith_audit_cell){.shows = STAITH_AUDIT_RANGE, .lo = lo, .hi = hi};
}

static struct staith_audit_cell exact(const struct staith_measure *measure,
                                      const struct staith_value *value)
{
    int64_t fine = fineness(measure);
    int64_t below = value->value / fine;
    return value->value % fine == 0 ? staith_audit_exact(below) : range(below, below + 1);
}

static struct staith_audit_cell rounded(const struct staith_measure *measure,
                                        const struct staith_release_cell *cell)
{
    int64_t fine = fineness(measure);
    struct staith_audit_cell out =
        staith_audit_rounded(cell->value.value / fine, cell->base / fine, cell->reach);
    out.lo = (cell->value.lo + fine - 1) / fine;
    out.hi = cell->value.hi / fine;
    if (cell->reach == 0) {
        out.promise = AMOUNT_PROMISE;
    } else if (fine > 1) {
        out.promise = out.promise / BASE_PARTS * (BASE_PARTS - 1);
    }
    return out;
}

/* A hidden count: everybody knows what is printed of it, and that zeros are hidden too. */
static struct staith_audit_cell hidden(const struct staith_release_cell *cell)
{
    struct staith_audit_cell out = staith_audit_hidden(true, cell->base);
    if (cell->value.hi > 0) {
        out.lo = cell->value.lo;
        out.hi = cell->value.hi;
    }
    return out;
}

/* A sum of money that is hidden: what is shown around it must not tell it. A hidden median is in no
 * sum. */
static bool is_hidden_sum(const struct staith_structure_part *part,
                          const struct staith_release_cell *cell)
{
    int at = staith_catalogue_measure(part->catalogue, cell->measure);
    const struct staith_measure *measure = &part->catalogue->measures[at];
    return cell->reason != NULL && staith_measure_followed(measure) &&
           staith_measure_quarter(measure) == 0;
}

struct staith_audit_cell staith_structure_shows(const struct staith_structure_part *part,
                                                const struct staith_release_cell *cell)
{
    struct staith_audit_cell out = {.shows = STAITH_AUDIT_NOTHING};
    if (cell->value.status == STAITH_STATUS_VALUE) {
        int at = staith_catalogue_measure(part->catalogue, cell->measure);
        const struct staith_measure *measure = &part->catalogue->measures[at];
        if (cell->base == 0) {
            out = exact(measure, &cell->value);
        } else if (staith_measure_quarter(measure) != 0) {
            /* A median is nobody's value and in no sum: its interval is printed, and nothing is
             * promised of it beyond the people behind it. */
            out = range(cell->value.lo, cell->value.hi);
        } else {
            out = rounded(measure, cell);
        }
    } else if (cell->value.status == STAITH_STATUS_SUPPRESSED && cell->base > 0) {
        out = hidden(cell);
    } else if (cell->value.status == STAITH_STATUS_SUPPRESSED && is_hidden_sum(part, cell)) {
        out = staith_audit_hidden(true, AMOUNT_PROMISE);
    }
    out.source = part->source;
    return out;
}
