/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"
#include "zip_case.h"

#include "base/err.h"

static void an_opendocument_spreadsheet(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    struct staith_buf out;
    struct staith_buf again;
    sheet_fixture_fill(&sheet);
    const struct staith_sheet *const sheets[] = {&sheet};
    staith_buf_init(&out, 1 << 20);
    staith_buf_init(&again, 1 << 20);
    assert_int_equal(staith_sheet_ods(sheets, 1, 1762300800000, &out), 0);
    /* The kind of file stands at its place: 30 bytes of head, 8 of the name. */
    assert_memory_equal(out.data + 30, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                        54);
    char *text = zip_case_part(&out, NULL, "mimetype");
    assert_string_equal(text, "application/vnd.oasis.opendocument.spreadsheet");
    free(text);
    text = zip_case_part(&out, "content.xml", NULL);
    zip_case_holds(text, "office:value-type=\"float\" office:value=\"11.3\"");
    zip_case_holds(text, "office:value=\"-0.05\"");
    zip_case_holds(text, "<text:p>Alpha &amp; Sons</text:p>");
    zip_case_holds(text, "<text:p>&#39;=1+1</text:p>");
    zip_case_holds(text, "table:name=\"Figures\"");
    assert_null(strstr(text, "table:formula"));
    free(text);
    text = zip_case_part(&out, "META-INF/manifest.xml", NULL);
    zip_case_holds(text, "content.xml");
    free(text);
    text = zip_case_part(&out, "meta.xml", NULL);
    zip_case_holds(text, "2025-11-05T00:00:00.000Z");
    free(text);
    assert_int_equal(staith_sheet_ods(sheets, 1, 1762300800000, &again), 0);
    assert_int_equal(out.len, again.len);
    assert_memory_equal(out.data, again.data, out.len);
    sheet.code = STAITH_ERR_NOMEM;
    assert_int_equal(staith_sheet_ods(sheets, 1, 0, &again), STAITH_ERR_NOMEM);
    staith_buf_deinit(&out);
    staith_buf_deinit(&again);
    staith_sheet_deinit(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opendocument_spreadsheet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
