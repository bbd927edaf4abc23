/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table 3 4 = 7 | 0 5 = 5 | 3 9 = 12, as one part and without what is shown in any case.
 */
#include "disclosure/protect/suppress_part.h"

#include "disclosure/protect/partition.h"
#include "suppress_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const uint32_t two_by_two[3] = {2, 2, 1};
static const int64_t inner[4] = {3, 4, 0, 5};

static void make(struct suppress_case *c, const bool *joined, struct staith_arena *arena,
                 struct staith_suppress_part *part)
{
    struct staith_partition partition;
    assert_int_equal(staith_partition_make(&c->system, joined, NULL, arena, &partition), 0);
    assert_int_equal(partition.count, 1);
    assert_int_equal(staith_suppress_part_make(&c->system, &c->rules, &partition, 0, arena, part),
                     0);
}

static void whole(void **state)
{
    (void)state;
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    suppress_case_init(&c, two_by_two, inner);
    suppress_case_primary(&c, 0, 1, 5, 0);
    c.cells[1].kind = STAITH_SUPPRESS_FROZEN;
    c.cells[1].sole = true;
    c.cells[4].weight = 100;
    c.rules.hides_zeros = true;
    staith_arena_init(&arena, 1 << 20);
    make(&c, NULL, &arena, &part);
    assert_int_equal(part.count, 9);
    assert_int_equal(part.row_count, 6);
    assert_int_equal(part.row_first[6], 18);
    assert_int_equal(part.value[4], 5);
    assert_int_equal(part.weight[4], 100);
    assert_int_equal(part.down[0], 3);
    assert_int_equal(part.below[0], 2);
    assert_int_equal(part.above[0], 2);
    assert_int_equal(part.numbers[0], 5);
    assert_true(part.promised[0] && part.forced[0] && part.people[0]);
    assert_true(part.forced[1] && !part.promised[1] && part.sole[1]);
    assert_false(part.forced[3] || part.promised[3] || part.people[2]);
    assert_int_equal(part.numbers[1], 0);
    for (uint32_t r = 0; r < 6; r++) {
        assert_int_equal(part.row_first[r + 1] - part.row_first[r], 3);
        assert_int_equal(part.row_sign[part.row_first[r]], 1);
        assert_int_equal(part.row_sign[part.row_first[r] + 2], -1);
        assert_int_equal(part.row_total[r], part.row_cell[part.row_first[r] + 2]);
    }
    staith_arena_deinit(&arena);
}

/* The grand total and the zero are shown: their cells are not there, nor their places in rows. */
static void some(void **state)
{
    (void)state;
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_suppress_part part;
    bool joined[9] = {true, true, true, false, true, true, true, true, false};
    suppress_case_init(&c, two_by_two, inner);
    suppress_case_primary(&c, 0, 2, 4, 9);
    c.rules.attacker = STAITH_SUPPRESS_KNOWING;
    staith_arena_init(&arena, 1 << 20);
    make(&c, joined, &arena, &part);
    assert_int_equal(part.count, 7);
    assert_int_equal(part.cells[3], 4);
    assert_int_equal(part.down[0], 2); /* hidden is at least 1 */
    assert_int_equal(part.numbers[0], 9);
    assert_int_equal(part.row_count, 6);
    assert_int_equal(part.row_first[6], 3 + 2 + 2 + 2 + 3 + 2);
    /* Row 7 + 5 = 12: its total is shown. */
    assert_int_equal(part.row_total[2], part.count);
    staith_arena_deinit(&arena);
}

static void no_room(void **state)
{
    (void)state;
    struct suppress_case c;
    struct staith_arena arena;
    struct staith_arena small;
    struct staith_partition partition;
    struct staith_suppress_part part;
    suppress_case_init(&c, two_by_two, inner);
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_partition_make(&c.system, NULL, NULL, &arena, &partition), 0);
    for (size_t bytes = 16; bytes < 256; bytes += 64) {
        staith_arena_init(&small, bytes);
        assert_int_equal(
            staith_suppress_part_make(&c.system, &c.rules, &partition, 0, &small, &part),
            STAITH_ERR_LIMIT);
        staith_arena_deinit(&small);
    }
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(some),
                                       cmocka_unit_test(no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
