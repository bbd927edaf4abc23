/* SPDX-License-Identifier: Apache-2.0 */
#include "gate_case.h"
#include "preview_case.h"

#include <locale.h>

static const char golden[] =
    "840 County Durham: csww 2025 from /srv/return.xml\n"
    "20 observations of 12 people. This is a preview: nothing has been sent.\n"
    "The checks found 9 errors, shown at the end: mend them before you release.\n"
    "\n"
    "Would leave the council: 3 figures\n"
    "\n"
    "MEASURE  VALUE  UNIT          MARK\n"
    "In post     12  people\n"
    "Leavers      u  people        low reliability (withdrawn)\n"
    "Days         x  working days  not available\n"
    "\n"
    "Stays here: Headline, 2 cells withheld; the other 3, above, would leave\n"
    "\n";

static const char golden_rest[] =
    "\n"
    "Stays here: Leavers by reason, 3 cells withheld\n"
    "Why: the council has marked this measure, so nothing of its breakdowns leaves.\n"
    "\n"
    "MEASURE  Reason    VALUE  UNIT    PEOPLE\n"
    "Leavers  Resigned      2  people       2\n"
    "         Retired       1  people       1\n"
    "         all           3  people       3\n"
    "\n"
    "Checks: 9 errors, 1 query\n"
    "\n"
    "error  fte_range, 9 times\n"
    "  FTE is outside 0 to 1. Correct it in the source.\n"
    "    return.xml:12:7, row 3, FTE\n"
    "    return.xml:40\n"
    "    ... and 7 more\n"
    "\n"
    "query  jump, 1 time\n"
    "  Leavers rose by half. Look whether it is so.\n"
    "    return.xml\n";

static void print(struct cli_capture *capture, const struct preview_case *c, unsigned width)
{
    struct staith_err err = {0};
    cli_begin(capture, width, false);
    assert_int_equal(staith_cli_preview_text(&capture->cli, &c->preview, &err), 0);
    cli_finish(capture);
}

static void wide(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    char whole[8192];
    preview_case_init(&c);
    (void)snprintf(whole, sizeof(whole), "%s%s%s", golden,
                   "MEASURE   VALUE  UNIT    PEOPLE  WHY\n"
                   "In post      10  FTE         12  the council's configuration holds this "
                   "measure back\n"
                   "Managers      2  people       2  DfE does not print this total for every "
                   "council, so it stays in the council\n",
                   golden_rest);
    print(&capture, &c, 200);
    cli_same(capture.out, whole);
    cli_free(&capture);
    print(&capture, &c, 0);
    cli_same(capture.out, whole);
    cli_free(&capture);
    preview_case_deinit(&c);
}

static void narrow(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    preview_case_init(&c);
    print(&capture, &c, 80);
    cli_neat(capture.out, 80);
    assert_int_equal(strncmp(capture.out, golden, sizeof(golden) - 1), 0);
    cli_same(strstr(capture.out, "\nStays here: Leavers"), golden_rest);
    assert_non_null(strstr(capture.out,
                           "In post      10  FTE         12  the council's configuration "
                           "holds this measure\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

/* A run that was refused shows what its checks found, and claims nothing. */
static void refused_run(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    preview_case_init(&c);
    c.raw.raw.part_count = 0;
    c.preview.decision = NULL;
    c.preview.release = NULL;
    c.outcome.end = STAITH_GATE_END_CRASHED;
    print(&capture, &c, 80);
    assert_non_null(strstr(capture.out, "\nNothing would leave the council: the run failed.\n"));
    cli_free(&capture);
    c.outcome.end = STAITH_GATE_END_REFUSED;
    print(&capture, &c, 80);
    assert_null(strstr(capture.out, "Would leave"));
    assert_null(strstr(capture.out, "Stays here"));
    assert_non_null(strstr(capture.out, "This is a preview: nothing has been sent.\n\n"
                                        "Nothing would leave the council: the source is "
                                        "refused.\n"));
    assert_null(strstr(capture.out, "observations"));
    assert_non_null(strstr(capture.out, "error  fte_range, 9 times\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

/* A category that is part of another stands further in. */
static void parts_indented(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    preview_case_init(&c);
    c.raw.reasons[1].parent = 0;
    print(&capture, &c, 80);
    assert_non_null(strstr(capture.out, "Leavers  Resigned       2  people       2\n"
                                        "           Retired      1  people       1\n"
                                        "         all            3  people       3\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

/* One is one; where nothing is marked there is no column for marks. */
static void one_of_each(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    struct staith_err err = {0};
    const char *held[] = {"csww.inpost_fte", "csww.leavers_headcount",
                          "csww.working_days_lost_fte"};
    preview_case_init(&c);
    preview_case_deinit(&c);
    c.dataset.mark_count = 0;
    c.dataset.held_count = 3;
    c.dataset.held = held;
    c.raw.raw.observed = 1;
    c.raw.raw.people = 1;
    c.totals[1] = 1;
    assert_int_equal(
        staith_gate_decide(&(struct staith_gate_terms){.config = &c.config, .dataset = &c.dataset},
                           &c.outcome, &c.decision, &c.release, &err),
        0);
    c.leaves = staith_cli_leaves_new(c.release, &c.raw.catalogue);
    c.preview.release = c.release;
    c.preview.leaves = c.leaves;
    print(&capture, &c, 80);
    assert_non_null(strstr(capture.out, "\n1 observation of 1 person. This"));
    assert_non_null(strstr(capture.out, "found 1 error, shown at the end: mend it before"));
    assert_non_null(strstr(capture.out, "leave the council: 1 figure\n\n"
                                        "MEASURE  VALUE  UNIT\n"
                                        "In post     12  people\n\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

static void nothing_leaves(void **state)
{
    (void)state;
    struct preview_case c;
    struct cli_capture capture;
    preview_case_init(&c);
    (void)staith_err_set(&c.refused, STAITH_ERR_REFUSED, "the policy lets nothing out");
    c.preview.release = NULL;
    c.preview.refused = &c.refused;
    print(&capture, &c, 80);
    assert_non_null(
        strstr(capture.out, "\nNothing would leave the council: the policy lets nothing out\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

/* Behind the checks, as what stays. */
static void local_alarms(void **state)
{
    (void)state;
    static const struct staith_alarm alarms[] = {
        {"not_declared", "Breaches that were not declared.", "Declare them.", 1200},
        {"unapproved", "Not approved.", "Ask.", 0}};
    struct preview_case c;
    struct cli_capture capture;
    preview_case_init(&c);
    c.outcome.alarms = alarms;
    c.outcome.alarm_count = 2;
    print(&capture, &c, 80);
    assert_non_null(strstr(capture.out, "\nLocal alarms, which never leave:\n"
                                        "   1,200  not_declared\n"
                                        "          Breaches that were not declared.\n"
                                        "       0  unapproved\n"));
    cli_free(&capture);
    preview_case_deinit(&c);
}

/* What is rounded stands beside what was counted, and what the audit found below it. */
static void protected_ones(void **state)
{
    (void)state;
    struct gate_case *c = gate_case_new();
    struct staith_release *release = NULL;
    struct cli_capture capture;
    assert_int_equal(staith_disclosure_release(&c->what, &c->decision, &release, NULL), 0);
    struct staith_gate_outcome outcome = {
        .end = STAITH_GATE_END_WELL, .catalogue = &c->table.catalogue, .raw = &c->table.raw};
    const struct staith_config_council config = {.authority_code = "840",
                                                 .authority_name = "Durham"};
    const struct staith_config_dataset dataset = {.name = "csww"};
    struct staith_cli_leaves *leaves = staith_cli_leaves_new(release, &c->table.catalogue);
    const struct staith_cli_preview preview = {.config = &config,
                                               .dataset = &dataset,
                                               .source = "r.xml",
                                               .outcome = &outcome,
                                               .decision = &c->decision,
                                               .release = release,
                                               .leaves = leaves};
    cli_begin(&capture, 0, false);
    assert_int_equal(staith_cli_preview_text(&capture.cli, &preview, NULL), 0);
    cli_finish(&capture);
    cli_flatten(capture.out);
    assert_non_null(strstr(capture.out, "MEASURE VALUE COUNTED UNIT Leavers 28 people"));
    assert_non_null(strstr(capture.out, "Leavers: worker, moved 0 to 4 0 people"));
    assert_non_null(strstr(capture.out, "COUNTED stays here. An auditor that saw only the other "
                                        "columns tried 11 attackers on 15 cells"));
    cli_free(&capture);
    json_t *json = staith_cli_preview_json(&preview);
    const json_t *cell = json_array_get(json_object_get(json, "leaves"), 1);
    assert_int_equal(json_integer_value(json_object_get(cell, "base")), 5);
    assert_int_equal(json_integer_value(json_object_get(cell, "reach")), 1);
    assert_int_equal(json_integer_value(json_object_get(cell, "counted")), 6);
    assert_int_equal(json_integer_value(json_object_get(cell, "rounded")) % 5, 0);
    assert_null(json_object_get(json_array_get(json_object_get(json, "leaves"), 0), "base"));
    json_decref(json);
    /* What was counted stands in the unit of the measure, as what leaves does. */
    c->table.catalogue.measures[0].unit = STAITH_UNIT_DAY_HUNDREDTHS;
    cli_begin(&capture, 0, false);
    assert_int_equal(staith_cli_preview_text(&capture.cli, &preview, NULL), 0);
    cli_finish(&capture);
    cli_flatten(capture.out);
    assert_non_null(strstr(capture.out, "Leavers: manager 0.01 to 0.09 0.06 working days"));
    cli_free(&capture);
    staith_cli_leaves_free(leaves);
    staith_release_free(release);
    gate_case_free(c);
}

int main(void)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide),           cmocka_unit_test(narrow),
        cmocka_unit_test(refused_run),    cmocka_unit_test(parts_indented),
        cmocka_unit_test(one_of_each),    cmocka_unit_test(local_alarms),
        cmocka_unit_test(nothing_leaves), cmocka_unit_test(protected_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
