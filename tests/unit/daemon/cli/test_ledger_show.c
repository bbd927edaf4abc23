/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_case.h"

static void release(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    char got[1024];
    ledger_case_init(&c);
    ledger_case_run(&c, &run, " --number 2");
    assert_int_equal(run.status, 0);
    char *hash = strstr(run.out, ", hash ");
    assert_non_null(hash);
    memset(hash + 7, '-', 64);
    ledger_case_blank_times(run.out, got, sizeof(got));
    cli_same(got, "Release 2: csww 2024, signed on ----------------\n"
                  "from return.xml, approved at once; 1 error, 3 queries; 5 cells stayed\n"
                  "received by the region on ----------------\n"
                  "under the policy of 2026-11-01, hash "
                  "----------------------------------------------------------------\n"
                  "\n"
                  "MEASURE  VALUE  UNIT    MARK\n"
                  "Leavers     14  people\n"
                  "In post      u  people  withdrawn\n");
    cli_free(&run);
    ledger_case_deinit(&c);
}

/* A release that two officers approved: who, when, why, in words and in JSON. */
static void approved(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    struct staith_ledger *ledger = NULL;
    uint64_t number = 0;
    ledger_case_init(&c);
    struct staith_release *release = ledger_fixture_release(&c.ledger, 2023, 9);
    assert_non_null(release);
    assert_int_equal(staith_ledger_open(c.ledger.folder, "840", c.ledger.secret,
                                        staith_outside_machine(), &ledger, NULL),
                     0);
    const struct staith_ledger_note note = {
        .source_name = "b.xml",
        .approved_by = "Ann Lee, Bo Ray",
        .decision_json =
            "{\"sign_off\":{\"held\":4,\"embargo_unix_ms\":1796117460000,\"approvals\":["
            "{\"officer\":\"Ann Lee\",\"role\":\"SIRO\",\"reason\":\"agrees\","
            "\"at_unix_ms\":1796117400000},{\"officer\":\"Bo Ray\",\"role\":\"performance\","
            "\"reason\":\"seen\",\"at_unix_ms\":1796117400000}]}}"};
    assert_int_equal(
        staith_ledger_append(ledger, release, &c.ledger.catalogue, &note, &number, NULL), 0);
    assert_int_equal(number, 5);
    staith_release_free(release);
    staith_ledger_close(ledger);
    ledger_case_run(&c, &run, " --number 5");
    assert_int_equal(run.status, 0);
    assert_non_null(strstr(run.out, "\nfrom b.xml, approved by Ann Lee, Bo Ray; 0 errors"));
    assert_non_null(strstr(run.out, "\napproved by Ann Lee (SIRO) on 2026-12-01 09:30:\n  agrees\n"
                                    "approved by Bo Ray (performance) on 2026-12-01 09:30:\n"
                                    "  seen\nunder embargo until 2026-12-01 09:31\n\n"));
    cli_free(&run);
    ledger_case_run(&c, &run, " --number 5 --json");
    json_t *json = json_loads(run.out, 0, NULL);
    const json_t *sign_off = json_object_get(json, "sign_off");
    assert_int_equal(json_integer_value(json_object_get(sign_off, "held")), 4);
    const json_t *second = json_array_get(json_object_get(sign_off, "approvals"), 1);
    assert_string_equal(json_string_value(json_object_get(second, "reason")), "seen");
    json_decref(json);
    cli_free(&run);
    ledger_case_run(&c, &run, "");
    assert_non_null(strstr(run.out, "Ann Lee, Bo Ray"));
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void as_json(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    ledger_case_run(&c, &run, " --number 2 --json");
    json_t *json = json_loads(run.out, 0, NULL);
    json_t *wanted = json_loads("[{\"table\":\"headline\",\"measure\":\"leavers_headcount\","
                                "\"of\":\"\",\"unit\":\"people\",\"value\":\"14\","
                                "\"status\":null,\"reason\":null},"
                                "{\"table\":\"headline\",\"measure\":\"inpost_headcount\","
                                "\"of\":\"\",\"unit\":\"people\",\"value\":null,"
                                "\"status\":\"u\",\"reason\":\"withdrawn\"}]",
                                0, NULL);
    assert_true(json_equal(json_object_get(json, "cells"), wanted));
    json_decref(wanted);
    json_decref(json);
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void no_release(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    ledger_case_init(&c);
    ledger_case_run(&c, &run, " --number 1");
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "record 1 is a catalogue"));
    cli_free(&run);
    ledger_case_run(&c, &run, " --number 5");
    assert_int_equal(run.status, 66);
    assert_non_null(strstr(run.err, "the ledger has no record 5"));
    cli_free(&run);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(release),
        cmocka_unit_test(approved),
        cmocka_unit_test(as_json),
        cmocka_unit_test(no_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
