/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/host/cells.h"
#include "base/err.h"

static void check(const struct staith_tally_cell *cell, uint64_t id, int64_t value, int64_t largest,
                  int64_t second, uint32_t contributors)
{
    assert_true(cell->id == id);
    assert_int_equal(cell->value, value);
    assert_int_equal(cell->largest, largest);
    assert_int_equal(cell->second, second);
    assert_int_equal(cell->contributors, contributors);
}

static void test_contribute_and_merge(void **state)
{
    (void)state;
    struct staith_cells cells;
    struct staith_cells more;
    staith_cells_init(&cells, 10);
    staith_cells_init(&more, 10);
    assert_int_equal(staith_cells_contribute(&cells, 5, 3, NULL), 0);
    assert_int_equal(staith_cells_contribute(&cells, 5, 9, NULL), 0);
    check(&cells.items[0], 5, 12, 9, 3, 2);
    assert_int_equal(staith_cells_contribute(&cells, 5, 4, NULL), 0);
    assert_int_equal(staith_cells_contribute(&cells, 2, 0, NULL), 0);
    check(&cells.items[0], 5, 16, 9, 4, 3);
    check(&cells.items[1], 2, 0, 0, 0, 1);
    assert_int_equal(staith_cells_contribute(&more, 5, 5, NULL), 0);
    assert_int_equal(staith_cells_contribute(&more, 5, 9, NULL), 0);
    assert_int_equal(staith_cells_merge(&cells, 5, &more.items[0]), 0);
    check(&cells.items[0], 5, 30, 9, 9, 5);
    assert_int_equal(staith_cells_add(&cells, 2, 8, 0), 0);
    check(&cells.items[1], 2, 8, 0, 0, 1);
    staith_cells_sort(&cells);
    check(&cells.items[0], 2, 8, 0, 0, 1);
    check(&cells.items[1], 5, 30, 9, 9, 5);
    staith_cells_clear(&cells);
    assert_int_equal(cells.count, 0);
    assert_int_equal(staith_cells_contribute(&cells, 5, 1, NULL), 0);
    check(&cells.items[0], 5, 1, 1, 0, 1);
    staith_cells_deinit(&cells);
    staith_cells_deinit(&more);
    staith_cells_deinit(NULL);
}

static void test_overflow(void **state)
{
    (void)state;
    struct staith_cells cells;
    const struct staith_tally_cell full = {.id = 1, .value = INT64_MAX, .contributors = 1};
    const struct staith_tally_cell crowd = {.id = 1, .value = 0, .contributors = UINT32_MAX};
    staith_cells_init(&cells, 10);
    assert_int_equal(staith_cells_contribute(&cells, 1, 1, NULL), 0);
    assert_int_equal(staith_cells_contribute(&cells, 1, INT64_MAX, NULL), STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_cells_add(&cells, 1, INT64_MAX, 0), STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_cells_merge(&cells, 1, &full), STAITH_ERR_OVERFLOW);
    assert_int_equal(staith_cells_merge(&cells, 1, &crowd), STAITH_ERR_OVERFLOW);
    check(&cells.items[0], 1, 1, 1, 0, 1);
    staith_cells_deinit(&cells);
}

/* Sketches add up as contributions do, and digests as the parts of one. */
static void test_sketches(void **state)
{
    (void)state;
    struct staith_cells cells;
    struct staith_tally_cell *cell = NULL;
    const struct staith_sketch a = staith_sketch_of(10, 11);
    const struct staith_sketch b = staith_sketch_of(20, 21);
    struct staith_sketch both = a;
    staith_sketch_add(&both, &b);
    staith_cells_init(&cells, 10);
    assert_int_equal(staith_cells_contribute(&cells, 1, 5, &a), 0);
    assert_int_equal(staith_cells_contribute(&cells, 2, 5, &b), 0);
    assert_int_equal(staith_cells_get(&cells, 2, &cell), 0);
    const struct staith_tally_cell two = *cell;
    assert_int_equal(staith_cells_merge(&cells, 1, &two), 0);
    assert_int_equal(staith_cells_get(&cells, 1, &cell), 0);
    assert_memory_equal(&cell->changes, &both, sizeof both);
    assert_int_equal(staith_cells_add(&cells, 3, 1, 70), 0);
    assert_int_equal(staith_cells_add(&cells, 3, 1, 7), 0);
    assert_int_equal(staith_cells_get(&cells, 3, &cell), 0);
    assert_int_equal(cell->digest, 77);
    staith_cells_deinit(&cells);
}

static void test_many_and_the_limit(void **state)
{
    (void)state;
    enum { COUNT = 10000 };
    struct staith_cells cells;
    struct staith_tally_cell *cell = NULL;
    staith_cells_init(&cells, COUNT);
    for (int round = 0; round < 2; round++) {
        for (uint64_t i = 0; i < COUNT; i++) {
            assert_int_equal(staith_cells_add(&cells, (COUNT - i) * 1000000007u, 1, 2), 0);
        }
    }
    assert_int_equal(cells.count, COUNT);
    assert_int_equal(staith_cells_get(&cells, 1, &cell), STAITH_ERR_LIMIT);
    assert_null(cell);
    staith_cells_sort(&cells);
    for (uint64_t i = 0; i < COUNT; i++) {
        check(&cells.items[i], (i + 1) * 1000000007u, 2, 0, 0, 0);
    }
    staith_cells_deinit(&cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contribute_and_merge), cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_sketches), cmocka_unit_test(test_many_and_the_limit)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
