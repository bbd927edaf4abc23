/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/board.h"

#include <staith/plugin.h>
#include <string.h>

enum { DAY_MS = 86400000 };

int staith_pages_board_init(struct staith_site_board *board, struct staith_arena *arena,
                            uint32_t councils)
{
    *board = (struct staith_site_board){.council_count = councils};
    board->states = staith_arena_array(arena, (size_t)councils * STAITH_SITE_BOARD_PERIODS,
                                       sizeof(*board->states));
    return board->states != NULL ? 0 : STAITH_ERR_NOMEM;
}

static struct staith_site_state *row_of(const struct staith_site_board *board, uint32_t period)
{
    return &board->states[(size_t)period * board->council_count];
}

/* Make room for a period at `at`; the earliest goes when all places are taken. */
static void move_up(struct staith_site_board *board, uint32_t at)
{
    size_t row = board->council_count * sizeof(*board->states);
    for (uint32_t i = board->period_count; i > at; i--) {
        board->periods[i] = board->periods[i - 1];
        memcpy(row_of(board, i), row_of(board, i - 1), row);
    }
    memset(row_of(board, at), 0, row);
    board->period_count++;
}

static void drop_first(struct staith_site_board *board)
{
    size_t row = board->council_count * sizeof(*board->states);
    for (uint32_t i = 1; i < board->period_count; i++) {
        board->periods[i - 1] = board->periods[i];
        memcpy(row_of(board, i - 1), row_of(board, i), row);
    }
    board->period_count--;
}

/* Index of a period, in order of time; -1: it is earlier than all that are kept. */
static int place_of(struct staith_site_board *board, const struct staith_period *period)
{
    uint32_t at = board->period_count;
    while (at > 0 && staith_period_compare(&board->periods[at - 1], period) > 0) {
        at--;
    }
    if (at > 0 && staith_period_compare(&board->periods[at - 1], period) == 0) {
        return (int)at - 1;
    }
    if (board->period_count == STAITH_SITE_BOARD_PERIODS) {
        if (at == 0) {
            return -1;
        }
        drop_first(board);
        at--;
    }
    move_up(board, at);
    board->periods[at] = *period;
    return (int)at;
}

static enum staith_site_stand stand_of(const struct staith_store_listed *listed)
{
    if (listed->withdrawn) {
        return STAITH_STAND_WITHDRAWN;
    }
    if (listed->standing == STAITH_STORE_SENT_BACK) {
        return STAITH_STAND_SENT_BACK;
    }
    if (listed->standing == STAITH_STORE_WAITS) {
        return STAITH_STAND_WAITS;
    }
    if (listed->catalogue_waits) {
        return STAITH_STAND_CATALOGUE;
    }
    return listed->embargoed ? STAITH_STAND_EMBARGO : STAITH_STAND_SHOWN;
}

void staith_pages_board_take(struct staith_site_board *board, uint32_t council,
                             const struct staith_store_listed *listed)
{
    int at = listed->earlier_epoch ? -1 : place_of(board, &listed->period);
    if (at < 0) {
        return;
    }
    struct staith_site_state *state = &row_of(board, (uint32_t)at)[council];
    bool shown = listed->shown || (state->shown && !listed->withdrawn);
    *state = (struct staith_site_state){.stand = stand_of(listed),
                                        .shown = shown,
                                        .revision = listed->revision,
                                        .received_unix_ms = listed->received_unix_ms,
                                        .until_unix_ms = listed->show_from_unix_ms};
}

static int64_t due_of(const struct staith_period *period, uint64_t due_days)
{
    int32_t first = 0;
    int32_t last = 0;
    staith_period_days(period, &first, &last);
    return ((int64_t)last + (int64_t)due_days) * DAY_MS;
}

void staith_pages_board_finish(struct staith_site_board *board, uint64_t due_days,
                               int64_t now_unix_ms)
{
    if (due_days == 0 || board->period_count == 0) {
        return;
    }
    struct staith_period next = staith_benchmark_after(&board->periods[board->period_count - 1]);
    /* one that is due and that nobody sent is shown as late, so that it is seen; then the next */
    for (unsigned i = 0; i < STAITH_SITE_BOARD_PERIODS && staith_period_valid(&next); i++) {
        (void)place_of(board, &next);
        if (now_unix_ms == 0 || due_of(&next, due_days) + DAY_MS > now_unix_ms) {
            break;
        }
        next = staith_benchmark_after(&next);
    }
    for (uint32_t i = 0; i < board->period_count; i++) {
        int64_t due = due_of(&board->periods[i], due_days);
        for (uint32_t j = 0; j < board->council_count; j++) {
            struct staith_site_state *state = &row_of(board, i)[j];
            if (state->stand == STAITH_STAND_NOTHING) {
                /* the whole of the last day is in time */
                bool late = now_unix_ms != 0 && now_unix_ms >= due + DAY_MS;
                state->stand = late ? STAITH_STAND_LATE : STAITH_STAND_DUE;
                state->until_unix_ms = due;
            }
        }
    }
}
