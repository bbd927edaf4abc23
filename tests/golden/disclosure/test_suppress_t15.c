/* SPDX-License-Identifier: Apache-2.0 */
/*
 * T15 with suppression. 461 in 43 secondary cells is the optimum against an attacker who knows that
 * counts are not negative, each small cell left with 1 to 5; it was found by programs of other
 * making, as was 1,029 in 75 against one who knows that hidden means at least 1. The auditor must
 * say the same of the first: nobody closer than 1 to 5, but whoever knows the rule.
 */
#include "disclosure/audit/audit.h"
#include "disclosure/audit/certificate.h"
#include "suppress_t15.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void plain(void **state)
{
    (void)state;
    struct suppress_t15 task;
    struct staith_suppression made;
    struct staith_err err = {0};
    struct staith_certificate *certificate = NULL;
    suppress_t15_init(&task, 0, STAITH_SUPPRESS_PLAIN);
    assert_int_equal(staith_suppress(&task.system, &task.rules, &task.table.arena, &made, &err), 0);
    assert_int_equal(made.state, STAITH_SUPPRESS_OPTIMAL);
    assert_int_equal(made.weight, 461);
    assert_int_equal(made.bound, 461);
    assert_int_equal(made.primary, 157);
    assert_int_equal(made.secondary, 43);
    assert_int_equal(suppress_t15_audit(&task, made.hidden, true, &certificate), 0);
    assert_int_equal(certificate->verdict, STAITH_VERDICT_PASSED);
    for (uint32_t i = 0; i < task.system.cell_count; i++) {
        if (task.cells[i].kind == STAITH_SUPPRESS_PRIMARY) {
            assert_true(certificate->intervals[i].lo <= 1 && certificate->intervals[i].hi >= 5);
        }
    }
    staith_certificate_free(certificate);
    assert_int_equal(suppress_t15_audit(&task, made.hidden, false, &certificate), 0);
    assert_int_equal(certificate->verdict, STAITH_VERDICT_EXACT);
    staith_certificate_free(certificate);
    suppress_t15_deinit(&task);
}

/* With an end to the work there is a pattern and its bound, which the auditor passes too. */
static void knowing(void **state)
{
    (void)state;
    struct suppress_t15 task;
    struct staith_suppression made;
    struct staith_err err = {0};
    struct staith_certificate *certificate = NULL;
    suppress_t15_init(&task, 0, STAITH_SUPPRESS_KNOWING);
    task.rules.rounds = 1;
    assert_int_equal(staith_suppress(&task.system, &task.rules, &task.table.arena, &made, &err), 0);
    assert_int_equal(made.state, STAITH_SUPPRESS_BOUNDED);
    assert_true(made.bound > 900 && made.bound <= 1029);
    assert_true(made.weight >= 1029 && made.weight < 1200);
    assert_int_equal(suppress_t15_audit(&task, made.hidden, false, &certificate), 0);
    assert_int_equal(certificate->verdict, STAITH_VERDICT_PASSED);
    assert_int_equal(certificate->least, 5);
    staith_certificate_free(certificate);
    suppress_t15_deinit(&task);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(knowing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
