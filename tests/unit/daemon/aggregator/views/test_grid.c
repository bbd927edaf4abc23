/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/views/grid.h"

#include "base/err.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void fill(struct staith_grid *grid)
{
    staith_grid_init(grid, 2, 3);
    staith_grid_row(grid);
    staith_grid_set(grid, 1, STAITH_GRID_STRONG, "Value");
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_PLAIN, "%s", "Durham");
    staith_grid_set(grid, 1, STAITH_GRID_BEST, "%d.%d", 7, 7);
    staith_grid_row(grid);
    staith_grid_set(grid, 0, STAITH_GRID_PLAIN, "Redcar");
    staith_grid_set(grid, 1, STAITH_GRID_DIM, "\xE2\x80\x93");
}

static void prints_straight_columns(void **state)
{
    (void)state;
    struct staith_grid grid;
    struct staith_buf out;
    fill(&grid);
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_grid_width(&grid, 2), 6 + 2 + 5);
    assert_int_equal(staith_grid_width(&grid, 1), 6 + 1 + 5);
    assert_int_equal(staith_grid_print(&grid, 2, false, &out), 0);
    assert_string_equal(staith_buf_cstr(&out), "        Value\n"
                                               "Durham    7.7\n"
                                               "Redcar      \xE2\x80\x93\n");
    staith_buf_clear(&out);
    assert_int_equal(staith_grid_print(&grid, 2, true, &out), 0);
    assert_non_null(strstr(staith_buf_cstr(&out), "\033[32m"));
    staith_buf_deinit(&out);
    staith_grid_deinit(&grid);
    staith_grid_deinit(NULL);
}

static void too_many_rows_are_an_error(void **state)
{
    (void)state;
    struct staith_grid grid;
    struct staith_buf out;
    fill(&grid);
    staith_grid_row(&grid);
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_grid_print(&grid, 2, false, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
    staith_grid_deinit(&grid);
}

static void small_buffer_is_an_error(void **state)
{
    (void)state;
    struct staith_grid grid;
    struct staith_buf out;
    fill(&grid);
    staith_buf_init(&out, 10);
    assert_int_equal(staith_grid_print(&grid, 2, false, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
    staith_grid_deinit(&grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_straight_columns),
        cmocka_unit_test(too_many_rows_are_an_error),
        cmocka_unit_test(small_buffer_is_an_error),
    };
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
