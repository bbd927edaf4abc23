/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"

#include "base/err.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct staith_sheet_column ONE[] = {{"a", "A", true}};

static void cells(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    char text[48];
    sheet_fixture_fill(&sheet);
    assert_int_equal(sheet.code, 0);
    assert_int_equal(sheet.rows, 4);
    staith_sheet_cell_text(staith_sheet_cell(&sheet, 0, 1), text, sizeof(text));
    assert_string_equal(text, "11.3");
    staith_sheet_cell_text(staith_sheet_cell(&sheet, 1, 1), text, sizeof(text));
    assert_string_equal(text, "-0.05");
    staith_sheet_cell_text(staith_sheet_cell(&sheet, 2, 1), text, sizeof(text));
    assert_string_equal(text, "u");
    staith_sheet_cell_text(staith_sheet_cell(&sheet, 0, 2), text, sizeof(text));
    assert_string_equal(text, "");
    assert_int_equal(staith_sheet_cell(&sheet, 0, 2)->kind, STAITH_CELL_EMPTY);
    staith_sheet_deinit(&sheet);
    staith_sheet_deinit(NULL);
}

static void reals(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    staith_sheet_init(&sheet, "S", "S", ONE, 1, 8);
    staith_sheet_row(&sheet);
    staith_sheet_real(&sheet, 0, 5.8283, 2);
    assert_int_equal(staith_sheet_cell(&sheet, 0, 0)->value, 583);
    staith_sheet_row(&sheet);
    staith_sheet_real(&sheet, 0, -0.055, 2);
    assert_int_equal(staith_sheet_cell(&sheet, 1, 0)->value, -6);
    staith_sheet_row(&sheet);
    staith_sheet_real(&sheet, 0, NAN, 2);
    assert_int_equal(staith_sheet_cell(&sheet, 2, 0)->kind, STAITH_CELL_EMPTY);
    staith_sheet_row(&sheet);
    staith_sheet_real(&sheet, 0, 1e300, 2);
    assert_int_equal(staith_sheet_cell(&sheet, 3, 0)->kind, STAITH_CELL_EMPTY);
    staith_sheet_deinit(&sheet);
}

static void limits(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    staith_sheet_init(&sheet, "S", "S", ONE, 1, 1);
    staith_sheet_text(&sheet, 0, "before a row");
    staith_sheet_row(&sheet);
    staith_sheet_text(&sheet, 1, "outside");
    staith_sheet_text(&sheet, 0, "");
    assert_int_equal(sheet.code, 0);
    assert_int_equal(staith_sheet_cell(&sheet, 0, 0)->kind, STAITH_CELL_EMPTY);
    staith_sheet_row(&sheet);
    assert_int_equal(sheet.code, STAITH_ERR_LIMIT);
    assert_int_equal(sheet.rows, 1);
    staith_sheet_deinit(&sheet);
    staith_sheet_init(&sheet, "S", "S", ONE, 65, 1);
    assert_int_equal(sheet.code, STAITH_ERR_LIMIT);
    staith_sheet_deinit(&sheet);
    staith_sheet_init(&sheet, "S", "S", ONE, 1, STAITH_SHEET_MAX_ROWS + 1);
    assert_int_equal(sheet.code, STAITH_ERR_LIMIT);
    staith_sheet_deinit(&sheet);
}

static void formulas(void **state)
{
    (void)state;
    static const char *const YES[] = {"=1", "+1", "-1", "@a", "\ta", "\ra"};
    for (size_t i = 0; i < sizeof(YES) / sizeof(YES[0]); i++) {
        assert_true(staith_sheet_is_formula(YES[i]));
    }
    assert_false(staith_sheet_is_formula(""));
    assert_false(staith_sheet_is_formula("a=1"));
    assert_false(staith_sheet_is_formula("'=1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),
        cmocka_unit_test(reals),
        cmocka_unit_test(limits),
        cmocka_unit_test(formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
