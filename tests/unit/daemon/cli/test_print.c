/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_case.h"

static void counts(void **state)
{
    (void)state;
    char out[32];
    assert_string_equal(staith_cli_count(0, out), "0");
    assert_string_equal(staith_cli_count(999, out), "999");
    assert_string_equal(staith_cli_count(1000, out), "1,000");
    assert_string_equal(staith_cli_count(36186, out), "36,186");
    assert_string_equal(staith_cli_count(UINT64_MAX, out), "18,446,744,073,709,551,615");
}

static void times(void **state)
{
    (void)state;
    char out[32];
    assert_string_equal(staith_cli_time(0, out), "never");
    assert_string_equal(staith_cli_time(-1, out), "unknown");
    assert_string_equal(staith_cli_time(253402300799999, out), "9999-12-31 23:59");
    assert_string_equal(staith_cli_time(253402300800000, out), "unknown");
    assert_string_equal(staith_cli_time(INT64_MAX, out), "unknown");
    /* date -u -d @1763804460 */
    assert_string_equal(staith_cli_time(1763804460000, out), "2025-11-22 09:41");
}

static void tones(void **state)
{
    (void)state;
    struct cli_capture capture;
    cli_begin(&capture, 80, true);
    staith_cli_print(&capture.cli, STAITH_CLI_BAD, "%d", 7);
    staith_cli_print(&capture.cli, STAITH_CLI_PLAIN, "x");
    cli_finish(&capture);
    assert_string_equal(capture.out, "\033[31m7\033[0mx");
    cli_free(&capture);
    cli_begin(&capture, 80, false);
    staith_cli_print(&capture.cli, STAITH_CLI_BAD, "%d", 7);
    cli_finish(&capture);
    assert_string_equal(capture.out, "7");
    cli_free(&capture);
}

static void wraps(void **state)
{
    (void)state;
    struct cli_capture capture;
    cli_begin(&capture, 30, false);
    staith_cli_wrap(&capture.cli, 2, "one two three four five six seven eight");
    staith_cli_wrap(&capture.cli, 2, "");
    staith_cli_wrap(&capture.cli, 2, "averyveryverylongwordthatdoesnotfit in");
    cli_finish(&capture);
    cli_same(capture.out, "  one two three four five six\n"
                          "  seven eight\n"
                          "  averyveryverylongwordthatdoesnotfit\n"
                          "  in\n");
    cli_free(&capture);
}

static void json(void **state)
{
    (void)state;
    struct cli_capture capture;
    struct staith_err err = {0};
    cli_begin(&capture, 80, false);
    assert_int_equal(staith_cli_json(&capture.cli, json_pack("{s:i}", "a", 1), &err), 0);
    assert_int_equal(staith_cli_json(&capture.cli, NULL, &err), STAITH_ERR_NOMEM);
    cli_finish(&capture);
    assert_string_equal(capture.out, "{\n  \"a\": 1\n}\n");
    cli_free(&capture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts), cmocka_unit_test(times), cmocka_unit_test(tones),
        cmocka_unit_test(wraps),  cmocka_unit_test(json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
