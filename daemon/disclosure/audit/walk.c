/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/walk.h"

/* Where a cell has no limit, a walk goes no further at a time. */
enum { STRIDE = 64, PUSHES = 4 };

int staith_walk_init(struct staith_walk *walk, const struct staith_attack *attack,
                     const struct staith_moves *moves, struct staith_arena *arena)
{
    *walk = (struct staith_walk){attack, moves, UINT64_C(0x9E3779B97F4A7C15), NULL};
    walk->x = staith_arena_array(arena, (size_t)attack->cells + 1, sizeof(*walk->x));
    return walk->x == NULL ? STAITH_ERR_NOMEM : 0;
}

/* xorshift64*, Vigna 2016. */
static uint64_t throw_dice(struct staith_walk *walk)
{
    walk->dice ^= walk->dice >> 12;
    walk->dice ^= walk->dice << 25;
    walk->dice ^= walk->dice >> 27;
    return (walk->dice * UINT64_C(0x2545F4914F6CDD1D)) >> 16;
}

/* How far a move may go back and forth. */
static void find_range(const struct staith_walk *walk, uint32_t move, const int64_t *lo,
                       const int64_t *hi, int64_t *ret_back, int64_t *ret_forth)
{
    const struct staith_moves *moves = walk->moves;
    int64_t back = -STAITH_AUDIT_NO_LIMIT;
    int64_t forth = STAITH_AUDIT_NO_LIMIT;
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1] && back < forth; m++) {
        uint32_t cell = moves->cell[m];
        int64_t times = moves->times[m];
        int64_t down = walk->x[cell] - lo[cell];
        int64_t up = hi[cell] - walk->x[cell];
        if (times < 0) {
            int64_t swap = down;
            down = up;
            up = swap;
            times = -times;
        }
        if (times != 1) {
            down /= times;
            up /= times;
        }
        back = back < -down ? -down : back;
        forth = forth > up ? up : forth;
    }
    *ret_back = back;
    *ret_forth = forth;
}

static bool row_holds(const struct staith_walk *walk, uint32_t row)
{
    const struct staith_attack *a = walk->attack;
    int64_t sum = 0;
    for (uint32_t e = a->row_first[row]; e < a->row_first[row + 1]; e++) {
        sum += a->times[e] * walk->x[a->column[e]];
    }
    return (a->row_lo[row] <= -STAITH_AUDIT_NO_LIMIT || sum >= a->row_lo[row]) &&
           (a->row_hi[row] >= STAITH_AUDIT_NO_LIMIT || sum <= a->row_hi[row]);
}

static void shift(struct staith_walk *walk, uint32_t move, int64_t step)
{
    const struct staith_moves *moves = walk->moves;
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        walk->x[moves->cell[m]] += step * moves->times[m];
    }
}

/* Go `step` along a move unless a row that is not an equation forbids it. */
static void go(struct staith_walk *walk, uint32_t move, int64_t step)
{
    const struct staith_attack *a = walk->attack;
    const struct staith_moves *moves = walk->moves;
    if (step == 0) {
        return;
    }
    shift(walk, move, step);
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        uint32_t cell = moves->cell[m];
        for (uint32_t e = a->cell_first[cell]; e < a->cell_first[cell + 1]; e++) {
            uint32_t row = a->cell_row[e];
            if (a->row_lo[row] != a->row_hi[row] && !row_holds(walk, row)) {
                shift(walk, move, -step);
                return;
            }
        }
    }
}

/* Every fourth step goes to either end: the ends are what an interval is made of. */
static int64_t choose_step(struct staith_walk *walk, int64_t back, int64_t forth)
{
    uint64_t dice = throw_dice(walk);
    if ((dice & 7) == 0 && back > -STAITH_AUDIT_NO_LIMIT / 2) {
        return back;
    }
    if ((dice & 7) == 1 && forth < STAITH_AUDIT_NO_LIMIT / 2) {
        return forth;
    }
    back = back < -STRIDE ? -STRIDE : back;
    forth = forth > STRIDE ? STRIDE : forth;
    return back + (int64_t)((dice >> 3) % (uint64_t)(forth - back + 1));
}

void staith_walk_sweep(struct staith_walk *walk, const int64_t *lo, const int64_t *hi)
{
    for (uint32_t move = 0; move < walk->moves->count; move++) {
        int64_t back;
        int64_t forth;
        find_range(walk, move, lo, hi, &back, &forth);
        if (back < forth) {
            go(walk, move, choose_step(walk, back, forth));
        }
    }
}

/* How often a move's step changes a cell. */
static int64_t part_in(const struct staith_moves *moves, uint32_t move, uint32_t cell)
{
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        if (moves->cell[m] == cell) {
            return moves->times[m];
        }
    }
    return 0;
}

/* A step of a move that makes room, or one in four times any. */
static int64_t step_aside(struct staith_walk *walk, bool up, int64_t back, int64_t forth)
{
    uint64_t dice = throw_dice(walk) & 3;
    int64_t end = up ? back : forth;
    bool has_limit = end > -STAITH_AUDIT_NO_LIMIT / 2 && end < STAITH_AUDIT_NO_LIMIT / 2;
    return dice == 0 || !has_limit ? choose_step(walk, back, forth) : end;
}

void staith_walk_push(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t cell,
                      int64_t value)
{
    const struct staith_moves *moves = walk->moves;
    bool up = value > walk->x[cell];
    uint32_t count = moves->count;
    uint32_t begin = count == 0 ? 0 : (uint32_t)(throw_dice(walk) % count);
    for (uint32_t i = 0; i < PUSHES * count && walk->x[cell] != value; i++) {
        uint32_t move = (begin + i) % count;
        int64_t back;
        int64_t forth;
        find_range(walk, move, lo, hi, &back, &forth);
        if (back >= forth) {
            continue;
        }
        int64_t part = part_in(moves, move, cell);
        if (part == 0) {
            go(walk, move, step_aside(walk, up, back, forth));
            continue;
        }
        int64_t wanted = (value - walk->x[cell]) / part;
        wanted = wanted < back ? back : wanted;
        go(walk, move, wanted > forth ? forth : wanted);
    }
}
