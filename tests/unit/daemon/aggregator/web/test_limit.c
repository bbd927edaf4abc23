/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int64_t now_ms = 1000;

static int64_t tell(void *ctx)
{
    (void)ctx;
    return now_ms;
}

static void fill(void *ctx, void *buf, size_t len)
{
    (void)ctx;
    memset(buf, 1, len);
}

static const struct staith_outside outside = {NULL, tell, tell, fill, NULL};

static void bursts_and_refills(void **state)
{
    unsigned wait = 0;
    (void)state;
    struct staith_web_limit *limit = staith_web_limit_new(&outside, 3, 2000);
    assert_non_null(limit);
    for (unsigned i = 0; i < 3; i++) {
        assert_true(staith_web_limit_take(limit, "a", &wait));
    }
    assert_false(staith_web_limit_take(limit, "a", &wait));
    assert_int_equal(wait, 2);
    assert_true(staith_web_limit_take(limit, "b", &wait)); /* another has its own */
    now_ms += 1500;
    assert_false(staith_web_limit_take(limit, "a", &wait));
    assert_int_equal(wait, 1); /* never 0: half a second is rounded up */
    assert_false(staith_web_limit_left(limit, "a"));
    now_ms += 500;
    assert_true(staith_web_limit_left(limit, "a")); /* looking takes none */
    assert_true(staith_web_limit_left(limit, "a"));
    assert_true(staith_web_limit_take(limit, "a", &wait));
    assert_false(staith_web_limit_take(limit, "a", &wait));
    now_ms += (int64_t)3600 * 1000; /* it fills to the burst and no further */
    for (unsigned i = 0; i < 3; i++) {
        assert_true(staith_web_limit_take(limit, "a", &wait));
    }
    assert_false(staith_web_limit_take(limit, "a", &wait));
    staith_web_limit_free(limit);
    staith_web_limit_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bursts_and_refills),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
