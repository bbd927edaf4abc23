/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XmR charts: one value a period, limits from how far it moves between periods. Periods without a
 * number are passed over: what stands on both sides follows each other.
 */
#include "aggregator/benchmark/statistics.h"

#include <math.h>

static const double OUTER = 2.66;
static const double INNER = 2.66 * 2 / 3;

/* The valid points of one stretch. */
struct stretch {
    size_t count;
    struct staith_xmr_point *points[STAITH_XMR_MOST_POINTS];
};

static bool set_limits(struct stretch *stretch)
{
    double sum = 0;
    double moves = 0;
    for (size_t i = 0; i < stretch->count; i++) {
        sum += stretch->points[i]->value;
        if (i > 0) {
            moves += fabs(stretch->points[i]->value - stretch->points[i - 1]->value);
        }
    }
    if (stretch->count < STAITH_XMR_LEAST_POINTS) {
        for (size_t i = 0; i < stretch->count; i++) {
            stretch->points[i]->valid = false;
        }
        return false;
    }
    double centre = sum / (double)stretch->count;
    double moving = moves / (double)(stretch->count - 1);
    for (size_t i = 0; i < stretch->count; i++) {
        struct staith_xmr_point *point = stretch->points[i];
        point->centre = centre;
        point->lower = centre - OUTER * moving;
        point->upper = centre + OUTER * moving;
        point->inner_lower = centre - INNER * moving;
        point->inner_upper = centre + INNER * moving;
    }
    return true;
}

static void mark(struct staith_xmr_point *point, enum staith_xmr_rule rule, int direction)
{
    if (point->rule == STAITH_XMR_NONE) {
        point->rule = rule;
        point->direction = direction;
    }
}

static int sign(double value)
{
    return (value > 0) - (value < 0);
}

static void mark_outside(struct stretch *stretch)
{
    for (size_t i = 0; i < stretch->count; i++) {
        struct staith_xmr_point *point = stretch->points[i];
        if (point->value > point->upper) {
            mark(point, STAITH_XMR_OUTSIDE, 1);
        } else if (point->value < point->lower) {
            mark(point, STAITH_XMR_OUTSIDE, -1);
        }
    }
}

/* Which way point i goes: against the point before it, or against the centre. */
static int way_of(const struct stretch *stretch, size_t i, bool against_before)
{
    const struct staith_xmr_point *point = stretch->points[i];
    return sign(point->value - (against_before ? stretch->points[i - 1]->value : point->centre));
}

/* Seven in a row that go the same way. A trend of seven points has six steps. */
static void mark_runs(struct stretch *stretch, enum staith_xmr_rule rule, bool steps)
{
    size_t first = steps ? 1 : 0;
    size_t needed = STAITH_XMR_RUN - first;
    size_t run = 0;
    int way = 0;
    for (size_t i = first; i < stretch->count; i++) {
        int here = way_of(stretch, i, steps);
        run = here != 0 && here == way ? run + 1 : here != 0 ? 1 : 0;
        way = here;
        if (run >= needed) {
            for (size_t j = i + 1 - needed - first; j <= i; j++) {
                mark(stretch->points[j], rule, way);
            }
        }
    }
}

/* 1 or -1 where the point lies between an inner and its outer limit. */
static int zone_of(const struct staith_xmr_point *point)
{
    if (point->value > point->inner_upper && point->value <= point->upper) {
        return 1;
    }
    return point->value < point->inner_lower && point->value >= point->lower ? -1 : 0;
}

static void mark_two_of_three(struct stretch *stretch)
{
    for (size_t i = 0; i + 2 < stretch->count; i++) {
        for (int side = -1; side <= 1; side += 2) {
            int inside = 0;
            for (size_t j = i; j < i + 3; j++) {
                inside += zone_of(stretch->points[j]) == side ? 1 : 0;
            }
            for (size_t j = i; j < i + 3 && inside >= 2; j++) {
                if (zone_of(stretch->points[j]) == side) {
                    mark(stretch->points[j], STAITH_XMR_TWO_OF_THREE, side);
                }
            }
        }
    }
}

bool staith_stats_xmr(struct staith_xmr_point *points, size_t count)
{
    struct stretch stretch = {0};
    bool any = false;
    if (count > STAITH_XMR_MOST_POINTS) {
        return false;
    }
    for (size_t i = 0; i <= count; i++) {
        if (i == count || (points[i].rebased && i > 0)) {
            if (set_limits(&stretch)) {
                any = true;
                mark_outside(&stretch);
                mark_runs(&stretch, STAITH_XMR_TREND, true);
                mark_two_of_three(&stretch);
                mark_runs(&stretch, STAITH_XMR_SHIFT, false);
            }
            stretch.count = 0;
        }
        if (i < count && points[i].valid) {
            stretch.points[stretch.count++] = &points[i];
        }
    }
    return any;
}

const char *staith_stats_xmr_words(enum staith_xmr_rule rule)
{
    static const char *const WORDS[] = {
        "",
        "outside the limits",
        "one of seven steadily rising or falling",
        "one of two in three close to a limit",
        "one of seven in a row on one side of the centre",
    };
    return WORDS[rule];
}
