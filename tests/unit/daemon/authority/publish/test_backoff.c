/* SPDX-License-Identifier: Apache-2.0 */
#include "authority/publish/backoff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_doubles_to_a_minute(void **state)
{
    (void)state;
    assert_int_equal(staith_publish_doubled(STAITH_PUBLISH_FIRST_MS), 1000);
    assert_int_equal(staith_publish_doubled(16000), 32000);
    assert_int_equal(staith_publish_doubled(32000), 60000);
    assert_int_equal(staith_publish_doubled(60000), 60000);
}

static void fixed_random(void *ctx, void *buf, size_t len)
{
    assert_int_equal(len, sizeof(uint32_t));
    memcpy(buf, ctx, len);
}

/* 1000 ms is 800 to 1200, both reached. */
static void test_give_or_take_a_fifth(void **state)
{
    (void)state;
    static const uint64_t expected[][2] = {{0, 800}, {200, 1000}, {400, 1200}, {401, 800}};
    for (size_t i = 0; i < 4; i++) {
        uint32_t random = (uint32_t)expected[i][0];
        const struct staith_outside outside = {.ctx = &random, .random = fixed_random};
        assert_int_equal(staith_publish_jitter(&outside, 1000), expected[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_doubles_to_a_minute),
        cmocka_unit_test(test_give_or_take_a_fifth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
