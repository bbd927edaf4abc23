/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of wrong usage is tested with the commands. */
#include "cli/said.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void options(void **state)
{
    (void)state;
    struct staith_cli_said said = {0};
    assert_int_equal(staith_cli_said_option(&said, 'c', "f.yaml"), 0);
    assert_int_equal(staith_cli_said_option(&said, STAITH_CLI_KEY_OFFICER, "Ann"), 0);
    assert_int_equal(staith_cli_said_option(&said, STAITH_CLI_KEY_REASON, "why"), 0);
    assert_int_equal(staith_cli_said_option(&said, 'j', NULL), 0);
    assert_int_equal(staith_cli_said_option(&said, 'x', "other"), ARGP_ERR_UNKNOWN);
    assert_string_equal(said.config, "f.yaml");
    assert_string_equal(said.officer, "Ann");
    assert_string_equal(said.reason, "why");
    assert_true(said.json);
    assert_int_equal(staith_cli_said_check(&said, NULL, NULL), 0);
}

static void numbers(void **state)
{
    (void)state;
    uint64_t number = 0;
    assert_int_equal(staith_cli_said_number("18446744073709551615", "x", &number, NULL), 0);
    assert_true(number == UINT64_MAX);
    assert_int_equal(staith_cli_said_number("1", "x", &number, NULL), 0);
    assert_int_equal(number, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options),
        cmocka_unit_test(numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
