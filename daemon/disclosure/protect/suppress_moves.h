/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STAITH_DISCLOSURE_PROTECT_SUPPRESS_MOVES_H
#define STAITH_DISCLOSURE_PROTECT_SUPPRESS_MOVES_H
/*
 * Private to suppression: moves, which are whole numbers by which cells can differ from their true
 * values together while every sum holds. One that a pattern permits shows what stays possible
 * under it, and under every pattern that hides its cells.
 */
#include "disclosure/protect/suppress_part.h"

enum { STAITH_SUPPRESS_MAX_MOVES = 20000, STAITH_SUPPRESS_NO_END = 1000000 };

/** The least multiple of itself: its numbers have no common divisor. */
struct staith_suppress_move {
    uint32_t count;
    const uint32_t *cells; /**< of the part, ascending */
    const int64_t *by;
    int64_t forward;  /**< times that it may be made: until a cell is as low as it can be */
    int64_t backward; /**< times that its opposite may be made */
};

struct staith_suppress_moves {
    const struct staith_suppress_part *part;
    struct staith_arena *arena;
    uint32_t count;
    uint32_t room;
    struct staith_suppress_move *list;
};

/** 0 or STAITH_ERR_LIMIT. */
int staith_suppress_moves_init(struct staith_suppress_moves *moves,
                               const struct staith_suppress_part *part, struct staith_arena *arena);
/** Take differences in if they are a move: every row adds up to 0 and no cell goes too low.
 *  *ret_added: whether they are one that is not there yet, and there is room.
 *  0 or STAITH_ERR_LIMIT. */
int staith_suppress_moves_add(struct staith_suppress_moves *moves, const int64_t *differences,
                              bool *ret_added);
/** Whether differences are what the moves are made of, in whole numbers. */
bool staith_suppress_moves_holds(const struct staith_suppress_part *part,
                                 const int64_t *differences);
/** Whether every cell of the move is hidden. */
bool staith_suppress_move_fits(const struct staith_suppress_move *move, const bool *hidden);

#endif
