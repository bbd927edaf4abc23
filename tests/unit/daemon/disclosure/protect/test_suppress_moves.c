/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table 3 4 = 7 | 6 5 = 11 | 9 9 = 18: one person from the first to the second column in row
 * one and back in row two is a move; three times in one direction, and four in the other.
 */
#include "disclosure/protect/suppress_moves.h"

#include "suppress_part_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    struct staith_suppress_moves moves;
};

static void setup(struct fixture *f)
{
    static const uint32_t sides[3] = {2, 2, 1};
    static const int64_t inner[4] = {3, 4, 6, 5};
    suppress_case_init(&f->c, sides, inner);
    f->c.rules.hides_zeros = true;
    staith_arena_init(&f->arena, 1 << 22);
    assert_int_equal(suppress_case_part(&f->c, &f->arena, &f->part), 0);
    assert_int_equal(staith_suppress_moves_init(&f->moves, &f->part, &f->arena), 0);
}

static bool add(struct fixture *f, const int64_t *differences)
{
    bool added = false;
    assert_int_equal(staith_suppress_moves_add(&f->moves, differences, &added), 0);
    return added;
}

static void circle(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    assert_true(add(&f, (const int64_t[9]){-2, 2, 0, 2, -2}));
    assert_int_equal(f.moves.count, 1);
    const struct staith_suppress_move *move = &f.moves.list[0];
    assert_int_equal(move->count, 4);
    assert_int_equal(move->cells[0], 0);
    assert_int_equal(move->cells[3], 4);
    assert_int_equal(move->by[0], -1);
    assert_int_equal(move->by[1], 1);
    assert_int_equal(move->by[2], 1);
    assert_int_equal(move->forward, 3);
    assert_int_equal(move->backward, 4);
    /* The same again is not another one, its opposite is. */
    assert_false(add(&f, (const int64_t[9]){-1, 1, 0, 1, -1}));
    assert_false(add(&f, (const int64_t[9]){-3, 3, 0, 3, -3}));
    assert_true(add(&f, (const int64_t[9]){1, -1, 0, -1, 1}));
    assert_int_equal(f.moves.list[1].forward, 4);
    bool hidden[9] = {true, true, false, true, true};
    assert_true(staith_suppress_move_fits(&f.moves.list[0], hidden));
    hidden[3] = false;
    assert_false(staith_suppress_move_fits(&f.moves.list[0], hidden));
    staith_arena_deinit(&f.arena);
}

static void none(void **state)
{
    (void)state;
    struct fixture f;
    setup(&f);
    assert_false(add(&f, (const int64_t[9]){0}));
    assert_false(add(&f, (const int64_t[9]){-1, 1}));           /* columns do not add up */
    assert_false(add(&f, (const int64_t[9]){-4, 4, 0, 4, -4})); /* below 0 */
    assert_false(add(&f, (const int64_t[9]){2000000, -2, 0, -2000000, 2}));
    assert_true(add(&f, (const int64_t[9]){5, 0, 5, 0, 0, 0, 5, 0, 5})); /* totals go along */
    assert_int_equal(f.moves.list[0].backward, 3);
    assert_int_equal(f.moves.list[0].forward, STAITH_SUPPRESS_NO_END);
    f.moves.room = 1;
    assert_false(add(&f, (const int64_t[9]){-1, 1, 0, 1, -1}));
    f.arena.max_bytes = f.arena.used_bytes;
    f.moves.room = 2;
    bool added = false;
    int64_t big[9] = {-1, 1, 0, 1, -1};
    int code = 0;
    for (int i = 0; i < 10000 && code == 0; i++) {
        f.moves.count = 1;
        code = staith_suppress_moves_add(&f.moves, big, &added);
    }
    assert_int_equal(code, STAITH_ERR_LIMIT);
    staith_arena_deinit(&f.arena);
    staith_arena_init(&f.arena, 64);
    assert_int_equal(staith_suppress_moves_init(&f.moves, &f.part, &f.arena), STAITH_ERR_LIMIT);
    staith_arena_deinit(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(circle), cmocka_unit_test(none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
