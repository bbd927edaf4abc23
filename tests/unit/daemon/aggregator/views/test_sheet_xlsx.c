/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"
#include "zip_case.h"

#include "base/err.h"

static void numbers_texts_and_two_sheets(void **state)
{
    (void)state;
    struct staith_sheet first;
    struct staith_sheet second;
    struct staith_buf out;
    sheet_fixture_fill(&first);
    sheet_fixture_fill(&second);
    second.name = "More";
    const struct staith_sheet *const sheets[] = {&first, &second};
    staith_buf_init(&out, 1 << 20);
    assert_int_equal(staith_sheet_xlsx(sheets, 2, 1762300800000, &out), 0);
    assert_memory_equal(out.data, "PK", 2);
    char *text = zip_case_part(&out, "xl/worksheets/sheet1.xml", NULL);
    zip_case_holds(text, "<v>11.3</v>");
    zip_case_holds(text, "<v>-0.05</v>");
    zip_case_holds(text, "<v>1016</v>");
    assert_null(strstr(text, "<f>")); /* no formula anywhere */
    free(text);
    text = zip_case_part(&out, "xl/sharedStrings.xml", NULL);
    zip_case_holds(text, "Alpha &amp; Sons");
    zip_case_holds(text, "<t>'=1+1</t>");
    zip_case_holds(text, "<t>'@sum</t>");
    zip_case_holds(text, "<t>Value, %</t>");
    free(text);
    text = zip_case_part(&out, "xl/workbook.xml", NULL);
    zip_case_holds(text, "name=\"Figures\"");
    zip_case_holds(text, "name=\"More\"");
    free(text);
    text = zip_case_part(&out, "docProps/core.xml", NULL);
    zip_case_holds(text, "2025-11-05T00:00:00Z");
    free(text);
    staith_buf_deinit(&out);
    second.code = STAITH_ERR_NOMEM;
    staith_buf_init(&out, 1 << 20);
    assert_int_equal(staith_sheet_xlsx(sheets, 2, 0, &out), STAITH_ERR_NOMEM);
    staith_buf_deinit(&out);
    staith_buf_init(&out, 100);
    assert_int_equal(staith_sheet_xlsx(sheets, 1, 1762300800000, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
    staith_sheet_deinit(&first);
    staith_sheet_deinit(&second);
}

static void no_place_for_a_file(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    struct staith_buf out;
    sheet_fixture_fill(&sheet);
    const struct staith_sheet *const sheets[] = {&sheet};
    staith_buf_init(&out, 1 << 20);
    assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
    assert_int_equal(staith_sheet_xlsx(sheets, 1, 0, &out), STAITH_ERR_IO);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    staith_buf_deinit(&out);
    staith_sheet_deinit(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_texts_and_two_sheets),
        cmocka_unit_test(no_place_for_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
