/* SPDX-License-Identifier: Apache-2.0 */
#include "disclosure/found.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void all_of_it(void **state)
{
    (void)state;
    struct staith_certificate from = {.cells = 32,
                                      .audited = 30,
                                      .exact = 1,
                                      .narrow = 2,
                                      .least = 3,
                                      .promise = 5,
                                      .time_ms = 12,
                                      .solver = "GLPK 5.0"};
    struct staith_release_certificate to;
    for (unsigned i = 0; i < (unsigned)STAITH_ATTACKER_COUNT; i++) {
        from.attackers[i] = (struct staith_attack_result){STAITH_ATTACK_TRIED, i + 1, 0, 0, i + 20};
    }
    staith_found_fill(&from, &to);
    assert_int_equal(to.cells, 32);
    assert_int_equal(to.audited, 30);
    assert_int_equal(to.exact, 1);
    assert_int_equal(to.narrow, 2);
    assert_int_equal(to.least, 3);
    assert_int_equal(to.promise, 5);
    assert_int_equal(to.took_ms, 12);
    assert_string_equal(to.solver, "GLPK 5.0");
    assert_int_equal(to.attacker_count, STAITH_ATTACKER_COUNT);
    for (uint32_t i = 0; i < to.attacker_count; i++) {
        assert_int_equal(to.attackers[i].attacker, i);
        assert_int_equal(to.attackers[i].state, STAITH_ATTACK_TRIED);
        assert_int_equal(to.attackers[i].systems, i + 1);
        assert_int_equal(to.attackers[i].least, i + 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_of_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
