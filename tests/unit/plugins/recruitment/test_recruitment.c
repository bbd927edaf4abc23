/* SPDX-License-Identifier: Apache-2.0 */
/* Whole runs over the sample, whose figures were worked out by hand. */
#include "catalogue.h"
#include "plugin_case.h"

static void start(struct plugin_case *run)
{
    memset(run, 0, sizeof(*run));
    const char *sample = plugin_case_load(run, "plugins/recruitment/sample.csv");
    plugin_case_option(run, "incentives",
                       "recruitment_bonus\tsome\ndbs_check\tall\ncar_allowance\tno\n");
    assert_int_equal(plugin_case_run(run, "recruitment 2025-Q3.csv", sample), STAITH_OK);
}

static void test_headline(void **state)
{
    (void)state;
    static const struct {
        const char *measure;
        uint64_t people; /* or posts */
    } heads[] = {{"posts_advertised", 2}, {"posts_2_adverts", 1}, {"posts_3_adverts", 1},
                 {"posts_5_adverts", 0},  {"posts_filled", 2},    {"starters", 2},
                 {"cohort_12", 3},        {"stayed_12", 2},       {"cohort_24", 1},
                 {"stayed_24", 0},        {"asye_began", 1},      {"asye_cohort_12", 2},
                 {"asye_completed", 1},   {"asye_stayed_12", 2},  {"asye_cohort_24", 0}};
    static const struct {
        const char *measure;
        uint64_t rows;
    } rows[] = {{"adverts", 2},
                {"rounds_ended", 3},
                {"funnel_applied", 6},
                {"funnel_shortlisted", 5},
                {"funnel_interviewed", 4},
                {"funnel_offered", 3},
                {"funnel_accepted", 2},
                {"funnel_started", 2},
                {"withdrawals", 2}};
    struct plugin_case run;
    start(&run);
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        uint64_t people = staith_fake_people(&run.host, heads[i].measure, "");
        if (people != heads[i].people) {
            fail_msg("%s: %u", heads[i].measure, (unsigned)people);
        }
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint64_t count = staith_fake_rows(&run.host, rows[i].measure, "");
        if (count != rows[i].rows) {
            fail_msg("%s: %u", rows[i].measure, (unsigned)count);
        }
    }
    plugin_case_end(&run);
}

/* A1: 27 June to 11 July 14 days, 2 June to 1 September 91 less 28, 11 July to 1 September 52. A4:
 * 18 July to 1 August 14, 16 June to 8 September 84 less 0, 1 August to 8 September 38. A5: 14. A7:
 * 25 July to 8 August 14. */
static void test_clocks(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    assert_int_equal(staith_fake_rows(&run.host, "days_close_to_offer", ""), 4);
    assert_int_equal(staith_fake_sum(&run.host, "days_close_to_offer", ""), 56);
    assert_int_equal(staith_fake_rows(&run.host, "days_authorised_to_start", ""), 2);
    assert_int_equal(staith_fake_sum(&run.host, "days_authorised_to_start", "role=social_worker"),
                     63);
    assert_int_equal(staith_fake_sum(&run.host, "days_authorised_to_start", "role=newly_qualified"),
                     84);
    assert_int_equal(staith_fake_sum(&run.host, "days_decision_to_start", ""), 90);
    plugin_case_end(&run);
}

static void test_breakdowns(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    assert_int_equal(staith_fake_rows(&run.host, "withdrawals", "stage=interviewed"), 1);
    assert_int_equal(staith_fake_rows(&run.host, "withdrawals", "stage=offered"), 1);
    assert_int_equal(staith_fake_people(&run.host, "starters", "origin=other_authority"), 1);
    assert_int_equal(staith_fake_people(&run.host, "starters", "route=university"), 1);
    assert_int_equal(staith_fake_people(&run.host, "cohort_12", "route=agency_to_permanent"), 1);
    assert_int_equal(staith_fake_people(&run.host, "stayed_12", "route=agency_to_permanent"), 0);
    assert_int_equal(staith_fake_rows(&run.host, "funnel_applied", "role=newly_qualified"), 2);
    assert_int_equal(staith_fake_people(&run.host, "posts_advertised", "adverts=adverts_3_4"), 1);
    assert_int_equal(staith_fake_people(&run.host, "posts_advertised", "adverts=adverts_1"), 1);
    plugin_case_end(&run);
}

static void test_incentives(void **state)
{
    (void)state;
    struct plugin_case run;
    start(&run);
    assert_int_equal(staith_fake_sum(&run.host, "pays_recruitment_bonus", ""), 2);
    assert_int_equal(staith_fake_sum(&run.host, "pays_dbs_check", ""), 1);
    assert_int_equal(staith_fake_rows(&run.host, "pays_car_allowance", ""), 1); /* said to be 0 */
    assert_int_equal(staith_fake_sum(&run.host, "pays_car_allowance", ""), 0);
    assert_true(staith_fake_unavailable(&run.host, "pays_retention_bonus"));
    plugin_case_end(&run);
    plugin_case_option(&run, "incentives", "dbs_check\tperhaps\n");
    assert_int_equal(plugin_case_run(&run, "r-2025Q3.csv", "post\n"), STAITH_EINVAL);
    assert_non_null(strstr(run.host.explained, "no, all or some"));
    plugin_case_end(&run);
}

static void test_findings(void **state)
{
    (void)state;
    struct plugin_case run = {0};
    assert_int_equal(plugin_case_run(&run, "r-2025Q3.csv",
                                     "post,advertised,candidate,started,accepted\n"
                                     ",2025-07-01,C1,,\n"
                                     "P1,31/06/2025,C2,,\n"
                                     "P1,2025-07-01,C3,2025-08-01,2025-08-02\n"
                                     "P1,2025-07-01,,2025-08-01,\n"),
                     STAITH_OK);
    static const struct {
        const char *check;
        uint64_t line;
    } findings[] = {{"e101", 2}, {"q101", 3}, {"q102", 4}, {"q103", 5},
                    {"q201", 0}, {"q202", 0}, {"q203", 0}};
    for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
        assert_int_equal(staith_fake_findings(&run.host, findings[i].check), 1);
        assert_int_equal(staith_fake_finding(&run.host, findings[i].check, 0)->where.line,
                         findings[i].line);
    }
    assert_true(staith_fake_unavailable(&run.host, "funnel_applied"));
    assert_true(staith_fake_unavailable(&run.host, "stayed_24"));
    assert_true(staith_fake_unavailable(&run.host, "asye_began"));
    assert_false(staith_fake_unavailable(&run.host, "starters"));
    plugin_case_end(&run);
    assert_int_equal(plugin_case_run(&run, "r.csv", "post\n"), STAITH_ESOURCE);
    assert_int_equal(staith_fake_findings(&run.host, "e001"), 1);
    plugin_case_end(&run);
}

/* What a file has no column for is not known, and not 0. */
static void test_without_columns(void **state)
{
    (void)state;
    static const struct {
        const char *column; /* the one that is left out */
        const char *check;
        const char *missing[5];
        const char *there;
    } cases[] = {
        {"shortlisted", "q204", {"funnel_shortlisted"}, "funnel_interviewed"},
        {"interviewed", "q204", {"funnel_interviewed"}, "funnel_shortlisted"},
        {"offered",
         "q204",
         {"funnel_offered", "days_close_to_offer", "days_decision_to_start"},
         "funnel_accepted"},
        {"accepted", "q204", {"funnel_accepted"}, "funnel_offered"},
        {"round", "q204", {"adverts", "posts_2_adverts", "posts_5_adverts"}, "posts_advertised"},
        {"withdrawn", "q204", {"withdrawals"}, "starters"},
        {"closed", "q204", {"days_close_to_offer"}, "days_decision_to_start"},
        {"authorised", "q204", {"days_authorised_to_start"}, "days_decision_to_start"},
        {"notice_days", "q204", {"days_authorised_to_start"}, "days_decision_to_start"},
        {"left",
         "q202",
         {"stayed_12", "stayed_24", "asye_stayed_12", "asye_stayed_24"},
         "cohort_12"},
        {"asye_completed", "q204", {"asye_completed"}, "asye_stayed_12"},
        {"round_ended", "q201", {"rounds_ended", "funnel_applied", "funnel_started"}, "adverts"},
        {"asye_started", "q203", {"asye_began", "asye_completed", "asye_stayed_24"}, "stayed_24"}};
    static const char *const columns[] = {
        "post",        "round",   "advertised",   "candidate",      "started",    "shortlisted",
        "interviewed", "offered", "accepted",     "withdrawn",      "closed",     "authorised",
        "notice_days", "left",    "asye_started", "asye_completed", "round_ended"};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct plugin_case run = {0};
        char text[512] = "";
        int len = 0;
        for (size_t j = 0; j < sizeof(columns) / sizeof(columns[0]); j++) {
            if (strcmp(columns[j], cases[i].column) != 0) {
                len += snprintf(text + len, sizeof(text) - (size_t)len, "%s,", columns[j]);
            }
        }
        (void)snprintf(text + len, sizeof(text) - (size_t)len, "role\nP1,,,,,,,,,,,,,,,,iro\n");
        assert_int_equal(plugin_case_run(&run, "r-2025Q3.csv", text), STAITH_OK);
        assert_int_equal(run.host.finding_count, 1);
        assert_int_equal(staith_fake_findings(&run.host, cases[i].check), 1);
        const struct staith_location *where =
            &staith_fake_finding(&run.host, cases[i].check, 0)->where;
        assert_string_equal(run.host.descriptor->elements[where->element], cases[i].column);
        for (size_t j = 0; j < 5 && cases[i].missing[j] != NULL; j++) {
            assert_true(staith_fake_unavailable(&run.host, cases[i].missing[j]));
        }
        assert_false(staith_fake_unavailable(&run.host, cases[i].there));
        plugin_case_end(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headline),   cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_breakdowns), cmocka_unit_test(test_incentives),
        cmocka_unit_test(test_findings),   cmocka_unit_test(test_without_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
