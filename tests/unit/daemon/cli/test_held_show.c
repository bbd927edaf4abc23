/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/held.h"
#include "cli_case.h"
#include "staith/plugin.h"

static json_t *item_of(void)
{
    json_t *item = json_loads(
        "{\"number\":2,\"state\":\"waiting\",\"dataset\":\"csww\",\"period\":\"2025\","
        "\"source\":\"b.xml\",\"held_unix_ms\":1796117400000,\"withheld\":230,\"errors\":0,"
        "\"queries\":4,\"approvals\":1,\"needed\":2,\"new\":\"table\",\"last\":7,\"replaces\":1,"
        "\"words\":[{\"officer\":\"Ann Lee\",\"role\":\"SIRO\",\"decision\":\"approve\","
        "\"reason\":\"agrees with the return\",\"at_unix_ms\":1796117460000}],\"cells\":["
        "{\"label\":\"Leavers\",\"unit\":1,\"of\":\"\",\"is\":{\"value\":1403,\"lo\":1403,"
        "\"hi\":1403},\"was\":{\"value\":1405,\"lo\":1405,\"hi\":1405}},"
        "{\"label\":\"Leavers FTE\",\"unit\":2,\"of\":\"\",\"is\":{\"value\":2500000,"
        "\"lo\":2500000,\"hi\":2500000},\"was\":{\"value\":1000000,\"lo\":1000000,"
        "\"hi\":1000000}},"
        "{\"label\":\"In post\",\"unit\":1,\"of\":\"sex=f\",\"is\":{\"value\":90,\"lo\":88,"
        "\"hi\":92},\"was\":{\"status\":\"u\",\"reason\":\"withdrawn\"}},"
        "{\"label\":\"Cases\",\"unit\":1,\"of\":\"\",\"is\":null,"
        "\"was\":{\"value\":5,\"lo\":5,\"hi\":5}}]}",
        0, NULL);
    assert_non_null(item);
    assert_int_equal(STAITH_UNIT_PEOPLE, 1);
    assert_int_equal(STAITH_UNIT_FTE_MILLIONTHS, 2);
    return item;
}

static void old_new_difference(void **state)
{
    (void)state;
    struct cli_capture run;
    struct staith_err err = {0};
    json_t *item = item_of();
    cli_begin(&run, 80, false);
    assert_int_equal(staith_cli_held_show(&run.cli, item, &err), 0);
    cli_finish(&run);
    cli_same(run.out, "Held 2: csww 2025, since 2026-12-01 09:30\n"
                      "waiting, 1 of 2 approved\n"
                      "from b.xml; 0 errors, 4 queries; 230 cells stay\n"
                      "in place of held 1\n"
                      "A table in it has never left this council: two officers must approve it.\n"
                      "approved by Ann Lee (SIRO) on 2026-12-01 09:31:\n"
                      "  agrees with the return\n"
                      "\n"
                      "What leaves, beside number 7, the last of this period:\n"
                      "\n"
                      "MEASURE        WAS        IS  CHANGE  UNIT    OF\n"
                      "Leavers      1,405     1,403      -2  people\n"
                      "Leavers FTE      1       2.5    +1.5  FTE\n"
                      "In post          u  88 to 92          people  sex=f\n"
                      "Cases            5         -          people\n");
    cli_neat(run.out, 80);
    cli_free(&run);
    json_decref(item);
}

static void json_has_exact_decimals(void **state)
{
    (void)state;
    json_t *item = item_of();
    json_t *json = staith_cli_held_json(item);
    const json_t *cells = json_object_get(json, "cells");
    const json_t *line = json_array_get(cells, 1);
    assert_string_equal(json_string_value(json_object_get(line, "difference")), "1.5");
    assert_string_equal(json_string_value(json_object_get(line, "unit")), "FTE");
    assert_string_equal(json_string_value(json_object_get(json_object_get(line, "is"), "value")),
                        "2.5");
    line = json_array_get(cells, 0);
    assert_string_equal(json_string_value(json_object_get(line, "difference")), "-2");
    assert_string_equal(json_string_value(json_object_get(json_object_get(line, "was"), "value")),
                        "1405");
    line = json_array_get(cells, 2);
    assert_true(json_is_null(json_object_get(line, "difference")));
    assert_string_equal(json_string_value(json_object_get(json_object_get(line, "is"), "lo")),
                        "88");
    assert_null(json_object_get(json_object_get(line, "is"), "value"));
    assert_string_equal(json_string_value(json_object_get(json_object_get(line, "was"), "status")),
                        "u");
    assert_true(json_is_null(json_object_get(json_array_get(cells, 3), "is")));
    /* the daemon's answer itself is as it was */
    assert_int_equal(
        json_integer_value(json_object_get(
            json_object_get(json_array_get(json_object_get(item, "cells"), 0), "is"), "value")),
        1403);
    json_decref(json);
    json_decref(item);
}

static void states(void **state)
{
    (void)state;
    static const struct {
        const char *item;
        const char *words;
    } cases[] = {
        {"{\"state\":\"waiting\",\"needed\":1}", "waiting, 0 of 1 approved"},
        {"{\"state\":\"approved\",\"leaves_unix_ms\":1796117400000}",
         "approved, leaves at 2026-12-01 09:30"},
        {"{\"state\":\"approved\",\"leaves_unix_ms\":0}", "approved"},
        {"{\"state\":\"left\",\"ledger_number\":7}", "left as number 7"},
        {"{\"state\":\"replaced\",\"replaced_by\":3}", "replaced by held 3"},
        {"{\"state\":\"replaced\",\"replaced_by\":0}", "replaced"},
        {"{\"state\":\"refused\"}", "refused"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char words[96];
        json_t *item = json_loads(cases[i].item, 0, NULL);
        assert_string_equal(staith_cli_held_state(item, words), cases[i].words);
        json_decref(item);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_new_difference),
        cmocka_unit_test(json_has_exact_decimals),
        cmocka_unit_test(states),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
