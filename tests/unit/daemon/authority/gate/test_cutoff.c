/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "authority/gate/cutoff.h"

#include <string.h>

static int64_t wall(void *ctx)
{
    return *(const int64_t *)ctx;
}

static int64_t steady(void *ctx)
{
    return *(const int64_t *)ctx + 1;
}

static void fill(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 7, len);
}

static void runs_out(void **state)
{
    (void)state;
    int64_t now = 1000;
    uint8_t bytes[3] = {0};
    const struct staith_outside outside = {
        .ctx = &now, .unix_ms = wall, .monotonic_ms = steady, .random = fill};
    struct staith_gate_cutoff cutoff;
    staith_gate_cutoff_init(&cutoff, &outside);
    const struct staith_outside *given = &cutoff.outside;
    assert_int_equal(given->unix_ms(given->ctx), 1000);
    assert_int_equal(given->monotonic_ms(given->ctx), 1001);
    given->random(given->ctx, bytes, sizeof(bytes));
    assert_int_equal(bytes[2], 7);
    assert_false(staith_gate_cutoff_is_cut(&cutoff));
    staith_gate_cutoff_cut(&cutoff);
    assert_true(staith_gate_cutoff_is_cut(&cutoff));
    now = 1010; /* whatever the time is, an hour from before is over */
    assert_true(given->monotonic_ms(given->ctx) > 1001 + INT64_C(3600000));
    assert_int_equal(given->unix_ms(given->ctx), 1010); /* no date is changed by it */
}

static void the_machine(void **state)
{
    (void)state;
    struct staith_gate_cutoff cutoff;
    staith_gate_cutoff_init(&cutoff, NULL);
    assert_ptr_equal(cutoff.machine, staith_outside_machine());
    assert_true(cutoff.outside.unix_ms(cutoff.outside.ctx) > INT64_C(1700000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(runs_out), cmocka_unit_test(the_machine)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
