/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/report.h"
#include "place.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "amount_case.h"

static const char *text(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void run(struct place *place, struct staith_gate_outcome *outcome)
{
    char path[PLACE_PATH];
    assert_int_equal(place_init(place, "well"), 0);
    assert_int_equal(place_write(place, "a.csv", "1\n2\n3\n"), 0);
    const struct staith_gate_order order = {.config = &place->config,
                                            .dataset = &place->dataset,
                                            .source_path = place_path(place, "a.csv", path),
                                            .source_fd = -1};
    assert_int_equal(staith_gate_run_wait(&order, outcome, NULL), 0);
}

static void test_run_with_findings(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    run(&place, &outcome);
    const uint8_t hash[STAITH_HASH_BYTES] = {0xab};
    const struct staith_gate_report report = {.dataset = "csww",
                                              .source = "a.csv",
                                              .source_hash = hash,
                                              .source_bytes = 6,
                                              .started_unix_ms = 1000,
                                              .outcome = "released",
                                              .number = 2,
                                              .run = &outcome};
    json_t *record = staith_gate_report_run(&report);
    assert_non_null(record);
    assert_string_equal(text(record, "outcome"), "released");
    assert_string_equal(text(record, "end"), "well");
    assert_string_equal(text(record, "period"), "2025");
    assert_int_equal(strncmp(text(record, "source_hash"), "ab00", 4), 0);
    assert_int_equal(json_integer_value(json_object_get(record, "number")), 2);
    assert_int_equal(json_integer_value(json_object_get(record, "queries")), 1);
    assert_int_equal(json_integer_value(json_object_get(record, "errors")), 0);
    const json_t *check = json_array_get(json_object_get(record, "checks"), 0);
    assert_string_equal(text(check, "check"), "odd_line");
    assert_string_equal(text(check, "severity"), "query");
    assert_int_equal(json_integer_value(json_object_get(check, "count")), 1);
    const json_t *finding = json_array_get(json_object_get(record, "findings"), 0);
    assert_string_equal(text(finding, "where"), "a.csv:7:3");
    assert_string_equal(text(finding, "element"), "Line");
    assert_string_equal(text(finding, "advice"), "Look at it.");
    json_decref(record);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

static void test_every_check_has_a_place(void **state)
{
    (void)state;
    enum { COUNT = STAITH_GATE_REPORT_MAX_FINDINGS + 50 };
    static struct staith_check checks[2] = {
        {.code = "often", .severity = 2, .message = "M.", .advice = "A."},
        {.code = "once", .severity = 1, .message = "M.", .advice = "A."}};
    static struct staith_finding findings[COUNT];
    uint64_t totals[2] = {COUNT - 1, 1};
    for (uint32_t i = 0; i < COUNT; i++) {
        findings[i] = (struct staith_finding){.line = i + 1};
    }
    findings[COUNT - 1].check = 1;
    const struct staith_catalogue catalogue = {.checks = checks, .check_count = 2};
    const struct staith_rawtable raw = {
        .findings = findings, .finding_count = COUNT, .finding_totals = totals};
    const struct staith_gate_outcome outcome = {.catalogue = &catalogue, .raw = &raw};
    json_t *report = staith_gate_report_findings(&outcome, "a.csv");
    const json_t *list = json_object_get(report, "findings");
    assert_int_equal(json_array_size(list), STAITH_GATE_REPORT_MAX_FINDINGS);
    assert_string_equal(text(json_array_get(list, 198), "where"), "a.csv:199");
    assert_string_equal(text(json_array_get(list, 199), "check"), "once");
    assert_string_equal(text(json_array_get(list, 199), "where"), "a.csv:250");
    json_decref(report);
}

static void test_failure_without_a_run(void **state)
{
    (void)state;
    struct staith_err err = {0};
    (void)staith_err_set(&err, STAITH_ERR_DENIED, "the file cannot be read");
    staith_err_at(&err, "a.csv", 0, 0);
    const struct staith_gate_report report = {
        .dataset = "csww", .source = "a.csv", .outcome = "failed", .err = &err};
    json_t *record = staith_gate_report_run(&report);
    const json_t *error = json_object_get(record, "error");
    assert_int_equal(json_integer_value(json_object_get(error, "code")), STAITH_ERR_DENIED);
    assert_string_equal(text(error, "what"), "the file cannot be read");
    assert_string_equal(text(error, "where"), "a.csv");
    assert_string_equal(text(record, "source_hash"), "");
    assert_null(json_object_get(record, "end"));
    json_decref(record);
}

static void test_decision_in_plain_words(void **state)
{
    (void)state;
    struct place place;
    struct staith_gate_outcome outcome;
    static struct staith_decision decision;
    struct staith_release *release = NULL;
    struct staith_config_mark marks[] = {{"leavers_headcount",
                                          {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                          STAITH_STATUS_UNRELIABLE,
                                          "withdrawn",
                                          "a note",
                                          ""},
                                         {"leavers_headcount",
                                          {STAITH_PERIOD_CENSUS_YEAR, 2019, 0},
                                          STAITH_STATUS_UNRELIABLE,
                                          "withdrawn",
                                          NULL,
                                          ""}};
    run(&place, &outcome);
    place.dataset.marks = marks;
    place.dataset.mark_count = 2;
    const struct staith_gate_terms terms = {.config = &place.config, .dataset = &place.dataset};
    assert_int_equal(staith_gate_decide(&terms, &outcome, &decision, &release, NULL), 0);
    json_t *account = staith_gate_report_decision(staith_policy_default(), &place.dataset, NULL,
                                                  &outcome, &decision);
    assert_string_equal(text(account, "policy"), "2026-11-01");
    const json_t *table = json_array_get(json_object_get(account, "tables"), 0);
    assert_string_equal(text(table, "table"), "headline");
    assert_string_equal(text(table, "rule"), "headline_exact");
    assert_int_equal(json_integer_value(json_object_get(table, "released")), 2);
    assert_int_equal(json_array_size(json_object_get(account, "marks")), 1);
    const json_t *mark = json_array_get(json_object_get(account, "marks"), 0);
    assert_string_equal(text(mark, "status"), "u");
    assert_string_equal(text(mark, "note"), "a note");
    const char *measure = outcome.catalogue->measures[decision.choices[0].measure].code;
    const json_t *choice = json_object_get(json_object_get(table, "measures"), measure);
    assert_null(json_object_get(choice, "instead"));
    json_decref(account);
    /* Of a headline that is rounded: why it is not exact. */
    decision.choices[0].instead = STAITH_POLICY_OTHER_PERIODS;
    account = staith_gate_report_decision(staith_policy_default(), &place.dataset, NULL, &outcome,
                                          &decision);
    table = json_array_get(json_object_get(account, "tables"), 0);
    choice = json_object_get(json_object_get(table, "measures"), measure);
    assert_string_equal(text(choice, "instead"), "other_periods_withheld");
    json_decref(account);
    staith_release_free(release);
    staith_gate_outcome_deinit(&outcome);
    place_deinit(&place);
}

/* What an amount was judged by is kept beside its rule. */
static void test_what_amounts_were_asked(void **state)
{
    (void)state;
    static const struct staith_policy_term term = {
        .measure = "spend", .amount = {.dominance_n = 1, .dominance_k = 600, .p = 200, .step = 2}};
    const struct staith_policy policy = {.version = "2026-12-01", .terms = &term, .term_count = 1};
    struct amount_case *c = amount_case_new(30, 25, 22, 21);
    const struct staith_gate_outcome outcome = {.catalogue = &c->catalogue, .raw = &c->raw};
    const struct staith_config_dataset dataset = {.name = "agency_rates", .plugin = "agency_rates"};
    c->what.policy = &policy;
    struct staith_release *release = amount_case_release(c);
    assert_non_null(release);
    json_t *account = staith_gate_report_decision(&policy, &dataset, NULL, &outcome, &c->decision);
    const json_t *measures =
        json_object_get(json_array_get(json_object_get(account, "tables"), 1), "measures");
    const json_t *asked = json_object_get(json_object_get(measures, "spend"), "asked");
    static const struct {
        const char *name;
        int value;
    } expected[] = {{"people", 10},  {"agencies", 3}, {"n", 2},       {"k", 900},     {"also_n", 1},
                    {"also_k", 600}, {"p", 200},      {"changed", 3}, {"step", 20000}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        assert_int_equal(json_integer_value(json_object_get(asked, expected[i].name)),
                         expected[i].value);
    }
    asked = json_object_get(json_object_get(measures, "rate_median"), "asked");
    assert_int_equal(json_integer_value(json_object_get(asked, "step")), 50);
    assert_null(json_object_get(json_object_get(measures, "heads"), "asked"));
    json_decref(account);
    staith_release_free(release);
    free(c);
}

static void test_rules_change_with_what_decides(void **state)
{
    (void)state;
    char plain[STAITH_GATE_RULES_BYTES];
    char other[STAITH_GATE_RULES_BYTES];
    struct staith_config_mark mark = {"leavers_fte",
                                      {STAITH_PERIOD_CENSUS_YEAR, 2025, 0},
                                      STAITH_STATUS_UNRELIABLE,
                                      "withdrawn",
                                      NULL,
                                      ""};
    struct staith_config_option option = {"census", "2025", ""};
    const char *held[] = {"csww.cases"};
    struct staith_config_dataset dataset = {.name = "csww", .plugin = "workforce"};
    struct staith_policy policy = *staith_policy_default();
    staith_gate_report_rules(&policy, &dataset, NULL, plain);
    struct staith_gate_files files = {.count = 1, .items = {{"titles", "/a", "a:1:1", "x"}}};
    char with_file[STAITH_GATE_RULES_BYTES];
    staith_gate_report_rules(&policy, &dataset, &files, with_file);
    assert_string_not_equal(plain, with_file);
    files.items[0].text = "y";
    staith_gate_report_rules(&policy, &dataset, &files, other);
    assert_string_not_equal(other, with_file);
    files.items[0].path = "/b"; /* does not decide */
    files.items[0].text = "x";
    staith_gate_report_rules(&policy, &dataset, &files, other);
    assert_string_equal(other, with_file);
    assert_int_equal(strlen(plain), STAITH_GATE_RULES_BYTES - 1);
    dataset.source = "/elsewhere"; /* does not decide */
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_equal(plain, other);
    dataset.marks = &mark;
    dataset.mark_count = 1;
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_not_equal(plain, other);
    dataset.mark_count = 0;
    dataset.options = &option;
    dataset.option_count = 1;
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_not_equal(plain, other);
    dataset.option_count = 0;
    dataset.held = held;
    dataset.held_count = 1;
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_not_equal(plain, other);
}

/* Every part of a policy, one by one. */
static void test_rules_change_with_a_policy(void **state)
{
    (void)state;
    char plain[STAITH_GATE_RULES_BYTES];
    char other[STAITH_GATE_RULES_BYTES];
    const struct staith_config_dataset dataset = {.name = "csww", .plugin = "workforce"};
    struct staith_policy policy = *staith_policy_default();
    staith_gate_report_rules(&policy, &dataset, NULL, plain);
    const struct staith_policy_term none = {0};
    struct staith_policy_term terms[] = {
        none,
        {.audience = STAITH_AUDIENCE_PUBLIC},
        {.dataset = "csww"},
        {.measure = "csww"},
        {.dimension = "csww"},
        {.stays = true},
        {.hides = true},
        {.base = 3},
        {.least = 3},
        {.amount = {.least_owners = 4}},
        {.amount = {.dominance_n = 1}},
        {.amount = {.dominance_n = 1, .dominance_k = 800}},
        {.amount = {.p = 200}},
        {.amount = {.step = 2}},
    };
    char seen[sizeof(terms) / sizeof(terms[0])][STAITH_GATE_RULES_BYTES];
    policy.term_count = 1;
    for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
        policy.terms = &terms[i];
        staith_gate_report_rules(&policy, &dataset, NULL, seen[i]);
        assert_string_not_equal(plain, seen[i]);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(seen[i], seen[j]);
        }
    }
    policy.term_count = 0;
    policy.base = 3;
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_not_equal(plain, other);
    policy.base = 0;
    policy.version = "2026-11-02";
    staith_gate_report_rules(&policy, &dataset, NULL, other);
    assert_string_not_equal(plain, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_run_with_findings),
        cmocka_unit_test(test_every_check_has_a_place),
        cmocka_unit_test(test_failure_without_a_run),
        cmocka_unit_test(test_decision_in_plain_words),
        cmocka_unit_test(test_what_amounts_were_asked),
        cmocka_unit_test(test_rules_change_with_what_decides),
        cmocka_unit_test(test_rules_change_with_a_policy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
