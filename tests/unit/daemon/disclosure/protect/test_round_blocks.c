/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Blocks fail and wait on their own, and what a count happens to be does not cut them.
 */
#include "disclosure/protect/round_blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Measure t: 10 = 7 + 3; measure u: 2 = 1 + 1; v alone. */
static const char *names[] = {"t", "t|a=0", "t|a=1", "u", "u|a=0", "u|a=1", "v"};
static int64_t values[] = {10, 7, 3, 2, 1, 1, 4};
static struct staith_relation relations[] = {{0, 0, 2}, {3, 2, 2}};
static uint32_t parts[] = {1, 2, 4, 5};
static const struct staith_system both = {7, names, values, 2, relations, 4, parts};
static const struct staith_solver_budget budget = {.time_ms = 10000};

static void attempts(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_round_blocks blocks;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_round_blocks_init(&blocks, &both, 5, &budget, &arena), 0);
    assert_int_equal(blocks.parts.count, 3);
    assert_true(blocks.blocks[0].waits && blocks.blocks[1].waits && blocks.blocks[2].waits);
    blocks.kept[4] = 1;
    blocks.kept[5] = 1; /* u would have to be 10: out of reach 1 */
    assert_int_equal(staith_round_blocks_attempt(&blocks, 1, NULL), 0);
    assert_false(blocks.blocks[0].waits);
    assert_int_equal(blocks.blocks[0].reach, 1);
    assert_int_equal(blocks.blocks[0].bound, 4); /* 5 + 5 */
    assert_true(blocks.blocks[0].unique);
    assert_int_equal(blocks.units[0], 2);
    assert_int_equal(blocks.units[1], 1);
    assert_int_equal(blocks.units[2], 1);
    assert_true(blocks.blocks[1].waits && blocks.blocks[1].failed);
    assert_int_equal(blocks.blocks[1].end, STAITH_SOLVER_END_DONE);
    assert_int_equal(blocks.units[6], 1); /* 4 is 5 */
    blocks.units[0] = 77;                 /* a block that does not wait is left alone */
    assert_int_equal(staith_round_blocks_attempt(&blocks, 2, NULL), 0);
    assert_int_equal(blocks.units[0], 77);
    assert_false(blocks.blocks[1].waits);
    assert_int_equal(blocks.blocks[1].reach, 2);
    assert_int_equal(blocks.units[3], 2);
    assert_int_equal(blocks.blocks[1].bound, 8 + 4 + 4);
    staith_arena_deinit(&arena);
}

/* All of a block kept: its sums hold or not, without a solver; a sum that is skipped does not
 * count. */
static void fixed(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_round_blocks blocks;
    const bool skipped[] = {false, true};
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_round_blocks_init(&blocks, &both, 5, &budget, &arena), 0);
    blocks.kept[3] = 1;
    blocks.kept[4] = 0;
    blocks.kept[5] = 0;
    assert_int_equal(staith_round_blocks_attempt(&blocks, 2, NULL), 0);
    assert_true(blocks.blocks[1].failed);
    assert_int_equal(staith_round_blocks_attempt(&blocks, 2, skipped), 0);
    assert_false(blocks.blocks[1].failed);
    blocks.blocks[1].waits = true;
    blocks.kept[5] = 1;
    assert_int_equal(staith_round_blocks_attempt(&blocks, 1, NULL), 0);
    assert_false(blocks.blocks[1].failed);
    assert_int_equal(blocks.blocks[1].bound, 3 + 1 + 4);
    staith_arena_deinit(&arena);
}

static void limits(void **state)
{
    (void)state;
    struct staith_round_blocks blocks;
    struct staith_arena arena;
    for (size_t most = 0; most < 400; most += 16) {
        staith_arena_init(&arena, most);
        assert_int_equal(staith_round_blocks_init(&blocks, &both, 5, &budget, &arena),
                         STAITH_ERR_LIMIT);
        staith_arena_deinit(&arena);
    }
}

/* t is 10 = 7 + 3. Capped at 5 and 0, the first attempt has no answer, the second lowers t. What
 * was published before goes above a cap; a cap below all that is permitted fails. */
static void caps(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_round_blocks blocks;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_round_blocks_init(&blocks, &both, 5, &budget, &arena), 0);
    blocks.caps[1] = 1;
    blocks.caps[2] = 0;
    blocks.caps[6] = 0;
    assert_int_equal(staith_round_blocks_attempt(&blocks, 1, NULL), 0);
    assert_true(blocks.blocks[0].failed);
    assert_false(blocks.blocks[1].waits);
    assert_int_equal(blocks.units[6], 0); /* 4 is 0, and not 5 */
    assert_int_equal(staith_round_blocks_attempt(&blocks, 2, NULL), 0);
    assert_false(blocks.blocks[0].waits);
    assert_int_equal(blocks.units[0], 1);
    assert_int_equal(blocks.units[1], 1);
    assert_int_equal(blocks.units[2], 0);
    assert_int_equal(staith_round_blocks_init(&blocks, &both, 5, &budget, &arena), 0);
    blocks.caps[1] = 0; /* 7 is 5 at least */
    blocks.caps[6] = 0;
    blocks.kept[6] = 1;
    assert_int_equal(staith_round_blocks_attempt(&blocks, 1, NULL), 0);
    assert_true(blocks.blocks[0].failed);
    assert_int_equal(blocks.units[6], 1);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(attempts), cmocka_unit_test(caps),
                                       cmocka_unit_test(fixed), cmocka_unit_test(limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
