/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/policy.h"

#include <setjmp.h>
#include <staith/plugin.h>
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

/* dataset csww or agency_rates: measures leavers_headcount (people), cases (rows), posts (a sum),
 * managers (people); tables: 0 none, 1 role, 2 ethnicity, 3 reason, 4 role x reason, 5 flagged. */
struct fixture {
    struct staith_category roles[1];
    struct staith_category reasons[2];
    struct staith_dimension dimensions[4];
    struct staith_measure measures[4];
    struct staith_table tables[6];
    struct staith_catalogue catalogue;
};

static uint16_t all_measures[4] = {0, 1, 2, 3};
static uint16_t over[6][2] = {{0, 0}, {0, 0}, {1, 0}, {2, 0}, {0, 2}, {3, 0}};

static void fixture_init(struct fixture *f)
{
    *f = (struct fixture){
        .roles = {{"manager", "m", 0xFFFF}},
        .reasons = {{"resigned", "r", 0xFFFF}, {"dismissed", "d", 0xFFFF}},
        .measures = {{"leavers_headcount", "l", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE},
                     {"cases", "c", "d", STAITH_UNIT_CASES, STAITH_COUNT_ROWS},
                     {"inpost_fte", "p", "d", STAITH_UNIT_FTE_MILLIONTHS, STAITH_SUM},
                     {"managers", "m", "d", STAITH_UNIT_PEOPLE, STAITH_COUNT_PEOPLE}},
    };
    f->dimensions[0] = (struct staith_dimension){"role", "r", 0, 0, 1, f->roles};
    f->dimensions[1] = (struct staith_dimension){"ethnicity", "e", 0, 0, 1, f->roles};
    f->dimensions[2] = (struct staith_dimension){"reason", "r", 0, 0, 2, f->reasons};
    f->dimensions[3] = (struct staith_dimension){"belief", "b", 0, 1, 1, f->roles};
    for (uint32_t i = 0; i < 6; i++) {
        f->tables[i] =
            (struct staith_table){"t", "t", 4, i == 0 ? 0 : i == 4 ? 2 : 1, all_measures, over[i]};
    }
    f->catalogue = (struct staith_catalogue){.dataset = "csww",
                                             .dimension_count = 4,
                                             .measure_count = 4,
                                             .table_count = 6,
                                             .dimensions = f->dimensions,
                                             .measures = f->measures,
                                             .tables = f->tables};
}

static enum staith_policy_rule rule_of(const struct fixture *f, uint16_t table, uint16_t measure,
                                       enum staith_audience audience)
{
    return staith_policy_decide(staith_policy_default(), &f->catalogue, table, measure, audience)
        .rule;
}

static void test_totals(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_int_equal(rule_of(&f, 0, 1, STAITH_AUDIENCE_REGION), STAITH_POLICY_EXACT);
    assert_int_equal(rule_of(&f, 0, 1, STAITH_AUDIENCE_COUNCIL), STAITH_POLICY_EXACT);
    assert_int_equal(rule_of(&f, 0, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_EXACT);
    assert_int_equal(rule_of(&f, 0, 3, STAITH_AUDIENCE_REGION), STAITH_POLICY_NO_FLOOR);
    assert_int_equal(rule_of(&f, 0, 3, STAITH_AUDIENCE_PUBLIC), STAITH_POLICY_NO_FLOOR);
    assert_int_equal(rule_of(&f, 0, 1, STAITH_AUDIENCE_PUBLIC), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(&f, 0, 2, STAITH_AUDIENCE_PUBLIC), STAITH_POLICY_AUDIENCE);
    assert_int_equal(rule_of(&f, 0, 1, (enum staith_audience)9), STAITH_POLICY_AUDIENCE);
    f.catalogue.dataset = "agency_rates";
    assert_int_equal(rule_of(&f, 0, 1, STAITH_AUDIENCE_REGION), STAITH_POLICY_NO_FLOOR);
    assert_true(staith_policy_floor_exact("csww", "cases", 0, STAITH_AUDIENCE_REGION));
    assert_false(staith_policy_floor_exact("csww", "cases", 1, STAITH_AUDIENCE_REGION));
    assert_false(staith_policy_floor_exact("csww", "cases", 0, STAITH_AUDIENCE_PUBLIC));
    assert_false(staith_policy_floor_exact("csww", "managers", 0, STAITH_AUDIENCE_REGION));
}

static void test_breakdowns(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    const struct staith_policy_ruling by_role =
        staith_policy_decide(staith_policy_default(), &f.catalogue, 1, 0, STAITH_AUDIENCE_REGION);
    assert_int_equal(by_role.rule, STAITH_POLICY_ROUNDED);
    assert_int_equal(by_role.base, 5);
    assert_int_equal(by_role.row_least, 0);
    assert_int_equal(rule_of(&f, 1, 1, STAITH_AUDIENCE_REGION), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(&f, 1, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_BREAKDOWN);
    assert_int_equal(rule_of(&f, 1, 3, STAITH_AUDIENCE_REGION), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(&f, 1, 0, STAITH_AUDIENCE_PUBLIC), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(&f, 1, 0, STAITH_AUDIENCE_COUNCIL), STAITH_POLICY_AUDIENCE);
}

/* Sums where their people are counted: FTE and days; medians and money by a rule of their own. */
static void test_amounts(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.measures[2].code = "leavers_fte";
    struct staith_policy_ruling ruling =
        staith_policy_decide(staith_policy_default(), &f.catalogue, 1, 2, STAITH_AUDIENCE_REGION);
    assert_int_equal(ruling.rule, STAITH_POLICY_ROUNDED);
    assert_int_equal(ruling.base, 5000000);
    assert_int_equal(rule_of(&f, 3, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_ROUNDED);
    assert_int_equal(rule_of(&f, 4, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_SENSITIVE_DETAIL);
    f.measures[2].unit = STAITH_UNIT_DAY_HUNDREDTHS;
    ruling =
        staith_policy_decide(staith_policy_default(), &f.catalogue, 1, 2, STAITH_AUDIENCE_REGION);
    assert_int_equal(ruling.base, 10000);
    f.measures[2].unit = STAITH_UNIT_CASES;
    assert_int_equal(rule_of(&f, 1, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_BREAKDOWN);
    for (uint32_t i = 0; i < 2; i++) {
        f.measures[2].unit = i == 0 ? STAITH_UNIT_PENCE : STAITH_UNIT_CASES;
        f.measures[2].aggregation = i == 0 ? STAITH_SUM : STAITH_MEDIAN;
        f.measures[2].code = "rate";
        assert_int_equal(rule_of(&f, 0, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_AMOUNT);
        assert_int_equal(rule_of(&f, 0, 2, STAITH_AUDIENCE_COUNCIL), STAITH_POLICY_AUDIENCE);
        assert_int_equal(rule_of(&f, 1, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_AMOUNT);
        assert_int_equal(rule_of(&f, 1, 2, STAITH_AUDIENCE_PUBLIC), STAITH_POLICY_AUDIENCE);
        assert_int_equal(rule_of(&f, 2, 2, STAITH_AUDIENCE_REGION), STAITH_POLICY_BREAKDOWN);
    }
    /* What each figure is judged by: the floor's, and what a line of a policy asks besides. */
    f.measures[2].aggregation = STAITH_SUM;
    f.measures[2].unit = STAITH_UNIT_PENCE;
    ruling =
        staith_policy_decide(staith_policy_default(), &f.catalogue, 1, 2, STAITH_AUDIENCE_REGION);
    assert_int_equal(ruling.amount.least_people, 10);
    assert_int_equal(ruling.amount.dominance_k, 900);
    assert_int_equal(ruling.amount.p, 100);
    assert_int_equal(ruling.row_least, 0);
    const struct staith_policy_term lines[] = {
        {.dataset = "other", .amount = {.p = 500}},
        {.least = 25, .amount = {.dominance_n = 1, .dominance_k = 600, .p = 200}}};
    const struct staith_policy asks = {.version = "2026-12-01", .terms = lines, .term_count = 2};
    ruling = staith_policy_decide(&asks, &f.catalogue, 1, 2, STAITH_AUDIENCE_REGION);
    assert_int_equal(ruling.rule, STAITH_POLICY_AMOUNT);
    assert_int_equal(ruling.amount.least_people, 25);
    assert_int_equal(ruling.amount.least_owners, 3);
    assert_int_equal(ruling.amount.dominance_k, 900);
    assert_int_equal(ruling.amount.also_n, 1);
    assert_int_equal(ruling.amount.also_k, 600);
    assert_int_equal(ruling.amount.p, 200);
    assert_int_equal(
        staith_policy_decide(&asks, &f.catalogue, 1, 0, STAITH_AUDIENCE_REGION).amount.least_people,
        0);
    static const char *const held[] = {"csww.rate"};
    const struct staith_policy policy = {.version = "2026-11-01", .held = held, .held_count = 1};
    ruling = staith_policy_decide(&policy, &f.catalogue, 1, 2, STAITH_AUDIENCE_REGION);
    assert_int_equal(ruling.rule, STAITH_POLICY_HELD);
    assert_true(staith_policy_rule_leaves(STAITH_POLICY_AMOUNT));
    assert_true(staith_policy_rule_leaves(STAITH_POLICY_EXACT));
    assert_true(staith_policy_rule_leaves(STAITH_POLICY_ROUNDED));
    assert_false(staith_policy_rule_leaves(STAITH_POLICY_NO_HEADCOUNT));
}

/* By the dimension's code, a category's code or the plugin's word; for the whole council, in rows
 * of 10, where the total is known exactly. */
static void test_sensitive(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    assert_false(staith_policy_is_sensitive(&f.dimensions[0]));
    for (uint32_t i = 1; i < 4; i++) {
        assert_true(staith_policy_is_sensitive(&f.dimensions[i]));
    }
    static const uint16_t tables[] = {2, 3, 5};
    for (uint32_t i = 0; i < 3; i++) {
        const struct staith_policy_ruling ruling = staith_policy_decide(
            staith_policy_default(), &f.catalogue, tables[i], 0, STAITH_AUDIENCE_REGION);
        assert_int_equal(ruling.rule, STAITH_POLICY_ROUNDED);
        assert_int_equal(ruling.row_least, 10);
        assert_int_equal(rule_of(&f, tables[i], 3, STAITH_AUDIENCE_REGION), STAITH_POLICY_TOO_FEW);
    }
    assert_int_equal(rule_of(&f, 4, 0, STAITH_AUDIENCE_REGION), STAITH_POLICY_SENSITIVE_DETAIL);
}

static void test_council_can_hold_back_but_not_let_out(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    static const char *const held[] = {"csww.leavers_headcount", "csww.managers", "cs.cases",
                                       "cswwcases", "csww.case"};
    const struct staith_policy policy = {.version = "2026-11-01", .held = held, .held_count = 5};
    static const enum staith_policy_rule expected[2][4] = {
        {STAITH_POLICY_HELD, STAITH_POLICY_EXACT, STAITH_POLICY_EXACT, STAITH_POLICY_NO_FLOOR},
        {STAITH_POLICY_HELD, STAITH_POLICY_ROUNDED, STAITH_POLICY_BREAKDOWN, STAITH_POLICY_HELD}};
    for (uint16_t t = 0; t < 2; t++) {
        for (uint16_t m = 0; m < 4; m++) {
            const struct staith_policy_ruling ruling =
                staith_policy_decide(&policy, &f.catalogue, t, m, STAITH_AUDIENCE_REGION);
            assert_int_equal(ruling.rule, expected[t][m]);
            assert_int_equal(ruling.base, ruling.rule == STAITH_POLICY_ROUNDED ? 5 : 0);
        }
    }
}

static struct staith_policy_ruling under(const struct staith_policy_term *terms, uint32_t count,
                                         uint32_t base, const struct fixture *f, uint16_t table,
                                         uint16_t measure)
{
    const struct staith_policy policy = {
        .version = "2026-12-01", .base = base, .terms = terms, .term_count = count};
    return staith_policy_decide(&policy, &f->catalogue, table, measure, STAITH_AUDIENCE_REGION);
}

/* Base 3 by choice, for all or for one line; nothing below 3, nothing between, whatever is asked.
 */
static void test_bases(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    static const uint32_t asked[] = {0, 1, 2, 3, 4, 5, 10};
    static const uint32_t given[] = {5, 5, 5, 3, 5, 5, 5};
    for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
        const struct staith_policy_term term = {.base = asked[i]};
        assert_int_equal(under(NULL, 0, asked[i], &f, 1, 0).base, given[i]);
        assert_int_equal(under(&term, 1, 0, &f, 1, 0).base, given[i]);
    }
    const struct staith_policy_term five = {.base = 5};
    assert_int_equal(under(&five, 1, 3, &f, 1, 0).base, 5);
    const struct staith_policy_term none = {.least = 0};
    assert_int_equal(under(&none, 1, 3, &f, 1, 0).base, 3);
}

/* A line fits by audience, dataset, measure and dimension, and the first that fits decides. */
static void test_lines(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    struct staith_policy_term terms[2] = {{.stays = true}, {.base = 3}};
    assert_int_equal(under(terms, 2, 0, &f, 1, 0).rule, STAITH_POLICY_HELD);
    assert_int_equal(under(terms, 2, 0, &f, 0, 0).rule, STAITH_POLICY_HELD);
    assert_int_equal(under(terms, 2, 0, &f, 0, 3).rule, STAITH_POLICY_NO_FLOOR);
    terms[0].dimension = "role";
    assert_int_equal(under(terms, 2, 0, &f, 1, 0).rule, STAITH_POLICY_HELD);
    assert_int_equal(under(terms, 2, 0, &f, 0, 0).rule, STAITH_POLICY_EXACT);
    assert_int_equal(under(terms, 2, 0, &f, 3, 0).rule, STAITH_POLICY_ROUNDED);
    assert_int_equal(under(terms, 2, 0, &f, 3, 0).base, 3);
    static const struct staith_policy_term wrong[] = {
        {.stays = true, .audience = STAITH_AUDIENCE_PUBLIC},
        {.stays = true, .dataset = "agency_rates"},
        {.stays = true, .measure = "managers"},
        {.stays = true, .dimension = "reason"}};
    static const struct staith_policy_term right[] = {
        {.stays = true, .audience = STAITH_AUDIENCE_REGION},
        {.stays = true, .dataset = "csww"},
        {.stays = true, .measure = "leavers_headcount"},
        {.stays = true, .dimension = "role"}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(under(&wrong[i], 1, 0, &f, 1, 0).rule, STAITH_POLICY_ROUNDED);
        assert_int_equal(under(&right[i], 1, 0, &f, 1, 0).rule, STAITH_POLICY_HELD);
    }
    /* The second dimension of a table counts as the first. */
    const struct staith_policy_term second = {.stays = true, .dimension = "reason"};
    f.reasons[1].code = "moved";
    assert_int_equal(under(&second, 1, 0, &f, 4, 0).rule, STAITH_POLICY_HELD);
}

/* Minimums are raised, never lowered, and only where the total is known exactly. */
static void test_minimums(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    struct staith_policy_term term = {.least = 20};
    assert_int_equal(under(&term, 1, 0, &f, 1, 0).row_least, 20);
    assert_int_equal(under(&term, 1, 0, &f, 2, 0).row_least, 20);
    assert_int_equal(under(&term, 1, 0, &f, 0, 0).row_least, 0);
    assert_int_equal(under(&term, 1, 0, &f, 1, 3).rule, STAITH_POLICY_TOO_FEW);
    term.least = 5;
    assert_int_equal(under(&term, 1, 0, &f, 1, 0).row_least, 5);
    assert_int_equal(under(&term, 1, 0, &f, 2, 0).row_least, 10);
    term.least = 10;
    assert_int_equal(under(&term, 1, 0, &f, 2, 0).row_least, 10);
}

/* A count leaves exact or hidden where every table of it that may says so, for the region; what is
 * sensitive does not, nor the sums of its people. */
static void test_exact_or_hidden(void **state)
{
    (void)state;
    struct fixture f;
    fixture_init(&f);
    f.reasons[1].code = "moved";
    struct staith_policy_term terms[2] = {{.hides = true, .base = 3}};
    struct staith_policy_ruling ruling = under(terms, 1, 0, &f, 1, 0);
    assert_int_equal(ruling.rule, STAITH_POLICY_HIDDEN);
    assert_int_equal(ruling.base, 3);
    assert_int_equal(under(terms, 1, 0, &f, 4, 0).rule, STAITH_POLICY_HIDDEN);
    assert_int_equal(under(terms, 1, 0, &f, 4, 3).rule, STAITH_POLICY_HIDDEN);
    assert_int_equal(under(terms, 1, 0, &f, 2, 0).rule, STAITH_POLICY_SENSITIVE_EXACT);
    assert_int_equal(under(terms, 1, 0, &f, 0, 0).rule, STAITH_POLICY_EXACT);
    f.measures[2].code = "leavers_fte";
    assert_int_equal(under(terms, 1, 0, &f, 1, 2).rule, STAITH_POLICY_NO_HEADCOUNT);
    const struct staith_policy policy = {.version = "2026-12-01", .terms = terms, .term_count = 1};
    assert_int_equal(staith_policy_decide(&policy, &f.catalogue, 1, 0, STAITH_AUDIENCE_PUBLIC).rule,
                     STAITH_POLICY_ROUNDED);
    /* One table of it that says otherwise decides for all; one that stays does not. */
    terms[0].dimension = "role";
    assert_int_equal(under(terms, 1, 0, &f, 1, 0).rule, STAITH_POLICY_ROUNDED);
    assert_int_equal(under(terms, 1, 0, &f, 1, 2).rule, STAITH_POLICY_ROUNDED);
    terms[1] = (struct staith_policy_term){.stays = true, .dimension = "reason"};
    assert_int_equal(under(terms, 2, 0, &f, 1, 0).rule, STAITH_POLICY_HIDDEN);
    assert_int_equal(under(terms, 2, 0, &f, 3, 0).rule, STAITH_POLICY_HELD);
    terms[0] = (struct staith_policy_term){.hides = true, .least = 20};
    ruling = under(terms, 1, 0, &f, 1, 0);
    assert_int_equal(ruling.row_least, 20);
    assert_int_equal(ruling.base, 5);
    assert_true(staith_policy_rule_leaves(STAITH_POLICY_HIDDEN));
    assert_false(staith_policy_rule_leaves(STAITH_POLICY_SENSITIVE_EXACT));
    /* What the floor lets leave exactly beside hidden figures. */
    assert_true(staith_policy_floor_beside_hidden(&f.catalogue, 4, 0, STAITH_AUDIENCE_REGION));
    assert_true(staith_policy_floor_beside_hidden(&f.catalogue, 1, 1, STAITH_AUDIENCE_REGION));
    assert_false(staith_policy_floor_beside_hidden(&f.catalogue, 1, 2, STAITH_AUDIENCE_REGION));
    assert_false(staith_policy_floor_beside_hidden(&f.catalogue, 2, 0, STAITH_AUDIENCE_REGION));
    assert_false(staith_policy_floor_beside_hidden(&f.catalogue, 1, 0, STAITH_AUDIENCE_PUBLIC));
}

static void test_every_rule_has_words(void **state)
{
    (void)state;
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_EXACT), "headline_exact");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_ROUNDED), "rounded");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_HELD), "held_by_council");
    for (int rule = STAITH_POLICY_EXACT; rule < STAITH_POLICY_RULE_END; rule++) {
        assert_string_not_equal(staith_policy_rule_code((enum staith_policy_rule)rule), "unknown");
        assert_string_not_equal(staith_policy_rule_words((enum staith_policy_rule)rule),
                                "unknown rule");
        assert_string_not_equal(staith_policy_rule_takes((enum staith_policy_rule)rule), "unknown");
        assert_int_equal(
            staith_policy_rule_of(staith_policy_rule_code((enum staith_policy_rule)rule)), rule);
    }
    assert_int_equal(staith_policy_rule_of("unknown"), STAITH_POLICY_NONE);
    assert_string_equal(staith_policy_rule_takes(STAITH_POLICY_RULE_END), "unknown");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_NONE), "unknown");
    assert_string_equal(staith_policy_rule_code(STAITH_POLICY_RULE_END), "unknown");
    assert_string_equal(staith_policy_rule_words(STAITH_POLICY_RULE_END), "unknown rule");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_floor_is_what_dfe_prints),
        cmocka_unit_test(test_totals),
        cmocka_unit_test(test_breakdowns),
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_sensitive),
        cmocka_unit_test(test_council_can_hold_back_but_not_let_out),
        cmocka_unit_test(test_bases),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_minimums),
        cmocka_unit_test(test_exact_or_hidden),
        cmocka_unit_test(test_every_rule_has_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
