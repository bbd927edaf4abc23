/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/gate/policies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* 2026-12-01T00:00:00Z */
static const int64_t december = INT64_C(1796083200000);

static void in_force(void **state)
{
    (void)state;
    struct staith_config_policy_rule rules[] = {
        {.audience = "public", .leaves = "nothing", .base = "3", .least = 20},
        {.audience = "region",
         .dataset = "csww",
         .measure = "cases",
         .dimension = "role",
         .leaves = "protected",
         .base = "5"},
        {.leaves = "exact-or-hidden"},
        {.leaves = "protected", .least_agencies = 4, .dominance_k = 600, .p = 200, .steps = 2},
        {.leaves = "protected", .dominance_n = 1, .dominance_k = 700}};
    struct staith_config_policy policies[] = {
        {.from = "2026-12-01", .base = "3", .rule_count = 5, .rules = rules}};
    const char *held[] = {"csww.cases"};
    struct staith_config_council config = {.policy_count = 1, .policies = policies};
    struct staith_config_dataset dataset = {.name = "csww", .held = held, .held_count = 1};
    struct staith_policy policy;
    struct staith_arena arena;
    staith_arena_init(&arena, 4096);
    assert_int_equal(staith_gate_policy(&config, &dataset, december - 1, &arena, &policy, NULL), 0);
    assert_string_equal(policy.version, "2026-11-01");
    assert_int_equal(policy.term_count, 0);
    assert_int_equal(policy.held_count, 1);
    assert_int_equal(staith_gate_policy(&config, &dataset, december, &arena, &policy, NULL), 0);
    assert_string_equal(policy.version, "2026-12-01");
    assert_int_equal(policy.base, 3);
    assert_int_equal(policy.term_count, 5);
    assert_int_equal(policy.terms[0].amount.dominance_n, 0);
    assert_int_equal(policy.terms[3].amount.least_owners, 4);
    assert_int_equal(policy.terms[3].amount.dominance_n, 2);
    assert_int_equal(policy.terms[3].amount.dominance_k, 600);
    assert_int_equal(policy.terms[3].amount.p, 200);
    assert_int_equal(policy.terms[3].amount.step, 2);
    assert_int_equal(policy.terms[4].amount.dominance_n, 1);
    assert_int_equal(policy.terms[4].amount.dominance_k, 700);
    assert_int_equal(policy.terms[0].audience, STAITH_AUDIENCE_PUBLIC);
    assert_true(policy.terms[0].stays);
    assert_int_equal(policy.terms[0].base, 3);
    assert_int_equal(policy.terms[0].least, 20);
    assert_null(policy.terms[0].dataset);
    assert_int_equal(policy.terms[1].audience, STAITH_AUDIENCE_REGION);
    assert_string_equal(policy.terms[1].dataset, "csww");
    assert_string_equal(policy.terms[1].measure, "cases");
    assert_string_equal(policy.terms[1].dimension, "role");
    assert_false(policy.terms[1].stays);
    assert_int_equal(policy.terms[1].base, 5);
    assert_int_equal(policy.terms[2].audience, 0);
    assert_true(policy.terms[2].hides);
    assert_false(policy.terms[1].hides);
    assert_int_equal(policy.terms[2].base, 0);
    assert_string_equal(policy.held[0], "csww.cases");
    assert_int_equal(staith_gate_policy(&config, NULL, december, &arena, &policy, NULL), 0);
    assert_int_equal(policy.held_count, 0);
    staith_arena_deinit(&arena);
    staith_arena_init(&arena, 16);
    assert_int_equal(staith_gate_policy(&config, NULL, december, &arena, &policy, NULL),
                     STAITH_ERR_NOMEM);
    staith_arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_force)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
