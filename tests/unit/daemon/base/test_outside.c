/* SPDX-License-Identifier: Apache-2.0 */
#include "base/outside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <time.h>

static void clocks_agree_with_the_system(void **state)
{
    (void)state;
    const struct staith_outside *machine = staith_outside_machine();
    int64_t before = (int64_t)time(NULL);
    int64_t now = machine->unix_ms(machine->ctx) / 1000;
    assert_true(now >= before && now <= before + 5);
    int64_t first = machine->monotonic_ms(machine->ctx);
    assert_true(machine->monotonic_ms(machine->ctx) >= first);
}

static void random_fills_all_of_it(void **state)
{
    (void)state;
    const struct staith_outside *machine = staith_outside_machine();
    /* Larger than what one call of the kernel is sure to give. */
    static uint8_t first[4096];
    static uint8_t second[4096];
    machine->random(machine->ctx, first, sizeof(first));
    machine->random(machine->ctx, second, sizeof(second));
    assert_memory_not_equal(first, second, 16);
    assert_memory_not_equal(first + 4080, second + 4080, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_agree_with_the_system),
        cmocka_unit_test(random_fills_all_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
