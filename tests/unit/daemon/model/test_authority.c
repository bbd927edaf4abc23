/* SPDX-License-Identifier: Apache-2.0 */
#include "model/authority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void codes(void **state)
{
    (void)state;
    assert_true(staith_authority_valid("840"));
    assert_true(staith_authority_valid("E06000047"));
    assert_true(staith_authority_valid("314-318.a"));
    assert_true(staith_authority_valid("123456789012345"));
    assert_false(staith_authority_valid(""));
    assert_false(staith_authority_valid("84 0"));
    assert_false(staith_authority_valid("840\n"));
    assert_false(staith_authority_valid("8/40"));
}

static void a_code_must_end(void **state)
{
    (void)state;
    char code[STAITH_AUTHORITY_BYTES];
    for (size_t i = 0; i < sizeof(code); i++) {
        code[i] = '1';
    }
    assert_false(staith_authority_valid(code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes),
        cmocka_unit_test(a_code_must_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
