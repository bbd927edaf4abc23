/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/detail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static void shape(void **state)
{
    (void)state;
    char out[64];
    assert_int_equal(staith_detail_shape("leavers", out, sizeof(out)), 0);
    assert_string_equal(out, "leavers");
    assert_int_equal(staith_detail_shape("leavers|role=a|reason=x/(none)", out, sizeof(out)), 0);
    assert_string_equal(out, "leavers|role|reason");
    assert_int_equal(staith_detail_shape("leavers|role=a", out, 13), 0);
    assert_string_equal(out, "leavers|role");
    assert_int_equal(staith_detail_shape("leavers|role=a", out, 12), STAITH_ERR_LIMIT);
}

static void within(void **state)
{
    (void)state;
    assert_true(staith_detail_within("t", "t"));
    assert_true(staith_detail_within("t", "t|a"));
    assert_true(staith_detail_within("t|a", "t|a|b"));
    assert_true(staith_detail_within("t|b", "t|a|b"));
    assert_true(staith_detail_within("t|a|c", "t|a|b|c"));
    assert_false(staith_detail_within("t|a", "t"));
    assert_false(staith_detail_within("t|a|b", "t|a"));
    assert_false(staith_detail_within("t|a", "t|ab"));
    assert_false(staith_detail_within("t|ab", "t|a|b"));
    assert_false(staith_detail_within("t", "tt|a"));
    assert_false(staith_detail_within("u|a", "t|a"));
}

static const char *names[] = {"t",     "t|a=1", "t|a=1|b=1", "t|a=1|b=2", "t|a=1|b=(none)",
                              "t|b=1", "t|c=1", "u"};
static struct staith_relation relations[] = {{1, 0, 3}, {0, 3, 1}};
static uint32_t parts[] = {2, 3, 4, 6};
static const struct staith_system system_of = {.cell_count = 8,
                                               .names = names,
                                               .relation_count = 2,
                                               .relations = relations,
                                               .part_count = 4,
                                               .parts = parts};

/* Names that are too long for a shape touch none, and have none. */
static void too_long(void **state)
{
    (void)state;
    static char text[2][700];
    const char *long_names[2] = {text[0], text[1]};
    static const uint32_t cells[] = {0, 1};
    uint32_t part = 1;
    struct staith_relation relation = {0, 0, 1};
    const struct staith_system system = {.cell_count = 2,
                                         .names = long_names,
                                         .relation_count = 1,
                                         .relations = &relation,
                                         .part_count = 1,
                                         .parts = &part};
    struct staith_arena arena;
    const char **shapes = NULL;
    uint32_t count = 0;
    memset(text[0], 'a', 600);
    memset(text[1], 'b', 600);
    assert_false(staith_detail_touches(&system, 0, text[0]));
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_detail_finest(&system, cells, 2, &arena, &shapes, &count),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
}

/* 4,096 shapes and no more; and as many arenas as are too small. */
static void many(void **state)
{
    (void)state;
    enum { MOST = STAITH_DETAIL_MAX_SHAPES };
    static char text[MOST + 1][8];
    static const char *list[MOST + 1];
    static uint32_t cells[MOST + 1];
    const struct staith_system system = {.cell_count = MOST + 1, .names = list};
    struct staith_arena arena;
    const char **shapes = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i <= MOST; i++) {
        (void)snprintf(text[i], sizeof(text[i]), "%u", 10000u + i);
        list[i] = text[i];
        cells[i] = i;
    }
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_detail_finest(&system, cells, MOST, &arena, &shapes, &count), 0);
    assert_int_equal(count, MOST);
    assert_int_equal(staith_detail_finest(&system, cells, MOST + 1, &arena, &shapes, &count),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
    for (size_t most = 0; most < (size_t)MOST * 16 + 64; most += 16384) {
        staith_arena_init(&arena, most);
        assert_int_equal(staith_detail_finest(&system, cells, 5, &arena, &shapes, &count),
                         STAITH_ERR_LIMIT);
        staith_arena_deinit(&arena);
    }
    /* One byte of room after the lists, and then enough. */
    staith_arena_init(&arena, (size_t)MOST * 16 + 16);
    assert_int_equal(staith_detail_finest(&system, cells, 2, &arena, &shapes, &count),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, (size_t)MOST * 16 + 32);
    assert_int_equal(staith_detail_finest(&system, cells, 2, &arena, &shapes, &count), 0);
    assert_int_equal(count, 2);
    staith_arena_deinit(&arena);
}

/* Most dimensions first, in whatever order they come; then by name. */
static void order(void **state)
{
    (void)state;
    static const char *const list[] = {"a",         "b|x=1|y=1|z=1", "c|x=1",
                                       "d|x=1|y=1", "e|x=1|y=1",     "f"};
    static const uint32_t orders[2][6] = {{0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}};
    static const char *const expected[] = {"b|x|y|z", "d|x|y", "e|x|y", "c|x", "a", "f"};
    const char *held[6];
    memcpy(held, list, sizeof(held));
    const struct staith_system system = {.cell_count = 6, .names = held};
    for (int k = 0; k < 2; k++) {
        struct staith_arena arena;
        const char **shapes = NULL;
        uint32_t count = 0;
        staith_arena_init(&arena, 1 << 20);
        assert_int_equal(staith_detail_finest(&system, orders[k], 6, &arena, &shapes, &count), 0);
        assert_int_equal(count, 6);
        for (int i = 0; i < 6; i++) {
            assert_string_equal(shapes[i], expected[i]);
        }
        staith_arena_deinit(&arena);
    }
}

static void touches(void **state)
{
    (void)state;
    assert_true(staith_detail_touches(&system_of, 0, "t|a|b"));
    assert_true(staith_detail_touches(&system_of, 0, "t|a"));
    assert_false(staith_detail_touches(&system_of, 0, "t"));
    assert_true(staith_detail_touches(&system_of, 1, "t"));
    assert_true(staith_detail_touches(&system_of, 1, "t|c"));
    assert_false(staith_detail_touches(&system_of, 1, "t|a|b"));
}

static void finest(void **state)
{
    (void)state;
    struct staith_arena arena;
    const uint32_t cells[] = {0, 1, 2, 3, 4, 5, 6};
    const char **shapes = NULL;
    uint32_t count = 0;
    staith_arena_init(&arena, 1 << 20);
    assert_int_equal(staith_detail_finest(&system_of, cells, 7, &arena, &shapes, &count), 0);
    assert_int_equal(count, 2);
    assert_string_equal(shapes[0], "t|a|b");
    assert_string_equal(shapes[1], "t|c");
    assert_int_equal(staith_detail_finest(&system_of, cells, 0, &arena, &shapes, &count), 0);
    assert_int_equal(count, 0);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 64);
    assert_int_equal(staith_detail_finest(&system_of, cells, 7, &arena, &shapes, &count),
                     STAITH_ERR_LIMIT);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(too_long), cmocka_unit_test(many),
                                       cmocka_unit_test(order),    cmocka_unit_test(shape),
                                       cmocka_unit_test(within),   cmocka_unit_test(touches),
                                       cmocka_unit_test(finest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
