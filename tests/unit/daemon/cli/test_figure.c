/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/figure.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void exact(void **state)
{
    (void)state;
    char out[STAITH_CLI_FIGURE_BYTES];
    assert_string_equal(staith_cli_exact(36186300000, STAITH_UNIT_FTE_MILLIONTHS, true, out),
                        "36,186.3");
    assert_string_equal(staith_cli_exact(36186300000, STAITH_UNIT_FTE_MILLIONTHS, false, out),
                        "36186.3");
    assert_string_equal(staith_cli_exact(10000000, STAITH_UNIT_FTE_MILLIONTHS, true, out), "10");
    assert_string_equal(staith_cli_exact(1, STAITH_UNIT_FTE_MILLIONTHS, true, out), "0.000001");
    assert_string_equal(staith_cli_exact(0, STAITH_UNIT_FTE_MILLIONTHS, true, out), "0");
    assert_string_equal(staith_cli_exact(3875, STAITH_UNIT_DAY_HUNDREDTHS, true, out), "38.75");
    assert_string_equal(staith_cli_exact(7000000, STAITH_UNIT_PENCE, true, out), "70,000.00");
    assert_string_equal(staith_cli_exact(1000, STAITH_UNIT_PEOPLE, true, out), "1,000");
    assert_string_equal(staith_cli_exact(1000, STAITH_UNIT_PEOPLE, false, out), "1000");
    assert_string_equal(staith_cli_exact(20250901, STAITH_UNIT_CODE, true, out), "20250901");
}

static void values(void **state)
{
    (void)state;
    char out[STAITH_CLI_FIGURE_BYTES];
    struct staith_value value = staith_value_exact(1234);
    assert_string_equal(staith_cli_value(&value, STAITH_UNIT_CASES, true, out), "1,234");
    value.lo = 1230;
    value.hi = 1234;
    assert_string_equal(staith_cli_value(&value, STAITH_UNIT_CASES, true, out), "1,230 to 1,234");
    value = staith_value_status(STAITH_STATUS_UNRELIABLE);
    assert_string_equal(staith_cli_value(&value, STAITH_UNIT_CASES, true, out), "u");
    value = staith_value_status(STAITH_STATUS_UNAVAILABLE);
    assert_string_equal(staith_cli_value(&value, STAITH_UNIT_CASES, true, out), "x");
    value = (struct staith_value){STAITH_STATUS_SUPPRESSED, 0, 0, 14};
    assert_string_equal(staith_cli_value(&value, STAITH_UNIT_CASES, true, out), "c: 0 to 14");
}

static void categories(void **state)
{
    (void)state;
    struct staith_category list[] = {{"a", "A", 0xFFFF}, {"b", "B", 0xFFFF}};
    const struct staith_dimension dimension = {"d", "D", 0, 0, 2, list};
    assert_int_equal(staith_cli_category(&dimension, "b"), 1);
    assert_int_equal(staith_cli_category(&dimension, "c"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact),
        cmocka_unit_test(values),
        cmocka_unit_test(categories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
