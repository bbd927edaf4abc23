/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/amount_rule.h"
#include "staith/plugin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

static void words(void **state)
{
    (void)state;
    char out[512];
    struct staith_magnitude_rule rule = {.least_people = 10,
                                         .least_owners = 3,
                                         .dominance_n = 2,
                                         .dominance_k = 900,
                                         .p = 100,
                                         .least_changed = 3,
                                         .step = 10000};
    staith_cli_amount_words(&rule, STAITH_UNIT_PENCE, out, sizeof(out));
    assert_string_equal(out,
                        "at least 10 people behind each, and 3 agencies where any is named; the "
                        "two largest have at most 90 %; nobody behind it can work out the largest "
                        "to within 10 %; multiples of £100.00; another figure only once 3 of the "
                        "people changed");
    rule.also_n = 1;
    rule.also_k = 605;
    staith_cli_amount_words(&rule, STAITH_UNIT_PENCE, out, sizeof(out));
    assert_non_null(strstr(out, "at most 90 %; the largest has at most 60.5 %; nobody"));
    rule = (struct staith_magnitude_rule){.least_people = 20, .least_owners = 3, .step = 100000};
    staith_cli_amount_words(&rule, STAITH_UNIT_FTE_MILLIONTHS, out, sizeof(out));
    assert_string_equal(out, "at least 20 people behind each, and 3 agencies where any is named; "
                             "multiples of 0.1");
    staith_cli_amount_words(&rule, STAITH_UNIT_PENCE, out, 12);
    assert_string_equal(out, "at least 20");
}

static void from_the_ledger(void **state)
{
    (void)state;
    struct staith_magnitude_rule rule;
    json_t *measure = json_pack("{s:s, s:{s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:i}}", "rule",
                                "amount_rounded", "asked", "people", 1, "agencies", 2, "n", 3, "k",
                                4, "also_n", 5, "also_k", 6, "p", 7, "changed", 8, "step", 9);
    assert_true(staith_cli_amount_read(measure, &rule));
    assert_int_equal(rule.least_people, 1);
    assert_int_equal(rule.least_owners, 2);
    assert_int_equal(rule.dominance_n, 3);
    assert_int_equal(rule.dominance_k, 4);
    assert_int_equal(rule.also_n, 5);
    assert_int_equal(rule.also_k, 6);
    assert_int_equal(rule.p, 7);
    assert_int_equal(rule.least_changed, 8);
    assert_int_equal(rule.step, 9);
    assert_int_equal(json_object_del(measure, "asked"), 0);
    assert_false(staith_cli_amount_read(measure, &rule));
    assert_false(staith_cli_amount_read(NULL, &rule));
    json_decref(measure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(from_the_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
