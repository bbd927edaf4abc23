/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_floor_is_what_dfe_prints(void **state)
{
    (void)state;
    static const char *const printed[] = {
        "inpost_fte",           "inpost_headcount",  "starters_fte",     "starters_headcount",
        "leavers_fte",          "leavers_headcount", "agency_fte",       "agency_headcount",
        "agency_cover_fte",     "vacancy_fte",       "case_holders_fte", "cases",
        "working_days_lost_fte"};
    for (size_t i = 0; i < sizeof(printed) / sizeof(printed[0]); i++) {
        assert_true(staith_policy_floor_headline("csww", printed[i]));
        assert_false(staith_policy_floor_headline("agency_rates", printed[i]));
    }
    assert_false(staith_policy_floor_headline("csww", "inpost"));
    assert_false(staith_policy_floor_headline("csww", "salary"));
    assert_false(staith_policy_floor_headline("csww", ""));
}

static void test_only_the_top_total_leaves(void **state)
{
    (void)state;
    const struct staith_policy *policy = staith_policy_default();
    assert_int_equal(staith_policy_decide(policy, "csww", "cases", 0, STAITH_AUDIENCE_REGION),
                     STAITH_POLICY_EXACT);
    for (uint32_t dimensions = 1; dimensions <= 4; dimensions++) {
        assert_int_equal(
            staith_policy_decide(policy, "csww", "cases", dimensions, STAITH_AUDIENCE_REGION),
            STAITH_POLICY_BREAKDOWN);
    }
    assert_int_equal(staith_policy_decide(policy, "csww", "salary", 0, STAITH_AUDIENCE_REGION),
                     STAITH_POLICY_NO_FLOOR);
}

static void test_nothing_leaves_for_the_public(void **state)
{
    (void)state;
    const struct staith_policy *policy = staith_policy_default();
    assert_int_equal(staith_policy_decide(policy, "csww", "cases", 0, STAITH_AUDIENCE_PUBLIC),
                     STAITH_POLICY_AUDIENCE);
    assert_int_equal(staith_policy_decide(policy, "csww", "cases", 0, (enum staith_audience)9),
                     STAITH_POLICY_AUDIENCE);
}

static void test_council_can_hold_back_but_not_let_out(void **state)
{
    (void)state;
    static const char *const held[] = {"csww.leavers_fte", "csww.salary"};
    const struct staith_policy policy = {.version = "2026-11-01", .held = held, .held_count = 2};
    assert_int_equal(
        staith_policy_decide(&policy, "csww", "leavers_fte", 0, STAITH_AUDIENCE_REGION),
        STAITH_POLICY_HELD);
    assert_int_equal(
        staith_policy_decide(&policy, "csww", "leavers_headcount", 0, STAITH_AUDIENCE_REGION),
        STAITH_POLICY_EXACT);
    assert_int_equal(staith_policy_decide(&policy, "csww", "salary", 0, STAITH_AUDIENCE_REGION),
                     STAITH_POLICY_NO_FLOOR);
}

static void test_every_rule_has_words(void **state)
{
    (void)state;
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_EXACT), "headline_exact");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_BREAKDOWN), "breakdown_withheld");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_HELD), "held_by_council");
    for (int rule = STAITH_POLICY_EXACT; rule <= STAITH_POLICY_HELD; rule++) {
        assert_string_not_equal(staith_policy_rule_code((enum staith_policy_rule)rule), "unknown");
        assert_string_not_equal(staith_policy_rule_words((enum staith_policy_rule)rule),
                                "unknown rule");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_floor_is_what_dfe_prints),
        cmocka_unit_test(test_only_the_top_total_leaves),
        cmocka_unit_test(test_nothing_leaves_for_the_public),
        cmocka_unit_test(test_council_can_hold_back_but_not_let_out),
        cmocka_unit_test(test_every_rule_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
