/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/suppress_moves.h"

#include <string.h>

int staith_suppress_moves_init(struct staith_suppress_moves *moves,
                               const struct staith_suppress_part *part, struct staith_arena *arena)
{
    *moves = (struct staith_suppress_moves){
        .part = part, .arena = arena, .room = STAITH_SUPPRESS_MAX_MOVES};
    moves->list = staith_arena_array(arena, moves->room, sizeof(*moves->list));
    return moves->list == NULL ? STAITH_ERR_LIMIT : 0;
}

bool staith_suppress_moves_holds(const struct staith_suppress_part *part,
                                 const int64_t *differences)
{
    for (uint32_t i = 0; i < part->count; i++) {
        if (differences[i] < -part->down[i] || differences[i] > STAITH_SUPPRESS_NO_END) {
            return false;
        }
    }
    for (uint32_t r = 0; r < part->row_count; r++) {
        int64_t sum = 0;
        for (uint32_t e = part->row_first[r]; e < part->row_first[r + 1]; e++) {
            sum += part->row_sign[e] * differences[part->row_cell[e]];
        }
        if (sum != 0) {
            return false;
        }
    }
    return true;
}

static int64_t divisor(int64_t a, int64_t b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static bool is_known(const struct staith_suppress_moves *moves,
                     const struct staith_suppress_move *move)
{
    for (uint32_t m = 0; m < moves->count; m++) {
        const struct staith_suppress_move *other = &moves->list[m];
        if (other->count == move->count &&
            memcmp(other->cells, move->cells, move->count * sizeof(*move->cells)) == 0 &&
            memcmp(other->by, move->by, move->count * sizeof(*move->by)) == 0) {
            return true;
        }
    }
    return false;
}

/* How often the move can be made in one direction. */
static int64_t times(const struct staith_suppress_part *part,
                     const struct staith_suppress_move *move, int64_t direction)
{
    int64_t most = STAITH_SUPPRESS_NO_END;
    for (uint32_t i = 0; i < move->count; i++) {
        int64_t by = move->by[i] * direction;
        int64_t can = by < 0 ? part->down[move->cells[i]] / -by : STAITH_SUPPRESS_NO_END;
        most = can < most ? can : most;
    }
    return most;
}

int staith_suppress_moves_add(struct staith_suppress_moves *moves, const int64_t *differences,
                              bool *ret_added)
{
    const struct staith_suppress_part *part = moves->part;
    uint32_t count = 0;
    int64_t common = 0;
    *ret_added = false;
    if (!staith_suppress_moves_holds(part, differences)) {
        return 0;
    }
    for (uint32_t i = 0; i < part->count; i++) {
        count += differences[i] != 0 ? 1 : 0;
        common = divisor(common, differences[i]);
    }
    if (common == 0 || moves->count == moves->room) {
        return 0;
    }
    uint32_t *cells = staith_arena_array(moves->arena, count, sizeof(*cells));
    int64_t *by = staith_arena_array(moves->arena, count, sizeof(*by));
    if (cells == NULL || by == NULL) {
        return STAITH_ERR_LIMIT;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < part->count; i++) {
        if (differences[i] != 0) {
            cells[at] = i;
            by[at++] = differences[i] / common;
        }
    }
    struct staith_suppress_move move = {.count = count, .cells = cells, .by = by};
    if (is_known(moves, &move)) {
        return 0;
    }
    move.forward = times(part, &move, 1);
    move.backward = times(part, &move, -1);
    moves->list[moves->count++] = move;
    *ret_added = true;
    return 0;
}

bool staith_suppress_move_fits(const struct staith_suppress_move *move, const bool *hidden)
{
    for (uint32_t i = 0; i < move->count; i++) {
        if (!hidden[move->cells[i]]) {
            return false;
        }
    }
    return true;
}
