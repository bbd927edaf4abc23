/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/pages/board.h"

#include <setjmp.h>
#include <staith/plugin.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { COUNCILS = 2 };

/* 1 January 2026 is day 20454: 56 years of 365 days and 14 leap days. */
static const int64_t NEW_YEAR_2026 = INT64_C(20454) * 86400000;

struct fixture {
    struct staith_arena arena;
    struct staith_site_board board;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    staith_arena_init(&fixture->arena, 1 << 16);
    assert_int_equal(staith_pages_board_init(&fixture->board, &fixture->arena, COUNCILS), 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    staith_arena_deinit(&fixture->arena);
    free(fixture);
    return 0;
}

static struct staith_store_listed release(int year, int quarter)
{
    return (struct staith_store_listed){.period = {STAITH_PERIOD_QUARTER, year, quarter},
                                        .standing = STAITH_STORE_ACCEPTED,
                                        .shown = true,
                                        .received_unix_ms = 7};
}

static const struct staith_site_state *state_of(const struct fixture *fixture, uint32_t period,
                                                uint32_t council)
{
    assert_true(period < fixture->board.period_count);
    return &fixture->board.states[period * COUNCILS + council];
}

static void the_newest_release_says_it(void **state)
{
    struct fixture *fixture = *state;
    struct staith_store_listed one = release(2025, 3);
    staith_pages_board_take(&fixture->board, 0, &one);
    one.shown = false;
    one.standing = STAITH_STORE_WAITS;
    staith_pages_board_take(&fixture->board, 0, &one);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_WAITS);
    assert_true(state_of(fixture, 0, 0)->shown); /* the one before */
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_NOTHING);
    one.standing = STAITH_STORE_SENT_BACK;
    staith_pages_board_take(&fixture->board, 0, &one);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_SENT_BACK);
    one.standing = STAITH_STORE_ACCEPTED;
    one.catalogue_waits = true;
    staith_pages_board_take(&fixture->board, 0, &one);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_CATALOGUE);
    one.catalogue_waits = false;
    one.embargoed = true;
    one.show_from_unix_ms = 99;
    staith_pages_board_take(&fixture->board, 0, &one);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_EMBARGO);
    assert_int_equal(state_of(fixture, 0, 0)->until_unix_ms, 99);
    one.withdrawn = true;
    staith_pages_board_take(&fixture->board, 0, &one);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_WITHDRAWN);
    assert_false(state_of(fixture, 0, 0)->shown);
    one = release(2025, 3);
    one.earlier_epoch = true; /* of a ledger that was replaced */
    staith_pages_board_take(&fixture->board, 1, &one);
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_NOTHING);
}

/* Nine quarters came, out of order: the earliest goes, the others are in order. */
static void the_newest_periods_stay(void **state)
{
    static const int ORDER[] = {4, 0, 8, 2, 6, 1, 3, 5, 7, 0};
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof(ORDER) / sizeof(ORDER[0]); i++) {
        struct staith_store_listed one = release(2023 + ORDER[i] / 4, 1 + ORDER[i] % 4);
        one.received_unix_ms = ORDER[i];
        staith_pages_board_take(&fixture->board, 0, &one);
    }
    assert_int_equal(fixture->board.period_count, STAITH_SITE_BOARD_PERIODS);
    for (int i = 0; i < STAITH_SITE_BOARD_PERIODS; i++) {
        assert_int_equal(fixture->board.periods[i].year, 2023 + (i + 1) / 4);
        assert_int_equal(fixture->board.periods[i].part, 1 + (i + 1) % 4);
        assert_int_equal(state_of(fixture, (uint32_t)i, 0)->received_unix_ms, i + 1);
    }
}

/* Quarters are due 40 days after their end: 2025Q3 on 9 November, 2025Q4 on 9 February 2026. */
static void late_and_due(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_store_listed one = release(2025, 2);
    staith_pages_board_take(&fixture->board, 0, &one);
    staith_pages_board_finish(&fixture->board, 40, NEW_YEAR_2026);
    assert_int_equal(fixture->board.period_count, 3);
    assert_int_equal(state_of(fixture, 0, 0)->stand, STAITH_STAND_SHOWN);
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_LATE);
    assert_int_equal(state_of(fixture, 1, 0)->stand, STAITH_STAND_LATE);
    assert_int_equal(fixture->board.periods[1].part, 3);
    assert_int_equal(state_of(fixture, 2, 0)->stand, STAITH_STAND_DUE);
    assert_int_equal(fixture->board.periods[2].part, 4);
    assert_int_equal(state_of(fixture, 2, 0)->until_unix_ms,
                     NEW_YEAR_2026 + INT64_C(39) * 86400000);
}

/* The whole of the last day is in time: 31 December 2025 is 92 days after 30 September. */
static void the_last_day_is_in_time(void **state)
{
    struct fixture *fixture = *state;
    const struct staith_store_listed one = release(2025, 3);
    staith_pages_board_take(&fixture->board, 0, &one);
    staith_pages_board_finish(&fixture->board, 92, NEW_YEAR_2026 - 1);
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_DUE);
    fixture->board.states[1].stand = STAITH_STAND_NOTHING;
    staith_pages_board_finish(&fixture->board, 92, NEW_YEAR_2026);
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_LATE);
}

static void nothing_is_due_without_a_word(void **state)
{
    struct fixture *fixture = *state;
    staith_pages_board_finish(&fixture->board, 40, NEW_YEAR_2026);
    assert_int_equal(fixture->board.period_count, 0);
    const struct staith_store_listed one = release(2025, 2);
    staith_pages_board_take(&fixture->board, 0, &one);
    staith_pages_board_finish(&fixture->board, 0, NEW_YEAR_2026);
    assert_int_equal(fixture->board.period_count, 1);
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_NOTHING);
    staith_pages_board_finish(&fixture->board, 40, 0); /* the time is not known */
    assert_int_equal(state_of(fixture, 0, 1)->stand, STAITH_STAND_DUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_newest_release_says_it, setup, teardown),
        cmocka_unit_test_setup_teardown(the_newest_periods_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(late_and_due, setup, teardown),
        cmocka_unit_test_setup_teardown(the_last_day_is_in_time, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_due_without_a_word, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
