/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/ledger.h"
#include "cli_case.h"

static void said(const char *json, const char *golden)
{
    struct cli_capture run;
    cli_begin(&run, 0, false);
    staith_cli_decision(&run.cli, json);
    cli_finish(&run);
    cli_same(run.out, golden);
    cli_free(&run);
}

static void words(void **state)
{
    (void)state;
    said("{\"tables\":[{\"table\":\"roles\",\"released\":0,\"withheld\":12,\"why\":\"it may point "
         "at a person\"}],\"marks\":[{\"measure\":\"cases\",\"status\":\"u\",\"reason\":"
         "\"withdrawn\",\"note\":\"New system\\u001b.\"}]}",
         "\n"
         "Table roles: 0 left, 12 stayed: it may point at a person.\n"
         "Mark on cases: u, withdrawn. New system?.\n");
    said("{}", "");
    said("", "");
    said("[1, 2", "");
    said("{\"tables\": 7}", "");
}

static void clean(void **state)
{
    (void)state;
    struct staith_arena arena;
    staith_arena_init(&arena, 4096);
    assert_string_equal(staith_cli_clean(&arena, "a\tb\x7f"
                                                 "c\xC2\x9B"
                                                 "d\xC3\xA9\xC2\xA3"),
                        "a?b?c??d\xC3\xA9\xC2\xA3");
    assert_string_equal(staith_cli_clean(&arena, ""), "");
    assert_string_equal(
        staith_cli_clean_json(&arena, "\"a\\u001b\\n\\\\n\\u007F\\u00e9\\u0041\\\"\\u00\""),
        "\"a????????\\\\n??????\\u00e9\\u0041\\\"\\u00\"");
    assert_string_equal(staith_cli_clean_json(&arena, "\\"), "\\");
    assert_string_equal(staith_cli_clean_json(&arena, "\\u"), "\\u");
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 1);
    assert_null(staith_cli_clean(&arena, "more than there is room for"));
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
