/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/detail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

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
    const struct CMUnitTest tests[] = {cmocka_unit_test(shape), cmocka_unit_test(within),
                                       cmocka_unit_test(touches), cmocka_unit_test(finest)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
