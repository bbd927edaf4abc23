/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/protect/cube.h"

#include "protect_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static const char *const letters[] = {"x", "y"};
static const uint16_t both[] = {0, 1};

/* 1 at (x, y), 2 at (x, none), 3 at (none, none): the rest of a rest closes its sum too. */
static void rests(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_cube cube;
    struct staith_err err = {0};
    char name[STAITH_SYSTEM_NAME_BYTES];
    protect_table_init(&table);
    protect_table_dimension(&table, "a", 2, letters, NULL);
    protect_table_dimension(&table, "b", 2, letters, NULL);
    protect_table_people(&table, 0, 1, PROTECT_NONE, 1);
    protect_table_people(&table, 0, PROTECT_NONE, PROTECT_NONE, 2);
    protect_table_people(&table, PROTECT_NONE, PROTECT_NONE, PROTECT_NONE, 3);
    protect_table_over(&table, "t", 2, both);
    protect_table_finish(&table);
    assert_int_equal(staith_cube_init(&table.raw, 0, 0, &table.arena, &cube, &err), 0);
    assert_int_equal(cube.cell_count, 16); /* total, x, y, rest: squared */
    const int64_t expected[16] = {6, 3, 0, 3, 0, 0, 0, 0, 1, 1, 0, 0, 5, 2, 0, 3};
    for (uint32_t i = 0; i < 16; i++) {
        assert_int_equal(cube.values[i], expected[i]);
        assert_true(staith_cube_used(&cube, i));
    }
    assert_int_equal(staith_cube_node(&cube, 0, 14), 2);
    assert_int_equal(staith_cube_node(&cube, 1, 14), 3);
    assert_int_equal(staith_cube_name(&cube, 15, name, sizeof(name)), 0);
    assert_string_equal(name, "leavers|a=(none)|b=(none)");
    assert_int_equal(staith_cube_name(&cube, 15, name, strlen(name) + 1), 0);
    for (size_t cap = 1; cap < 26; cap++) {
        assert_int_equal(staith_cube_name(&cube, 15, name, cap), STAITH_ERR_LIMIT);
    }
    protect_table_deinit(&table);
}

/* Every line adds up or leaves something, and yet 1 + 1 + 1 - 2 is below 0 in the corner. */
static void below_zero(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_cube cube;
    struct staith_err err = {0};
    protect_table_init(&table);
    protect_table_dimension(&table, "a", 1, letters, NULL);
    protect_table_dimension(&table, "b", 1, letters, NULL);
    protect_table_people(&table, 0, PROTECT_NONE, PROTECT_NONE, 2);
    protect_table_people(&table, PROTECT_NONE, 0, PROTECT_NONE, 2);
    protect_table_over(&table, "t", 2, both);
    protect_table_finish(&table);
    assert_int_equal(table.parts[0].cell_count, 3);
    table.parts[0].cells[2].value = 3; /* of 2 with an a and 2 with a b, nobody has both */
    assert_int_equal(staith_cube_init(&table.raw, 0, 0, &table.arena, &cube, &err),
                     STAITH_ERR_INVAL);
    assert_non_null(strstr(err.what, "leavers|a=(none)|b=(none)"));
    protect_table_deinit(&table);
}

static void too_many(void **state)
{
    (void)state;
    static char codes[1200][8];
    const char *list[1200];
    struct protect_table table;
    struct staith_cube cube;
    struct staith_err err = {0};
    for (int i = 0; i < 1200; i++) {
        (void)snprintf(codes[i], sizeof(codes[i]), "c%d", i);
        list[i] = codes[i];
    }
    protect_table_init(&table);
    protect_table_dimension(&table, "a", 1200, list, NULL);
    protect_table_dimension(&table, "b", 1200, list, NULL);
    protect_table_over(&table, "t", 2, both);
    protect_table_finish(&table);
    assert_int_equal(staith_cube_init(&table.raw, 0, 0, &table.arena, &cube, &err),
                     STAITH_ERR_LIMIT);
    protect_table_deinit(&table);
}

/* Counts of which two are more than there are numbers. */
static void too_large_to_add(void **state)
{
    (void)state;
    struct protect_table table;
    struct staith_cube cube;
    struct staith_err err = {0};
    protect_table_init(&table);
    protect_table_dimension(&table, "a", 2, letters, NULL);
    protect_table_people(&table, 0, PROTECT_NONE, PROTECT_NONE, 1);
    protect_table_people(&table, 1, PROTECT_NONE, PROTECT_NONE, 1);
    protect_table_over(&table, "t", 1, both);
    protect_table_finish(&table);
    assert_int_equal(table.parts[0].cell_count, 3);
    table.parts[0].cells[0].value = INT64_MAX;
    table.parts[0].cells[2].value = INT64_MAX;
    assert_int_equal(staith_cube_init(&table.raw, 0, 0, &table.arena, &cube, &err),
                     STAITH_ERR_OVERFLOW);
    table.parts[0].cells[1].value = 0;
    assert_int_equal(staith_cube_init(&table.raw, 0, 0, &table.arena, &cube, &err), 0);
    protect_table_deinit(&table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rests), cmocka_unit_test(below_zero),
                                       cmocka_unit_test(too_many),
                                       cmocka_unit_test(too_large_to_add)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
