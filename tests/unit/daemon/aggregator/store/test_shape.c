/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/store/shape.h"

#include "store_fixture.h"

static const struct staith_store_table *table_of(const struct staith_store_shape *shape,
                                                 const char *name, uint32_t *ret_at)
{
    for (uint32_t i = 0; i < shape->table_count; i++) {
        if (strcmp(shape->tables[i].name, name) == 0) {
            *ret_at = i;
            return &shape->tables[i];
        }
    }
    fail_msg("there is no table %s", name);
    return NULL;
}

/* Worked out by reading the steps of the schema. */
static void tables_as_the_steps_make_them(void **state)
{
    static struct staith_store_shape shape;
    struct staith_arena arena;
    struct staith_err err = {0};
    uint32_t epoch = 0;
    uint32_t record = 0;
    uint32_t at = 0;
    (void)state;
    staith_arena_init(&arena, 1 << 16);
    assert_int_equal(staith_store_shape_read(&arena, &shape, &err), 0);
    const struct staith_store_table *table = table_of(&shape, "epoch", &epoch);
    assert_true(table->counts);
    assert_int_equal(table->key_count, 1);
    assert_string_equal(table->columns[table->keys[0]].name, "id");
    (void)table_of(&shape, "record", &record);
    assert_true(epoch < record); /* a record names its epoch */
    table = table_of(&shape, "word", &at);
    assert_false(table->counts);
    assert_int_equal(table->key_count, 2);
    assert_string_equal(table->columns[table->keys[1]].name, "number");
    assert_int_equal(table->columns[table->keys[1]].type, STAITH_STORE_INTEGER);
    table = table_of(&shape, "national", &at);
    assert_int_equal(table->key_count, 4);
    assert_string_equal(table->columns[table->keys[3]].name, "vintage");
    table = table_of(&shape, "handout", &at);
    assert_string_equal(table->columns[2].name, "payload");
    assert_int_equal(table->columns[2].type, STAITH_STORE_BLOB);
    table = table_of(&shape, "region", &at); /* has no key of its own */
    assert_int_equal(table->key_count, 1);
    assert_false(table->counts);
    table = table_of(&shape, "release", &at); /* a column that a later step added */
    bool added = false;
    for (uint32_t i = 0; i < table->column_count; i++) {
        added = added || strcmp(table->columns[i].name, "first_standing") == 0;
    }
    assert_true(added);
    assert_true(at > record);
    staith_arena_deinit(&arena);
}

static void no_memory(void **state)
{
    static struct staith_store_shape shape;
    struct staith_arena arena;
    struct staith_err err = {0};
    (void)state;
    staith_arena_init(&arena, 64);
    assert_int_equal(staith_store_shape_read(&arena, &shape, &err), STAITH_ERR_NOMEM);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tables_as_the_steps_make_them),
                                       cmocka_unit_test(no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
