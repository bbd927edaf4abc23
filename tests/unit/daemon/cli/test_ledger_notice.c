/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_case.h"

#include <jansson.h>

/* Append a notice to the ledger of the case; its record is number 5 and on. */
static void give(const struct ledger_case *c, enum staith_notice_kind kind, int64_t at_unix_ms)
{
    struct staith_ledger *ledger = NULL;
    struct staith_notice notice = {.kind = kind,
                                   .authority = "840",
                                   .dataset = "csww",
                                   .period = {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                   .at_unix_ms = at_unix_ms};
    const struct staith_ledger_note note = {
        .source_name = "",
        .approved_by = "Ann Lee",
        .decision_json = "{\"notice\":{\"kind\":\"x\",\"of\":3,\"officer\":\"Ann Lee\",\"role\":"
                         "\"SIRO\",\"reason\":\"agreed with the region\","
                         "\"at_unix_ms\":1763804460000}}"};
    uint64_t number = 0;
    if (kind != STAITH_NOTICE_EMBARGO) {
        memcpy(notice.reason, "Leavers were counted twice.", 28);
    }
    assert_int_equal(staith_ledger_open(c->ledger.folder, "840", c->ledger.secret,
                                        staith_outside_machine(), &ledger, NULL),
                     0);
    assert_int_equal(staith_ledger_append_notice(ledger, &notice, &note, &number, NULL), 0);
    staith_ledger_close(ledger);
}

static void in_the_list(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    char blank[2048];
    ledger_case_init(&c);
    give(&c, STAITH_NOTICE_WITHDRAWAL, 0);
    ledger_case_run(&c, &run, "");
    ledger_case_blank_times(run.out, blank, sizeof(blank));
    assert_non_null(strstr(
        blank,
        "     5  ----------------  csww     2025    withdrawn          Ann Lee   waiting\n"));
    assert_non_null(
        strstr(blank, "\n3 releases, 1 notice; 1 waiting for the region, 1 refused by it.\n"));
    cli_free(&run);
    ledger_case_run(&c, &run, " --json");
    json_t *json = json_loads(run.out, 0, NULL);
    const json_t *one = json_array_get(json_object_get(json, "notices"), 0);
    assert_string_equal(json_string_value(json_object_get(one, "kind")), "withdrawn");
    assert_string_equal(json_string_value(json_object_get(one, "reason")),
                        "Leavers were counted twice.");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(one, "notice"), "of")), 3);
    assert_int_equal(json_array_size(json_object_get(json, "releases")), 3);
    json_decref(json);
    cli_free(&run);
    ledger_case_deinit(&c);
}

static void by_itself(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    char blank[2048];
    ledger_case_init(&c);
    give(&c, STAITH_NOTICE_WITHDRAWAL, 0);
    give(&c, STAITH_NOTICE_EMBARGO, 1796117400000);
    give(&c, STAITH_NOTICE_REVISION, 1796117400000);
    ledger_case_run(&c, &run, " --number 5");
    ledger_case_blank_times(run.out, blank, sizeof(blank));
    assert_int_equal(strncmp(blank,
                             "Notice 5: csww 2025 withdrawn, signed on ----------------\n"
                             "  Leavers were counted twice.\n"
                             "by Ann Lee (SIRO) on ----------------; the newest release was 3\n"
                             "waiting for the region\nhash ",
                             strlen("Notice 5: csww 2025 withdrawn, signed on ----------------\n"
                                    "  Leavers were counted twice.\n"
                                    "by Ann Lee (SIRO) on ----------------; the newest release "
                                    "was 3\nwaiting for the region\nhash ")),
                     0);
    cli_free(&run);
    /* an embargo's reason is not in what left, and is shown from the note */
    ledger_case_run(&c, &run, " --number 6");
    assert_non_null(strstr(run.out, "csww 2025 under embargo until 2026-12-01 09:30, signed on "));
    assert_non_null(strstr(run.out, "\n  agreed with the region\n"));
    cli_free(&run);
    ledger_case_run(&c, &run, " --number 7");
    assert_non_null(
        strstr(run.out, "csww 2025 revision announced, expected on 2026-12-01 09:30, signed on "));
    cli_free(&run);
    ledger_case_run(&c, &run, " --number 5 --json");
    assert_non_null(strstr(run.out, "\"approved_by\": \"Ann Lee\""));
    cli_free(&run);
    ledger_case_run(&c, &run, " --verify");
    assert_int_equal(run.status, 0);
    cli_free(&run);
    ledger_case_deinit(&c);
}

/* What the council exported shows the same where there is nothing else. */
static void in_a_bundle(void **state)
{
    (void)state;
    struct ledger_case c;
    struct cli_capture run;
    char path[128];
    char more[160];
    char line[256];
    ledger_case_init(&c);
    give(&c, STAITH_NOTICE_WITHDRAWAL, 0);
    (void)snprintf(more, sizeof(more), " --export %s", ledger_case_path(&c, "b", path));
    ledger_case_run(&c, &run, more);
    assert_int_equal(run.status, 0);
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "verify-bundle %s", path);
    cli_run_at(&run, 0, line);
    assert_int_equal(run.status, 0);
    assert_non_null(
        strstr(run.out, "  csww     2025    withdrawn          Ann Lee   no receipt\n"));
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "verify-bundle %s --number 5", path);
    cli_run_at(&run, 0, line);
    assert_int_equal(strncmp(run.out, "Notice 5: csww 2025 withdrawn", 29), 0);
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "verify-bundle %s --json", path);
    cli_run_at(&run, 0, line);
    json_t *json = json_loads(run.out, 0, NULL);
    assert_int_equal(json_array_size(json_object_get(json, "notices")), 1);
    assert_int_equal(json_array_size(json_object_get(json, "releases")), 3);
    json_decref(json);
    cli_free(&run);
    (void)snprintf(line, sizeof(line), "verify-bundle %s --number 5 --json", path);
    cli_run_at(&run, 0, line);
    assert_non_null(strstr(run.out, "\"kind\": \"withdrawn\""));
    cli_free(&run);
    (void)unlink(path);
    ledger_case_deinit(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_the_list),
        cmocka_unit_test(by_itself),
        cmocka_unit_test(in_a_bundle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
