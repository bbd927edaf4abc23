/* SPDX-License-Identifier: Apache-2.0 */
#include "http/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void counted(void **state)
{
    (void)state;
    struct staith_http_body *body = staith_http_body_new("a\0b", 3, "\"t\"");
    assert_non_null(body);
    assert_int_equal(body->len, 3);
    assert_memory_equal(body->bytes, "a\0b", 3);
    assert_string_equal(body->etag, "\"t\"");
    assert_ptr_equal(staith_http_body_hold(body), body);
    staith_http_body_drop(body);
    assert_memory_equal(body->bytes, "a\0b", 3); /* one is left */
    staith_http_body_drop(body);
    staith_http_body_drop(NULL);
}

static void without_bytes(void **state)
{
    (void)state;
    struct staith_http_body *body = staith_http_body_new(NULL, 0, NULL);
    assert_non_null(body);
    assert_string_equal(body->etag, "");
    staith_http_body_drop(body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counted), cmocka_unit_test(without_bytes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
