/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/lost.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *names[] = {"a", "b", "c", "d"};
static const struct staith_system before = {.cell_count = 4, .names = names};

static void what_is_left_is_promised(void **state)
{
    (void)state;
    struct staith_arena arena;
    struct staith_audit_cell cells[4] = {{.promise = 5}, {.promise = 5}, {.promise = 5}, {0}};
    const struct staith_audit_interval found[4] = {{0, 4, 5}, {1, 3, 3}, {2, 2, 1}, {0, 0, 0}};
    const struct staith_lost *lost = NULL;
    uint32_t count = 0;
    staith_arena_init(&arena, 4096);
    assert_int_equal(staith_lost_find(&before, cells, found, &arena, &lost, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(lost[0].name, "b");
    assert_int_equal(lost[0].possible, 3);
    assert_string_equal(lost[1].name, "c");
    /* In a question with other cells beside them, twice as once. */
    const char *now[] = {"aa", "b", "bb", "c"};
    const struct staith_system after = {.cell_count = 4, .names = now};
    struct staith_audit_cell asked[4] = {
        {.promise = 5}, {.promise = 5}, {.promise = 2}, {.promise = 5}};
    for (int twice = 0; twice < 2; twice++) {
        staith_lost_allow(lost, count, &after, asked);
        assert_int_equal(asked[0].promise, 5);
        assert_int_equal(asked[1].promise, 3);
        assert_int_equal(asked[2].promise, 2);
        assert_int_equal(asked[3].promise, 0);
        assert_false(asked[0].lost || asked[2].lost);
        assert_true(asked[1].lost && asked[3].lost);
    }
    /* Of what promises less than is left nothing changes. */
    asked[1] = (struct staith_audit_cell){.promise = 2};
    staith_lost_allow(lost, count, &after, asked);
    assert_int_equal(asked[1].promise, 2);
    assert_false(asked[1].lost);
    staith_arena_deinit(&arena);
}

/* What no budget was left for has zero values: that is no finding, and it keeps its promise. */
static void what_is_not_decided_is_not_lost(void **state)
{
    (void)state;
    struct staith_arena arena;
    const struct staith_audit_cell cells[4] = {{.promise = 5}, {.promise = 5}, {0}, {0}};
    const struct staith_audit_interval found[4] = {{0, 9, 0}, {1, 2, 2}};
    const struct staith_lost *lost = NULL;
    uint32_t count = 0;
    staith_arena_init(&arena, 4096);
    assert_int_equal(staith_lost_find(&before, cells, found, &arena, &lost, &count), 0);
    assert_int_equal(count, 1);
    assert_string_equal(lost[0].name, "b");
    staith_arena_deinit(&arena);
}

/* Months between figures are noted with all that is left to them, once anything is lost. */
static void months_keep_what_they_have(void **state)
{
    (void)state;
    struct staith_arena arena;
    const char *with[] = {"a", "~a#1", "~a#2", "~a#3"};
    const struct staith_system system = {.cell_count = 4, .names = with};
    struct staith_audit_cell cells[4] = {{.promise = 5}, {.promise = 5}, {.promise = 5}, {0}};
    struct staith_audit_interval found[4] = {{0, 5, 6}, {0, 8, 9}, {0, 3, 4}, {0, 0, 0}};
    const struct staith_lost *lost = NULL;
    uint32_t count = 9;
    staith_arena_init(&arena, 4096);
    found[2].possible = 5;
    assert_int_equal(staith_lost_find(&system, cells, found, &arena, &lost, &count), 0);
    assert_int_equal(count, 0);
    found[2].possible = 4;
    assert_int_equal(staith_lost_find(&system, cells, found, &arena, &lost, &count), 0);
    assert_int_equal(count, 2);
    assert_int_equal(lost[0].possible, 5);
    assert_true(lost[0].whole);
    assert_int_equal(lost[1].possible, 4);
    assert_false(lost[1].whole);
    /* The first two have what a figure with two values left gives them. */
    cells[1] = cells[2] = (struct staith_audit_cell){.promise = 2, .lost = true};
    staith_lost_allow(lost, count, &system, cells);
    assert_true(cells[1].promise == 5 && !cells[1].lost);
    assert_true(cells[2].promise == 4 && cells[2].lost);
    staith_arena_deinit(&arena);
}

static void no_memory(void **state)
{
    (void)state;
    struct staith_arena arena;
    const struct staith_audit_cell cells[4] = {{.promise = 5}};
    const struct staith_audit_interval found[4] = {{0, 0, 1}};
    const struct staith_lost *lost = NULL;
    uint32_t count = 0;
    staith_arena_init(&arena, 8);
    assert_int_not_equal(staith_lost_find(&before, cells, found, &arena, &lost, &count), 0);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_left_is_promised),
                                       cmocka_unit_test(what_is_not_decided_is_not_lost),
                                       cmocka_unit_test(months_keep_what_they_have),
                                       cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
