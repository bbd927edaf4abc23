/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs over the sample, whose figures were worked out by hand. */
#include "catalogue.h"
#include "plugin_case.h"

static void start(struct plugin_case *run)
{
    memset(run, 0, sizeof(*run));
    plugin_case_option(run, "caps", plugin_case_load(run, "plugins/agency_rates/caps-sample.csv"));
    plugin_case_option(run, "rules",
                       plugin_case_load(run, "plugins/agency_rates/rules-sample.csv"));
    plugin_case_option(run, "job_titles",
                       plugin_case_load(run, "plugins/agency_rates/job-titles-sample.csv"));
}

static void test_headline(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    const char *sample = plugin_case_load(&run, "plugins/agency_rates/sample.csv");
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv", sample), STAITH_OK);
    const struct staith_fake_host *host = &run.host;
    assert_int_equal(host->period.kind, STAITH_PERIOD_QUARTER);
    assert_int_equal(host->period.year, 2025);
    assert_int_equal(host->period.part, 4);
    assert_int_equal(staith_fake_people(host, "in_use", ""), 9);
    assert_int_equal(staith_fake_sum(host, "in_use_fte", ""), 9000000);
    assert_int_equal(staith_fake_people(host, "used", ""), 10);
    assert_int_equal(staith_fake_rows(host, "started", ""), 10);
    assert_int_equal(staith_fake_rows(host, "ended", ""), 1);
    assert_int_equal(staith_fake_rows(host, "assignments", ""), 10);
    assert_int_equal(staith_fake_rows(host, "tested", ""), 7);
    assert_int_equal(staith_fake_rows(host, "over_cap", ""), 2);
    assert_int_equal(staith_fake_rows(host, "untestable", ""), 3);
    assert_int_equal(staith_fake_sum(host, "excess_per_hour", ""), 400);
    assert_int_equal(staith_fake_sum(host, "excess_per_year", ""), 560850);
    assert_int_equal(staith_fake_people(host, "converted", ""), 1);
    assert_int_equal(staith_fake_people(host, "project_workers", ""), 1);
    assert_int_equal(staith_fake_sum(host, "job_map_version", ""), 20250901);
    plugin_case_end(&run);
}

static void test_breakdowns(void **state)
{
    (void)state;
    static const struct {
        const char *measure;
        const char *where;
        uint64_t rows;
    } cells[] = {{"assignments", "state=under", 3},
                 {"assignments", "state=at", 2},
                 {"assignments", "state=over_approved", 1},
                 {"assignments", "state=over_unapproved", 1},
                 {"assignments", "state=untestable", 3},
                 {"started", "state=at", 3},
                 {"untestable", "obstacle=no_role", 1},
                 {"untestable", "obstacle=no_basis", 1},
                 {"untestable", "obstacle=no_cap", 1},
                 {"untestable", "obstacle=no_rate", 0},
                 {"tested", "band=under_0_5", 3},
                 {"tested", "band=at", 2},
                 {"tested", "band=over_0_2", 1},
                 {"tested", "band=over_2_5", 1},
                 {"over_cap", "approval=on_time", 1},
                 {"over_cap", "approval=late", 1},
                 {"over_cap", "approval=missing", 0},
                 {"rules_checked", "rule=reference", 10},
                 {"rules_checked", "rule=reference,answer=breach", 1},
                 {"rules_checked", "rule=reference,answer=not_known", 1},
                 {"rules_checked", "rule=experience,answer=breach", 1},
                 {"rules_checked", "rule=experience,answer=compliant", 8},
                 {"rules_checked", "rule=cool_off,answer=compliant", 1},
                 {"rules_checked", "rule=cool_off,answer=not_known", 9},
                 {"rules_checked", "rule=worker_named", 1},
                 {"in_use", "reason=vacancy", 5},
                 {"in_use", "reason=absence", 1},
                 {"in_use", "reason=not_known", 1},
                 {"assignments", "length=weeks_26_51", 1},
                 {"assignments", "role=social_worker", 4},
                 {"assignments", "role=not_mapped", 1},
                 {"assignments", "role=team_manager", 1},
                 {"assignments", "role=senior_social_worker", 2},
                 {"rate_median", "basis=umbrella", 8},
                 {"rate_median", "basis=paye", 1},
                 {"rate_median", "basis=not_known", 1}};
    struct plugin_case run;
    start(&run);
    const char *sample = plugin_case_load(&run, "plugins/agency_rates/sample.csv");
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv", sample), STAITH_OK);
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        uint64_t rows = staith_fake_rows(&run.host, cells[i].measure, cells[i].where);
        bool people = strcmp(cells[i].measure, "in_use") == 0;
        rows = people ? staith_fake_people(&run.host, cells[i].measure, cells[i].where) : rows;
        if (rows != cells[i].rows) {
            fail_msg("%s where %s: %u", cells[i].measure, cells[i].where, (unsigned)rows);
        }
    }
    assert_int_equal(staith_fake_sum(&run.host, "excess_per_year", "hours=booked"), 300000);
    assert_int_equal(staith_fake_sum(&run.host, "excess_per_year", "hours=standard"), 260850);
    assert_int_equal(staith_fake_owners(&run.host, "assignments", ""), 3);
    plugin_case_end(&run);
}

/* What the council alone is told. */
static void test_alarms(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    const char *sample = plugin_case_load(&run, "plugins/agency_rates/sample.csv");
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv", sample), STAITH_OK);
    assert_int_equal(staith_fake_alarm(&run.host, "breaches_not_declared"), 2);
    assert_int_equal(staith_fake_alarm(&run.host, "declared_without_breach"), 1);
    assert_int_equal(staith_fake_alarm(&run.host, "over_cap_unapproved"), 1);
    plugin_case_end(&run);
    /* Without a column of declarations nothing is said of them. */
    start(&run);
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv",
                                     "worker,role,basis,rate,start\n"
                                     "W1,social_worker,umbrella,41,2025-11-03\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_alarm(&run.host, "breaches_not_declared"), -1);
    assert_int_equal(staith_fake_alarm(&run.host, "over_cap_unapproved"), 1);
    assert_int_equal(staith_fake_findings(&run.host, "q201"), 1);
    plugin_case_end(&run);
}

/* A file that has no column for it says nothing of who ended, of FTE, projects and conversions. */
static void test_without_columns(void **state)
{
    (void)state;
    static const char *const missing[] = {"ended", "in_use_fte", "project_workers", "converted"};
    static const char *const named[] = {"end", "fte", "project_team", "converted"};
    struct plugin_case run;
    start(&run);
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv",
                                     "worker,role,basis,rate,start,declared\n"
                                     "W1,social_worker,umbrella,41,2025-11-03,no\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_findings(&run.host, "q205"), 4);
    for (size_t i = 0; i < 4; i++) {
        uint32_t element = staith_fake_finding(&run.host, "q205", i)->where.element;
        assert_string_equal(run.host.descriptor->elements[element], named[i]);
        assert_true(staith_fake_unavailable(&run.host, missing[i]));
    }
    assert_false(staith_fake_unavailable(&run.host, "in_use"));
    assert_false(staith_fake_unavailable(&run.host, "over_cap"));
    plugin_case_end(&run);
    start(&run);
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv",
                                     "worker,start,end,weekly_hours,project_team,converted\n"
                                     "W1,2025-11-03,,37,no,\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_findings(&run.host, "q205"), 0);
    plugin_case_end(&run);
}

static void test_findings(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv",
                                     "worker,job title,basis,rate,start,end,declared\n"
                                     "W1,Gardener,umbrella,41,2025-11-03,,no\n" /* line 2 */
                                     "W2,,umbrella,41,2025-11-03,,no\n"
                                     "W3,IRO,pigeon,41,2025-11-03,,no\n" /* line 4 */
                                     "W4,IRO,paye,,2025-11-03,,no\n"
                                     "W5,IRO,paye,37,2025-09-30,,no\n" /* line 6 */
                                     "W6,IRO,paye,37,2025-11-03,2025-11-02,no\n"
                                     ",IRO,paye,37,2025-11-03,,no\n" /* line 8 */
                                     "W7,IRO,paye,37,,,no\n"
                                     "W8,IRO,paye,37,31/02/2025,,no\n" /* line 10 */
                                     "W9,IRO,paye,37,2025-11-03,,no\n"
                                     "W9,IRO,paye,37,2025-11-03,,no\n"), /* line 12 */
                     STAITH_OK);
    static const struct {
        const char *check;
        uint64_t line;
        const char *column;
    } findings[] = {{"q101", 2, "job_title"},
                    {"q102", 3, "job_title"},
                    {"q103", 4, "basis"},
                    {"q104", 5, "rate"},
                    {"q105", 6, "start"},
                    {"e104", 7, "end"},
                    {"e101", 8, "worker"},
                    {"e102", 9, "start"},
                    {"e103", 10, NULL},
                    {"q107", 12, "worker"},
                    {"table_not_a_code", 4, "basis"},
                    {"table_not_a_date", 10, "start"}};
    for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
        if (staith_fake_findings(&run.host, findings[i].check) != 1) {
            fail_msg("%s: %u times", findings[i].check,
                     (unsigned)staith_fake_findings(&run.host, findings[i].check));
        }
        const struct staith_fake_finding *finding =
            staith_fake_finding(&run.host, findings[i].check, 0);
        assert_int_equal(finding->where.line, findings[i].line);
        if (findings[i].column != NULL) {
            assert_string_equal(staith_agency_column_names[finding->where.element],
                                findings[i].column);
        }
    }
    /* Rows that cannot be placed are left out, those that cannot be tested are counted. */
    assert_int_equal(staith_fake_rows(&run.host, "assignments", ""), 7);
    assert_int_equal(staith_fake_rows(&run.host, "untestable", ""), 5);
    plugin_case_end(&run);
}

static void test_the_quarter(void **state)
{
    (void)state;
    static const char text[] = "worker,start\nW1,2025-11-03\n";
    struct plugin_case run = {0};
    assert_int_equal(plugin_case_run(&run, "agency.csv", text), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e001"), 1);
    plugin_case_end(&run);
    assert_int_equal(plugin_case_run(&run, "agency-2025-11.csv", text), STAITH_ESOURCE);
    plugin_case_end(&run);
    plugin_case_option(&run, "period", "2025Q4");
    assert_int_equal(plugin_case_run(&run, "agency.csv", text), STAITH_OK);
    /* No files: everything is untestable, and said to be. */
    assert_int_equal(staith_fake_rows(&run.host, "untestable", ""), 1);
    assert_int_equal(staith_fake_findings(&run.host, "q202"), 1);
    assert_int_equal(staith_fake_findings(&run.host, "q203"), 1);
    assert_true(staith_fake_unavailable(&run.host, "job_map_version"));
    plugin_case_end(&run);
    plugin_case_option(&run, "period", "2025Q4");
    assert_int_equal(plugin_case_run(&run, "agency.csv", "worker,start\nW1,2026-01-01\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_findings(&run.host, "q204"), 1);
    plugin_case_end(&run);
}

static void test_wrong_options(void **state)
{
    (void)state;
    static const struct {
        const char *option;
        const char *text;
        uint64_t line;
        const char *words;
    } cases[] = {{"period", "2025", 0, "no quarter"},
                 {"caps",
                  "region,role,basis,pence_per_hour,valid_from,valid_to,source\n"
                  "NE,iro,paye,4000,2025-10-01,,x\nNE,iro,paye,4100,2026-01-01,,x\n",
                  3, "an earlier row"},
                 {"rules", "rule,value,valid_from,valid_to,source\nnotice_weeks,,2025-01-01,,x\n",
                  2, "needs a value"},
                 {"job_titles", "job_title,role,version\nSW,pilot,2025-01-01\n", 2, "role"},
                 {"words", "column,word,code\nbasis,Brolly,pigeon\n", 2, "no such code"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct plugin_case run = {0};
        plugin_case_option(&run, cases[i].option, cases[i].text);
        assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv", "worker,start\n"),
                         STAITH_EINVAL);
        assert_int_equal(run.host.explained_line, cases[i].line);
        if (strstr(run.host.explained, cases[i].words) == NULL) {
            fail_msg("%s: \"%s\"", cases[i].option, run.host.explained);
        }
        plugin_case_end(&run);
    }
}

/* Headings by the mapping, and words of the council's own. */
static void test_mapping_and_words(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    plugin_case_option(&run, "columns", "worker\tCand. no.\nrate\tCharge\n");
    plugin_case_option(&run, "words", "column,word,code\nbasis,Brolly,umbrella\n");
    assert_int_equal(plugin_case_run(&run, "agency-2025Q4.csv",
                                     "Cand. no.,role,basis,Charge,start\n"
                                     "1,social worker,BROLLY,\"\xC2\xA3"
                                     "40.00\",03-Nov-2025\n"),
                     STAITH_OK);
    assert_int_equal(staith_fake_rows(&run.host, "assignments", "state=at"), 1);
    plugin_case_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headline),      cmocka_unit_test(test_breakdowns),
        cmocka_unit_test(test_alarms),        cmocka_unit_test(test_without_columns),
        cmocka_unit_test(test_findings),      cmocka_unit_test(test_the_quarter),
        cmocka_unit_test(test_wrong_options), cmocka_unit_test(test_mapping_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
