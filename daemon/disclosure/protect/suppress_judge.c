/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves found for other patterns are tried first: one that the pattern permits says something of
 * all its cells at once. Programs are asked for what no move shows.
 */
#include "disclosure/protect/suppress_judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALMOST 1e-6

enum { WINDOW = 31, PHASES = 2 };

int staith_suppress_judge_init(struct staith_suppress_judge *judge,
                               struct staith_suppress_attack *attack,
                               const struct staith_suppress_rules *rules,
                               struct staith_arena *arena)
{
    size_t cells = attack->part->count;
    bool knowing = rules->attacker == STAITH_SUPPRESS_KNOWING;
    *judge = (struct staith_suppress_judge){
        .attack = attack, .persons = knowing ? rules->persons : 0, .sole = knowing};
    judge->marks = staith_arena_array(arena, cells, sizeof(*judge->marks));
    judge->base = staith_arena_array(arena, cells, sizeof(*judge->base));
    judge->own = staith_arena_array(arena, cells, sizeof(*judge->own));
    judge->share = staith_arena_array(arena, cells, sizeof(*judge->share));
    return judge->share == NULL || judge->marks == NULL || judge->base == NULL || judge->own == NULL
               ? STAITH_ERR_LIMIT
               : 0;
}

static uint64_t bit(int64_t difference)
{
    return difference < -WINDOW || difference > WINDOW ? 0
                                                       : UINT64_C(1) << (unsigned)(difference + 32);
}

/* How often a move can be made from the base in one direction. */
static int64_t times(const struct staith_suppress_judge *judge,
                     const struct staith_suppress_move *move, int64_t direction)
{
    const struct staith_suppress_part *part = judge->attack->part;
    int64_t most = WINDOW + WINDOW;
    for (uint32_t i = 0; i < move->count; i++) {
        uint32_t cell = move->cells[i];
        int64_t by = move->by[i] * direction;
        int64_t lo = -part->down[cell];
        int64_t hi = STAITH_SUPPRESS_NO_END;
        if (cell == judge->known.cell) {
            lo = judge->known.lo > lo ? judge->known.lo : lo;
            hi = judge->known.hi;
        }
        int64_t room = by < 0 ? judge->base[cell] - lo : hi - judge->base[cell];
        int64_t can = room / llabs(by);
        most = can < most ? can : most;
    }
    return most;
}

static void mark_move(struct staith_suppress_judge *judge, const struct staith_suppress_move *move)
{
    int64_t forward = times(judge, move, 1);
    int64_t backward = times(judge, move, -1);
    for (uint32_t i = 0; i < move->count; i++) {
        uint32_t cell = move->cells[i];
        int64_t by = move->by[i];
        int64_t at = judge->base[cell];
        for (int64_t t = 1; t <= forward && bit(at + t * by) != 0; t++) {
            judge->marks[cell] |= bit(at + t * by);
        }
        for (int64_t t = 1; t <= backward && bit(at - t * by) != 0; t++) {
            judge->marks[cell] |= bit(at - t * by);
        }
    }
}

/* Take in the moves that are new since the last time. */
static void mark_new(struct staith_suppress_judge *judge, const bool *hidden)
{
    const struct staith_suppress_moves *moves = &judge->attack->moves;
    for (; judge->seen_moves < moves->count; judge->seen_moves++) {
        const struct staith_suppress_move *move = &moves->list[judge->seen_moves];
        if (staith_suppress_move_fits(move, hidden)) {
            mark_move(judge, move);
        }
    }
}

/* Stand on `differences` (NULL: the true values). */
static void stand(struct staith_suppress_judge *judge, const bool *hidden,
                  const int64_t *differences)
{
    uint32_t cells = judge->attack->part->count;
    for (uint32_t i = 0; i < cells; i++) {
        judge->base[i] = differences == NULL ? 0 : differences[i];
        judge->marks[i] = bit(judge->base[i]);
    }
    judge->seen_moves = 0;
    judge->cursor = 0;
    judge->step = 0;
    mark_new(judge, hidden);
}

void staith_suppress_judge_begin(struct staith_suppress_judge *judge, const bool *hidden)
{
    judge->insider = 0;
    judge->gave_up = false;
    judge->known =
        (struct staith_suppress_known){judge->attack->part->count, 0, STAITH_SUPPRESS_NO_END};
    stand(judge, hidden, NULL);
}

/* What the pattern hides more for the last route. */
static void grow(struct staith_suppress_judge *judge)
{
    for (uint32_t i = 0; judge->grows != NULL && i < judge->attack->part->count; i++) {
        judge->grows[i] = judge->grows[i] || judge->attack->differences[i] != 0;
    }
}

/* Look for whole numbers with the cell `far` from its value. */
static int look(struct staith_suppress_judge *judge, const bool *hidden, uint32_t cell, int64_t far,
                bool *ret_shown)
{
    enum staith_suppress_route route = STAITH_SUPPRESS_ROUTE_GAVE_UP;
    int code = staith_suppress_attack_route(judge->attack, hidden, judge->price, cell, far,
                                            &judge->known, &route);
    *ret_shown = route == STAITH_SUPPRESS_ROUTE_FOUND;
    judge->gave_up = judge->gave_up || route == STAITH_SUPPRESS_ROUTE_GAVE_UP;
    if (*ret_shown) {
        grow(judge);
        judge->marks[cell] |= bit(far);
        mark_new(judge, hidden);
    }
    return code;
}

static uint32_t count_bits(uint64_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* How far the cell can go in one direction, in fractions, but no further than matters. */
static int find_end(struct staith_suppress_judge *judge, const bool *hidden, uint32_t cell,
                    int direction, int64_t most, int64_t *ret_end)
{
    const struct staith_suppress_part *part = judge->attack->part;
    double far = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        judge->share[i] = hidden[i] ? 1 : 0;
    }
    if (direction < 0 && most > part->down[cell]) {
        most = part->down[cell];
    }
    int code = staith_suppress_attack_reach(judge->attack, judge->share, cell, direction, most,
                                            &judge->known, &far);
    *ret_end =
        code == 0 && far > -WINDOW ? direction * (int64_t)floor(far + ALMOST) : direction * most;
    return code;
}

/* Show as many numbers of a cell as must be left, if so many can be. */
static int show_enough(struct staith_suppress_judge *judge, const bool *hidden, uint32_t cell,
                       uint32_t need)
{
    const int64_t *price = judge->price;
    int64_t around = judge->base[cell];
    int64_t most = around + (int64_t)need;
    int64_t least = around - (int64_t)need;
    int code = 0;
    if (count_bits(judge->marks[cell]) >= need) {
        return 0;
    }
    code = find_end(judge, hidden, cell, 1, most, &most);
    if (code == 0) {
        code = find_end(judge, hidden, cell, -1, -least, &least);
    }
    if (code != 0 || most - least + 1 < (int64_t)need) {
        return code;
    }
    judge->price = NULL;
    for (int64_t away = 1; code == 0 && away <= (int64_t)need && !judge->gave_up; away++) {
        for (int64_t sign = 1; code == 0 && sign >= -1; sign -= 2) {
            int64_t far = around + sign * away;
            bool shown = false;
            if (far >= least && far <= most && bit(far) != 0 &&
                (judge->marks[cell] & bit(far)) == 0 && count_bits(judge->marks[cell]) < need) {
                code = look(judge, hidden, cell, far, &shown);
            }
        }
    }
    judge->price = price;
    return code;
}

/* The ends first: what shows them shows most of what lies between. */
static int64_t number_at(const struct staith_suppress_part *part, uint32_t cell, uint32_t step)
{
    return step == 0   ? part->above[cell]
           : step == 1 ? -part->below[cell]
                       : (int64_t)step - 1 - part->below[cell];
}

static enum staith_suppress_fault_kind kind_at(uint32_t step)
{
    return step == 0   ? STAITH_SUPPRESS_FAULT_ABOVE
           : step == 1 ? STAITH_SUPPRESS_FAULT_BELOW
                       : STAITH_SUPPRESS_FAULT_GAP;
}

/* One step of one promise: a number of the interval, or at last how many there are in all. */
static int try_step(struct staith_suppress_judge *judge, const bool *hidden, uint32_t cell,
                    uint32_t step, bool *ret_shown, struct staith_suppress_fault *ret_fault)
{
    const struct staith_suppress_part *part = judge->attack->part;
    uint32_t need = part->numbers[cell];
    int code = 0;
    if (step <= part->above[cell] + part->below[cell]) {
        int64_t far = number_at(part, cell, step);
        *ret_fault = (struct staith_suppress_fault){
            .kind = kind_at(step), .cell = cell, .far = far, .known = judge->known};
        *ret_shown = (judge->marks[cell] & bit(far)) != 0;
        return *ret_shown ? 0 : look(judge, hidden, cell, far, ret_shown);
    }
    *ret_fault = (struct staith_suppress_fault){
        .kind = STAITH_SUPPRESS_FAULT_FEW, .cell = cell, .need = need, .known = judge->known};
    code = show_enough(judge, hidden, cell, need);
    *ret_shown = count_bits(judge->marks[cell]) >= need;
    return code;
}

static int next_outside(struct staith_suppress_judge *judge, const bool *hidden, bool *ret_found,
                        struct staith_suppress_fault *ret_fault)
{
    const struct staith_suppress_part *part = judge->attack->part;
    int code = 0;
    mark_new(judge, hidden);
    while (code == 0 && !*ret_found && judge->cursor < part->count && !judge->gave_up) {
        uint32_t cell = judge->cursor;
        bool shown = true;
        if (!part->promised[cell] || judge->step > part->above[cell] + part->below[cell] + 1) {
            judge->cursor++;
            judge->step = 0;
            continue;
        }
        code = try_step(judge, hidden, cell, judge->step++, &shown, ret_fault);
        *ret_found = code == 0 && !shown && !judge->gave_up;
    }
    return code;
}

/* How many numbers must be left to the insider of now. */
static uint32_t needed(const struct staith_suppress_judge *judge, bool alone, uint32_t cell)
{
    uint32_t promise = judge->attack->part->numbers[cell];
    uint32_t least = promise < 2 ? promise : 2;
    if (judge->own[cell]) {
        return 0;
    }
    return alone || promise < judge->persons + least ? least : promise - judge->persons;
}

/* A total whose other cells are shown, or the insider's own, repeats the insider's own cell. */
static void spread(struct staith_suppress_judge *judge, const bool *hidden)
{
    const struct staith_suppress_part *part = judge->attack->part;
    bool news = true;
    while (news) {
        news = false;
        for (uint32_t r = 0; r < part->row_count; r++) {
            uint32_t total = part->row_total[r];
            bool own = total < part->count && !judge->own[total];
            bool any = false;
            for (uint32_t e = part->row_first[r]; own && e < part->row_first[r + 1]; e++) {
                uint32_t cell = part->row_cell[e];
                any = any || (cell != total && judge->own[cell]);
                own = cell == total || judge->own[cell] || !hidden[cell];
            }
            if (own && any) {
                judge->own[total] = true;
                news = true;
            }
        }
    }
}

/* Set up the attack of the insider of now; *ret_any false if there is nobody. */
static int begin_insider(struct staith_suppress_judge *judge, const bool *hidden, bool *ret_any)
{
    struct staith_suppress_attack *attack = judge->attack;
    const struct staith_suppress_part *part = attack->part;
    uint32_t cell = (judge->insider - 1) / PHASES;
    bool alone = (judge->insider - 1) % PHASES == 1;
    int64_t lo = (int64_t)judge->persons - part->value[cell];
    *ret_any = false;
    if (!hidden[cell] ||
        (alone ? !judge->sole || !part->sole[cell]
               : judge->persons == 0 || !part->people[cell] || lo <= -part->down[cell])) {
        return 0;
    }
    memset(judge->own, 0, part->count * sizeof(*judge->own));
    judge->known =
        (struct staith_suppress_known){cell, alone ? 0 : lo, alone ? 0 : STAITH_SUPPRESS_NO_END};
    judge->own[cell] = alone;
    if (alone) {
        spread(judge, hidden);
    }
    *ret_any = true;
    if (alone || lo <= 0) {
        stand(judge, hidden, NULL);
        return 0;
    }
    /* Nobody is there really; the attack is tried all the same, for the auditor cannot know. */
    enum staith_suppress_route route = STAITH_SUPPRESS_ROUTE_GAVE_UP;
    int code = staith_suppress_attack_route(attack, hidden, NULL, cell, lo, NULL, &route);
    judge->gave_up = judge->gave_up || route == STAITH_SUPPRESS_ROUTE_GAVE_UP;
    *ret_any = route == STAITH_SUPPRESS_ROUTE_FOUND;
    if (*ret_any) {
        stand(judge, hidden, attack->differences);
    }
    return code;
}

static int next_inside(struct staith_suppress_judge *judge, const bool *hidden, bool *ret_found,
                       struct staith_suppress_fault *ret_fault)
{
    const struct staith_suppress_part *part = judge->attack->part;
    bool alone = (judge->insider - 1) % PHASES == 1;
    while (judge->cursor < part->count && !judge->gave_up) {
        uint32_t cell = judge->cursor++;
        uint32_t need = needed(judge, alone, cell);
        int code =
            need <= count_bits(judge->marks[cell]) ? 0 : show_enough(judge, hidden, cell, need);
        if (code != 0) {
            return code;
        }
        if (need > count_bits(judge->marks[cell]) && !judge->gave_up) {
            *ret_found = true;
            *ret_fault = (struct staith_suppress_fault){.kind = STAITH_SUPPRESS_FAULT_INSIDER,
                                                        .cell = cell,
                                                        .far = judge->base[cell],
                                                        .need = need,
                                                        .known = judge->known};
            return 0;
        }
    }
    return 0;
}

int staith_suppress_judge_next(struct staith_suppress_judge *judge, const bool *hidden,
                               bool *ret_found, struct staith_suppress_fault *ret_fault)
{
    uint32_t insiders = judge->attack->part->count * PHASES;
    int code = 0;
    *ret_found = false;
    if (judge->insider == 0) {
        code = next_outside(judge, hidden, ret_found, ret_fault);
    } else {
        code = next_inside(judge, hidden, ret_found, ret_fault);
    }
    while (code == 0 && !*ret_found && !judge->gave_up && judge->insider < insiders) {
        bool any = false;
        judge->insider++;
        code = begin_insider(judge, hidden, &any);
        if (code == 0 && any) {
            code = next_inside(judge, hidden, ret_found, ret_fault);
        }
    }
    return code;
}
