/* SPDX-License-Identifier: Apache-2.0 */
#include "config/schema.h"
#include "config_case.h"

#include <stdio.h>
#include <string.h>

#define COUNCIL                                                                                    \
    "authority: {code: 840, name: Durham}\n"                                                       \
    "state: state\n"                                                                               \
    "keys: {signing: keys/s.key, transport: ../t.key}\n"                                           \
    "region: {public-key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',\n"                           \
    "         endpoints: ['tcp://127.0.0.1:7440']}\n"                                              \
    "datasets: [{name: csww, plugin: ./workforce.so, source: in}]\n"

static int council(const char *policies, struct staith_config_council **ret_config,
                   struct staith_err *err)
{
    char text[2048];
    struct config_file file;
    int len = snprintf(text, sizeof(text), "%s%s", COUNCIL, policies);
    config_write(&file, text, (size_t)len);
    int rc = staith_config_council_read(file.path, ret_config, err);
    config_remove(&file);
    return rc;
}

static void what_is_given(void **state)
{
    (void)state;
    struct staith_config_council *config = NULL;
    assert_int_equal(council("policies:\n"
                             "  - from: 2027-01-01\n"
                             "    base: 3\n"
                             "  - from: 2026-12-01\n"
                             "    rules:\n"
                             "      - {audience: public, dataset: csww, measure: cases,\n"
                             "         dimension: role, leaves: nothing, base: 3, least: 20}\n"
                             "      - {base: 5}\n"
                             "      - {measure: spend, least-agencies: 4, dominance-n: 1,\n"
                             "         dominance-percent: 60, p-percent: 20, steps: 2}\n",
                             &config, NULL),
                     0);
    assert_int_equal(config->policy_count, 2);
    assert_string_equal(config->policies[0].base, "3");
    assert_int_equal(config->policies[0].rule_count, 0);
    assert_string_equal(config->policies[1].base, "5");
    assert_int_equal(config->policies[1].rule_count, 3);
    const struct staith_config_policy_rule *rule = config->policies[1].rules;
    assert_string_equal(rule->audience, "public");
    assert_string_equal(rule->dataset, "csww");
    assert_string_equal(rule->measure, "cases");
    assert_string_equal(rule->dimension, "role");
    assert_string_equal(rule->leaves, "nothing");
    assert_string_equal(rule->base, "3");
    assert_int_equal(rule->least, 20);
    assert_null(rule[1].audience);
    assert_null(rule[1].measure);
    assert_string_equal(rule[1].leaves, "protected");
    assert_int_equal(rule[1].least, 0);
    assert_int_equal(rule[1].least_agencies, 0);
    assert_int_equal(rule[1].dominance_n, 0);
    assert_int_equal(rule[1].dominance_k, 0);
    assert_int_equal(rule[1].p, 0);
    assert_int_equal(rule[1].steps, 1);
    assert_int_equal(rule[2].least_agencies, 4);
    assert_int_equal(rule[2].dominance_n, 1);
    assert_int_equal(rule[2].dominance_k, 600);
    assert_int_equal(rule[2].p, 200);
    assert_int_equal(rule[2].steps, 2);
    staith_config_council_free(config);
}

static void which_holds(void **state)
{
    (void)state;
    static const char *const days[] = {"2026-11-30", "2026-12-01", "2026-12-31", "2027-01-01",
                                       "2031-07-09"};
    static const char *const from[] = {NULL, "2026-12-01", "2026-12-01", "2027-01-01",
                                       "2027-01-01"};
    struct staith_config_council *config = NULL;
    assert_int_equal(council("policies: [{from: 2027-01-01}, {from: 2026-12-01}]\n", &config, NULL),
                     0);
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        const struct staith_config_policy *policy = staith_config_policy_on(config, days[i]);
        if (from[i] == NULL) {
            assert_null(policy);
        } else {
            assert_string_equal(policy->from, from[i]);
        }
    }
    staith_config_council_free(config);
    assert_int_equal(council("", &config, NULL), 0);
    assert_null(staith_config_policy_on(config, "2026-12-01"));
    staith_config_council_free(config);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "policies: [{base: 3}]\n",
        "policies: [{from: 2026-12-01}, {from: 2026-12-01}]\n",
        "policies: [{from: 2026-12-01, base: 1}]\n",
        "policies: [{from: 2026-12-01, rules: [{leaves: exact}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{audience: council}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{least: 0}]}]\n",
        "policies: [{from: 2026-12-01, floor: off}]\n",
        "policies: [{from: 2026-12-01, rules: [{dominance-n: 3}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{dominance-n: 1, p-percent: 20}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{dominance-percent: 100}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{p-percent: 0}]}]\n",
        "policies: [{from: 2026-12-01, rules: [{steps: 0}]}]\n",
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct staith_config_council *config = NULL;
        struct staith_err err = {0};
        assert_int_equal(council(wrong[i], &config, &err), STAITH_ERR_CONFIG);
        assert_non_null(strstr(err.where, ":7:"));
        assert_true(err.remedy[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given),
        cmocka_unit_test(which_holds),
        cmocka_unit_test(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
