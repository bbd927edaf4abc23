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
        cmocka_unit_test(as_json),
        cmocka_unit_test(no_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
