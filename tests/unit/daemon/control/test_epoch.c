/* SPDX-License-Identifier: Apache-2.0 */
#include "control/control.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_epoch(uint64_t epoch, const char *expected)
{
    json_t *text = staith_control_epoch(epoch);
    assert_string_equal(json_string_value(text), expected);
    json_decref(text);
}

static void every_bit_of_an_epoch_stands_in_its_text(void **state)
{
    (void)state;
    assert_epoch(99, "0000000000000063");
    assert_epoch(UINT64_MAX, "ffffffffffffffff");
    assert_epoch(0x8000000000000001U, "8000000000000001");
}

static void no_epoch_is_no_text(void **state)
{
    (void)state;
    assert_epoch(0, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bit_of_an_epoch_stands_in_its_text),
        cmocka_unit_test(no_epoch_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
