/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_fixture.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void fields_are_quoted_and_guarded(void **state)
{
    (void)state;
    struct staith_sheet sheet;
    struct staith_buf out;
    sheet_fixture_fill(&sheet);
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_sheet_csv(&sheet, &out), 0);
    assert_string_equal(staith_buf_cstr(&out), "council,value,note\n"
                                               "Alpha & Sons,11.3,\n"
                                               "\"Beta, \"\"the\"\" city\",-0.05,'=1+1\n"
                                               "Gamma,u,'@sum\n"
                                               "Delta,1016,\n");
    staith_buf_deinit(&out);
    staith_buf_init(&out, 60);
    assert_int_equal(staith_sheet_csv(&sheet, &out), STAITH_ERR_LIMIT);
    staith_buf_deinit(&out);
    sheet.code = STAITH_ERR_NOMEM;
    staith_buf_init(&out, 4096);
    assert_int_equal(staith_sheet_csv(&sheet, &out), STAITH_ERR_NOMEM);
    staith_buf_deinit(&out);
    staith_sheet_deinit(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_quoted_and_guarded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
