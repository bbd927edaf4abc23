/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/audit/walk.h"

/* Where a cell has no limit, a walk goes no further at a time. */
enum { STRIDE = 64, PUSHES = 4, LINKS = 12, CHAINS = 80 };

int staith_walk_init(struct staith_walk *walk, const struct staith_attack *attack,
                     const struct staith_moves *moves, struct staith_arena *arena)
{
    *walk = (struct staith_walk){.attack = attack,
                                 .moves = moves,
                                 .dice = UINT64_C(0x9E3779B97F4A7C15),
                                 .equations_only = true};
    for (uint32_t r = 0; r < attack->rows; r++) {
        walk->equations_only = walk->equations_only && attack->row_lo[r] == attack->row_hi[r];
    }
    walk->x = staith_arena_array(arena, attack->cells, sizeof(*walk->x));
    walk->part = staith_arena_array(arena, moves->count, sizeof(*walk->part));
    return walk->x == NULL || walk->part == NULL ? STAITH_ERR_NOMEM : 0;
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

static bool rows_hold(const struct staith_walk *walk, uint32_t move)
{
    const struct staith_attack *a = walk->attack;
    const struct staith_moves *moves = walk->moves;
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        uint32_t cell = moves->cell[m];
        for (uint32_t e = a->cell_first[cell]; e < a->cell_first[cell + 1]; e++) {
            uint32_t row = a->cell_row[e];
            if (a->row_lo[row] != a->row_hi[row] && !row_holds(walk, row)) {
                return false;
            }
        }
    }
    return true;
}

/* Go `step` along a move unless a row that is not an equation forbids it. */
static void go(struct staith_walk *walk, uint32_t move, int64_t step)
{
    if (step != 0) {
        shift(walk, move, step);
        if (!walk->equations_only && !rows_hold(walk, move)) {
            shift(walk, move, -step);
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

/* The first cell of a move that is out of bounds, or -1. */
static int64_t find_broken(const struct staith_walk *walk, uint32_t move, const int64_t *lo,
                           const int64_t *hi)
{
    const struct staith_moves *moves = walk->moves;
    for (uint32_t m = moves->first[move]; m < moves->first[move + 1]; m++) {
        uint32_t cell = moves->cell[m];
        if (walk->x[cell] < lo[cell] || walk->x[cell] > hi[cell]) {
            return (int64_t)cell;
        }
    }
    return -1;
}

/* A move by one where it is blocked: the cell that it pushes out of bounds is brought back by
 * another move, and so on, a few moves long. */
static bool chain(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t move,
                  int64_t step)
{
    const struct staith_moves *moves = walk->moves;
    uint32_t used[LINKS];
    int64_t steps[LINKS];
    uint32_t count = 0;
    int64_t broken;
    do {
        used[count] = move;
        steps[count] = step;
        count++;
        shift(walk, move, step);
        broken = -1;
        for (uint32_t i = count; broken < 0 && i-- > 0;) {
            broken = find_broken(walk, used[i], lo, hi);
        }
        if (broken < 0) {
            break;
        }
        uint32_t first = moves->cell_first[broken];
        uint32_t choices = moves->cell_first[broken + 1] - first;
        uint32_t choice = first + (uint32_t)(throw_dice(walk) % choices);
        bool raise = walk->x[broken] < lo[broken];
        move = moves->cell_move[choice];
        step = raise == (moves->cell_times[choice] > 0) ? 1 : -1;
    } while (count < LINKS);
    bool fine = broken < 0;
    for (uint32_t i = 0; fine && !walk->equations_only && i < count; i++) {
        fine = rows_hold(walk, used[i]);
    }
    for (uint32_t i = 0; !fine && i < count; i++) {
        shift(walk, used[i], -steps[i]);
    }
    return fine;
}

void staith_walk_sweep(struct staith_walk *walk, const int64_t *lo, const int64_t *hi)
{
    for (uint32_t move = 0; move < walk->moves->count; move++) {
        int64_t back;
        int64_t forth;
        find_range(walk, move, lo, hi, &back, &forth);
        if (back < forth) {
            go(walk, move, choose_step(walk, back, forth));
        } else {
            (void)chain(walk, lo, hi, move, (throw_dice(walk) & 1) != 0 ? 1 : -1);
        }
    }
}

/* A step of a move that makes room, or one in four times any. */
static int64_t step_aside(struct staith_walk *walk, bool up, int64_t back, int64_t forth)
{
    uint64_t dice = throw_dice(walk) & 3;
    int64_t end = up ? back : forth;
    bool has_limit = end > -STAITH_AUDIT_NO_LIMIT / 2 && end < STAITH_AUDIT_NO_LIMIT / 2;
    return dice == 0 || !has_limit ? choose_step(walk, back, forth) : end;
}

/* Along one move as far towards `value` as it leads. */
static void approach(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t move,
                     int64_t distance, int64_t part)
{
    int64_t back;
    int64_t forth;
    find_range(walk, move, lo, hi, &back, &forth);
    if (back < forth) {
        int64_t wanted = distance / part;
        wanted = wanted < back ? back : wanted;
        go(walk, move, wanted > forth ? forth : wanted);
    }
}

static void make_room(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t move,
                      bool up)
{
    int64_t back;
    int64_t forth;
    find_range(walk, move, lo, hi, &back, &forth);
    if (back < forth) {
        go(walk, move, step_aside(walk, up, back, forth));
    }
}

void staith_walk_push(struct staith_walk *walk, const int64_t *lo, const int64_t *hi, uint32_t cell,
                      int64_t value)
{
    const struct staith_moves *moves = walk->moves;
    uint32_t first = moves->cell_first[cell];
    uint32_t last = moves->cell_first[cell + 1];
    for (uint32_t m = first; m < last && walk->x[cell] != value; m++) {
        approach(walk, lo, hi, moves->cell_move[m], value - walk->x[cell], moves->cell_times[m]);
    }
    for (int i = 0; i < CHAINS && walk->x[cell] != value && first < last; i++) {
        uint32_t m = first + (uint32_t)(throw_dice(walk) % (last - first));
        int64_t step = (value > walk->x[cell]) == (moves->cell_times[m] > 0) ? 1 : -1;
        (void)chain(walk, lo, hi, moves->cell_move[m], step);
    }
    if (walk->x[cell] == value || first == last) {
        return;
    }
    for (uint32_t m = first; m < last; m++) {
        walk->part[moves->cell_move[m]] = moves->cell_times[m];
    }
    bool up = value > walk->x[cell];
    uint32_t begin = (uint32_t)(throw_dice(walk) % moves->count);
    for (uint32_t i = 0; i < PUSHES * moves->count && walk->x[cell] != value; i++) {
        uint32_t move = (begin + i) % moves->count;
        if (walk->part[move] == 0) {
            make_room(walk, lo, hi, move, up);
        } else {
            approach(walk, lo, hi, move, value - walk->x[cell], walk->part[move]);
        }
    }
    for (uint32_t m = first; m < last; m++) {
        walk->part[moves->cell_move[m]] = 0;
    }
}
