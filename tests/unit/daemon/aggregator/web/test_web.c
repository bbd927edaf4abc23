/* SPDX-License-Identifier: Apache-2.0 */
#include "aggregator/web/web.h"

#include "web_fixture.h"

static void methods(void **state)
{
    struct web_fixture *fixture = *state;
    web_fixture_start(fixture);
    assert_int_equal(web_fixture_post(fixture, "/index.html", "a=b"), 405);
    http_fixture_has(fixture->http, "Allow: GET, HEAD\r\n");
    staith_web_free(NULL);
}

/* Nobody fills the log with what is not good. */
static void bad_tokens(void **state)
{
    struct web_fixture *fixture = *state;
    unsigned denied = 0;
    unsigned limited = 0;
    unsigned noted = 0;
    web_fixture_start(fixture);
    for (unsigned i = 0; i < 60 && limited < 3; i++) {
        http_fixture_get(fixture->http, i % 2 == 0 ? "/index.html" : "/api/v1/datasets",
                         "Authorization: Bearer none\r\n");
        unsigned status = http_fixture_status(fixture->http);
        denied += status == 401 ? 1 : 0;
        limited += status == 429 ? 1 : 0;
        if (status == 429) {
            http_fixture_has(fixture->http, "Retry-After: ");
            http_fixture_has(fixture->http, "Too many requests");
        }
    }
    assert_int_equal(limited, 3);
    assert_true(denied >= 10);
    for (const char *at = web_fixture_log(fixture); (at = strstr(at, "refused;")) != NULL; at++) {
        noted++;
    }
    assert_int_equal(noted, denied);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(methods, web_fixture_setup, web_fixture_teardown),
        cmocka_unit_test_setup_teardown(bad_tokens, web_fixture_setup, web_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
