/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"

#include "base/err.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *text_at(const json_t *root, size_t row, const char *column)
{
    return json_string_value(
        json_object_get(json_array_get(json_object_get(root, "rows"), row), column));
}

static void decimals_are_texts(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    struct staith_buf out;
    sheet_fixture_fill(&sheet);
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_sheet_json(&sheet, &out), 0);
    json_t *root = json_loads(staith_buf_cstr(&out), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "title")), "Turnover & more");
    assert_int_equal(json_array_size(json_object_get(root, "columns")), 3);
    assert_int_equal(json_array_size(json_object_get(root, "rows")), 4);
    assert_string_equal(text_at(root, 0, "value"), "11.3");
    assert_string_equal(text_at(root, 1, "note"), "=1+1"); /* data, not a spreadsheet */
    assert_string_equal(text_at(root, 2, "value"), "u");
    const json_t *last = json_array_get(json_object_get(root, "rows"), 3);
    assert_int_equal(json_integer_value(json_object_get(last, "value")), 1016);
    assert_true(json_is_null(json_object_get(last, "note")));
    json_decref(root);
    staith_buf_deinit(&out);
    staith_buf_init(&out, 60);
    assert_int_equal(staith_sheet_json(&sheet, &out), STAITH_ERR_LIMIT);
    sheet.code = STAITH_ERR_NOMEM;
    assert_int_equal(staith_sheet_json(&sheet, &out), STAITH_ERR_NOMEM);
    staith_buf_deinit(&out);
    staith_sheet_deinit(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
