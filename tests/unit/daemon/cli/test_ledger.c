/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_case.h"

#include <sys/stat.h>
#include <unistd.h>

/* The list without its times, which are those of the test. */
static void list(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    char got[1024];
    ledger_case_init(&c);
    ledger_case_run(&c, &run, "");
    assert_int_equal(run.status, 0);
    ledger_case_blank_times(run.out, got, sizeof(got));
    cli_same(got, "NUMBER  WHEN              DATASET  PERIOD  FIGURES  STAYED  APPROVED  REGION\n"
                  "     2  ----------------  csww     2024          2       5  at once   received\n"
                  "     3  ----------------  csww     2025          2       5  at once   refused: "
                  "the release holds what its catalogue does not know, measure x\n"
                  "     4  ----------------  csww     2026          2       5  at once   waiting\n"
                  "\n"
                  "3 releases; 1 waiting for the region, 1 refused by it.\n");
    cli_free(&run);
    ledger_case_run_at(&c, &run, 80, "");
    cli_neat(run.out, 80);
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void list_as_json(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    ledger_case_run(&c, &run, " --json");
    json_t *json = json_loads(run.out, 0, NULL);
    const json_t *releases = json_object_get(json, "releases");
    assert_int_equal(json_array_size(releases), 3);
    const json_t *first = json_array_get(releases, 0);
    assert_int_equal(json_integer_value(json_object_get(first, "number")), 2);
    assert_string_equal(json_string_value(json_object_get(first, "region")), "received");
    assert_string_equal(json_string_value(json_object_get(first, "source")), "return.xml");
    assert_int_equal(json_integer_value(json_object_get(first, "withheld")), 5);
    const json_t *second = json_array_get(releases, 1);
    assert_string_equal(json_string_value(json_object_get(second, "region")), "refused");
    assert_string_equal(json_string_value(json_object_get(second, "refused_detail")), "measure x");
    json_decref(json);
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void proof(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    ledger_case_run(&c, &run, " --verify");
    assert_int_equal(run.status, 0);
    assert_int_equal(strncmp(run.out, "The ledger verifies: 4 records, ", 32), 0);
    cli_free(&run);
    ledger_case_other_key(&c);
    ledger_case_run(&c, &run, " --verify");
    assert_int_equal(run.status, 76);
    assert_string_equal(run.out, "");
    cli_free(&run);
    char key[128];
    assert_int_equal(chmod(ledger_case_path(&c, "signing.key", key), 0644), 0);
    ledger_case_run(&c, &run, " --verify");
    assert_int_equal(run.status, 77);
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {"0", "-1", "x", "1x", "99999999999999999999"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct cli_capture run;
        char line[64];
        (void)snprintf(line, sizeof(line), "ledger -c x --number %s", wrong[i]);
        cli_run(&run, line);
        assert_int_equal(run.status, 64);
        assert_non_null(strstr(run.err, "is no number of a record"));
        cli_free(&run);
    }
}

static void none_yet(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    char path[128];
    assert_int_equal(unlink(ledger_case_path(&c, "ledger.db", path)), 0);
    ledger_case_run(&c, &run, "");
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "there is no ledger yet; start staithd: it makes one"));
    cli_free(&run);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list),    cmocka_unit_test(list_as_json), cmocka_unit_test(proof),
        cmocka_unit_test(numbers), cmocka_unit_test(none_yet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
