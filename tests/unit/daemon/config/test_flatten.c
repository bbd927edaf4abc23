/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/table.h"

#include <string.h>

/* options: {a: 1, b: {c: 2, d: [3]}, e: [4, {f: 5}], g: {}, h: 6} */
static struct staith_config_node nodes[] = {
    {.shape = STAITH_CONFIG_MAPPING, .key = "options", .line = 1},
    {.shape = STAITH_CONFIG_SCALAR, .key = "a", .text = "1"},
    {.shape = STAITH_CONFIG_MAPPING, .key = "b"},
    {.shape = STAITH_CONFIG_SCALAR, .key = "c", .text = "2", .line = 7, .column = 9},
    {.shape = STAITH_CONFIG_LIST, .key = "d"},
    {.shape = STAITH_CONFIG_LIST, .key = "e"},
    {.shape = STAITH_CONFIG_SCALAR, .text = "4"},
    {.shape = STAITH_CONFIG_MAPPING},
    {.shape = STAITH_CONFIG_MAPPING, .key = "g"},
    {.shape = STAITH_CONFIG_SCALAR, .key = "h", .text = "6"},
};

static void link_nodes(void)
{
    nodes[0].first = &nodes[1];
    nodes[1].next = &nodes[2];
    nodes[2].next = &nodes[5];
    nodes[5].next = &nodes[8];
    nodes[8].next = &nodes[9];
    nodes[2].first = &nodes[3];
    nodes[3].next = &nodes[4];
    nodes[5].first = &nodes[6];
    nodes[6].next = &nodes[7];
}

static void test_flattens(void **state)
{
    (void)state;
    static const char *const keys[] = {"a", "b.c", "b.d", "e.", "e.", "h"};
    struct staith_arena arena;
    link_nodes();
    staith_arena_init(&arena, 4096);
    const struct staith_config_node *flat = staith_config_flatten(&arena, &nodes[0]);
    assert_non_null(flat);
    assert_string_equal(flat->key, "options");
    assert_int_equal(flat->count, 6);
    const struct staith_config_node *node = flat->first;
    for (size_t i = 0; i < 6; i++, node = node->next) {
        assert_non_null(node);
        assert_string_equal(node->key, keys[i]);
    }
    assert_null(node);
    node = flat->first->next;
    assert_int_equal(node->line, 7);
    assert_int_equal(node->column, 9);
    assert_string_equal(node->text, "2");
    assert_int_equal(node->next->shape, STAITH_CONFIG_LIST);
    assert_int_equal(nodes[0].first->next->shape, STAITH_CONFIG_MAPPING); /* as it was */
    staith_arena_deinit(&arena);
}

static void test_no_room(void **state)
{
    (void)state;
    struct staith_arena arena;
    link_nodes();
    staith_arena_init(&arena, 300);
    assert_null(staith_config_flatten(&arena, &nodes[0]));
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_flattens),
                                       cmocka_unit_test(test_no_room)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
