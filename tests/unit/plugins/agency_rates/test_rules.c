/* SPDX-License-Identifier: Apache-2.0 */
#include "cell_case.h"
#include "rules.h"

#define CAPS "region,role,basis,pence_per_hour,valid_from,valid_to,source\n"
#define RULES "rule,value,valid_from,valid_to,source\n"
#define TITLES "job_title,role,version\n"

static void test_caps(void **state)
{
    (void)state;
    static const char text[] = CAPS "NE,social worker,umbrella,4000,2025-10-01,2026-03-31,memo\n"
                                    "NE,social worker,umbrella,4100,01/04/2026,,memo\n"
                                    "NW,social worker,umbrella,9900,2025-10-01,,memo\n"
                                    "NE,social worker,PAYE,3200,2025-10-01,,memo\n";
    struct staith_agency_rules rules = {0};
    struct staith_kit_complaint complaint = {0, ""};
    int64_t pence = 0;
    assert_int_equal(staith_agency_caps_read(&rules, text, strlen(text), "NE", &complaint), 0);
    assert_int_equal(rules.cap_count, 3);
    static const struct {
        const char *day;
        int64_t pence; /* 0: none */
    } days[] = {{"2025-09-30", 0},
                {"2025-10-01", 4000},
                {"2026-03-31", 4000},
                {"2026-04-01", 4100},
                {"2099-01-01", 4100}};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        bool found =
            staith_agency_cap_on(&rules, STAITH_AGENCY_ROLE_SOCIAL_WORKER,
                                 STAITH_AGENCY_BASIS_UMBRELLA, cell_day(days[i].day), &pence);
        assert_int_equal(found, days[i].pence > 0);
        assert_true(!found || pence == days[i].pence);
    }
    assert_false(staith_agency_cap_on(&rules, STAITH_AGENCY_ROLE_IRO, STAITH_AGENCY_BASIS_PAYE,
                                      cell_day("2026-01-01"), &pence));
    staith_agency_rules_deinit(&rules);
}

static void test_rules(void **state)
{
    (void)state;
    static const char text[] = RULES "notice_weeks,4,2024-10-31,2026-06-30,national\n"
                                     "notice_weeks,6.5,2026-07-01,,act of 2026\n"
                                     "reference,,2024-10-31,,national\n";
    struct staith_agency_rules rules = {0};
    struct staith_kit_complaint complaint = {0, ""};
    int64_t value = 0;
    assert_int_equal(staith_agency_rules_read(&rules, text, strlen(text), &complaint), 0);
    assert_false(
        staith_agency_rule_on(&rules, STAITH_AGENCY_RULE_NOTICE, cell_day("2024-10-30"), &value));
    assert_true(
        staith_agency_rule_on(&rules, STAITH_AGENCY_RULE_NOTICE, cell_day("2026-06-30"), &value));
    assert_int_equal(value, 400);
    assert_true(
        staith_agency_rule_on(&rules, STAITH_AGENCY_RULE_NOTICE, cell_day("2026-07-01"), &value));
    assert_int_equal(value, 650);
    assert_true(staith_agency_rule_on(&rules, STAITH_AGENCY_RULE_REFERENCE, cell_day("2026-07-01"),
                                      &value));
    assert_false(
        staith_agency_rule_on(&rules, STAITH_AGENCY_RULE_COOL_OFF, cell_day("2026-07-01"), &value));
    staith_agency_rules_deinit(&rules);
}

static void test_titles(void **state)
{
    (void)state;
    static const char text[] = TITLES "Team Leader (Assessment),team_manager,2025-09-01\n"
                                      "Child Protection Chair,iro,2025-09-01\n";
    struct staith_agency_rules rules = {0};
    struct staith_kit_complaint complaint = {0, ""};
    assert_int_equal(staith_agency_titles_read(&rules, text, strlen(text), &complaint), 0);
    assert_int_equal(rules.title_version, 20250901);
    assert_int_equal(staith_agency_title_role(&rules, "team leader assessment", 22),
                     STAITH_AGENCY_ROLE_TEAM_MANAGER);
    assert_int_equal(staith_agency_title_role(&rules, "Team Leader", 11), STAITH_AGENCY_ROLE_NONE);
    staith_agency_rules_deinit(&rules);
}

/* Every mistake is told with its line. */
static void test_what_is_wrong(void **state)
{
    (void)state;
    static const struct {
        int file; /* 0 caps, 1 rules, 2 titles */
        const char *text;
        uint64_t line;
        const char *words;
    } cases[] = {
        {0, CAPS "NE,social worker,umbrella,40.00.1,2025-10-01,,x\n", 2, "pence_per_hour"},
        {0, CAPS "NE,pilot,umbrella,4000,2025-10-01,,x\n", 2, "role"},
        {0, CAPS "NE,iro,umbrella,4000,2025-10-01,2025-09-30,x\n", 2, "before valid_from"},
        {0, CAPS "NE,iro,umbrella,4000,2025-10-01,,\n", 2, "source"},
        {0, "role,basis\niro,paye\n", 1, "missing"},
        {1, RULES "gut_feeling,1,2025-01-01,,x\n", 2, "rule"},
        {1, RULES "reference,,2025-01-01,,x\nreference,,2025-06-01,,y\n", 3, "earlier row"},
        {2, TITLES "A,iro,2025-09-01\na,iro,2025-09-01\n", 3, "earlier row"},
        {2, TITLES "A,iro,2025-09-01\nB,iro,2025-09-02\n", 3, "version"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staith_agency_rules rules = {0};
        struct staith_kit_complaint complaint = {0, ""};
        size_t len = strlen(cases[i].text);
        int rc = cases[i].file == 0
                     ? staith_agency_caps_read(&rules, cases[i].text, len, "", &complaint)
                 : cases[i].file == 1
                     ? staith_agency_rules_read(&rules, cases[i].text, len, &complaint)
                     : staith_agency_titles_read(&rules, cases[i].text, len, &complaint);
        assert_int_equal(rc, STAITH_EINVAL);
        if (complaint.line != cases[i].line || strstr(complaint.what, cases[i].words) == NULL) {
            fail_msg("%u: \"%s\" in line %u", (unsigned)i, complaint.what,
                     (unsigned)complaint.line);
        }
        staith_agency_rules_deinit(&rules);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
