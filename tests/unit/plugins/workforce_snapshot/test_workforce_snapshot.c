/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs over the sample, whose figures were worked out by hand. */
#include "catalogue.h"
#include "plugin_case.h"

static void start(struct plugin_case *run, const char *name,
                  const struct staith_fake_history *history)
{
    memset(run, 0, sizeof(*run));
    const char *sample = plugin_case_load(run, "plugins/workforce_snapshot/sample.csv");
    plugin_case_option(run, "target_low", "18");
    plugin_case_option(run, "target_high", "20");
    plugin_case_option(run, "weights", "cases_protection\t1.5\ncases_in_need\t1\n");
    plugin_case_option(run, "capacity", "20");
    plugin_case_option(run, "capacity_asye", "10");
    run->setup.history = history;
    run->setup.history_count = history == NULL ? 0 : 1;
    plugin_case_option(run, "words", "column,word,code\nservice_area,Children in care,in_care\n");
    assert_int_equal(plugin_case_run(run, name, sample), STAITH_OK);
}

/* SW...3 holds two part-time posts: one person, the more senior role, 1.0 FTE. Cases: 17 + 12 + 10
 * + 19 + 22 = 80 on FTE 1 + 0.6 + 1 + 1 + 1 = 4.6. Against 18 to 20: 17 below, 12 / 0.6 = 20
 * within, 10 below, 19 within, 22 above. Points: 8 x 1.5 + 9 = 21 of 20; 15 of 12; 11 of 10. Days:
 * 3 + 12.5 + 21
 * + 4 = 40.5, of them 31 stress. */
static void test_headline(void **state)
{
    (void)state;
    static const struct {
        const char *measure;
        int64_t sum;
    } sums[] = {
        {"inpost_fte", 5000000},       {"agency_fte", 1000000},     {"cases", 80},
        {"case_holders_fte", 4600000}, {"working_days_lost", 4050}, {"days_lost_stress", 3100}};
    static const struct {
        const char *measure;
        uint64_t people;
    } heads[] = {{"inpost_headcount", 5},    {"starters_headcount", 1}, {"leavers_headcount", 2},
                 {"leavers_to_council", 1},  {"agency_headcount", 1},   {"tenure_5_plus", 3},
                 {"tenure_10_plus", 3},      {"tenure_20_plus", 1},     {"may_retire", 2},
                 {"asye_in_post", 1},        {"case_holders", 5},       {"above_target", 1},
                 {"capacity_known", 3},      {"within_capacity", 0},    {"people_absent", 4},
                 {"people_absent_stress", 2}};
    struct plugin_case run;
    start(&run, "workforce-2025Q3.csv", NULL);
    assert_int_equal(run.host.period.part, 3);
    for (size_t i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
        int64_t sum = staith_fake_sum(&run.host, sums[i].measure, "");
        if (sum != sums[i].sum) {
            fail_msg("%s: %d", sums[i].measure, (int)sum);
        }
    }
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        uint64_t people = staith_fake_people(&run.host, heads[i].measure, "");
        if (people != heads[i].people) {
            fail_msg("%s: %u", heads[i].measure, (unsigned)people);
        }
    }
    plugin_case_end(&run);
}

static void test_breakdowns(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run, "workforce-2025Q3.csv", NULL);
    const struct staith_fake_host *host = &run.host;
    assert_int_equal(staith_fake_people(host, "inpost_headcount", "service_area=safeguarding"), 2);
    assert_int_equal(staith_fake_sum(host, "inpost_fte", "service_area=safeguarding"), 2000000);
    assert_int_equal(staith_fake_people(host, "leavers_headcount", "destination=other_authority"),
                     1);
    assert_int_equal(staith_fake_people(host, "leavers_headcount", "reason=retired"), 1);
    assert_int_equal(staith_fake_people(host, "starters_headcount", "route=university"), 1);
    assert_int_equal(staith_fake_rows(host, "case_holders", "load=below_target"), 2);
    assert_int_equal(staith_fake_rows(host, "case_holders", "load=in_target"), 2);
    assert_int_equal(staith_fake_sum(host, "working_days_lost", "cause=infection"), 300);
    assert_int_equal(staith_fake_sum(host, "working_days_lost", "cause=not_known"), 650);
    assert_int_equal(staith_fake_rows(host, "absences", ""), 5); /* one person has two causes */
    plugin_case_end(&run);
}

static uint64_t found(const char *name, const struct staith_fake_history *history,
                      const char *check)
{
    struct plugin_case run;
    start(&run, name, history);
    uint64_t count = staith_fake_findings(&run.host, check);
    plugin_case_end(&run);
    return count;
}

/* 5 in post now, one started and two left: 6 before balances. */
static void test_continuity(void **state)
{
    (void)state;
    struct staith_fake_history last = {"inpost_headcount", {STAITH_PERIOD_QUARTER, 2025, 2, 0}, 6};
    assert_int_equal(found("workforce-2025Q3.csv", &last, "q201"), 0);
    assert_int_equal(found("workforce-2025Q3.csv", &last, "q202"), 1); /* 1 of 6 */
    last.value = 5;
    assert_int_equal(found("workforce-2025Q3.csv", &last, "q201"), 1);
    assert_int_equal(found("workforce-2025Q3.csv", &last, "q202"), 0);
    last.period.part = 1; /* not the quarter before */
    assert_int_equal(found("workforce-2025Q3.csv", &last, "q201"), 0);
    /* A month is held against the month before. In September nobody but one started, one left. */
    last.period = (struct staith_period_def){STAITH_PERIOD_MONTH, 2025, 8, 0};
    assert_int_equal(found("workforce-2025-09.csv", &last, "q201"), 0);
    last.value = 6;
    assert_int_equal(found("workforce-2025-09.csv", &last, "q201"), 1);
}

/* 11 now and 10 before are a tenth and no more; 12 are more. */
static void test_a_tenth(void **state)
{
    (void)state;
    const struct staith_fake_history last = {
        "inpost_headcount", {STAITH_PERIOD_QUARTER, 2025, 2, 0}, 10};
    for (int people = 11; people <= 12; people++) {
        struct plugin_case run = {0};
        char text[1024] = "SWENo,FTE,RoleStartDate,RoleEndDate\n";
        for (int i = 0; i < people; i++) {
            size_t len = strlen(text);
            (void)snprintf(text + len, sizeof(text) - len, "SW%d,1,2020-01-01,\n", i);
        }
        run.setup.history = &last;
        run.setup.history_count = 1;
        assert_int_equal(plugin_case_run(&run, "w-2025Q3.csv", text), STAITH_OK);
        assert_int_equal(staith_fake_findings(&run.host, "q202"), people - 11);
        plugin_case_end(&run);
    }
}

static void test_without_a_scheme(void **state)
{
    (void)state;
    struct plugin_case run = {0};
    assert_int_equal(plugin_case_run(&run, "w-2025Q3.csv",
                                     "SWENo,FTE,RoleStartDate,RoleEndDate,Cases30\n"
                                     "SW1,1,2020-01-01,,10\n"
                                     ",1,2020-01-01,,10\n"
                                     "SW2,1,2020-01-01,2019-01-01,10\n"
                                     "SW3,,2020-01-01,,41\n"
                                     "SW4,1,1/1/20,,1\n"),
                     STAITH_OK);
    assert_true(staith_fake_unavailable(&run.host, "case_holders"));
    assert_true(staith_fake_unavailable(&run.host, "above_target"));
    assert_true(staith_fake_unavailable(&run.host, "within_capacity"));
    static const struct {
        const char *check;
        uint64_t count;
        uint64_t line;
    } findings[] = {{"e101", 1, 3}, {"e103", 1, 4}, {"q101", 1, 5},
                    {"q103", 1, 5}, {"e102", 1, 6}, {"q102", 2, 2}};
    for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
        assert_int_equal(staith_fake_findings(&run.host, findings[i].check), findings[i].count);
        assert_int_equal(staith_fake_finding(&run.host, findings[i].check, 0)->where.line,
                         findings[i].line);
    }
    plugin_case_end(&run);
    assert_int_equal(plugin_case_run(&run, "w-2025.csv", "SWENo\n"), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e001"), 1);
    plugin_case_end(&run);
}

/* A file without a column says nothing of it: neither that nobody is an agency worker nor that
 * nobody was ill. */
static void test_without_columns(void **state)
{
    (void)state;
    static const char *const missing[] = {"agency_headcount",   "agency_fte",
                                          "leavers_to_council", "may_retire",
                                          "asye_in_post",       "cases",
                                          "case_holders_fte",   "case_holders",
                                          "above_target",       "working_days_lost",
                                          "days_lost_stress",   "people_absent",
                                          "absences",           "capacity_known",
                                          "within_capacity",    "people_absent_stress"};
    static const char *const there[] = {"inpost_headcount", "inpost_fte", "starters_headcount",
                                        "leavers_headcount", "tenure_20_plus"};
    static const char *const named[] = {
        "agencyworker", "leaverdestination", "personbirthdate", "asye",
        "cases",        "workingdayslost",   "days_stress"};
    struct plugin_case run = {0};
    plugin_case_option(&run, "target_high", "20");
    plugin_case_option(&run, "weights", "cases_other\t1\n");
    plugin_case_option(&run, "capacity", "20");
    assert_int_equal(plugin_case_run(&run, "w-2025Q3.csv",
                                     "SWENo,FTE,RoleStartDate,RoleEndDate,OrgRole\n"
                                     "SW1,1,2000-01-01,,5\n"),
                     STAITH_OK);
    for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
        if (!staith_fake_unavailable(&run.host, missing[i])) {
            fail_msg("%s", missing[i]);
        }
    }
    for (size_t i = 0; i < sizeof(there) / sizeof(there[0]); i++) {
        assert_false(staith_fake_unavailable(&run.host, there[i]));
    }
    const size_t names = sizeof(named) / sizeof(named[0]);
    assert_int_equal(staith_fake_findings(&run.host, "q204"), names);
    for (size_t i = 0; i < names; i++) {
        uint32_t element = staith_fake_finding(&run.host, "q204", i)->where.element;
        assert_string_equal(run.host.descriptor->elements[element], named[i]);
    }
    plugin_case_end(&run);
    /* One kind of cases and one cause do for the sums, and stress is still not known. */
    assert_int_equal(plugin_case_run(&run, "w-2025Q3.csv",
                                     "SWENo,FTE,RoleStartDate,RoleEndDate,cases_other,days_other\n"
                                     "SW1,1,2000-01-01,,5,2\n"),
                     STAITH_OK);
    assert_false(staith_fake_unavailable(&run.host, "cases"));
    assert_false(staith_fake_unavailable(&run.host, "working_days_lost"));
    assert_true(staith_fake_unavailable(&run.host, "days_lost_stress"));
    plugin_case_end(&run);
}

static void test_wrong_options(void **state)
{
    (void)state;
    static const char *const cases[][3] = {{"period", "2025", "no quarter and no month"},
                                           {"target_low", "5", "below target_low"},
                                           {"capacity", "many", "two decimals"},
                                           {"weights", "cases_other\t1.234\n", "two decimals"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct plugin_case run = {0};
        plugin_case_option(&run, cases[i][0], cases[i][1]);
        assert_int_equal(plugin_case_run(&run, "w-2025Q3.csv", "SWENo\n"), STAITH_EINVAL);
        assert_non_null(strstr(run.host.explained, cases[i][2]));
        plugin_case_end(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headline),        cmocka_unit_test(test_breakdowns),
        cmocka_unit_test(test_continuity),      cmocka_unit_test(test_without_a_scheme),
        cmocka_unit_test(test_a_tenth),         cmocka_unit_test(test_wrong_options),
        cmocka_unit_test(test_without_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
