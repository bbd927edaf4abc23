/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/bounds.h"

/* Rates make bounds creep by one at a time: the linear programs do that better. */
enum { ROUNDS = 30 };

int staith_bounds_init(struct staith_bounds *bounds, const struct staith_attack *attack,
                       struct staith_arena *arena)
{
    *bounds = (struct staith_bounds){.attack = attack};
    bounds->queue = staith_arena_array(arena, attack->rows, sizeof(*bounds->queue));
    bounds->queued = staith_arena_array(arena, attack->rows, sizeof(*bounds->queued));
    return bounds->queue == NULL || bounds->queued == NULL ? STAITH_ERR_NOMEM : 0;
}

static void touch_row(struct staith_bounds *bounds, uint32_t row)
{
    if (bounds->queued[row] == 0) {
        bounds->queued[row] = 1;
        bounds->queue[(bounds->head + bounds->waiting) % bounds->attack->rows] = row;
        bounds->waiting++;
    }
}

void staith_bounds_touch(struct staith_bounds *bounds, int64_t cell)
{
    const struct staith_attack *a = bounds->attack;
    if (cell < 0) {
        for (uint32_t r = 0; r < a->rows; r++) {
            touch_row(bounds, r);
        }
        return;
    }
    for (uint32_t e = a->cell_first[cell]; e < a->cell_first[cell + 1]; e++) {
        touch_row(bounds, a->cell_row[e]);
    }
}

static int64_t divide_down(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

static int64_t divide_up(int64_t a, int64_t b)
{
    return -divide_down(-a, b);
}

/* Values at which times * x is least and greatest. */
static int64_t least_of(int64_t times, int64_t lo, int64_t hi)
{
    return times > 0 ? times * lo : times * hi;
}

static int64_t greatest_of(int64_t times, int64_t lo, int64_t hi)
{
    return times > 0 ? times * hi : times * lo;
}

/* What lies between `low` and `high` for times * x says this of x. True when that is news. */
static bool narrow(int64_t times, int64_t low, int64_t high, int64_t *lo, int64_t *hi)
{
    int64_t from = times > 0 ? divide_up(low, times) : divide_up(high, times);
    int64_t to = times > 0 ? divide_down(high, times) : divide_down(low, times);
    bool news = false;
    if (from > *lo) {
        *lo = from;
        news = true;
    }
    /* An end that comes from "no limit known" is none. */
    if (to < *hi && to < STAITH_AUDIT_NO_LIMIT / 2) {
        *hi = to;
        news = true;
    }
    return news;
}

/* False: the row cannot be satisfied. */
static bool tighten_row(struct staith_bounds *bounds, uint32_t row, int64_t *lo, int64_t *hi)
{
    const struct staith_attack *a = bounds->attack;
    int64_t least = 0;
    int64_t greatest = 0;
    for (uint32_t e = a->row_first[row]; e < a->row_first[row + 1]; e++) {
        uint32_t cell = a->column[e];
        least += least_of(a->times[e], lo[cell], hi[cell]);
        greatest += greatest_of(a->times[e], lo[cell], hi[cell]);
    }
    bool below = a->row_lo[row] > -STAITH_AUDIT_NO_LIMIT;
    bool above = a->row_hi[row] < STAITH_AUDIT_NO_LIMIT;
    if ((above && least > a->row_hi[row]) || (below && greatest < a->row_lo[row])) {
        return false;
    }
    for (uint32_t e = a->row_first[row]; e < a->row_first[row + 1]; e++) {
        uint32_t cell = a->column[e];
        int64_t times = a->times[e];
        int64_t own_least = least_of(times, lo[cell], hi[cell]);
        int64_t own_greatest = greatest_of(times, lo[cell], hi[cell]);
        int64_t low = below ? a->row_lo[row] - (greatest - own_greatest) : own_least;
        int64_t high = above ? a->row_hi[row] - (least - own_least) : own_greatest;
        if (!narrow(times, low, high, &lo[cell], &hi[cell])) {
            continue;
        }
        if (lo[cell] > hi[cell]) {
            return false;
        }
        least += least_of(times, lo[cell], hi[cell]) - own_least;
        greatest += greatest_of(times, lo[cell], hi[cell]) - own_greatest;
        staith_bounds_touch(bounds, (int64_t)cell);
    }
    return true;
}

bool staith_bounds_tighten(struct staith_bounds *bounds, int64_t *lo, int64_t *hi)
{
    uint64_t work = (uint64_t)ROUNDS * bounds->attack->rows;
    bool fits = true;
    while (bounds->waiting > 0) {
        uint32_t row = bounds->queue[bounds->head];
        bounds->head = (bounds->head + 1) % bounds->attack->rows;
        bounds->waiting--;
        bounds->queued[row] = 0;
        if (fits && work > 0) {
            work--;
            fits = tighten_row(bounds, row, lo, hi);
        }
    }
    return fits;
}
