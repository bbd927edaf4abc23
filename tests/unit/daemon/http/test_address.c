/* SPDX-License-Identifier: Apache-2.0 */
#include "http/address.h"

#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void plain_targets(void **state)
{
    char path[64];
    const char *query = "";
    (void)state;
    assert_int_equal(staith_http_target("/", path, sizeof(path), &query), 0);
    assert_string_equal(path, "/");
    assert_null(query);
    assert_int_equal(staith_http_target("/a%20b/c%C3%A9.html?x=%2F&y", path, sizeof(path), &query),
                     0);
    assert_string_equal(path, "/a b/c\xC3\xA9.html");
    assert_string_equal(query, "x=%2F&y"); /* left as it came */
    assert_int_equal(staith_http_target("/a+b/?", path, sizeof(path), &query), 0);
    assert_string_equal(path, "/a+b/");
    assert_string_equal(query, "");
}

static void targets_that_are_refused(void **state)
{
    static const char *const BAD[] = {
        "",
        "a",
        "http://other/x",
        "*",
        "/../etc/passwd",
        "/a/..",
        "/%2e%2e/x",
        "/a/%2e%2e%2fb",
        "/.",
        "/a/./b",
        "//a",
        "/a//b",
        "/a%00b",
        "/a%0d%0aB: c",
        "/a%",
        "/a%4",
        "/a%zz",
        "/a%c0%af",
        "/a\\b",
        "/a%5c..%5cb",
        "/a%7f",
        "/a%ff",
        "/a?b#c",
    };
    char path[64];
    const char *query = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof(BAD) / sizeof(BAD[0]); i++) {
        if (staith_http_target(BAD[i], path, sizeof(path), &query) != STAITH_ERR_SYNTAX) {
            fail_msg("%s was taken", BAD[i]);
        }
    }
    assert_int_equal(staith_http_target("/123456789", path, 10, &query), STAITH_ERR_LIMIT);
    assert_int_equal(staith_http_target("/12345678", path, 10, &query), 0);
}

static void fields(void **state)
{
    char out[16];
    (void)state;
    assert_int_equal(staith_http_field("a=1&bc=x+y%26z&b=2", "b", out, sizeof(out)), 0);
    assert_string_equal(out, "2");
    assert_int_equal(staith_http_field("a=1&bc=x+y%26z&b=2", "bc", out, sizeof(out)), 0);
    assert_string_equal(out, "x y&z");
    assert_int_equal(staith_http_field("a=1&a=2", "a", out, sizeof(out)), 0);
    assert_string_equal(out, "1");
    assert_int_equal(staith_http_field("a=", "a", out, sizeof(out)), 0);
    assert_string_equal(out, "");
    assert_int_equal(staith_http_field("a&b", "a", out, sizeof(out)), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_http_field("", "a", out, sizeof(out)), STAITH_ERR_NOTFOUND);
    assert_int_equal(staith_http_field("a=%0", "a", out, sizeof(out)), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_http_field("a=%0A", "a", out, sizeof(out)), STAITH_ERR_SYNTAX);
    assert_int_equal(staith_http_field("a=0123456789012345", "a", out, sizeof(out)),
                     STAITH_ERR_LIMIT);
    assert_int_equal(staith_http_field("a=012345678901234", "a", out, sizeof(out)), 0);
}

static void cookies(void **state)
{
    char out[16];
    (void)state;
    assert_true(staith_http_cookie("b=1; a=xyz_-9;c=2", "a", out, sizeof(out)));
    assert_string_equal(out, "xyz_-9");
    assert_false(staith_http_cookie(NULL, "a", out, sizeof(out)));
    assert_false(staith_http_cookie("ba=1", "a", out, sizeof(out)));
    assert_false(staith_http_cookie("a=1; a=2", "a", out, sizeof(out))); /* two: whose? */
    assert_false(staith_http_cookie("a=\"x\"", "a", out, sizeof(out)));
    assert_false(staith_http_cookie("a=", "a", out, sizeof(out)));
    assert_false(staith_http_cookie("a=0123456789012345", "a", out, sizeof(out)));
}

/* RFC 9110, 13.1.2: a list, weak or not, or a star. */
static void tags(void **state)
{
    (void)state;
    assert_true(staith_http_etag_matches("\"x\"", "\"x\"", true));
    assert_true(staith_http_etag_matches("\"a\", W/\"x\" , \"b\"", "\"x\"", true));
    assert_true(staith_http_etag_matches("*", "\"x\"", true));
    assert_false(staith_http_etag_matches("\"a\", \"xx\"", "\"x\"", true));
    assert_false(staith_http_etag_matches("x", "\"x\"", true));
    assert_false(staith_http_etag_matches(NULL, "\"x\"", true));
    assert_false(staith_http_etag_matches("*", "", true)); /* an answer without one */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_targets), cmocka_unit_test(targets_that_are_refused),
        cmocka_unit_test(fields),        cmocka_unit_test(cookies),
        cmocka_unit_test(tags),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
